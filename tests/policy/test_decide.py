from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardcmd.policy.decide import decide
from guardcmd.policy.verdict import DECISIONS, Evidence, Note
from guardcmd.ruleset.model import BLAST_RADII, EFFECTS, REVERSIBILITIES, Finding
from tests.policy.samples import finding, proposal, settings, target

SETTINGS = settings()
FACTS = st.tuples(st.sampled_from(EFFECTS), st.sampled_from(REVERSIBILITIES), st.sampled_from(BLAST_RADII))
EVIDENCE = st.lists(
    st.sampled_from(
        [
            Evidence("tracked-clean", "clean", lowers=1),
            Evidence("local-database", "here", lowers=1),
            Evidence("throwaway", "throw-away", throwaway=True),
            Evidence("production", "production", raises=1),
            Evidence("own-principal", "own", raises=1),
            Evidence("protected", "protected"),
        ]
    ),
    max_size=3,
).map(tuple)
ACTOR = st.sampled_from(["agent", "human", "ci"])
NOTES = st.lists(st.sampled_from([Note("unreadable", "ask", "x"), Note("readers", "notify", "y")]), max_size=2)


def strictness(decision: str) -> int:
    return DECISIONS.index(decision)


@given(st.lists(st.tuples(FACTS, EVIDENCE), max_size=3), st.tuples(FACTS, EVIDENCE), NOTES, ACTOR, st.integers(0, 3))
def test_one_finding_more_never_lowers(some: list, one: tuple, notes: list, actor: str, refused: int) -> None:  # type: ignore[type-arg]
    def verdict(given: list) -> str:  # type: ignore[type-arg]
        findings = [finding(*facts) for facts, _ in given]
        evidence = [known for _, known in given]
        return decide(findings, evidence, SETTINGS, proposal(actor=actor), notes, ["shop"] * refused).decision

    assert strictness(verdict([*some, one])) >= strictness(verdict(some))


@given(FACTS, FACTS, EVIDENCE, ACTOR)
def test_a_graver_fact_never_lowers(one: tuple, other: tuple, evidence: tuple, actor: str) -> None:  # type: ignore[type-arg]
    """Reversibility and blast radius; effects are of different kinds, not of different weight."""
    effect = one[0]
    graver = (
        effect,
        max(one[1], other[1], key=REVERSIBILITIES.index),
        max(one[2], other[2], key=BLAST_RADII.index),
    )
    before = decide([finding(*one)], [evidence], SETTINGS, proposal(actor=actor)).decision
    after = decide([finding(*graver)], [evidence], SETTINGS, proposal(actor=actor)).decision
    assert strictness(after) >= strictness(before)


@given(FACTS, EVIDENCE, ACTOR)
def test_production_never_lowers(facts: tuple, evidence: tuple, actor: str) -> None:  # type: ignore[type-arg]
    found = [finding(*facts)]
    before = decide(found, [evidence], SETTINGS, proposal(actor=actor)).decision
    after = decide(
        found, [(*evidence, Evidence("production", "it is", raises=1))], SETTINGS, proposal(actor=actor)
    ).decision
    assert strictness(after) >= strictness(before)


@given(FACTS, EVIDENCE, st.integers(0, 4))
def test_more_refusals_never_lower(facts: tuple, evidence: tuple, refused: int) -> None:  # type: ignore[type-arg]
    def verdict(count: int) -> str:
        return decide([finding(*facts)], [evidence], SETTINGS, proposal(), (), ["shop"] * count).decision

    assert strictness(verdict(refused + 1)) >= strictness(verdict(refused))


@given(FACTS, EVIDENCE, ACTOR)
def test_nobody_is_less_strict_with_agents_than_with_people(facts: tuple, evidence: tuple, actor: str) -> None:  # type: ignore[type-arg]
    def verdict(who: str) -> str:
        return decide([finding(*facts)], [evidence], SETTINGS, proposal(actor=who)).decision

    assert strictness(verdict("agent")) >= strictness(verdict(actor))


@given(st.lists(st.tuples(FACTS, EVIDENCE), min_size=1, max_size=3), ACTOR)
def test_block_comes_only_from_where_it_may(some: list, actor: str) -> None:  # type: ignore[type-arg]
    findings = [finding(*facts) for facts, _ in some]
    evidence = [known for _, known in some]
    verdict = decide(findings, evidence, SETTINGS, proposal(actor=actor))
    may = any(facts[1:] == ("irreversible", "account") for facts, _ in some)
    may = may or any(item.kind == "protected" for known in evidence for item in known)
    assert (verdict.decision == "block") == may


def test_nothing_found_is_allowed() -> None:
    assert decide([], [], SETTINGS, proposal()).decision == "allow"


@pytest.mark.parametrize("decision", DECISIONS)
def test_notes_count_like_findings(decision: str) -> None:
    verdict = decide([], [], SETTINGS, proposal(), [Note("unreadable", decision, "cannot be read")])
    assert (verdict.decision, verdict.notes) == (decision, ("cannot be read",))


def test_missing_evidence_is_none() -> None:
    assert decide([finding(), finding()], [], SETTINGS, proposal()).decision == "ask"


def test_the_strictest_reason_comes_first() -> None:
    verdict = decide([finding(), finding(blast_radius="collection")], [(), ()], SETTINGS, proposal())
    assert [reason.decision for reason in verdict.reasons] == ["confirm", "ask"]


def test_a_confirm_has_a_word_to_type() -> None:
    found = finding(blast_radius="collection", targets=(target("database", "shop"),))
    assert decide([found], [()], SETTINGS, proposal()).typed == "shop"
    assert decide([finding()], [()], SETTINGS, proposal()).typed == ""


def test_refusals_count_for_their_tool() -> None:
    assert decide([finding()], [()], SETTINGS, proposal(), (), ("git", "git")).decision == "ask"
    assert decide([finding()], [()], SETTINGS, proposal(), (), ("shop", "git", "shop")).decision == "confirm"


# --- observe mode


OBSERVES = settings({"mode": "observe", "until": "2030-01-31"})


def test_observing_notes_what_it_would_have_been() -> None:
    verdict = decide([finding(blast_radius="account")], [()], OBSERVES, proposal(), today="2030-01-31")
    assert (verdict.decision, verdict.observed, verdict.typed) == ("notify", "block", "")


@pytest.mark.parametrize("today", ["2030-02-01", ""])
def test_observing_ends(today: str) -> None:
    assert decide([finding()], [()], OBSERVES, proposal(), today=today).decision == "ask"


@pytest.mark.parametrize(
    ("found", "evidence", "notes"),
    [
        (finding(rule={"decision": "block"}), (), ()),
        (finding(), (Evidence("guard", "guardcmd's own files"),), ()),
        (finding(), (Evidence("kill-switch", "everything is stopped"),), ()),
        (finding(), (), (Note("kill-switch", "block", "everything is stopped"),)),
    ],
    ids=["self", "guard", "kill switch", "kill switch as a note"],
)
def test_what_is_never_only_observed(found: Finding, evidence: tuple[Evidence, ...], notes: tuple[Note, ...]) -> None:
    assert decide([found], [evidence], OBSERVES, proposal(), notes, today="2030-01-01").decision == "block"
