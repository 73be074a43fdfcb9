"""`guardcmd stop`: from now on agents may only read."""

from __future__ import annotations

import click

from guardcmd.cli.common import edge
from guardcmd.errors import StateError
from guardcmd.store.stop import stop


@click.command("stop")
@click.option("--reason", default="", metavar="TEXT", help="what the agents and people are told")
def command(reason: str) -> int:
    """Refuse every command, file change and server tool of every agent of yours, until `guardcmd resume`.

    Tools that only read still work. Claude Code's session ends at its next call. Anybody may do it, agents too; your
    own commands are not touched.
    """
    own = edge()
    earlier = own.stopped()
    if earlier is not None:
        click.echo(f"already stopped since {earlier.at[:16].replace('T', ' ')}: {earlier.reason}")
        return 0
    reason = reason.strip() or "no reason was given"
    try:
        stop(own.paths, reason, own.now(), own.user)
    except OSError as error:
        raise StateError(f"it cannot be stopped: `{error.filename}`: {error.strerror}") from None
    failed = own.log({"event": "stop", "at": own.now(), "user": own.user, "answer": "stopped", "notes": [reason]})
    if failed:
        click.echo(f"warning: the audit log cannot be written: {failed}", err=True)
    click.echo(f"stopped: {reason}")
    click.echo("hint: `guardcmd resume` lets agents go on")
    return 0
