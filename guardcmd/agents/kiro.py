"""Kiro CLI 3 (once Amazon Q Developer CLI): a file of hooks for all agents, answered by the exit status.

Contract from its documentation (kiro.dev, CLI hooks; the tools' arguments from the source of Amazon Q Developer CLI):
status 2 stops the tool and standard error reaches the model. Not measured with the real client.
"""

from __future__ import annotations

from guardcmd.agents.adapter import Adapter
from guardcmd.agents.envelope import NotUnderstood, text_of
from guardcmd.agents.refusal import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guardcmd.agents.envelope import Envelope
    from guardcmd.agents.toolcall import Actions

TIMEOUT = 10  # seconds


class Kiro(Adapter):
    name = "kiro"
    title = "Kiro CLI"
    programs = ("kiro-cli", "kiro", "q")
    before = ("PreToolUse", "preToolUse")
    after = ("PostToolUse", "postToolUse")
    starts = ("SessionStart", "agentSpawn")
    shell_tools = {"execute_bash": "bash", "execute_cmd": "cmd", "shell": ""}
    writing_tools = ("fs_write", "write", "str_replace", "fs_append")
    silent_tools = frozenset(
        (
            "fs_read", "read", "grep", "glob", "code", "introspect", "report_issue", "report", "knowledge", "thinking",
            "todo_list", "todo", "use_subagent", "subagent", "delegate", "web_search", "web_fetch", "session",
            "switch_to_execution",
        )
    )  # fmt: skip

    def recognises(self, envelope: Envelope) -> bool:
        return "hook_event_name" in envelope.raw and "transcript_path" not in envelope.raw

    def server_tool(self, envelope: Envelope) -> tuple[str, str] | None:
        """`@server/tool`."""
        server, slash, tool = envelope.tool.removeprefix("@").partition("/")
        return (server, tool) if envelope.tool.startswith("@") and slash else super().server_tool(envelope)

    def actions(self, envelope: Envelope, directory: str, shell: str) -> Actions:
        if envelope.tool in ("use_aws", "aws"):
            return aws_call(envelope.arguments, shell)
        return super().actions(envelope, directory, shell)

    def brief(self, text: str) -> Answer:
        return Answer(text + "\n")

    own_file = True
    skeleton = '{\n  "version": "v1",\n  "hooks": []\n}\n'

    def locate(self, scope: str, environment: Mapping[str, str], directory: str) -> str:
        from guardcmd.agents.wiring.folders import home, project_root

        folder = project_root(directory) if scope == "project" else home(environment)
        return f"{folder}/.kiro/hooks/guardcmd.json"

    def entries(self, argv: Sequence[str]) -> list[tuple[tuple[str, ...], dict[str, object]]]:
        from guardcmd.agents.wiring.command_line import shell_line

        action = {"type": "command", "command": shell_line(argv)}
        return [
            (
                ("hooks",),
                {
                    "name": "guardcmd", "trigger": "PreToolUse", "matcher": ".*", "action": action, "timeout": TIMEOUT,
                    "enabled": True,
                },
            ),
            (
                ("hooks",),
                {"name": "guardcmd-session", "trigger": "SessionStart", "action": action, "timeout": TIMEOUT},
            ),
        ]  # fmt: skip

    def problems(self, settings: object) -> Sequence[str]:
        if not isinstance(settings, dict) or not isinstance(settings.get("hooks", []), list):
            return ("`hooks` must be a list",)
        return () if settings.get("version") == "v1" else ('`version` must be "v1"',)

    def canary(self, command: str, directory: str) -> object:
        return {
            "hook_event_name": "PreToolUse",
            "cwd": directory,
            "session_id": "guardcmd-doctor",
            "tool_name": "execute_bash",
            "tool_input": {"command": command},
        }


def aws_call(arguments: object, shell: str) -> Actions:
    """`use_aws{service_name, operation_name, parameters, region, profile_name}` as the command that it stands for."""
    given = arguments if isinstance(arguments, dict) else {}
    service, operation = text_of(given.get("service_name")), text_of(given.get("operation_name"))
    parameters = given.get("parameters") or {}
    if not service or not operation or not isinstance(parameters, dict):
        return NotUnderstood("the tool `use_aws` does not say which operation it calls")
    from guardcmd.agents.toolcall import shell_actions
    from guardcmd.tools.kebab import kebab

    words = ["aws", service, kebab(operation)]
    for option, key in (("--region", "region"), ("--profile", "profile_name")):
        if text_of(given.get(key)):
            words += [option, text_of(given.get(key))]
    for key, value in parameters.items():
        words += [f"--{kebab(str(key))}", *value_words(value)]
    return shell_actions("use_aws", "command", words, shell)


def value_words(value: object) -> list[str]:
    """A parameter's value as words; none for a switch."""
    if value is True or value == "":
        return []
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return list(value)
    if isinstance(value, (dict, list)):
        from guardcmd.jsontext import dumps

        return [dumps(value)]
    return [str(value)]


ADAPTER = Kiro()
