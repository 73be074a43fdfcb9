"""What a session did before, as the audit log tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from guardcmd.audit import log
from guardcmd.store.ledger import Ledger, ledger

OLD = "2020-01-01T00:00:00.000Z"


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "audit.jsonl")


def test_made_and_refused_of_this_session(path: str) -> None:
    now = log.now()
    for event in (
        {"session": "s", "at": OLD, "answer": "silent", "made": ["/p/old"]},
        {"session": "s", "at": OLD, "answer": "refused", "tools": ["git"]},  # too long ago
        {"session": "s", "at": now, "answer": "refused", "tools": ["git", "rm"]},
        {"session": "other", "at": now, "answer": "refused", "tools": ["git"], "made": ["/p/other"]},
        {"session": "s", "at": now, "answer": "refused", "tools": ["git"]},
        {"session": "x", "at": now, "text": '"session":"s"', "made": ["/p/lie"]},
    ):
        log.append(path, event)
    assert ledger(path, "s") == Ledger(("/p/old",), ("git", "rm", "git"))


def test_nothing_is_known_without_log_or_session(path: str, tmp_path: Path) -> None:
    assert ledger(path, "s") == Ledger()
    log.append(path, {"session": "", "made": ["/x"]})
    assert ledger(path, "") == Ledger()
    assert ledger(str(tmp_path), "s") == Ledger()


def test_only_the_end_of_the_log_is_read(path: str) -> None:
    for n in range(20):
        log.append(path, {"session": "s", "made": [f"/p/{n}"], "text": "x" * 500})
    made = ledger(path, "s", tail=2_000).made
    assert made[-1] == "/p/19"
    assert len(made) < 5


@pytest.mark.parametrize(
    "garbage", [b"\xff\xfe\n", b'{"session":"s"\n', b'[{"session":"s"}]\n', b'{"session":"s","made":[1,{}]}\n']
)
def test_garbage_is_passed_over(path: str, garbage: bytes) -> None:
    Path(path).write_bytes(garbage)
    assert ledger(path, "s") == Ledger()
