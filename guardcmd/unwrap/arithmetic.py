"""Arithmetic: the value where it is plain, and the commands that hide in subscripts (`v='a[$(x)]'; echo $((v))`)."""

from __future__ import annotations

from guardcmd.shell.value import known, unknown
from guardcmd.unwrap.choices import Choice, merge, texts_of
from guardcmd.unwrap.state import Items

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guardcmd.unwrap.words import Expander

OPERATORS = (
    "<<=", ">>=", "**", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "++", "--",
    "+=", "-=", "*=", "/=", "%=", "&=", "^=", "|=",
    "+", "-", "*", "/", "%", "<", ">", "!", "~", "&", "^", "|", "?", ":", "=", ",", "(", ")", "[", "]",
)  # fmt: skip
BINARY = (
    ("||",), ("&&",), ("|",), ("^",), ("&",), ("==", "!="), ("<", ">", "<=", ">="), ("<<", ">>"), ("+", "-"),
    ("*", "/", "%"),
)  # fmt: skip
ASSIGNS = frozenset(("=", "+=", "-=", "*=", "/=", "%=", "&=", "^=", "|=", "<<=", ">>="))
WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@#")
LONGEST = 2_000  # characters of an expression that is computed
SIGN = 1 << 63
MASK = (1 << 64) - 1


class Unresolved(Exception):
    """The value needs something that is not known, or the expression is none."""


def evaluate(choice: Choice, expander: Expander) -> Choice:
    """The values of expressions; what they hide is walked, what they assign is assigned."""
    found = []
    for value in choice:
        for text in value.texts:
            scan(text, expander, set())
            number = computed(text, expander)
            found.append(unknown("arithmetic") if number is None else known(str(number)))
        if not value.texts:
            for piece in value.pieces:
                scan(piece or "", expander, set())
                spoil(tokens_of(piece or ""), expander)
            found.append(unknown("arithmetic"))
    return merge(found)


def number_of(choice: Choice, expander: Expander) -> int | None:
    """The only number that an expression may be, or None."""
    value = evaluate(choice, expander)
    text = value[0].text if len(value) == 1 else None
    return int(text) if text is not None else None


