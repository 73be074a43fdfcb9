"""Small edits of a JSON text that leave every other character as it was: order, indentation, line ends, comments.

Comments (`//`, `/* */`) and trailing commas are understood everywhere; which of them a client accepts is its adapter's
knowledge (`loads`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from guardcmd.errors import InputError

Path = tuple[str | int, ...]
SPACE = " \t\n\r"
STRING = r'"(?:[^"\\]|\\.)*"'
COMMENT = re.compile(rf"{STRING}|//[^\r\n]*|/\*.*?\*/", re.DOTALL)
TRAILING_COMMA = re.compile(rf"{STRING}|,(?=\s*[}}\]])", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of an object or list: from its key (or value) to the end of its value."""

    key: str | int
    start: int
    value: int
    end: int


@dataclass(frozen=True, slots=True)
class Container:
    """An object or list in the text: its brackets and its entries."""

    start: int
    end: int  # of the closing bracket, exclusive
    members: tuple[Member, ...]

    def member(self, key: str | int) -> Member | None:
        return next((entry for entry in reversed(self.members) if entry.key == key), None)


def loads(text: str, *, comments: bool = True, trailing_commas: bool = True) -> Any:
    """The value of the text. Raises ValueError, with its line and column, for what the client does not accept."""
    bare = without_comments(text) if comments else text
    return json.loads(_without_trailing_commas(bare) if trailing_commas else bare)


def without_comments(text: str) -> str:
    """The text with blanks in place of comments: every other character stands where it stood."""
    return COMMENT.sub(lambda found: found[0] if found[0][0] == '"' else re.sub(r"[^\r\n]", " ", found[0]), text)


