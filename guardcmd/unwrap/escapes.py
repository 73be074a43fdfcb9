"""Backslash escapes as `echo -e`, `printf` and `${x@E}` read them."""

from __future__ import annotations

SIMPLE = {
    "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
    "\\": "\\", '"': '"', "'": "'", "?": "?",
}  # fmt: skip
HEX = "0123456789abcdefABCDEF"
OCTAL = "01234567"
LENGTHS = {"x": 2, "u": 4, "U": 8}


def unescaped(text: str, echo: bool = False) -> str:
    """Text with its escapes carried out. `echo`: octal needs a leading 0 (`\\0101`), `\\c` ends the text."""
    if "\\" not in text:
        return text
    pieces: list[str] = []
    at, size = 0, len(text)
    while at < size:
        found = text.find("\\", at)
        if found < 0 or found + 1 >= size:
            break
        pieces.append(text[at:found])
        if text[found + 1] == "c" and echo:
            return joined(pieces)
        piece, at = escape(text, found + 1, echo)
        pieces.append(piece)
    pieces.append(text[at:])
    return joined(pieces)


def escape(text: str, at: int, echo: bool) -> tuple[str, int]:
    """The character of the escape whose letter stands at `at`, and the place behind it."""
    letter = text[at]
    if letter in LENGTHS:
        end = digits(text, at + 1, HEX, LENGTHS[letter])
        if end == at + 1:
            return "\\" + letter, at + 1
        number = int(text[at + 1 : end], 16)
        return (byte(number) if letter == "x" else character(number)), end
    if letter == "0" or (letter in OCTAL and not echo):
        start = at + 1 if letter == "0" else at
        end = digits(text, start, OCTAL, 3)
        return byte(int(text[start:end] or "0", 8) & 0xFF), end
    if letter in SIMPLE:
        return SIMPLE[letter], at + 1
    return "\\" + letter, at + 1


def digits(text: str, at: int, allowed: str, most: int) -> int:
    end = at
    while end < len(text) and end < at + most and text[end] in allowed:
        end += 1
    return end


def byte(number: int) -> str:
    return chr(number) if number < 128 else chr(0xDC00 + number)


def character(number: int) -> str:
    return chr(number) if number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else "\ufffd"


def joined(pieces: list[str]) -> str:
    """Bytes above 127 that make up UTF-8 together become its characters."""
    text = "".join(pieces)
    if not any("\udc80" <= c <= "\udcff" for c in text):
        return text
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text
