"""Refused proposals: kept exactly, for a day, for this user."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from guardcmd.errors import StateError
from guardcmd.store.proposals import ALPHABET, LIFETIME, Stored, forget, keep, listed, load, new_id, waiting

TEXT = "cat > x <<'E'\n\tpassword: hunter2\x1b é \U0001f600\nE\n"


def stored(text: str = TEXT, digest: str = "d" * 64, expires: int | None = None) -> Stored:
    at = int(time.time()) + LIFETIME if expires is None else expires
    return Stored(new_id(), digest, text, "/srv/ä b", at, rules=("a.b",), summary="loses it")


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return str(tmp_path / "state" / "proposals")


def test_ids_are_typable_and_differ() -> None:
    ids = {new_id() for _ in range(200)}
    assert len(ids) == 200
    assert all(len(id_) == 8 and set(id_) <= set(ALPHABET) for id_ in ids)


def test_comes_back_exactly(folder: str) -> None:
    one = stored()
    assert keep(folder, one) == one.id
    assert load(folder, one.id) == one
    assert load(folder, one.id.lower()) == one


def test_is_for_this_user_alone(folder: str) -> None:
    keep(folder, stored())
    assert {path.stat().st_mode & 0o777 for path in Path(folder).iterdir()} == {0o600}
    assert Path(folder).stat().st_mode & 0o777 == 0o700


def test_the_same_proposal_keeps_its_id(folder: str) -> None:
    one, again, other = stored(), stored(), stored("ls", "e" * 64)
    assert keep(folder, one) == keep(folder, again) == one.id
    assert keep(folder, other) == other.id
    assert len(listed(folder)) == 2


def test_an_expired_one_gets_a_new_id(folder: str) -> None:
    old, new = stored(expires=int(time.time()) - 1), stored()
    keep(folder, old)
    assert keep(folder, new) == new.id
    assert [each.id for each in waiting(folder)] == [new.id]


def test_expired_files_go(folder: str) -> None:
    keep(folder, stored())
    (path,) = Path(folder).iterdir()
    os.utime(path, (0, 0))
    keep(folder, stored("other", "e" * 64))
    assert not path.exists()


def test_forget(folder: str) -> None:
    one = stored()
    keep(folder, one)
    forget(folder, one.id)
    assert load(folder, one.id) is None
    forget(folder, one.id)


@pytest.mark.parametrize("id_", ["", "22222222", "../../etc", "*", "\0"])
def test_unknown_ids(folder: str, id_: str) -> None:
    assert load(folder, id_) is None
    keep(folder, stored())
    assert load(folder, id_) is None


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"id": "x"}', b"\xff", b'{"id":1,"digest":"","text":2,"directory":"/","expires":3}']
)
def test_a_damaged_file_is_named(folder: str, content: bytes) -> None:
    one = stored()
    keep(folder, one)
    (path,) = Path(folder).iterdir()
    path.write_bytes(content)
    with pytest.raises(StateError, match=one.id):
        load(folder, one.id)
    assert waiting(folder) == []
