"""Text of the MongoDB shell to calls of the tool `mongo`: it is JavaScript whose `db` is a database."""

from __future__ import annotations

from guardcmd.languages.javascript import read_as

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guardcmd.calls import Payload
    from guardcmd.languages.reading import Found


def read(payload: Payload, world: Any) -> list[Found]:
    """What MongoDB shell text does: Calls of the tool `mongo`, and what JavaScript does besides."""
    return read_as(payload, world, True)
