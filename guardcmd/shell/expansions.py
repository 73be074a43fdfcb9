"""What `$` and the backquote begin: parameters, arithmetic, command substitution."""

from __future__ import annotations

from guardcmd.shell.ir import Arithmetic, CommandSubstitution, Literal, Parameter, Word
from guardcmd.shell.lexer import DIGITS, NAME, NAME_START, QUOTES, Refusal, Stop, plain_without
from guardcmd.shell.relocate import relocate
from guardcmd.shell.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from guardcmd.shell.ir import Part, Script

_SPECIAL = "@*#?-$!" + DIGITS
_PLAIN_HERE = plain_without("\\$`")
_PLAIN_ARITHMETIC = plain_without("()" + QUOTES)
_PLAIN_BRACKET = plain_without("[]" + QUOTES)
_PLAIN_INDEX = plain_without("[]<>" + QUOTES)
_PLAIN_OPERAND = plain_without("}<>" + QUOTES)
_PLAIN_OPERAND_QUOTED = plain_without("}" + QUOTES)
_PLAIN_PATTERN = plain_without("}/<>" + QUOTES)
_PLAIN_OFFSET = plain_without(":}?()" + QUOTES)
_ESCAPED = '$`"\\'
_LETTERS = NAME_START[:-1]


class Expansions(Words):
    """Reads expansions. A text that must be re-read (backquotes, bodies) gets a reader of its own class."""

    def dollar(self, quoted: bool) -> Part:
        """The expansion at `$`, or the `$` itself where none follows."""
        start = self.at
        at = self.joined(start + 1)
        c = self.text[at]
        if c in NAME_START:
            return Parameter(self.name(at), "", (), None, False, quoted)
        if c == "{":
            return self.braces(start, at, quoted)
        if c == "(":
            return self.parentheses(start, at, quoted)
        if c in _SPECIAL:
            self.at = at + 1
            return Parameter(c, "", (), None, False, quoted)
        if c == "[":
            return self.brackets(start, at, quoted)
        self.at = start + 1
        return Literal("$", quoted)

    def name(self, at: int) -> str:
        """The name that starts at `at`, perhaps continued on the next line."""
        text = self.text
        end = self.run(at, NAME)
        name = text[at:end]
        while text[end] == "\\" and text[end + 1] == "\n":
            at = end + 2
            end = self.run(at, NAME)
            name += text[at:end]
        self.at = end
        return name

    # --- $(...), $((...)), $[...], `...` -----------------------------------------------------

    def parentheses(self, start: int, at: int, quoted: bool) -> Part:
        """`$((...))`, or `$(...)` if what looks like arithmetic is a subshell: `$((a); (b))`."""
        known = self.substitutions.get(at)
        if known is None:
            closed = -1
            if self.text[self.joined(at + 1)] == "(":
                parts, closed = self.arithmetic(at)
                if parts is not None:
                    return Arithmetic(tuple(parts), quoted)
            self.at = at + 1
            doubt, self.doubt = self.doubt, None
            script = self.enclosed()
            if closed >= 0 and closed != self.at:
                raise Refusal("a `$((` that bash and guardcmd would end at different places", start)
            known = self.substitutions[at] = (script, self.at, self.doubt)
            self.doubt = doubt
        script, self.at, doubt = known
        self.doubt = self.doubt or doubt
        return CommandSubstitution(script, quoted)

    def arithmetic(self, at: int) -> tuple[list[Part] | None, int]:
        """The parts of the `((...))` at `at`; or None and where its outer parenthesis closes, if it is none."""
        start = self.at
        doubt = self.doubt
        self.deeper()
        self.in_arithmetic += 1
        self.at = self.joined(at + 1) + 1
        parts = self.quoted(_PLAIN_ARITHMETIC, ")", _ESCAPED, "(", "\"'")
        self.close_parenthesis(start)
        second = self.joined(self.at)
        self.depth -= 1
        self.in_arithmetic -= 1
        if self.text[second] == ")":
            self.at = second + 1
            inside = self.text[at : self.at]
            if inside.count("(") != inside.count(")"):  # $((1+$(case a in a) b;; esac))) is no arithmetic to bash
                self.doubt = self.doubt or Refusal("unbalanced parentheses in arithmetic", at)
            return parts, self.at
        self.quoted(_PLAIN_ARITHMETIC, ")", _ESCAPED, "(", "\"'")
        self.close_parenthesis(start)
        self.doubt = doubt
        return None, self.at

    def close_parenthesis(self, start: int) -> None:
        if self.at >= self.length:
            raise Stop("unclosed `((`", start)
        self.at += 1

    def brackets(self, start: int, at: int, quoted: bool) -> Part:
        """`$[...]`."""
        self.deeper()
        self.in_arithmetic += 1
        self.at = at + 1
        parts = self.quoted(_PLAIN_BRACKET, "]", _ESCAPED, "[", "\"'")
        self.in_arithmetic -= 1
        if self.at >= self.length:
            raise Stop("unclosed `$[`", start)
        self.at += 1
        self.depth -= 1
        return Arithmetic(tuple(parts), quoted)

    def enclosed(self) -> Script:
        """The script up to the `)` that closes a substitution; passes it."""
        start = self.at
        waiting, self.pending = self.pending, []
        around = self.in_arithmetic, self.in_test, self.in_body
        self.in_arithmetic, self.in_test, self.in_body = 0, False, False
        self.in_substitution += 1
        script = self.script()
        self.in_arithmetic, self.in_test, self.in_body = around
        if self.text[self.at] != ")" or self.at >= self.length:
            raise Stop("unclosed `(`", start - 1) if self.at >= self.length else self.unexpected(self.at)
        self.at += 1
        self.in_substitution -= 1
        self.pending = waiting + self.pending
        return script

    def backquote(self, quoted: bool, in_string: bool = False) -> Part:
        """Backquotes: their text, with its own backslashes taken off, is read again."""
        start = self.at
        known = self.substitutions.get(start)
        if known is None:
            text, places = self.unescaped(start + 1, '$`\\"' if in_string else "$`\\")
            known = self.substitutions[start] = (self.reread(text, places), self.at, None)
        script, self.at, _ = known
        return CommandSubstitution(script, quoted)

    def unescaped(self, at: int, escaped: str) -> tuple[str, Sequence[int]]:
        """The text up to the closing backquote, and where each of its characters was; passes the backquote."""
        text = self.text
        start = at
        close = text.find("`", at)
        if close < 0:
            raise Stop("unclosed backquote", start - 1)
        if "\\" not in text[at:close]:
            self.at = close + 1
            return text[at:close], range(at, close + 1)
        places: list[int] = []
        while True:
            escape = text.find("\\", at, close)
            if escape < 0:
                places.extend(range(at, close + 1))
                self.at = close + 1
                return "".join([text[i] for i in places[:-1]]), places
            places.extend(range(at, escape))
            at = escape + 2
            if text[escape + 1] not in escaped:
                places.append(escape)
            places.append(escape + 1)
            if at > close:
                close = text.find("`", at)
            if close < 0:
                raise Stop("unclosed backquote", start - 1)

    def reread(self, text: str, places: Sequence[int]) -> Script:
        """The script in a text that was taken out of this one: character i was at `places[i]`."""
        inner = self.reader(text)
        try:
            script = inner.whole()
        except Stop as stop:
            raise type(stop)(stop.reason, places[stop.position]) from None
        self.steps_left = inner.steps_left
        relocate(script, places)
        return script

    def copied(self, text: str, places: Sequence[int]) -> list[Part]:
        """The parts of a text in which only `$`, the backquote and the backslash count, as in here-documents."""
        inner = self.reader(text)
        inner.in_arithmetic = self.in_arithmetic
        inner.in_body = True
        try:
            parts = inner.quoted(_PLAIN_HERE, "", "$`\\")
            inner.finish()
        except Stop as stop:
            raise type(stop)(stop.reason, places[stop.position]) from None
        self.steps_left = inner.steps_left
        relocate(tuple(parts), places)
        return parts

    def reader(self, text: str) -> Self:
        """A reader of the same kind for text that was taken out of this one."""
        inner = type(self)(text, self.dialect, self.depth + 1, self.comments, self.steps_left)
        inner.step()
        inner.outermost_text, inner.mentioned = self.outermost_text, self.mentioned
        return inner

    # --- ${...} ------------------------------------------------------------------------------

    def braces(self, start: int, at: int, quoted: bool) -> Part:
        """`${...}` with its `{` at `at`."""
        self.deeper()
        text = self.text
        self.at = at = self.joined(at + 1)
        c = text[at]
        if c in " \t\n|":
            part = self.current_shell(start, quoted)
        elif c == "#" and (following := text[self.joined(at + 1)]) != "}" and self.is_length(at, following):
            self.at = self.joined(at + 1)
            part = self.parameter(start, quoted, "#len", False)
        elif c == "!" and self.is_indirect(at):
            self.at = self.joined(at + 1)
            part = self.parameter(start, quoted, "", True)
        else:
            part = self.parameter(start, quoted, "", False)
        self.depth -= 1
        return part

    def is_length(self, at: int, following: str) -> bool:
        """Whether `#` asks for a length: `${#x}`, `${#@}`, and not `${#-x}`."""
        return following in NAME_START or following in DIGITS or self.text[self.joined(at + 1) + 1] == "}"

    def is_indirect(self, at: int) -> bool:
        """Whether `!` asks for another name: `${!x}`, `${!#}`, and not `${!-x}`."""
        after = self.joined(at + 1)
        c = self.text[after]
        return c in NAME_START or c in DIGITS or (c in "@*#?-$!" and self.text[after + 1] == "}")

    def parameter(self, start: int, quoted: bool, operator: str, indirect: bool) -> Part:
        """`name[index]operator operands}`."""
        text = self.text
        c = text[self.at]
        if c in NAME_START:
            name = self.name(self.at)
        elif c in DIGITS:
            end = self.run(self.at, DIGITS)
            name = text[self.at : end]
            self.at = self.joined(end)
        elif c in "@*#?-$!":
            name = c
            self.at = self.joined(self.at + 1)
        else:
            return self.bad_substitution(start, quoted)
        index = None
        if text[self.at] == "[" and name[0] in NAME_START + "@*":
            index = self.index()
            self.at = self.joined(self.at)
        arguments: tuple[Word, ...] = ()
        if text[self.at] != "}":
            if operator:
                return self.bad_substitution(start, quoted, name)
            operator, operands = self.operator(indirect)
            if not operator:
                return self.bad_substitution(start, quoted, name)
            arguments = self.operands(operator, operands, quoted)
        if text[self.at] != "}":
            if self.at >= self.length:
                raise Stop("unclosed `${`", start)
            return self.bad_substitution(start, quoted, name)
        self.at += 1
        return Parameter(name, operator, arguments, index, indirect, quoted)

    def index(self) -> Word:
        """`[...]`, passing the brackets."""
        start = self.at
        self.deeper()
        self.in_arithmetic += 1
        self.at = start + 1
        parts = self.pieces(_PLAIN_INDEX, "]", "[", "]")
        self.in_arithmetic -= 1
        if self.at >= self.length:
            raise Stop("unclosed `[`", start)
        self.at += 1
        self.depth -= 1
        return Word(tuple(parts), self.text[start + 1 : self.at - 1], (start + 1, self.at - 1))

    def operator(self, indirect: bool) -> tuple[str, str]:
        """The operator here and what kind of operands it takes; passes it. Empty if it is none."""
        text = self.text
        at = self.at
        c = text[at]
        after = self.joined(at + 1)
        following = text[after]
        if c == ":" and following in "-=?+":
            self.at = after + 1
            return ":" + following, "word"
        if c in "-=?+":
            self.at = after
            return c, "word"
        if c in "#%^,~/" and following == c:
            self.at = after + 1
            return c + c, "replace" if c == "/" else "pattern"
        if c == "/":
            anchored = following if following in "#%" else ""
            self.at = after + len(anchored)
            return c + anchored, "replace"
        if c in "#%^,~":
            self.at = after
            return c, "pattern"
        if c == ":":
            self.at = after
            return c, "offset"
        if c in "@*" and indirect and following == "}":  # ${!prefix*}
            self.at = after
            return c, ""
        if c == "@" and following in _LETTERS and text[self.joined(after + 1)] == "}":
            self.at = self.joined(after + 1)
            return c + following, ""
        return "", ""

    def operands(self, operator: str, kind: str, quoted: bool) -> tuple[Word, ...]:
        """The words behind an operator, up to the closing brace."""
        if kind == "word":
            return (self.operand(_PLAIN_OPERAND, "}", quoted),)
        if kind == "pattern":
            return (self.operand(_PLAIN_OPERAND, "}", False),)
        if kind == "replace":
            pattern = self.operand(_PLAIN_PATTERN, "/}", False)
            if self.text[self.at] != "/":
                return (pattern,)
            self.at += 1
            return (pattern, self.operand(_PLAIN_OPERAND, "}", quoted and self.dialect == "zsh"))
        if kind == "offset":
            return self.offsets()
        return ()

    def operand(self, plain: str, ends: str, quoted: bool) -> Word:
        start = self.at
        if quoted:
            parts = self.quoted(_PLAIN_OPERAND_QUOTED, "}", '$`"\\}', "", "\"'" if self.pairs_quotes else '"')
        else:
            parts = self.pieces(plain, ends)
        raw = self.text[start : self.at]
        if quoted and self.in_arithmetic and ("<(" in raw or ">(" in raw):
            self.refuse_in_arithmetic("$")
        return Word(tuple(parts), raw, (start, self.at))

    def offsets(self) -> tuple[Word, ...]:
        """`offset:length`, both arithmetic; `a ? b : c` keeps its colon."""
        self.in_arithmetic += 1
        found = [self.offset()]
        while self.text[self.at] == ":":
            self.at += 1
            found.append(self.offset())
        self.in_arithmetic -= 1
        return tuple(found)

    def offset(self) -> Word:
        start = self.at
        text = self.text
        parts: list[Part] = []
        level = choices = 0
        while True:
            parts += self.quoted(_PLAIN_OFFSET, ":}?()", _ESCAPED, "", "\"'")
            c = text[self.at]
            if self.at >= self.length or c == "}" or (c == ":" and not level and not choices):
                return Word(tuple(parts), text[start : self.at], (start, self.at))
            level += (c == "(") - (c == ")")
            choices += (c == "?") - (c == ":")
            parts.append(Literal(c, True))
            self.at += 1

    def bad_substitution(self, start: int, quoted: bool, name: str = "") -> Part:
        """What bash calls a bad substitution when it comes to it: the rest is kept, for what it may hold."""
        rest = self.operand(_PLAIN_OPERAND, "}", quoted)
        if self.text[self.at] != "}":
            raise Stop("unclosed `${`", start)
        self.at += 1
        return Parameter(name, "bad", (rest,), None, False, quoted)

    def current_shell(self, start: int, quoted: bool) -> Part:
        """`${ command; }` and `${|command; }` of bash 5.3; older ones end it at the first brace and call it bad."""
        if self.text[self.at] == "|":
            self.at += 1
        waiting, self.pending = self.pending, []
        arithmetic, self.in_arithmetic = self.in_arithmetic, 0
        script = self.script()
        self.in_arithmetic = arithmetic
        if self.text[self.at] != "}":
            raise Stop("unclosed `${`", start)
        self.at += 1
        self.pending = waiting + self.pending
        return CommandSubstitution(script, quoted)
