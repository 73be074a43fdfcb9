"""The bridge as a file of the client's: what is written there, whether it still is what was written, taking it out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from guardcmd.agents.bridged import Bridged
from guardcmd.agents.wiring.change import Change, read
from guardcmd.agents.wiring.place import Place
from guardcmd.errors import InputError

PARTS = Path(__file__).with_name("bridges")
MARK = "// guardcmd's bridge to "
ARGV = "const ARGV = "


def bridge(adapter: Bridged, argv: Sequence[str]) -> str:
    """The whole file: who it is for, what it starts, the part that all bridges share, the client's own part."""
    return "\n".join([
        f"{MARK}{adapter.title}, written by `guardcmd install {adapter.name}`. It works only as it is: do not edit it.",
        f"const CLIENT = {json.dumps(adapter.name)}",
        f"{ARGV}{json.dumps(list(argv))}",
        f"const PATIENCE = {adapter.patience} // ms until a hook that hangs is killed",
        (PARTS / "common.js").read_text(encoding="utf-8"),
        (PARTS / adapter.bridge).read_text(encoding="utf-8"),
    ])  # fmt: skip


def argv_in(text: str) -> list[str]:
    """The command line that a bridge starts; empty where it has none."""
    line = next((line for line in text.splitlines() if line.startswith(ARGV)), "")
    try:
        found = json.loads(line.removeprefix(ARGV) or "[]")
    except ValueError:
        return []
    return found if isinstance(found, list) and all(isinstance(word, str) for word in found) else []


def with_bridge(adapter: Bridged, path: str, argv: Sequence[str]) -> Change:
    """Raises InputError where another file stands in the way."""
    before = read(path)
    if before is not None and not before.startswith(MARK):
        raise InputError(f"`{path}` is there and not guardcmd's", "move it away first; install overwrites nothing")
    return Change(path, before, bridge(adapter, argv))


def without_bridge(adapter: Bridged, path: str) -> Change:
    before = read(path)
    ours = before is not None and before.startswith(MARK)
    return Change(path, before, None if ours else before)


def places(adapter: Bridged, environment: Mapping[str, str], directory: str) -> list[Place]:
    """The user's file, whether it exists or not, and every other bridge of ours that a session here loads."""
    user = adapter.locate("user", environment, directory)
    files = dict.fromkeys([user, *adapter.in_force(environment, directory)])
    found = [place_of(adapter, path) for path in files]
    return [place for place in found if place.path == user or place.state != "open"]


def place_of(adapter: Bridged, path: str) -> Place:
    try:
        text = read(path)
    except InputError as error:
        return Place(path, "broken", str(error))
    if text is None or not text.startswith(MARK):
        return Place(path, "open", "no such file" if text is None else "not guardcmd's")
    argv = argv_in(text)
    if not argv or text != bridge(adapter, argv):
        return Place(path, "broken", "it is not the bridge that this version of guardcmd writes", tuple(argv))
    return Place(path, "guarded", "", tuple(argv))
