"""Small edits of a TOML text that leave every other character as it was, each proved by reading the result.

Tables are found by their header line, the form that Codex itself writes. Other forms (dotted keys, inline tables) are
told, not guessed at.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator

from guardcmd.errors import InputError

Keys = tuple[str, ...]


def data_of(text: str | None, path: str) -> dict[str, object]:
    """What the text says; nothing for no file. Raises InputError."""
    try:
        return tomllib.loads(text or "")
    except ValueError as error:
        raise InputError(f"`{path}` is not TOML: {error}", "mend it first") from None


def put(text: str, table: Keys, key: str, value: object) -> str:
    """The key with this value in the table, which is added at the end where there is none."""
    line = f"{_key(key)} = {json.dumps(value, ensure_ascii=False)}\n"
    lines = text.splitlines(keepends=True)
    found = _section(lines, table)
    if found is None:
        return f"{_ended(text)}[{'.'.join(map(_key, table))}]\n{line}"
    start, end = found
    place = next((at for at in range(start + 1, end) if _names(lines[at], key)), 0)
    lines[place or start + 1 : place + 1 if place else start + 1] = [line]
    return "".join(lines)


def drop(text: str, table: Keys) -> str:
    """The text without the table, and without the blank line before it."""
    lines = text.splitlines(keepends=True)
    found = _section(lines, table)
    if found is None:
        return text
    start, end = found
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1  # what stands there belongs to the next table
    before = start - 1 if start and not lines[start - 1].strip() else start
    return "".join([*lines[:before], *lines[end:]])


def rename(text: str, old: Keys, new: Keys) -> str:
    """The table under another name."""
    lines = text.splitlines(keepends=True)
    found = _section(lines, old)
    if found is None:
        return text
    lines[found[0]] = f"[{'.'.join(map(_key, new))}]\n"
    return "".join(lines)


def append(text: str, block: str) -> str:
    """The text with a block of its own at the end."""
    return _ended(text) + block


def proved(text: str, says: Callable[[dict[str, object]], bool], path: str, hint: str) -> str:
    """The text, if it says what it is meant to. Raises InputError where the file's form defeats these edits."""
    try:
        right = says(tomllib.loads(text))
    except ValueError:
        right = False
    if not right:
        raise InputError(f"`{path}` is written in a form that guardcmd does not edit", hint)
    return text


def _section(lines: list[str], table: Keys) -> tuple[int, int] | None:
    """Where the table's header stands, and where the next one does."""
    headers = list(_headers(lines))
    for place, (start, name) in enumerate(headers):
        if name == table:
            return start, headers[place + 1][0] if place + 1 < len(headers) else len(lines)
    return None


def _headers(lines: list[str]) -> Iterator[tuple[int, Keys]]:
    for number, line in enumerate(lines):
        if line.lstrip().startswith("["):
            try:
                value: object = tomllib.loads(line)
            except ValueError:
                continue
            keys: list[str] = []
            while isinstance(value, dict) and value:
                key, value = next(iter(value.items()))
                keys.append(key)
            yield number, tuple(keys) if value == {} else ()


def _names(line: str, key: str) -> bool:
    try:
        return list(tomllib.loads(line)) == [key]
    except ValueError:
        return False


def _key(key: str) -> str:
    bare = key and all(character.isascii() and (character.isalnum() or character in "-_") for character in key)
    return key if bare else json.dumps(key, ensure_ascii=False)


def _ended(text: str) -> str:
    """The text as it must end for another table to follow."""
    if not text.strip():
        return text
    return f"{text}\n" if text.endswith("\n") else f"{text}\n\n"
