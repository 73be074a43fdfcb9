"""`guardcmd doctor`: every check, one line each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click

from guardcmd.agents.doctor import Check, examine
from guardcmd.audit.read import verify
from guardcmd.cli.common import edge, here
from guardcmd.edge import Edge
from guardcmd.shells.doctor import examine as examine_shells
from guardcmd.store.proposals import waiting


@click.command("doctor")
def command() -> int:
    """Prove that the guard works: settings, the hook's own answers, the client's version, shells, the audit log.

    Exits with 1 if something failed.
    """
    failed = False
    environment = dict(os.environ)
    for check in (*examine(environment, Path(here())), *examine_shells(environment), *state_checks(edge())):
        failed = failed or check.state == "failed"
        click.echo(f"{check.state:8} {check.what}")
        if check.hint and check.state != "ok":
            click.echo(f"{'':8} hint: {check.hint}")
    return 1 if failed else 0


def state_checks(own: Edge) -> Iterator[Check]:
    """The guard's own files."""
    for note in broken_files(own):
        yield Check("failed", note, "mend the file; `guardcmd rules lint` names every mistake")
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
