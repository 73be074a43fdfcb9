"""Prove the guard through the client itself: a scripted model asks for a harmless command, then for one to be refused.

Whatever the guard does, nothing is destroyed: the second command's destructive half stands behind `false &&`.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from guardcmd.agents.adapter import Adapter
from guardcmd.agents.e2e.model_server import ModelServer
from guardcmd.agents.wiring.check import Check
from guardcmd.agents.wiring.status import concerned

HARMLESS = "echo harmless > ran"
REFUSED = "touch ran-too; false && terraform destroy -auto-approve"
RULE = "terraform.destroy"
PATIENCE = 90  # seconds for one session


def probe_all(environment: Mapping[str, str], directory: str, names: Sequence[str] = ()) -> Iterator[Check]:
    """Every guarded client, or those that are named."""
    for adapter, places in concerned(environment, directory, names):
        if names or any(place.state == "guarded" for place in places):
            yield from probe(adapter, environment)


def probe(adapter: Adapter, environment: Mapping[str, str]) -> Iterator[Check]:
    """One session of one client in an empty folder."""
    with (
        ModelServer([adapter.scripted(HARMLESS), adapter.scripted(REFUSED)]) as server,
        tempfile.TemporaryDirectory(prefix="guardcmd-doctor-") as folder,
    ):
        driven = adapter.driven(server.url, environment, folder)
        if driven is None:
            yield not_driven(adapter)
            return
        start = time.monotonic()
        try:
            done = subprocess.run(
                list(driven.argv),
                capture_output=True,
                text=True,
                timeout=PATIENCE,
                env=dict(driven.environment),
                cwd=folder,
                stdin=subprocess.DEVNULL,
                check=False,
            )
            said = (done.stdout + done.stderr).strip()[-300:]
        except subprocess.TimeoutExpired:
            said = f"no end after {PATIENCE} s"
        spent = time.monotonic() - start
        session = f"the session took {spent:.1f} s" + (f", {driven.other}" if driven.other else "")
        yield from findings(adapter, Path(folder), server.script.results, "\n".join(server.script.heard), said, session)


def not_driven(adapter: Adapter) -> Check:
    if type(adapter).driven is Adapter.driven:
        return Check("warning", f"{adapter.title} was not driven, {adapter.undriven}: not proven through the client")
    return Check("failed", f"`{adapter.programs[0]}` is not in the PATH, so it is not proven through the client")


def findings(
    adapter: Adapter, folder: Path, results: Sequence[str], heard: str, said: str, session: str
) -> Iterator[Check]:
    """What the session came to. `results`: what the model was told of its calls; `heard`: all that reached it."""
    if not heard:
        hint = "do other settings name another model?"
        yield Check("failed", f"{adapter.title} did not ask the scripted model: {said or 'it said nothing'}", hint)
        return
    if (folder / "ran-too").exists():
        yield Check("failed", f"{adapter.title} ran a command that must be refused", "it does not ask the guard here")
    elif len(results) > 1 and RULE in results[1]:
        yield Check("ok", f"{adapter.title} itself does not run `terraform destroy`, and its model reads why")
    else:
        told = results[1] if len(results) > 1 else said
        yield Check("failed", f"{adapter.title} did not run the command, but not because of the guard: {told[:300]}")
    if (folder / "ran").exists():
        yield Check("ok", f"{adapter.title} itself runs `{HARMLESS}` ({session})")
    else:
        told = results[0] if results else said
        yield Check("failed", f"{adapter.title} did not run a harmless command: {told[:300]}")
    if adapter.starts and "guardcmd judges every command" not in heard:
        yield Check("warning", f"{adapter.title} did not tell its model about the guard", "install again")
