"""`guardcmd off`: a person leaves their own prompts unguarded for a while."""

from __future__ import annotations

import time

import click

from guardcmd.cli.common import edge
from guardcmd.cli.run import NOT_RUN
from guardcmd.edge import Edge
from guardcmd.errors import GuardError, StateError, UsageError
from guardcmd.shells.off import end, seconds, write
from guardcmd.terminal.person import obstacle
from guardcmd.terminal.prompt import NoTerminal, Terminal, confirm


@click.command("off")
@click.option("--for", "length", metavar="TIME", help="for how long: 10m, 90s, 2h; at most 8h")
@click.option("--end", "ending", is_flag=True, help="guard them again")
def command(length: str | None, ending: bool) -> int:
    """Leave your own shells unguarded for a while. Agents stay guarded.

    It ends by itself, is logged, and GUARDCMD_STATUS says so in every shell of yours.
    """
    own = edge()
    if ending == (length is not None):
        raise UsageError("give one of `--for TIME` and `--end`", "as in `guardcmd off --for 10m`")
    if length is None:
        ended = end(own.paths.shells_off)
        logged(own, "shells-on", 0)
        click.echo("your shells are guarded" if ended else "your shells were guarded all the time")
        return 0
    until = own.seconds() + seconds(length)
    agent = obstacle(own.environment)
    if agent:
        raise GuardError(f"switching the guard off is for people: {agent}", "run it in a terminal of your own")
    when = time.strftime("%H:%M:%S", time.localtime(until))
    if not asked(f"until {when} what you enter in your shells runs unjudged, whatever it is\n"):
        click.echo("your shells stay guarded")
        return NOT_RUN
    logged(own, "shells-off", until)
    write(own.paths.shells_off, until)
    click.echo(f"your shells are unguarded until {when}; `guardcmd off --end` ends it before")
    return 0


def asked(said: str) -> bool:
    """Whether the person at the terminal types `off`."""
    try:
        with Terminal() as terminal:
            terminal.write(said)
            return confirm(terminal, "off")
    except NoTerminal as error:
        raise GuardError(f"this needs a person: {error}") from None


def logged(own: Edge, event: str, until: int) -> None:
    """What is not logged is not done."""
    failed = own.log({"event": event, "at": own.now(), "user": own.user, "until": until})
    if failed:
        raise StateError(f"the audit log cannot be written: {failed}")
