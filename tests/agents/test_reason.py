"""What models and people read about a verdict."""

from __future__ import annotations

import pytest

from guardcmd.agents.reason import asked, loss, refused
from guardcmd.agents.refusal import LONGEST_REASON
from guardcmd.calls import Origin
from guardcmd.guard import Judgement
from guardcmd.policy.verdict import Verdict
from guardcmd.proposal import FileWrite, Proposal, ShellText
from tests.agents.fakes import judgement


def proposal(text: str = "terraform destroy") -> Proposal:
    return Proposal(ShellText(text), "/srv/app", "/home/me")


def test_a_refusal_line_by_line() -> None:
    first, why, instead, approval, last = refused(judgement("confirm"), proposal(), "ABCD2345").split("\n")
    assert first == (
        "nothing of this ran: `terraform destroy` destroys every resource in the Terraform state: prod"
        " [terraform.destroy]"
    )
    assert why.startswith("why: deletes the real infrastructure")
    assert instead.startswith("instead: `terraform plan -destroy")
    assert approval.startswith("a person may run it in a terminal of their own: `guardcmd run --id ABCD2345`")
    assert approval.endswith("`guardcmd approve ABCD2345`")
    assert last == "do not re-form, split, script or delegate it; go on with other work"


@pytest.mark.parametrize("length", [1, 100, 10_000])
@pytest.mark.parametrize("targets", [(), ("prod",), tuple(f"target-{n}" for n in range(100)), ("x" * 5_000,)])
@pytest.mark.parametrize("decision", ["ask", "confirm", "block"])
def test_never_longer_than_clients_show(length: int, targets: tuple[str, ...], decision: str) -> None:
    said = refused(judgement(decision, "t" * length, targets), proposal("t" * length), "ABCD2345")
    assert len(said) <= LONGEST_REASON
    assert "[terraform.destroy]" in said
    assert said.endswith("go on with other work")


def test_without_a_target_it_says_where() -> None:
    (reason,) = judgement("confirm", targets=()).verdict.reasons
    assert loss(reason).endswith("Terraform state, in /p [terraform.destroy]")
    there = reason.finding.call.replace(origin=Origin(("ssh web1",), remote=True))
    assert ", in" not in loss(reason.replace(finding=reason.finding.replace(call=there)))


def test_control_characters_and_lines_are_flattened() -> None:
    said = refused(judgement("confirm", "terraform \x1b[2J\n destroy", ("pr\nod",)), proposal(), "")
    assert "`terraform [2J destroy`" in said
    assert "pr\\nod" in said or "pr?od" in said or "pr od" in said


def test_a_note_alone() -> None:
    unreadable = Judgement(Verdict("ask", notes=("cannot be read as shell: no closing quote",)))
    said = refused(unreadable, proposal(), "ABCD2345")
    assert said.startswith("nothing of this ran: cannot be read as shell: no closing quote\n")
    assert asked(unreadable) == "cannot be read as shell: no closing quote"


def test_who_can_approve() -> None:
    assert "no approval lifts this" in refused(judgement("block"), proposal(), "")
    assert "`guardcmd run`" in refused(judgement("confirm"), proposal(), "")
    write = Proposal(FileWrite("/x", ""), "/", "/h")
    assert "a person may do this themselves" in refused(judgement("confirm"), write, "")


def test_the_dialog_has_two_lines() -> None:
    assert asked(judgement("ask")).split("\n") == [
        "destroys every resource in the Terraform state [terraform.destroy]",
        "target: prod",
    ]
