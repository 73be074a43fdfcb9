"""Where a list joined by `&&` and `||` may be, and what a condition leaves: after success, after failure, or both."""

from __future__ import annotations

from guardcmd.shell.value import unknown
from guardcmd.unwrap.choices import NOTHING, Choice, concat, merge
from guardcmd.unwrap.join import join
from guardcmd.unwrap.provenance import LOCAL
from guardcmd.unwrap.walker import Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.unwrap.state import State


MAYBE = unknown(f"{LOCAL}a command that may fail")


class Branches:
    """One list in progress."""

    def __init__(self, state: State) -> None:
        self.good: State | None = state.fork()
        self.bad: State | None = None
        self.output: Choice = NOTHING
        self.status: bool | None = True

    def start(self, operator: str) -> State:
        """The state in which the next of the list runs, behind `&&`, `||` or nothing."""
        ready, kept = self.ways(operator)
        start = ready or kept
        assert start is not None
        return start.fork()

    def ways(self, operator: str) -> tuple[State | None, State | None]:
        """Where the next one runs, and where it does not."""
        return (self.bad, self.good) if operator == "||" else (self.good, self.bad)

    def after(self, operator: str, branch: State, outcome: Outcome) -> None:
        """It ran, and left this."""
        ready, kept = self.ways(operator)
        if ready is None:  # `true || rm x`: not run, and reported all the same
            return
        good, bad = divided(branch, outcome.status)
        written = concat(self.output, outcome.output)
        if operator == "||":
            if kept is not None and outcome.output is not NOTHING:
                written = merge(self.output + written + outcome.output)
            self.good, self.bad = either(kept, good), bad
        else:
            if self.status is None and outcome.output is not NOTHING:  # $(cd x && pwd)
                written = merge((*written, MAYBE))
            self.good, self.bad = good, either(kept, bad)
        self.output = written
        self.status = True if self.bad is None else False if self.good is None else None

    def end(self, state: State) -> Outcome:
        """The list is over: the state becomes what any way left."""
        last = either(self.good, self.bad)
        assert last is not None
        state.become(last)
        state.failed = None
        return Outcome(self.status, self.output)


def divided(branch: State, status: bool | None) -> tuple[State | None, State | None]:
    """The states after success and after failure of one command."""
    failed, branch.failed = branch.failed, None
    if status is True:
        return branch, None
    bad = branch.fork()
    if failed is not None:
        bad.directory, bad.previous = failed
    return (None if status is False else branch), bad


def either(one: State | None, other: State | None) -> State | None:
    if one is None or other is None:
        return other if one is None else one
    return join(one, other)
