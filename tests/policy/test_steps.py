from __future__ import annotations

from typing import Any

import pytest

from guardcmd.policy.steps import may_lower, weigh
from guardcmd.policy.verdict import Evidence
from guardcmd.ruleset.model import Finding
from guardcmd.shell.value import one_of, unknown
from tests.policy.samples import finding, proposal, settings, target

CLEAN = Evidence("tracked-clean", "tracked and clean in git", lowers=1)
THROWAWAY = Evidence("throwaway", "the database `shop_test` is throw-away", throwaway=True)
PRODUCTION = Evidence("production", "namespace `prod` is production", raises=1)
OWN = Evidence("own-principal", "it is the caller's own", raises=1)


def decision(
    found: Finding, *evidence: Evidence, refused: int = 0, user: dict[str, Any] | None = None, **fields: Any
) -> str:
    return weigh(found, evidence, settings(user), proposal(**fields), refused).decision


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (finding("data", "reversible", "resource"), "notify"),
        (finding("data", "reversible", "collection"), "ask"),
        (finding("data", "irreversible", "resource"), "confirm"),
        (finding("data", "irreversible", "environment"), "confirm"),  # capped
        (finding("data", "irreversible", "account"), "block"),
        (finding("outage", "reversible", "resource"), "confirm"),
    ],
)
def test_production_adds_one_step_up_to_confirm(found: Finding, expected: str) -> None:
    assert decision(found, PRODUCTION) == expected


def test_two_signs_of_production_add_one_step() -> None:
    assert decision(finding("data", "reversible", "resource"), PRODUCTION, PRODUCTION) == "notify"


def test_access_goes_up_for_admin_rights_or_the_callers_own() -> None:
    access = finding("access", "reversible", "resource")
    assert decision(access) == "ask"
    assert decision(access.replace(admin=True)) == "confirm"
    assert decision(access, OWN) == "confirm"


def test_admin_words_mean_nothing_for_data() -> None:
    assert decision(finding("data", "reversible", "collection", admin=True)) == "notify"
    assert decision(finding("data", "reversible", "collection"), OWN) == "notify"


@pytest.mark.parametrize(
    ("effect", "radius", "expected"),
    [
        ("data", "resource", "notify"),
        ("data", "collection", "ask"),
        ("data", "environment", "ask"),  # the quorum is no step
        ("data", "account", "block"),
        ("outage", "resource", "notify"),
        ("access", "resource", "ask"),
        ("exposure", "resource", "confirm"),
        ("recovery", "resource", "confirm"),
        ("commitment", "resource", "ask"),
    ],
)
def test_evidence_lowers_one_step_of_data_and_outage(effect: str, radius: str, expected: str) -> None:
    assert decision(finding(effect, "irreversible", radius), CLEAN) == expected


def test_evidence_lowers_one_step_in_all() -> None:
    other = Evidence("local-database", "on this machine", lowers=1)
    assert decision(finding(blast_radius="collection"), CLEAN, other) == "ask"


GLOB = target("path", "*.log", "project", glob=True)


@pytest.mark.parametrize(
    "found",
    [
        finding(blast_radius="collection", targets=(GLOB,)),
        finding(blast_radius="collection", targets=(target("path", "a", "project"), GLOB)),
        finding(blast_radius="collection", options=("--all",)),
        finding(blast_radius="collection", options=("-A",)),
        finding(blast_radius="collection", remote=True),
        finding(blast_radius="collection", targets=(target("path", "a").replace(name=unknown("$x")),)),
        finding(blast_radius="collection", targets=(target("pod", "a").replace(count=-1),)),
        finding(blast_radius="collection", rule={"blast_radius": "resource"}),  # a `wider` option
    ],
    ids=["glob", "one glob", "--all", "-A", "remote", "unknown", "many", "wider"],
)
def test_evidence_says_nothing_of(found: Finding) -> None:
    assert not may_lower(found)
    assert decision(found, CLEAN) == "confirm"


def test_alternatives_are_literal_names() -> None:
    path = target("path", "a").replace(name=one_of(("a", "b")))
    assert may_lower(finding(targets=(path,)))


def test_a_glob_makes_one_many() -> None:
    assert decision(finding(targets=(GLOB,))) == "confirm"
    assert decision(finding(targets=(target("path", "a.log", "project"),))) == "ask"


