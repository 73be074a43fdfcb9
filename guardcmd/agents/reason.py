"""What a model or a person is told about a verdict: what would be lost, why, what instead, who can approve. Pure."""

from __future__ import annotations

from guardcmd.agents.refusal import cut, reason_text
from guardcmd.proposal import ShellText
from guardcmd.targets.names import found_in, listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.guard import Judgement
    from guardcmd.policy.verdict import Reason, Verdict
    from guardcmd.proposal import Proposal

LONGEST_COMMAND = 80  # characters of the offending command in a reason


def refused(judgement: Judgement, proposal: Proposal, id_: str) -> str:
    """What the model reads. `id_` is the stored proposal's, empty where nobody can run it by id."""
    verdict = judgement.verdict
    first = _decisive(verdict)
    if first is None:
        return reason_text(_notes(verdict), "", "", approval(proposal, verdict, id_))
    rule = first.finding.rule
    more = len({reason.finding.rule.id for reason in verdict.reasons if reason.decision == verdict.decision}) - 1
    also = f", and {more} more" if more else ""
    return reason_text(f"{loss(first)}{also}", rule.why, rule.instead, approval(proposal, verdict, id_))


def asked(judgement: Judgement) -> str:
    """What a person reads in the client's own dialog: the loss, then the target."""
    first = _decisive(judgement.verdict)
    if first is None:
        return _notes(judgement.verdict)
    targets = listed(first.finding.targets) if first.finding.targets else first.finding.call.text
    line = f"{cut(first.finding.rule.title, 200)} [{first.finding.rule.id}]"
    file = found_in(first.finding.call.origin)
    line += f" in {cut(_one_line(file), LONGEST_COMMAND)}" if file else ""
    return f"{line}\ntarget: {cut(_one_line(targets), 200)}" if targets else line


def loss(reason: Reason) -> str:
    """`command` does what, to which target or where [rule]."""
    finding = reason.finding
    command = cut(_one_line(finding.call.text), LONGEST_COMMAND)
    targets = listed(finding.targets)
    named = f": {cut(_one_line(targets), 120)}" if targets and targets not in command else ""
    if not finding.targets and finding.call.directory.text and not finding.call.origin.remote:
        named = f", in {cut(_one_line(finding.call.directory.text), 120)}"
    file = found_in(finding.call.origin)
    place = f" ({cut(_one_line(file), LONGEST_COMMAND)})" if file else ""
    return f"`{command}`{place} {finding.rule.title}{named} [{finding.rule.id}]"


def approval(proposal: Proposal, verdict: Verdict, id_: str) -> str:
    """Who can let it happen, and how."""
    if verdict.decision == "block":
        return "no approval lifts this"
    if id_:
        run, approve = f"`guardcmd run --id {id_}`", f"`guardcmd approve {id_}`"
        return f"a person may run it in a terminal of their own: {run}, or let you: {approve}"
    if isinstance(proposal.action, ShellText):
        return "a person may run it in a terminal of their own with `guardcmd run`"
    return "a person may do this themselves, outside the agent"


def _decisive(verdict: Verdict) -> Reason | None:
    """The reason that has the verdict's decision; None if a note decided."""
    return next((reason for reason in verdict.reasons if reason.decision == verdict.decision), None)


def _notes(verdict: Verdict) -> str:
    return cut(_one_line("; ".join(verdict.notes)), 300) or "guardcmd cannot tell what it would do"


def _one_line(text: str) -> str:
    return " ".join("".join([c if c.isprintable() else " " for c in text]).split())
