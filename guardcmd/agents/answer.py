"""From the bytes of a hook call to the answer: read it, judge what it would do, say it in the client's language.

Only the full path imports this.
"""

from __future__ import annotations

from guardcmd.agents import claude_code
from guardcmd.agents.envelope import NotUnderstood, read
from guardcmd.agents.refusal import SILENCE, not_understood, refusal
from guardcmd.audit.event import decision_event, refused_input, rules_of
from guardcmd.policy.verdict import DECISIONS
from guardcmd.proposal import ShellText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.agents.envelope import Envelope
    from guardcmd.agents.refusal import Answer
    from guardcmd.edge import Edge
    from guardcmd.guard import Judgement
    from guardcmd.proposal import Proposal

CLIENTS = {claude_code.NAME: claude_code}
AFTER = ("PostToolUse", "PostToolUseFailure")  # the tool has run


def answer(data: bytes, edge: Edge, client: str = claude_code.NAME, settings_file: str = "") -> Answer:
    """What the hook prints for the call in `data`. `settings_file` is where the hook itself is installed."""
    if client not in CLIENTS:
        return not_understood(f"`{client}` is not a client that guardcmd knows, in the hook's own arguments")
    envelope = read(data)
    if isinstance(envelope, NotUnderstood):
        return _refused_input(edge, client, envelope.reason)
    if envelope.event == "ConfigChange":
        from guardcmd.agents.config_change import config_change

        return config_change(envelope, edge, client, settings_file)
    if envelope.event in AFTER or (not envelope.tool and envelope.event not in ("", *claude_code.BEFORE_TOOLS)):
        return SILENCE
    directory = absolute(envelope.directory, edge)
    actions = claude_code.actions(envelope, directory, claude_code.dialect(edge.environment))
    if isinstance(actions, NotUnderstood):
        return _refused_input(edge, client, actions.reason)
    if not actions:
        return SILENCE
    proposals = [
        edge.propose(
            action,
            directory,
            attended=claude_code.attended(edge.environment),
            session=envelope.session,
            client=client,
        )
        for action in actions
    ]
    return answered(envelope, proposals, edge)


def answered(envelope: Envelope, proposals: list[Proposal], edge: Edge) -> Answer:
    """Judge each proposal; the strictest verdict is the answer."""
    judged = [(proposal, edge.judge(proposal)) for proposal in proposals]
    # of equal ones the last: a list of commands is also judged as one text, and that is what a person would run
    proposal, judgement = max(reversed(judged), key=lambda pair: DECISIONS.index(pair[1].verdict.decision))
    if judgement.verdict.allows:
        return _passed(proposal, judgement, edge)
    if judgement.verdict.decision == "ask" and claude_code.prompts(envelope, edge.environment):
        tunnel = edge.tunnels(proposal)
        failed = edge.log(decision_event(proposal, judgement, "asked", edge.now(), tunnel=tunnel))
        if not failed:
            from guardcmd.agents.reason import asked

            return claude_code.ask(asked(judgement))
    return _refused(proposal, judgement, edge)


def _passed(proposal: Proposal, judgement: Judgement, edge: Edge) -> Answer:
    made, tunnel = edge.made(judgement), edge.tunnels(proposal)
    failed = edge.log(decision_event(proposal, judgement, "silent", edge.now(), made=made, tunnel=tunnel))
    if not failed:
        return SILENCE
    if edge.audit_required(proposal):
        return refusal(f"guardcmd refused this, nothing of it ran: its audit log cannot be written ({failed})")
    return claude_code.warning(f"guardcmd let this run and could not log it: {failed}")


def _refused(proposal: Proposal, judgement: Judgement, edge: Edge) -> Answer:
    from guardcmd.agents.reason import refused

    id_ = _kept(proposal, judgement, edge)
    edge.log(decision_event(proposal, judgement, "refused", edge.now(), id_))
    return refusal(refused(judgement, proposal, id_))


def _kept(proposal: Proposal, judgement: Judgement, edge: Edge) -> str:
    """The id under which a person can run it; empty where nobody can, or where it cannot be kept."""
    action = proposal.action
    if not isinstance(action, ShellText) or judgement.verdict.decision == "block":
        return ""
    from guardcmd.agents.reason import asked
    from guardcmd.store.proposals import LIFETIME, Stored, keep, new_id

    stored = Stored(
        new_id(),
        proposal.digest(),
        action.text,
        proposal.directory,
        edge.seconds() + LIFETIME,
        edge.now(),
        proposal.client,
        proposal.session,
        judgement.verdict.decision,
        tuple(rules_of(judgement.verdict)),
        asked(judgement),
    )
    try:
        return keep(edge.paths.proposals, stored)
    except OSError:
        return ""


def _refused_input(edge: Edge, client: str, reason: str) -> Answer:
    edge.log(refused_input(client, reason, edge.now()))
    return not_understood(reason)


def absolute(directory: str, edge: Edge) -> str:
    """The call's directory, or that of the hook itself, which clients start there."""
    if directory.startswith("/"):
        return directory
    here = edge.here()
    return f"{here}/{directory}" if directory else here
