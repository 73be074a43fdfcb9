"""JavaScript and TypeScript text to what it does: programs that it runs, files that it removes, requests, SQL."""

from __future__ import annotations

from guardcmd.languages.js_scope import TooLong
from guardcmd.languages.js_walk import Walk
from guardcmd.languages.reading import Reading, unique

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guardcmd.calls import Payload
    from guardcmd.languages.reading import Found


def read(payload: Payload, world: Any) -> list[Found]:
    """What JavaScript does: Calls of the tool `javascript`, Invocations, Payloads, Opaque facts."""
    return read_as(payload, world, False)


def read_as(payload: Payload, world: Any, mongo: bool) -> list[Found]:
    """The same; with `mongo` the text is of the MongoDB shell, where `db` is a database."""
    reading = Reading(payload, world)
    for text in reading.readable():
        try:
            Walk(reading, mongo=mongo).module(text)
        except (TooLong, RecursionError):
            reading.opaque("limit", "the JavaScript text is too long or too deep to be followed")
    return unique(reading.found)
