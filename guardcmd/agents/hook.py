"""The hook that agents call before a tool runs: one JSON object on stdin; silence, or an answer. Exit codes 0 and 2.

Nothing here but what a plain command needs: everything else is imported when the fast path passes on.
"""

from __future__ import annotations

import _signal
import posix
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

LARGEST_INPUT = 8 * 1024 * 1024  # bytes
DEADLINE = 2.0  # seconds; a client that waits in vain runs the command


def main(arguments: list[str]) -> NoReturn:
    """Answer the call on stdin and leave the process. Never returns, never raises."""
    try:
        _signal.signal(_signal.SIGALRM, _too_late)
        _signal.setitimer(_signal.ITIMER_REAL, DEADLINE)
        options = read_arguments(arguments)
        data = read_input()
        if plain(data, options):
            posix._exit(0)
        from guardcmd.agents.answer import answer

        leave(answer(data, options))
    except BaseException as error:
        leave_refusing(f"guardcmd failed inside ({type(error).__name__}: {error})")
    sys.exit(2)


def read_arguments(arguments: list[str]) -> dict[str, str]:
    """`hook CLIENT --state DIR --config DIR`, in any order; what it does not know it leaves to the full path."""
    found = {"client": "", "state": "", "config": ""}
    words = iter(arguments)
    for word in words:
        if word.startswith("--"):
            found[word[2:]] = next(words, "")
        elif word != "hook":
            found["client"] = word
    return found


def read_input() -> bytes:
    parts, length = [], 0
    while length <= LARGEST_INPUT:
        part = posix.read(0, 1 << 18)
        if not part:
            break
        parts.append(part)
        length += len(part)
    return b"".join(parts)


def plain(data: bytes, options: dict[str, str]) -> bool:
    """Whether this is a shell command that needs no full analysis; then its audit line stands."""
    from guardcmd.jsontext import loads
    from guardcmd.quick import allows

    envelope = loads(data.decode())
    given = envelope["tool_input"]
    text, directory = given["command"], envelope["cwd"]
    if envelope["tool_name"] != "Bash" or envelope["hook_event_name"] != "PreToolUse" or not options["state"]:
        return False
    if not allows(text) or engaged(options["state"], directory):
        return False
    from guardcmd.audit.log import append, now
    fields = {"event": "decision", "at": now(), "client": "claude-code", "session": envelope.get("session_id", ""), "cwd": directory, "text": text, "decision": "allow", "fast": True}
    return not append(options["state"] + "/audit.jsonl", fields)

def engaged(state, directory):
    try:
        posix.stat(state + "/engaged")
    except FileNotFoundError:
        return False
    return True

def _too_late(number: int, frame: FrameType | None) -> None:
    leave_refusing("guardcmd needed more than 2 s")

def leave_refusing(reason):
    posix.write(2, reason.encode())
    posix._exit(2)
