"""Quotes, escapes, where a word ends."""

from __future__ import annotations

import pytest

from guardcmd.shell.ir import Literal, ProcessSubstitution
from tests.shell.reading import argv, commands, first, refused


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a b  c\td", ["a", "b", "c", "d"]),
        ("  a", ["a"]),
        ("a 'b  c' \"d  e\"", ["a", "b  c", "d  e"]),
        ("'r''m' x", ["rm", "x"]),
        ("\"r\"'m' x", ["rm", "x"]),
        ('r""m x', ["rm", "x"]),
        (r"\rm r\m", ["rm", "rm"]),
        ("a ''", ["a", ""]),
        ('a ""', ["a", ""]),
        ('a b""', ["a", "b"]),
        (r'a "b\"c" "d\e" "f\\g" "h\$i" "j\`k"', ["a", 'b"c', r"d\e", r"f\g", "h$i", "j`k"]),
        (r"a 'b\' c", ["a", "b\\", "c"]),
        ("a 'b\nc'", ["a", "b\nc"]),
        ("a b\\ c", ["a", "b c"]),
        ("$'r\\155' $\"x y\"", ["rm", "x y"]),
        ("\"$'a'\"", ["$'a'"]),
        ("r\\\nm x", ["rm", "x"]),  # line continuation
        ('"r\\\nm" x', ["rm", "x"]),
        ("a \\\n b", ["a", "b"]),
        ("'r\\\nm'", ["r\\\nm"]),
        ("a\\", ["a\\"]),  # at the end of the text it is itself
        ("a{b,c} {} {a", ["a{b,c}", "{}", "{a"]),  # braces are expanded later
        ("a~b ~/c *.d [e] ?f", ["a~b", "~/c", "*.d", "[e]", "?f"]),
        ("echo !(a|b) @(c) x*(d e)y +('f') ?(\"g\")", ["echo", "!(a|b)", "@(c)", "x*(d e)y", "+(f)", "?(g)"]),
        ("a x\r", ["a", "x\r"]),  # bash keeps it
        ("a\u00a0b c", ["a\u00a0b", "c"]),  # no blank
        ("écho 'ü' \"ß\" \U0001f600", ["écho", "ü", "ß", "\U0001f600"]),
        ("a \ud800b", ["a", "\ud800b"]),  # half a pair, from a broken JSON
        ("a b#c d", ["a", "b#c", "d"]),
        ("a $ $% b$", ["a", "$", "$%", "b$"]),
        ("a\\\n#b", ["a#b"]),
    ],
)
def test_values(text: str, words: list[str]) -> None:
    assert argv(text) == words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a # b c", ["a"]),
        ("a;#c\nb", ["a", "b"]),
        ("a #it's\nb", ["a", "b"]),
        ("(a)#c\nb", ["a", "b"]),
        ("# a\nb # c\n#d", ["b"]),
        ("a \\\n#b\nc", ["a", "c"]),
        ("a &#b\nc", ["a", "c"]),
        ("a '#b' \"#c\" \\#d", ["a '#b' \"#c\" \\#d"]),
    ],
)
def test_comments(text: str, found: list[str]) -> None:
    assert commands(text) == found


def test_quoted_text_is_marked() -> None:
    assert first("a'b'\"c\"\\*d").words[0].parts == (
        Literal("a"),
        Literal("b", True),
        Literal("c", True),
        Literal("*", True),
        Literal("d"),
    )


def test_spans_and_raw_are_as_written() -> None:
    text = "  rm  'a b'\\\nc"
    command = first(text)
    assert [(word.raw, word.span) for word in command.words] == [("rm", (2, 4)), ("'a b'\\\nc", (6, 14))]
    assert command.span == (2, 14)


@pytest.mark.parametrize("text", ["cat <(a)", "cat x<(a)y", "cat >(a)", "a > >(b)", "cat <\\\n(a)"])
def test_process_substitution(text: str) -> None:
    assert len(commands(text)) == 2


def test_process_substitution_joins_its_word() -> None:
    kinds = [type(part) for part in first("cat 2<(a)x").words[1].parts]
    assert kinds == [Literal, ProcessSubstitution, Literal]


@pytest.mark.parametrize("text", ["a 'b", 'a "b', "a `b", "a $'b", 'a "$(b"', "echo @(a", "a 'b\nc"])
def test_unclosed(text: str) -> None:
    assert refused(text).reason.startswith("unclosed")


def test_an_empty_group_names_a_function() -> None:  # without extglob `f@` is a name
    assert commands("f@() { a; }; b") == ["a", "b"]
