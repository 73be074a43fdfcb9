"""A rule's patterns in words: what people read in `rules show`, in the pages about tools, and in hints."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guardcmd.ruleset.model import Pattern


def pattern_in_words(pattern: Pattern) -> str:
    """The clauses that are set: `subcommand destroy; option -auto-approve`."""
    said = [clause_in_words(pattern, field) for field in pattern._fields if is_set(pattern, field)]
    return "; ".join(said) or "always"


def is_set(pattern: Pattern, field: str) -> bool:
    return bool(getattr(pattern, field) != pattern._defaults[field])


def clause_in_words(pattern: Pattern, field: str) -> str:
    value = getattr(pattern, field)
    if field == "operands":
        least, most = value
        return f"operands {least}" + ("" if most == least else " or more" if most > 1_000 else f" to {most}")
    if isinstance(value, dict):
        return f"{field} " + ", ".join(f"{name} = {' or '.join(texts)}" for name, texts in value.items())
    if isinstance(value, tuple):
        return f"{field} " + " or ".join(" ".join(each) if isinstance(each, tuple) else str(each) for each in value)
    return field