def scan(text: str, expander: Expander, seen: set[str], depth: int = 0) -> None:
    """Walk substitutions in a text that arithmetic reads, and in the values of the variables it names."""
    expander.walker.world.budget.spend(1 + len(text) // 64)
    if "`" in text or "$" in text:
        expander.quoted((known(text),))
    if depth > 4:
        return
    variables = expander.state.variables
    for name in names_in(text):
        if name in seen or name not in variables:
            continue
        seen.add(name)
        for content in variables[name].contents:
            values = [v for _, choice in content.pairs for v in choice] if isinstance(content, Items) else [content]
            for inner in texts_of(tuple([value for value in values if value is not None])):
                if not inner.isdigit():
                    scan(inner, expander, seen, depth + 1)


def names_in(text: str) -> list[str]:
    """The words of an expression that may be variables."""
    names, start = [], -1
    for i, character in enumerate(text + " "):
        if character in WORD:
            start = i if start < 0 else start
        elif start >= 0:
            names.append(text[start:i])
            start = -1
    return names


def computed(text: str, expander: Expander) -> int | None:
    tokens = tokens_of(text)
    if not tokens:
        return 0 if not text.strip() else None
    try:
        return _Expression(tokens, expander).value()
    except Unresolved:
        spoil(tokens, expander)
        return None


def spoil(tokens: list[str], expander: Expander) -> None:
    """What an expression assigns that could not be computed is unknown from now on."""
    for i, token in enumerate(tokens):
        if token in ASSIGNS or token in ("++", "--"):
            behind = tokens[i + 1 : i + 2] if token in ("++", "--") else []
            for name in tokens[max(i - 1, 0) : i] + behind:
                if name.isidentifier():
                    expander.state.set(name, (unknown("arithmetic"),))


def tokens_of(text: str) -> list[str]:
    """Numbers, names and operators; nothing where something else stands."""
    tokens: list[str] = []
    if len(text) > LONGEST:
        return tokens
    i = 0
    while i < len(text):
        if text[i] in " \t\n":
            i += 1
            continue
        end = i
        while end < len(text) and text[end] in WORD:
            end += 1
        if end == i:
            operator = next((each for each in OPERATORS if text.startswith(each, i)), "")
            if not operator:
                return []
            end = i + len(operator)
        tokens.append(text[i:end])
        i = end
    return tokens


class _Expression:
    """Precedence climbing over the tokens."""

    def __init__(self, tokens: list[str], expander: Expander, depth: int = 0) -> None:
        self.tokens = tokens
        self.at = 0
        self.nested = 0
        self.expander = expander
        self.depth = depth

    def value(self) -> int:
        number = self.comma()
        if self.at < len(self.tokens):
            raise Unresolved
        return number

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.at += 1
        return token

    def comma(self) -> int:
        number = self.assignment()
        while self.peek() == ",":
            self.at += 1
            number = self.assignment()
        return number

    def assignment(self) -> int:
        name, operator = self.peek(), self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else ""
        if name.isidentifier() and operator in ASSIGNS:
            self.at += 2
            right = self.assignment()
            number = right if operator == "=" else apply(operator[:-1], self.read(name), right)
            self.expander.state.set(name, (known(str(number)),))
            return number
        return self.choice()

    def choice(self) -> int:
        condition = self.binary(0)
        if self.peek() != "?":
            return condition
        self.at += 1
        yes = self.comma()
        if self.take() != ":":
            raise Unresolved
        no = self.assignment()
        return yes if condition else no

    def binary(self, level: int) -> int:
        if level == len(BINARY):
            return self.power()
        left = self.binary(level + 1)
        while self.peek() in BINARY[level]:
            operator = self.take()
            left = apply(operator, left, self.binary(level + 1))
        return left

    def power(self) -> int:
        base = self.unary()
        if self.peek() != "**":
            return base
        self.at += 1
        return apply("**", base, self.power())

    def unary(self) -> int:
        token = self.take()
        self.nested += 1
        if self.nested > 12:
            raise Unresolved
        if token in ("-", "+", "!", "~"):
            number = self.unary()
            number = {"-": -number, "+": number, "!": int(not number), "~": ~number}[token]
        elif token in ("++", "--"):
            number = self.changed(self.take(), token)
        elif token == "(":
            number = self.comma()
            if self.take() != ")":
                raise Unresolved
        else:
            number = self.operand(token)
        self.nested -= 1
        return number

    def operand(self, token: str) -> int:
        if token[:1].isdigit():
            return number_in(token)
        if not token.isidentifier() or self.peek() == "[":
            raise Unresolved
        if self.peek() in ("++", "--"):
            before = self.read(token)
            self.changed(token, self.take())
            return before
        return self.read(token)

    def changed(self, name: str, operator: str) -> int:
        if not name.isidentifier():
            raise Unresolved
        number = apply(operator[0], self.read(name), 1)
        self.expander.state.set(name, (known(str(number)),))
        return number

    def read(self, name: str) -> int:
        contents = self.expander.state.variable(name).contents
        text = getattr(contents[0], "text", None) if len(contents) == 1 else None
        if contents == (None,) or text == "":
            return 0
        if not isinstance(text, str) or self.depth > 3:
            raise Unresolved
        if text.isdigit():
            return number_in(text)
        tokens = tokens_of(text)
        if not tokens:
            raise Unresolved
        return _Expression(tokens, self.expander, self.depth + 1).value()


def number_in(token: str) -> int:
    """`10`, `0x1f`, `017`, `2#101`."""
    base, mark, digits = token.partition("#")
    try:
        if mark:
            return wrapped(int(digits, int(base)))
        if token[:2] in ("0x", "0X"):
            return wrapped(int(token[2:], 16))
        return wrapped(int(token, 8 if len(token) > 1 and token[0] == "0" else 10))
    except ValueError:
        raise Unresolved from None


def wrapped(number: int) -> int:
    """As 64 bits hold it."""
    number &= MASK
    return number - (1 << 64) if number & SIGN else number


def apply(operator: str, left: int, right: int) -> int:
    if operator in ("/", "%"):
        if not right:
            raise Unresolved
        quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
        return wrapped(quotient if operator == "/" else left - right * quotient)
    if operator == "**":
        if right < 0:
            raise Unresolved
        return wrapped(pow(left, right, 1 << 64))
    simple = SIMPLE.get(operator)
    if simple is None:
        raise Unresolved
    return wrapped(simple(left, right))


SIMPLE: dict[str, Callable[[int, int], int]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "<<": lambda a, b: a << (b & 63),
    ">>": lambda a, b: a >> (b & 63),
    "<": lambda a, b: int(a < b),
    ">": lambda a, b: int(a > b),
    "<=": lambda a, b: int(a <= b),
    ">=": lambda a, b: int(a >= b),
    "==": lambda a, b: int(a == b),
    "!=": lambda a, b: int(a != b),
    "&": lambda a, b: a & b,
    "^": lambda a, b: a ^ b,
    "|": lambda a, b: a | b,
    "&&": lambda a, b: int(bool(a and b)),
    "||": lambda a, b: int(bool(a or b)),
}
