"""How Claude Code's settings files bear on each other: what the administrator's say about the others, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from glob import glob

from guardcmd.agents.wiring.change import read
from guardcmd.agents.wiring.place import Place
from guardcmd.errors import InputError


def weighed(places: Sequence[Place], managed: str) -> list[Place]:
    """The places, each as it counts beside the administrator's settings in the folder `managed`.

    Hooks of the administrator run whatever the other files say (measured with 2.1.329), and may be the only ones.
    """
    ours = any(place.state == "guarded" and is_managed(place, managed) for place in places)
    only = managed_only(managed)
    found = []
    for place in places:
        if ours and place.state == "off" and not is_managed(place, managed):
            place = replace(place, state="open", note=f"{place.note}; the administrator's hook runs nevertheless")
        elif only and place.state == "guarded" and not is_managed(place, managed):
            place = replace(place, state="off", note=f"`allowManagedHooksOnly` in {only} keeps it from running")
        found.append(place)
    if only and ours:
        return [place for place in found if place.state != "off" or is_managed(place, managed)]
    return found


def is_managed(place: Place, managed: str) -> bool:
    return place.path.startswith(f"{managed}/")


def managed_only(managed: str) -> str:
    """The administrator's file that allows no other hooks, or empty."""
    for path in (f"{managed}/managed-settings.json", *sorted(glob(f"{managed}/managed-settings.d/*.json"))):
        try:
            settings = json.loads(read(path) or "{}")
        except (InputError, ValueError):
            continue
        if isinstance(settings, dict) and settings.get("allowManagedHooksOnly") is True:
            return path
    return ""
