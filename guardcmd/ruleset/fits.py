"""Whether a value that may be unknown fits a pattern word: not, only if the unknown is that, perhaps, or surely."""

from __future__ import annotations

from guardcmd.glob import STAR, any_glob, glob
from guardcmd.shell.value import fits as hole_fits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guardcmd.shell.value import Value

NO, BLIND, MAY, SURE = 0, 1, 2, 3  # BLIND: nothing is known of the word, or only that it is a path
INVERSE = (SURE, MAY, MAY, NO)
HOLE = "\0"  # cannot stand in an argument


def fits(value: Value, pattern: str) -> int:
    """NO, BLIND, MAY or SURE: how certain it is that the value is the pattern."""
    if value.texts:
        matched = sum(any_glob(pattern, text) for text in value.texts)
        return NO if not matched else SURE if matched == len(value.texts) else MAY
    alternatives = pattern.split("|")
    certain = HOLE.join("" if piece is None else piece for piece in holes(value.pieces))
    if any(glob(each, certain) for each in alternatives):
        return SURE
    if not any(may_be(value.pieces, each) for each in alternatives):
        return NO
    return MAY if any(piece and piece.strip("/*.") for piece in value.pieces) else BLIND


def holes(pieces: tuple[str | None, ...]) -> list[str]:
    """The certain texts, with something between them where a hole is: (`a`, None, `b`) to [`a`, `b`]."""
    texts = [""]
    for piece in pieces:
        if piece is None:
            texts.append("")
        else:
            texts[-1] += piece
    return texts


def may_be(pieces: tuple[str | None, ...], pattern: str) -> bool:
    """Whether text with holes and a pattern with `*` have a text in common; generous in the middle."""
    if "\\*" in pattern:
        pieces = tuple([piece and piece.replace("*", STAR) for piece in pieces])
        pattern = pattern.replace("\\*", STAR)
    if "*" not in pattern:
        return hole_fits(pieces, pattern)
    head, tail = holes(pieces)[0], holes(pieces)[-1]
    first, last = pattern[: pattern.index("*")], pattern[pattern.rindex("*") + 1 :]
    return common_start(head, first) and common_start(tail[::-1], last[::-1])


def common_start(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def best(levels: Iterable[int]) -> int:
    return max(levels, default=NO)
