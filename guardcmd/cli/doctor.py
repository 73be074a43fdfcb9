"""`guardcmd doctor`: every check, one line each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import click

from guardcmd.agents.adapter import Adapter
from guardcmd.agents.clients import ALIASES, NAMES, adapter
from guardcmd.agents.e2e.probe import probe_all
from guardcmd.agents.wiring.check import Check
from guardcmd.agents.wiring.doctor import examine
from guardcmd.audit.read import verify
from guardcmd.cli.common import edge, here
from guardcmd.edge import Edge
from guardcmd.proposal import ShellText
from guardcmd.shells.doctor import examine as examine_shells
from guardcmd.store.installed import installed
from guardcmd.store.proposals import waiting


@click.command("doctor")
@click.option("--e2e", is_flag=True, help="also through the agent itself, with a scripted model on this machine")
@click.argument("clients", nargs=-1, type=click.Choice([*NAMES, *ALIASES]), metavar="[CLIENT]...")
def command(clients: tuple[str, ...], e2e: bool) -> int:
    """Prove that the guard works: settings, the hook's own answers, the client's version, shells, the audit log.

    Without a client, of every one that is guarded. With --e2e each of them is started once in an empty folder, with
    your own settings and hooks, and a model that asks for two commands: a harmless one, and one that must be refused
    (and would destroy nothing). Exits with 1 if something failed.
    """
    failed, own = False, edge()
    register = installed(own.paths.installed)
    checks = [examine(dict(os.environ), Path(here()), clients, register), shell_checks(clients), state_checks(own)]
    if e2e:
        checks.insert(1, probe_all(dict(os.environ), here(), clients))
    for check in chain(*checks):
        failed = failed or check.state == "failed"
        click.echo(f"{check.state:8} {check.what}")
        if check.hint and check.state != "ok":
            click.echo(f"{'':8} hint: {check.hint}")
    return 1 if failed else 0


def shell_checks(clients: tuple[str, ...]) -> Iterator[Check]:
    """The person's own shells, where no client was named."""
    return iter(()) if clients else examine_shells(dict(os.environ))


def state_checks(own: Edge) -> Iterator[Check]:
    """The guard's own files."""
    for note in broken_files(own):
        yield Check("failed", note, "mend the file; `guardcmd rules lint` names every mistake")
    yield from agent_settings(own)
    log = Path(own.paths.audit)
    failed = own.log({"event": "doctor", "at": own.now(), "waiting": len(waiting(own.paths.proposals))})
    if failed:
        yield Check(
            "failed", f"the audit log cannot be written: {failed}", "harmless commands run, all others are refused"
        )
        return
    report = verify(log)
    if report.problems:
        yield Check(
            "failed", f"the audit log was changed: {report.problems[0]}", "`guardcmd log --verify` shows all of it"
        )
    else:
        yield Check("ok", f"the audit log is whole: {report.lines} lines")
    if Path(own.paths.state).stat().st_mode & 0o077:
        yield Check("warning", f"others can read `{own.paths.state}`", f"chmod 700 {own.paths.state}")


def agent_settings(own: Edge) -> Iterator[Check]:
    """What the user's policy says of agents that there are not, or that cannot do it."""
    place = own.propose(ShellText(""), here())
    for name, wanted in own.policy(place)[0].agents.items():
        client = adapter(name)
        if client is None:
            yield Check(
                "failed", f"`agents.{name}` in {own.paths.policy} names no agent", f"one of: {', '.join(NAMES)}"
            )
        elif wanted.headless == "defer" and type(client).defers is Adapter.defers:
            said = f"`agents.{name}.headless` in {own.paths.policy}: {client.title} cannot defer, so it is refused"
            yield Check("warning", said, "take it out")


def broken_files(own: Edge) -> list[str]:
    """What is wrong with rule and policy files in force here."""
    from guardcmd.edge import project_of
    from guardcmd.store.policyfiles import load_settings
    from guardcmd.store.rulefiles import load

    directory = here()
    project = project_of(directory, own.home) or ""
    loaded = load("", own.paths.rules, directory, project)
    _, notes = load_settings("", own.paths.policy, directory, project)
    return [note.text for note in (*loaded.notes, *notes)]
