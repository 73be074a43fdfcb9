"""A decision and everything that led to it."""

from __future__ import annotations

from guardcmd.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.ruleset.model import Finding

DECISIONS = ("allow", "notify", "ask", "confirm", "block")  # in order of strictness


class Evidence(Record):
    """One thing that is true here and now, about one finding. `lowers` and `raises` are steps in the matrix.

    `kind`: tracked-clean, session-made, local-database, throwaway, local-cluster, local-docker, emulator, scratch,
    production, protected ... `about` is shown to people.
    """

    kind: str
    about: str
    lowers: int = 0
    raises: int = 0
    throwaway: bool = False  # the finding is at most notify


class Note(Record):
    """Something that decides without a rule: `unreadable`, `readers-differ`, `truncated`, `broken-rules` ..."""

    kind: str
    decision: str
    text: str  # one sentence, for people and for the log


class Reason(Record):
    """Why one finding has its decision: cell, floor and steps, for people and for the log."""

    finding: Finding
    decision: str
    steps: tuple[str, ...]  # "cell irreversible x environment: confirm", "production: +1" ...
    evidence: tuple[Evidence, ...] = ()
    quorum: int = 1  # people that a `confirm` needs


class Verdict(Record):
    """The strictest of the reasons, with what does not come from a rule (`notes`: unreadable, readers differ).

    `quorum` is how many people a `confirm` needs. `typed` is the word that a person types.
    """

    decision: str
    reasons: tuple[Reason, ...] = ()
    notes: tuple[str, ...] = ()
    quorum: int = 1
    typed: str = ""
    observed: str = ""  # in observe mode: what it would have been

    @property
    def allows(self) -> bool:
        """Whether the command may run without anybody being asked."""
        return self.decision in ("allow", "notify")


def strictest(decisions: tuple[str, ...]) -> str:
    """The strictest of some decisions; `allow` of none."""
    return max(decisions, key=DECISIONS.index, default="allow")
