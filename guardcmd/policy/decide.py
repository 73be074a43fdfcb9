"""Findings and what is known of here and now, to a verdict. The strictest finding or note wins."""

from __future__ import annotations

from guardcmd.policy.steps import weigh
from guardcmd.policy.verdict import DECISIONS, Verdict, strictest
from guardcmd.targets.names import typed_word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guardcmd.policy.settings import Settings
    from guardcmd.policy.verdict import Evidence, Note, Reason
    from guardcmd.proposal import Proposal
    from guardcmd.ruleset.model import Finding

# what holds even while guardcmd only observes: without it an agent could switch the guard itself off
NEVER_OBSERVED = ("guard", "kill-switch")
NEVER_OBSERVED_NOTES = ("kill-switch",)


def decide(
    findings: Sequence[Finding],
    evidence: Sequence[tuple[Evidence, ...]],
    settings: Settings,
    proposal: Proposal,
    notes: Sequence[Note] = (),
    refused: Sequence[str] = (),
    today: str = "",
) -> Verdict:
    """The verdict on one proposal.

    `evidence` has one entry per finding. `refused` names the tools that the session was refused within the policy's
    window, with repeats.
    `today` is an ISO date: until the policy's date a policy in observe mode only notes what it would have decided.
    Whether somebody is there to answer does not change the verdict.
    """
    reasons = tuple(
        [
            weigh(finding, known, settings, proposal, refused.count(finding.call.tool))
            for finding, known in zip(findings, (*evidence, *[()] * len(findings)))
        ]
    )
    decision = strictest((*[reason.decision for reason in reasons], *[note.decision for note in notes]))
    verdict = Verdict(
        decision=decision,
        reasons=tuple(sorted(reasons, key=_strictness, reverse=True)),
        notes=tuple([note.text for note in notes]),
        quorum=max([reason.quorum for reason in reasons if reason.decision == decision], default=1),
        typed=_typed(decision, reasons, proposal) if decision == "confirm" else "",
    )
    return _observed(verdict, notes, settings, today)


def _strictness(reason: Reason) -> int:
    return DECISIONS.index(reason.decision)


def _typed(decision: str, reasons: tuple[Reason, ...], proposal: Proposal) -> str:
    return typed_word([reason.finding for reason in reasons if reason.decision == decision], proposal.directory)


def _observed(verdict: Verdict, notes: Sequence[Note], settings: Settings, today: str) -> Verdict:
    """In observe mode everything runs and is noted, but for what protects guardcmd itself."""
    if verdict.allows or not settings.observes(today):
        return verdict
    for reason in verdict.reasons:
        kinds = [item.kind for item in reason.evidence]
        if reason.finding.rule.decision == "block" or any(kind in NEVER_OBSERVED for kind in kinds):
            return verdict
    if any(note.kind in NEVER_OBSERVED_NOTES for note in notes):
        return verdict
    return verdict.replace(decision="notify", observed=verdict.decision, quorum=1, typed="")
