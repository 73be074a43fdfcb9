"""`[[ ... ]]`."""

from __future__ import annotations

from guardcmd.shell.ir import Conditional, Literal, Word
from guardcmd.shell.lexer import QUOTES, Stop, plain_without
from guardcmd.shell.simple import SimpleCommands

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.shell.ir import Part

_UNARY = frozenset("-" + c for c in "abcdefghknoprstuvwxzGLNORS")
_BINARY = frozenset(
    ["=", "==", "!=", "=~", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef"]
)  # fmt: skip
_PLAIN_REGEX = plain_without(" \t\n;&<>()\0" + QUOTES)


class Conditionals(SimpleCommands):
    """Reads conditional commands."""

    unary = _UNARY
    binary = _BINARY

    def conditional(self, start: int) -> Conditional:
        """From behind `[[`."""
        self.deeper()
        words: list[Word] = []
        self.alternatives(words)
        raw, end = self.bare()
        if raw != "]]":
            raise Stop("unclosed `[[`", start) if self.at >= self.length else self.unexpected(self.at)
        self.at = end
        self.depth -= 1
        span = (start, end)
        return Conditional(tuple(words), self.redirections(), (span[0], self.at))

    def alternatives(self, words: list[Word]) -> None:
        """Terms joined by `&&` and `||`."""
        while True:
            self.term(words)
            self.lines()
            two = self.text[self.at : self.at + 2]
            if two not in ("&&", "||"):
                return
            self.sign(words, two)

    def sign(self, words: list[Word], text: str) -> None:
        words.append(Word((Literal(text),), text, (self.at, self.at + len(text))))
        self.at += len(text)

    def term(self, words: list[Word]) -> None:
        self.step()
        self.lines()
        c = self.text[self.at]
        if c == "(":
            self.deeper()
            self.sign(words, "(")
            self.alternatives(words)
            if self.text[self.at] != ")":
                raise self.unexpected(self.at)
            self.sign(words, ")")
            self.depth -= 1
            return
        word = self.side()
        words.append(word)
        if word.raw == "!":
            self.term(words)
            return
        self.blanks()
        if word.raw in self.unary:
            words.append(self.side())
        else:
            self.right_side(words)

    def side(self) -> Word:
        """One side of a test; `]]` is none."""
        if self.bare()[0] == "]]":
            raise self.unexpected(self.at)
        return self.word()

    def right_side(self, words: list[Word]) -> None:
        """What may follow the left side: nothing, or an operator and the right side."""
        text = self.text
        c = text[self.at]
        if c in "<>":
            self.sign(words, c)
            self.blanks()
            words.append(self.side())
            return
        operator = self.bare()[0]
        if operator not in self.binary:
            return
        words.append(self.word())
        self.blanks()
        self.in_test = not operator.startswith("-")
        words.append(self.regex() if operator == "=~" else self.side())
        self.in_test = False

    def regex(self) -> Word:
        """The right side of `=~`, where parentheses and bars are part of the word."""
        start = self.at
        text = self.text
        parts: list[Part] = []
        while True:
            parts += self.pieces(_PLAIN_REGEX, " \t\n;&<>()\0")
            if text[self.at] != "(":
                break
            parts += self.group()
        if self.at == start:
            raise self.unexpected(start)
        return Word(tuple(parts), text[start : self.at], (start, self.at))
