"""Whether parentheses in a zsh pattern are qualifiers that run code (zshexpn, glob qualifiers)."""

from __future__ import annotations

from guardcmd.shell.lexer import DIGITS, NAME

_FLAGS = "/F.@=p*%rwxAIERWXsStU GMNDT-^,:"  # take nothing
_PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">"}


def runs_code(inside: str) -> bool:
    """Whether the text between the parentheses reads as qualifiers of which one is `e` or `+`.

    Alternatives, `(a|b)`, and groups inside are a pattern unless it starts with `#q`; so is anything with a letter
    that is no qualifier.
    """
    text = inside + "\0\0"
    explicit = inside.startswith("#q")
    if not explicit and _is_pattern(text):
        return False
    at = 2 if explicit else 0
    while at < len(inside):
        c = text[at]
        at += 1
        if c in "oO" and text[at] in "e+":
            c = text[at]
            at += 1
        if c == "+" and text[at] in NAME:
            return True
        if c == "e":
            return text.find(_PAIRS.get(text[at], text[at]), at + 1) >= 0 and at < len(inside)
        end = _behind(text, at, c)
        if end < 0:
            return False
        at = end
    return False


def _is_pattern(text: str) -> bool:
    """Whether a bar or a parenthesis stands outside quotes."""
    at = 0
    while text[at] != "\0":
        c = text[at]
        if c == "\\":
            at += 1
        elif c in "'\"":
            close = text.find(c, at + 1)
            at = close if close > 0 else at
        elif c == "|" or (c == "(" and text[at - 1] not in "$<>="):
            return True
        at += 1
    return False


def _behind(text: str, at: int, flag: str) -> int:
    """Where the qualifiers go on behind this one's argument; -1 if it is none."""
    if flag in _FLAGS:
        return at
    if flag in "oO":
        return at + 1 if text[at] in "nLlamcdN" else -1
    if flag in "fugP":
        if text[at] in NAME or text[at] in "=+-?":
            return _past(text, at, DIGITS + "=+-?")
        close = text.find(_PAIRS.get(text[at], text[at]), at + 1)
        return close + 1 if close > at else -1
    if flag in "lLdamcY":
        return _past(text, at, "MwhmskpKGT+-" + DIGITS)
    if flag == "[":
        close = text.find("]", at)
        return close + 1 if close > 0 else -1
    return -1


def _past(text: str, at: int, allowed: str) -> int:
    while text[at] in allowed:
        at += 1
    return at
