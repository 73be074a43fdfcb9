"""Shell patterns against known text: `*`, `?`, `[...]`, and extended globs, in bounded time."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

EXTENDED = "?*+@!"
STEPS = 20_000  # beyond, a pattern counts as matching
LONGEST = 1_000  # characters of a pattern; the same holds beyond

CLASSES: dict[str, Callable[[str], bool]] = {
    "alpha": str.isalpha,
    "digit": str.isdigit,
    "alnum": str.isalnum,
    "upper": str.isupper,
    "lower": str.islower,
    "space": str.isspace,
    "blank": lambda c: c in " \t",
    "punct": lambda c: c.isprintable() and not c.isalnum() and c != " ",
    "print": str.isprintable,
    "graph": lambda c: c.isprintable() and c != " ",
    "cntrl": lambda c: not c.isprintable(),
    "xdigit": lambda c: c in "0123456789abcdefABCDEF",
    "word": lambda c: c.isalnum() or c == "_",
}


def is_pattern(text: str) -> bool:
    """Whether unquoted text holds a pattern that the shell would expand to file names."""
    return "*" in text or "?" in text or ("[" in text and "]" in text) or ("(" in text and _extended(text))


def _extended(text: str) -> bool:
    return any(character + "(" in text for character in EXTENDED)


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text fits the pattern; also yes where deciding would take too long."""
    if not is_pattern(pattern) and "\\" not in pattern:
        return pattern == text
    if len(pattern) > LONGEST:
        return True
    return _Matcher().ends(_compiled(pattern), text, 0, whole=True) is not None


def longest_end(pattern: str, text: str, start: int) -> int | None:
    """The last place up to which the pattern fits the text from `start`, or None."""
    return _Matcher().ends(_compiled(pattern), text, start)


def shortest_end(pattern: str, text: str, start: int) -> int | None:
    """The first place up to which the pattern fits the text from `start`, or None."""
    return _Matcher().ends(_compiled(pattern), text, start, shortest=True)


class _Matcher:
    """A set of positions moves through the pattern: cost is pattern length times text length."""

    def __init__(self) -> None:
        self.steps = STEPS

    def ends(
        self, nodes: list[tuple[str, object]], text: str, start: int, whole: bool = False, shortest: bool = False
    ) -> int | None:
        positions = self.advance(nodes, text, {start})
        if whole:
            return len(text) if len(text) in positions else None
        if not positions:
            return None
        return min(positions) if shortest else max(positions)

    def advance(self, nodes: list[tuple[str, object]], text: str, positions: set[int]) -> set[int]:
        for kind, what in nodes:
            if not positions:
                return positions
            self.steps -= len(positions)
            if self.steps < 0:
                return set(range(min(positions), len(text) + 1))
            positions = self.step(kind, what, text, positions)
        return positions

    def step(self, kind: str, what: object, text: str, positions: set[int]) -> set[int]:
        if kind == "*":
            return set(range(min(positions), len(text) + 1))
        if kind == "text":
            literal = str(what)
            return {p + len(literal) for p in positions if text.startswith(literal, p)}
        if kind == "?":
            return {p + 1 for p in positions if p < len(text)}
        if kind == "[":
            return {p + 1 for p in positions if p < len(text) and in_set(str(what), text[p])}
        return self.group(kind, what, text, positions)  # ?( *( +( @( !(

    def group(self, kind: str, options: object, text: str, positions: set[int]) -> set[int]:
        once = self.any_of(options, text, positions)
        if kind == "!(":
            allowed = set(range(min(positions), len(text) + 1))
            return allowed - once if len(positions) == 1 else allowed
        if kind == "@(":
            return once
        if kind == "?(":
            return once | positions
        reached, fresh = set(once), once
        while fresh and self.steps > 0:
            fresh = self.any_of(options, text, fresh) - reached
            reached |= fresh
        return reached | positions if kind == "*(" else reached

    def any_of(self, options: object, text: str, positions: set[int]) -> set[int]:
        found: set[int] = set()
        for option in options:  # type: ignore[attr-defined]
            found |= self.advance(option, text, positions)
        return found


def in_set(body: str, character: str) -> bool:
    """Whether a bracket expression (without its brackets) holds the character."""
    negated = body[:1] in ("!", "^") and len(body) > 1
    i = 1 if negated else 0
    found = False
    while i < len(body):
        end = body.find(":]", i + 2) if body.startswith("[:", i) else -1
        if end > 0:
            test = CLASSES.get(body[i + 2 : end])
            found = found or (test is not None and bool(test(character)))
            i = end + 2
            continue
        if body[i] == "\\" and i + 1 < len(body):
            i += 1
        if i + 2 < len(body) and body[i + 1] == "-":
            found = found or body[i] <= character <= body[i + 2]
            i += 3
            continue
        found = found or body[i] == character
        i += 1
    return found != negated


def _compiled(pattern: str, depth: int = 0) -> list[tuple[str, object]]:
    nodes: list[tuple[str, object]] = []
    literal: list[str] = []
    i = 0
    while i < len(pattern):
        node, length = _node(pattern, i, depth)
        if node is None:
            literal.append(pattern[i + 1] if length == 2 else pattern[i])
        else:
            if literal:
                nodes.append(("text", "".join(literal)))
                literal = []
            if node[0] != "*" or not nodes or nodes[-1][0] != "*":
                nodes.append(node)
        i += length
    if literal:
        nodes.append(("text", "".join(literal)))
    return nodes


def _node(pattern: str, i: int, depth: int) -> tuple[tuple[str, object] | None, int]:
    """The special element at a place, or None for a plain character, and its length."""
    character = pattern[i]
    if character == "\\" and i + 1 < len(pattern):
        return None, 2
    if character in EXTENDED and pattern.startswith("(", i + 1) and depth < 4:
        end, options = _options(pattern, i + 2)
        if end:
            return (character + "(", [_compiled(option, depth + 1) for option in options]), end - i
    if character in "*?":
        return (character, ""), 1
    if character == "[":
        end = _bracket_end(pattern, i)
        if end:
            return ("[", pattern[i + 1 : end]), end + 1 - i
    return None, 1


def _bracket_end(pattern: str, start: int) -> int:
    i = start + 1
    if pattern[i : i + 1] in ("!", "^"):
        i += 1
    if pattern[i : i + 1] == "]":
        i += 1
    while i < len(pattern):
        if pattern.startswith("[:", i):
            end = pattern.find(":]", i + 2)
            if end > 0:
                i = end + 2
                continue
        if pattern[i] == "]":
            return i
        i += 1
    return 0


def _options(pattern: str, start: int) -> tuple[int, list[str]]:
    """The place behind `)` and the alternatives between, or 0 where none closes."""
    options: list[str] = []
    depth, begin, i = 0, start, start
    while i < len(pattern):
        character = pattern[i]
        if character == "\\":
            i += 1
        elif character == "(":
            depth += 1
        elif character == ")":
            if not depth:
                return i + 1, [*options, pattern[begin:i]]
            depth -= 1
        elif character == "|" and not depth:
            options.append(pattern[begin:i])
            begin = i + 1
        i += 1
    return 0, []
