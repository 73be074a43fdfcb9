"""What `doctor` looks at for clients with plugins: switches that start them without, and plugins beside the bridge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from guardcmd.agents.bridged import Bridged
from guardcmd.agents.change import read
from guardcmd.agents.check import Check
from guardcmd.errors import InputError

ENDINGS = (".js", ".ts", ".mjs", ".cjs", ".mts", ".cts")


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
