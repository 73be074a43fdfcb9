"""Complaints about rules that can be read."""

from __future__ import annotations

import pytest

from guardcmd.ruleset.lint import covers, lint
from guardcmd.ruleset.model import Pattern, Rule, RuleFile, Tool

TOOL = Tool("t", ("t",), verbs=("drop", "list"), nouns={"namespace": ("ns",)}, harmless=("list", "get|show x"))
RULE = Rule(
    "t.drop",
    "t",
    "drops",
    "gone",
    instead="`t list` first, see `.rc`",
    preview="t list",
    any_of=(Pattern((("drop",),)),),
    must_match=("t drop a", "t drop b"),
    must_not_match=("t list", "t get"),
)


def judge(command: str) -> tuple[str, tuple[str, ...]]:
    return ("confirm", ("t.drop",)) if "drop" in command else ("allow", ())


def complaints(*rules: Rule, tool: Tool = TOOL) -> list[str]:
    return [complaint.what for complaint in lint([RuleFile("t.toml", (tool,), (), rules)], judge)]


def test_a_good_rule_has_none() -> None:
    assert complaints(RULE) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"must_match": ("t drop a",)}, "`must_match` has 1 of at least 2 examples"),
        ({"must_not_match": ()}, "`must_not_match` has 0 of at least 2 examples"),
        ({"must_match": ("t drop a", "t dorp b")}, "does not match `t dorp b`"),
        ({"must_not_match": ("t drop x", "t list")}, "matches `t drop x`"),
        ({"instead": "`t list`, then `t drop NAME`"}, "`instead` names `t drop NAME`, which is confirm by `t.drop`"),
        ({"preview": "t drop -n"}, "`preview` names `t drop -n`, which is confirm by `t.drop`"),
        ({"any_of": (Pattern((("dorp", "x"),)),)}, "`dorp` is none of the verbs of `t`"),
        ({"any_of": (Pattern(noun=("ns",)),)}, "`ns` is a spelling: the noun has another name"),
        ({"any_of": (Pattern(target_class=("root",)),)}, "`target_class` needs `target = { paths = ... }`"),
        ({"any_of": (Pattern(program=("u",)),)}, "`u` is none of the programs of `t`"),
    ],
)
def test_complaints(fields: dict[str, object], expected: str) -> None:
    assert complaints(RULE.replace(**fields)) == [expected]


def test_verbs_of_patterns_and_aliases_are_known() -> None:
    tool = TOOL.replace(aliases={"dl": "drop"})
    assert complaints(RULE.replace(any_of=(Pattern((("d*",), ("dl|drop",))),)), tool=tool) == []
    assert complaints(RULE.replace(any_of=(Pattern(unknown_verb=True),)), tool=tool.replace(verbs=())) == [
        "`unknown_verb` needs the verbs of `t`"
    ]


def test_a_rule_that_another_one_covers() -> None:
    narrow = RULE.replace(id="t.drop-all", any_of=(Pattern((("drop",),), option=("--all",)),))
    assert complaints(RULE, narrow)[-1] == "`t.drop` matches all of it and is as severe"
    said = [*complaints(RULE.replace(blast_radius="resource"), narrow.replace(blast_radius="collection"))]
    assert not [each for each in said if "as severe" in each]


def test_covers() -> None:
    wide = Pattern((("drop",), ("rm",)), option=("-f", "-r"))
    assert covers(wide, wide)
    assert covers(wide, Pattern((("rm",),), option=("-f",), noun=("pod",)))
    assert not covers(wide, Pattern((("rm",),)))
    assert not covers(Pattern(not_option=("-n",)), Pattern(not_option=("-n", "-m")))


def test_two_files() -> None:
    files = [RuleFile("a.toml", (TOOL,), (), (RULE,)), RuleFile("b.toml", (TOOL.replace(name="u"),), (), (RULE,))]
    shown = [complaint.shown() for complaint in lint(files, judge)]
    assert "b.toml: rule `t.drop`: `a.toml` has a rule of this id" in shown
    assert "b.toml: `t` belongs to the tool `t`" in shown


def test_a_harmless_form_that_is_not() -> None:
    assert complaints(RULE, tool=TOOL.replace(harmless=("list", "* drop|show"))) == [
        "`t x drop` is called harmless, and is confirm"
    ]
