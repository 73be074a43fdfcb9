"""Cursor, its editor and `cursor-agent`: what their hook calls mean, what they obey, where their hooks are wired.

Contract from the documentation and from what others measured in the program (3.9); it could not be run here. A hook
fails open unless its entry says `failClosed`, and then silence counts as a failure: no objection has to be said, which
lifts none of Cursor's own prompts. An `ask` is ignored for commands on the allow-list and passes in headless runs, so
it is never used. A shell command is seen twice, before the tool and before the shell: not every version has both.
"""

from __future__ import annotations

from guardcmd.agents.adapter import Adapter
from guardcmd.agents.refusal import Answer
from guardcmd.jsontext import dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guardcmd.agents.envelope import Envelope

SHELL, SERVER = "beforeShellExecution", "beforeMCPExecution"
SILENT_TOOLS = frozenset(
    (
        "AskQuestion", "Await", "CreatePlan", "FetchMcpResource", "FetchRules", "GenerateImage", "Glob", "Grep", "LS",
        "ListDir", "ListMcpResources", "Read", "ReadLints", "SemanticSearch", "Subagent", "SwitchMode", "TabRead",
        "Task", "TodoWrite", "UpdateCurrentStep", "WebFetch", "WebSearch",
    )
)  # fmt: skip
TIMEOUT = 10  # seconds; the line itself ends what hangs after 5
GATES = ("preToolUse", SHELL, SERVER)


class Cursor(Adapter):
    name = "cursor"
    title = "Cursor"
    programs = ("cursor-agent", "cursor")
    before = (*GATES, "PreToolUse")
    after = (
        "postToolUse", "postToolUseFailure", "afterShellExecution", "afterMCPExecution", "afterFileEdit", "PostToolUse",
    )  # fmt: skip
    starts = ("sessionStart", "SessionStart")
    shell_tools = {"Shell": "", "Bash": ""}
    writing_tools = (
        "Write", "Edit", "StrReplace", "MultiEdit", "MultiStrReplace", "TabWrite",
        "ApplyPatch", "EditNotebook", "NotebookEdit", "Delete",
    )  # fmt: skip
    silent_tools = SILENT_TOOLS

    def recognises(self, envelope: Envelope) -> bool:
        return "cursor_version" in envelope.raw or (
            "conversation_id" in envelope.raw and "generation_id" in envelope.raw
        )

    def complete(self, envelope: Envelope) -> Envelope:
        """The events of one kind of tool say what it does in their own fields, not in arguments."""
        if envelope.event == SHELL:
            return envelope.replace(tool="Shell", arguments={"command": envelope.raw.get("command")})
        if envelope.event == SERVER:  # `command` is here that of the server
            return envelope.replace(tool=f"MCP:{envelope.tool.removeprefix('MCP:')}")
        return envelope

    def server_tool(self, envelope: Envelope) -> tuple[str, str] | None:
        """`MCP:tool`; the server's name is told by some versions."""
        if not envelope.tool.startswith("MCP:"):
            return super().server_tool(envelope)
        named = envelope.raw.get("mcp_server_name")
        return named if isinstance(named, str) else "", envelope.tool.removeprefix("MCP:").strip()

    # --- answering

    silence = Answer('{"permission":"allow"}\n')

    def refuse(self, reason: str) -> Answer:
        """With status 2 its reader sees the whole text of the answer: so nothing but its own keys."""
        said = {"permission": "deny", "user_message": reason, "agent_message": reason}
        return Answer(dumps(said) + "\n", reason + "\n", 2)

    def brief(self, text: str) -> Answer:
        return Answer(dumps({"additional_context": text}) + "\n")

    # --- wiring

    scopes = ("user", "managed")
    skeleton = '{\n  "version": 1,\n  "hooks": {}\n}\n'

    def locate(self, scope: str, environment: Mapping[str, str], directory: str) -> str:
        """A project's file is everybody's who works on it, and the hook holds paths of this machine."""
        from guardcmd.agents.wiring.folders import home

        if scope == "managed":
            return "/etc/cursor/hooks.json"
        return f"{home(environment)}/.cursor/hooks.json"

    def entries(self, argv: Sequence[str]) -> list[tuple[tuple[str, ...], dict[str, object]]]:
        """Which shell runs the line is not documented."""
        from guardcmd.agents.wiring.command_line import shell_line, wrapped

        hook: dict[str, object] = {"command": wrapped(shell_line(argv)), "timeout": TIMEOUT}
        closed = {**hook, "failClosed": True}
        return [*[(("hooks", event), closed) for event in GATES], (("hooks", "sessionStart"), hook)]

    def problems(self, settings: object) -> Sequence[str]:
        if not isinstance(settings, dict):
            return ("the file does not hold a JSON object",)
        hooks = settings.get("hooks", {})
        if not isinstance(hooks, dict) or not all(isinstance(entries, list) for entries in hooks.values()):
            return ("`hooks` must be an object of lists",)
        return () if settings.get("version", 1) == 1 else ("`version` must be 1",)

    def canary(self, command: str, directory: str) -> object:
        return {
            "conversation_id": "guardcmd-doctor",
            "generation_id": "canary",
            "hook_event_name": SHELL,
            "cursor_version": "0",
            "workspace_roots": [directory],
            "command": command,
            "cwd": directory,
        }

    def denied(self, stdout: str, stderr: str, status: int) -> bool:
        return status == 2 and '"permission":"deny"' in stdout and bool(stderr.strip())


ADAPTER = Cursor()
