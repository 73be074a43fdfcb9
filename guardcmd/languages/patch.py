"""The text of `apply_patch`, and diffs that git and patch apply: each file that they change is a write."""

from __future__ import annotations

from guardcmd.calls import Target
from guardcmd.languages.patch_text import changes_in
from guardcmd.languages.reading import Reading, unique, value_of
from guardcmd.proposal import edited
from guardcmd.shell.value import known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guardcmd.calls import Payload
    from guardcmd.languages.patch_text import Change
    from guardcmd.languages.reading import Found
    from guardcmd.shell.value import Value


def read(payload: Payload, world: Any) -> list[Found]:
    """Calls of the tool `write`, and `rm` and `mv` of what is deleted or renamed. Text that is no patch is nothing.

    The payload's dialect is the number of leading folders that are taken off the paths of a diff.
    """
    reading = Reading(payload, world)
    strip = int(payload.dialect) if payload.dialect.isdecimal() else None
    for text in reading.readable():
        found = changes_in(text, strip)
        for change in () if isinstance(found, str) else found:
            _change(change, reading)
    return unique(reading.found)


def _change(change: Change, reading: Reading) -> None:
    path = change.target or change.path
    if change.kind == "move":
        reading.move(value_of(change.path), value_of(change.target), "patch")
    elif change.kind == "delete" and not change.kept:
        reading.run(["rm", "--", change.path], "patch")
        return
    verb = "write" if change.kind == "add" else "edit"
    reading.call("write", (verb, path), None, (), f"{verb} {path}", (Target("path", value_of(path)),))
    if verb == "write" or change.pieces:
        reading.content(value_of(path), known(change.content) if verb == "write" else _updated(change, reading))


def _updated(change: Change, reading: Reading) -> Value:
    """What an updated file will hold, for whoever runs it later in the same text."""
    place = reading.absolute(value_of(change.path))
    held = reading.world.files.read(place) if place is not None else None
    text = edited(held.decode("utf-8", "replace") if isinstance(held, bytes) else "", change.pieces, True)
    return known("\n".join([new for _, new in change.pieces]) if text is None else text)
