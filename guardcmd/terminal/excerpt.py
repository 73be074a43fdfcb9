"""The offending part of a command, cut out and marked, safe to print. Pure."""

from __future__ import annotations

from dataclasses import dataclass

ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One line of the command. `start` and `end` are the offending part in `text`; `line` counts from 1."""

    text: str
    start: int
    end: int
    line: int
    lines: int

    @property
    def underline(self) -> str:
        """Carets below the offending part."""
        return " " * cells(self.text[: self.start]) + "^" * max(1, cells(self.text[self.start : self.end]))


def excerpt(text: str, span: tuple[int, int], width: int) -> Excerpt:
    """The line that the span starts in, at most `width` columns of it, with the span's beginning inside."""
    start = min(max(0, span[0]), len(text))
    begin = text.rfind("\n", 0, start) + 1
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    before = visible(text[begin:start])
    marked = visible(text[start : max(start, min(span[1], end))])
    after = visible(text[max(start, min(span[1], end)) : end])
    marked, room = _head(marked, width)
    before_room = min(cells(before), max(room // 2, room - cells(after)))
    before = _tail(before, before_room)
    after, _ = _head(after, width - cells(before) - cells(marked))
    line = text.count("\n", 0, start) + 1
    return Excerpt(before + marked + after, len(before), len(before) + len(marked), line, text.count("\n") + 1)


def visible(text: str) -> str:
    """The text with control and invisible characters written out, so that nothing of it acts on the terminal."""
    return "".join([c if c.isprintable() else _written(c) for c in text])


def _written(character: str) -> str:
    known = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\x1b": "\\e"}.get(character)
    if known:
        return known
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def cells(text: str) -> int:
    """How many columns the text takes."""
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def _head(text: str, width: int) -> tuple[str, int]:
    """As much of the beginning as fits, and the columns that are left."""
    if cells(text) <= width:
        return text, width - cells(text)
    kept = ""
    for c in text:
        if cells(kept) + cells(c) > width - 1:
            break
        kept += c
    return kept + ELLIPSIS if width > 0 else "", 0


def _tail(text: str, width: int) -> str:
    head, _ = _head(text[::-1], width)
    return head[::-1]
