"""The shell commands in a sed script (GNU `e`), and the files that it writes (`w`)."""

from __future__ import annotations

RUN, WRITE, UNREAD = "run", "write", "unread"
TO_LINE_END = "aicrRwWe"  # commands whose text goes to the end of the line
LABELS = ":btT"
SPECIAL_FILES = ("/dev/stdout", "/dev/stderr")


def sed_commands(text: str) -> list[tuple[str, str]]:
    """What the script runs and writes. A script that sed would refuse runs nothing."""
    found: list[tuple[str, str]] = []
    position = 0
    while position < len(text):
        character = text[position]
        if character in " \t\n;{}!,~+0123456789$":
            position += 1
        elif character == "/":
            position = _part(text, position + 1, "/")
        elif character == "\\" and position + 1 < len(text):
            position = _part(text, position + 2, text[position + 1])  # \%pattern%
        elif character == "#" or character in LABELS:
            position = _line_end(text, position) if character == "#" else _label_end(text, position)
        elif character in "IM" and position and text[position - 1] == "/":
            position += 1
        elif character in "sy":
            position = _substitute(text, position, found)
        elif character in TO_LINE_END:
            end = _line_end(text, position)
            _line_command(character, text[position + 1 : end].strip(), found)
            position = _text_end(text, end) if character in "aic" else end
        else:
            position += 1
    return found


def _line_command(letter: str, rest: str, found: list[tuple[str, str]]) -> None:
    if letter == "e":
        found.append((RUN, rest) if rest.strip("};") else (UNREAD, "sed runs what its input says"))
    elif letter in "wW" and rest and rest not in SPECIAL_FILES:
        found.append((WRITE, rest))


def _substitute(text: str, position: int, found: list[tuple[str, str]]) -> int:
    delimiter = text[position + 1 : position + 2]
    if not delimiter or delimiter in "\n\\":
        return position + 1
    end = _part(text, _part(text, position + 2, delimiter), delimiter)
    while end < len(text) and text[end] not in ";\n}":
        if text[end] == "w":
            stop = _line_end(text, end)
            _line_command("w", text[end + 1 : stop].strip(), found)
            return stop
        if text[end] == "e" and text[position] == "s":
            found.append((UNREAD, "sed runs what its input says"))
        end += 1
    return end


def _part(text: str, position: int, delimiter: str) -> int:
    """Behind the next delimiter that no backslash or bracket hides."""
    bracket = False
    last = text.rfind("]")
    while position < len(text):
        character = text[position]
        if character == "\\":
            position += 1
        elif character == "[" and not bracket:
            bracket = last > position + 1
        elif character == "]" and bracket and text[position - 1] not in "[^":
            bracket = False
        elif character == delimiter and not bracket:
            return position + 1
        position += 1
    return position


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _label_end(text: str, position: int) -> int:
    while position < len(text) and text[position] not in ";\n}":
        position += 1
    return position


def _text_end(text: str, end: int) -> int:
    """Behind the lines that a backslash continues: the text of `a\\`."""
    while end < len(text) and text[end - 1] == "\\":
        end = _line_end(text, end + 1)
    return end
