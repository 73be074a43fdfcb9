"""Against repositories that git itself made."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from guardcmd.context.disk import DiskFiles
from guardcmd.context.git_index import Comparison, blob_digest, index_of, read_index

QUIET = {
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.com",
}
LONG_AGO = 1_000_000_000


def git(where: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=where, env=QUIET, check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """src/a.py, src/deep/b.py and README are committed, long after they were written."""
    root = tmp_path / "shop"
    (root / "src" / "deep").mkdir(parents=True)
    git(tmp_path, "init", "-q", "-b", "main", "shop")
    for name in ("README", "src/a.py", "src/deep/b.py"):
        (root / name).write_text(f"this is {name}\n")
        os.utime(root / name, (LONG_AGO, LONG_AGO))
    commit(root)
    return root


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x")


def is_clean(path: Path) -> bool:
    files = DiskFiles()
    index = index_of(str(path), files)
    return index is not None and Comparison(index, files).is_clean(str(path))


def test_tracked_and_clean(shop: Path) -> None:
    assert is_clean(shop / "README")
    assert is_clean(shop / "src" / "a.py")
    assert is_clean(shop / "src")
    assert is_clean(shop / "src" / "deep")


def test_untracked(shop: Path) -> None:
    (shop / "new").write_text("x")
    assert not is_clean(shop / "new")
    assert not is_clean(shop / "none")


def test_a_folder_with_something_untracked_or_ignored_in_it(shop: Path) -> None:
    (shop / ".gitignore").write_text("*.log\n")
    (shop / "src" / "deep" / "x.log").write_text("x")
    assert not is_clean(shop / "src")
    assert is_clean(shop / "src" / "a.py")


def test_modified(shop: Path) -> None:
    (shop / "README").write_text("this is readme\n")  # as long as before
    assert not is_clean(shop / "README")
    (shop / "src" / "a.py").write_text("longer than it was before\n")
    assert not is_clean(shop / "src")


def test_touched_and_yet_the_same(shop: Path) -> None:
    os.utime(shop / "README", (LONG_AGO + 5, LONG_AGO + 5))
    assert is_clean(shop / "README")


def test_the_same_size_and_time_in_the_second_of_the_index(shop: Path) -> None:
    """Racy git: the time says nothing, the content does."""
    index = shop / ".git" / "index"
    os.utime(index, (LONG_AGO, LONG_AGO))
    assert is_clean(shop / "README")
    (shop / "README").write_text("this is readme\n")
    os.utime(shop / "README", (LONG_AGO, LONG_AGO))
    assert not is_clean(shop / "README")


def test_staged_counts_as_kept(shop: Path) -> None:
    (shop / "new").write_text("x")
    os.utime(shop / "new", (LONG_AGO, LONG_AGO))
    git(shop, "add", "new")
    assert is_clean(shop / "new")


def test_only_intended_to_be_added(shop: Path) -> None:
    (shop / "new").write_text("")
    git(shop, "add", "-N", "new")
    assert not is_clean(shop / "new")


def test_a_conflict(shop: Path) -> None:
    git(shop, "checkout", "-qb", "other")
    (shop / "README").write_text("other\n")
    commit(shop)
    git(shop, "checkout", "-q", "main")
    (shop / "README").write_text("main\n")
    commit(shop)
    subprocess.run(["git", "merge", "other"], cwd=shop, env=QUIET, capture_output=True, check=False)
    assert not is_clean(shop / "README")


@pytest.mark.parametrize("version", ["2", "3", "4"])
def test_versions(shop: Path, version: str) -> None:
    (shop / "src" / "deep" / "bb.py").write_text("x")
    (shop / "src" / "deep" / "c").write_text("y")
    commit(shop)
    if version == "3":
        git(shop, "update-index", "--skip-worktree", "src/a.py")  # needs the extended flags
    git(shop, "update-index", "--index-version", version)
    content = (shop / ".git" / "index").read_bytes()
    assert content[7] == int(version)
    assert [name.decode() for name in read_index(content) or ()] == git(shop, "ls-files").split()
    assert is_clean(shop / "README")
    assert is_clean(shop / "src")


def test_many_and_odd_names(shop: Path) -> None:
    names = ["ä b", "a" * 200, "x/y/z", "-f", *[f"n{i:03}" for i in range(200)]]
    for name in names:
        (shop / name).parent.mkdir(parents=True, exist_ok=True)
        (shop / name).write_text(name)
    commit(shop)
    git(shop, "update-index", "--index-version", "4")
    content = (shop / ".git" / "index").read_bytes()
    listed = git(shop, "ls-files", "-z").rstrip("\0").split("\0")
    assert [name.decode() for name in read_index(content) or ()] == listed


def test_sha256(tmp_path: Path) -> None:
    root = tmp_path / "shop"
    git(tmp_path, "init", "-q", "--object-format=sha256", "shop")
    (root / "a").write_text("x")
    commit(root)
    assert is_clean(root / "a")
    (root / "a").write_text("y")
    assert not is_clean(root / "a")


def test_a_second_work_tree(shop: Path) -> None:
    git(shop, "worktree", "add", "-q", "../second")
    second = shop.parent / "second"
    assert is_clean(second / "README")
    (second / "README").write_text("changed")
    assert not is_clean(second / "README")
    assert is_clean(shop / "README")


def test_a_split_index_is_not_understood(shop: Path) -> None:
    git(shop, "update-index", "--split-index")
    assert not is_clean(shop / "README")


def test_links(shop: Path) -> None:
    (shop / "link").symlink_to("README")
    commit(shop)
    os.utime(shop / ".git" / "index", (4_000_000_000, 4_000_000_000))
    assert is_clean(shop / "link")
    (shop / "link").unlink()
    (shop / "link").symlink_to("src/aa")
    assert not is_clean(shop / "link")


def test_a_repository_of_its_own_below(shop: Path) -> None:
    (shop / "src" / "inner").mkdir()
    git(shop / "src" / "inner", "init", "-q")
    assert not is_clean(shop / "src")
    assert not is_clean(shop / ".git")


def test_outside_a_repository(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    assert index_of(f"{tmp_path}/a", DiskFiles()) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"DIRC", b"DIRC\0\0\0\5" + b"\0" * 40, b"XXXX\0\0\0\2" + b"\0" * 40, b"DIRC\0\0\0\2\0\0\0\1" + b"\1" * 70],
)
def test_a_broken_index(content: bytes) -> None:
    assert read_index(content) is None


@pytest.mark.parametrize("version", ["2", "4"])
def test_every_beginning_of_an_index_is_survived(shop: Path, version: str) -> None:
    git(shop, "update-index", "--index-version", version)
    content = (shop / ".git" / "index").read_bytes()
    for end in range(len(content)):
        found = read_index(content[:end])
        assert found is None or len(found) == 3


def test_the_digest_is_gits(shop: Path) -> None:
    assert blob_digest(b"this is README\n").hex() == git(shop, "hash-object", "README").strip()


def test_the_budget_of_files(shop: Path) -> None:
    files = DiskFiles()
    index = index_of(f"{shop}/src", files)
    assert index is not None
    comparison = Comparison(index, files)
    comparison.left = 1
    assert not comparison.is_clean(f"{shop}/src")
