"""The shell commands in an awk program: `system("…")`, `"…" | getline`, `print | "…"`, and the files that it writes."""

from __future__ import annotations

RUN, WRITE, UNREAD = "run", "write", "unread"
OPERAND_ENDS = ")]$"  # behind these a slash divides; elsewhere it opens a pattern
KEYWORDS = ("print", "printf", "return", "getline", "in", "if", "while", "else", "do", "case")
ENDS = (";", "\n", "}")
STARTS = (*ENDS, "{", "(", "=", "&&", "||", ",", "!")
LONGEST = 200  # tokens of one expression
SHELLS = ("sh", "bash", "zsh", "dash", "ksh", "/bin/sh", "/bin/bash")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "/": "/"}

Token = tuple[str, str]  # kind: string, name, pattern, other


def awk_commands(text: str, hole: str) -> list[tuple[str, str]]:
    """What the program runs and writes; `hole` stands for values that only its input gives."""
    tokens = _tokens(text)
    found: list[tuple[str, str]] = []
    printing = False  # elsewhere `>` compares
    for place, token in enumerate(tokens):
        following = tokens[place + 1] if place + 1 < len(tokens) else ("", "")
        if token[0] == "name":
            printing = printing or token[1] in ("print", "printf")
            if token[1] == "system" and following == ("other", "("):
                found.append(_run(_joined(tokens[place + 2 : _close(tokens, place + 1)], hole), hole))
        elif token[0] == "other" and token[1] in (*ENDS, "{"):
            printing = False
        elif token[0] == "other" and token[1] in ("|", "|&"):
            found.append(_piped(tokens, place, hole))
        elif token[0] == "other" and token[1] == ">" and printing:
            file = _joined(tokens[place + 1 : _end(tokens, place + 1)], hole)
            if hole not in file and file not in ("/dev/stderr", "/dev/stdout"):
                found.append((WRITE, file))
            printing = False
    return found


def _piped(tokens: list[Token], place: int, hole: str) -> tuple[str, str]:
    """`"cmd" | getline`, `print | "cmd"`."""
    if tokens[place + 1 : place + 2] == [("name", "getline")]:
        return _run(_joined(tokens[_start(tokens, place) : place], hole), hole)
    line = _joined(tokens[place + 1 : _end(tokens, place + 1)], hole)
    if line.strip() in SHELLS:
        return UNREAD, "awk prints lines that a shell runs"
    return _run(line, hole)


def _run(line: str, hole: str) -> tuple[str, str]:
    if not line.replace(hole, "").strip():
        return UNREAD, "awk runs what its input says"
    return RUN, line


def _joined(tokens: list[Token], hole: str) -> str:
    """Strings side by side as one text, with a hole for everything else."""
    parts: list[str] = []
    for kind, text in tokens:
        if kind == "string":
            parts.append(text)
        elif text not in ("(", ")") and (not parts or parts[-1] != hole):
            parts.append(hole)
    return "".join(parts)


def _close(tokens: list[Token], opening: int) -> int:
    depth = 0
    last = min(len(tokens), opening + LONGEST)
    for place in range(opening, last):
        if tokens[place][0] == "other":
            depth += (tokens[place][1] == "(") - (tokens[place][1] == ")")
            if not depth:
                return place
    return last


def _end(tokens: list[Token], place: int) -> int:
    last = min(len(tokens), place + LONGEST)
    while place < last and not (tokens[place][0] == "other" and tokens[place][1] in ENDS):
        place += 1
    return place


def _start(tokens: list[Token], place: int) -> int:
    first = max(0, place - LONGEST)
    while place > first and not (tokens[place - 1][0] == "other" and tokens[place - 1][1] in STARTS):
        if tokens[place - 1][0] == "name" and tokens[place - 1][1] in KEYWORDS:
            break
        place -= 1
    return place


def _tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        character = text[position]
        if character == '"':
            position = _string(text, position, tokens)
        elif character == "#":
            end = text.find("\n", position)
            position = len(text) if end < 0 else end
        elif character == "/" and not _divides(tokens):
            position = _pattern(text, position, tokens)
        elif character.isalpha() or character == "_":
            start = position
            while position < len(text) and (text[position].isalnum() or text[position] == "_"):
                position += 1
            tokens.append(("name", text[start:position]))
        elif character in " \t\r" or text[position : position + 2] == "\\\n":
            position += 2 if character == "\\" else 1
        else:
            length = 2 if text[position : position + 2] in ("||", "|&", "&&", ">>", "==", "!=", ">=", "<=") else 1
            tokens.append(("other", text[position : position + length]))
            position += length
    return tokens


def _divides(tokens: list[Token]) -> bool:
    if not tokens:
        return False
    kind, text = tokens[-1]
    if kind == "name":
        return text not in KEYWORDS
    return kind == "string" or text in OPERAND_ENDS or text.isdigit()


def _string(text: str, position: int, tokens: list[Token]) -> int:
    parts: list[str] = []
    position += 1
    while position < len(text) and text[position] != '"':
        if text[position] == "\\" and position + 1 < len(text):
            position += 1
            parts.append(ESCAPES.get(text[position], "\\" + text[position]))
        else:
            parts.append(text[position])
        position += 1
    tokens.append(("string", "".join(parts)))
    return position + 1


def _pattern(text: str, position: int, tokens: list[Token]) -> int:
    end = position + 1
    bracket = False
    while end < len(text) and text[end] != "\n" and (bracket or text[end] != "/"):
        if text[end] == "\\":
            end += 1
        elif text[end] in "[]":
            bracket = text[end] == "["
        end += 1
    tokens.append(("pattern", text[position:end]))
    return end + 1
