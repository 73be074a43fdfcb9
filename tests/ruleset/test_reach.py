"""Patterns that no text can have."""

from __future__ import annotations

import pytest

from guardcmd.ruleset.model import Pattern, Rule, Tool
from guardcmd.ruleset.reach import is_read, out_of_reach

TOOL = Tool(
    "t",
    ("t", "u"),
    aliases={"rm": "remove", "image rm": "rmi"},
    harmless=("show", "* get-*", "u list"),
    program_words={"u": "u"},
    subcommand_flags={"push": ("-z",)},
)


def said(*patterns: Pattern, tool: Tool = TOOL, **fields: object) -> list[str]:
    return [*out_of_reach(Rule("t.x", "t", "t", "w", any_of=patterns, **fields), tool)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("rm", "`rm` is read as `remove`: it is an alias"),
        ("image rm", "`image rm` is read as `rmi`: it is an alias"),
        ("image rm all", "`image rm all` is read as `rmi all`: it is an alias"),
        ("rm|remove", ""),
        ("r*", ""),
        ("image ls", ""),
        ("show all", "`show all` passes before any rule is asked: `show` is called harmless"),
        ("ec2 get-x", "`ec2 get-x` passes before any rule is asked: `* get-*` is called harmless"),
        ("list", ""),
        ("sho*", ""),
    ],
)
def test_words(words: str, expected: str) -> None:
    assert said(Pattern((tuple(words.split()),))) == ([expected] if expected else [])


def test_what_takes_a_form_off_the_fast_path() -> None:
    shown = Pattern((("show",),))
    assert said(shown.replace(option=("--output",))) == []
    assert said(shown, target={"paths": "--output"}) == []
    assert said(shown, layer="user") == []


@pytest.mark.parametrize(
    ("style", "option", "expected"),
    [
        ("getopt", "--force", True),
        ("getopt", "-f", True),
        ("getopt", "-force", False),
        ("getopt", "force", False),
        ("getopt", "--all things", False),
        ("getopt", "--", True),
        ("getopt", "-z", True),
        ("pflag", "--dry-run=client", True),
        ("goflag", "-destroy", True),
        ("goflag", "--destroy", True),
        ("single-dash", "-delete", True),
        ("single-dash", "-d/-delete", True),
        ("find", "-delete", True),
        ("dd", "of", True),
        ("none", "--force", False),
    ],
)
def test_options_by_style(style: str, option: str, expected: bool) -> None:
    assert is_read(option, TOOL.replace(style=style), Pattern((("push",),))) is expected


def test_an_option_of_the_environment_is_read() -> None:
    assert is_read("repo", TOOL.replace(environment_options={"REPO": "repo"}), Pattern())


def test_nouns() -> None:
    assert said(Pattern(noun=("pod",))) == ["`noun` needs `nouns` of `t`"]
    assert said(Pattern(noun=("pod",)), tool=TOOL.replace(table="t")) == []
