"""File name patterns as a whole: which of them take nearly everything. Single names are matched by unwrap.patterns."""

from __future__ import annotations

from guardcmd.unwrap.patterns import matches


def matches_any(patterns: tuple[str, ...], text: str) -> bool:
    return any(matches(pattern, text) for pattern in patterns)


def takes_everything(component: str) -> bool:
    """Whether a pattern takes (nearly) all names of a folder: `*`, `**`, `?*`, `.*`, `[a-z]*`, `*.*`, `!(x)`."""
    if component.startswith("!("):
        return True
    if "*" not in component:
        return False
    rest = component.replace("*", "").replace("?", "")
    while "[" in rest and "]" in rest[rest.index("[") + 2 :]:
        start = rest.index("[")
        rest = rest[:start] + rest[rest.index("]", start + 2) + 1 :]
    return rest in ("", ".", "..")
