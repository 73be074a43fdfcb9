"""Variables as one call would see them: set in its text, else in the session."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.calls import Call
    from guardcmd.proposal import Proposal


def variable(call: Call, proposal: Proposal, *names: str) -> str | None:
    """The first of the variables that is set; empty where none is, None where its value cannot be known."""
    for name in names:
        value = call.environment.get(name)
        if value is not None:
            if value.text:
                return value.text
            if value.text is None:
                return None
            continue
        if proposal.environment.get(name):
            return proposal.environment[name]
    return ""
