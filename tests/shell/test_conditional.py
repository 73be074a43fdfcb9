"""`[[ ... ]]`."""

from __future__ import annotations

import pytest

from guardcmd.shell.ir import Conditional
from tests.shell.reading import commands, refused, script, value


def words(text: str) -> list[str]:
    (command,) = script(text).statements[0].pipeline.commands
    assert isinstance(command, Conditional)
    return [value(word) for word in command.words]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[[ a ]]", ["a"]),
        ("[[ -f 'a b' ]]", ["-f", "a b"]),
        ("[[ a == b* ]]", ["a", "==", "b*"]),
        ("[[ a<b ]]", ["a", "<", "b"]),
        ("[[ a > b ]]", ["a", ">", "b"]),
        ("[[ ! a && ( b || -z c ) ]]", ["!", "a", "&&", "(", "b", "||", "-z", "c", ")"]),
        ("[[\na &&\nb\n|| c\n]]", ["a", "&&", "b", "||", "c"]),
        ("[[ a&&b||c ]]", ["a", "&&", "b", "||", "c"]),
        ("[[ x -eq 1+1 ]]", ["x", "-eq", "1+1"]),
        ("[[ x =~ ^(a|b c)[[:digit:]]+$ ]]", ["x", "=~", "^(a|b c)[[:digit:]]+$"]),
        ("[[ x =~ a|b ]]", ["x", "=~", "a|b"]),
        ("[[ x =~ $y'('\")\" ]]", ["x", "=~", "<y>()"]),
        ("[[ x == @(a|b) ]]", ["x", "==", "@(a|b)"]),
        ("[[ -v x && -t 1 ]]", ["-v", "x", "&&", "-t", "1"]),
        ("[[ a # b\n]]", ["a"]),
        ("[[ a]] ]]", ["a]]"]),
        ("[[ - ]]", ["-"]),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_what_follows() -> None:
    assert commands("[[ a ]]&& b >f; [[ c ]] >g || d") == ["b", "d"]


@pytest.mark.parametrize(
    "text",
    ["[[ a", "[[ ]]", "[[ a b ]]", "[[ -f ]]", "[[ a == ]]", "[[ a == b c ]]", "[[ (a ]]", "[[ a ) ]]", "[[ a; ]]",
     "[[ a ]]b", "[[ a == (b) ]]", "[[ && a ]]", "[[ a && ]]", "[[ a =~ b) ]]", "[[ a -x b ]]", "[[ a ]] b"],
)  # fmt: skip
def test_refuses(text: str) -> None:
    assert refused(text)


def test_as_a_word_it_is_nothing_special() -> None:
    assert commands("echo [[ a; [ b ]; [[x c") == ["echo [[ a", "[ b ]", "[[x c"]
