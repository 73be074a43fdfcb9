"""`guardcmd log`: recent decisions, and whether the chain of the log holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import click

from guardcmd.audit.read import events, verify
from guardcmd.cli.common import edge
from guardcmd.terminal.excerpt import visible


@click.command("log")
@click.option("-n", "--lines", "count", default=20, show_default=True, type=click.IntRange(1), help="how many")
@click.option("--json", "as_json", is_flag=True, help="print the lines as they are")
@click.option("--refused", is_flag=True, help="only what did not run, or was asked about")
@click.option("--verify", "check", is_flag=True, help="check the chain of hashes over all files of the log")
def command(count: int, as_json: bool, refused: bool, check: bool) -> int:
    """Show recent decisions, the latest last."""
    log = Path(edge().paths.audit)
    if check:
        return _verify(log)
    wanted = [event for event in events(log, count if not refused else count * 50) if not refused or _held(event)]
    for event in wanted[-count:]:
        click.echo(json.dumps(event) if as_json else line(event))
    return 0


def _held(event: Mapping[str, object]) -> bool:
    return event.get("answer") not in ("silent", "approved", "ran")


def line(event: Mapping[str, object]) -> str:
    """One event for people: when, decision, answer, rules, what."""
    at = str(event.get("at", ""))[:19].replace("T", " ")
    rules = event.get("rules")
    named = f"  [{', '.join(map(str, rules))}]" if isinstance(rules, list) and rules else ""
    keys = ("text", "write", "edit", "tool", "notes", "event")
    what = next((event[key] for key in keys if event.get(key)), "")
    shown = visible(what if isinstance(what, str) else str(what))[:160]
    return f"{at}  {event.get('decision', '-')!s:8} {event.get('answer', '')!s:8} {shown}{named}"


def _verify(log: Path) -> int:
    report = verify(log)
    for problem in report.problems:
        click.echo(problem)
    torn = f", {report.torn} torn" if report.torn else ""
    click.echo(
        f"{report.lines} lines in {report.files} files{torn}: {'broken' if report.problems else 'the chain holds'}"
    )
    return 1 if report.problems else 0
