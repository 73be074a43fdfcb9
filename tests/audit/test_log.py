"""The log on disk: chained under concurrency, closed when torn, never silently lost."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from guardcmd.audit import log
from guardcmd.audit.line import START, digest
from guardcmd.audit.read import events, files, verify


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "state" / "audit.jsonl"


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def test_makes_its_directory_for_this_user_alone(path: Path) -> None:
    assert log.append(str(path), {"n": 1}) == ""
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_each_line_carries_the_hash_of_the_one_before(path: Path) -> None:
    for n in range(3):
        assert log.append(str(path), {"n": n, "text": "x" * 9_000}) == ""
    raw = path.read_bytes().splitlines()
    assert [line["prev"] for line in lines(path)] == [START, digest(raw[0]), digest(raw[1])]
    report = verify(path)
    assert (report.lines, report.problems) == (3, ())


@pytest.mark.parametrize("torn", ['{"event":"deci', "x", '{"n":1}'])
def test_a_torn_line_is_closed_and_noticed(path: Path, torn: str) -> None:
    log.append(str(path), {"n": 1})
    with path.open("a") as file:
        file.write(torn)
    assert log.append(str(path), {"n": 2}) == ""
    assert [event.get("event") for event in lines_or_none(path)][-2:] == ["torn", None]
    report = verify(path)
    assert report.problems == () or torn == '{"n":1}'  # a whole object without its link is a problem
    assert events(path, 1)[0]["n"] == 2


def lines_or_none(path: Path) -> list[dict[str, object]]:
    found = []
    for line in path.read_bytes().splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            found.append({})
    return found


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: [rows[0], rows[2]],  # a line taken out
        lambda rows: [rows[0], rows[1].replace(b'"n":1', b'"n":7'), rows[2]],
        lambda rows: [rows[1], rows[0], rows[2]],
        lambda rows: rows[1:],
        lambda rows: [rows[0], b"garbage", rows[1], rows[2]],
    ],
)
def test_verify_finds_changes(path: Path, change: object) -> None:
    for n in range(3):
        log.append(str(path), {"n": n})
    rows = change(path.read_bytes().splitlines())  # type: ignore[operator]
    path.write_bytes(b"\n".join(rows) + b"\n")
    assert verify(path).problems


def test_a_grown_file_is_closed_and_the_chain_goes_on(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "LARGEST", 500)
    for n in range(12):
        assert log.append(str(path), {"at": log.now(), "n": n, "text": "x" * 100}) == ""
    assert len(files(path)) > 1
    report = verify(path)
    assert (report.lines, report.problems) == (12, ())
    assert [event["n"] for event in events(path, 12)] == list(range(12))


def test_many_processes_keep_one_chain(path: Path) -> None:
    code = f"""
import sys; sys.path.append({str(Path(__file__).parents[2])!r})
from guardcmd.audit.log import append
for n in range(10):
    failed = append({str(path)!r}, {{"n": n}}, patience=120.0)
    assert not failed, failed
"""
    workers = [subprocess.Popen([sys.executable, "-I", "-S", "-c", code]) for _ in range(4)]
    assert [worker.wait() for worker in workers] == [0, 0, 0, 0]
    report = verify(path)
    assert (report.lines, report.problems) == (40, ())


def test_a_held_lock_is_given_up(path: Path) -> None:
    log.append(str(path), {"n": 1})
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert "locked" in log.append(str(path), {"n": 2}, patience=0.02)
    assert len(lines(path)) == 1


def test_says_why_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert log.append(str(tmp_path / "file" / "audit.jsonl"), {"n": 1})
    (tmp_path / "audit.jsonl").mkdir()
    assert log.append(str(tmp_path / "audit.jsonl"), {"n": 1})
    os.mkfifo(tmp_path / "fifo")
    assert "regular" in log.append(str(tmp_path / "fifo"), {"n": 1})
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    assert log.append(str(tmp_path / "link"), {"n": 1})


def test_a_full_disk_leaves_no_half_line(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log.append(str(path), {"n": 1})
    before = path.read_bytes()
    write = os.write
    monkeypatch.setattr(log.posix, "write", lambda file, data: write(file, data[:10]))
    assert "only 10" in log.append(str(path), {"n": 2})
    monkeypatch.undo()
    assert path.read_bytes() == before
