"""Runs, blanks and budgets."""

from __future__ import annotations

import pytest

from guardcmd.shell.lexer import NAME, PLAIN, Lexer, Stop, plain_without


@pytest.mark.parametrize("size", [1, 47, 48, 49, 200, 70_000])
def test_runs_of_any_length(size: int) -> None:
    assert Lexer("é" + "a" * size + " b").run(0, PLAIN) == size + 1
    assert Lexer("a" * size).run(0, NAME) == size


def test_plain_sets_leave_out_what_is_special() -> None:
    assert not set(plain_without("ab;")) & set("ab;\0")
    assert len(plain_without("")) == 127


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("if a", ("if", 2)),
        ("i\\\nf;", ("if", 4)),
        ("fi)", ("fi", 2)),
        ("", ("", 0)),
        ("i'f'", ""),
        ("a\\b", ""),
        ("do", ("do", 2)),
    ],
)
def test_bare_words(text: str, word: tuple[str, int] | str) -> None:
    found = Lexer(text).bare()
    assert found[0] == "" if word == "" else found == word


def test_steps_run_out() -> None:
    lexer = Lexer("a", steps=2)
    lexer.step()
    lexer.step()
    with pytest.raises(Stop):
        lexer.step()
