"""Values with holes against patterns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardcmd.glob import any_glob, glob
from guardcmd.ruleset.fits import BLIND, MAY, NO, SURE, fits
from guardcmd.shell.value import Value, known, one_of, unknown


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("a", "a", True),
        ("a", "ab", False),
        ("*", "", True),
        ("a*", "abc", True),
        ("*c", "abc", True),
        ("a*c", "abc", True),
        ("a*b*c", "axxbyyc", True),
        ("a*b*c", "axxc", False),
        ("ab*ba", "aba", False),  # the ends must not overlap
        ("*b*", "abc", True),
        ("a|b*", "bcd", True),
        ("a|", "", True),
        ("a|b", "a|b", False),
    ],
)
def test_patterns(pattern: str, text: str, expected: bool) -> None:
    assert any_glob(pattern, text) is expected


@given(st.lists(st.text("ab*", max_size=4), max_size=4), st.text("ab", max_size=8))
def test_a_pattern_is_what_replacing_its_stars_can_give(parts: list[str], text: str) -> None:
    pattern = "".join(parts)
    literal = pattern.replace("*", text)
    assert glob(pattern, literal)


@pytest.mark.parametrize(
    ("value", "pattern", "expected"),
    [
        (known("a"), "a", SURE),
        (known("a"), "b", NO),
        (one_of(("a", "b")), "a", MAY),
        (one_of(("a", "b")), "a|b", SURE),
        (unknown("x"), "a", BLIND),
        (unknown("x"), "*", SURE),
        (unknown("x", ("+", None)), "+*", SURE),  # +$branch
        (unknown("x", (None, "/prod")), "*/prod", SURE),
        (unknown("x", ("a", None)), "abc", MAY),
        (unknown("x", (None, "/")), "a/", BLIND),  # $x/
        (unknown("x", ("*", None)), "\\*", BLIND),  # a star itself
        (unknown("x", ("a", None)), "\\*", NO),
        (known("*"), "\\*", SURE),
        (known("a"), "\\*", NO),
        (unknown("x", (None, "/")), "ab", NO),
        (unknown("x", ("a", None)), "b*", NO),
        (unknown("x", ("delete-", None)), "delete-*", SURE),
        (unknown("x", ("de", None)), "delete-*", MAY),
        (unknown("x", ("de", None)), "list-*", NO),
        (unknown("x", (None, "x")), "a*y", NO),
        (unknown("x", (None, "x")), "a*x", MAY),
        (unknown("x", ("a", None, "c")), "*b*", MAY),
        (unknown("x", ("abc", None)), "*b*", SURE),
    ],
)
def test_fits(value: Value, pattern: str, expected: int) -> None:
    assert fits(value, pattern) == expected


@given(
    st.lists(st.one_of(st.none(), st.text("ab", min_size=1, max_size=3)), min_size=1, max_size=4),
    st.text("ab", max_size=3),
    st.text("ab*", max_size=5),
)
def test_what_fits_surely_or_not_does_so_for_every_filling(
    pieces: list[str | None], filling: str, pattern: str
) -> None:
    level = fits(unknown("x", tuple(pieces)), pattern)
    text = "".join(filling if piece is None else piece for piece in pieces)
    if level == SURE:
        assert glob(pattern, text)
    if level == NO:
        assert not glob(pattern, text)
