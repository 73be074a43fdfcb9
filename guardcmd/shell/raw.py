"""Small questions about shell text as it is written, for the second reader: where quotes end, what they stand for."""

from __future__ import annotations


class Refusal(Exception):
    """The second reader cannot read the text; becomes a value before it leaves the module."""


def balanced(text: str) -> bool:
    open_count = 0
    for char in text:
        if char == "(":
            open_count += 1
        elif char == ")":
            open_count -= 1
            if open_count < 0:
                return False
    return open_count == 0


def after_single_quote(raw: str, at: int, ansi: bool) -> int:
    at += 1
    while at < len(raw) and raw[at] != "'":
        at += 2 if ansi and raw[at] == "\\" else 1
    return at + 1


def closing_backquote(raw: str, at: int) -> int:
    while at < len(raw):
        if raw[at] == "\\":
            at += 2
        elif raw[at] == "`":
            return at
        else:
            at += 1
    raise Refusal("unclosed backquote")


def unescape(text: str, double_quoted: bool) -> str:
    if "\\" not in text:
        return text
    out, at = [], 0
    special = '`\\$"' if double_quoted else "`\\$"
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text) and text[at + 1] in special:
            at += 1
        out.append(text[at])
        at += 1
    return "".join(out)


def unquoted(word: str) -> str:
    """Quote removal for a here-document's delimiter."""
    out: list[str] = []
    at, quote = 0, ""
    while at < len(word):
        char = word[at]
        if quote:
            if char == quote:
                quote = ""
            elif char == "\\" and quote == '"' and word[at + 1 : at + 2] in ('"', "\\", "$", "`"):
                at += 1
                out.append(word[at])
            else:
                out.append(char)
        elif char in "'\"":
            quote = char
        elif char == "\\" and at + 1 < len(word):
            at += 1
            out.append(word[at])
        elif not (char == "$" and word[at + 1 : at + 2] in ("'", '"')):
            out.append(char)
        at += 1
    return "".join(out)
