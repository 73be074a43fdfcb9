"""The plain part of YAML that task files use: nested mappings, lists, quoted text and blocks. Anchors are text."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DEEPEST = 40


class YamlError(ValueError):
    """The text is outside of the part that is read here. The message is one sentence."""


def loads(text: str) -> Any:
    """Mappings, lists and texts (numbers and booleans stay text); None for an empty document."""
    lines = _lines(text)
    value, position = _Reader(lines).block(0, -1, 0)
    if _Reader(lines).skip(position) < len(lines):
        raise YamlError(f"line {lines[position][0]} is indented in an unknown way")
    return value


Row = tuple[int, int, str]  # number, indentation, text; blank lines and comments are left out except inside blocks


def _lines(text: str) -> list[Row]:
    rows: list[Row] = []
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if "\t" in line[: len(line) - len(line.lstrip())]:
            raise YamlError(f"line {number} is indented by a tab")
        if bare not in ("---", "..."):
            rows.append((number, len(line) - len(line.lstrip()) if bare else 10_000, line.rstrip()))
    return rows


class _Reader:
    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows

    def skip(self, position: int) -> int:
        """The next row that is neither blank nor a comment."""
        while position < len(self.rows) and self.rows[position][2].lstrip()[:1] in ("", "#"):
            position += 1
        return position

    def block(self, position: int, above: int, depth: int) -> tuple[Any, int]:
        """What is indented deeper than `above`, and the row behind it."""
        position = self.skip(position)
        if position >= len(self.rows) or self.rows[position][1] <= above:
            return None, position
        if depth > DEEPEST:
            raise YamlError("it is nested too deep")
        indent = self.rows[position][1]
        line = self.rows[position][2].lstrip()
        if line == "-" or line.startswith("- "):
            return self.items(position, indent, depth)
        if _key_end(line) >= 0:
            return self.pairs(position, indent, depth)
        return _scalar(line), position + 1

    def items(self, position: int, indent: int, depth: int) -> tuple[list[Any], int]:
        if depth > DEEPEST:
            raise YamlError("it is nested too deep")
        found: list[Any] = []
        value: Any
        while position < len(self.rows) and self.rows[position][1] == indent:
            number, _, line = self.rows[position]
            rest = line[indent:]
            if not (rest == "-" or rest.startswith("- ")):
                break
            inner = rest[1:].lstrip()
            column = len(line) - len(inner)
            if inner == "-" or inner.startswith("- "):
                self.rows[position] = (number, column, " " * column + inner)
                value, position = self.items(position, column, depth + 1)
            elif inner and _key_end(inner) >= 0 and inner[0] not in "\"'{[|>":
                self.rows[position] = (number, column, " " * column + inner)
                value, position = self.pairs(position, column, depth + 1)
            else:
                value, position = self.value(inner, position, indent, depth)
            found.append(value)
            position = self.skip(position)
        return found, position

    def pairs(self, position: int, indent: int, depth: int) -> tuple[dict[str, Any], int]:
        found: dict[str, Any] = {}
        while position < len(self.rows) and self.rows[position][1] == indent:
            line = self.rows[position][2].lstrip()
            end = _key_end(line)
            if end < 0:
                raise YamlError(f"line {self.rows[position][0]} has no key")
            key = _scalar(line[:end])
            rest = line[end + 1 :].strip()
            if not rest or rest[0] == "#":
                value, position = self.below(position + 1, indent, depth)
            else:
                value, position = self.value(rest, position, indent, depth)
            found[str(key)] = value
            position = self.skip(position)
        return found, position

    def below(self, position: int, indent: int, depth: int) -> tuple[Any, int]:
        """A value on the rows below its key; a list may stand as far left as the key."""
        start = self.skip(position)
        if start < len(self.rows) and self.rows[start][1] == indent and self.rows[start][2].lstrip()[:2] in ("- ", "-"):
            return self.items(start, indent, depth + 1)
        return self.block(position, indent, depth + 1)

    def value(self, text: str, position: int, indent: int, depth: int) -> tuple[Any, int]:
        if not text:
            return self.block(position + 1, indent, depth + 1)
        if text[0] in "|>":
            return self.literal(position + 1, indent)
        if text[0] in "[{":
            return _flow(text), position + 1
        position += 1
        while position < len(self.rows) and indent < self.rows[position][1] < 10_000 and text[0] not in "\"'":
            if _key_end(self.rows[position][2].strip()) >= 0:
                raise YamlError(f"line {self.rows[position][0]} is indented in an unknown way")
            text += " " + self.rows[position][2].strip()  # a plain text goes on below
            position += 1
        return _scalar(text), position

    def literal(self, position: int, indent: int) -> tuple[str, int]:
        """The rows of a `|` block."""
        rows: list[str] = []
        while position < len(self.rows) and self.rows[position][1] > indent:
            rows.append(self.rows[position][2])
            position += 1
        margin = min([len(row) - len(row.lstrip()) for row in rows if row.strip()], default=0)
        return "\n".join([row[margin:] for row in rows]).rstrip("\n") + "\n", position


def _key_end(line: str) -> int:
    """Where the colon of `key: value` stands, or -1."""
    if line[:1] in ("'", '"'):
        close = line.find(line[0], 1)
        return close + 1 if close > 0 and line[close + 1 : close + 2] == ":" else -1
    if line.endswith(":") and ": " not in line:
        return len(line) - 1
    return line.find(": ")


def _scalar(text: str) -> str:
    text = text.strip()
    if text[:1] == '"':
        end = text.rfind('"')
        return text[1:end].replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\") if end > 0 else text
    if text[:1] == "'":
        end = text.rfind("'")
        return text[1:end].replace("''", "'") if end > 0 else text
    comment = text.find(" #")
    return text if comment < 0 else text[:comment].rstrip()


def _flow(text: str) -> Any:
    """`[a, "b"]` and `{cmd: x}` of one level."""
    closing = text.rfind("]" if text[0] == "[" else "}")
    parts = [part for part in _divided(text[1:closing]) if part.strip()]
    if text[0] == "[":
        return [_scalar(part) for part in parts]
    pairs = [part.partition(":") for part in parts]
    return {_scalar(key): _scalar(value) for key, _, value in pairs}


def _divided(text: str) -> list[str]:
    found, start, quote = [], 0, ""
    for position, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == ",":
            found.append(text[start:position])
            start = position + 1
    return [*found, text[start:]]
