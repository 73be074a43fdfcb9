"""Where the guard stands, client by client and file by file."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence

from guardcmd.agents import clients
from guardcmd.agents.adapter import Adapter
from guardcmd.agents.place import Place

REDUCED = ("broken", "off")


def concerned(
    environment: Mapping[str, str], directory: str, names: Sequence[str] = ()
) -> list[tuple[Adapter, list[Place]]]:
    """The named clients, or those that are on this machine or have something of the guard, with their files."""
    found = []
    for name in names or clients.NAMES:
        adapter = clients.adapter(name)
        if adapter is None:
            continue
        places = adapter.places(environment, directory)
        here = any(shutil.which(program, path=environment.get("PATH")) for program in adapter.programs)
        if names or here or any(place.state != "open" for place in places):
            found.append((adapter, places))
    return found


def reduced(found: Sequence[tuple[Adapter, Sequence[Place]]]) -> str:
    """Why protection is less than it was installed to be, in one line; empty if it is not."""
    for adapter, places in found:
        for place in places:
            if place.state in REDUCED:
                return f"{adapter.title}: {place.path}: {place.note}"
    if not any(place.state == "guarded" for _, places in found for place in places):
        return "nothing is guarded: run `guardcmd install CLIENT`"
    return ""
