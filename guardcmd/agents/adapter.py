"""What guardcmd knows of a client: how its hook calls read, which answers it obeys, where its hook is wired.

Each client has one module with a subclass and an instance of it, `ADAPTER`. The first two parts are used when a call
is answered and import next to nothing; the third is used by `install`, `uninstall`, `status` and `doctor`, and
imports what it needs where it needs it.
"""

from __future__ import annotations

from guardcmd.agents.envelope import NotUnderstood, shell_arguments, shell_like_name
from guardcmd.agents.refusal import SILENCE, Answer, refusal
from guardcmd.agents.toolcall import shell_actions
from guardcmd.jsontext import dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guardcmd.agents.e2e.driven import Driven
    from guardcmd.agents.envelope import Envelope
    from guardcmd.agents.toolcall import Actions
    from guardcmd.agents.wiring.change import Change
    from guardcmd.agents.wiring.check import Check
    from guardcmd.agents.wiring.place import Place
    from guardcmd.edge import Edge


class Adapter:
    """One client. The defaults are those of most: Claude's dialect, a JSON file of hooks, a hook line run by `sh`."""

    name = ""  # guardcmd's name of the client, on the command line and in the log
    title = ""  # the client's own name
    programs: tuple[str, ...] = ()  # as they are called in the PATH

    # --- reading a hook call

    before: tuple[str, ...] = ("PreToolUse",)  # events that wait for the answer; a call without an event counts as one
    after: tuple[str, ...] = ("PostToolUse", "PostToolUseFailure", "AfterTool", "postToolUse")  # the tool has run
    starts: tuple[str, ...] = ("SessionStart",)  # events that take context for the session
    shell_tools: Mapping[str, str] = {}  # tool -> dialect of its text, empty for the shell of the environment
    writing_tools: tuple[str, ...] = ()  # tools that write, edit, move or delete files, and patches
    silent_tools: frozenset[str] = frozenset()  # known to neither run commands nor change files

    def recognises(self, envelope: Envelope) -> bool:
        """Whether the call comes from this client rather than from one that reads its settings."""
        raise NotImplementedError

    def complete(self, envelope: Envelope) -> Envelope:
        """The envelope with what only this client's calls tell in their own way."""
        return envelope

    def dialect(self, environment: Mapping[str, str]) -> str:
        """The shell behind the client's shell tool: bash, zsh, posix, fish, powershell, cmd or unknown."""
        return "unknown"

    def attended(self, environment: Mapping[str, str], envelope: Envelope) -> bool:
        """Whether a person sits at this session, as far as the client itself tells."""
        return False

    def prompts(self, envelope: Envelope, environment: Mapping[str, str]) -> bool:
        """Whether an `ask` is known to reach that person."""
        return False

    def defers(self, envelope: Envelope, environment: Mapping[str, str]) -> bool:
        """Whether `defer` is known to end this session before the call, so that it can be resumed there."""
        return False

    def server_tool(self, envelope: Envelope) -> tuple[str, str] | None:
        """Server and tool of an MCP call; None where it is none."""
        parts = envelope.tool.split("__", 2)
        return (parts[1], parts[2]) if len(parts) == 3 and parts[0] == "mcp" else None

    def actions(self, envelope: Envelope, directory: str, shell: str) -> Actions:
        """What the call would do; empty for tools that are none of the guard's business."""
        tool, arguments = envelope.tool, envelope.arguments
        if not tool:
            return NotUnderstood("it does not say which tool it is for")
        if tool in self.writing_tools:
            from guardcmd.agents.file_tools import file_actions

            return file_actions(tool, arguments, directory)
        if tool in self.silent_tools:
            return ()
        served = self.server_tool(envelope)
        if served is not None:
            from guardcmd.agents import server_tools

            return server_tools.actions(*served, arguments, directory)
        given = shell_arguments(arguments)
        if given is not None:
            return shell_actions(tool, *given, self.shell_tools.get(tool) or shell)
        if tool in self.shell_tools or shell_like_name(tool):
            return NotUnderstood(f"the tool `{tool}` runs commands, and no command stands in its arguments")
        from guardcmd.agents.file_tools import file_actions, is_writing

        return file_actions(tool, arguments, directory) if is_writing(arguments) else ()

    def other(self, envelope: Envelope, edge: Edge, settings_file: str) -> Answer | None:
        """The answer to an event of this client's own that is no tool call; None where it has none."""
        return None

    # --- answering it

    silence = SILENCE  # no objection: the client's own permission rules still apply

    def refuse(self, reason: str) -> Answer:
        """Nothing of the call runs, and the model reads why."""
        return refusal(reason)

    def stop(self, reason: str) -> Answer:
        """A refusal that also ends the session, where the client can do that."""
        return self.refuse(reason)

    def ask(self, reason: str) -> Answer:
        """The client's own dialog asks the person, who reads the reason. Only where `prompts` says so."""
        said = {"hookEventName": "PreToolUse", "permissionDecision": "ask", "permissionDecisionReason": reason}
        return Answer(dumps({"hookSpecificOutput": said}) + "\n")

    def defer(self, reason: str) -> Answer:
        """The session ends here, and asks about the same call when it is resumed. Only where `defers` says so."""
        raise NotImplementedError

    def warn(self, message: str) -> Answer:
        """No objection, and a line for the person."""
        return Answer(self.silence.stdout, message + "\n")

    def brief(self, text: str) -> Answer:
        """Context for the model at the start of a session."""
        said = {"hookEventName": "SessionStart", "additionalContext": text}
        return Answer(dumps({"hookSpecificOutput": said}) + "\n")

    # --- wiring it: install, uninstall, status, doctor

    scopes: tuple[str, ...] = ("user", "project")
    oldest: tuple[int, ...] = ()  # the first version that stops a command when the hook itself fails, if there is one
    exec_form = False  # the hook's command is an argv, not a line for `sh`
    skeleton = "{}\n"  # a new file of hooks
    own_file = False  # the file holds nothing but hooks: an emptied one is removed
    comments = False  # whether the client's JSON may hold comments
    trailing_commas = False

    def loads(self, text: str) -> object:
        """The value of one of the client's files. Raises ValueError for what the client does not read."""
        from guardcmd.agents.wiring.json_edit import loads

        return loads(text, comments=self.comments, trailing_commas=self.trailing_commas)

    def locate(self, scope: str, environment: Mapping[str, str], directory: str) -> str:
        """The file that `install` edits."""
        raise NotImplementedError

    def in_force(self, environment: Mapping[str, str], directory: str) -> list[str]:
        """Every file with hooks or with a switch for them that a session in this directory reads."""
        return [self.locate(scope, environment, directory) for scope in self.scopes]

    def entries(self, argv: Sequence[str]) -> list[tuple[tuple[str, ...], dict[str, object]]]:
        """Our entries, each with the keys that lead to the list which it belongs into. Types are strict everywhere."""
        raise NotImplementedError

    def problems(self, settings: object) -> Sequence[str]:
        """Why the client would drop the file, or a part of it that holds our hooks: values of a wrong type."""
        return () if isinstance(settings, dict) else ("the file does not hold a JSON object",)

    def switched_off(self, settings: object) -> str:
        """Why no hook at all would run with this file in force; empty if they would."""
        return ""

    def unguarded(self, settings: object) -> str:
        """Why a file that has our hooks does not guard; empty if it does."""
        from guardcmd.agents.wiring.json_hooks import unguarded

        return unguarded(self, settings)

    def changes(self, scope: str, environment: Mapping[str, str], directory: str, argv: Sequence[str]) -> list[Change]:
        """What `install` writes. Raises InputError where the file is not one that may be edited."""
        from dataclasses import replace

        from guardcmd.agents.wiring.json_hooks import with_guard

        change = with_guard(self, self.locate(scope, environment, directory), argv)
        return [replace(change, shared=scope == "managed")]

    def removals(self, scope: str, environment: Mapping[str, str], directory: str) -> list[Change]:
        """What `uninstall` writes."""
        from guardcmd.agents.wiring.json_hooks import without_guard

        return [without_guard(self, self.locate(scope, environment, directory))]

    def places(self, environment: Mapping[str, str], directory: str) -> list[Place]:
        """Where the guard stands in each of the client's files that has to do with it."""
        from guardcmd.agents.wiring.json_hooks import places

        return places(self, environment, directory)

    def canary(self, command: str, directory: str) -> object:
        """A hook call, as the client makes it, for a shell command."""
        return {
            "session_id": "guardcmd-doctor",
            "transcript_path": "",
            "cwd": directory,
            "hook_event_name": self.before[0],
            "tool_name": next(iter(self.shell_tools)),
            "tool_input": {"command": command},
        }

    def denied(self, stdout: str, stderr: str, status: int) -> bool:
        """Whether the client would stop the command at this answer."""
        return status == 2 and '"permissionDecision": "deny"' in stdout.replace('":"', '": "') and bool(stderr.strip())

    def scripted(self, command: str) -> tuple[str, dict[str, object]]:
        """A shell command as the client's own model would ask for it: tool and arguments."""
        return next(iter(self.shell_tools)), {"command": command, "description": "asked by guardcmd doctor"}

    undriven = "it needs an account of its own"  # why `doctor --e2e` does not drive it, where it does not

    def driven(self, url: str, environment: Mapping[str, str], folder: str) -> Driven | None:
        """How one headless session with the model at `url` is started, in the user's settings; None if unknown.

        `folder` is the session's own, and empty.
        """
        return None

    def checks(self, environment: Mapping[str, str], directory: str) -> Iterator[Check]:
        """What `doctor` looks at for this client alone."""
        return iter(())
