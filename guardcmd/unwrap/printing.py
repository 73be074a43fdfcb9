"""What `echo` and `printf` write."""

from __future__ import annotations

from guardcmd.record import Record
from guardcmd.shell.value import Value, known, unknown
from guardcmd.unwrap.choices import EMPTY, NOTHING, Choice, concat, concat_values, mapped, merge
from guardcmd.unwrap.escapes import unescaped
from guardcmd.unwrap.operators import transformed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

CONVERSIONS = "diouxXfeEgGcsbqQaA"
MOST_ARGUMENTS = 400
MORE: Choice = (unknown("more arguments"),)


def echoed(words: Sequence[Value], dialect: str) -> Choice:
    """`echo` with these arguments. Only bash's keeps escapes without `-e`; other shells' decode them."""
    words = list(words)
    newline, escapes = True, dialect in ("zsh", "posix", "unknown")
    both = escapes
    while words and is_flag(words[0].text or ""):
        flags = words.pop(0).text or ""
        newline = newline and "n" not in flags
        if "e" in flags or "E" in flags:
            escapes, both = flags.rindex("e") > flags.rfind("E") if "e" in flags else False, False
    text = joined(words, " ")
    end: Choice = (known("\n"),) if newline else NOTHING
    plain = concat(text, end)
    if not escapes:
        return plain
    decoded = concat(decode(text, True), end)
    return merge(plain + decoded) if both else decoded


def is_flag(text: str) -> bool:
    return len(text) > 1 and text[0] == "-" and not text[1:].strip("neE")


def joined(values: Sequence[Value], separator: str) -> Choice:
    """All values in a row."""
    if all(len(value.texts) == 1 for value in values):
        return (known(separator.join([value.texts[0] for value in values])),)
    result: Choice = NOTHING
    for i, value in enumerate(values[:MOST_ARGUMENTS]):
        result = concat(concat(result, (known(separator),)) if i else result, (value.replace(glob=False),))
    return concat(result, MORE) if len(values) > MOST_ARGUMENTS else result


def decode(choice: Choice, echo: bool) -> Choice:
    """Escapes carried out, in known text and in the certain pieces of unknown."""
    found = []
    for value in choice:
        if value.texts:
            found.append(value.replace(texts=tuple([unescaped(text, echo) for text in value.texts])))
        else:
            pieces = tuple([piece if piece is None else unescaped(piece, echo) for piece in value.pieces])
            found.append(value.replace(pieces=pieces))
    return merge(found)


class Conversion(Record):
    """One `%` of a format."""

    letter: str
    width: str
    precision: str
    left: bool
    zero: bool = False


def formatted(words: Sequence[Value]) -> Choice:
    """`printf FORMAT ARGUMENT...`, the format used again until no argument is left."""
    words = list(words)
    if words and words[0].text == "--":
        words = words[1:]
    if not words:
        return NOTHING
    if not words[0].texts:
        return (unknown(words[0].why),)
    found: list[Value] = []
    for text in words[0].texts:
        printed = one_format(text, words[1 : MOST_ARGUMENTS + 1])
        found += concat(printed, MORE) if len(words) > MOST_ARGUMENTS + 1 else printed
    return merge(found)


def one_format(text: str, arguments: list[Value]) -> Choice:
    segments = segments_of(text)
    result: Choice = NOTHING
    taken = 0
    while True:
        before = taken
        for segment in segments:
            if isinstance(segment, str):
                result = concat(result, (known(segment),))
                continue
            argument = arguments[taken] if taken < len(arguments) else EMPTY
            taken += 1
            result = concat(result, converted(segment, argument))
        if taken >= len(arguments) or taken == before:
            return result


def converted(conversion: Conversion, value: Value) -> Choice:
    if conversion.letter == "b":
        return decode((value,), True)
    return mapped((value,), lambda text: shaped(conversion, text)) if value.texts else holes(conversion, value)


def holes(conversion: Conversion, value: Value) -> Choice:
    """A hole stays one; `%s` keeps what is certain around it."""
    return (value if conversion.letter == "s" and not conversion.width else unknown(value.why),)


def shaped(conversion: Conversion, text: str) -> str | None:
    letter = conversion.letter
    if letter == "c":
        text = text[:1]
    elif letter in "qQ":
        plain = text.replace("/", "").replace("-", "").replace("_", "").replace(".", "").isalnum()
        text = text if plain else transformed(text, "Q") or ""
    elif letter != "s":
        number = numeric(text, letter)
        if number is None:
            return None
        text = number
    if letter == "s" and conversion.precision:
        text = text[: int(conversion.precision)]
    if conversion.width:
        width = int(conversion.width)
        fill = "0" if conversion.zero and letter not in "sbcq" else " "
        text = text.ljust(width) if conversion.left else text.rjust(width, fill)
    return text


def numeric(text: str, letter: str) -> str | None:
    """An integer in the base that the letter asks for; None for what is not one."""
    if text[:1] in ("'", '"') and len(text) > 1:
        number = ord(text[1])
    else:
        digits = text.strip().lstrip("+-")
        if text.strip() and not (digits.isdigit() and digits.isascii() and len(digits) < 19):
            return None
        number = int(text.strip() or "0")
    if letter in "diu":
        return str(number)
    return {"x": f"{number:x}", "X": f"{number:X}", "o": f"{number:o}"}.get(letter)


def segments_of(text: str) -> list[str | Conversion]:
    """A format as plain text, with its escapes carried out, and conversions."""
    segments: list[str | Conversion] = []
    at = 0
    while at < len(text):
        percent = text.find("%", at)
        if percent < 0:
            break
        if percent > at:
            segments.append(unescaped(text[at:percent]))
        if text.startswith("%%", percent):
            segments.append("%")
            at = percent + 2
            continue
        conversion, at = conversion_at(text, percent + 1)
        segments.append(conversion)
    if at < len(text):
        segments.append(unescaped(text[at:]))
    return segments


def conversion_at(text: str, at: int) -> tuple[Conversion, int]:
    start = at
    while at < len(text) and text[at] in "-+ 0#'":
        at += 1
    left, zero = "-" in text[start:at], "0" in text[start:at]
    width, at = number_at(text, at)
    precision = ""
    if text.startswith(".", at):
        precision, at = number_at(text, at + 1)
        precision = precision or "0"
    if text.startswith("(", at):  # %(format)T: the time
        end = text.find(")T", at)
        return Conversion("T", "", "", False), end + 2 if end > 0 else len(text)
    letter = text[at : at + 1]
    if letter and letter in CONVERSIONS:
        return Conversion(letter, width, precision, left, zero), at + 1
    return Conversion("?", "", "", False), at + 1


def number_at(text: str, at: int) -> tuple[str, int]:
    end = at
    while end < len(text) and end < at + 4 and text[end].isdigit():
        end += 1
    return text[at:end], end


def line_of(values: Sequence[Value]) -> Choice:
    """Values one to a line."""
    result: Choice = NOTHING
    for value in values[:MOST_ARGUMENTS]:
        for both in concat_values(value, known("\n"))[:1]:
            result = concat(result, (both,))
    return result
