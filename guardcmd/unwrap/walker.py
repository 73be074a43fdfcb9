"""What stays the same while one text is walked: where it reports, how it was reached, how deep it is."""

from __future__ import annotations

from guardcmd.calls import Opaque
from guardcmd.record import Record
from guardcmd.unwrap.choices import NOTHING, Choice, merge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from guardcmd.calls import Call, Invocation, Origin, Payload
    from guardcmd.shell.ir import Script, Span
    from guardcmd.unwrap.state import FunctionBody, State
    from guardcmd.world import World

    Item = Invocation | Payload | Opaque | Call
    Run = Callable[[Script, State, "Walker"], "Outcome"]
    Trap = tuple[str, Choice, Span]

DEEPEST = 60  # constructs within constructs: six frames each on Python's own stack, of its thousand
NESTED = 2  # what a function, a substitution or evaluated code counts
HOLE = "\ue000"  # stands in nested text for what cannot be known of it


class Outcome(Record):
    """What a command leaves besides the state: success (None: not known), and its standard output."""

    status: bool | None = None
    output: Choice = NOTHING


DONE = Outcome(True)
UNSURE = Outcome()


class Found:
    """What one text defined and has not run yet, and what was reported already while loops repeat."""

    __slots__ = ("aliases", "called", "functions", "reported", "traps")

    def __init__(self) -> None:
        self.functions: list[FunctionBody] = []
        self.called: set[int] = set()  # ids of the commands of functions that ran
        self.aliases: dict[str, Choice] = {}
        self.traps: list[Trap] = []
        self.reported: set[object] = set()

    def apart(self) -> Found:
        """For a subshell: it has traps of its own."""
        other = object.__new__(Found)
        other.functions, other.called, other.aliases = self.functions, self.called, self.aliases
        other.reported, other.traps = self.reported, []
        return other


class Walker(Record):
    """Handed down unchanged; `inside` gives the one for a nested construct."""

    world: World
    sink: Callable[[Item], None]
    run: Run  # walk.run_script: in the given state
    apart: Run  # walk.run_apart: in a subshell of it
    origin: Origin
    found: Found
    span: Span | None = None  # where nested text stands in the outermost; None: spans are right as they are
    dialect: str = "bash"
    interactive: bool = False
    depth: int = 0
    active: tuple[str, ...] = ()  # functions, aliases and evaluated texts that are running
    turns: int = 1  # how often the loops around repeat this
    repeating: bool = False  # in a loop or function: what was reported is not reported again
    forking: bool = False  # in a pipeline or in the background
    breaks: list[State] | None = None  # the states in which the loop around was left
    returns: list[State] | None = None  # the same for the function
    uncalled: bool = False  # in a function that nobody called: its arguments are nobody's
    why: str = ""  # what the holes of this nested text are
    lines: str = ""  # the text of the file that is walked: its lines are counted

    def inside(self, weight: int = 1) -> Walker | None:
        """One construct deeper, or None where it ends: the caller reports what it leaves out."""
        if self.depth + weight > DEEPEST:
            self.world.budget.truncate("the text is nested too deeply to follow")
            return None
        return self.replace(depth=self.depth + weight)

    def replace(self, **changes: Any) -> Walker:
        other = object.__new__(Walker)
        for field in Walker._fields:
            setattr(other, field, getattr(self, field))
        for field, value in changes.items():
            setattr(other, field, value)
        return other

    def place(self, span: Span) -> Span:
        """A span in the proposal's text."""
        return self.span or span

    def at(self, span: Span) -> Origin:
        """The origin of what stands here: with the line, in a file."""
        if not self.lines:
            return self.origin
        origin = self.origin
        line = origin.line + self.lines.count("\n", 0, span[0])
        return origin.replace(line=line, via=(*origin.via, f"{origin.file}:{line}"))

    def report(self, item: Item) -> None:
        """Hand on what was found; once, where loops walk the same text again."""
        self.world.budget.spend(2)
        if self.repeating:
            key = identity(item)
            if key in self.found.reported:
                return
            self.found.reported.add(key)
        self.world.budget.reached = self.depth
        self.sink(item)

    def opaque(self, source: str, carrier: str, reason: str, state: State, span: Span) -> None:
        """Report code that will run and that nobody has read."""
        self.report(Opaque(source, carrier, reason, self.at(span), self.place(span), state.exports(), state.directory))


def identity(item: Item) -> object:
    """What makes two reports the same."""
    kind = type(item).__name__
    if kind == "Invocation":
        environment = tuple(item.environment.items())  # type: ignore[union-attr]
        files = item.state.disk.version if item.state else 0  # type: ignore[union-attr]  # what runs may be new
        return (kind, item.span, item.argv, item.directory, environment, item.input, item.origin, files)  # type: ignore[union-attr]
    if kind == "Call":
        return (kind, item.span, item.words, item.directory, item.origin)  # type: ignore[union-attr]
    return (kind, item.span, item.origin, getattr(item, "text", None), getattr(item, "carrier", ""))


def union(outcomes: list[Outcome]) -> Outcome:
    """One of several things happened."""
    if len(outcomes) == 1:
        return outcomes[0]
    statuses = {outcome.status for outcome in outcomes}
    status = statuses.pop() if len(statuses) == 1 else None
    return Outcome(status, merge([value for outcome in outcomes for value in outcome.output]))
