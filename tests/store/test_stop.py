"""The stop on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from guardcmd.store.paths import Paths
from guardcmd.store.stop import resume, stop, stopped


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(str(tmp_path / "state" / "guardcmd"), str(tmp_path / "config"))


def test_stops_and_resumes(paths: Paths) -> None:
    assert stopped(paths.stopped) is None
    stop(paths, "strange calls", "2026-01-01", "me")
    found = stopped(paths.stopped)
    assert found is not None
    assert (found.reason, found.at, found.user) == ("strange calls", "2026-01-01", "me")
    assert Path(paths.engaged).exists()  # the fast path is closed
    assert Path(paths.stopped).stat().st_mode & 0o777 == 0o600
    resume(paths)
    assert stopped(paths.stopped) is None
    assert not Path(paths.engaged).exists()


def test_what_else_closed_the_fast_path_keeps_it_closed(paths: Paths) -> None:
    Path(paths.state).mkdir(parents=True)
    Path(paths.engaged).touch()
    stop(paths, "x", "", "")
    resume(paths)
    assert Path(paths.engaged).exists()


def test_the_first_stop_stays(paths: Paths) -> None:
    stop(paths, "one", "", "")
    stop(paths, "two", "", "")
    found = stopped(paths.stopped)
    assert found is not None
    assert found.reason == "one"
    resume(paths)
    assert not Path(paths.engaged).exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"reason": 1}', b'{"other": 1}'])
def test_a_damaged_file_stops(paths: Paths, content: bytes) -> None:
    Path(paths.state).mkdir(parents=True)
    Path(paths.stopped).write_bytes(content)
    assert stopped(paths.stopped) is not None
    resume(paths)
    assert stopped(paths.stopped) is None
