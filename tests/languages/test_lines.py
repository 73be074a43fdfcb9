"""Shells of one command a line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.languages.support import found, lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("drop 'users'", ["store drop users"]),
        ("DROP('users')", ["store drop users"]),
        ("disable 'users'; drop 'users'\n", ["store disable users", "store drop users"]),
        ("deleteall 't', 'row 1'", ["store deleteall t row 1"]),
        ("drop ⟨⟩", ["store drop …"]),
        ("⟨⟩ 'users'", ["unread: variable"]),
        ("\n  \n", []),
    ],
)
def test_lines(text: str, expected: list[str]) -> None:
    assert lines(text, "lines", "store") == expected


@given(st.text(alphabet="ab'\",;() \n\\"))
@settings(max_examples=100)
def test_any_text_can_be_read(text: str) -> None:
    assert isinstance(found(text, "lines", "store"), list)
