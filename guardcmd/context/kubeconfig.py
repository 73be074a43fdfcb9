"""The part of YAML that kubectl writes its configuration in: block mappings and lists, plain and quoted scalars.

Anything else (anchors, flow collections, block scalars, JSON) is refused: then nothing is known of the cluster.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    Node = str | list["Node"] | dict[str, "Node"]

DEEPEST = 12
INDICATORS = ("{", "[", "&", "*", "!", "|", ">", "%", "@", "`", "?", ",", "]", "}")


class NotPlain(ValueError):
    """The text needs more of YAML than is read here."""


def read_yaml(text: str) -> Node:
    """The document as dicts, lists and texts. Raises NotPlain."""
    lines = [(indent_of(line), line.strip()) for line in text.splitlines() if line.strip() and not is_comment(line)]
    if lines and lines[0][1] == "---":
        lines = lines[1:]
    if any(line in ("---", "...") or "\t" in line[:1] for _, line in lines):
        raise NotPlain("several documents")
    reader = _Reader(lines)
    node = reader.node(0, 0)
    if reader.at < len(lines):
        raise NotPlain(lines[reader.at][1])
    return node


def indent_of(line: str) -> int:
    blanks = len(line) - len(line.lstrip(" "))
    if line[blanks : blanks + 1] == "\t":
        raise NotPlain("a tab")
    return blanks


def is_comment(line: str) -> bool:
    return line.lstrip(" ").startswith("#")


class _Reader:
    def __init__(self, lines: list[tuple[int, str]]) -> None:
        self.lines = lines
        self.at = 0

    def node(self, indent: int, depth: int) -> Node:
        """What stands at this indent, or an empty text."""
        if self.at >= len(self.lines) or self.lines[self.at][0] < indent:
            return ""
        if depth > DEEPEST:
            raise NotPlain("nested too deep")
        here, line = self.lines[self.at]
        if line == "-" or line.startswith("- "):
            return self.items(here, depth)
        return self.mapping(here, depth)

    def items(self, indent: int, depth: int) -> Node:
        found: list[Node] = []
        while self.at < len(self.lines) and self.lines[self.at][0] == indent:
            line = self.lines[self.at][1]
            if not (line == "-" or line.startswith("- ")):
                break
            rest = line[1:].lstrip(" ")
            if not rest:
                self.at += 1
                found.append(self.node(indent + 1, depth + 1))
            elif key_of(rest):
                inner = indent + len(line) - len(rest)
                self.lines[self.at] = (inner, rest)  # `- name: x` is a mapping that starts behind the dash
                found.append(self.mapping(inner, depth + 1))
            else:
                self.at += 1
                found.append(scalar(rest))
        return found

    def mapping(self, indent: int, depth: int) -> Node:
        found: dict[str, Node] = {}
        while self.at < len(self.lines) and self.lines[self.at][0] == indent:
            line = self.lines[self.at][1]
            if line == "-" or line.startswith("- "):
                break
            pair = key_of(line)
            if pair is None:
                raise NotPlain(line)
            key, value = pair
            self.at += 1
            found[key] = scalar(value) if value else self.below(indent, depth)
        if self.at < len(self.lines) and self.lines[self.at][0] > indent:
            raise NotPlain(self.lines[self.at][1])
        return found

    def below(self, indent: int, depth: int) -> Node:
        """The value of a key: deeper, or a list at the key's own indent."""
        if self.at < len(self.lines):
            here, line = self.lines[self.at]
            if here == indent and (line == "-" or line.startswith("- ")):
                return self.items(indent, depth + 1)
        return self.node(indent + 1, depth + 1)


def key_of(line: str) -> tuple[str, str] | None:
    """`key: value` or `key:`; None if the line is no such."""
    if line[:1] in ('"', "'"):
        end = line.find(line[0], 1)
        key, rest = line[1:end], line[end + 1 :]
        if end < 0 or not rest.startswith(":"):
            return None
        return key, rest[1:].strip()
    if line[:1] in INDICATORS:
        return None
    if line.endswith(":") and ": " not in line:
        return line[:-1], ""
    key, colon, value = line.partition(": ")
    return (key, value.strip()) if colon and key else None


def scalar(text: str) -> Node:
    """A plain or quoted text. `{}` and `[]` are empty; all other flow, anchors, tags and block scalars are refused."""
    if text[:1] in ('"', "'"):
        end = text.rfind(text[0])
        if end == 0 or "\\" in text or (text[end + 1 :].strip() and not text[end + 1 :].strip().startswith("#")):
            raise NotPlain(text)
        return text[1:end]
    plain = text.partition(" #")[0].rstrip()
    if plain in ("{}", "[]"):
        return {} if plain == "{}" else []
    if plain[:1] in INDICATORS:
        raise NotPlain(text)
    return "" if plain in ("null", "~") else plain
