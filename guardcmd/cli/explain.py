"""`guardcmd explain`: the same judgement as anywhere, with its trace."""

from __future__ import annotations

import click

from guardcmd.cli.check import ACTORS, DIALECTS, Checking, absolute
from guardcmd.cli.common import edge, here, verdict_lines


@click.command("explain")
@click.argument("text")
@click.option("--actor", type=click.Choice(ACTORS), default="agent", show_default=True, help="who wants to run it")
@click.option("--cwd", metavar="DIR", help="where it would run")
@click.option("--shell", type=click.Choice(DIALECTS), default="bash", show_default=True, help="what would read it")
def command(text: str, actor: str, cwd: str | None, shell: str) -> None:
    """Show how TEXT is read, opened, matched and decided."""
    from guardcmd.terminal.excerpt import visible

    checking = Checking(edge(), actor, True, shell)
    judgement = checking.judge(text, absolute(cwd or here()))
    for line in judgement.trace:
        print(visible(line))
    for call in judgement.calls:
        through = f"  (through {' > '.join(call.origin.via)})" if call.origin.via else ""
        print(visible(f"call: {call.tool}: {call.text}{through}"))
    print(*verdict_lines(judgement.verdict), sep="\n")
