"""The offending part of a command, cut out and marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardcmd.terminal.excerpt import cells, excerpt, visible


def marked(text: str, part: str, width: int) -> str:
    start = text.index(part)
    found = excerpt(text, (start, start + len(part)), width)
    return found.text[: found.start] + "[" + found.text[found.start : found.end] + "]" + found.text[found.end :]


@pytest.mark.parametrize(
    ("text", "part", "width", "shown"),
    [
        ("cd x && rm -rf y", "rm -rf y", 40, "cd x && [rm -rf y]"),
        ("a" * 50 + " rm y " + "b" * 50, "rm y", 20, "…aaaaaa [rm y] bbbbbb…"),
        ("rm y " + "b" * 50, "rm y", 12, "[rm y] bbbbbb…"),
        ("a" * 50 + " rm y", "rm y", 12, "…aaaaaa [rm y]"),
        ("rm " + "y" * 50, "rm " + "y" * 50, 10, "[rm yyyyyy…]"),
        ("echo 1\nrm y\necho 2", "rm y", 40, "[rm y]"),
        ("rm y\nz", "rm y\nz", 40, "[rm y]"),
        ("rm \x1b[2K\ty", "rm \x1b[2K\ty", 40, "[rm \\e[2K\\ty]"),
        ("日本語 rm y", "rm y", 8, "…語 [rm y]"),
    ],
)
def test_excerpt(text: str, part: str, width: int, shown: str) -> None:
    assert marked(text, part, width) == shown


def test_lines_and_carets() -> None:
    found = excerpt("echo 日\nls; rm y", (11, 15), 40)
    assert (found.line, found.lines) == (2, 2)
    assert found.underline == "    ^^^^"


@given(st.text(), st.integers(-3, 40), st.integers(-3, 40), st.integers(12, 60))
def test_always_fits(text: str, start: int, end: int, width: int) -> None:
    found = excerpt(text, (start, end), width)
    assert cells(found.text) <= width
    assert 0 <= found.start <= found.end <= len(found.text)
    assert found.text.isprintable()


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\nb", "a\\nb"), ("\x1b]0;x\x07", "\\e]0;x\\x07"), ("\u202e", "\\u202e"), ("\x9b", "\\x9b"), ("é 日", "é 日")],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown
