from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardcmd.targets.globs import is_pattern, matches, takes_everything


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("*", "", True),
        ("*.py", "a.py", True),
        ("*.py", "a.pyc", False),
        ("a?c", "abc", True),
        ("a?c", "ac", False),
        ("[a-c]x", "bx", True),
        ("[!a-c]x", "bx", False),
        ("[^a]x", "bx", True),
        ("[]]", "]", True),
        ("[[:alpha:]]", "x", True),
        ("[ab", "[ab", True),
        ("a\\*", "a*", True),
        ("a\\*", "ab", False),
        ("*a*a*a*a*a*a*a*a*b", "a" * 60, False),
        ("prod-*-eu", "prod-a-b-eu", True),
    ],
)
def test_matches(pattern: str, text: str, expected: bool) -> None:
    assert matches(pattern, text) is expected


@given(st.text("ab*?.", max_size=8), st.text("ab.", max_size=8))
def test_as_the_standard_library_does(pattern: str, text: str) -> None:
    assert matches(pattern, text) == fnmatchcase(text, pattern)


@pytest.mark.parametrize("name", ["*", "**", "?*", ".*", "*.*", "[a-z]*", ".[!.]*", "..?*", "[!.]*"])
def test_takes_everything(name: str) -> None:
    assert takes_everything(name)


@pytest.mark.parametrize("name", ["a*", "*.py", "?", "x", "", "[a-z]", "*a*"])
def test_takes_some(name: str) -> None:
    assert not takes_everything(name)


def test_is_pattern() -> None:
    assert is_pattern("a*")
    assert not is_pattern("a-b")
