"""The hook that agents call before a tool runs: one JSON object on stdin; silence, or an answer. Exit codes 0 and 2.

A plain command is answered by this file, quick, jsontext and the audit log alone; the rest is imported when needed.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import posix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import FrameType
    from typing import Any, NoReturn

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
LARGEST_INPUT = 8 * 1024 * 1024  # bytes
state_of_call: list[str] = []  # the state directory, for the handler of the alarm
DEADLINE = 2.0  # seconds; most clients run the command when they have waited in vain
# The usual shell call of each client, in one or more forms: what must hold (path and value, or None for "is there"),
# and the paths of command, directory (the first that is not empty) and session. Any other call takes the full path.
CLAUDE = (("hook_event_name",), "PreToolUse")
COMMAND = ("tool_input", "command")
CWD = (("cwd",),)
PLAIN: dict[str, tuple[Any, ...]] = {
    "claude-code": (
        ((CLAUDE, (("tool_name",), "Bash"), (("transcript_path",), None)), COMMAND, CWD, "session_id"),
    ),
    "codex": (((CLAUDE, (("tool_name",), "Bash"), (("turn_id",), None)), COMMAND, CWD, "session_id"),),
    "copilot": (
        (((("toolName",), "bash"), (("timestamp",), None)), ("toolArgs", "command"), CWD, "sessionId"),
    ),
    "vscode": (
        ((CLAUDE, (("tool_name",), "run_in_terminal"), (("tool_use_id",), None)), COMMAND, CWD, "session_id"),
    ),
    "cursor": (
        (
            ((("hook_event_name",), "beforeShellExecution"),),
            ("command",), (("cwd",), ("workspace_roots", 0)), "conversation_id",
        ),
        (
            ((("hook_event_name",), "preToolUse"), (("tool_name",), "Shell")),
            COMMAND, (("cwd",), ("workspace_roots", 0)), "conversation_id",
        ),
    ),
    "windsurf": (
        (
            ((("agent_action_name",), "pre_run_command"),),
            ("tool_info", "command_line"), (("tool_info", "cwd"),), "trajectory_id",
        ),
    ),
    "kiro": (
        (((("tool_name",), "execute_bash"),), COMMAND, CWD, "session_id"),
        (((("tool_name",), "shell"),), COMMAND, CWD, "session_id"),
    ),
    "droid": (((CLAUDE, (("tool_name",), "Execute")), COMMAND, CWD, "session_id"),),
    "antigravity": (
        (
            ((("toolCall", "name"), "run_command"),),
            ("toolCall", "args", "CommandLine"), (("toolCall", "args", "Cwd"), ("workspacePaths", 0)), "conversationId",
        ),
    ),
    "goose": (
        (
            ((("event",), "PreToolUse"), (("tool_name",), "developer__shell")),
            COMMAND, (("working_dir",),), "session_id",
        ),
    ),
    "crush": (((((("event",), "PreToolUse"), (("tool_name",), "bash"))), COMMAND, CWD, "session_id"),),
    "opencode": (((CLAUDE, (("tool_name",), "bash"), (("bridge",), None)), COMMAND, CWD, "session_id"),),
    "pi": (((CLAUDE, (("tool_name",), "bash"), (("bridge",), None)), COMMAND, CWD, "session_id"),),
    "amp": (((CLAUDE, (("tool_name",), "shell_command"), (("bridge",), None)), COMMAND, CWD, "session_id"),),
    "cline": (
        (
            ((("hookName",), "tool_call"), (("tool_name",), "run_commands"), (("preToolUse",), None)),
            COMMAND, CWD, "taskId",
        ),
    ),
    "gemini-cli": (
        (
            ((("hook_event_name",), "BeforeTool"), (("tool_name",), "run_shell_command"), (("timestamp",), None)),
            COMMAND, CWD, "session_id",
        ),
    ),
    "qwen-code": (
        ((CLAUDE, (("tool_name",), "run_shell_command"), (("tool_call_id",), None)), COMMAND, CWD, "session_id"),
    ),
}  # fmt: skip
TYPING = ("codex",)  # as in sessions.py, which costs an import
# what clients want to hear where silence would count as a failure
SPOKEN = {
    "cursor": '{"permission":"allow"}\n',
    "antigravity": '{"decision":"ask"}\n',
    "opencode": '{"guardcmd":"pass"}\n',
    "pi": '{"guardcmd":"pass"}\n',
    "amp": '{"guardcmd":"pass"}\n',
    "cline": '{"cancel":false,"guardcmd":"pass"}\n',
}


def main(arguments: list[str]) -> NoReturn:
    """Answer the call on stdin and leave the process, with 0 or 2 whatever happens."""
    try:
        _signal.signal(_signal.SIGALRM, _too_late)
        _signal.setitimer(_signal.ITIMER_REAL, DEADLINE)
        options = at_home(read_arguments(arguments))
        state_of_call[:] = [options["state"]] if options["state"] else []
        data = read_input()
        if passes(data, options):
            leave(SPOKEN.get(options["client"], ""), "", 0)
        _leave_answering(data, options)
    except BaseException as error:
        leave_refusing(f"guardcmd itself failed ({type(error).__name__}: {str(error)[:200]}), so nothing of this ran")
    posix._exit(2)


def read_arguments(arguments: list[str]) -> dict[str, str]:
    """`hook CLIENT --state DIR --config DIR --settings FILE`; the last of repeated options counts."""
    options = {"client": "", "state": "", "config": "", "settings": "", "site": ""}
    words = iter(arguments)
    for word in words:
        if word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            options[name] = value if equals else next(words, "")
        elif word != "hook":
            options["client"] = word
    return options


def at_home(options: dict[str, str]) -> dict[str, str]:
    """The options with `~` as the home directory of this process's user, whatever its environment says."""
    for name in ("state", "config"):
        if options[name].startswith("~/"):
            import pwd

            options[name] = pwd.getpwuid(posix.getuid()).pw_dir.rstrip("/") + options[name][1:]
    return options


