"""Values made of other values: joined, cut, and with placeholders filled in."""

from __future__ import annotations

from guardcmd.shell.value import MOST, Value, known, one_of, unknown
from guardcmd.unwrap.provenance import worse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def certain_start(value: Value) -> str:
    """The text that the value surely begins with; empty where that is unknown."""
    if len(value.texts) == 1:
        return value.texts[0]
    if value.texts:
        return _common_start(value.texts)
    return (value.pieces[0] or "") if value.pieces else ""


def _common_start(texts: Sequence[str]) -> str:
    low, high = min(texts), max(texts)
    length = 0
    for left, right in zip(low, high):
        if left != right:
            break
        length += 1
    return low[:length]


def cut(value: Value, length: int) -> Value:
    """The value without its first `length` characters, which must be certain."""
    if value.texts:
        return one_of(tuple([text[length:] for text in value.texts]))
    first = value.pieces[0] if value.pieces else None
    if first is None:
        return value
    rest = first[length:]
    return unknown(value.why, ((rest,) if rest else ()) + value.pieces[1:])


def concat(values: Iterable[Value]) -> Value:
    """The values one behind the other. More than 64 combinations become holes."""
    parts = list(values)
    if all(len(part.texts) == 1 for part in parts):
        return known("".join([part.texts[0] for part in parts]))
    texts = [""]
    for part in parts:
        if not part.texts or len(texts) * len(part.texts) > MOST:
            return _with_holes(parts)
        texts = [head + tail for head in texts for tail in part.texts]
    return one_of(tuple(texts))


def _with_holes(parts: list[Value]) -> Value:
    pieces: list[str | None] = []
    run: list[str] = []
    why = ""
    for part in parts:
        why = worse(why, part.why)
        for piece in part.texts if len(part.texts) == 1 else (part.pieces or (None,)):
            if piece is not None:
                run.append(piece)
                continue
            if any(run):
                pieces.append("".join(run))
            pieces.append(None)
            run = []
    if any(run):
        pieces.append("".join(run))
    return unknown(why or "one of many values", tuple(pieces))


def join(values: Sequence[Value], separator: str = " ") -> Value:
    """`"$*"` of the values."""
    between = known(separator)
    parts: list[Value] = []
    for value in values:
        if parts:
            parts.append(between)
        parts.append(value)
    return concat(parts)


def fill(value: Value, placeholder: str, found: Value) -> Value:
    """The value with every occurrence of the placeholder replaced: `rm {}` with `{}` as found."""
    if not holds(value, placeholder):
        return value
    if len(value.texts) > 1:
        return unknown(found.why or "a placeholder", (None,), value.glob)
    parts: list[Value] = []
    for piece in value.texts or value.pieces:
        parts.append(unknown(value.why) if piece is None else _filled(piece.split(placeholder), found))
    return concat(parts).replace(glob=value.glob)


def _filled(around: list[str], found: Value) -> Value:
    if len(found.texts) > 1:  # every occurrence is the same text
        return one_of(tuple([text.join(around) for text in found.texts]))
    parts: list[Value] = []
    for text in around:
        if parts:
            parts.append(found)
        parts.append(known(text))
    return concat(parts)


def holds(value: Value, placeholder: str) -> bool:
    """Whether the placeholder stands in it for certain."""
    return any(placeholder in text for text in value.texts) or any(
        piece is not None and placeholder in piece for piece in value.pieces
    )
