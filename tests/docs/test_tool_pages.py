"""docs/tools/: made of today's rules, with links that lead somewhere, and the same at every run."""

from __future__ import annotations

import importlib.util
import re
import sys
from typing import TYPE_CHECKING

import pytest

from guardcmd.ruleset.model import Pattern, Rule, RuleFile, Tool
from tests.support import ROOT, rule_files, settings

if TYPE_CHECKING:
    from types import ModuleType


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("rule_pages", ROOT / "tools" / "rule_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["rule_pages"] = module
    spec.loader.exec_module(module)
    return module


PAGES = script()
TODAYS = PAGES.todays()
RULE = Rule(
    "t.drop-a",
    "t",
    "drops *everything* | all",
    "gone",
    instead="`t list`",
    reversibility="recoverable",
    any_of=(Pattern((("drop",),)),),
    worse=("--purge",),
    wider=("--all",),
    must_match=tuple(f"t drop {number}" for number in range(8)),
    must_not_match=("t list", "cat <<E\n```\nE\n"),
    source="rules/t.toml",
)
FILE = RuleFile("rules/t.toml", (Tool("t", ("t", "tt"), harmless=("list|show", "get x")),), (), (RULE,))


def test_the_pages_are_todays() -> None:
    """Make them again with `python tools/rule_pages.py`."""
    assert PAGES.stale(TODAYS, PAGES.FOLDER) == []


def test_every_rule_has_a_place() -> None:
    for rule in (rule for file in rule_files() for rule in file.rules):
        assert f"\n## {rule.id}\n" in TODAYS[f"{rule.tool}.md"]


@pytest.mark.parametrize("name", TODAYS)
def test_links_lead_somewhere(name: str) -> None:
    text = TODAYS[name]
    headings = {PAGES.anchor(line[3:]) for line in text.splitlines() if line.startswith("## ")}
    for link in re.findall(r"\]\(([^)]+)\)", re.sub(r"(?s)```.*?```|`[^`]*`", "", text)):
        if link.startswith("#"):
            assert link[1:] in headings
        elif not link.startswith("http"):
            assert link in TODAYS or (PAGES.FOLDER / link).exists(), link


def test_a_page() -> None:
    page = PAGES.texts([FILE], {"Shelf": ["t"]}, settings())["t.md"]
    assert "1 rule about `t`, `tt`; written in [`rules/t.toml`](../../rules/t.toml)." in page
    assert "| drops *everything* \\| all | ask | [`t.drop-a`](#tdrop-a) |" in page
    assert "**Drops \\*everything\\* | all.**" in page
    facts = "(data, recoverable, resource); irreversible with `--purge`; collection with `--all`; at most confirm."
    assert f"- For an agent: **ask** {facts}" in page
    assert "and 2 more in `rules/t.toml`" in page
    assert "~~~~sh\nt list\ncat <<E\n```\nE\n~~~~" in page
    assert "`get x`, `list`, `show`." in page


def test_the_index_counts() -> None:
    other = FILE.replace(
        path="rules/u.toml", tools=(Tool("u", ()),), rules=(RULE.replace(tool="u", id="u.x", source="rules/u.toml"),)
    )
    index = PAGES.texts([other, FILE], {"Shelf": ["t"]}, settings())["README.md"]
    assert "2 rules about 2 programs" in index
    assert "## Shelf\n\n1 rule.\n\n| tool | rules | at most | programs |" in index
    assert "| [t](t.md) | 1 | confirm | `t`, `tt` |" in index
    assert index.index("## Shelf") < index.index("## Other") < index.index("[u](u.md)")
    assert index == PAGES.texts([FILE, other], {"Shelf": ["t"]}, settings())["README.md"]


def test_pages_of_tools_that_are_gone_are_stale(tmp_path: object) -> None:
    (tmp_path / "gone.md").write_text("x")  # type: ignore[operator]
    (tmp_path / "same.md").write_text("y")  # type: ignore[operator]
    assert PAGES.stale({"same.md": "y", "new.md": "z"}, tmp_path) == ["gone.md", "new.md"]