def read_input() -> bytes:
    """Standard input, at most one piece beyond the limit."""
    parts, length = [], 0
    while length <= LARGEST_INPUT:
        part = posix.read(0, 1 << 18)
        if not part:
            break
        parts.append(part)
        length += len(part)
    return b"".join(parts)


def passes(data: bytes, options: Mapping[str, str]) -> bool:
    """The fast path: a command of plain words that needs no analysis, and whose audit line is written.

    Anything unexpected is left to the full path.
    """
    from guardcmd.audit.log import append, now
    from guardcmd.builtin import load_index
    from guardcmd.jsontext import loads
    from guardcmd.quick import allows

    try:
        call, client = loads(data.decode("utf-8")), options["client"]
        if client == "copilot" and "tool_use_id" in call:
            client = "vscode"  # it runs Copilot's hooks
        if client == "cline" and "tool_call" in call:
            if judged_next(call, options["state"]):
                return True
            call = flattened(call)
        text, directory, session = plain_call(call, PLAIN[client])
        if not options["state"] or not options["config"]:
            return False
        if client in TYPING:
            from guardcmd.sessions import stays_quiet

            if not stays_quiet(text, options["client"]):
                return False
        if not allows(text, load_index()) or not undisturbed(options["state"], options["config"], directory):
            return False
    except Exception:
        return False
    fields = {
        "event": "decision",
        "at": now(),
        "client": client,
        "session": session,
        "actor": "agent",
        "cwd": directory,
        "text": text,
        "decision": "allow",
        "answer": "silent",
        "fast": True,
    }
    return not append(options["state"] + "/audit.jsonl", fields)


def judged_next(call: Mapping[str, Any], state: str) -> bool:
    """Whether Cline's plugin has noted that it stands in this very turn: then it judges the call after the hook."""
    agent, turn = call.get("agent_id"), call.get("iteration")
    if "bridge" in call or not state or not agent or not turn or agent.strip(LETTERS):
        return False
    try:
        note = posix.open(f"{state}/cline/{agent}", posix.O_RDONLY | posix.O_NOFOLLOW)
    except OSError:
        return False
    return posix.read(note, 32) == f"{turn}".encode()


