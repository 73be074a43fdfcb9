"""Where the guard stands in an agent's settings, file by file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from guardcmd.agents.claude_settings import our_hooks, switched_off, unguarded
from guardcmd.agents.settings_file import in_force, locate


@dataclass(frozen=True, slots=True)
class Place:
    """One settings file: `guarded`, `open` (nothing of ours where it could be), `broken`, or `off`."""

    path: Path
    state: str
    note: str = ""
    settings: dict[str, object] | None = None


def places(environment: dict[str, str], directory: Path) -> list[Place]:
    """The user's file, whether it exists or not, and every other one that has our hooks or harms them."""
    user = locate("user", environment, directory)
    found = [place_of(path, path == user) for path in in_force(environment, directory)]
    return [place for place in found if place is not None]


def place_of(path: Path, always: bool = False) -> Place | None:
    """None for a file that has nothing to do with the guard."""
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Place(path, "open", "no such file") if always else None
    except (OSError, ValueError) as error:
        return Place(path, "broken", f"the client ignores it: {error}")
    if our_hooks(settings, "PreToolUse"):
        wrong = unguarded(settings)
        return Place(path, "broken" if wrong else "guarded", wrong, settings)
    off = switched_off(settings)
    if off:
        return Place(path, "off", off)
    return Place(path, "open", "no hook of guardcmd", settings) if always else None
