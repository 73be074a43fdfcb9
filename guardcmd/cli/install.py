"""`guardcmd install`: show the change of the agent's settings, then make it."""

from __future__ import annotations

import os
from pathlib import Path

import click

from guardcmd.agents.install import CLIENTS, plan, prepare
from guardcmd.cli.common import here
from guardcmd.shells.hook_text import SHELLS


@click.command("install")
@click.argument("client", type=click.Choice((*CLIENTS, *SHELLS)))
@click.option("--user", "scope", flag_value="user", default="user", help="for every project of yours (the default)")
@click.option("--project", "scope", flag_value="project", help="for this project: .claude/settings.local.json")
@click.option("--dry-run", is_flag=True, help="show the change and leave it")
@click.option("--force", is_flag=True, help="also with an interpreter that lies in a project")
def command(client: str, scope: str, dry_run: bool, force: bool) -> None:
    """Put the guard into an agent's settings, or into a shell's start-up file.

    Every tool call of the agent, or every line that you enter in new shells, is then judged before it runs. Foreign
    hooks and unknown keys stay as they are; the old file is kept beside the new one.
    """
    if client in SHELLS:
        install_shell(client, dry_run, force)
        return
    planned = plan(client, scope, Path(here()), dict(os.environ), force)
    for warning in planned.warnings:
        click.echo(f"warning: {warning}", err=True)
    if planned.change.is_empty:
        click.echo(f"already installed in {planned.change.path}")
    else:
        click.echo(planned.change.diff())
    if dry_run:
        return
    compiled = prepare()
    if compiled:
        click.echo(f"warning: {compiled}", err=True)
    if not planned.change.is_empty:
        backup = planned.change.apply()
        click.echo(f"installed in {planned.change.path}" + (f", the old file is {backup}" if backup else ""))
    click.echo("hint: `guardcmd doctor` proves that it works; sessions that are open now take it up within seconds")


def install_shell(shell: str, dry_run: bool, force: bool) -> None:
    """The same for a shell's start-up file."""
    from guardcmd.shells.install import plan

    planned = plan(shell, dict(os.environ), force)
    for warning in planned.warnings:
        click.echo(f"warning: {warning}", err=True)
    if planned.change.is_empty:
        click.echo(f"already installed in {planned.change.path}")
    else:
        click.echo(planned.change.diff())
    if dry_run:
        return
    compiled = prepare()
    if compiled:
        click.echo(f"warning: {compiled}", err=True)
    if not planned.change.is_empty:
        backup = planned.change.apply()
        click.echo(f"installed in {planned.change.path}" + (f", the old file is {backup}" if backup else ""))
    click.echo("hint: `guardcmd doctor` proves that it works; shells that are open now are not guarded")
