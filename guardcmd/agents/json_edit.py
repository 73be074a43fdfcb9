"""Small edits of a JSON text that leave every other character as it was: order, indentation, line ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from guardcmd.errors import InputError

Path = tuple[str | int, ...]
SPACE = " \t\n\r"


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


def put(text: str, path: Path, key: str | int, value: object) -> str:
    """Add `value` as the last entry of the container at `path`; `key` is ignored for lists."""
    place = container(text, path)
    unit = indentation(text)
    inner = _margin(text, place)
    written = json.dumps(value, indent=unit, ensure_ascii=False).replace("\n", "\n" + inner)
    entry = written if text[place.start] == "[" else f"{json.dumps(key, ensure_ascii=False)}: {written}"
    if place.members:
        last = place.members[-1].end
        return f"{text[:last]},\n{inner}{entry}{text[last:]}"
    outer = inner[: len(inner) - len(unit)]
    return f"{text[: place.start + 1]}\n{inner}{entry}\n{outer}{text[place.end - 1 :]}"


def replace(text: str, path: Path, value: object) -> str:
    """Put `value` in the place of the entry at `path`."""
    place = container(text, path[:-1])
    entry = next(entry for entry in place.members if entry.key == path[-1])
    written = json.dumps(value, indent=indentation(text), ensure_ascii=False).replace("\n", "\n" + _margin(text, place))
    return text[: entry.value] + written + text[entry.end :]


def remove(text: str, path: Path) -> str:
    """Take out the entry at `path`, with the comma that it needed. An emptied container keeps its brackets."""
    place = container(text, path[:-1])
    index = next(n for n, entry in enumerate(place.members) if entry.key == path[-1])
    entry = place.members[index]
    if len(place.members) == 1:
        return text[: place.start + 1] + text[place.end - 1 :]
    if index:
        return text[: place.members[index - 1].end] + text[entry.end :]
    return text[: entry.start] + text[place.members[1].start :]


def container(text: str, path: Path) -> Container:
    """The object or list at a path. Raises InputError if there is none."""
    start = _blank(text, 0)
    for key in path:
        entry = _container(text, start).member(key)
        if entry is None:
            raise InputError(f"there is no `{key}` in the file")
        start = entry.value
    return _container(text, start)


def indentation(text: str) -> str:
    """One level of the file's indentation: that of its first indented line, else two blanks."""
    for line in text.splitlines():
        margin = line[: len(line) - len(line.lstrip(" \t"))]
        if margin and line.strip():
            return margin
    return "  "


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
