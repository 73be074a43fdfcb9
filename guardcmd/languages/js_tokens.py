"""JavaScript and TypeScript text to tokens, with the partner of every bracket (ECMA-262, lexical grammar)."""

from __future__ import annotations

from guardcmd.languages.reading import HOLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

BLANKS = " \t\r\n\f\v\u00a0\ufeff\u2028\u2029"
OPERATORS = (
    ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=", "=>", "==", "!=", "<=", ">=", "&&",
    "||",
    "??", "?.", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>", "**",
)  # fmt: skip
BEFORE_REGEX = set("(,=:[!&|?{};+-*%<>~^")
WORDS_BEFORE_REGEX = ("return", "typeof", "case", "in", "of", "do", "else", "void", "delete", "await", "yield", "throw")
ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
PAIRS = {"(": ")", "[": "]", "{": "}"}
DEEPEST = 40  # templates within templates


class Unbalanced(Exception):
    """The brackets do not fit: no engine would run the text, or it is not understood here."""


class Token:
    """`kind`: word, string, template, number, regex, op, end. `match` is the index of the other bracket."""

    __slots__ = ("extra", "kind", "match", "newline", "text")

    def __init__(self, kind: str, text: str, newline: bool = False, extra: Any = None) -> None:
        self.kind = kind
        self.text = text
        self.newline = newline  # a line break stands before it
        self.match = -1
        self.extra = extra  # of a template: its texts, and the tokens of its expressions


def scan(text: str) -> list[Token]:
    """All tokens, with an `end` behind them. Raises Unbalanced."""
    return _Scanner(text).run("", 0)


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def run(self, until: str, depth: int) -> list[Token]:
        """Tokens up to the closing brace of a template's expression, or to the end of the text."""
        if depth > DEEPEST:
            raise Unbalanced
        tokens: list[Token] = []
        opened: list[int] = []
        newline = False
        text = self.text
        while self.at < len(text):
            character = text[self.at]
            if character in BLANKS:
                newline = newline or character in "\n\u2028\u2029"
                self.at += 1
                continue
            if self._comment(character):
                continue
            if character == until and not opened:
                break
            token = self._token(character, tokens, depth)
            token.newline, newline = newline, False
            _pair(token, tokens, opened)
            tokens.append(token)
        if opened:
            raise Unbalanced
        tokens.append(Token("end", "", newline))
        return tokens

    def _comment(self, character: str) -> bool:
        text, at = self.text, self.at
        if (character == "/" and text.startswith("//", at)) or (character == "#" and text.startswith("#!", at)):
            end = text.find("\n", at)
            self.at = len(text) if end < 0 else end
            return True
        if character == "/" and text.startswith("/*", at):
            end = text.find("*/", at + 2)
            self.at = len(text) if end < 0 else end + 2
            return True
        return False

    def _token(self, character: str, tokens: list[Token], depth: int) -> Token:
        if character in "'\"":
            return self._string(character)
        if character == "`":
            return self._template(depth)
        if character.isdecimal():
            return Token("number", self._run())
        if character.isalpha() or character in "_$#@" or character == HOLE:
            return Token("word", self._run())
        if character == "/" and _regex_may_start(tokens):
            regex = self._regex()
            if regex is not None:
                return regex
        for operator in OPERATORS:
            if self.text.startswith(operator, self.at):
                self.at += len(operator)
                return Token("op", operator)
        self.at += 1
        return Token("op", character)

    def _run(self) -> str:
        text, start, end = self.text, self.at, self.at + 1
        while end < len(text) and (text[end].isalnum() or text[end] in "_$" or text[end] == HOLE):
            end += 1
        self.at = end
        return text[start:end]

    def _string(self, quote: str) -> Token:
        text, start, end = self.text, self.at + 1, self.at + 1
        while end < len(text) and text[end] != quote and text[end] != "\n":
            end += 2 if text[end] == "\\" else 1
        self.at = min(end + 1, len(text))
        return Token("string", unescaped(text[start : min(end, len(text))]))

    def _template(self, depth: int) -> Token:
        text = self.text
        texts: list[str] = []
        expressions: list[list[Token]] = []
        self.at += 1
        start = self.at
        while self.at < len(text) and text[self.at] != "`":
            if text[self.at] == "\\":
                self.at += 2
            elif text.startswith("${", self.at):
                texts.append(unescaped(text[start : self.at]))
                self.at += 2
                expressions.append(self.run("}", depth + 1))
                self._close("}")
                start = self.at
            else:
                self.at += 1
        texts.append(unescaped(text[start : min(self.at, len(text))]))
        self._close("`")
        return Token("template", "", False, (texts, expressions))

    def _close(self, character: str) -> None:
        if self.text[self.at : self.at + 1] != character:
            raise Unbalanced
        self.at += 1

    def _regex(self) -> Token | None:
        text, end, inside = self.text, self.at + 1, False
        while end < len(text) and text[end] != "\n":
            character = text[end]
            if character == "\\":
                end += 1
            elif character == "/" and not inside:
                self.at = end + 1
                while self.at < len(text) and text[self.at].isalpha():
                    self.at += 1
                return Token("regex", "")
            else:
                inside = (inside or character == "[") and character != "]"
            end += 1
        return None


def _regex_may_start(tokens: list[Token]) -> bool:
    if not tokens:
        return True
    last = tokens[-1]
    if last.kind == "op":
        return last.text[-1] in BEFORE_REGEX
    return last.kind == "word" and last.text in WORDS_BEFORE_REGEX


def _pair(token: Token, tokens: list[Token], opened: list[int]) -> None:
    if token.kind != "op":
        return
    if token.text in PAIRS:
        opened.append(len(tokens))
    elif token.text in (")", "]", "}"):
        if not opened or PAIRS[tokens[opened[-1]].text] != token.text:
            raise Unbalanced
        token.match = opened.pop()
        tokens[token.match].match = len(tokens)


def unescaped(text: str) -> str:
    """The characters that a string's source stands for."""
    if "\\" not in text:
        return text
    parts: list[str] = []
    place = 0
    while place < len(text):
        character = text[place]
        if character != "\\" or place + 1 >= len(text):
            parts.append(character)
            place += 1
            continue
        letter = text[place + 1]
        length, code = _code(text, place + 2, letter)
        parts.append(chr(code) if code >= 0 else ESCAPED.get(letter, letter))
        place += 2 + length
    return "".join(parts)


def _code(text: str, place: int, letter: str) -> tuple[int, int]:
    """(characters, code) of \\xHH, \\uHHHH and \\u{H}; code -1 for none."""
    if letter == "u" and text.startswith("{", place):
        end = text.find("}", place, place + 9)
        digits, length = text[place + 1 : max(end, place)], end + 1 - place
    else:
        length = {"x": 2, "u": 4}.get(letter, 0)
        digits = text[place : place + length]
    if length <= 0 or not digits or not all(digit in "0123456789abcdefABCDEF" for digit in digits):
        return 0, -1
    code = int(digits, 16)
    return (length, code) if code < 0x110000 else (0, -1)
