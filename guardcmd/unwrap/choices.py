"""The alternatives of one text: a tuple of values, joined, concatenated and mapped. Never empty."""

from __future__ import annotations

from guardcmd.shell.value import MOST, Value, known, one_of, unknown
from guardcmd.unwrap.provenance import TOO_LONG, worse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Pieces = tuple[str | None, ...]

Choice = tuple[Value, ...]

LONGEST = 262_144  # characters of one known text; x=$x$x doubles
PIECES = 1_000  # certain texts and holes of one unknown value; more are all unknown
UNKNOWNS = 4  # different unknown values that are kept apart

EMPTY = known("")
NOTHING: Choice = (EMPTY,)


def merge(values: Iterable[Value]) -> Choice:
    """Each alternative once: known texts together in one value, a few unknown ones beside it."""
    values = tuple(values)
    if len(values) == 1:
        return values
    plain: list[str] = []
    patterns: list[str] = []
    others: dict[Pieces, Value] = {}
    for value in values:
        if value.texts:
            (patterns if value.glob else plain).extend(value.texts)
        else:
            earlier = others.get(value.pieces)
            others[value.pieces] = value if earlier is None else earlier.replace(why=worse(earlier.why, value.why))
    result = [one_of(tuple(texts), glob) for texts, glob in ((plain, False), (patterns, True)) if texts]
    if len(others) > UNKNOWNS:
        result.append(unknown(worst(others.values()), (None,), any(value.glob for value in others.values())))
    else:
        result.extend(others.values())
    return tuple(result) or NOTHING


def worst(values: Iterable[Value]) -> str:
    """The gravest reason among unknown values."""
    why = ""
    for value in values:
        why = worse(why, value.why)
    return why


def concat(left: Choice, right: Choice) -> Choice:
    """Every left one followed by every right one."""
    if len(left) == 1 and len(right) == 1:
        return concat_values(left[0], right[0])
    return merge([value for a in left for b in right for value in concat_values(a, b)])


def concat_values(left: Value, right: Value) -> Choice:
    """`left` followed by `right`; more than one value where a hole follows several known texts."""
    glob = left.glob or right.glob
    if len(left.texts) == 1 and len(right.texts) == 1:
        text = left.texts[0] + right.texts[0]
        return (known(text, glob) if len(text) <= LONGEST else unknown(TOO_LONG, (None,), glob),)
    if left.texts and right.texts:
        return (product(left.texts, right.texts, glob),)
    why = worse(left.why, right.why)
    values = [with_pieces(why, a, b, glob) for a in pieces_of(left) for b in pieces_of(right)]
    return tuple(values) if len(values) <= 2 * UNKNOWNS else (unknown(why, (None,), glob),)


def with_pieces(why: str, left: Pieces, right: Pieces, glob: bool) -> Value:
    pieces = joined(left, right)
    if pieces == (None,) and len(left) + len(right) > 1:
        return unknown(TOO_LONG, pieces, glob)
    return unknown(why, pieces, glob)


def product(left: tuple[str, ...], right: tuple[str, ...], glob: bool) -> Value:
    longest = max(map(len, left)) + max(map(len, right))
    if len(left) * len(right) > MOST or longest * len(left) * len(right) > 4 * LONGEST:
        return unknown("too many values", (None,), glob)
    return one_of(tuple([a + b for a in left for b in right]), glob)


def pieces_of(value: Value) -> tuple[Pieces, ...]:
    """Each alternative as certain text and holes; too many become one hole."""
    if not value.texts:
        return (value.pieces or (None,),)
    if len(value.texts) > 2 * UNKNOWNS:
        return ((None,),)
    return tuple([(text,) if text else () for text in value.texts])


def joined(left: Pieces, right: Pieces) -> Pieces:
    """Two rows of pieces as one: neighbouring texts become one text, holes stay apart."""
    if len(left) + len(right) > PIECES:
        return (None,)
    if left and right and left[-1] is not None and right[0] is not None:
        both = left[-1] + right[0]
        if len(both) > LONGEST:
            return (None,)
        return (*left[:-1], both, *right[1:])
    return left + right


def mapped(choice: Choice, change: Callable[[str], str | None]) -> Choice:
    """Each known text changed; where `change` gives None, and for unknown values, nothing is known."""
    result: list[Value] = []
    for value in choice:
        if not value.texts:
            result.append(unknown(value.why, (None,), value.glob))
            continue
        texts = [change(text) for text in value.texts]
        certain = tuple([text for text in texts if text is not None])
        if certain:
            result.append(one_of(certain, value.glob))
        if len(certain) < len(texts):
            result.append(unknown("a changed text", (None,), value.glob))
    return merge(result)


def texts_of(choice: Choice) -> tuple[str, ...]:
    """All known texts."""
    return tuple([text for value in choice for text in value.texts])


def only_text(choice: Choice) -> str | None:
    """The only text it can be, or None."""
    return choice[0].text if len(choice) == 1 else None


def single(choice: Choice) -> Value:
    """One value that covers all alternatives: known if all are, else a hole."""
    if len(choice) == 1:
        return choice[0]
    return unknown(worst(choice) or "one of several values", (None,), any(value.glob for value in choice))


def trimmed(choice: Choice) -> Choice:
    """Without the newlines at the end, as command substitution takes them off."""
    result = []
    for value in choice:
        if value.texts:
            result.append(one_of(tuple([text.rstrip("\n") for text in value.texts]), value.glob))
        elif value.pieces and value.pieces[-1] is not None:
            tail = value.pieces[-1].rstrip("\n")
            result.append(value.replace(pieces=(*value.pieces[:-1], *((tail,) if tail else ()))))
        else:
            result.append(value)
    return merge(result)


def shown(choice: Choice) -> str:
    """How a person reads it."""
    return choice[0].shown() if len(choice) == 1 else "{" + ",".join(value.shown() for value in choice[:4]) + "}"
