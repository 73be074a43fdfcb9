"""Where the guard stands, client by client and file by file."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence

from guardcmd.agents import clients
from guardcmd.agents.adapter import Adapter
from guardcmd.agents.wiring.place import Place
from guardcmd.store.installed import Installed

REDUCED = ("broken", "off", "gone")
GONE = "the guard was installed here and is gone"


def concerned(
    environment: Mapping[str, str], directory: str, names: Sequence[str] = (), register: Sequence[Installed] = ()
) -> list[tuple[Adapter, list[Place]]]:
    """The named clients, or those that are on this machine or have something of the guard, with their files.

    `register`: where the guard was installed before.
    """
    found = []
    for name in names or clients.NAMES:
        adapter = clients.adapter(name)
        if adapter is None:
            continue
        places = with_gone(adapter.places(environment, directory), adapter.name, directory, register)
        here = any(shutil.which(program, path=environment.get("PATH")) for program in adapter.programs)
        if names or here or any(place.state != "open" for place in places):
            found.append((adapter, places))
    return found


def with_gone(places: Sequence[Place], client: str, directory: str, register: Sequence[Installed]) -> list[Place]:
    """The places, and those of the register that concern this directory and have nothing of the guard any more."""
    expected = {each.path for each in register if each.client == client and each.concerns(directory)}
    gone = expected - {place.path for place in places if place.state != "open"}
    kept = [place for place in places if place.path not in gone]
    return [*kept, *[Place(path, "gone", GONE) for path in sorted(gone)]]


def reduced(found: Sequence[tuple[Adapter, Sequence[Place]]]) -> str:
    """Why protection is less than it was installed to be, in one line; empty if it is not."""
    for adapter, places in found:
        for place in places:
            if place.state in REDUCED:
                return f"{adapter.title}: {place.path}: {place.note}"
    if not any(place.state == "guarded" for _, places in found for place in places):
        return "nothing is guarded: run `guardcmd install CLIENT`"
    return ""
