"""Rules made wrong on purpose, one clause at a time: a mutant that no example notices is a clause that nobody needs,
or an example that is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guardcmd.record import Record
from guardcmd.ruleset.shown import clause_in_words, is_set, pattern_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from guardcmd.ruleset.model import Pattern, Rule

    Matches = Callable[[Rule, str], bool]

LISTS = (
    *("subcommand", "option", "all_options", "not_option", "known_option", "operand", "not_operand", "known_operand"),
    "operand_from",
    *("noun", "target_class", "program"),
)


class Mutant(Record):
    """A rule with one thing changed; what that was (`any_of 1 without option`), and the example that would notice."""

    change: str
    rule: Rule
    missing: str = ""


def unnoticed(rule: Rule, matches: Matches, alternatives: bool = False) -> list[Mutant]:
    """The mutants that judge every example as the rule does. `matches` asks whether a rule matches a command."""
    return [mutant for mutant in mutants(rule, alternatives) if not noticed(mutant.rule, matches)]


def noticed(rule: Rule, matches: Matches) -> bool:
    wrong = any(not matches(rule, command) for command in rule.must_match)
    return wrong or any(matches(rule, command) for command in rule.must_not_match)


def mutants(rule: Rule, alternatives: bool = False) -> Iterator[Mutant]:
    """Every pattern left out, every clause left out, every subcommand cut to its first word.

    With `alternatives` also each of the options, operands and subcommands that a clause lists left out.
    """
    for field in ("any_of", "unless"):
        patterns: tuple[Pattern, ...] = getattr(rule, field)
        stopped, passing = ("must_match", "must_not_match")[:: 1 if field == "any_of" else -1]
        for place, pattern in enumerate(patterns):
            before, behind = patterns[:place], patterns[place + 1 :]
            where = f"{field} {place + 1}"
            if field == "unless" or len(patterns) > 1:
                missing = f"`{stopped}` needs a command that only this pattern is about: {pattern_in_words(pattern)}"
                yield Mutant(f"{where} left out", rule.replace(**{field: (*before, *behind)}), missing)
            for change, other, lacks in without_clauses(pattern):
                missing = f"`{passing}` needs a command that has the rest of `{where}`, but {lacks}"
                yield Mutant(f"{where} {change}", rule.replace(**{field: (*before, other, *behind)}), missing)
            for change, other, narrower, with_it in without_alternatives(pattern) if alternatives else ():
                missing = f"`{stopped if narrower else passing}` needs a command with {with_it}"
                yield Mutant(f"{where} {change}", rule.replace(**{field: (*before, other, *behind)}), missing)


def without_clauses(pattern: Pattern) -> Iterator[tuple[str, Pattern, str]]:
    """The change, the pattern, and what a command lacks that shows the difference."""
    for field in pattern._fields:
        if is_set(pattern, field):
            lacks = f"not {clause_in_words(pattern, field)}"
            yield f"without `{field}`", pattern.replace(**{field: pattern._defaults[field]}), lacks
    first = tuple(dict.fromkeys(words[:1] for words in pattern.subcommand))
    if first != pattern.subcommand:
        heads = " or ".join(dict.fromkeys(words[0] for words in pattern.subcommand if len(words) > 1))
        lacks = f"another word behind {heads}"
        yield "with the first word of `subcommand` only", pattern.replace(subcommand=first), lacks


def without_alternatives(pattern: Pattern) -> Iterator[tuple[str, Pattern, bool, str]]:
    """The change, the pattern, whether it holds of less, and what a command has that shows the difference."""
    for field in LISTS:
        listed = getattr(pattern, field)
        narrower = not field.startswith("not_") and field != "all_options"
        for each in listed if len(listed) > 1 else ():
            shown = " ".join(each) if isinstance(each, tuple) else each
            other = pattern.replace(**{field: tuple(v for v in listed if v != each)})
            has = f"{field} {shown}" if field != "all_options" else f"all of `all_options` but {shown}"
            yield f"without `{field}` `{shown}`", other, narrower, has
