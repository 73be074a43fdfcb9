"""Every rule's examples, judged through the whole guard."""

from __future__ import annotations

import pytest

from guardcmd.ruleset.model import Rule
from tests.support import examples, rule_files

RULES = list({rule.id: rule for file in rule_files() for rule in file.rules}.values())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples(rule: Rule) -> None:
    missed = [command for command in rule.must_match if rule.id not in examples().decide(command)[1]]
    wrong = [command for command in rule.must_not_match if rule.id in examples().decide(command)[1]]
    assert (missed, wrong) == ([], [])
