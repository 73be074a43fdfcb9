"""The part of TOML that task files use: tables, texts, lists and inline tables. Other values are kept as text.

The standard library's reader costs three bare interpreters to import.
"""

from __future__ import annotations

from guardcmd.unwrap.escapes import unescaped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DEEPEST = 20
QUOTES = ('"""', "'''", '"', "'")
BARE_ENDS = " \t\n=.],}#"
VALUE_ENDS = ",]}\n#"


class TomlError(ValueError):
    """The text is outside of the part that is read here. The message is one sentence."""


def loads(text: str) -> dict[str, Any]:
    """Nested mappings. Of what is written twice the last counts."""
    reader = _Reader(text.replace("\r\n", "\n"))
    return reader.document()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def document(self) -> dict[str, Any]:
        root: dict[str, Any] = {}
        table = root
        while self.blank():
            if self.text.startswith("[[", self.at):
                self.at += 2
                table = _appended(root, self.key("]]"))
            elif self.text[self.at] == "[":
                self.at += 1
                table = _below(root, self.key("]"))
            else:
                self.pair(table, 0)
        return root

    def blank(self, within: str = "\n") -> bool:
        """Pass blanks, comments and these; whether text is left."""
        while self.at < len(self.text):
            character = self.text[self.at]
            if character == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            elif character in " \t" or character in within:
                self.at += 1
            else:
                return True
        return False

    def pair(self, table: dict[str, Any], depth: int) -> None:
        names = self.key("=")
        self.blank("")
        _below(table, names[:-1])[names[-1]] = self.value(depth)

    def key(self, end: str) -> list[str]:
        """A dotted name, with what closes it."""
        names: list[str] = []
        while True:
            self.blank("")
            names.append(self.name())
            self.blank("")
            if self.text.startswith(end, self.at):
                self.at += len(end)
                return names
            if self.text[self.at : self.at + 1] != ".":
                raise TomlError(f"line {self.line()} is no name of a table or value")
            self.at += 1

    def name(self) -> str:
        if self.text[self.at : self.at + 1] in ("'", '"'):
            return self.quoted()
        start = self.at
        while self.at < len(self.text) and self.text[self.at] not in BARE_ENDS:
            self.at += 1
        if self.at == start:
            raise TomlError(f"line {self.line()} has no name where one is needed")
        return self.text[start : self.at]

    def value(self, depth: int) -> Any:
        character = self.text[self.at : self.at + 1]
        if depth > DEEPEST:
            raise TomlError("it is nested too deep")
        if character in ("'", '"') and character:
            return self.quoted()
        if character == "[":
            return self.items(depth)
        if character == "{":
            return self.inline(depth)
        start = self.at
        while self.at < len(self.text) and self.text[self.at] not in VALUE_ENDS:
            self.at += 1
        return self.text[start : self.at].strip()

    def quoted(self) -> str:
        quote = next(each for each in QUOTES if self.text.startswith(each, self.at))
        start = end = self.at + len(quote)
        while True:
            end = self.text.find(quote, end)
            if end < 0:
                raise TomlError(f"line {self.line()} opens a text that is not closed")
            escapes = len(self.text[start:end]) - len(self.text[start:end].rstrip("\\"))
            if quote[0] == "'" or not escapes % 2:
                break
            end += 1
        while len(quote) == 3 and self.text.startswith(quote[0], end + 3):
            end += 1  # a text may end in quotes
        inside = self.text[start:end]
        self.at = end + len(quote)
        if len(quote) == 3:
            inside = inside.removeprefix("\n")
        if quote[0] == "'":
            return inside
        return unescaped(inside.replace('\\"', '"').replace("\\\n", "")) if "\\" in inside else inside

    def items(self, depth: int) -> list[Any]:
        self.at += 1
        found: list[Any] = []
        while self.blank("\n,"):
            if self.text[self.at] == "]":
                self.at += 1
                return found
            before = self.at
            found.append(self.value(depth + 1))
            if self.at == before:
                break
        raise TomlError("a list is not closed")

    def inline(self, depth: int) -> dict[str, Any]:
        self.at += 1
        found: dict[str, Any] = {}
        while self.blank("\n,"):
            if self.text[self.at] == "}":
                self.at += 1
                return found
            self.pair(found, depth + 1)
        raise TomlError("an inline table is not closed")

    def line(self) -> int:
        return self.text.count("\n", 0, self.at) + 1


def _below(table: dict[str, Any], names: list[str]) -> dict[str, Any]:
    for name in names:
        inner = table.get(name)
        if isinstance(inner, list) and inner and isinstance(inner[-1], dict):
            inner = inner[-1]
        elif not isinstance(inner, dict):
            inner = table[name] = {}
        table = inner
    return table


def _appended(root: dict[str, Any], names: list[str]) -> dict[str, Any]:
    table = _below(root, names[:-1])
    listed = table.setdefault(names[-1], [])
    if not isinstance(listed, list):
        raise TomlError(f"`{names[-1]}` is a table and a list")
    last: dict[str, Any] = {}
    listed.append(last)
    return last
