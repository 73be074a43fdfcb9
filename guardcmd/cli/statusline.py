"""`guardcmd statusline`: one short word on the guard, for the status line of an agent."""

from __future__ import annotations

import json
import os
import sys

import click

from guardcmd.agents.clients import ALIASES, NAMES
from guardcmd.agents.refusal import cut
from guardcmd.agents.wiring.status import concerned, reduced
from guardcmd.cli.common import edge, here
from guardcmd.edge import Edge
from guardcmd.proposal import ShellText
from guardcmd.store.installed import installed
from guardcmd.terminal.excerpt import visible

LONGEST = 80  # characters


@click.command("statusline")
@click.argument("client", type=click.Choice([*NAMES, *ALIASES]), metavar="CLIENT", default="claude-code")
def command(client: str) -> None:
    """Print `guarded`, or why it is less: for the status line of CLIENT, whose JSON may stand on standard input."""
    given = "" if sys.stdin.isatty() else sys.stdin.read()
    click.echo(cut(visible(segment(edge(), ALIASES.get(client, client), directory_in(given) or here())), LONGEST))


def directory_in(given: str) -> str:
    """The project of the session, as Claude Code tells it; empty where it does not."""
    try:
        told = json.loads(given)
        workspace = told.get("workspace") or {}
        return str(workspace.get("project_dir") or told.get("cwd") or "")
    except (ValueError, AttributeError):
        return ""


def segment(own: Edge, client: str, directory: str) -> str:
    """The guard in a few words: stopped, reduced, observing, or guarded."""
    stop = own.stopped()
    if stop is not None:
        return f"guardcmd stopped: {stop.reason}"
    why = reduced(concerned(dict(os.environ), directory, (client,), installed(own.paths.installed)))
    if why:
        return f"guardcmd reduced: {why.partition(': ')[2] or why}"
    settings, notes = own.policy(own.propose(ShellText(""), directory))
    if notes:
        return f"guardcmd reduced: {notes[0].text}"
    if settings.observes(own.today()):
        return f"guardcmd observes until {settings.observe_until}"
    return "guarded"
