"""`guardcmd install`: show the change of the agent's settings, then make it."""

from __future__ import annotations

import os
from pathlib import Path

import click

from guardcmd.agents.clients import ALIASES, NAMES
from guardcmd.agents.wiring.folders import project_root
from guardcmd.agents.wiring.install import Plan, known, plan, prepare
from guardcmd.cli.common import here
from guardcmd.shells.hook_text import SHELLS
from guardcmd.store.installed import Installed, remember
from guardcmd.store.paths import paths


@click.command("install")
@click.argument("client", type=click.Choice([*NAMES, *ALIASES, *SHELLS]), metavar="CLIENT")
@click.option("--user", "scope", flag_value="user", default="user", help="for every project of yours (the default)")
@click.option("--project", "scope", flag_value="project", help="for this project alone")
@click.option("--managed", "scope", flag_value="managed", help="for every user of this machine, as its administrator")
@click.option("--dry-run", is_flag=True, help="show the change and leave it")
@click.option("--force", is_flag=True, help="also with an interpreter that lies in a project")
def command(client: str, scope: str, dry_run: bool, force: bool) -> None:
    """Put the guard into an agent's settings, or into a shell's start-up file.

    Every tool call of the agent, or every line that you enter in new shells, is then judged before it runs. Foreign
    hooks and unknown keys stay as they are; the old file is kept beside the new one. `guardcmd status` lists the
    clients.
    """
    if client in SHELLS:
        install_shell(client, dry_run, force)
        return
    planned = plan(client, scope, Path(here()), dict(os.environ), force)
    for warning in planned.warnings:
        click.echo(f"warning: {warning}", err=True)
    for change in planned.changes:
        click.echo(f"already installed in {change.path}" if change.is_empty else change.diff())
    if dry_run:
        return
    compiled = prepare()
    if compiled:
        click.echo(f"warning: {compiled}", err=True)
    for change in planned.changes:
        if not change.is_empty:
            backup = change.apply()
            click.echo(f"installed in {change.path}" + (f", the old file is {backup}" if backup else ""))
    register(client, scope, planned)
    click.echo("hint: `guardcmd doctor` proves that it works; sessions that are open now may need a new start")


def register(client: str, scope: str, planned: Plan) -> None:
    """Note where the guard stands now, so that `status` can tell when it is gone."""
    root = project_root(here()) if scope == "project" else ""
    adapter = known(client)
    guarded = {place.path for place in adapter.places(dict(os.environ), here()) if place.state == "guarded"}
    written = [change.path for change in planned.changes if change.path in guarded]  # the others go with these
    added = [Installed(adapter.name, scope, path, root) for path in written]
    try:
        remember(paths().installed, *added)
    except OSError as error:
        click.echo(f"warning: `{error.filename}` cannot be written, so nobody will notice if it goes", err=True)


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
