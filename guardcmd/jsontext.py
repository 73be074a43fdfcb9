"""JSON text to values and back, without the json package: importing it costs a bare interpreter."""

from __future__ import annotations

from _json import encode_basestring_ascii, make_scanner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DEEPEST = 200  # levels of lists and objects
BLANKS = " \t\n\r"


class JsonError(ValueError):
    """The text is not one JSON value, or the value has no JSON text. The message is one sentence."""


def _no_constant(name: str) -> None:
    raise JsonError(f"`{name}` is not JSON")


class _Reading:
    strict = True  # no control characters inside strings
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = staticmethod(_no_constant)
    memo: dict[str, str] = {}


_scan = make_scanner(_Reading)  # type: ignore[arg-type]


def loads(text: str) -> Any:
    """The one value in `text`. A byte order mark and blanks around it are let through; raises JsonError only.

    Of repeated keys the last counts, as for JSON.parse.
    """
    text = text.lstrip("\ufeff" + BLANKS)
    try:
        value, end = _scanned(text)
    except JsonError:
        raise
    except StopIteration as stop:
        raise JsonError(f"no JSON value at character {stop.value}") from None
    except RecursionError:
        raise JsonError("nested too deep") from None
    except ValueError as error:  # JSONDecodeError, and whole numbers of more than 4300 digits
        raise JsonError(str(error).lower()) from None
    if text[end:].strip(BLANKS):
        raise JsonError(f"more text after the JSON value, at character {end}")
    return value


def _scanned(text: str) -> tuple[Any, int]:
    try:
        return _scan(text, 0)  # type: ignore[no-any-return]
    except SystemError:  # before 3.12 it cannot name a mistake while json.decoder is not imported
        import json.decoder  # noqa: F401

        return _scan(text, 0)  # type: ignore[no-any-return]


def dumps(value: object, depth: int = 0) -> str:
    """Compact JSON in ASCII. Keys must be text; raises JsonError for what JSON cannot hold."""
    if isinstance(value, str):
        return encode_basestring_ascii(value)
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return _number(value)
    if depth >= DEEPEST:
        raise JsonError("nested too deep")
    if isinstance(value, dict):
        return "{" + ",".join([f"{_key(key)}:{dumps(item, depth + 1)}" for key, item in value.items()]) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join([dumps(item, depth + 1) for item in value]) + "]"
    raise JsonError(f"`{type(value).__name__}` has no JSON text")


def _number(value: int | float) -> str:
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        raise JsonError(f"`{value}` has no JSON text")
    return repr(value)


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise JsonError("object keys must be text")
    return encode_basestring_ascii(key)
