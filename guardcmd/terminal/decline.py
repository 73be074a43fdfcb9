"""A verdict that does not allow, shown to the person at the terminal and asked about: for `run` and the shells."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.guard import Judgement
    from guardcmd.proposal import Proposal

FAULT = "guardcmd itself failed"  # how the note of an internal fault begins (guard.judge)
UNCONFIRMED = "it was not confirmed"
UNJUDGED = "RUN"  # typed to run what could not be judged


def decline(
    judgement: Judgement,
    proposal: Proposal,
    agent: str,
    preamble: int = 0,
    brackets: bool = False,
    what: str = "run it",
) -> str:
    """Show the verdict and ask. Empty when the person confirmed, else why it is not run.

    `agent` says why nobody can be asked here (person.obstacle). The first `preamble` characters of the text are
    definitions that the shell added. `brackets`: see Terminal. `what` the typed word does.
    """
    import termios

    from guardcmd.terminal.panel import console, show
    from guardcmd.terminal.prompt import NoTerminal, Terminal, confirm

    why_not = hopeless(judgement, agent)
    if why_not:
        show(judgement, proposal, console(stderr=True), preamble)
        return why_not
    try:
        with Terminal(brackets=brackets) as terminal:
            with os.fdopen(os.dup(terminal.descriptor), "w", errors="backslashreplace") as screen:
                show(judgement, proposal, console(screen, columns=terminal.columns), preamble)
            return "" if confirm(terminal, word(judgement), what=what) else UNCONFIRMED
    except KeyboardInterrupt:
        return UNCONFIRMED
    except NoTerminal as error:
        show(judgement, proposal, console(stderr=True), preamble)
        return str(error)
    except (OSError, termios.error):
        return "the terminal is gone"


def hopeless(judgement: Judgement, agent: str) -> str:
    """Why no answer of the person here would let it run; empty if one does."""
    verdict = judgement.verdict
    if verdict.decision == "block":
        return "it is blocked, and no confirmation lifts that"
    if verdict.quorum > 1:
        return f"it needs the approval of {verdict.quorum} people"
    return agent


def word(judgement: Judgement) -> str:
    """What has to be typed."""
    verdict = judgement.verdict
    if any(note.startswith(FAULT) for note in verdict.notes):
        return UNJUDGED
    return "yes" if verdict.decision == "ask" else verdict.typed or "yes"
