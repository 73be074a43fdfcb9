"""`guardcmd uninstall`: take our hooks out of the agent's settings, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import click

from guardcmd.agents.clients import ALIASES, NAMES
from guardcmd.agents.wiring.install import known, removal, require_person
from guardcmd.cli.common import here
from guardcmd.shells.hook_text import SHELLS
from guardcmd.store.installed import Installed, forget, installed
from guardcmd.store.paths import paths


@click.command("uninstall")
@click.argument("client", type=click.Choice([*NAMES, *ALIASES, *SHELLS]), metavar="CLIENT")
@click.option("--user", "scope", flag_value="user", default="user", help="for every project of yours (the default)")
@click.option("--project", "scope", flag_value="project", help="for this project alone")
@click.option("--managed", "scope", flag_value="managed", help="for every user of this machine, as its administrator")
@click.option("--dry-run", is_flag=True, help="show the change and leave it")
def command(client: str, scope: str, dry_run: bool) -> None:
    """Take the guard out of an agent's settings, or of a shell's start-up file. Only a person may."""
    if client in SHELLS:
        uninstall_shell(client, dry_run)
        return
    changes = removal(client, scope, Path(here()), dict(os.environ))
    own, noted = known(client).name, installed(paths().installed)
    known_here = [each for each in noted if each.client == own and each.path in [change.path for change in changes]]
    due = not dry_run and (bool(known_here) or not all(change.is_empty for change in changes))
    if due:
        require_person(dict(os.environ), "uninstalling the guard")
    for change in changes:
        click.echo(f"guardcmd is not installed in {change.path}" if change.is_empty else change.diff())
    if not due:
        return
    for change in changes:
        if not change.is_empty:
            backup = change.apply()
            click.echo(f"taken out of {change.path}" + (f", the old file is {backup}" if backup else ""))
    unregister(known_here)
    click.echo("hint: sessions that are open now may keep the guard until they end")


def unregister(entries: list[Installed]) -> None:
    """The guard is gone from there on purpose."""
    try:
        forget(paths().installed, *entries)
    except OSError as error:
        click.echo(f"warning: `{error.filename}` cannot be written; `guardcmd status` will miss the guard", err=True)


def uninstall_shell(shell: str, dry_run: bool) -> None:
    """The same for a shell's start-up file."""
    from guardcmd.shells.install import removal, remove

    change = removal(shell, dict(os.environ))
    if change.is_empty:
        click.echo(f"guardcmd is not installed in {change.path}")
        return
    if not dry_run:
        require_person(dict(os.environ), "uninstalling the guard")
    click.echo(change.diff())
    if not dry_run:
        remove(change)
        click.echo(f"taken out of {change.path}")
        click.echo("hint: shells that are open now keep the guard until they end")
