"""A new rule can be read and does what its examples say."""

from __future__ import annotations

import tomllib

import pytest

from guardcmd.ruleset.compile import layer_of
from guardcmd.ruleset.read import read_file
from guardcmd.ruleset.ruleset import Ruleset
from guardcmd.ruleset.scaffold import scaffold
from tests.support import a_guard, judge_with, ruleset


@pytest.mark.parametrize("rule_id", ["deploy.drop", "deploy.drop-table", "git.nuke"])
def test_a_new_rule(rule_id: str) -> None:
    text = scaffold(rule_id, ["git"])
    assert ("[tool]" in text) is not rule_id.startswith("git")
    file = read_file(tomllib.loads(text), f"{rule_id.partition('.')[0]}.toml", "user")
    (rule,) = file.rules
    assert rule.id == rule_id
    guard = a_guard(Ruleset([*ruleset().layers, layer_of([file])]))
    for command in (*rule.must_match, *rule.must_not_match):
        found = [finding.rule.id for finding in judge_with(command, guard).findings]
        assert (rule_id in found) is (command in rule.must_match), command
