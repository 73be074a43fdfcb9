"""Spans of text that was read from a copy (backquotes, here-document bodies) put back to where it stands."""

from __future__ import annotations

from guardcmd.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def relocate(node: object, places: Sequence[int]) -> None:
    """Changes every span inside, in place: offset i of the copy was at `places[i]`. For trees not yet handed out."""
    todo: list[object] = [node]
    while todo:
        item = todo.pop()
        if isinstance(item, tuple):
            todo.extend(item)
        elif isinstance(item, Record):
            for field in item._fields:
                value = getattr(item, field)
                if field == "span":
                    start, end = value
                    setattr(item, field, (places[start], places[end - 1] + 1 if end > start else places[start]))
                elif not isinstance(value, str):
                    todo.append(value)
