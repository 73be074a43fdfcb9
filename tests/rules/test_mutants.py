"""Every clause of every rule is needed by some example: weaken it, and an example notices."""

from __future__ import annotations

import pytest

from guardcmd.ruleset.model import Rule
from guardcmd.ruleset.mutate import unnoticed
from tests.support import examples, rule_files

RULES = list({rule.id: rule for file in rule_files() for rule in file.rules}.values())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples_notice_every_weakened_clause(rule: Rule) -> None:
    assert [(mutant.change, mutant.missing) for mutant in unnoticed(rule, examples().matches)] == []
