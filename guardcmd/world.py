"""What opening a text may ask of the world: the proposal's facts, files, the rules' lookups, and one budget for all."""

from __future__ import annotations

from guardcmd.shell.value import fits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Protocol

    from guardcmd.proposal import Files, Proposal
    from guardcmd.ruleset.model import Tool, Wrapper
    from guardcmd.shell.value import Value
    from guardcmd.unwrap.state import Disk

    class Lookups(Protocol):
        """The part of a ruleset that is needed to open a text (ruleset.Ruleset has it)."""

        def tool_for(self, program: str) -> Tool | None: ...
        def wrappers_for(self, program: str) -> tuple[Wrapper, ...]: ...
        def listed(self, word: str) -> bool: ...
        def programs(self) -> Iterable[str]: ...


class Exhausted(Exception):
    """The budget is spent. What was found until then stands, and the verdict is at least ask."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Budget:
    """What one proposal may cost: `steps` of work, `invocations` opened, `depth` of text within text.

    `truncated` is the first reason why something was left out, or empty. `reached` is how deep the walk is that
    reports now.
    """

    __slots__ = ("depth", "invocations", "reached", "steps", "truncated")

    def __init__(self, steps: int = 60_000, invocations: int = 4_000, depth: int = 12) -> None:
        self.steps = steps
        self.invocations = invocations
        self.depth = depth
        self.reached = 0
        self.truncated = ""

    def spend(self, steps: int) -> None:
        """Take steps off; raises Exhausted when there are none left."""
        self.steps -= steps
        if self.steps < 0:
            raise Exhausted("the text needs too many steps to follow")

    def invocation(self) -> None:
        """Count one invocation; raises Exhausted beyond the limit."""
        self.invocations -= 1
        if self.invocations < 0:
            raise Exhausted("the text runs too many commands to follow")

    def truncate(self, reason: str) -> None:
        """Note that something was left out."""
        self.truncated = self.truncated or reason


class World:
    """One per proposal. `rules` is None where no ruleset is at hand: then every word counts as listed.

    `disk` holds what earlier texts of the same session made, where several are judged one after the other.
    """

    __slots__ = ("budget", "disk", "files", "proposal", "rules")

    def __init__(
        self,
        proposal: Proposal,
        files: Files,
        rules: Lookups | None = None,
        budget: Budget | None = None,
        disk: Disk | None = None,
    ):
        self.proposal = proposal
        self.files = files
        self.rules = rules
        self.budget = budget or Budget()
        self.disk = disk

    @property
    def home(self) -> str:
        return self.proposal.home

    @property
    def project(self) -> str | None:
        return self.proposal.project

    @property
    def environment(self) -> Mapping[str, str]:
        return self.proposal.environment

    def tool_for(self, program: str) -> Tool | None:
        """The tool that reads this program's command line; a bare program name, without directory."""
        return self.rules.tool_for(program) if self.rules else None

    def wrappers_for(self, program: str) -> tuple[Wrapper, ...]:
        """The wrappers that this program may be, as by its subcommands."""
        return self.rules.wrappers_for(program) if self.rules else ()

    def listed(self, word: str) -> bool:
        """Whether any rule, wrapper or carrier names this program."""
        return self.rules.listed(word) if self.rules else True

    def programs_like(self, name: Value) -> tuple[str, ...]:
        """The listed programs that a name with holes or pattern characters may stand for: `r$x`, `/bin/r[m]`."""
        from guardcmd.unwrap.patterns import matches

        programs = self.rules.programs() if self.rules else ()
        if name.texts:
            patterns = [text.rsplit("/", 1)[-1] for text in name.texts]
            patterns = [pattern for pattern in patterns if any(char.isalnum() for char in pattern)]  # not a bare *
            return tuple(p for p in programs if any(matches(pattern, p) for pattern in patterns))
        pieces = last_component(name.pieces)
        return tuple(program for program in programs if fits(pieces, program))


def last_component(pieces: tuple[str | None, ...]) -> tuple[str | None, ...]:
    """What stands behind the last certain `/`."""
    for place in range(len(pieces) - 1, -1, -1):
        piece = pieces[place]
        if piece is not None and "/" in piece:
            tail = piece.rsplit("/", 1)[1]
            return (*((tail,) if tail else ()), *pieces[place + 1 :])
    return pieces