@pytest.mark.parametrize(("via", "expected"), [("find -delete", "confirm"), ("xargs", "confirm"), ("sudo", "ask")])
def test_what_a_search_finds_is_many(via: str, expected: str) -> None:
    found = finding(targets=(target("path", "x", "project").replace(name=unknown("found", ("./", None))),))
    assert decision(found.replace(call=found.call.replace(origin=found.call.origin.through(via)))) == expected


def test_a_guess_at_the_command_line_is_not_lowered() -> None:
    found = finding()
    assert decision(found.replace(call=found.call.replace(uncertain=True)), CLEAN) == "ask"


@pytest.mark.parametrize("radius", ["resource", "collection", "environment"])
def test_throwaway_is_notify(radius: str) -> None:
    assert decision(finding(blast_radius=radius), THROWAWAY) == "notify"


@pytest.mark.parametrize(
    "found",
    [
        finding("access"),
        finding("exposure"),
        finding("recovery"),
        finding("commitment"),
        finding(remote=True),
        finding(blast_radius="account"),
    ],
    ids=["access", "exposure", "recovery", "commitment", "remote", "account"],
)
def test_throwaway_excuses_nothing_else(found: Finding) -> None:
    assert decision(found, THROWAWAY) == decision(found)


def test_throwaway_never_raises() -> None:
    assert decision(finding("data", "reversible", "resource"), THROWAWAY) == "allow"


def test_production_silences_what_would_lower() -> None:
    assert decision(finding(), PRODUCTION, CLEAN) == "confirm"
    assert decision(finding(), PRODUCTION, THROWAWAY) == "confirm"


ALLOW = {"allow": [{"rule": "shop.close", "directory": "~/shop", "reason": "a test shop"}]}


def test_the_users_allow_turns_ask_into_notify() -> None:
    reason = weigh(finding(), (), settings(ALLOW), proposal())
    assert reason.decision == "notify"
    assert "a test shop" in reason.steps[-1]


@pytest.mark.parametrize(
    "found",
    [
        finding(blast_radius="collection"),  # a confirm
        finding(rule={"id": "shop.burn"}),
        finding(directory="/home/dev/shop2"),
        finding(directory="/home/dev/shop/../other"),
        finding(remote=True),
    ],
    ids=["confirm", "other rule", "beside", "climbing", "remote"],
)
def test_the_users_allow_goes_no_further(found: Finding) -> None:
    assert decision(found, user=ALLOW) == decision(found)


def test_the_users_allow_is_silent_in_production() -> None:
    assert decision(finding("data", "reversible", "collection"), PRODUCTION, user=ALLOW) == "ask"


def test_after_two_refusals_asks_become_confirms() -> None:
    assert decision(finding(), refused=1) == "ask"
    assert decision(finding(), refused=2) == "confirm"
    assert decision(finding(), CLEAN, refused=5) == "notify"
    assert decision(finding(), refused=2, user=ALLOW) == "notify"


@pytest.mark.parametrize("kind", ["protected", "guard", "kill-switch", "breaker"])
def test_what_blocks(kind: str) -> None:
    assert decision(finding("data", "reversible", "resource"), Evidence(kind, "so it is"), THROWAWAY) == "block"


def test_a_rule_that_blocks() -> None:
    assert decision(finding("data", "reversible", "resource", rule={"decision": "block"}), CLEAN) == "block"


@pytest.mark.parametrize("path_class", ["outside", "system", "root", "device", "unknown-tree"])
def test_people_are_judged_as_agents_outside_their_own_tree(path_class: str) -> None:
    found = finding(blast_radius="collection", targets=(target("path", "/x", path_class),))
    assert decision(found, actor="human") == "confirm"


@pytest.mark.parametrize("path_class", ["project", "project-root", "home-content", "valuable", "repository"])
def test_people_are_one_step_gentler_within_it(path_class: str) -> None:
    found = finding(blast_radius="collection", targets=(target("path", "/x", path_class),))
    assert decision(found, actor="human") == "ask"


def test_unattended_changes_the_answer_never_the_verdict() -> None:
    assert decision(finding(), attended=False) == decision(finding(), attended=True) == "ask"


def test_the_steps_explain_every_change() -> None:
    found = finding("access", "reversible", "resource", admin=True)
    assert weigh(found, (PRODUCTION,), settings(), proposal(), 0).steps == (
        "reversible × resource: allow",
        "access is at least: ask",
        "admin, owner or wildcard rights: confirm",
    )
    lowered = weigh(finding(), (CLEAN,), settings(), proposal(), 0)
    assert lowered.steps == ("irreversible × resource: ask", "tracked and clean in git: notify")
