"""`guardcmd resume`: agents may go on after a stop."""

from __future__ import annotations

import sys

import click

from guardcmd.agents.wiring.install import require_person
from guardcmd.cli.common import edge
from guardcmd.cli.run import NOT_RUN
from guardcmd.errors import StateError
from guardcmd.store.stop import resume
from guardcmd.terminal.excerpt import visible
from guardcmd.terminal.prompt import NoTerminal, Terminal, confirm


@click.command("resume")
def command() -> int:
    """Let agents go on after `guardcmd stop`. Only a person may, in a terminal; exits with 77 when it was left."""
    own = edge()
    earlier = own.stopped()
    if earlier is None:
        click.echo("nothing is stopped")
        return 0
    require_person(dict(own.environment), "letting agents go on")
    since = f"since {earlier.at[:16].replace('T', ' ')} by {visible(earlier.user)}"
    click.echo(f"stopped {since}: {visible(earlier.reason)}")
    why_not = asked()
    if not why_not:
        why_not = own.log({"event": "resume", "at": own.now(), "user": own.user, "answer": "resumed"})
    if why_not:
        print(f"still stopped: {why_not}", file=sys.stderr)
        return NOT_RUN
    try:
        resume(own.paths)
    except OSError as error:
        raise StateError(f"it stays stopped: `{error.filename}`: {error.strerror}") from None
    click.echo("agents may go on; a session that the stop ended has to be started again")
    return 0


def asked() -> str:
    """Why it stays stopped; empty if the person typed the word."""
    try:
        with Terminal() as terminal:
            return "" if confirm(terminal, "resume", what="let agents go on") else "it was not confirmed"
    except NoTerminal as error:
        return str(error)
