"""`guardcmd approve`: let a refused command of an agent pass once, when it proposes the very same again."""

from __future__ import annotations

import sys
import time

import click

from guardcmd.cli.common import edge
from guardcmd.cli.run import NOT_RUN, decline
from guardcmd.edge import Edge
from guardcmd.errors import InputError, StateError
from guardcmd.proposal import Proposal, ShellText
from guardcmd.store import approvals, proposals
from guardcmd.terminal.person import obstacle


@click.command("approve")
@click.argument("id_", metavar="ID")
def command(id_: str) -> int:
    """Let a refused command pass once, within the hour, when the agent proposes exactly the same again.

    Shows what would be lost, and wants the name of it typed. A script that it runs must then still be the same. Exits
    with 77 when it was not approved.
    """
    own = edge()
    stored = proposals.load(own.paths.proposals, id_)
    if stored is None or stored.expires <= own.seconds():
        raise InputError(f"there is no refused command with the id `{id_}`", "`guardcmd status` lists them")
    proposal = as_refused(own, stored)
    judgement = own.judge(proposal)
    if judgement.verdict.allows:
        click.echo("it needs no approval: it passes as things stand now")
        return 0
    why_not = decline(judgement, proposal, obstacle(own.environment), "let it pass once")
    event = {
        "event": "approval", "at": own.now(), "id": stored.id, "digest": stored.digest, "user": own.user,
        "client": stored.client, "session": stored.session, "answer": "declined" if why_not else "approved",
    }  # fmt: skip
    failed = own.log(event)
    why_not = why_not or (f"the audit log cannot be written: {failed}" if failed else "")
    if why_not:
        print(f"not approved: {why_not}", file=sys.stderr)
        return NOT_RUN
    until = own.seconds() + approvals.LIFETIME
    judged = approvals.fingerprint(judgement)
    try:
        given = approvals.Approval(stored.digest, judged, until, stored.id, own.user, own.now())
        approvals.approve(own.paths.approvals, given)
    except OSError as error:
        raise StateError(f"the approval cannot be kept: {error.strerror}") from None
    click.echo(f"approved once, until {time.strftime('%H:%M', time.localtime(until))}: tell the agent to try it again")
    return 0


def as_refused(own: Edge, stored: proposals.Stored) -> Proposal:
    """The proposal with all that it depended on. Raises StateError where not all of it was kept."""
    proposal = Proposal(
        ShellText(stored.text, stored.dialect),
        stored.directory,
        stored.home,
        stored.project or None,
        "agent",
        False,
        stored.session,
        stored.client,
        stored.environment,
        own.user,
    )
    if proposal.digest() != stored.digest:
        hint = f"`guardcmd run --id {stored.id}` runs it here, once you have confirmed it"
        raise StateError("its variables hold secrets, which are not kept, so it cannot be approved", hint)
    return proposal
