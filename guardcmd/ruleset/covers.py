"""Rules that say what another one says: whether a pattern matches whatever another does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guardcmd.glob import glob
from guardcmd.ruleset.model import BLAST_RADII, REVERSIBILITIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guardcmd.ruleset.model import Pattern, Rule

BEHIND = ("operand", "not_operand", "known_operand", "operands", "target_class")  # count from the subcommand's end


def shadows(rule: Rule, others: Sequence[Rule]) -> Iterator[str]:
    """Another rule of the tool matches whatever this one does, and is at least as severe."""
    for other in others:
        excused = all(any(covers(own, each) for own in rule.unless) for each in other.unless)
        if other is not rule and excused and same_target(rule, other) and at_least_as_severe(other, rule):
            covered = [any(covers(wide, narrow) for wide in other.any_of) for narrow in rule.any_of]
            same = other.any_of == rule.any_of and severity(other) == severity(rule) and other.id > rule.id
            if all(covered) and not same:
                yield f"`{other.id}` matches all of it and is as severe"


def excused(rule: Rule) -> Iterator[str]:
    """A pattern whose every match one of the rule's own excuses takes back."""
    for place, pattern in enumerate(rule.any_of):
        if any(covers(excuse, pattern) for excuse in rule.unless):
            yield f"`any_of` {place + 1} never matches: `unless` excuses all of it"


def same_target(one: Rule, other: Rule) -> bool:
    """Path classes are of the paths that the rule's target names."""
    classed = any(pattern.target_class for pattern in (*one.any_of, *other.any_of))
    return not classed or one.target == other.target


def at_least_as_severe(one: Rule, other: Rule) -> bool:
    return one.effect == other.effect and all(mine >= its for mine, its in zip(severity(one), severity(other)))


def severity(rule: Rule) -> tuple[int, int]:
    return REVERSIBILITIES.index(rule.reversibility), BLAST_RADII.index(rule.blast_radius)


# --- patterns ----------------------------------------------------------------------------


def covers(wide: Pattern, narrow: Pattern) -> bool:
    """Whether every call that the narrow pattern matches is one that the wide pattern matches; a no may be wrong."""
    return all(
        getattr(wide, field) in (wide._defaults[field], getattr(narrow, field)) or clause_covers(wide, narrow, field)
        for field in wide._fields
    )


def clause_covers(wide: Pattern, narrow: Pattern, field: str) -> bool:
    ours, theirs = getattr(wide, field), getattr(narrow, field)
    if not theirs:
        return False
    if field == "subcommand":
        behind = any(getattr(wide, each) != wide._defaults[each] for each in BEHIND)
        return all(any(leads(each, words, behind) for each in ours) for words in theirs)
    if field in ("option", "known_option"):
        return all(any(option_covers(each, option) for each in ours) for option in theirs)
    if field in ("operand", "known_operand", "operand_from", "noun", "target_class", "program"):
        return all(any(same_or_wider(each, word) for each in ours) for word in theirs)
    if field == "all_options":
        return set(ours) <= set(theirs)
    if field in ("not_option", "not_operand"):
        return set(ours) <= set(theirs)
    if field == "operands":
        return bool(ours[0] <= theirs[0] and theirs[1] <= ours[1])
    if field in ("fact", "environment"):
        return all(name in theirs and set(theirs[name]) <= set(ours[name]) for name in ours)
    return False


def option_covers(wide: str, narrow: str) -> bool:
    """`--force` is wider than `--force=a`, and `--force=a|b` than `--force=a`."""
    (ours, equals, wanted), (theirs, _, given) = wide.partition("="), narrow.partition("=")
    return wide == narrow or (ours == theirs and (not equals or (bool(given) and same_or_wider(wanted, given))))


def leads(wide: Sequence[str], narrow: Sequence[str], behind: bool) -> bool:
    """Whether words that fit the narrow sequence fit the wide one; of the same length where operands are counted."""
    if len(wide) > len(narrow) or (behind and len(wide) < len(narrow)):
        return False
    return all(same_or_wider(ours, theirs) for ours, theirs in zip(wide, narrow))


def same_or_wider(wide: str, narrow: str) -> bool:
    """`rm|del*` is wider than `rm`, `del*` and `delete|rm`; of two different words with stars nothing is known."""
    if wide == narrow:
        return True
    return all(
        any(each == ours or ("*" not in each and glob(ours, each)) for ours in wide.split("|"))
        for each in narrow.split("|")
    )
