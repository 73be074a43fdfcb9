"""What `doctor` looks at for clients with plugins: the bridge itself, what starts them without, other plugins."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from guardcmd.agents.bridged import Bridged
from guardcmd.agents.wiring.bridge_file import PARTS
from guardcmd.agents.wiring.change import read
from guardcmd.agents.wiring.check import Check
from guardcmd.errors import InputError

DESTRUCTIVE = "terraform destroy -auto-approve"  # only ever judged
HARMLESS = "git status"
PATIENCE = 30  # seconds for one try
RUNTIMES = ("node", "bun")
ENDINGS = (".js", ".ts", ".mjs", ".cjs", ".mts", ".cts")


def tried(adapter: Bridged, environment: Mapping[str, str], directory: str) -> Iterator[Check]:
    """Each bridge, loaded as the client does, refuses what it must and lets pass what it must."""
    places = adapter.places(environment, directory)
    bridges = [place.path for place in places if place.state == "guarded" and place.path.endswith(ENDINGS)]
    runtime = next(filter(None, (shutil.which(name, path=environment.get("PATH")) for name in RUNTIMES)), None)
    if runtime is None:
        yield Check("warning", "the bridge itself was not tried: neither `node` nor `bun` is in the PATH")
        return
    cases = ((DESTRUCTIVE, "stopped: nothing of this ran", "refuses"), (HARMLESS, "passed", "lets pass"))
    for path in bridges:
        for command, wanted, done in cases:
            name = f"the bridge {done} `{command}`"
            said = answer(runtime, adapter, path, command, environment, directory)
            if said.startswith(wanted):
                yield Check("ok", name)
            else:
                yield Check("failed", f"not so: {name} ({said[:300] or 'silence'})", "install again")


def answer(
    runtime: str, adapter: Bridged, path: str, command: str, environment: Mapping[str, str], directory: str
) -> str:
    """What the bridge comes to for a command, or why that cannot be told."""
    argv = [runtime, str(PARTS / "host.mjs"), path, adapter.name, command, directory]
    try:
        done = subprocess.run(
            argv, capture_output=True, text=True, timeout=PATIENCE, env=dict(environment), cwd=directory, check=False
        )
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    return done.stdout.strip() or done.stderr.strip()


def switches(off: Mapping[str, str], environment: Mapping[str, str]) -> Iterator[Check]:
    """Variables of this environment that take the bridge away; `off` says what each does."""
    for name, what in off.items():
        if environment.get(name, "").lower() not in ("", "0", "false"):
            yield Check("failed", f"`{name}` is set and {what}, so nothing is guarded", "unset it")


def siblings(adapter: Bridged, environment: Mapping[str, str], directory: str, event: str) -> Iterator[Check]:
    """Other plugins that take part before a tool runs: they may change a call after guardcmd has seen it."""
    for path in adapter.in_force(environment, directory):
        folder = Path(path).parents[1] if Path(path).stem == "index" else Path(path).parent
        for other in sorted(folder.glob("*")) + sorted(folder.glob("*/index.*")):
            if other.suffix in ENDINGS and str(other) != path and event in _text(other):
                yield Check(
                    "warning",
                    f"the plugin `{other}` also steps in before tools run, and may change a call that was judged",
                    "look at what it does",
                )


def _text(path: Path) -> str:
    try:
        return read(str(path)) or ""
    except InputError:
        return ""
