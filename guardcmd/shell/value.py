"""What one argument may be: known, one of a few, or text around holes."""

from __future__ import annotations

from guardcmd.record import Record

MOST = 64  # alternatives that are kept apart; more become unknown


class Value(Record):
    """The possible texts of one field after expansion.

    Known values list every alternative in `texts`. An unknown value has no texts; its `pieces` are the text that
    is certain, in order, with None for each hole (`/data/$X/*` is `("/data/", None, "/*")`), and `why` names what
    is in the hole. `glob` says that an unquoted pattern character stands in it, so the shell may put any number of
    file names in its place.
    """

    texts: tuple[str, ...] = ()
    pieces: tuple[str | None, ...] = ()
    why: str = ""
    glob: bool = False

    @property
    def known(self) -> bool:
        return bool(self.texts)

    @property
    def text(self) -> str | None:
        """The only text it can be, or None."""
        return self.texts[0] if len(self.texts) == 1 else None

    @property
    def whole_unknown(self) -> bool:
        """Nothing at all is certain of it."""
        return not self.texts and not any(self.pieces)

    def may_be(self, *wanted: str) -> bool:
        """Whether it can be one of these texts. A hole can be anything, also nothing."""
        if self.texts:
            return any(text in wanted for text in self.texts)
        return any(fits(self.pieces, text) for text in wanted)

    def may_start_with(self, prefix: str) -> bool:
        if self.texts:
            return any(text.startswith(prefix) for text in self.texts)
        head = self.pieces[0] if self.pieces else None
        if head is None:
            return True
        return head.startswith(prefix) or (prefix.startswith(head) and len(self.pieces) > 1)

    def shown(self) -> str:
        """How a person reads it: `{a,b}` for alternatives, `…` for a hole."""
        if len(self.texts) == 1:
            return self.texts[0]
        if self.texts:
            return "{" + ",".join(self.texts[:4]) + (",…" if len(self.texts) > 4 else "") + "}"
        return "".join("…" if piece is None else piece for piece in self.pieces) or "…"


def known(text: str, glob: bool = False) -> Value:
    return Value((text,), (), "", glob)


def one_of(texts: tuple[str, ...], glob: bool = False) -> Value:
    """Each text once, in order; more than `MOST` become unknown."""
    unique = tuple(dict.fromkeys(texts))
    if not unique or len(unique) > MOST:
        return unknown("too many values", (None,), glob)
    return Value(unique, (), "", glob)


def unknown(why: str, pieces: tuple[str | None, ...] = (None,), glob: bool = False) -> Value:
    return Value((), pieces, why, glob)


def fits(pieces: tuple[str | None, ...], text: str) -> bool:
    """Whether text can come from the pieces, each hole standing for any text."""
    if not pieces:
        return True
    position = 0
    for place, piece in enumerate(pieces):
        if piece is None:
            continue
        if place == 0:
            if not text.startswith(piece):
                return False
            position = len(piece)
        elif place == len(pieces) - 1:
            return len(text) - len(piece) >= position and text.endswith(piece)
        else:
            found = text.find(piece, position)
            if found < 0:
                return False
            position = found + len(piece)
    return pieces[-1] is None or position == len(text)