def put(text: str, path: Path, key: str | int, value: object) -> str:
    """Add `value` as the last entry of the container at `path`; `key` is ignored for lists."""
    place = container(text, path)
    unit = indentation(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    margin = newline + _margin(text, place)
    written = json.dumps(value, indent=unit, ensure_ascii=False).replace("\n", margin)
    entry = written if text[place.start] == "[" else f"{json.dumps(key, ensure_ascii=False)}: {written}"
    if place.members:
        return _append(text, place, margin + entry)
    inside = text[place.start + 1 : place.end - 1].rstrip(SPACE)
    return f"{text[: place.start + 1]}{inside}{margin}{entry}{margin[: len(margin) - len(unit)]}{text[place.end - 1 :]}"


def _append(text: str, place: Container, entry: str) -> str:
    """With the entry behind the last one, and behind a comment that ends its line."""
    last = place.members[-1].end
    comma = _comma(without_comments(text), last)
    if comma is None:
        text, at = f"{text[:last]},{text[last:]}", last + 1
    else:
        entry, at = entry + ",", comma + 1
    at = _line_end(text, at)
    return text[:at] + entry + text[at:]


def replace(text: str, path: Path, value: object) -> str:
    """Put `value` in the place of the entry at `path`."""
    place = container(text, path[:-1])
    entry = next(entry for entry in place.members if entry.key == path[-1])
    written = json.dumps(value, indent=indentation(text), ensure_ascii=False).replace("\n", "\n" + _margin(text, place))
    return text[: entry.value] + written + text[entry.end :]


def remove(text: str, path: Path) -> str:
    """Take out the entry at `path`, with the comma that it needed. An emptied container keeps brackets and comments."""
    place = container(text, path[:-1])
    index = next(n for n, entry in enumerate(place.members) if entry.key == path[-1])
    entry = place.members[index]
    bare = without_comments(text)
    comma = _comma(bare, entry.end)
    if comma is None and index:
        comma = _comma(bare, place.members[index - 1].end)
    adjoins = comma is not None and comma >= entry.end and not text[entry.end : comma].strip(SPACE)
    end = comma + 1 if comma is not None and adjoins else entry.end
    if not (text[place.start + 1 : entry.start] + text[end : place.end - 1]).strip(SPACE):
        return text[: place.start + 1] + text[place.end - 1 :]
    cuts = [_with_blanks(text, entry.start, end)]
    if comma is not None and not adjoins:
        cuts.append((comma, comma + 1))
    for start, end in sorted(cuts, reverse=True):
        text = text[:start] + text[end:]
    return text


def container(text: str, path: Path) -> Container:
    """The object or list at a path. Raises InputError if there is none."""
    plain = _without_trailing_commas(without_comments(text))
    start = _blank(plain, 0)
    for key in path:
        entry = _container(plain, start).member(key)
        if entry is None:
            raise InputError(f"there is no `{key}` in the file")
        start = entry.value
    return _container(plain, start)


def indentation(text: str) -> str:
    """One level of the file's indentation: that of its first indented line, else two blanks."""
    for line in without_comments(text).splitlines():
        margin = line[: len(line) - len(line.lstrip(" \t"))]
        if margin and line.strip():
            return margin
    return "  "


def _without_trailing_commas(bare: str) -> str:
    """A text without comments, with blanks in place of commas that no entry follows."""

    def blank(found: re.Match[str]) -> str:
        if found[0] != ",":
            return found[0]
        before = found.start() - 1
        while before >= 0 and bare[before] in SPACE:
            before -= 1
        return "," if before < 0 or bare[before] in "[{,:" else " "

    return TRAILING_COMMA.sub(blank, bare)


def _comma(bare: str, at: int) -> int | None:
    """Where the comma behind an entry is, in a text without comments."""
    at = _blank(bare, at)
    return at if bare[at : at + 1] == "," else None


def _line_end(text: str, at: int) -> int:
    """Behind the comments if they end the line or the container, else `at`."""
    end, place = at, _blanks(text, at)
    while text[place : place + 2] in ("//", "/*") and (found := COMMENT.match(text, place)):
        end = found.end()
        place = _blanks(text, end)
    return end if text[place] in "\r\n]}" else at


def _with_blanks(text: str, start: int, end: int) -> tuple[int, int]:
    """A span to cut, with the blanks before it, or those behind it where a comment would lose its line."""
    following = _blanks(text, end)
    before = len(text[:start].rstrip(SPACE))
    in_line_comment = without_comments(text[:before] + "|")[-1] != "|"
    if before == start or text[following] == "/" or (in_line_comment and text[following] not in "\r\n"):
        return start, following
    return before, end


def _margin(text: str, place: Container) -> str:
    """What stands before an entry of the container."""
    if place.members:
        own = _line_margin(text, place.members[0].start)
        if own is not None:
            return own
    return _outer_margin(text, place.start) + indentation(text)


def _outer_margin(text: str, position: int) -> str:
    line = text[text.rfind("\n", 0, position) + 1 : position]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _line_margin(text: str, position: int) -> str | None:
    """The blanks before a position, if nothing else stands on its line."""
    line = text[text.rfind("\n", 0, position) + 1 : position]
    return line if not line.strip(" \t") and text.rfind("\n", 0, position) >= 0 else None


def _container(text: str, start: int) -> Container:
    if text[start : start + 1] not in ("{", "["):
        raise InputError("the file has a value where an object or a list belongs")
    members = tuple(_members(text, start))
    end = _blank(text, members[-1].end if members else start + 1)
    return Container(start, end + 1, members)


def _members(text: str, start: int) -> Iterator[Member]:
    closing = "}" if text[start] == "{" else "]"
    at = _blank(text, start + 1)
    index = 0
    while text[at] != closing:
        key: str | int = index
        value = at
        if closing == "}":
            key, after = _decode(text, at)
            value = _blank(text, _blank(text, after) + 1)  # behind the colon
        _, end = _decode(text, value)
        yield Member(key, at, value, end)
        index += 1
        at = _blank(text, end)
        if text[at] == ",":
            at = _blank(text, at + 1)


def _decode(text: str, at: int) -> tuple[str, int]:
    return json.JSONDecoder().raw_decode(text, at)


def _blank(text: str, at: int) -> int:
    while at < len(text) and text[at] in SPACE:
        at += 1
    return at


def _blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t":
        at += 1
    return at
