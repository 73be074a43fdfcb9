"""What the audit log says of one decision: who, what, the verdict, the answer. Pure."""

from __future__ import annotations

from guardcmd.audit.line import shortened
from guardcmd.audit.redact import redact
from guardcmd.jsontext import JsonError, dumps
from guardcmd.proposal import FileWrite, ShellText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guardcmd.guard import Judgement
    from guardcmd.policy.verdict import Verdict
    from guardcmd.proposal import Proposal, ToolCall

MOST = 20  # rules, targets and made paths that one line names


def decision_event(
    proposal: Proposal,
    judgement: Judgement,
    answer: str,
    at: str,
    id_: str = "",
    made: Sequence[str] = (),
    tunnel: bool = False,
) -> dict[str, object]:
    """The fields of one decision. `answer` is silent, warned, asked, approved, deferred, refused, ran or not-run."""
    verdict = judgement.verdict
    fields: dict[str, object] = {
        "event": "decision",
        "at": at,
        "client": proposal.client,
        "session": proposal.session,
        "user": proposal.user,
        "actor": proposal.actor,
        "cwd": proposal.directory,
        **described(proposal.action),
        "decision": verdict.decision,
        "answer": answer,
    }
    optional: dict[str, object] = {
        "observed": verdict.observed,
        "rules": rules_of(verdict),
        "tools": sorted({reason.finding.call.tool for reason in verdict.reasons})[:MOST],
        "targets": targets_of(verdict),
        "notes": [shortened(redact(note)) for note in verdict.notes[:MOST]],
        "digest": "" if judgement.fast else proposal.digest(),
        "id": id_,
        "made": list(made[:MOST]),
        "tunnel": tunnel,
        "fast": judgement.fast,
    }
    return {**fields, **{name: value for name, value in optional.items() if value}}


def described(action: ShellText | FileWrite | ToolCall) -> dict[str, object]:
    """The action as the log keeps it: redacted and shortened."""
    if isinstance(action, ShellText):
        return {"text": shortened(redact(action.text))}
    if isinstance(action, FileWrite):
        return {"edit" if action.edit else "write": shortened(action.path)}
    try:
        arguments = dumps(action.arguments)
    except JsonError:
        arguments = "…"
    return {"tool": action.name, "arguments": shortened(redact(arguments))}


def refused_input(client: str, reason: str, at: str) -> dict[str, object]:
    """A call that could not be read as a proposal."""
    return {"event": "refused-input", "at": at, "client": client, "answer": "refused", "notes": [shortened(reason)]}


def rules_of(verdict: Verdict) -> list[str]:
    return list(dict.fromkeys(reason.finding.rule.id for reason in verdict.reasons))[:MOST]


def targets_of(verdict: Verdict) -> list[str]:
    """What is named to be lost, as people read it."""
    names = [f"{target.kind} {target.name.shown()}" for reason in verdict.reasons for target in reason.finding.targets]
    return [shortened(redact(name)) for name in dict.fromkeys(names)][:MOST]
