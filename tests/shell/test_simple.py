"""Assignments, words and redirections of simple commands."""

from __future__ import annotations

import pytest

from guardcmd.shell.ir import ArrayValue, Word
from tests.shell.reading import argv, commands, first, refused, script, value


def assigned(text: str) -> list[tuple[str, str, bool, str | None]]:
    """Name, value, whether it appends, index."""
    return [
        (
            found.name,
            value(found.value) if isinstance(found.value, Word) else array(found.value),
            found.append,
            found.index and value(found.index),
        )
        for found in first(text).assignments
    ]


def array(found: ArrayValue) -> str:
    keys = [f"[{value(key)}]=" if key else "" for key in found.keys]
    return "(" + " ".join(key + value(word) for key, word in zip(keys, found.values, strict=True)) + ")"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x=1", [("x", "1", False, None)]),
        ("x= y", [("x", "", False, None)]),
        ("x=a'b c'\"d\"", [("x", "ab cd", False, None)]),
        ("x+=1 y=2 z", [("x", "1", True, None), ("y", "2", False, None)]),
        ("x[1]=2", [("x", "2", False, "1")]),
        ("x[a b]+=c d", [("x", "c", True, "a b")]),
        ("x[y[1]]=2", [("x", "2", False, "y[1]")]),
        ("x=(a 'b c' [d]=e)", [("x", "(a b c [d]=e)", False, None)]),
        ("x+=(a # b\n c)", [("x", "(a c)", True, None)]),
        ("x=([a b]=c [d]e *)", [("x", "([a b]=c [d]e *)", False, None)]),
        ("x=()", [("x", "()", False, None)]),
        ("x\\\n=\\\n1", [("x", "1", False, None)]),
        ("x=$(a b)", [("x", "<$()>", False, None)]),
        ("x=a=b", [("x", "a=b", False, None)]),
        ("x=~/a:~/b", [("x", "~/a:~/b", False, None)]),
    ],
)
def test_assignments(text: str, found: list[tuple[str, str, bool, str | None]]) -> None:
    assert assigned(text) == found


@pytest.mark.parametrize(
    "text", ["1x=2", "x-y=2", "'x'=2", "\\x=2", "x =2", "$x=2", "=2", "é=2", "a x=2", "[ x=2", "x[1] y", "x+1=2"]
)
def test_no_assignments(text: str) -> None:
    assert not first(text).assignments


def test_a_command_behind_assignments() -> None:
    assert commands("x=1 y[2]=3 z=(4) hit a=5") == ["hit a=5"]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("declare -a x=(a b) y=c", ["declare", "-a", "x", "y=c"], [("x", "(a b)", False, None)]),
        ("local x+=(a)", ["local", "x"], [("x", "(a)", True, None)]),
        ("export x=a\\ b", ["export", "x=a b"], []),
        ("readonly x", ["readonly", "x"], []),
        ("eval x=(a)", ["eval", "x"], [("x", "(a)", False, None)]),
    ],
)
def test_arrays_behind_declaring_words(text: str, words: list[str], found: list[object]) -> None:
    assert argv(text) == words
    assert assigned(text) == found


@pytest.mark.parametrize(
    "text",
    ["command declare x=(a)", "echo x=(a)", "x=(a b", "x=(a;b)", "x=((a))", "x=y()", "x=a(b)", "x=(a)#; hit", "x=(a)b"],
)
def test_refuses_arrays_elsewhere(text: str) -> None:
    assert refused(text)


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("a >f", ["a"], [("", ">", "f")]),
        (">f a", ["a"], [("", ">", "f")]),
        ("2>&1 a", ["a"], [("2", ">&", "1")]),
        ("a b2>f", ["a", "b2"], [("", ">", "f")]),
        ("a 2 >f", ["a", "2"], [("", ">", "f")]),
        ("a 12<f", ["a"], [("12", "<", "f")]),
        ("a 99999999999>f", ["a", "99999999999"], [("", ">", "f")]),
        ("a {fd}>f b", ["a", "b"], [("{fd}", ">", "f")]),
        ("{fd}>f a", ["a"], [("{fd}", ">", "f")]),
        ("{x[1]}>f a", ["a"], [("{x[1]}", ">", "f")]),
        ("{1}>f a", ["{1}", "a"], [("", ">", "f")]),
        ("a &>f", ["a"], [("", "&>", "f")]),
        ("a &>>f b", ["a", "b"], [("", "&>>", "f")]),
        ("a >>f <g <>h >|i", ["a"], [("", ">>", "f"), ("", "<", "g"), ("", "<>", "h"), ("", ">|", "i")]),
        ("a <<<'b c'", ["a"], [("", "<<<", "b c")]),
        ("a >&2 <&3", ["a"], [("", ">&", "2"), ("", "<&", "3")]),
        ("a 2>&-", ["a"], [("2", ">&", "-")]),
        ("2>&-a b", ["a", "b"], [("2", ">&", "-")]),  # the rest is another word
        ("a >& -b", ["a", "b"], [("", ">&", "-")]),
        ("a 3>&1-", ["a"], [("3", ">&", "1-")]),
        ("a >$x/'f g'", ["a"], [("", ">", "<x>/f g")]),
        ("a >\\\n>\\\nf", ["a"], [("", ">>", "f")]),
        ("a> f", ["a"], [("", ">", "f")]),
        ("a >f>g", ["a"], [("", ">", "f"), ("", ">", "g")]),
        ("a > >(b)", ["a"], [("", ">", "<()>")]),
    ],
)
def test_redirections(text: str, words: list[str], found: list[tuple[str, str, str]]) -> None:
    assert argv(text) == words
    assert [(r.descriptor, r.operator, value(r.target) if r.target else "") for r in first(text).redirects] == found


def test_redirections_alone() -> None:
    assert first(">f").words == ()
    assert commands("$(<f)") == ["$(<f)", ""]


@pytest.mark.parametrize(
    "text",
    [
        "a >",
        "a > ;",
        "a >\nb",
        "a < (b)",
        "a >>>b",
        "a >#b",
        "a >&'$(b)'",
        'a 1>&"\\`b\\`"',
        "a >&$(b)",
        "a >&${x:-'$(b)'}",
        "a >2>b",
    ],
)
def test_refuses_redirections_without_a_target(text: str) -> None:
    assert refused(text)


def test_a_number_at_a_redirection_of_a_group() -> None:
    (statement,) = script("{ a; } 2>&1 {fd}>g").statements
    (group,) = statement.pipeline.commands
    assert [r.descriptor for r in group.redirects] == ["2", "{fd}"]  # type: ignore[union-attr]
