"""What `$'...'` means (bash manual 3.1.2.4)."""

from __future__ import annotations

from guardcmd.shell.lexer import Stop

_SIMPLE = {
    "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
    "\\": "\\", "'": "'", '"': '"', "?": "?",
}  # fmt: skip
_HEX = "0123456789abcdefABCDEF"
_OCTAL = "01234567"
_LONGEST = {"x": 2, "u": 4, "U": 8}


def decode(text: str, at: int) -> tuple[str, int]:
    """The value of the string whose first character after `$'` is at `at`, and where the text goes on behind it."""
    pieces: list[str] = []
    start = at - 2
    while True:
        close = text.find("'", at)
        if close < 0:
            raise Stop("unclosed `$'`", start)
        escape = text.find("\\", at, close)
        if escape < 0:
            pieces.append(text[at:close])
            return _cut(_bytes_joined("".join(pieces))), close + 1
        pieces.append(text[at:escape])
        piece, at = _escape(text, escape + 1, start)
        pieces.append(piece)


def _escape(text: str, at: int, start: int) -> tuple[str, int]:
    c = text[at]
    if c == "\0":
        raise Stop("unclosed `$'`", start)
    if c in _SIMPLE:
        return _SIMPLE[c], at + 1
    if c in _OCTAL:
        end = _digits(text, at, _OCTAL, 3)
        return _byte(int(text[at:end], 8) & 0xFF), end
    if c == "c":
        return _control(text, at + 1, start)
    if c in _LONGEST:
        return _code(text, at, c)
    return "\\" + c, at + 1


def _control(text: str, at: int, start: int) -> tuple[str, int]:
    c = text[at]
    if c == "\0":
        raise Stop("unclosed `$'`", start)
    if c == "\\" and text[at + 1] == "\\":
        return chr(ord("\\") & 0x1F), at + 2
    return ("\x7f" if c == "?" else chr(ord(c.upper()) & 0x1F) if c.isascii() else c), at + 1


def _code(text: str, at: int, kind: str) -> tuple[str, int]:
    begin = at + 1
    braced = kind == "x" and text[begin] == "{"
    if braced:  # \x{41}, undocumented
        begin += 1
    end = _digits(text, begin, _HEX, 8 if braced else _LONGEST[kind])
    if end == begin:
        return "\\" + kind, at + 1
    number = int(text[begin:end], 16)
    if braced and text[end] == "}":
        end += 1
    if kind == "x":
        return _byte(number & 0xFF), end
    return (chr(number) if number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else "\ufffd"), end


def _digits(text: str, at: int, allowed: str, most: int) -> int:
    end = at
    while end < at + most and text[end] in allowed:
        end += 1
    return end


def _byte(number: int) -> str:
    """A byte as text; those above 127 as os.fsdecode writes undecodable ones, until they are joined."""
    return chr(number) if number < 128 else chr(0xDC00 + number)


def _bytes_joined(text: str) -> str:
    """Bytes that make up UTF-8 together become its characters: $'\\xc3\\xa9' is é."""
    if text.isascii() or not any("\udc80" <= c <= "\udcff" for c in text):
        return text
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # the text itself holds half a surrogate pair
        return text


def _cut(text: str) -> str:
    """bash ends the string at a NUL."""
    return text.partition("\0")[0]
