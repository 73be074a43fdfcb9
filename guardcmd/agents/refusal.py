"""The one refusal that every known client obeys, and what an answer to a client is made of. Pure."""

from __future__ import annotations

from guardcmd.jsontext import dumps
from guardcmd.record import Record

LONGEST_REASON = 600  # characters; clients cut, and a model reads the start best
GO_ON = "do not re-form, split, script or delegate it; go on with other work"


class Answer(Record):
    """What the hook prints and how it leaves: status 0 or 2."""

    stdout: str = ""
    stderr: str = ""
    status: int = 0


SILENCE = Answer()


def refusal(reason: str, event: str = "PreToolUse") -> Answer:
    """Every dialect's deny keys in one object, the reason on stderr, status 2 (measured on eight clients)."""
    said = {
        "decision": "block",
        "reason": reason,
        "permissionDecision": "deny",
        "permissionDecisionReason": reason,
        "permission": "deny",
        "user_message": reason,
        "agent_message": reason,
        "cancel": True,
        "errorMessage": reason,
        "hookSpecificOutput": {
            "hookEventName": event,
            "permissionDecision": "deny",
            "permissionDecisionReason": reason,
        },
    }
    return Answer(dumps(said) + "\n", reason + "\n", 2)


def not_understood(what: str) -> Answer:
    """The refusal of a call that cannot be read at all."""
    return refusal(not_understood_reason(what))


def not_understood_reason(what: str) -> str:
    return f"guardcmd refused this tool call, nothing of it ran: {what}"


def reason_text(lost: str, why: str, instead: str, approval: str) -> str:
    """What the model reads, at most 600 characters: loss and rule, why, a safe form, who can approve, go on.

    The last three stand in any case; what is too long loses its end.
    """
    closing = "\n".join(part for part in (approval, GO_ON) if part)
    room = LONGEST_REASON - len(closing) - 1
    safe = cut(f"instead: {instead}", room // 2) if instead else ""
    room -= len(safe) + 1
    head = cut(f"nothing of this ran: {lost}", max(room * 3 // 4, room - len(why) - 6))
    room -= len(head) + 1
    reason = cut(f"why: {why}", room) if why and room > 40 else ""
    return "\n".join(part for part in (head, reason, safe, closing) if part)


def cut(text: str, length: int) -> str:
    """The text, or its beginning with an ellipsis."""
    return text if len(text) <= length else text[: max(0, length - 1)] + "…"
