"""A new rule can be read, does what its examples say, and is complete once its texts are."""

from __future__ import annotations

import tomllib

import pytest

from guardcmd.cli.rule_files import Examples
from guardcmd.ruleset.lint import lint
from guardcmd.ruleset.mutate import unnoticed
from guardcmd.ruleset.read import read_file
from guardcmd.ruleset.scaffold import scaffold
from tests.support import rule_files

NEW = {
    "deploy.drop": ("",),
    "deploy.drop-table": ("",),
    "deploy.tenant.list": ("",),
    "git.nuke": ("git", "git"),
    "incus.nuke": ("machines", "incus", "incus"),
}


@pytest.mark.parametrize("rule_id", NEW)
def test_a_new_rule(rule_id: str) -> None:
    text = scaffold(rule_id, *NEW[rule_id])
    assert ("[tool]" in text) is (NEW[rule_id][0] == "")
    path = f"{rule_id.replace('.', '-')}.toml"
    draft = read_file(tomllib.loads(text), path, "user")
    assert complaints(draft) == [f"`{key}` is not filled in" for key in ("title", "why", "instead")]
    filled = read_file(tomllib.loads(text.replace("FILL IN: ", "")), path, "user")
    filled = filled.replace(rules=tuple(rule.replace(instead="ask whoever owns it") for rule in filled.rules))
    assert complaints(filled) == []
    (rule,) = filled.rules
    assert rule.id == rule_id
    examples = Examples([*rule_files(), filled])
    assert [mutant.change for mutant in unnoticed(rule, examples.matches)] == []


def complaints(file: object) -> list[str]:
    files = [*rule_files(), file]
    found = lint(files, Examples(files).decide)
    return [complaint.what for complaint in found if not complaint.file.startswith("rules/")]
