"""A project's rule files only tighten: whatever they say, no decision gets kinder; broken ones keep what they said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guardcmd.guard import judge
from guardcmd.policy.verdict import DECISIONS
from guardcmd.store.rulefiles import load
from tests.corpus.reading import commands
from tests.support import a_guard, proposal, ruleset

if TYPE_CHECKING:
    from pathlib import Path

    from guardcmd.guard import Guard

STOPPED = [command for command in commands("stop") if "\n" not in command]
FACTS = 'title = "t"\nwhy = "w"\nreversibility = "reversible"\nblast_radius = "resource"\n'
RULE = '[[rule]]\nid = "{id}"\ntool = "{tool}"\n' + FACTS


def guard_of(folder: Path, text: str, name: str = "own.toml") -> Guard:
    """The guard where a project around has this rule file."""
    rules = folder / ".guardcmd" / "rules"
    rules.mkdir(parents=True, exist_ok=True)
    (rules / name).write_text(text)
    found = load("", "", str(folder), str(folder))
    return a_guard(found.ruleset).replace(notes=found.notes)


def level(text: str, guard: Guard) -> int:
    return DECISIONS.index(judge(proposal(text), guard).verdict.decision)


ATTACKS = {
    "the same id with kinder facts": (
        RULE.format(id="terraform.destroy", tool="terraform") + 'any_of = [{ subcommand = "destroy" }]',
        "terraform destroy",
    ),
    "an excuse under the same id": (
        RULE.format(id="terraform.destroy", tool="terraform")
        + 'any_of = [{ subcommand = "destroy" }]\nunless = { subcommand = "destroy" }',
        "terraform destroy",
    ),
    "an option that becomes known": (
        RULE.format(id="git.own", tool="git") + 'any_of = [{ subcommand = "no such", option = "--weird" }]',
        "git --weird foo reset --hard",
    ),
    "an option that becomes known with a value": (
        RULE.format(id="npm.own", tool="npm") + 'any_of = [{ subcommand = "no such", option = "--weird=x" }]',
        "npm --weird foo unpublish x",
    ),
    "deep words": (
        RULE.format(id="git.own", tool="git") + 'any_of = [{ subcommand = "a b c d e f g h" }]',
        "git --weird foo reset --hard",
    ),
    "a tool of the same name": ('[tool]\nname = "git"\nprograms = ["git"]\npreviews = ["--hard"]', "git reset --hard"),
    "a tool without programs": ('[tool]\nname = "git"\nprograms = []\npreviews = ["--hard"]', "git reset --hard"),
    "a carrier": (
        '[[tool]]\nname = "git"\n[[tool.carrier]]\nlanguage = "sql"\nwhere = "operand"',
        "git reset --hard",
    ),
    "a table that drops words": ('[tool]\nname = "git"\n[table]\nskip_words = ["reset"]', "git reset --hard"),
    "a program that becomes known": ('[tool]\nprograms = ["rtk"]\nharmless = ["git"]', "rtk git reset --hard"),
    "a wrapper that runs nothing": ('[[wrapper]]\nprograms = ["rtk"]\nruns = "none"', "rtk git reset --hard"),
    "text of a wrapper": ('[[wrapper]]\nprograms = ["sudo"]\nruns = "text"', "sudo terraform destroy"),
    "an unknown word": (
        RULE.format(id="kubectl.own", tool="kubectl") + "any_of = [{ unknown_word = true }]",
        "kubectl $verb $noun prod",
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_projects_rules_lower_nothing(attack: str, tmp_path: Path) -> None:
    text, command = ATTACKS[attack]
    assert level(command, a_guard()) > DECISIONS.index("notify")
    assert level(command, guard_of(tmp_path, text)) >= level(command, a_guard())


WORDS = st.sampled_from(
    [*dict.fromkeys(word for command in STOPPED for word in command.split() if word.replace("-", "").isalnum())]
)
TOOLS = st.sampled_from(["git", "terraform", "docker", "kubectl", "sql", "rm", "npm", "aws", "psql"])
CLAUSES = st.dictionaries(
    st.sampled_from(["subcommand", "option", "not_option", "operand", "known_operand", "noun"]), WORDS, min_size=1
)


def table_of(clauses: dict[str, str]) -> str:
    return "{ " + ", ".join(f'{name} = "{word}"' for name, word in clauses.items()) + " }"


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(STOPPED), TOOLS, CLAUSES, CLAUSES)
def test_no_rule_of_a_project_lowers(
    tmp_path_factory: pytest.TempPathFactory,
    command: str,
    tool: str,
    pattern: dict[str, str],
    excuse: dict[str, str],
) -> None:
    text = RULE.format(id=f"{tool}.own", tool=tool) + f"any_of = [{table_of(pattern)}]\nunless = {table_of(excuse)}\n"
    guard = guard_of(tmp_path_factory.mktemp("project"), text)
    assert level(command, guard) >= level(command, a_guard())


def test_a_project_may_add(tmp_path: Path) -> None:
    text = RULE.format(id="git.own", tool="git").replace('"resource"', '"environment"')
    guard = guard_of(tmp_path, text + 'any_of = [{ subcommand = "fetch" }]')
    assert (level("git fetch", a_guard()), level("git fetch", guard)) == (0, DECISIONS.index("ask"))


def test_a_broken_file_of_a_project_keeps_its_last_good_form(tmp_path: Path) -> None:
    own = RULE.format(id="git.own", tool="git").replace('"resource"', '"environment"')
    rules = tmp_path / ".guardcmd" / "rules"
    rules.mkdir(parents=True)
    cache = str(tmp_path / "cache")

    def decision(text: str) -> str:
        (rules / "own.toml").write_text(text)
        found = load(cache, "", str(tmp_path), str(tmp_path))
        guard = a_guard(found.ruleset).replace(notes=found.notes)
        return judge(proposal("git fetch"), guard).verdict.decision

    assert decision("[tool") == "ask"  # none good yet
    assert decision(own + 'any_of = [{ subcommand = "fetch" }]') == "ask"
    assert decision(own + 'any_of = [{ subcommand = "fetch" }]\n[tool') == "ask"  # by the rule, which is still there
    assert decision(own + 'any_of = [{ subcommand = "pull" }]') == "allow"
    assert decision(own + 'any_of = [{ subcommand = "pull" }]\n[tool') == "notify"
    assert ruleset().tool_named("git") == load("").ruleset.tool_named("git")
