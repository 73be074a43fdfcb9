"""Holes in text, joined values, files that are read."""

from __future__ import annotations

import pytest

from guardcmd.languages import LANGUAGES, load
from guardcmd.languages.reading import HOLE, joined, mapped, shown, texts, unique, value_of
from guardcmd.shell.value import Value, known, one_of, unknown
from tests.languages.support import found, lines


@pytest.mark.parametrize("pieces", [("a", None, "b"), (None,), (None, "x"), ("x", None), (None, None)])
def test_holes_survive_reading(pieces: tuple[str | None, ...]) -> None:
    (text,) = texts(unknown("why", pieces))
    assert value_of(text).pieces == pieces


def test_alternatives_are_all_read() -> None:
    assert texts(one_of(("a", "b"))) == ("a", "b")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([known("a"), known("b")], known("ab")),
        ([one_of(("a", "b")), known("c")], one_of(("ac", "bc"))),
        ([known("a"), unknown("w"), known("b")], unknown("w", ("a", None, "b"))),
        ([unknown("w"), known("/"), unknown("w")], unknown("w", (None, "/", None))),
        ([known("")], known("")),
    ],
)
def test_joined(values: list[Value], expected: Value) -> None:
    assert joined(values) == expected


def test_joined_texts_do_not_grow_without_end() -> None:
    assert joined([known("x" * 100_000), known("y" * 100_000)]).whole_unknown


def test_mapped() -> None:
    assert mapped(one_of(("a", "b")), str.upper) == one_of(("A", "B"))
    assert mapped(unknown("w", ("a", None)), str.upper).pieces == ("A", None)


def test_shown_is_one_short_line() -> None:
    assert shown(f"a\n  b {HOLE}") == "a b …"
    assert len(shown("x" * 1_000)) == 160


def test_every_language_has_a_reader() -> None:
    for language in LANGUAGES:
        assert callable(load(language).read)


def test_a_language_that_nobody_reads_is_told() -> None:
    assert lines("anything", "cobol") == ["unread: variable"]


@pytest.mark.parametrize("language", [*LANGUAGES, "cobol"])
def test_an_unknown_text_is_told(language: str) -> None:
    if language not in ("http", "tool-call"):  # their text is a command line, a name
        assert lines("⟨⟩", language) == ["unread: variable"]


def test_a_text_too_long_is_told() -> None:
    assert lines("x" * 2_000_000, "sql") == ["unread: limit"]


def test_unique_keeps_the_order() -> None:
    once = found("DROP TABLE a; DROP TABLE b", "sql", "postgresql")
    assert unique([*once, *once]) == once
