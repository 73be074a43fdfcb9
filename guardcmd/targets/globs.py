"""Shell patterns (POSIX XCU 2.14) against texts. Pure; cost is pattern times text, never exponential."""

from __future__ import annotations

MARKS = "*?["


def is_pattern(text: str) -> bool:
    """Whether a pattern character stands in it."""
    return any(mark in text for mark in MARKS)


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text fits: `*`, `?`, `[a-z]`, `[!a]`; a slash and a leading dot are ordinary characters."""
    at = here = 0
    star = resume = -1
    while here < len(text):
        step = _one(pattern, at, text[here])
        if step:
            at, here = at + step, here + 1
        elif at < len(pattern) and pattern[at] == "*":
            star, resume, at = at, here, at + 1
        elif star >= 0:
            resume += 1
            at, here = star + 1, resume
        else:
            return False
    return not pattern[at:].strip("*")


def matches_any(patterns: tuple[str, ...], text: str) -> bool:
    return any(matches(pattern, text) for pattern in patterns)


def takes_everything(component: str) -> bool:
    """Whether a file name pattern takes (nearly) all names of a folder: `*`, `**`, `?*`, `.*`, `[a-z]*`, `*.*`."""
    if "*" not in component:
        return False
    rest = component.replace("*", "").replace("?", "")
    while "[" in rest and "]" in rest[rest.index("[") + 2 :]:
        start = rest.index("[")
        rest = rest[:start] + rest[rest.index("]", start + 2) + 1 :]
    return rest in ("", ".", "..")


def _one(pattern: str, at: int, character: str) -> int:
    """How many characters of the pattern take this character; 0 for none. `*` is the caller's."""
    if at >= len(pattern) or pattern[at] == "*":
        return 0
    mark = pattern[at]
    if mark == "?":
        return 1
    if mark == "[":
        end = _set_end(pattern, at)
        if end > 0:
            return end + 1 - at if _in_set(pattern[at + 1 : end], character) else 0
    if mark == "\\" and at + 1 < len(pattern):
        return 2 if pattern[at + 1] == character else 0
    return 1 if mark == character else 0


def _set_end(pattern: str, at: int) -> int:
    """Where the bracket that opens at `at` closes, or -1. A `]` that comes first is one of the set."""
    if pattern[at + 1 : at + 3] == "[:":
        return pattern.find(":]]", at) + 2 if ":]]" in pattern[at:] else -1
    return pattern.find("]", at + 3 if pattern[at + 1 : at + 2] in ("!", "^") else at + 2)


def _in_set(inside: str, character: str) -> bool:
    negated = inside[:1] in ("!", "^")
    inside = inside[1:] if negated else inside
    if inside.startswith("[:"):
        return True  # [[:alpha:]]: a class is taken as any character
    place = 0
    while place < len(inside):
        if inside[place + 1 : place + 2] == "-" and place + 2 < len(inside):
            if inside[place] <= character <= inside[place + 2]:
                return not negated
            place += 3
            continue
        if inside[place] == character:
            return not negated
        place += 1
    return negated
