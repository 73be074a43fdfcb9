"""From the bytes of a hook call to the answer: read it, judge what it would do, say it in the client's language.

Only the full path imports this.
"""

from __future__ import annotations

from guardcmd.agents.clients import UNKNOWN, adapter, caller
from guardcmd.agents.envelope import NotUnderstood, read
from guardcmd.agents.refusal import cut, not_understood, not_understood_reason
from guardcmd.audit.event import decision_event, described, refused_input, rules_of
from guardcmd.policy.verdict import DECISIONS
from guardcmd.proposal import ShellText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.agents.adapter import Adapter
    from guardcmd.agents.envelope import Envelope
    from guardcmd.agents.refusal import Answer
    from guardcmd.agents.toolcall import Action
    from guardcmd.edge import Edge
    from guardcmd.guard import Judgement
    from guardcmd.proposal import Proposal
    from guardcmd.store.stop import Stop


def answer(data: bytes, edge: Edge, name: str = "claude-code", settings_file: str = "") -> Answer:
    """What the hook prints for the call in `data`. It is wired for the client `name`, in `settings_file`."""
    hinted = adapter(name)
    if hinted is None:
        return not_understood(f"`{name}` is not a client that guardcmd knows, in the hook's own arguments")
    envelope = read(data)
    if isinstance(envelope, NotUnderstood):
        return _refused_input(edge, hinted, envelope.reason)
    client = caller(hinted, envelope)
    if client is UNKNOWN and not envelope.tool:
        client = hinted  # its own events, whatever they carry
    envelope = client.complete(envelope)
    other = client.other(envelope, edge, settings_file)
    if other is not None:
        return other
    if envelope.event in client.starts:
        from guardcmd.agents.briefing import briefing

        return briefing(client, envelope, edge)
    if envelope.event in client.after or (not envelope.tool and envelope.event not in ("", *client.before)):
        return client.silence
    return judged(client, envelope, edge)


def judged(client: Adapter, envelope: Envelope, edge: Edge) -> Answer:
    """The answer to a tool call that has not run yet."""
    directory = absolute(envelope.directory, edge)
    actions = client.actions(envelope, directory, client.dialect(edge.environment))
    if isinstance(actions, NotUnderstood):
        return _refused_input(edge, client, actions.reason)
    if not actions:
        return client.silence
    stop = edge.stopped()
    if stop is not None:
        return _stopped(client, envelope, actions[-1], stop, edge)
    proposals = [
        edge.propose(
            action,
            directory,
            attended=client.attended(edge.environment, envelope),
            session=envelope.session,
            client=client.name,
        )
        for action in actions
    ]
    return answered(client, envelope, proposals, edge)


def answered(client: Adapter, envelope: Envelope, proposals: list[Proposal], edge: Edge) -> Answer:
    """Judge each proposal; the strictest verdict is the answer."""
    judged = [(proposal, edge.judge(proposal)) for proposal in proposals]
    # of equal ones the last: a list of commands is also judged as one text, and that is what a person would run
    proposal, judgement = max(reversed(judged), key=lambda pair: DECISIONS.index(pair[1].verdict.decision))
    if judgement.verdict.allows:
        return _passed(client, proposal, judgement, edge)
    if _approved(proposal, judgement, judged, edge):
        return client.silence
    if judgement.verdict.decision == "ask" and _may_ask(client, envelope, proposal, edge):
        tunnel = edge.tunnels(proposal)
        failed = edge.log(decision_event(proposal, judgement, "asked", edge.now(), tunnel=tunnel))
        if not failed:
            from guardcmd.agents.reason import asked

            return client.ask(asked(judgement))
    return _refused(client, envelope, proposal, judgement, edge)


def _stopped(client: Adapter, envelope: Envelope, action: Action, stop: Stop, edge: Edge) -> Answer:
    event = {"event": "stopped", "at": edge.now(), "client": client.name, "session": envelope.session}
    edge.log({**event, **described(action), "answer": "refused"})
    said = f"guardcmd is stopped, nothing of this ran: {cut(stop.reason, 300)}"
    return client.stop(f"{said}\nonly reading is left, until a person lets agents go on; end your turn")


