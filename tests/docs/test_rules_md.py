"""docs/rules.md against the code: every key is documented, and its examples do what the text says."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest

from guardcmd.cli.rule_files import Examples
from guardcmd.ruleset import keys
from guardcmd.ruleset.lint import lint
from guardcmd.ruleset.mutate import unnoticed
from guardcmd.ruleset.read import read_file
from tests.support import ROOT, rule_files

if TYPE_CHECKING:
    from guardcmd.ruleset.model import RuleFile

TEXT = (ROOT / "docs" / "rules.md").read_text()
BLOCKS = [block.split("```", 1)[0] for block in TEXT.split("```toml\n")[1:]]
SECTIONS = {section.split("\n", 1)[0]: section for section in ("\n" + TEXT).split("\n## ")[1:]}
KEYS = {
    "`[tool]`": (*keys.TOOL, "carrier", *keys.CARRIER),
    "`[[wrapper]]`": (*keys.WRAPPER,),
    "`[[rule]]`": (*keys.RULE, "any_of", "unless", *keys.PATTERN, *keys.PATH_CLASSES, *keys.TARGET_KEYS),
    "Tables": (*keys.TABLE, "verbs", "nouns", "explicit"),
}


def own(name: str) -> RuleFile:
    """A file of the user from the block that begins with its name."""
    (block,) = [block for block in BLOCKS if block.startswith(f"# {name}\n")]
    return read_file(tomllib.loads(block), name, "user")


@pytest.mark.parametrize("part", KEYS)
def test_every_key_is_documented(part: str) -> None:
    (section,) = [text for title, text in SECTIONS.items() if title.startswith(part)]
    words = set(re.findall(r"[a-z][a-z_-]*", section))
    assert [key for key in KEYS[part] if key not in words] == []


@pytest.mark.parametrize("key", [*keys.RUNS, *keys.CARRIED])
def test_every_value_is_documented(key: str) -> None:
    assert f"`{key}`" in TEXT or f'"{key}"' in TEXT


@pytest.mark.parametrize("block", BLOCKS)
def test_every_block_can_be_read(block: str) -> None:
    assert tomllib.loads(block)


def test_a_rule_of_ones_own() -> None:
    file = own("shopctl.toml")
    files = [*rule_files(), file]
    examples = Examples(files)
    assert [each for each in lint(files, examples.decide) if not each.file.startswith("rules/")] == []
    (rule,) = file.rules
    assert [mutant.change for mutant in unnoticed(rule, examples.matches)] == []
    for command in (
        "shopctl tenant delete acme",
        "sudo shopctl tenant delete acme",
        "bash -c 'shopctl tenant delete a'",
    ):
        assert examples.decide(command) == ("confirm", ("shopctl.tenant.delete",))


@pytest.mark.parametrize(
    ("command", "decision"),
    [
        ("on-cluster -c eu web1 'cd app && terraform destroy'", "confirm"),
        ("on-cluster web1 terraform destroy", "confirm"),
        ("on-cluster web1 'cd app && ls -la'", "allow"),
        ("on-cluster web1 cat README.md", "allow"),
        ("with-vpn -- terraform destroy", "confirm"),
        ("with-vpn terraform plan", "allow"),
    ],
)
def test_a_wrapper_of_ones_own(command: str, decision: str) -> None:
    assert Examples([*rule_files(), own("wrappers.toml")]).decide(command)[0] == decision
