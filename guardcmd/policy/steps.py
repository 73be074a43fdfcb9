"""From one finding to its decision: cell, floor, then the steps that context and session add or take."""

from __future__ import annotations

from guardcmd.policy.matrix import cell, decision_of, lowered, raised, stricter
from guardcmd.policy.verdict import DECISIONS, Reason
from guardcmd.ruleset.model import BLAST_RADII

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.policy.settings import Settings
    from guardcmd.policy.verdict import Evidence
    from guardcmd.proposal import Proposal
    from guardcmd.ruleset.model import Finding

LOWERABLE = ("data", "outage")  # effects that evidence about here and now can make smaller
BLOCKING = ("protected", "guard", "kill-switch", "breaker")  # evidence that nobody can approve away
BEYOND_OWN_TREE = ("outside", "system", "root", "device", "unknown-tree", "guard", "agent-settings")
SEARCHES = ("find", "gfind", "bfs", "fd", "fdfind", "xargs", "parallel")
ALL_OPTIONS = ("--all", "--all-namespaces", "-A")


class Scale:
    """A decision while it is weighed, with the step that led to each change."""

    def __init__(self, decision: str, step: str) -> None:
        self.decision = decision
        self.steps = [step]

    def move(self, decision: str, step: str) -> None:
        if decision != self.decision:
            self.decision = decision
            self.steps.append(f"{step}: {decision}")


def weigh(
    finding: Finding, evidence: tuple[Evidence, ...], settings: Settings, proposal: Proposal, refused: int = 0
) -> Reason:
    """The decision on one finding, with every step that explains it. `refused`: refusals of its tool in the window."""
    scale, quorum = _start(finding, settings, proposal)
    _raise(scale, finding, evidence)
    _lower(scale, finding, evidence)
    _excuse(scale, finding, evidence, settings, proposal)
    if scale.decision == "ask" and refused >= settings.refusals:
        scale.move("confirm", f"refused {refused} times within {settings.refusal_minutes} minutes")
    for item in evidence:
        if item.kind in BLOCKING:
            scale.move("block", item.about)
    if finding.rule.decision == "block" and proposal.actor != "human":
        scale.move("block", f"the rule `{finding.rule.id}` blocks")
    people = settings.quorum if quorum and scale.decision == "confirm" else 1
    return Reason(finding, scale.decision, tuple(scale.steps), evidence, people)


def radius(finding: Finding) -> str:
    """The finding's blast radius; a pattern among file names, or a search, makes one thing many."""
    searched = any(step.split(" ")[0] in SEARCHES for step in finding.call.origin.via)
    paths = [target.name for target in finding.targets if target.kind == "path"]
    many = any(name.glob or (searched and not name.texts) for name in paths)
    return "collection" if many and finding.blast_radius == "resource" else finding.blast_radius


def may_lower(finding: Finding) -> bool:
    """Whether what is known of here and now says anything: literal names on this machine, and no `--all`."""
    if finding.effect not in LOWERABLE or finding.call.origin.remote or finding.call.uncertain:
        return False
    if _wider_than_its_rule(finding) or any(option.name in ALL_OPTIONS for option in finding.call.options):
        return False
    return all(target.name.known and not target.name.glob and target.count >= 0 for target in finding.targets)


def _wider_than_its_rule(finding: Finding) -> bool:
    return BLAST_RADII.index(finding.blast_radius) > BLAST_RADII.index(finding.rule.blast_radius)


def _start(finding: Finding, settings: Settings, proposal: Proposal) -> tuple[Scale, bool]:
    actor, blast_radius = proposal.actor, radius(finding)
    beyond = actor == "human" and not in_own_tree(finding)
    matrix = settings.matrix("agent" if beyond else actor)
    value = cell(matrix, finding.reversibility, blast_radius)
    where = " outside your own tree" if beyond else ""
    scale = Scale(decision_of(value), f"{finding.reversibility} × {blast_radius}{where}: {value}")
    floor = settings.floors.get(finding.effect, "allow")
    scale.move(stricter(scale.decision, floor), f"{finding.effect} is at least")
    return scale, value == "quorum"


def in_own_tree(finding: Finding) -> bool:
    """Whether a person works on what is theirs: on this machine, in their home or project."""
    return not finding.call.origin.remote and not any(
        target.path_class in BEYOND_OWN_TREE for target in finding.targets
    )


def _raise(scale: Scale, finding: Finding, evidence: tuple[Evidence, ...]) -> None:
    if finding.effect == "access" and finding.admin:
        scale.move(raised(scale.decision), "admin, owner or wildcard rights")
    for item in _raising(finding, evidence):
        scale.move(raised(scale.decision), item.about)


def _raising(finding: Finding, evidence: tuple[Evidence, ...]) -> list[Evidence]:
    """One item of each kind that adds a step; the caller's own principal only counts for access."""
    kinds: dict[str, Evidence] = {}
    for item in evidence:
        if item.raises and (item.kind != "own-principal" or (finding.effect == "access" and not finding.admin)):
            kinds.setdefault(item.kind, item)
    return list(kinds.values())


def _lower(scale: Scale, finding: Finding, evidence: tuple[Evidence, ...]) -> None:
    """One step in all, however much is known; none in production."""
    if finding.effect not in LOWERABLE or finding.call.origin.remote or _is_production(evidence):
        return
    for item in evidence:
        if item.throwaway and DECISIONS.index("notify") < DECISIONS.index(scale.decision) < DECISIONS.index("block"):
            scale.move("notify", item.about)
            return
    lowering = [item for item in evidence if item.lowers]
    if lowering and may_lower(finding):
        scale.move(lowered(scale.decision), lowering[0].about)


def _is_production(evidence: tuple[Evidence, ...]) -> bool:
    return any(item.kind == "production" for item in evidence)


def _excuse(
    scale: Scale, finding: Finding, evidence: tuple[Evidence, ...], settings: Settings, proposal: Proposal
) -> None:
    """The user's own `[[allow]]`: from ask to notify, never from a confirm, and never in production."""
    if scale.decision != "ask" or finding.call.origin.remote or _is_production(evidence):
        return
    for allowance in settings.allow:
        if allowance.covers(finding.rule.id, finding.call.directory.text, proposal.home):
            scale.move("notify", f"allowed in `{allowance.directory}` by your policy ({allowance.reason})")
            return
