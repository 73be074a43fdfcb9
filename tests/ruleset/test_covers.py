"""Patterns and rules that say what others say."""

from __future__ import annotations

import pytest

from guardcmd.ruleset.covers import covers, same_or_wider, shadows
from guardcmd.ruleset.model import Pattern, Rule

DROP = Pattern((("drop",),))


def rule(name: str, *patterns: Pattern, **fields: object) -> Rule:
    return Rule(f"t.{name}", "t", name, "gone", any_of=patterns, **fields)


def test_covers() -> None:
    wide = Pattern((("drop",), ("rm",)), option=("-f", "-r"))
    assert covers(wide, wide)
    assert covers(wide, Pattern((("rm",),), option=("-f",), noun=("pod",)))
    assert not covers(wide, Pattern((("rm",),)))
    assert not covers(Pattern(not_option=("-n",)), Pattern(not_option=("-m",)))
    assert covers(Pattern(not_option=("-n",)), Pattern(not_option=("-n", "-m")))
    assert not covers(Pattern(not_option=("-n", "-m")), Pattern(not_option=("-n",)))
    assert covers(Pattern(all_options=("-a",)), Pattern(all_options=("-a", "-b")))
    assert covers(Pattern(operands=(1, 9)), Pattern(operands=(2, 3)))
    assert not covers(Pattern(operands=(2, 3)), Pattern(operands=(1, 9)))
    assert covers(Pattern(fact={"class": ("a", "b")}), Pattern(fact={"class": ("a",), "x": ("y",)}))
    assert not covers(Pattern(fact={"class": ("a",)}), Pattern(fact={"x": ("a",)}))
    assert not covers(Pattern(elevated=True), Pattern())
    assert covers(Pattern(option=("--to",)), Pattern(option=("--to=0",)))
    assert covers(Pattern(option=("--to=0|-*",)), Pattern(option=("--to=0",)))
    assert not covers(Pattern(option=("--to=0|-*",)), Pattern(option=("--to",)))


def test_words() -> None:
    assert covers(DROP, Pattern((("drop", "all"),)))
    assert not covers(Pattern((("drop", "all"),)), DROP)
    assert covers(Pattern((("d*|rm", "*"),)), Pattern((("drop|rm", "all"),)))
    assert not covers(Pattern((("drop",),), operand=("x",)), Pattern((("drop", "all"),), operand=("x",)))


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [("rm|del*", "rm", True), ("rm|del*", "delete|rm", True), ("del*", "de*", False), ("rm", "rm|x", False)],
)
def test_alternatives(wide: str, narrow: str, expected: bool) -> None:
    assert same_or_wider(wide, narrow) is expected


def test_shadows() -> None:
    narrow = rule("narrow", Pattern((("drop", "all"),)))
    said = "`t.wide` matches all of it and is as severe"
    wide = rule("wide", DROP)
    assert [*shadows(narrow, [narrow, wide])] == [said]
    assert [*shadows(wide, [narrow, wide])] == []
    assert [*shadows(narrow, [rule("wide", DROP, reversibility="reversible")])] == []
    assert [*shadows(narrow, [rule("wide", DROP, effect="outage")])] == []
    excuse = Pattern(option=("-n",))
    assert [*shadows(narrow, [rule("wide", DROP, unless=(excuse,))])] == []
    assert [*shadows(narrow.replace(unless=(excuse,)), [rule("wide", DROP, unless=(excuse,))])] == [said]
    paths = Pattern((("drop",),), target_class=("root",))
    assert [
        *shadows(rule("a", paths, target={"paths": "first"}), [rule("wide", paths, target={"paths": "last"})])
    ] == []


def test_of_two_that_say_the_same_one_is_named() -> None:
    one, other = rule("one", DROP), rule("other", DROP)
    assert [*shadows(one, [one, other])] == []
    assert [*shadows(other, [one, other])] == ["`t.one` matches all of it and is as severe"]
