"""Programs under another name: copied or linked by the same text, or found first in a PATH that it sets."""

from __future__ import annotations

from guardcmd.shell.value import known
from guardcmd.unwrap.inner import command, enter
from guardcmd.unwrap.pathtext import base_name, seen_from
from guardcmd.unwrap.scripts import SCRIPT_ENDINGS, is_installed, script_payload

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.calls import Invocation
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World

MOST_PLACES = 8  # of PATH
INSTALLED = ("node_modules/.bin", ".venv/bin", "venv/bin", ".local/bin", "go/bin", ".cargo/bin")


def stand_ins(invocation: Invocation, world: World) -> list[Inner]:
    """`cp /bin/rm f; ./f -rf x`, `ln -s /bin/rm bin/x; PATH=bin:$PATH x -rf y`."""
    head = invocation.argv[0].text or ""
    if "/" in head:
        return _originals(invocation, head)
    if not head or "PATH" not in invocation.environment:
        return []
    found: list[Inner] = []
    for folder in _folders(invocation):
        path = f"{folder}/{head}"
        found += _originals(invocation, path)
        if path in invocation.state.disk.files or world.files.kind(path) == "file":  # type: ignore[attr-defined]
            found += script_payload(known(path), enter(invocation, path), world, invocation.argv)
    return found


def _originals(invocation: Invocation, path: str) -> list[Inner]:
    """The command by the names that its program had before. Scripts are read where their path is opened."""
    found: list[Inner] = []
    for place in seen_from(invocation.directory, known(path)).texts:
        for original in invocation.state.disk.originals(place):  # type: ignore[attr-defined]
            name = base_name(original)
            if name != base_name(place) and not name.endswith(SCRIPT_ENDINGS):
                found.append(command(enter(invocation, path), (known(name), *invocation.argv[1:])))
    return found


def _folders(invocation: Invocation) -> list[str]:
    """The folders that the text puts into PATH and where nobody installs programs."""
    value = invocation.environment["PATH"]
    found: dict[str, None] = {}
    for piece in value.texts or value.pieces:
        for folder in (piece or "").split(":"):
            place = seen_from(invocation.directory, known(folder)).text if folder else None
            if place and not is_installed(place + "/") and not place.endswith(INSTALLED):
                found[place] = None
    return list(found)[:MOST_PLACES]
