"""Qwen Code: what its hook calls mean, when its own dialog reaches a person, where its hooks are wired.

Contract and behaviour measured with 0.24.4.
"""

from __future__ import annotations

from guardcmd.agents.adapter import Adapter
from guardcmd.agents.refusal import Answer
from guardcmd.jsontext import dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guardcmd.agents.e2e.driven import Driven
    from guardcmd.agents.envelope import Envelope
    from guardcmd.agents.toolcall import Actions
    from guardcmd.agents.wiring.check import Check

# from the client's own list; what `exec`, `tool_call`, `agent` and `workflow` start is hooked itself (measured)
SILENT_TOOLS = frozenset(
    (
        "agent", "ask_user_question", "cron_create", "cron_delete", "cron_list", "display_image", "enter_plan_mode",
        "enter_worktree", "exec", "exit_plan_mode", "get_goal", "glob", "grep_search", "list_agents", "list_directory",
        "loop_wakeup", "propose_goal", "read_file", "read_many_files", "read_mcp_resource", "record_artifact",
        "record_source", "report_findings", "request_shutdown", "save_memory", "search_file_content", "send_message",
        "skill", "structured_output", "task", "task_create", "task_list", "task_stop", "task_update", "team_create",
        "team_delete", "team_plan_approval", "todo_write", "tool_call", "tool_search", "update_goal", "web_fetch",
        "web_search", "workflow", "zoom_image",
    )
)  # fmt: skip
SYSTEM = {"darwin": "/Library/Application Support/QwenCode/settings.json"}
SYSTEM_ELSEWHERE = "/etc/qwen-code/settings.json"


class QwenCode(Adapter):
    name = "qwen-code"
    title = "Qwen Code"
    programs = ("qwen",)
    shell_tools = {"run_shell_command": "bash", "monitor": "bash"}
    writing_tools = ("write_file", "edit", "replace", "notebook_edit")
    silent_tools = SILENT_TOOLS

    def recognises(self, envelope: Envelope) -> bool:
        return "hook_event_name" in envelope.raw and "permission_mode" in envelope.raw

    def dialect(self, environment: Mapping[str, str]) -> str:
        return "bash"

    def attended(self, environment: Mapping[str, str], envelope: Envelope) -> bool:
        """Its terminal interface, and editors that speak ACP with it, have an inbox; a headless run has none."""
        return bool(environment.get("QWEN_CODE_MESSAGING_SOCKET"))

    def prompts(self, envelope: Envelope, environment: Mapping[str, str]) -> bool:
        """In every mode, `yolo` included; where nobody can be asked, the client refuses by itself."""
        return envelope.event == "PreToolUse" and self.attended(environment, envelope)

    def actions(self, envelope: Envelope, directory: str, shell: str) -> Actions:
        if envelope.tool == "exit_worktree":
            return left_worktree(envelope.arguments)
        return super().actions(envelope, directory, shell)

    def warn(self, message: str) -> Answer:
        return Answer(dumps({"systemMessage": message}) + "\n", message + "\n")

    # --- wiring

    scopes = ("user", "project", "managed")
    comments = True

    def locate(self, scope: str, environment: Mapping[str, str], directory: str) -> str:
        from guardcmd.agents.wiring.folders import home, project_root

        if scope == "managed":
            return system_settings(environment)
        if scope == "project":
            return f"{project_root(directory)}/.qwen/settings.json"
        return f"{environment.get('QWEN_HOME') or home(environment) + '/.qwen'}/settings.json"

    def in_force(self, environment: Mapping[str, str], directory: str) -> list[str]:
        """A session reads the project file of the very folder that it starts in."""
        from guardcmd.agents.wiring.folders import upwards

        system = system_settings(environment)
        defaults = f"{system.rpartition('/')[0]}/system-defaults.json"
        user = self.locate("user", environment, directory)
        projects = [f"{folder}/.qwen/settings.json" for folder in upwards(directory)]
        return [user, *projects, system, environment.get("QWEN_CODE_SYSTEM_DEFAULTS_PATH") or defaults]

    def entries(self, argv: Sequence[str]) -> list[tuple[tuple[str, ...], dict[str, object]]]:
        from guardcmd.agents.wiring.command_line import shell_line
        from guardcmd.agents.wiring.qwen_settings import entries

        return entries(shell_line(argv))

    def problems(self, settings: object) -> Sequence[str]:
        from guardcmd.agents.wiring.qwen_settings import problems

        return problems(settings)

    def switched_off(self, settings: object) -> str:
        from guardcmd.agents.wiring.qwen_settings import switched_off

        return switched_off(settings)

    def canary(self, command: str, directory: str) -> object:
        call = super().canary(command, directory)
        return {**call, "permission_mode": "yolo", "tool_call_id": "canary"} if isinstance(call, dict) else call

    def checks(self, environment: Mapping[str, str], directory: str) -> Iterator[Check]:
        from guardcmd.agents.wiring.gemini_checks import checks

        return checks(self, environment, directory)

    def scripted(self, command: str) -> tuple[str, dict[str, object]]:
        return "run_shell_command", {"command": command, "is_background": False}

    def driven(self, url: str, environment: Mapping[str, str], folder: str) -> Driven | None:
        from guardcmd.agents.e2e.others import qwen

        return qwen(url, environment)


def left_worktree(arguments: object) -> Actions:
    """Leaving a work tree may delete it with its branch and, if told so, with what is not committed there."""
    from guardcmd.proposal import ShellText
    from guardcmd.shell.quote import quote

    given = arguments if isinstance(arguments, dict) else {}
    if given.get("action") == "keep":
        return ()
    force = ("--force",) if given.get("discard_changes") else ()
    return (ShellText(quote(("git", "worktree", "remove", *force, str(given.get("name", "")))), "bash"),)


def system_settings(environment: Mapping[str, str]) -> str:
    import sys

    own = environment.get("QWEN_CODE_SYSTEM_SETTINGS_PATH")
    return own or SYSTEM.get(sys.platform, SYSTEM_ELSEWHERE)


ADAPTER = QwenCode()
