"""Mutants of rules, and which of them examples notice."""

from __future__ import annotations

from guardcmd.ruleset.model import Pattern, Rule
from guardcmd.ruleset.mutate import mutants, unnoticed

RULE = Rule(
    "t.drop",
    "t",
    "drops",
    "gone",
    any_of=(Pattern((("db", "drop"),), option=("-f", "--force")), Pattern((("wipe",),))),
    unless=(Pattern(option=("-n",)),),
    must_match=("db drop -f", "wipe"),
    must_not_match=("db drop", "db drop -f -n"),
)


def matches(rule: Rule, command: str) -> bool:
    """A small matcher: leading words and options."""
    words = command.split()

    def holds(pattern: Pattern) -> bool:
        sequences = pattern.subcommand or ((),)
        led = any(tuple(words[: len(sequence)]) == tuple(sequence) for sequence in sequences)
        return led and (not pattern.option or any(option in words for option in pattern.option))

    return any(map(holds, rule.any_of)) and not any(map(holds, rule.unless))


def test_every_clause_is_weakened_once() -> None:
    assert [mutant.change for mutant in mutants(RULE)] == [
        "any_of 1 left out",
        "any_of 1 without `subcommand`",
        "any_of 1 without `option`",
        "any_of 1 with the first word of `subcommand` only",
        "any_of 2 left out",
        "any_of 2 without `subcommand`",
        "unless 1 left out",
        "unless 1 without `option`",
    ]


def test_alternatives() -> None:
    changes = [mutant.change for mutant in mutants(RULE, alternatives=True)]
    assert "any_of 1 without `option` `--force`" in changes


def test_a_clause_without_an_example_goes_unnoticed() -> None:
    assert [mutant.change for mutant in unnoticed(RULE, matches)] == [
        "any_of 1 without `subcommand`",
        "any_of 1 with the first word of `subcommand` only",
    ]
    more = RULE.replace(must_not_match=(*RULE.must_not_match, "db list -f", "ls -f"))
    assert unnoticed(more, matches) == []
