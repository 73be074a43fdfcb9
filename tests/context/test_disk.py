from __future__ import annotations

import os
from pathlib import Path

import pytest

from guardcmd.context.disk import DiskFiles
from guardcmd.proposal import Missing, UnreadableFile


def test_reads_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"hello")
    files = DiskFiles()
    assert files.read(f"{tmp_path}/a") == b"hello"
    assert files.head(f"{tmp_path}/a", 2) == b"he"
    assert files.read(f"{tmp_path}/b") == Missing()
    assert files.read(f"{tmp_path}/a/b") == Missing()
    assert files.read(f"{tmp_path}/a\0b") == Missing()


def test_follows_a_link_to_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"hello")
    (tmp_path / "link").symlink_to("a")
    assert DiskFiles().read(f"{tmp_path}/link") == b"hello"


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert DiskFiles().read(f"{tmp_path}/a", 5) == b"12345"
    assert DiskFiles().read(f"{tmp_path}/a", 4) == UnreadableFile("larger than 4 bytes")
    assert DiskFiles().head(f"{tmp_path}/a", 4) == b"1234"


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="needs /proc")
def test_a_file_that_says_it_is_empty() -> None:
    assert b"Name" in DiskFiles().head("/proc/self/status")  # type: ignore[operator]
    assert DiskFiles().read("/proc/self/status", 10) == UnreadableFile("larger than 10 bytes")


def test_what_could_block_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (f"{tmp_path}/pipe", "/dev/zero", str(tmp_path)):
        assert DiskFiles().read(path) == UnreadableFile("not a regular file")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "a").chmod(0)
    assert DiskFiles().read(f"{tmp_path}/a") == UnreadableFile("permission denied")


def test_the_budget_counts_files_once(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / name).write_bytes(name.encode())
    files = DiskFiles(most=2)
    assert [files.read(f"{tmp_path}/{name}") for name in "aab"] == [b"a", b"a", b"b"]
    assert files.read(f"{tmp_path}/c") == UnreadableFile("too many files to read")
    assert files.read(f"{tmp_path}/a") == b"a"
    assert DiskFiles(most=1).read(f"{tmp_path}/none") == Missing()


def test_kinds(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")
    kinds = {name: DiskFiles().kind(f"{tmp_path}/{name}") for name in ("file", "folder", "link", "pipe", "none")}
    assert kinds == {"file": "file", "folder": "directory", "link": "link", "pipe": "other", "none": "missing"}
    assert DiskFiles().kind("/dev/null") == "device"
    assert DiskFiles().kind("/\0") == "missing"


def test_resolves_as_the_system_does(tmp_path: Path) -> None:
    (tmp_path / "real" / "deep").mkdir(parents=True)
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "real" / "up").symlink_to("../link/deep")
    (tmp_path / "absolute").symlink_to(tmp_path / "real")
    for path in (
        "link",
        "link/deep",
        "real/up",
        "link/up/..",
        "absolute/deep/../x",
        "none/x",
        "link/none",
        "./real//deep/.",
    ):
        assert DiskFiles().resolve(f"{tmp_path}/{path}") == os.path.realpath(f"{tmp_path}/{path}")
    assert DiskFiles().resolve("/") == "/"
    assert DiskFiles().resolve("/../..") == "/"


def test_a_circle_of_links_ends(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    assert DiskFiles().resolve(f"{tmp_path}/a").startswith(str(tmp_path))


def test_stat_is_of_the_link_itself(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    (tmp_path / "link").symlink_to("a")
    stat = DiskFiles().stat(f"{tmp_path}/link")
    assert stat is not None
    assert stat.size == 1
    assert stat.mtime_ns == os.lstat(tmp_path / "link").st_mtime_ns
    assert DiskFiles().stat(f"{tmp_path}/none") is None


def test_names(tmp_path: Path) -> None:
    for name in "cab":
        (tmp_path / name).touch()
    assert DiskFiles().names(str(tmp_path)) == ("a", "b", "c")
    assert DiskFiles().names(str(tmp_path), 3) == ("a", "b", "c")
    assert DiskFiles().names(str(tmp_path), 2) is None
    assert DiskFiles().names(f"{tmp_path}/a") is None
    assert DiskFiles().names(f"{tmp_path}/none") is None
