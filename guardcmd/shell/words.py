"""How a word is taken apart: quotes, plain text, and where expansions stand in it."""

from __future__ import annotations

from guardcmd.shell.ansi import decode
from guardcmd.shell.ir import Literal, ProcessSubstitution, Word
from guardcmd.shell.lexer import PLAIN, QUOTES, WORD_ENDS, Lexer, Refusal, Stop, plain_without

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.shell.ir import Part, Script

_FAST_ENDS = " \t\n;&|)\0"
_PLAIN_DOUBLE = plain_without('"\\$`')
_PLAIN_GROUP = plain_without(QUOTES + "()<>")
_EXTENDED = "?*+@!"  # before "(": an extended glob


class Words(Lexer):
    """Reads words. Expansions are read by the class that builds on this one."""

    def word(self) -> Word:
        """The word that starts here; there must be one."""
        start = self.at
        end = self.run(start, self.plain)
        text = self.text
        if text[end] in _FAST_ENDS and end > start:
            self.at = end
            raw = text[start:end]
            return Word((Literal(raw),), raw, (start, end))
        parts = self.word_parts()
        if self.at == start:
            raise self.unexpected(start)
        return Word(tuple(parts), text[start : self.at], (start, self.at))

    def value(self) -> Word:
        """What stands behind `=`: a word, perhaps empty."""
        start = self.at
        if self.text[start] in _FAST_ENDS:
            return Word((), "", (start, start))
        parts = self.word_parts()
        return Word(tuple(parts), self.text[start : self.at], (start, self.at))

    def word_parts(self) -> list[Part]:
        return self.pieces(PLAIN, WORD_ENDS)

    def pieces(self, plain: str, ends: str, nest: str = "", unnest: str = "") -> list[Part]:
        """Unquoted text up to a character of `ends`, which is left standing; `nest` and `unnest` balance.

        Stops at the end of the text too: whether that is allowed, the caller knows.
        """
        self.step()
        text = self.text
        parts: list[Part] = []
        plain_text = ""
        level = 0
        while True:
            at = self.at
            end = self.run(at, plain)
            if end > at:
                plain_text += text[at:end]
                self.at = at = end
            c = text[at]
            if c in QUOTES:
                found = self.opened(c)
                if not found:
                    continue
            elif c in "<>" and text[self.joined(at + 1)] == "(":
                found = [self.process(c)]
            elif c in ends and not (level and c == unnest) and self.ends_here(c, plain_text, unnest):
                break
            elif c == "(" and c in ends:
                found = self.group()
            elif at >= self.length:
                break
            else:
                level += (c == nest) - (c == unnest and level > 0)
                plain_text += c
                self.at = at + 1
                continue
            if plain_text:
                parts.append(Literal(plain_text))
                plain_text = ""
            parts.extend(found)
        if plain_text:
            parts.append(Literal(plain_text))
        return parts

    def opened(self, c: str) -> list[Part]:
        """What a quoting character begins; nothing for a line continuation."""
        if c == "$":
            return self.dollar_unquoted()
        if c == '"':
            return self.double()
        if c == "'":
            return self.single()
        if c == "`":
            return [self.backquote(False)]
        following = self.text[self.at + 1]
        if self.at + 1 >= self.length:  # the text ends with a backslash, which then is itself
            self.at += 1
            return [Literal(c)]
        self.refuse_in_arithmetic(following)
        self.at += 2
        return [Literal(following, True)] if following != "\n" else []

    def ends_here(self, c: str, before: str, unnest: str) -> bool:
        """Whether this character ends the word. `(` does not in an extended glob; `f@()` names a function."""
        return c != "(" or before == "" or before[-1] not in _EXTENDED or self.text[self.at + 1] == ")"

    def group(self) -> list[Part]:
        """`(...)` behind a pattern character; unquoted pattern text."""
        start = self.at
        self.deeper()
        if self.glob_at < 0 and not self.in_test:
            self.glob_at = start
        self.at = start + 1
        inner = self.pieces(_PLAIN_GROUP, ")", "(", ")")
        if self.at >= self.length:
            raise Stop("unclosed `(` in a pattern", start)
        self.at += 1
        self.depth -= 1
        return [Literal("("), *inner, Literal(")")]

    def refuse_in_arithmetic(self, quoted: str) -> None:
        """Shells expand an expression once more after they took the quotes off: `a[\\$(b)]=1` may run `b`."""
        if self.in_arithmetic and ("$" in quoted or "`" in quoted):
            self.doubt = self.doubt or Refusal("a quoted expansion in arithmetic", self.at)

    def single(self) -> list[Part]:
        """`'...'`. In a subscript the shell expands what stands inside, as in arithmetic."""
        start = self.at
        close = self.text.find("'", start + 1)
        if close < 0:
            raise Stop("unclosed `'`", start)
        inside = self.text[start + 1 : close]
        self.at = close + 1
        if self.in_arithmetic and ("$" in inside or "`" in inside):
            return self.copied(inside, range(start + 1, close + 1))
        return [Literal(inside, True)]

    def double(self) -> list[Part]:
        """`"..."`; at least one part, since `""` is a field."""
        start = self.at
        close = self.text.find('"', start + 1)
        if close < 0:
            raise Stop('unclosed `"`', start)
        inside = self.text[start + 1 : close]
        if "$" not in inside and "`" not in inside and "\\" not in inside:
            self.at = close + 1
            return [Literal(inside, True)]
        self.at = start + 1
        parts = self.quoted(_PLAIN_DOUBLE, '"', '$`"\\')
        if self.at >= self.length:
            raise Stop('unclosed `"`', start)
        self.at += 1
        return parts or [Literal("", True)]

    def quoted(self, plain: str, ends: str, escaped: str, nest: str = "", inner_quotes: str = "") -> list[Part]:
        """Text as in double quotes up to a character of `ends`, which is left standing.

        `escaped` are the characters that a backslash protects, `inner_quotes` those that still work inside: in the
        operand of `"${x:-...}"` and in arithmetic `"` quotes, and `'` pairs, though what is inside is expanded.
        """
        self.step()
        text = self.text
        parts: list[Part] = []
        so_far = ""
        level = 0
        while True:
            at = self.at
            end = self.run(at, plain)
            if end > at:
                so_far += text[at:end]
                self.at = at = end
            c = text[at]
            if c == "\\":
                so_far += self.escape(escaped)
                continue
            if c == "$":
                ansi = "'" in inner_quotes and text[at + 1] == "'"
                found: list[Part] = [self.ansi(at + 2, "}" in escaped) if ansi else self.dollar(True)]
            elif c == "`":
                found = [self.backquote(True, '"' in escaped)]
            elif c in inner_quotes:
                found = self.double() if c == '"' else self.paired()
            elif (c in ends and not level) or at >= self.length:
                break
            else:
                if c == nest:
                    level += 1
                elif level and c == ends:
                    level -= 1
                so_far += c
                self.at = at + 1
                continue
            if so_far:
                parts.append(Literal(so_far, True))
                so_far = ""
            parts.extend(found)
        if so_far:
            parts.append(Literal(so_far, True))
        return parts

    def escape(self, escaped: str) -> str:
        """What a backslash and the character behind it mean in double quotes."""
        following = self.text[self.at + 1]
        if self.at + 1 >= self.length:
            self.at += 1
            return "\\"
        self.refuse_in_arithmetic(following)
        self.at += 2
        return "" if following == "\n" else following if following in escaped else "\\" + following

    def paired(self) -> list[Part]:
        """`'...'` where it only pairs: the quotes stay in the text, and expansions between them are made."""
        start = self.at
        close = self.text.find("'", start + 1)
        if close < 0:
            raise Stop("unclosed `'`", start)
        self.at = close + 1
        inside = self.text[start : close + 1]
        if ("}" in inside or '"' in inside) and self.mentions("posix"):
            raise Refusal("a quote that POSIX mode would read differently", start)
        if "$" not in inside and "`" not in inside:
            return [Literal(inside, True)]
        return self.copied(inside, range(start, close + 2))

    def ansi(self, at: int, expanded: bool = False) -> Part:
        """`$'...'`, from behind its opening. In double quotes and arithmetic its value is expanded again."""
        value, end = decode(self.text, at)
        if (expanded or self.in_body) and ("$" in value or "`" in value):
            raise Refusal("an expansion inside `$'...'` that quotes do not protect", at)
        self.refuse_in_arithmetic(value)
        self.at = end
        return Literal(value, True)

    def dollar_unquoted(self) -> list[Part]:
        at = self.joined(self.at + 1)
        c = self.text[at]
        if c == "'":
            return [self.ansi(at + 1)]
        if c == '"':
            self.at = at
            return self.double()
        return [self.dollar(False)]

    def process(self, direction: str) -> Part:
        """`<(...)`, `>(...)`. In a subscript it is expanded as text first."""
        self.refuse_in_arithmetic("$")
        if self.in_body:  # some take it for text there
            self.doubt = self.doubt or Refusal("a process substitution inside `${...}` of a here-document", self.at)
        self.at = self.joined(self.at + 1) + 1
        return ProcessSubstitution(direction, self.enclosed())

    def dollar(self, quoted: bool) -> Part:
        raise NotImplementedError

    def backquote(self, quoted: bool, in_string: bool = False) -> Part:
        raise NotImplementedError

    def enclosed(self) -> Script:
        raise NotImplementedError

    def copied(self, text: str, places: range) -> list[Part]:
        raise NotImplementedError
