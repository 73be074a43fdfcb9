"""Approvals: kept for this user alone, for one digest and one judgement, used once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from guardcmd.store.approvals import Approval, approve, fingerprint, load, take, waiting
from tests.agents.fakes import judgement

DIGEST = "d" * 64
GIVEN = Approval(DIGEST, "j", 1000, "ABCD2345", "me", "2026-01-01")


@pytest.fixture
def folder(tmp_path: Path) -> str:
    made = str(tmp_path / "state" / "approvals")
    approve(made, GIVEN)
    return made


def test_is_for_this_user_alone(folder: str) -> None:
    assert {path.stat().st_mode & 0o777 for path in Path(folder).iterdir()} == {0o600}
    assert Path(folder).stat().st_mode & 0o777 == 0o700


def test_is_used_once(folder: str) -> None:
    assert waiting(folder, 999) == [GIVEN]
    assert take(folder, DIGEST, "j", 999) == GIVEN
    assert take(folder, DIGEST, "j", 999) is None
    assert waiting(folder, 999) == []


@pytest.mark.parametrize(("digest", "judged", "now"), [("e" * 64, "j", 1), (DIGEST, "other", 1), (DIGEST, "j", 1000)])
def test_fits_nothing_else(folder: str, digest: str, judged: str, now: int) -> None:
    assert take(folder, digest, judged, now) is None
    assert load(f"{folder}/{DIGEST}.json") == GIVEN


def test_of_many_calls_at_once_one_gets_it(folder: str) -> None:
    got: list[object] = []
    start = threading.Barrier(8)

    def call() -> None:
        start.wait()
        got.append(take(folder, DIGEST, "j", 1))

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each for each in got if each is not None] == [GIVEN]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"digest": "x"}', b'{"other": 1}'])
def test_a_damaged_file_is_none(folder: str, content: bytes) -> None:
    Path(folder, f"{DIGEST}.json").write_bytes(content)
    assert take(folder, DIGEST, "j", 1) is None


def test_a_file_that_others_may_write_is_none(folder: str) -> None:
    Path(folder, f"{DIGEST}.json").chmod(0o666)
    assert take(folder, DIGEST, "j", 1) is None


def test_a_link_is_none(folder: str, tmp_path: Path) -> None:
    path = Path(folder, f"{DIGEST}.json")
    path.rename(tmp_path / "elsewhere.json")
    path.symlink_to(tmp_path / "elsewhere.json")
    assert take(folder, DIGEST, "j", 1) is None


def test_a_fingerprint_is_of_the_judgement() -> None:
    assert fingerprint(judgement("confirm")) == fingerprint(judgement("confirm"))
    assert len(fingerprint(judgement("ask"))) == 64
