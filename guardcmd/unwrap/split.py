"""Text cut into words as programs do it that are no shell: env -S, xargs, parallel's lines."""

from __future__ import annotations

from guardcmd.shell.value import known, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.shell.value import Value

BLANKS = " \t\n\r\v\f"


def split_words(value: Value) -> list[Value]:
    """Words between blanks, with quotes and backslashes taken off. A hole stays a hole in its word.

    Of several possible texts nothing is kept apart: one unknown word stands for them.
    """
    if len(value.texts) > 1:
        return [unknown(value.why or "one of several texts", (None,), True)]
    return _cut(value, _quoted_words)


def split_lines(value: Value, separator: str = "\n") -> list[Value]:
    """Lines, or what stands between other separators, without the empty one at the end."""
    if len(value.texts) > 1:
        return [unknown(value.why or "one of several texts", (None,), True)]
    lines = _cut(value, lambda text: text.split(separator))
    return [line for line in lines if line.text != ""]


def _cut(value: Value, divide: object) -> list[Value]:
    """Divide each certain piece; a hole joins what stands at both of its sides into one word."""
    words: list[list[str | None]] = [[]]
    for piece in value.texts or value.pieces:
        if piece is None:
            words[-1].append(None)
            continue
        first, *others = divide(piece)  # type: ignore[operator]
        if first:
            words[-1].append(first)
        words += [[other] if other else [] for other in others]
    return [_word(parts, value.why) for parts in words if parts]


def _word(parts: list[str | None], why: str) -> Value:
    if None not in parts:
        return known("".join([part for part in parts if part is not None]))
    return unknown(why, tuple(parts))


def _quoted_words(text: str) -> list[str]:
    """The words of a text, with an empty first or last one where it begins or ends with a blank."""
    words: list[str] = []
    word: list[str] = []
    position, quote = 0, ""
    while position < len(text):
        character = text[position]
        if quote:
            if character == quote:
                quote = ""
            elif character == "\\" and quote == '"' and text[position + 1 : position + 2] in ('"', "\\", "$", "`"):
                position += 1
                word.append(text[position])
            else:
                word.append(character)
        elif character in "'\"":
            quote = character
        elif character == "\\" and position + 1 < len(text):
            position += 1
            word.append(" " if text[position] == "_" else text[position])
        elif character in BLANKS:
            if word or not words:
                words.append("".join(word))
                word = []
        else:
            word.append(character)
        position += 1
    return [*words, "".join(word)]
