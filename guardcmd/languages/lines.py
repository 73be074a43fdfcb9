"""Shells of one command a line (HBase, ZooKeeper): each line is a call of the tool that the payload's dialect names."""

from __future__ import annotations

from guardcmd.languages.reading import HOLE, Reading, unique
from guardcmd.languages.redis import split

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guardcmd.calls import Payload
    from guardcmd.languages.reading import Found

APART = str.maketrans(",();", "   \n")  # drop('users'), deleteall 't', 'r'; several stand in one line


def read(payload: Payload, world: Any) -> list[Found]:
    """The words of each line, the first in lower case; a line whose first word is not known is unread."""
    reading = Reading(payload, world)
    for text in reading.readable():
        for line in text.translate(APART).splitlines():
            words = split(line)
            if not words:
                continue
            if HOLE in words[0]:
                reading.opaque(reading.hole_source(), f"a command of the {payload.dialect} shell is not known")
            else:
                reading.call(payload.dialect, (words[0].lower(), *words[1:]), None, (), line)
    return unique(reading.found)
