"""Field splitting at IFS (POSIX XCU 2.6.5)."""

from __future__ import annotations

from guardcmd.shell.value import Value, known, one_of
from guardcmd.unwrap.choices import texts_of
from guardcmd.unwrap.patterns import is_pattern
from guardcmd.unwrap.state import BLANKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.unwrap.state import State

    Split = tuple[bool, tuple[Value, ...], bool]  # a break before, the fields, a break behind


def separators(state: State) -> tuple[str, ...]:
    """The values that IFS may have; the usual one where it is not known."""
    variable = state.variables.get("IFS")
    if variable is None:
        return (BLANKS,)
    if None in variable.contents:
        return tuple(dict.fromkeys([BLANKS, *[text for text in texts_of(variable.scalar()) if text]]))
    return texts_of(variable.scalar())[:4] or (BLANKS,)


def split_value(value: Value, ifs: str) -> list[Split]:
    """The ways in which an unquoted value may fall into fields."""
    if not value.texts:
        return [split_pieces(value, ifs)]
    whole: list[str] = []
    result: list[Split] = []
    for text in value.texts:
        if not text:
            result.append((False, (), False))
        elif any(character in text for character in ifs) or (is_pattern(text) and len(value.texts) > 1):
            lead, fields, trail = split_text(text, ifs)
            result.append((lead, tuple([known(field, is_pattern(field)) for field in fields]), trail))
        else:
            whole.append(text)
    if whole:
        result.append((False, (one_of(tuple(whole), is_pattern(whole[0])),), False))
    return result


def split_text(text: str, ifs: str) -> tuple[bool, list[str], bool]:
    """Blanks in IFS are taken off and run together; any other character ends one field."""
    blanks = "".join([character for character in ifs if character in BLANKS])
    if not blanks and len(ifs) == 1:
        fields = text.split(ifs)
        return (False, fields[:-1], True) if fields[-1] == "" else (False, fields, False)
    fields = []
    start, i, size = -1, 0, len(text)
    while i < size:
        character = text[i]
        if character not in ifs:
            start = i if start < 0 else start
            i += 1
            continue
        end = i
        while i < size and text[i] in blanks:
            i += 1
        hard = i < size and text[i] in ifs
        if hard:
            i += 1
            while i < size and text[i] in blanks:
                i += 1
        if start >= 0:
            fields.append(text[start:end])
        elif hard:
            fields.append("")
        start = -1
    if start >= 0:
        fields.append(text[start:])
    return bool(text) and text[0] in blanks, fields, start < 0 and bool(text)


def split_pieces(value: Value, ifs: str) -> Split:
    """Holes stay with the text beside them: what is in them may be any number of fields."""
    fields: list[list[str | None]] = []
    open_field = False
    lead = trail = False
    for place, piece in enumerate(value.pieces or (None,)):
        if piece is None:
            if not open_field:
                fields.append([])
            fields[-1].append(None)
            open_field = True
            trail = False
            continue
        before, texts, trail = split_text(piece, ifs)
        if before or not texts:
            lead = lead or (place == 0 and before)
            open_field = False
        for text in texts:
            if not open_field:
                fields.append([])
            if text:
                fields[-1].append(text)
            open_field = False
        open_field = bool(texts) and not trail
    values = tuple([field_value(value, pieces) for pieces in fields])
    return lead, values, trail


def field_value(value: Value, pieces: list[str | None]) -> Value:
    if None in pieces:
        return value.replace(pieces=tuple(pieces))
    text = "".join([piece for piece in pieces if piece])
    return known(text, is_pattern(text))
