"""Brace expansion: `{a,b}`, `{1..9..2}`, `{a..e}`, nested, over the parts of a word."""

from __future__ import annotations

from guardcmd.shell.ir import Literal
from guardcmd.shell.value import MOST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.shell.ir import Part

    Token = Part | str  # "{" "," "}" where they may be meant
    Tokens = list[Token]

MARKS = "{,}"


def expand_braces(parts: tuple[Part, ...]) -> tuple[list[tuple[Part, ...]], bool]:
    """The words that one word stands for, in order, and whether some were left out beyond `MOST`."""
    maker = _Braces(tokens_of(parts))
    words = maker.words(0, len(maker.tokens))
    return [parts_of(word) for word in words], maker.more


def tokens_of(parts: tuple[Part, ...]) -> Tokens:
    tokens: Tokens = []
    for part in parts:
        if not isinstance(part, Literal) or part.quoted:
            tokens.append(part)
            continue
        start = 0
        for i, character in enumerate(part.text):
            if character in MARKS:
                if i > start:
                    tokens.append(Literal(part.text[start:i]))
                tokens.append(character)
                start = i + 1
        if start < len(part.text):
            tokens.append(Literal(part.text[start:]))
    return tokens


def parts_of(tokens: Tokens) -> tuple[Part, ...]:
    """Tokens as parts again; neighbouring plain text becomes one literal."""
    parts: list[Part] = []
    plain: list[str] = []
    for token in tokens:
        if isinstance(token, str):
            plain.append(token)
        elif isinstance(token, Literal) and not token.quoted:
            plain.append(token.text)
        else:
            if plain:
                parts.append(Literal("".join(plain)))
                plain = []
            parts.append(token)
    if plain:
        parts.append(Literal("".join(plain)))
    return tuple(parts)


class _Braces:
    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.more = False
        self.closing: dict[int, int] = {}
        self.commas: dict[int, list[int]] = {}
        self.pair()

    def pair(self) -> None:
        """Which brace closes which, and the commas that stand directly in each."""
        stack: list[tuple[int, list[int]]] = []
        for i, token in enumerate(self.tokens):
            if token == "{":
                stack.append((i, []))
            elif token == "," and stack:
                stack[-1][1].append(i)
            elif token == "}" and stack:
                start, commas = stack.pop()
                self.closing[start] = i
                self.commas[start] = commas

    def words(self, start: int, end: int, depth: int = 0) -> list[Tokens]:
        words: list[Tokens] = [[]]
        i = start
        while i < end:
            close = self.closing.get(i, end)
            options = self.options(i, close, depth) if close < end else None
            if options is None:
                for word in words:
                    word.append(self.tokens[i])
                i += 1
                continue
            words = self.capped([word + option for word in words for option in options])
            i = close + 1
        return words

    def options(self, start: int, close: int, depth: int) -> list[Tokens] | None:
        """What one pair of braces stands for, or None where it is plain text."""
        commas = self.commas[start]
        if not commas:
            return self.sequence(start, close)
        if depth > 12:
            self.more = True
            return [[]]
        bounds = [start, *commas, close]
        found: list[Tokens] = []
        for i, left in enumerate(bounds[:-1]):
            found += self.words(left + 1, bounds[i + 1], depth + 1)
            if len(found) > MOST:
                break
        return self.capped(found)

    def sequence(self, start: int, close: int) -> list[Tokens] | None:
        token = self.tokens[start + 1] if close == start + 2 else None
        if not isinstance(token, Literal) or token.quoted:
            return None
        texts = sequence(token.text)
        return None if texts is None else self.capped([[Literal(text)] for text in texts])

    def capped(self, words: list[Tokens]) -> list[Tokens]:
        if len(words) > MOST:
            self.more = True
        return words[:MOST]


def sequence(text: str) -> list[str] | None:
    """`1..3` as 1 2 3, `a..c` as a b c, at most one more than `MOST`; None if it is no sequence."""
    ends = text.split("..")
    if len(ends) not in (2, 3) or not all(ends):
        return None
    step = integer(ends[2]) if len(ends) == 3 else 1
    if step is None:
        return None
    first, last = integer(ends[0]), integer(ends[1])
    if first is not None and last is not None:
        width = max(map(len, ends[:2])) if any(padded(end) for end in ends[:2]) else 0
        return [str(number).zfill(width) for number in span(first, last, step)]
    if len(ends[0]) == len(ends[1]) == 1 and ends[0].isalpha() and ends[1].isalpha():
        return [chr(number) for number in span(ord(ends[0]), ord(ends[1]), step)]
    return None


def span(first: int, last: int, step: int) -> list[int]:
    step = abs(step) or 1
    count = min(abs(last - first) // step, MOST) + 1
    sign = 1 if last >= first else -1
    return [first + sign * step * i for i in range(count)]


def integer(text: str) -> int | None:
    digits = text[1:] if text[:1] in ("-", "+") else text
    return int(text) if digits.isdigit() and digits.isascii() and len(digits) < 19 else None


def padded(text: str) -> bool:
    digits = text.lstrip("+-")
    return len(digits) > 1 and digits.startswith("0")
