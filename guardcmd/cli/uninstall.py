"""`guardcmd uninstall`: take our hooks out of the agent's settings, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import click

from guardcmd.agents.install import CLIENTS, removal, require_person
from guardcmd.cli.common import here
from guardcmd.shells.hook_text import SHELLS


@click.command("uninstall")
@click.argument("client", type=click.Choice((*CLIENTS, *SHELLS)))
@click.option("--user", "scope", flag_value="user", default="user", help="for every project of yours (the default)")
@click.option("--project", "scope", flag_value="project", help="for this project: .claude/settings.local.json")
@click.option("--dry-run", is_flag=True, help="show the change and leave it")
def command(client: str, scope: str, dry_run: bool) -> None:
    """Take the guard out of an agent's settings, or of a shell's start-up file. Only a person may."""
    if client in SHELLS:
        uninstall_shell(client, dry_run)
        return
    change = removal(client, scope, Path(here()), dict(os.environ))
    if change.is_empty:
        click.echo(f"guardcmd is not installed in {change.path}")
        return
    if not dry_run:
        require_person(dict(os.environ), "uninstalling the guard")
    click.echo(change.diff())
    if dry_run:
        return
    backup = change.apply()
    click.echo(f"taken out of {change.path}, the old file is {backup}")
    click.echo("hint: sessions that are open now keep the guard until they end")


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
