"""Gemini CLI: what its hook calls mean, and where its hooks are wired.

Contract and behaviour measured with 0.61.0. It is never asked to ask: its dialog opens at a terminal, but without one
it waits for ever, and the call does not tell which it is.
"""

from __future__ import annotations

from guardcmd.agents.adapter import Adapter
from guardcmd.agents.envelope import text_of
from guardcmd.agents.refusal import Answer
from guardcmd.jsontext import dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guardcmd.agents.e2e.driven import Driven
    from guardcmd.agents.envelope import Envelope
    from guardcmd.agents.wiring.change import Change
    from guardcmd.agents.wiring.check import Check

# the client's own list of built-in tools, without those that run commands or change files; agents that
# `invoke_agent` starts are hooked themselves
SILENT_TOOLS = frozenset(
    (
        "activate_skill", "ask_user", "complete_task", "enter_plan_mode", "exit_plan_mode", "get_internal_docs", "glob",
        "google_web_search", "grep_search", "invoke_agent", "list_background_processes", "list_directory",
        "list_mcp_resources", "read_background_output", "read_file", "read_many_files", "read_mcp_resource",
        "search_file_content", "tracker_add_dependency", "tracker_create_task", "tracker_get_task",
        "tracker_list_tasks", "tracker_update_task", "tracker_visualize", "update_topic", "web_fetch", "write_todos",
    )
)  # fmt: skip
SYSTEM = {"darwin": "/Library/Application Support/GeminiCli/settings.json"}
SYSTEM_ELSEWHERE = "/etc/gemini-cli/settings.json"


class GeminiCLI(Adapter):
    name = "gemini-cli"
    title = "Gemini CLI"
    programs = ("gemini",)
    before = ("BeforeTool",)
    after = ("AfterTool",)
    shell_tools = {"run_shell_command": "bash"}
    writing_tools = ("write_file", "replace")
    silent_tools = SILENT_TOOLS

    def recognises(self, envelope: Envelope) -> bool:
        return "hook_event_name" in envelope.raw and "session_id" in envelope.raw

    def dialect(self, environment: Mapping[str, str]) -> str:
        return "bash"

    def server_tool(self, envelope: Envelope) -> tuple[str, str] | None:
        """The client says it beside the call; the name alone (`mcp_SERVER_TOOL`) is ambiguous."""
        told = envelope.raw.get("mcp_context")
        if isinstance(told, dict):
            return text_of(told.get("server_name")), text_of(told.get("tool_name")) or envelope.tool
        parts = envelope.tool.split("_", 2)
        return (parts[1], parts[2]) if len(parts) == 3 and parts[0] == "mcp" else None

    def warn(self, message: str) -> Answer:
        return Answer(dumps({"systemMessage": message}) + "\n", message + "\n")

    # --- wiring

    scopes = ("user", "project", "managed")
    comments = True

    def locate(self, scope: str, environment: Mapping[str, str], directory: str) -> str:
        from guardcmd.agents.wiring.folders import home, project_root

        if scope == "managed":
            return system_settings(environment)
        base = project_root(directory) if scope == "project" else environment.get("GEMINI_CLI_HOME")
        return f"{base or home(environment)}/.gemini/settings.json"

    def in_force(self, environment: Mapping[str, str], directory: str) -> list[str]:
        """A session reads the project file of the very folder that it starts in."""
        from guardcmd.agents.wiring.folders import upwards

        system = system_settings(environment)
        defaults = f"{system.rpartition('/')[0]}/system-defaults.json"
        user = self.locate("user", environment, directory)
        extension = f"{user.removesuffix('settings.json')}extensions/guardcmd/hooks/hooks.json"
        projects = [f"{folder}/.gemini/settings.json" for folder in upwards(directory)]
        return [user, *projects, system, environment.get("GEMINI_CLI_SYSTEM_DEFAULTS_PATH") or defaults, extension]

    def entries(self, argv: Sequence[str]) -> list[tuple[tuple[str, ...], dict[str, object]]]:
        from guardcmd.agents.wiring.command_line import shell_line
        from guardcmd.agents.wiring.gemini_settings import entries

        return entries(shell_line(argv))

    def problems(self, settings: object) -> Sequence[str]:
        from guardcmd.agents.wiring.gemini_settings import problems

        return problems(settings)

    def switched_off(self, settings: object) -> str:
        from guardcmd.agents.wiring.gemini_settings import switched_off

        return switched_off(settings)

    def unguarded(self, settings: object) -> str:
        """The extension's hooks find guardcmd in the PATH, and say so in another line."""
        from guardcmd.agents.wiring.gemini_extension import hooks

        return "" if settings == hooks() else super().unguarded(settings)

    def changes(self, scope: str, environment: Mapping[str, str], directory: str, argv: Sequence[str]) -> list[Change]:
        """The administrator's file also keeps projects from switching hooks off as a whole."""
        (change,) = super().changes(scope, environment, directory, argv)
        if scope != "managed":
            return [change]
        from guardcmd.agents.wiring.gemini_managed import with_switch

        return [with_switch(change)]

    def removals(self, scope: str, environment: Mapping[str, str], directory: str) -> list[Change]:
        (change,) = super().removals(scope, environment, directory)
        if scope != "managed":
            return [change]
        from guardcmd.agents.wiring.gemini_managed import without_switch

        return [without_switch(change)]

    def checks(self, environment: Mapping[str, str], directory: str) -> Iterator[Check]:
        from guardcmd.agents.wiring.gemini_checks import checks

        return checks(self, environment, directory)

    def canary(self, command: str, directory: str) -> object:
        call = super().canary(command, directory)
        return {**call, "timestamp": "2026-01-01T00:00:00.000Z"} if isinstance(call, dict) else call

    def driven(self, url: str, environment: Mapping[str, str], folder: str) -> Driven | None:
        from guardcmd.agents.e2e.others import gemini

        return gemini(url, environment, folder)


def system_settings(environment: Mapping[str, str]) -> str:
    import sys

    own = environment.get("GEMINI_CLI_SYSTEM_SETTINGS_PATH")
    return own or SYSTEM.get(sys.platform, SYSTEM_ELSEWHERE)


ADAPTER = GeminiCLI()