def _may_ask(client: Adapter, envelope: Envelope, proposal: Proposal, edge: Edge) -> bool:
    """Whether the client's own dialog reaches a person, and the user wants that."""
    if not client.prompts(envelope, edge.environment):
        return False
    return edge.wanted(proposal).attended != "never"


def _approved(proposal: Proposal, judgement: Judgement, judged: list[tuple[Proposal, Judgement]], edge: Edge) -> bool:
    """Whether a person let this pass once, in just this form; that is then used up."""
    action, verdict = proposal.action, judgement.verdict
    if not isinstance(action, ShellText) or verdict.decision == "block" or verdict.quorum > 1:
        return False
    others = [each.action for each, other in judged if not other.verdict.allows]
    if not all(isinstance(other, ShellText) and other.text in action.text for other in others):
        return False
    from guardcmd.store.approvals import fingerprint, take

    approval = take(edge.paths.approvals, proposal.digest(), fingerprint(judgement), edge.seconds())
    if approval is None:
        return False
    return not edge.log(decision_event(proposal, judgement, "approved", edge.now(), approval.id))


def _passed(client: Adapter, proposal: Proposal, judgement: Judgement, edge: Edge) -> Answer:
    made, tunnel = edge.made(judgement), edge.tunnels(proposal)
    failed = edge.log(decision_event(proposal, judgement, "silent", edge.now(), made=made, tunnel=tunnel))
    if not failed:
        return _noticed(client, proposal, judgement, edge)
    if edge.audit_required(proposal):
        return client.refuse(f"guardcmd refused this, nothing of it ran: its audit log cannot be written ({failed})")
    return client.warn(f"guardcmd let this run and could not log it: {failed}")


def _noticed(client: Adapter, proposal: Proposal, judgement: Judgement, edge: Edge) -> Answer:
    """Silence, or for who wants it a line to the person about what is only noted."""
    if judgement.verdict.decision != "notify" or edge.wanted(proposal).notices != "show":
        return client.silence
    from guardcmd.agents.reason import asked

    return client.warn(f"guardcmd notes: {asked(judgement)}")


def _refused(client: Adapter, envelope: Envelope, proposal: Proposal, judgement: Judgement, edge: Edge) -> Answer:
    from guardcmd.agents.reason import refused

    id_ = _kept(proposal, judgement, edge)
    reason = refused(judgement, proposal, id_)
    defers = bool(id_) and client.defers(envelope, edge.environment) and edge.wanted(proposal).headless == "defer"
    failed = edge.log(decision_event(proposal, judgement, "deferred" if defers else "refused", edge.now(), id_))
    return client.defer(reason) if defers and not failed else client.refuse(reason)


def _kept(proposal: Proposal, judgement: Judgement, edge: Edge) -> str:
    """The id under which a person can run it; empty where nobody can, or where it cannot be kept."""
    action = proposal.action
    if not isinstance(action, ShellText) or judgement.verdict.decision == "block":
        return ""
    if action.dialect in ("powershell", "cmd"):  # `guardcmd run` would give it to the person's own shell
        return ""
    from guardcmd.agents.reason import asked
    from guardcmd.audit.redact import redact
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
        action.dialect,
        proposal.home,
        proposal.project or "",
        {name: value for name, value in proposal.environment.items() if redact(value) == value},
    )
    try:
        return keep(edge.paths.proposals, stored)
    except OSError:
        return ""


def _refused_input(edge: Edge, client: Adapter, reason: str) -> Answer:
    edge.log(refused_input(client.name, reason, edge.now()))
    return client.refuse(not_understood_reason(reason))


def absolute(directory: str, edge: Edge) -> str:
    """The call's directory, or that of the hook itself, which clients start there."""
    if directory.startswith("/"):
        return directory
    here = edge.here()
    return f"{here}/{directory}" if directory else here
