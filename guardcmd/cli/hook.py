"""`guardcmd hook CLIENT`: only its help text. `__main__` starts the hook itself without click."""

from __future__ import annotations

import click


@click.command("hook")
@click.argument("client")
@click.option("--state", metavar="DIR", help="the state directory")
@click.option("--config", metavar="DIR", help="the configuration directory")
@click.option("--settings", metavar="FILE", help="the settings file that the hook is installed in")
def command(client: str, state: str, config: str, settings: str) -> None:
    """Answer an agent's hook call: JSON on standard input; silence, or an answer. Exits with 0 or 2.

    `guardcmd install` writes this into the agent's settings, in a form that starts faster.
    """
    raise AssertionError("started by guardcmd.__main__")
