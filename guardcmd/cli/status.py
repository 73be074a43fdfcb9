"""`guardcmd status`: what is guarded, where things are kept, what waits for a person."""

from __future__ import annotations

import os
import time
from pathlib import Path

import click

from guardcmd.agents.wiring.status import concerned, reduced
from guardcmd.cli.common import edge, here
from guardcmd.edge import Edge
from guardcmd.store.approvals import waiting as approved
from guardcmd.store.installed import installed
from guardcmd.store.proposals import waiting
from guardcmd.terminal.excerpt import visible


@click.command("status")
def command() -> int:
    """Show what is guarded, where things are kept, and which refused commands a person can still run.

    Exits with 1 where nothing is guarded, or a settings file takes from the guard; the last line says why.
    """
    own = edge()
    found = concerned(dict(os.environ), here(), register=installed(own.paths.installed))
    for adapter, places in found:
        for place in places:
            note = f": {place.note}" if place.note else ""
            click.echo(f"{place.state:10} {adapter.name:12} {place.path}{note}")
    show_shells(own)
    click.echo(f"{'state':10} {own.paths.state}")
    click.echo(f"{'config':10} {own.paths.config}" + ("" if Path(own.paths.policy).exists() else " (no policy.toml)"))
    stop = own.stopped()
    if stop is not None:
        since = f"since {stop.at[:16].replace('T', ' ')} by {visible(stop.user)}"
        click.echo(f"{'stopped':10} {since}: {visible(stop.reason)}; `guardcmd resume` lets agents go on")
    elif Path(own.paths.engaged).exists():
        click.echo(f"{'engaged':10} {own.paths.engaged}: every command takes the full analysis")
    refused = waiting(own.paths.proposals)
    click.echo(f"{'refused':10} {len(refused)} that can still be run" if refused else f"{'refused':10} none waiting")
    for stored in refused[:10]:
        first = visible(stored.text.split("\n", 1)[0])[:80]
        click.echo(f"  {stored.id}  {stored.at[:16].replace('T', ' ')}  {stored.decision:8} {first}")
        click.echo(f"            {visible(stored.summary.split(chr(10), 1)[0])}  (in {visible(stored.directory)})")
    if refused:
        click.echo(
            "hint: `guardcmd run --id ID` runs one, `guardcmd approve ID` lets the agent do it; both ask you first"
        )
    for approval in approved(own.paths.approvals, own.seconds()):
        click.echo(f"{'approved':10} {approval.id} may pass once, until {time_of(approval.expires)}")
    why = reduced(found)
    if why:
        click.echo(f"{'reduced':10} {why}")
    return 1 if why else 0


def time_of(seconds: int) -> str:
    return time.strftime("%H:%M", time.localtime(seconds))


def show_shells(own: Edge) -> None:
    """The person's own shells that are guarded, and until when they are not."""
    from guardcmd.shells.hook_text import SHELLS, module
    from guardcmd.shells.install import home, is_installed
    from guardcmd.shells.off import left

    environment = dict(os.environ)
    seconds = left(own.paths.shells_off, own.seconds())
    for shell in SHELLS:
        if is_installed(shell, environment):
            note = f": off for {seconds} more seconds" if seconds else ""
            click.echo(f"{'shell':10} {module(shell).startup_file(home(environment))}{note}")
