"""`guardcmd run`: judge, ask the person at the terminal, then become the command."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

import click

from guardcmd.audit.event import decision_event
from guardcmd.cli.common import dialect, edge, here, shell
from guardcmd.edge import Edge
from guardcmd.errors import GuardError, InputError, StateError, UsageError
from guardcmd.guard import Judgement
from guardcmd.proposal import Proposal, ShellText
from guardcmd.shell.quote import quote
from guardcmd.store import proposals
from guardcmd.terminal.person import obstacle

NOT_RUN, NOT_EXECUTABLE, NOT_FOUND = 77, 126, 127
PYTHONS_OWN = (signal.SIGPIPE, signal.SIGXFSZ)  # ignored by Python, and ignored signals survive exec


@dataclass(frozen=True, slots=True)
class Request:
    """What to run: the text that is judged, and the argv that is then executed."""

    text: str
    dialect: str
    argv: Sequence[str]
    directory: str
    id: str = ""


@click.command("run", context_settings={"allow_interspersed_args": False, "ignore_unknown_options": False})
@click.option("-c", "text", metavar="TEXT", help="a command line, read and run by your shell")
@click.option("--id", "id_", metavar="ID", help="a refused command, as it was, where it was")
@click.argument("argv", nargs=-1, type=click.UNPROCESSED, metavar="[--] [ARGV]...")
def command(text: str | None, id_: str | None, argv: tuple[str, ...]) -> int:
    """Run a command once you have confirmed what it would destroy.

    Exits with the command's own status, or with 77 when it was not run.
    """
    if sum((text is not None, id_ is not None, bool(argv))) != 1:
        raise UsageError("give one of `-c TEXT`, `--id ID`, or `-- ARGV`", "as in `guardcmd run -c 'git clean -f'`")
    own = edge()
    return run(own, request(own, text, id_, argv))


def request(own: Edge, text: str | None, id_: str | None, argv: tuple[str, ...]) -> Request:
    """What the options mean. A stored text runs under the person's shell, in the directory of then."""
    program = shell()
    if id_ is not None:
        stored = proposals.load(own.paths.proposals, id_)
        if stored is None or stored.expires <= own.seconds():
            raise InputError(f"there is no refused command with the id `{id_}`", "`guardcmd status` lists them")
        return Request(stored.text, dialect(program), (program, "-c", stored.text), stored.directory, stored.id)
    if text is not None:
        return Request(text, dialect(program), (program, "-c", text), here())
    return Request(quote(argv), "posix", argv, here())


def run(own: Edge, wanted: Request) -> int:
    """Judge it, ask if need be, and replace this process by it. Returns only if it did not run."""
    go(wanted.directory)
    agent = obstacle(own.environment)
    proposal = own.propose(
        ShellText(wanted.text, wanted.dialect),
        wanted.directory,
        actor="agent" if agent else "human",
        client="run",
    )
    judgement = own.judge(proposal)
    stop = own.stopped() if agent else None
    refusal = "" if judgement.verdict.allows else decline(judgement, proposal, agent)
    if stop is not None:
        refusal = f"guardcmd is stopped: {stop.reason}"
    answer = "not-run" if refusal else "ran"
    failed = own.log(decision_event(proposal, judgement, answer, own.now(), wanted.id))
    if failed and not refusal:
        refusal = audit_failure(own, proposal, judgement, failed)
    if refusal:
        print(f"not run: {refusal}", file=sys.stderr)
        return NOT_RUN
    if wanted.id:
        proposals.forget(own.paths.proposals, wanted.id)
    return execute(wanted)


def decline(judgement: Judgement, proposal: Proposal, agent: str, what: str = "run it") -> str:
    """Show the verdict and ask. Empty when the person confirmed, else why not. `what` the typed word does."""
    from guardcmd.terminal.panel import console, show
    from guardcmd.terminal.prompt import NoTerminal, Terminal, confirm

    verdict = judgement.verdict
    why_not = agent
    if verdict.decision == "block":
        why_not = "it is blocked, and no confirmation lifts that"
    elif verdict.quorum > 1:
        why_not = f"it needs the approval of {verdict.quorum} people"
    if why_not:
        show(judgement, proposal, console(stderr=True))
        return why_not
    try:
        with Terminal() as terminal, os.fdopen(os.dup(terminal.descriptor), "w") as screen:
            show(judgement, proposal, console(screen))
            screen.flush()
            word = "yes" if verdict.decision == "ask" else verdict.typed or "yes"
            return "" if confirm(terminal, word, what=what) else "it was not confirmed"
    except NoTerminal as error:
        show(judgement, proposal, console(stderr=True))
        return str(error)


def audit_failure(own: Edge, proposal: Proposal, judgement: Judgement, failed: str) -> str:
    """What follows when the audit line cannot be written: harmless commands run with a warning."""
    if not judgement.verdict.allows or own.audit_required(proposal):
        return f"the audit log cannot be written: {failed}"
    print(f"warning: the audit log cannot be written: {failed}", file=sys.stderr)
    return ""


def go(directory: str) -> None:
    """Into the directory where it is to run: judging and running must mean the same place."""
    try:
        os.chdir(directory)
    except OSError as error:
        raise StateError(f"cannot go to `{directory}`: {error.strerror}") from None


def execute(wanted: Request) -> NoReturn:
    """Become the command: same standard streams, environment and signals, its own exit status."""
    sys.stdout.flush()
    for number in PYTHONS_OWN:
        signal.signal(number, signal.SIG_DFL)
    try:
        os.execvp(wanted.argv[0], list(wanted.argv))
    except FileNotFoundError:
        raise NotStarted(f"`{wanted.argv[0]}` was not found", NOT_FOUND) from None
    except OSError as error:
        raise NotStarted(f"`{wanted.argv[0]}` cannot be executed: {error.strerror}", NOT_EXECUTABLE) from None


class NotStarted(GuardError):
    """The system does not execute it; the status is that of a shell."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code
