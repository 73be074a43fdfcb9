from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardcmd.shell.value import Value, known, one_of, unknown
from guardcmd.unwrap.compose import certain_start, concat, cut, fill, holds, join

HOLED = unknown("$x", ("/data/", None, "/*"))


def test_concat_keeps_known_texts_and_holes() -> None:
    assert concat((known("rm "), known("x"))) == known("rm x")
    assert concat((known("rm "), one_of(("a", "b")))) == one_of(("rm a", "rm b"))
    assert concat((known("rm "), HOLED)).pieces == ("rm /data/", None, "/*")
    assert concat((unknown("$a"), unknown("$b"))).pieces == (None, None)  # two holes stay two: a collection
    assert concat(()) == known("")


def test_many_combinations_become_a_hole() -> None:
    letters = one_of(tuple("abcdefghij"))
    assert concat((letters, letters)).pieces == (None, None)


def test_the_gravest_reason_is_kept() -> None:
    both = concat((unknown("$x"), unknown("text fetched by `curl`")))
    assert both.why == "text fetched by `curl`"


def test_join_puts_blanks_between() -> None:
    assert join((known("rm"), known("-rf"), HOLED)).pieces == ("rm -rf /data/", None, "/*")
    assert join(()) == known("")


@pytest.mark.parametrize(
    ("value", "start"),
    [
        (known("--user=x"), "--user=x"),
        (one_of(("--a=1", "--a=2")), "--a="),
        (unknown("$x", ("--user=", None)), "--user="),
        (unknown("$x"), ""),
    ],
)
def test_certain_start(value: Value, start: str) -> None:
    assert certain_start(value) == start


def test_cut_takes_off_the_start() -> None:
    assert cut(known("--user=x"), 7) == known("x")
    assert cut(one_of(("-ua", "-ub")), 2) == one_of(("a", "b"))
    assert cut(unknown("$x", ("-u", None)), 2).pieces == (None,)
    assert cut(unknown("$x", ("-uroot", None)), 2).pieces == ("root", None)


def test_fill_replaces_every_placeholder() -> None:
    assert fill(known("{}/{}.bak"), "{}", known("a")) == known("a/a.bak")
    assert fill(known("rm {}"), "{}", one_of(("a", "b"))) == one_of(("rm a", "rm b"))
    assert fill(known("{}/*", True), "{}", unknown("$x")) == unknown("$x", (None, "/*"), True)
    assert fill(unknown("$y", ("{}/", None)), "{}", known("a")).pieces == ("a/", None)
    assert fill(known("plain"), "{}", known("a")) == known("plain")


def test_holds_sees_only_what_is_certain() -> None:
    assert holds(known("a{}b"), "{}")
    assert holds(unknown("$x", (None, "{}")), "{}")
    assert not holds(unknown("$x"), "{}")


@given(st.lists(st.text("ab/ ", max_size=5), max_size=6))
def test_join_of_known_words_is_the_joined_text(texts: list[str]) -> None:
    assert join([known(text) for text in texts]) == known(" ".join(texts))
