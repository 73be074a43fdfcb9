from __future__ import annotations

import pytest

from tests.unwrap.shown import removals


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x=rm; y=x; ${(P)y} a", ["a"]),
        ("x='$(rm a)'; echo ${(e)x}", ["a"]),
        ("x=rm:a; ${(s.:.)x}", ["a"]),
        ("x='rm a'; ${(z)x}", ["a"]),
        ("x=RM; ${(L)x} a", ["a"]),
        ("x='rm a'; $=x", ["a"]),
        ("x='rm a'; ${=x}", ["a"]),
        ("x='rm a'; ${=~x:-ls}", ["a"]),
        ("${=x:-rm a}", ["a"]),
        ("${x=rm} a", ["a"]),
        ("x=(ls rm); $x[2] a", ["a"]),
        ("x=(ls rm); $x[-1] a", ["a"]),
        ("x=(ls rm a); $x[2,3]", ["a"]),
        ("typeset -A m=(k rm); $m[k] a", ["a"]),
        ("(( ${+galiases[$w]} )) || rm a", ["a"]),
        ("x=(ls rm); $x[1] a", []),
        ("x=(ls -l); $x", []),
    ],
)
def test_flags_and_subscripts(text: str, found: list[str]) -> None:
    assert removals(text, "zsh") == found
