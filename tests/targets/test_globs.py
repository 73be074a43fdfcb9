from __future__ import annotations

import pytest

from guardcmd.targets.globs import matches_any, takes_everything


@pytest.mark.parametrize(
    "name", ["*", "**", "?*", ".*", "*.*", "[a-z]*", ".[!.]*", "..?*", "[!.]*", "!(keep)", "!(*.py|a)"]
)
def test_takes_everything(name: str) -> None:
    assert takes_everything(name)


@pytest.mark.parametrize("name", ["a*", "*.py", "?", "x", "", "[a-z]", "*a*", "@(a|b)"])
def test_takes_some(name: str) -> None:
    assert not takes_everything(name)


def test_matches_any() -> None:
    assert matches_any(("*.db", "*.key"), "a.key")
    assert not matches_any(("*.db", "*.key"), "a.keys")