def flattened(call: dict[str, Any]) -> dict[str, Any]:
    """Cline's nested call of one command in the form that the others have. Raises where it is another one."""
    inner, (directory,) = call["tool_call"], call["workspaceRoots"]
    ((key, (command,)),) = inner["input"].items()
    arguments = {"command" if key == "commands" else key: command}
    return {**call, "tool_name": inner["name"], "tool_input": arguments, "cwd": directory}


def plain_call(call: object, forms: tuple[Any, ...]) -> tuple[Any, Any, Any]:
    """Command, directory and session of a shell call in one of a client's usual forms. Raises for any other call."""
    for conditions, text, directories, session in forms:
        if all(holds(call, *condition) for condition in conditions):
            told = [path[-1] for path in directories if path[:-1] == text[:-1]]
            if moved(at(call, text[:-1]), told):
                break
            directory = next(filter(None, [at(call, path) for path in directories if holds(call, path, None)]))
            return at(call, text), directory, at(call, (session,)) if holds(call, (session,), None) else ""
    raise ValueError


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


def holds(call: object, path: tuple[Any, ...], value: object) -> bool:
    try:
        found = at(call, path)
    except (KeyError, IndexError, TypeError):
        return False
    return found == value if value is not None else found is not None


def moved(arguments: Mapping[str, object], told: list[str]) -> bool:
    """Whether the call says itself where its command runs, in a key that the form does not know."""
    keys = ("workdir", "cwd", "dir_path", "directory", "working_directory", "Cwd")
    return any(key in arguments and key not in told for key in keys)


def undisturbed(state: str, config: str, directory: str) -> bool:
    """Whether nothing but the built-in rules is in force: no engaged state, no rules of the user or a project."""
    if present(f"{state}/engaged") or present(f"{config}/rules") or not directory.startswith("/"):
        return False
    place = directory.rstrip("/")
    while place:
        if present(f"{place}/.guardcmd"):
            return False
        if present(f"{place}/.git"):
            return True
        place = place.rpartition("/")[0]
    return True


def present(path: str) -> bool:
    try:
        posix.lstat(path)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return True


def _leave_answering(data: bytes, options: Mapping[str, str]) -> NoReturn:
    if len(data) > LARGEST_INPUT:
        leave_refusing(f"guardcmd refused this, nothing of it ran: the call has more than {LARGEST_INPUT} bytes")
    import gc

    gc.disable()  # one judgement, then the process ends: collecting is half the time of a long text
    from guardcmd.agents.answer import answer
    from guardcmd.edge import Edge, environment_of_process
    from guardcmd.store.paths import paths

    edge = Edge(paths(options["state"], options["config"]), environment_of_process())
    said = answer(data, edge, options["client"], options["settings"])
    leave(said.stdout, said.stderr, said.status)


def leave(stdout: str, stderr: str, status: int) -> NoReturn:
    """A question or a refusal in words alone must not end as silence: what cannot be said is refused by the status."""
    posix._exit(status if say(stdout, stderr) else 2)


def say(stdout: str, stderr: str) -> bool:
    """Print the answer; whether the client has all of it. From here on the deadline no longer counts: no second one."""
    _signal.setitimer(_signal.ITIMER_REAL, 0)
    heard = True
    for descriptor, text in ((2, stderr), (1, stdout)):
        try:
            _write(descriptor, text.encode("utf-8", "replace"))
        except OSError:  # the client closed it
            heard = False
    return heard


def _write(descriptor: int, data: bytes) -> None:
    while data:
        data = data[posix.write(descriptor, data) :]


def leave_refusing(reason: str) -> NoReturn:
    """The universal refusal, or where even that cannot be made, its status."""
    try:
        from guardcmd.agents.refusal import refusal

        said = refusal(reason)
        say(said.stdout, said.stderr)
        _log_fault(reason)
    finally:
        posix._exit(2)


def _log_fault(reason: str) -> None:
    if state_of_call:
        from guardcmd.audit.event import refused_input
        from guardcmd.audit.log import append, now

        append(state_of_call[0] + "/audit.jsonl", refused_input("", reason, now()), patience=0.05)


def _too_late(number: int, frame: FrameType | None) -> None:
    leave_refusing(f"guardcmd needed more than {DEADLINE:.0f} s to read this, so nothing of it ran")
