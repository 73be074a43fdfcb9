"""Text for `sh`, which is bash on some machines and dash on others: where both read, what either would run."""

from __future__ import annotations

from guardcmd.shell.ir import Conditional, Group, Literal, Pipeline, Script, SimpleCommand, Statement, Word
from guardcmd.shell.lexer import Stop
from guardcmd.shell.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.shell.ir import Command, Part, Redirect


class PosixReader(Reader):
    """Reads the union of bash and POSIX. Text that means something else to dash is refused or read as dash reads it."""

    def parenthesis(self, start: int) -> Command:
        """`((a))` is a subshell in a subshell for dash, arithmetic for bash."""
        if self.text[self.joined(start + 1)] != "(":
            return super().parenthesis(start)
        failed = self.failures.get(start)
        if failed is not None:
            raise failed
        depth, pending = self.depth, list(self.pending)
        try:
            return self.subshell(start)
        except Stop:
            self.at, self.depth, self.pending = start, depth, pending
        try:
            return super().parenthesis(start)
        except Stop as stop:
            self.failures[start] = stop
            raise

    def either_test(self, start: int) -> Command:
        """`[[` is no reserved word for dash: what stands behind its `&&` and `||` runs."""
        found = self.conditional(start)
        joints = [at for at, word in enumerate(found.words) if word.raw in ("&&", "||")]
        if not joints:
            return found
        return Group(_statements(found, joints), (), found.span)

    def ansi(self, at: int, expanded: bool = False) -> Part:
        close = self.text.find("'", at)
        part = super().ansi(at, expanded)
        if self.at != close + 1:
            raise Stop("a `$'` that sh ends at its first quote and bash does not", at - 2)
        return part

    def redirect(self, start: int, descriptor: str) -> Redirect:
        found = super().redirect(start, descriptor)
        if found.operator in ("&>", "&>>"):
            back = self.at
            if self.blanks() not in self.command_ends:
                raise Stop(f"`{found.operator}` before an operand, which sh reads as `&` and a new command", start)
            self.at = back
        return found

    compounds = {**Reader.compounds, "[[": either_test}


def _statements(found: Conditional, joints: list[int]) -> Script:
    """The test itself, then each part of it as the command that dash would run."""
    whole = Pipeline((found,), False, found.span)
    statements = [Statement(whole, ";", found.span)]
    opening = Word((Literal("[["),), "[[", (found.span[0], found.span[0] + 2))
    closing = Word((Literal("]]"),), "]]", (found.span[1], found.span[1]))
    words = [opening, *found.words, closing]
    begin = 0
    for joint in [*[at + 1 for at in joints], len(words)]:
        part = words[begin:joint]
        begin = joint + 1
        span = (part[0].span[0], part[-1].span[1])
        operator = words[joint].raw if joint < len(words) else ""
        command = SimpleCommand((), tuple(part), (), span)
        statements.append(Statement(Pipeline((command,), False, span), operator, span))
    return Script(tuple(statements), found.span)
