"""`guardcmd shell-hook`: the hook of an interactive shell, for its start-up file."""

from __future__ import annotations

import click

from guardcmd.agents.wiring.command_line import site_folders
from guardcmd.shells.hook_text import SHELLS, hook_text


@click.command("shell-hook")
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print the hook of an interactive shell.

    `guardcmd install SHELL` loads it in a form that starts faster; `eval "$(guardcmd shell-hook bash)"` does the same.
    """
    click.echo(hook_text(shell, "", "", site_folders()), nl=False)
