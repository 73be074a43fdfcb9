"""Rule files: what they say, and what is said about mistakes. The first lines of invalid/*.toml are the message."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from guardcmd.errors import RuleError
from guardcmd.ruleset.model import Pattern
from guardcmd.ruleset.read import read_file
from guardcmd.store.rulefiles import read_path

INVALID = sorted(Path(__file__).parent.joinpath("invalid").glob("*.toml"))


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_mistakes_are_named(path: Path) -> None:
    message, hint = (line.removeprefix("#").strip() for line in path.read_text().splitlines()[:2])
    with pytest.raises(RuleError) as raised:
        read_path(str(path), "psql.toml", "user")
    assert raised.value.message.startswith(message)
    assert raised.value.hint == hint


def test_a_file() -> None:
    file = read_file(
        tomllib.loads("""
        [tool]
        programs = ["psql"]
        value_options = ["-c/--command"]
        [[tool.carrier]]
        language = "sql"
        where = "option"
        options = ["-c/--command"]
        [[rule]]
        id = "psql.x"
        title = "t"
        why = "w"
        reversibility = "recoverable"
        blast_radius = "resource"
        any_of = { subcommand = ["a b", "c"], operands = 2, fact = { where = "missing" } }
        unless = { option = "--dry-run" }
        worse = ["--purge"]
        target = { option = "--table", kind = "table" }
        """),
        "rules/psql.toml",
    )
    (tool,), (rule,) = file.tools, file.rules
    assert (tool.name, tool.depth, tool.carriers[0].language) == ("psql", 2, "sql")
    assert tool.flags == ("--dry-run", "--purge")  # what rules name is known
    assert tool.value_options == ("-c/--command", "--table")
    assert rule.any_of == (Pattern((("a", "b"), ("c",)), operands=(2, 2), fact={"where": ("missing",)}),)
    assert rule.unless == (Pattern(option=("--dry-run",)),)
    assert (rule.tool, rule.source, rule.layer, rule.effect) == ("psql", "rules/psql.toml", "built-in", "data")


def test_a_file_may_add_rules_to_another_files_tool() -> None:
    rule = {"id": "git.x", "title": "t", "why": "w", "reversibility": "reversible", "blast_radius": "resource"}
    file = read_file({"rule": [{**rule, "any_of": {"option": "--force"}}]}, "git.toml", "project")
    assert [(tool.name, tool.programs) for tool in file.tools] == [("git", ())]
    file = read_file({"rule": [{**rule, "tool": "git", "any_of": {}}]}, "mine.toml", "user")
    assert [rule.tool for rule in file.rules] == ["git"]
    assert "git" in [tool.name for tool in file.tools]


def test_options_that_rules_compare_take_a_value() -> None:
    rule = {"id": "t.x", "title": "t", "why": "w", "reversibility": "reversible", "blast_radius": "resource"}
    patterns = [{"option": ["--mode=a", "--dry-run=client|", "--purge", "-destroy"]}, {"option": "--mode"}]
    tool = {"programs": ["t"], "globals_first": True, "style": "goflag", "flags": ["-purge"]}
    (read,) = read_file({"tool": tool, "rule": [{**rule, "any_of": patterns}]}, "t.toml").tools
    assert read.flags == ("-purge", "-destroy")
    assert read.optional_value_options == ("-dry-run",)
    assert read.subcommand_value_options == {"*": ("-mode",)}
