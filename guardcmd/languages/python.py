"""Python text to what it does: programs that it runs, files that it removes, requests, SQL, cloud calls.

The text is only compiled to a tree (`ast.PyCF_ONLY_AST`), by the built-in compiler; the `ast` module is not needed.
"""

from __future__ import annotations

from guardcmd.languages.python_values import TooLong
from guardcmd.languages.python_walk import Walk
from guardcmd.languages.reading import HOLE, Reading, unique

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guardcmd.calls import Payload
    from guardcmd.languages.reading import Found

ONLY_TREE = 0x400  # ast.PyCF_ONLY_AST
IN_LINE = " in line "  # of a text that is no Python to this compiler, and perhaps to another one
QUIET = [("ignore", None, Warning, None, 0)]


def read(payload: Payload, world: Any) -> list[Found]:
    """What Python text does: Calls of the tool `python`, Invocations, Payloads, Opaque facts."""
    reading = Reading(payload, world)
    for text in reading.readable():
        _read(text, reading)
    return unique(reading.found)


def _read(text: str, reading: Reading) -> None:
    tree = parsed(text)
    if isinstance(tree, str):
        from guardcmd.languages.python_scan import harmless

        source = reading.hole_source() if HOLE in text else "variable"
        if IN_LINE in tree and harmless(text, reading):
            source = "local"
        reading.opaque(source, f"the Python text cannot be read: {tree}")
        return
    walk = Walk(reading)
    try:
        walk.module(tree)
    except TooLong:
        reading.opaque("limit", "the Python text is too long to be followed")
    except (RecursionError, MemoryError):
        reading.opaque("limit", "the Python text is nested too deeply to be followed")


def parsed(text: str) -> Any:
    """The tree, or why there is none. Notebook magics and shell lines are no Python: their text is refused."""
    lists = _warning_filters()
    kept = [filters[:] for filters in lists]
    for filters in lists:
        filters[:] = QUIET  # an invalid escape such as "\d" would be printed to standard error
    try:
        return compile(text, "<payload>", "exec", ONLY_TREE, True)
    except SyntaxError as error:
        return f"{error.msg}{IN_LINE}{error.lineno}"
    except (ValueError, MemoryError, RecursionError, OverflowError) as error:
        return str(error) or type(error).__name__
    finally:
        for filters, before in zip(lists, kept):
            filters[:] = before


def _warning_filters() -> list[list[Any]]:
    """The interpreter's own list, and that of the `warnings` module where somebody has imported it."""
    import _warnings
    import sys

    own: list[Any] = _warnings.filters  # type: ignore[attr-defined]
    module = sys.modules.get("warnings")
    other = getattr(module, "filters", own)
    return [own] if other is own else [own, other]
