"""Words against the patterns of rules: `*` stands for anything, `\\*` for a star, `|` separates alternatives."""

from __future__ import annotations

STAR = "\1"  # a star itself, while matching


def glob(pattern: str, text: str) -> bool:
    """Whether the text is the pattern, in which `*` stands for anything. Linear for each piece."""
    if "*" not in pattern:
        return pattern == text
    if "\\*" in pattern:
        pattern, text = pattern.replace("\\*", STAR), text.replace("*", STAR)
        if "*" not in pattern:
            return pattern == text
    first, *middle, last = pattern.split("*")
    if len(text) < len(first) + len(last) or not text.startswith(first) or not text.endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in middle:
        found = text.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def any_glob(pattern: str, text: str) -> bool:
    """The same with `|` between alternatives."""
    return any(glob(each, text) for each in pattern.split("|"))
