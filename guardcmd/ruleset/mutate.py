"""Rules made wrong on purpose, one clause at a time: a mutant that no example notices is a clause that nobody needs,
or an example that is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guardcmd.record import Record

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
    """A rule with one thing changed, and what that was: `any_of 1 without option`."""

    change: str
    rule: Rule


def unnoticed(rule: Rule, matches: Matches) -> list[Mutant]:
    """The mutants that judge every example as the rule does. `matches` asks whether a rule matches a command."""
    return [mutant for mutant in mutants(rule) if not noticed(mutant.rule, matches)]


def noticed(rule: Rule, matches: Matches) -> bool:
    wrong = any(not matches(rule, command) for command in rule.must_match)
    return wrong or any(matches(rule, command) for command in rule.must_not_match)


def mutants(rule: Rule, alternatives: bool = False) -> Iterator[Mutant]:
    """Every pattern left out, every clause left out, every subcommand cut to its first word.

    With `alternatives` also each of the options, operands and subcommands that a clause lists left out.
    """
    for field in ("any_of", "unless"):
        patterns: tuple[Pattern, ...] = getattr(rule, field)
        for place, pattern in enumerate(patterns):
            before, behind = patterns[:place], patterns[place + 1 :]
            where = f"{field} {place + 1}"
            if field == "unless" or len(patterns) > 1:
                yield Mutant(f"{where} left out", rule.replace(**{field: (*before, *behind)}))
            for change, other in (*without_clauses(pattern), *(without_alternatives(pattern) if alternatives else ())):
                yield Mutant(f"{where} {change}", rule.replace(**{field: (*before, other, *behind)}))


def without_clauses(pattern: Pattern) -> Iterator[tuple[str, Pattern]]:
    for field in pattern._fields:
        default = pattern._defaults[field]
        if getattr(pattern, field) != default:
            yield f"without `{field}`", pattern.replace(**{field: default})
    first = tuple(dict.fromkeys(words[:1] for words in pattern.subcommand))
    if first != pattern.subcommand:
        yield "with the first word of `subcommand` only", pattern.replace(subcommand=first)


def without_alternatives(pattern: Pattern) -> Iterator[tuple[str, Pattern]]:
    for field in LISTS:
        listed = getattr(pattern, field)
        for each in listed if len(listed) > 1 else ():
            shown = " ".join(each) if isinstance(each, tuple) else each
            yield f"without `{field}` `{shown}`", pattern.replace(**{field: tuple(v for v in listed if v != each)})
