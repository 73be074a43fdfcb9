"""Text for `sh`, which is bash on some machines and dash on others: where both read, what either would run."""

from __future__ import annotations

from guardcmd.shell.ir import (
    ArithmeticCommand,
    Conditional,
    Group,
    Literal,
    Pipeline,
    Script,
    SimpleCommand,
    Statement,
    Word,
)
from guardcmd.shell.lexer import Refusal, Stop
from guardcmd.shell.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.shell.ir import Command, Part, Redirect, Span


class PosixReader(Reader):
    """Reads the union of bash and POSIX. What means something else to dash is read both ways, or refused."""

    def __init__(
        self, text: str, dialect: str = "posix", depth: int = 0, comments: bool = True, steps: int = -1
    ) -> None:
        super().__init__(text, dialect, depth, comments, steps)
        self.both: dict[int, tuple[Command | None, int]] = {}
        self.failures: dict[int, Stop] = {}

    def parenthesis(self, start: int) -> Command:
        """`((a))` is arithmetic for bash and a subshell in a subshell for dash: both, where both can be read."""
        if self.text[self.joined(start + 1)] != "(":
            return super().parenthesis(start)
        known = self.both.get(start)
        if known is None:
            known = self.both[start] = self.either(start)
        found, self.at = known
        if found is None:
            raise self.failures[start]
        return found

    def either(self, start: int) -> tuple[Command | None, int]:
        """What was read at `((`, and where it ends; None where neither reading succeeds."""
        depth, pending = self.depth, list(self.pending)
        nested: Command | None = None
        try:
            nested = self.subshell(start)
        except Refusal:
            raise
        except Stop as stop:
            self.failures[start] = stop
        end = self.at
        self.at, self.depth, self.pending, self.in_arithmetic = start, depth, pending, 0
        try:
            found = super().parenthesis(start)
        except Refusal:
            raise
        except Stop:
            self.depth, self.in_arithmetic = depth, 0
            return nested, end
        if nested is None or not isinstance(found, ArithmeticCommand):
            return found, self.at
        if end != self.at:
            raise Refusal("a `((` that bash and dash end at different places", start)
        return _together([found, nested.replace(redirects=())], (start, end)), end

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
            raise Refusal("a `$'` that sh ends at its first quote and bash does not", at - 2)
        return part

    def operand(self, plain: str, ends: str, quoted: bool) -> Word:
        word = super().operand(plain, ends, quoted)
        if quoted and "$'" in word.raw:
            raise Refusal('a `$\'` inside `"${...}"`, which shells read differently', word.span[0])
        return word

    def redirect(self, start: int, descriptor: str) -> Redirect:
        found = super().redirect(start, descriptor)
        if found.operator in ("&>", "&>>"):
            back = self.at
            if self.blanks() not in self.command_ends:
                raise Refusal(f"`{found.operator}` before an operand, which sh reads as `&` and a new command", start)
            self.at = back
        return found

    compounds = {**Reader.compounds, "[[": either_test}


def _together(commands: list[Command], span: Span) -> Group:
    """Several readings of one place, as a group that runs them all."""
    pipelines = [Pipeline((command,), False, command.span) for command in commands]
    return Group(Script(tuple([Statement(pipeline, ";", span) for pipeline in pipelines]), span), (), span)


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
