"""All simple commands of a script, wherever they stand."""

from __future__ import annotations

from guardcmd.record import Record
from guardcmd.shell.ir import Literal, SimpleCommand, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def simple_commands(node: object) -> Iterator[SimpleCommand]:
    """Every simple command in a script, word or command, in the order of the text.

    Those in substitutions, here-documents, functions and arithmetic too. Structure only: nothing is expanded.
    """
    todo: list[object] = [node]
    while todo:
        item = todo.pop()
        if isinstance(item, tuple):
            todo.extend(reversed(item))
        elif isinstance(item, Record) and not isinstance(item, Literal):
            if isinstance(item, SimpleCommand):
                yield item
            elif isinstance(item, Word) and len(item.parts) == 1 and isinstance(item.parts[0], Literal):
                continue
            todo.extend([getattr(item, field) for field in reversed(item._fields)])
