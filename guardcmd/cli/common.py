"""What several sub-commands share: the edge of this process, and a verdict as JSON or as a line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from guardcmd.edge import Edge, environment_of_process
from guardcmd.guard import Judgement
from guardcmd.policy.verdict import Reason, Verdict
from guardcmd.ruleset.model import Finding
from guardcmd.store.paths import paths
from guardcmd.targets.names import found_in, listed

STATUS = {"allow": 0, "notify": 0, "ask": 10, "confirm": 11, "block": 12}
SHELLS = ("bash", "zsh", "fish")
POSIX_SHELLS = ("sh", "dash", "ash", "ksh", "mksh", "busybox")


def edge() -> Edge:
    """This process's edge, with the directories of this platform."""
    return Edge(paths(), environment_of_process())


def here() -> str:
    """The current directory as its user sees it: PWD where that is the same place."""
    told = os.environ.get("PWD", "")
    try:
        real = os.getcwd()
        return told if told.startswith("/") and Path(told).samefile(real) else real
    except OSError:
        return told or "/"


def shell(environment: dict[str, str] | None = None) -> str:
    """The person's shell, which runs `run -c`."""
    return (environment or dict(os.environ)).get("SHELL") or "/bin/sh"


def dialect(program: str) -> str:
    """How that shell reads: bash, zsh, fish or posix; unknown for any other."""
    name = program.rpartition("/")[2]
    if name in SHELLS:
        return name
    return "posix" if name in POSIX_SHELLS else "unknown"


def verdict_json(judgement: Judgement) -> dict[str, object]:
    """A verdict as `check --json` gives it."""
    verdict = judgement.verdict
    fields: dict[str, object] = {
        "decision": verdict.decision,
        "reasons": [_reason_json(reason) for reason in verdict.reasons],
        "notes": list(verdict.notes),
    }
    if verdict.decision == "confirm":
        fields |= {"typed": verdict.typed, "quorum": verdict.quorum}
    if verdict.observed:
        fields["observed"] = verdict.observed
    return fields


def _reason_json(reason: Reason) -> dict[str, object]:
    finding = reason.finding
    return {
        "rule": finding.rule.id,
        "decision": reason.decision,
        "title": finding.rule.title,
        "why": finding.rule.why,
        "instead": finding.rule.instead,
        "effect": finding.effect,
        "reversibility": finding.reversibility,
        "blast_radius": finding.blast_radius,
        "targets": _targets_json(finding),
        "span": list(finding.span),
        "through": list(finding.call.origin.via),
        "steps": list(reason.steps),
        "evidence": [evidence.about for evidence in reason.evidence],
    }


def _targets_json(finding: Finding) -> list[dict[str, str]]:
    """Each target once: a path may come from the call and, with its class, from the rule."""
    found: dict[tuple[str, str], str] = {}
    for target in finding.targets:
        key = (target.kind, target.name.shown())
        found[key] = target.path_class or found.get(key, "")
    return [{"kind": kind, "name": name, "class": path_class} for (kind, name), path_class in found.items()]


def verdict_lines(verdict: Verdict) -> Iterator[str]:
    """A verdict as `check` prints it: one line each for decision and reasons."""
    from guardcmd.terminal.excerpt import visible

    shown = [reason for reason in verdict.reasons if reason.decision != "allow"]
    for reason in shown:
        finding = reason.finding
        targets = f": {listed(finding.targets)}" if finding.targets else ""
        file = found_in(finding.call.origin)
        place = f"  in {file}" if file else ""
        yield visible(f"{reason.decision:8} {finding.rule.title}{targets}  [{finding.rule.id}]{place}")
    for note in verdict.notes:
        yield visible(f"{'note':8} {note}")
    if not shown or verdict.observed or all(reason.decision != verdict.decision for reason in shown):
        observed = f" (observing; it would be {verdict.observed})" if verdict.observed else ""
        yield f"{verdict.decision}{observed}"
