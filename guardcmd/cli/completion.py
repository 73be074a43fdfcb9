"""`guardcmd completion`: the script that a shell loads for Tab."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print the completion script of a shell.

    bash: `eval "$(guardcmd completion bash)"` in ~/.bashrc; zsh: the same with zsh in ~/.zshrc; fish:
    `guardcmd completion fish > ~/.config/fish/completions/guardcmd.fish`.
    """
    from guardcmd.cli.main import cli

    made = get_completion_class(shell)
    assert made is not None
    click.echo(made(cli, {}, "guardcmd", "_GUARDCMD_COMPLETE").source())
