"""`$'...'`: values as bash 5.2 prints them."""

from __future__ import annotations

import pytest

from guardcmd.shell.ansi import decode
from guardcmd.shell.lexer import Stop


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("", ""),
        ("plain", "plain"),
        (r"\n\t\r\a\b\f\v\e\E", "\n\t\r\a\b\f\v\x1b\x1b"),
        (r"\\ \' \" \?", "\\ ' \" ?"),
        (r"\x72m", "rm"),
        (r"\162\155", "rm"),
        (r"\1621", "r1"),  # three octal digits at most
        (r"\x7", "\x07"),
        (r"\u0072\U0000006d", "rm"),
        (r"\u72m", "rm"),
        (r"\x{72}m", "rm"),
        (r"\xc3\xa9", "é"),  # bytes of one character
        (r"\303\251", "é"),
        (r"\cA\ca\c?", "\x01\x01\x7f"),
        (r"\xzz", "\\xzz"),  # no digit: stays
        (r"\q", "\\q"),
        ("a\\\nb", "a\\\nb"),  # no line continuation here
        (r"a\0b", "a"),  # bash ends the string
        (r"\777", "\udcff"),  # a byte that is no text
    ],
)
def test_decodes(written: str, meant: str) -> None:
    assert decode(written + "'\0", 0) == (meant, len(written) + 1)


def test_goes_on_behind_the_quote() -> None:
    assert decode("$'a\\'b' c\0", 2) == ("a'b", 7)


@pytest.mark.parametrize("written", ["", "abc", "a\\", "a\\'", "\\c", "\\x"])
def test_unclosed(written: str) -> None:
    with pytest.raises(Stop):
        decode(written + "\0", 0)
