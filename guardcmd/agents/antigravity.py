"""Antigravity (`agy`): a hook that says nothing may be taken for a refusal, and an unknown key is one.

Contract from documentation and from measurements that others published (agy 1.1.2 and 1.2.3): `deny` stops with the
reason; `ask` leaves the call to the user's own permission settings; other output, and a failure, deny. `allow` would
skip the user's prompt. Not measured here.
"""

from __future__ import annotations

from guardcmd.agents.adapter import Adapter
from guardcmd.agents.refusal import Answer
from guardcmd.jsontext import dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guardcmd.agents.envelope import Envelope

TIMEOUT = 10  # seconds
NO_OBJECTION = '{"decision":"ask"}\n'


class Antigravity(Adapter):
    name = "antigravity"
    title = "Antigravity"
    programs = ("agy", "antigravity")
    after = ("PostToolUse", "PreInvocation", "PostInvocation", "Stop")
    starts = ()
    shell_tools = {"run_command": "", "send_command_input": ""}
    writing_tools = ("write_to_file", "replace_file_content", "multi_replace_file_content")
    silent_tools = frozenset(
        (
            "view_file", "view_file_outline", "view_code_item", "list_dir", "find_by_name", "grep_search",
            "search_web", "read_url_content", "command_status", "notify_user", "task_boundary", "ask_permission",
            "invoke_subagent", "generate_image", "view_content_chunk", "list_resources", "read_resource",
        )
    )  # fmt: skip
    silence = Answer(NO_OBJECTION)

    def recognises(self, envelope: Envelope) -> bool:
        return "toolCall" in envelope.raw and "conversationId" in envelope.raw

    def complete(self, envelope: Envelope) -> Envelope:
        """Arguments may be JSON texts inside the JSON; the directory of a command is `Cwd`."""
        given = envelope.arguments
        if not isinstance(given, dict):
            return envelope
        opened = {key: unquoted(value) for key, value in given.items()}
        if envelope.tool == "send_command_input" and isinstance(opened.get("Input"), str):
            opened = {**opened, "command": opened["Input"]}
        directory = opened.get("Cwd")
        directory = directory if isinstance(directory, str) and directory else envelope.directory
        return envelope.replace(arguments=opened, directory=directory)

    def refuse(self, reason: str) -> Answer:
        """Its parser takes no key that it does not know; the status alone would lose the reason."""
        return Answer(dumps({"decision": "deny", "reason": reason}) + "\n", reason + "\n")

    own_file = True

    def locate(self, scope: str, environment: Mapping[str, str], directory: str) -> str:
        from guardcmd.agents.wiring.folders import home, project_root

        if scope == "project":
            return f"{project_root(directory)}/.agents/hooks.json"
        return f"{home(environment)}/.gemini/config/hooks.json"

    def entries(self, argv: Sequence[str]) -> list[tuple[tuple[str, ...], dict[str, object]]]:
        from guardcmd.agents.wiring.command_line import shell_line

        hook = {"type": "command", "command": shell_line(argv), "timeout": TIMEOUT}
        return [(("guardcmd", "PreToolUse"), {"matcher": ".*", "hooks": [hook]})]

    def problems(self, settings: object) -> Sequence[str]:
        if not isinstance(settings, dict):
            return ("the file does not hold a JSON object",)
        wrong = [key for key, value in settings.items() if not isinstance(value, dict)]
        return (f"`{wrong[0]}` must be an object of events",) if wrong else ()

    def switched_off(self, settings: object) -> str:
        own = settings.get("guardcmd") if isinstance(settings, dict) else None
        return "`guardcmd.enabled` is false" if isinstance(own, dict) and own.get("enabled") is False else ""

    def canary(self, command: str, directory: str) -> object:
        return {
            "toolCall": {"name": "run_command", "args": {"CommandLine": command, "Cwd": directory}},
            "conversationId": "guardcmd-doctor",
            "workspacePaths": [directory],
        }

    def denied(self, stdout: str, stderr: str, status: int) -> bool:
        return '"decision":"deny"' in stdout.replace(" ", "")


def unquoted(value: object) -> object:
    """`'"ls"'` as `ls`: some versions write each argument as a JSON text."""
    if not isinstance(value, str) or len(value) < 2 or not value.startswith('"') or not value.endswith('"'):
        return value
    from guardcmd.jsontext import JsonError, loads

    try:
        return loads(value)
    except JsonError:
        return value


ADAPTER = Antigravity()
