"""Complaints about rules that can be read."""

from __future__ import annotations

import pytest

from guardcmd.ruleset.lint import lint
from guardcmd.ruleset.model import Pattern, Rule, RuleFile, Tool

TOOL = Tool(
    "t", ("t",), verbs=("drop", "get", "list", "show"), nouns={"namespace": ("ns",)}, harmless=("list", "get|show x")
)
RULE = Rule(
    "t.drop",
    "t",
    "drops",
    "gone",
    instead="`t list` first, see `.rc`",
    preview="t list",
    target={"operands": "thing"},
    references=("https://example.com",),
    any_of=(Pattern((("drop",),)),),
    must_match=("t drop a", "t drop b"),
    must_not_match=("t list", "t get"),
)


def judge(command: str) -> tuple[str, tuple[str, ...]]:
    return ("confirm", ("t.drop",)) if "drop" in command else ("allow", ())


def complaints(*rules: Rule, tool: Tool = TOOL, notes: bool = False) -> list[str]:
    found = lint([RuleFile("t.toml", (tool,), (), rules)], judge, lambda command: command == "t drop seen")
    return [complaint.what for complaint in found if complaint.is_note is notes]


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
        (
            {"any_of": (Pattern(option=("force",)),)},
            "`force` is never read as an option of `t`, whose style is `getopt`",
        ),
        ({"worse": ("-force",)}, "`-force` is never read as an option of `t`, whose style is `getopt`"),
        ({"must_match": ("t drop a", "t drop a")}, "`must_match` has `t drop a` twice"),
        ({"must_not_match": ("t list", "t list")}, "`must_not_match` has `t list` twice"),
        ({"unless": (Pattern((("drop",),)),)}, "`any_of` 1 never matches: `unless` excuses all of it"),
        (
            {"any_of": (Pattern((("list", "all"),)),)},
            "`list all` passes before any rule is asked: `list` is called harmless",
        ),
        (
            {"must_match": ("t drop a", "t drop seen")},
            "`t drop seen` passes before any rule is asked: its words are called harmless",
        ),
        ({"tool": "tt"}, "no tool is called `tt`; did you mean `t`?"),
    ],
)
def test_complaints(fields: dict[str, object], expected: str) -> None:
    assert complaints(RULE.replace(**fields, layer="user" if "tool" in fields else "built-in")) == [expected]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"references": ()}, "has no `references`"),
        ({"target": {}}, "has no `target`: nobody is told what would be lost"),
        ({"instead": ""}, "has no `instead`"),
    ],
)
def test_notes(fields: dict[str, object], expected: str) -> None:
    assert complaints(RULE.replace(**fields)) == []
    assert complaints(RULE.replace(**fields), notes=True) == [expected]
    assert complaints(RULE.replace(layer="user", references=()), notes=True) == []


def test_two_rules_of_one_title() -> None:
    other = RULE.replace(id="t.list", any_of=(Pattern((("drop",),), option=("-x",)),), reversibility="recoverable")
    assert (
        complaints(RULE.replace(reversibility="reversible"), other, notes=True)
        == ["another rule of `t` has the same title"] * 2
    )


def test_words_and_options_of_a_tool() -> None:
    assert complaints(RULE, tool=TOOL.replace(harmless=("list", "lst"))) == [
        "`lst` is called harmless, and is none of the verbs of `t`"
    ]
    assert complaints(RULE, tool=TOOL.replace(previews=("-help", "--help"))) == [
        "`-help` of `previews` is never read as an option, the style being `getopt`"
    ]


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


def test_two_files() -> None:
    files = [RuleFile("a.toml", (TOOL,), (), (RULE,)), RuleFile("b.toml", (TOOL.replace(name="u"),), (), (RULE,))]
    shown = [complaint.shown() for complaint in lint(files, judge)]
    assert "b.toml: rule `t.drop`: `a.toml` has a rule of this id" in shown
    assert "b.toml: `t` belongs to the tool `t`" in shown


def test_a_harmless_form_that_is_not() -> None:
    assert complaints(RULE, tool=TOOL.replace(harmless=("list", "* drop|show"))) == [
        "`t x drop` is called harmless, and is confirm"
    ]
