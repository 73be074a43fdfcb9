from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardcmd.shell.value import known, one_of, unknown
from guardcmd.unwrap.split import split_lines, split_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rm -rf x", ["rm", "-rf", "x"]),
        ("  rm\t-rf\n x ", ["rm", "-rf", "x"]),
        ("'a b' c", ["a b", "c"]),
        ('"a \\" b" c', ['a " b', "c"]),
        ("a\\ b c", ["a b", "c"]),
        ("a'b'\"c\"", ["abc"]),
        ("", []),
        ("   ", []),
    ],
)
def test_split_words(text: str, words: list[str]) -> None:
    assert [word.text for word in split_words(known(text))] == words


def test_a_hole_joins_what_touches_it() -> None:
    words = split_words(unknown("$x", ("rm -rf /data/", None, " b ", None)))
    assert [word.shown() for word in words] == ["rm", "-rf", "/data/…", "b", "…"]
    assert [word.pieces for word in words[2:]] == [("/data/", None), (), (None,)]


def test_one_of_several_texts_is_one_unknown_word() -> None:
    assert [word.glob for word in split_words(one_of(("a b", "c")))] == [True]


def test_split_lines() -> None:
    assert [line.text for line in split_lines(known("a b\nc\n"))] == ["a b", "c"]
    assert [line.text for line in split_lines(known("a\0b\0"), "\0")] == ["a", "b"]
    assert [line.shown() for line in split_lines(unknown("$x", ("a\n/b/", None)))] == ["a", "/b/…"]


@given(st.lists(st.text("ab'\" -/", min_size=1, max_size=6), max_size=5))
def test_words_quoted_by_shlex_come_back(words: list[str]) -> None:
    assert [word.text for word in split_words(known(shlex.join(words)))] == words
