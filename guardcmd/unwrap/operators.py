"""What the operators of `${x...}` do to one known text (bash manual 3.5.3)."""

from __future__ import annotations

from guardcmd.unwrap.patterns import is_pattern, longest_end, matches, shortest_end

LONGEST = 4_000  # characters of a text in which patterns are searched place by place


def without_prefix(text: str, pattern: str, greedy: bool) -> str | None:
    """`${x#pattern}`, `${x##pattern}`; None where it would take too long."""
    if not is_pattern(pattern) and "\\" not in pattern:
        return text[len(pattern) :] if text.startswith(pattern) else text
    if len(text) > LONGEST:
        return None
    end = (longest_end if greedy else shortest_end)(pattern, text, 0)
    return text if end is None else text[end:]


def without_suffix(text: str, pattern: str, greedy: bool) -> str | None:
    """`${x%pattern}`, `${x%%pattern}`."""
    if not is_pattern(pattern) and "\\" not in pattern:
        return text[: len(text) - len(pattern)] if pattern and text.endswith(pattern) else text
    if len(text) > LONGEST // 4:
        return None
    places = range(len(text) + 1) if greedy else range(len(text), -1, -1)
    return next((text[:place] for place in places if matches(pattern, text[place:])), text)


def replaced(text: str, pattern: str, new: str, where: str) -> str | None:
    """`${x/pattern/new}`; `where` is `/` (first), `//` (all), `/#` (at the start), `/%` (at the end)."""
    if not pattern:
        return text
    if not is_pattern(pattern) and "\\" not in pattern:
        return replaced_plain(text, pattern, new, where)
    if len(text) > LONGEST // 4:
        return None
    if where == "/#":
        end = longest_end(pattern, text, 0)
        return text if end is None else new + text[end:]
    if where == "/%":
        rest = without_suffix(text, pattern, True)
        return text if rest is None or rest == text else rest + new
    return replaced_pattern(text, pattern, new, where == "//")


def replaced_plain(text: str, pattern: str, new: str, where: str) -> str | None:
    if where == "/#":
        return new + text[len(pattern) :] if text.startswith(pattern) else text
    if where == "/%":
        return text[: -len(pattern)] + new if text.endswith(pattern) else text
    count = text.count(pattern) if where == "//" else 1
    return None if len(text) + count * len(new) > 262_144 else text.replace(pattern, new, count)


def replaced_pattern(text: str, pattern: str, new: str, everywhere: bool) -> str:
    pieces = []
    place = 0
    while place < len(text):
        end = longest_end(pattern, text, place)
        if end is None or end == place:
            pieces.append(text[place])
            place += 1
            continue
        pieces.append(new)
        place = end
        if not everywhere:
            break
    return "".join(pieces) + text[place:]


def recased(text: str, operator: str, pattern: str) -> str:
    """`^ ^^ , ,, ~ ~~`, for the characters that fit the pattern."""
    reach = len(text) if len(operator) == 2 else 1
    head = text[:reach]
    if pattern and pattern != "?":
        head = "".join([recase(c, operator) if matches(pattern, c) else c for c in head])
    else:
        head = recase(head, operator)
    return head + text[reach:]


def recase(text: str, operator: str) -> str:
    if operator[0] == "^":
        return text.upper()
    return text.lower() if operator[0] == "," else text.swapcase()


def substring(text: str, offset: int, length: int | None) -> str:
    """`${x:offset:length}`; negative ones count from the end."""
    start = offset + len(text) if offset < 0 else offset
    if start < 0 or start > len(text):
        return ""
    end = len(text) if length is None else (len(text) + length if length < 0 else start + length)
    return text[start : max(start, end)]


def transformed(text: str, letter: str) -> str | None:
    """`${x@Q}`, `@U`, `@u`, `@L`, `@E`; None for those that need more than the text."""
    if letter == "U":
        return text.upper()
    if letter == "u":
        return text[:1].upper() + text[1:]
    if letter == "L":
        return text.lower()
    if letter == "Q":
        return "'" + text.replace("'", "'\\''") + "'"
    if letter == "E":
        from guardcmd.unwrap.escapes import unescaped

        return unescaped(text)
    return None
