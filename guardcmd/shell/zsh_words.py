"""Words of zsh: closing braces, glob groups and qualifiers, `=(...)`, `${(flags)...}` (zshexpn)."""

from __future__ import annotations

from guardcmd.shell.ir import Parameter, ProcessSubstitution, Word
from guardcmd.shell.lexer import DIGITS, NAME_START, QUOTES, WORD_ENDS, Refusal, Stop, plain_without
from guardcmd.shell.reader import Reader
from guardcmd.shell.zsh_globs import runs_code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.shell.ir import Part, Script

_PLAIN = plain_without(WORD_ENDS + QUOTES + "{}")
_ENDS = WORD_ENDS + "}"
_PREFIXES = "=~^+#"
_PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">"}
_MODIFIERS = "aAcehlpPqQrstuxgfFwW&"
_NESTED = '$"`'


class ZshWords(Reader):
    """Reads words as zsh does."""

    plain = _PLAIN
    word_ends = _ENDS
    command_ends = Reader.command_ends + "}"
    array_elements = True
    array_joins = False
    brace_level = 0
    brace_quoted = False  # inside "${...}"
    globs_run = True  # patterns of case and [[ ]] match text, and find no files

    def bare(self) -> tuple[str, int]:
        c = self.text[self.at]
        if c in "{}":  # a brace is a word of its own where a command may start
            self.plain_end = self.at
            return c, self.at + 1
        raw, end = super().bare()
        return (raw, end) if self.text[end] != "}" or self.closes(end) else ("", end)

    def closes(self, at: int) -> bool:
        """Whether the `}` at this place ends the word before it: `{ echo a}`, and not `a}b`."""
        return self.text[at + 1] in _ENDS

    def word_parts(self) -> list[Part]:
        parts: list[Part] = []
        if self.text.startswith("=(", self.at):
            self.at += 2
            parts.append(ProcessSubstitution("=", self.enclosed()))
        return parts + self.pieces(_PLAIN, _ENDS, "{", "}")

    def ends_here(self, c: str, before: str, unnest: str) -> bool:
        if unnest != "}" or self.brace_level:
            return True
        if c == "(":
            return self.text[self.run(self.at + 1, " \t")] == ")"
        if c == "}":
            return self.closes(self.at)
        if c == "<":
            return not self.is_range(self.at)
        return c != ">" or not is_range_start(before.rpartition("<"))

    def is_range(self, at: int) -> bool:
        """Whether `<1-9>` stands here, which matches numbers."""
        end = self.run(at + 1, DIGITS)
        return self.text[end] == "-" and self.text[self.run(end + 1, DIGITS)] == ">"

    def descriptor(self, at: int, stop: int) -> str | None:
        return None if self.text[stop] == "<" and self.is_range(stop) else super().descriptor(at, stop)

    def glob_starts(self) -> bool:
        return self.text[self.run(self.at + 1, " \t")] != ")"

    def group(self) -> list[Part]:
        start = self.at
        parts = super().group()
        if self.globs_run and self.text[self.at] in self.word_ends and runs_code(self.text[start + 1 : self.at - 1]):
            raise Refusal("a glob qualifier that runs code", start)
        return parts

    def operand(self, plain: str, ends: str, quoted: bool) -> Word:
        word = super().operand(plain, ends, quoted) if quoted or self.brace_quoted else self.balanced(plain, ends)
        raw = word.raw.strip()
        places = {raw.find("("), raw.rfind("(")} if raw.endswith(")") and not quoted else set()
        if any(raw[at - 1 : at] != "$" and runs_code(raw[at + 1 : -1]) for at in places):
            raise Refusal("a glob qualifier that runs code", word.span[0])
        return word

    # --- parameters --------------------------------------------------------------------------

    def dollar(self, quoted: bool) -> Part:
        start = self.at
        prefix = self.run(start + 1, _PREFIXES)
        if prefix > start + 1 and self.text[prefix] in NAME_START:  # $=x $~x $+x $#x
            written = self.text[start + 1 : prefix]
            operator = "#len" if written == "#" else written
            name = self.name(prefix)
            return Parameter(name, operator, (), self.subscript(), False, quoted)
        part = super().dollar(quoted)
        if isinstance(part, Parameter) and self.text[start + 1] != "{":
            index = self.subscript()
            if index is not None:
                return part.replace(index=index)
        return part

    def subscript(self) -> Word | None:
        """`[...]` directly behind a parameter, unless it is text that only starts with a bracket."""
        if self.text[self.at] != "[":
            return None
        close = self.text.find("]", self.at, self.at + 200)
        if close < 0 or any(c in self.text[self.at : close] for c in " \t\n\"'`"):
            return None
        return self.index()

    def braces(self, start: int, at: int, quoted: bool) -> Part:
        self.deeper()
        self.brace_level += 1
        around, self.brace_quoted = self.brace_quoted, self.brace_quoted or quoted
        text = self.text
        self.at = at + 1
        flags = self.flags(start) if text[at + 1] == "(" else ""
        prefix = self.marks()
        if prefix == "#" and not flags and text[self.at] not in _NESTED:
            prefix = "#len"
        nested: tuple[Word, ...] = ()
        name = ""
        c = text[self.at]
        if c in _NESTED and not (c == "$" and text[self.at + 1] in "}:-+=?#%/"):
            nested = (self.nested(),)
        elif c in NAME_START:
            name = self.name(self.at)
        elif c in DIGITS:
            end = self.run(self.at, DIGITS)
            name = text[self.at : end]
            self.at = end
        elif c in "@*#?-$!" and not (c == "-" and text[self.at + 1] not in "}:"):
            name = c
            self.at += 1
        index = None
        while text[self.at] == "[":
            index = self.index()
        operator, operands = self.zsh_operands(quoted)
        if text[self.at] != "}":
            operator = "bad"
            operands += (self.operand(plain_without("}<>" + QUOTES), "}", quoted),)
        if text[self.at] != "}":
            raise Stop("unclosed `${`", start)
        self.at += 1
        self.depth -= 1
        self.brace_level -= 1
        self.brace_quoted = around
        return Parameter(name, flags + prefix + operator, nested + operands, index, False, quoted)

    def ansi(self, at: int, expanded: bool = False) -> Part:
        return super().ansi(at, expanded or self.brace_level > 0)

    def balanced(self, plain: str, ends: str) -> Word:
        """An operand in which unquoted braces balance: `${x:-{a}}`."""
        start = self.at
        parts = self.pieces(plain.replace("{", ""), ends, "{", "}")
        return Word(tuple(parts), self.text[start : self.at], (start, self.at))

    def enclosed(self) -> Script:
        around = self.brace_level, self.brace_quoted
        self.brace_level, self.brace_quoted = 0, False
        found = super().enclosed()
        self.brace_level, self.brace_quoted = around
        return found

    def process(self, direction: str) -> Part:
        if self.brace_level:
            self.doubt = self.doubt or Refusal("a process substitution inside `${...}`", self.at)
        return super().process(direction)

    def single(self) -> list[Part]:
        start = self.at
        parts = super().single()
        inside = self.text[start : self.at]
        if self.brace_level > 1 and ("$" in inside or "`" in inside):  # ${x//"${y/'$(a)'}"}
            self.doubt = self.doubt or Refusal("a quoted expansion inside nested `${...}`", start)
        return parts

    def arithmetic(self, at: int) -> tuple[list[Part] | None, int]:
        """zsh decides whether this is arithmetic by other rules: it knows no quotes there, and counts brackets."""
        parts, end = super().arithmetic(at)
        inside = self.text[at:end]
        quotes = parts is None and any(c in inside for c in QUOTES if c != "$")
        if quotes or (parts is not None and inside.count("[") != inside.count("]")):
            self.doubt = self.doubt or Refusal("a `((` that zsh may read differently", at)
        return parts, end

    def marks(self) -> str:
        """`=`, `~`, `^`, `+`, `#` before a name, passed."""
        text = self.text
        end = self.run(self.at, _PREFIXES)
        c = text[end]
        if end == self.at or not (c in NAME_START or c in DIGITS or c in _NESTED or c in "@*"):
            return ""
        prefix = text[self.at : end]
        self.at = end
        return prefix

    def nested(self) -> Word:
        """`${${x}...}`, `${"..."}`, `${$(command)}`: what stands in the place of the name."""
        start = self.at
        c = self.text[start]
        parts = self.double() if c == '"' else [self.backquote(False)] if c == "`" else [self.dollar(False)]
        return Word(tuple(parts), self.text[start : self.at], (start, self.at))

    def flags(self, start: int) -> str:
        """`(j:,:U)`, with its parentheses; passes it."""
        text = self.text
        begin = self.at
        at = begin + 1
        while text[at] != ")":
            c = text[at]
            at += 1
            if at >= self.length or c in "`$":
                raise Refusal("a `${(flags)` that is not understood", start)
            if c in "gIjlmrsZ_" and text[at] != ")" and not text[at].isalnum():
                close = text.find(_PAIRS.get(text[at], text[at]), at + 1)
                if close < 0:
                    raise Stop("unclosed `${(`", start)
                at = close + 1
        self.at = at + 1
        return text[begin : self.at]

    def zsh_operands(self, quoted: bool) -> tuple[str, tuple[Word, ...]]:
        """The operator and operands behind a name, up to the closing brace."""
        text = self.text
        three = text[self.at : self.at + 3]
        if three[:1] == "}":
            return "", ()
        plain = plain_without("}<>" + QUOTES)
        if three == "::=":
            self.at += 3
            return three, (self.operand(plain, "}", quoted),)
        if three[:2] in (":#", ":|", ":*", ":^"):
            self.at += 3 if three == ":^^" else 2
            return three if three == ":^^" else three[:2], (self.operand(plain, "}", False),)
        if three[:2] == ":/":
            self.at += 2
            return ":/", self.operands("/", "replace", quoted)
        if three[:1] == ":" and (three[1:2] in _MODIFIERS and not three[2:3].isalnum()):
            self.at += 1
            return ":modifiers", (self.operand(plain, "}", quoted),)
        operator, kind = self.operator(False)
        return (operator, self.operands(operator, kind, quoted)) if operator else ("", ())


def is_range_start(split: tuple[str, str, str]) -> bool:
    """Whether the text before `>` is `<` digits `-` digits."""
    return split[1] == "<" and split[2].count("-") == 1 and not split[2].strip(DIGITS + "-")
