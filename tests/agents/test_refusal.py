"""The refusal that every client obeys."""

from __future__ import annotations

import json

import pytest

from guardcmd.agents.refusal import GO_ON, LONGEST_REASON, reason_text, refusal


def test_has_every_dialects_deny_keys() -> None:
    said = refusal("because")
    assert (said.status, said.stderr) == (2, "because\n")
    assert said.stdout.count("\n") == 1
    assert json.loads(said.stdout) == {
        "decision": "block",
        "reason": "because",
        "permissionDecision": "deny",
        "permissionDecisionReason": "because",
        "permission": "deny",
        "user_message": "because",
        "agent_message": "because",
        "cancel": True,
        "errorMessage": "because",
        "hookSpecificOutput": {
            "hookEventName": "PreToolUse",
            "permissionDecision": "deny",
            "permissionDecisionReason": "because",
        },
    }


@pytest.mark.parametrize("long", [0, 100, 1_000])
@pytest.mark.parametrize("longer", [0, 100, 1_000])
def test_the_reason_keeps_its_order_and_its_end(long: int, longer: int) -> None:
    text = reason_text("L" + "l" * long, "W" * longer, "I" * longer, "approve so")
    assert len(text) <= LONGEST_REASON
    assert text.startswith("nothing of this ran: L")
    assert text.endswith(f"approve so\n{GO_ON}")
    places = [text.find(part) for part in ("nothing", "why:", "instead:", "approve so")]
    assert [place for place in places if place >= 0] == sorted(place for place in places if place >= 0)
