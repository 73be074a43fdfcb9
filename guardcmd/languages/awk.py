"""awk text: what it runs with system() and pipes, and the files that it prints into (POSIX awk, gawk manual)."""

from __future__ import annotations

from guardcmd.languages.reading import HOLE, Reading, joined, unique, value_of
from guardcmd.shell.value import Value, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guardcmd.calls import Payload
    from guardcmd.languages.reading import Found

SHELLS = ("sh", "bash", "dash", "zsh", "ksh")
Token = tuple[str, str]  # kind (word, string, op, newline), text
ESCAPED = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "/": "/"}


def read(payload: Payload, world: Any) -> list[Found]:
    """What awk does: Payloads of shell text, calls of the tool `redirect`."""
    reading = Reading(payload, world)
    for text in reading.readable():
        _read(scan(text), reading)
    return unique(reading.found)


def scan(text: str) -> list[Token]:
    """Words, strings and operators, without comments and regular expressions."""
    tokens: list[Token] = []
    place = 0
    while place < len(text):
        character = text[place]
        start = place
        if character == "\n":
            tokens.append(("newline", "\n"))
            place += 1
        elif character.isspace():
            place += 1
        elif character == "#":
            end = text.find("\n", place)
            place = len(text) if end < 0 else end
        elif character == '"' or (character == "/" and _regex_may_start(tokens)):
            content, place = _quoted(text, place + 1, character)
            tokens.append(("string", content) if character == '"' else ("regex", ""))
        elif character.isalnum() or character in "_$@" or character == HOLE:
            while place < len(text) and (text[place].isalnum() or text[place] in "_$@" or text[place] == HOLE):
                place += 1
            tokens.append(("word", text[start:place]))
        else:
            length = 2 if text[place : place + 2] in (">>", "|&", ">=", "<=", "==", "!=", "&&", "||") else 1
            place += length
            tokens.append(("op", text[start:place]))
    return tokens


def _regex_may_start(tokens: list[Token]) -> bool:
    if not tokens:
        return True
    kind, text = tokens[-1]
    return kind == "newline" or (kind == "op" and text not in (")", "]")) or text in ("in", "return", "print")


def _quoted(text: str, place: int, quote: str) -> tuple[str, int]:
    parts: list[str] = []
    while place < len(text) and text[place] != quote and text[place] != "\n":
        if text[place] == "\\" and place + 1 < len(text):
            parts.append(ESCAPED.get(text[place + 1], text[place + 1]))
            place += 2
        else:
            parts.append(text[place])
            place += 1
    return "".join(parts), place + 1


def _read(tokens: list[Token], reading: Reading) -> None:
    names: dict[str, Value] = {}
    printing = False
    depth = 0
    for place, (kind, text) in enumerate(tokens):
        depth += (text == "(" and kind == "op") - (text == ")" and kind == "op")
        if kind == "newline" or (kind == "op" and text in (";", "{", "}")):
            printing, depth = False, 0
        elif kind == "word":
            printing = printing or text in ("print", "printf")
            _word(tokens, place, names, reading)
        elif kind == "op" and text in ("|", "|&"):
            _pipe(tokens, place, names, reading, printing)
        elif kind == "op" and text in (">", ">>") and printing and depth <= 0:
            _redirect(tokens, place, names, reading)


def _word(tokens: list[Token], place: int, names: dict[str, Value], reading: Reading) -> None:
    text = tokens[place][1]
    following = tokens[place + 1] if place + 1 < len(tokens) else ("", "")
    if text == "system" and following == ("op", "("):
        reading.code("shell", _value(tokens, place + 2, names), "awk system")
    elif following == ("op", "=") and place + 2 < len(tokens):
        names[text] = _value(tokens, place + 2, names)


def _pipe(tokens: list[Token], place: int, names: dict[str, Value], reading: Reading, printing: bool) -> None:
    """print x | "cmd"; "cmd" | getline."""
    following = tokens[place + 1] if place + 1 < len(tokens) else ("", "")
    if following == ("word", "getline"):
        start = place
        while start and tokens[start - 1][0] in ("string", "word") and tokens[start - 1][1] not in ("while", "if"):
            start -= 1
        reading.code("shell", _value(tokens[:place], start, names), "awk getline")
    elif printing:
        command = _value(tokens, place + 1, names)
        if (command.text or "").rpartition("/")[2].split(" ")[0] in SHELLS:
            reading.opaque("variable", "awk prints text that a shell runs")
        else:
            reading.code("shell", command, "awk print |")


def _redirect(tokens: list[Token], place: int, names: dict[str, Value], reading: Reading) -> None:
    path = _value(tokens, place + 1, names)
    if path.text not in ("/dev/stderr", "/dev/stdout", "/dev/null", "-"):
        reading.write(path, tokens[place][1])


def _value(tokens: list[Token], place: int, names: dict[str, Value]) -> Value:
    """The texts that stand side by side, which awk joins."""
    parts: list[Value] = []
    while place < len(tokens):
        kind, text = tokens[place]
        if kind == "string":
            parts.append(value_of(text))
        elif kind == "word":
            parts.append(names.get(text) or unknown("a field"))
        elif text != "(" or parts:
            break
        place += 1
    return joined(parts) if parts else unknown("an expression")
