"""A language that nobody reads here: its text is unread code."""

from __future__ import annotations

from guardcmd.languages.reading import Reading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guardcmd.calls import Payload
    from guardcmd.languages.reading import Found


def read(payload: Payload, world: Any) -> list[Found]:
    """One Opaque fact."""
    reading = Reading(payload, world)
    reading.opaque("variable", f"text in the language `{payload.language}` cannot be read")
    return reading.found
