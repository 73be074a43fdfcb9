"""Where the guard stands in one file of a client."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """One file: `guarded`, `open` (nothing of ours where it could be), `broken`, or `off`.

    `command` is what the client starts for our hook there, as an argv.
    """

    path: str
    state: str
    note: str = ""
    command: tuple[str, ...] = ()
