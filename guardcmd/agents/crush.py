"""Crush: hooks in its settings, answered by the exit status, run by a POSIX shell of its own.

Contract from its documentation (docs/hooks): status 2 blocks with standard error, any other failure lets the tool run.
Tool calls of its sub-agents do not reach hooks. Not measured with the real client.
"""

from __future__ import annotations

from guardcmd.agents.adapter import Adapter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guardcmd.agents.envelope import Envelope

TIMEOUT = 10  # seconds


class Crush(Adapter):
    name = "crush"
    title = "Crush"
    programs = ("crush",)
    starts = ()
    after = ("PostToolUse", "PostToolUseFailure", "PreCompact", "PostCompact")
    shell_tools = {"bash": ""}
    writing_tools = ("write", "edit", "multiedit")
    silent_tools = frozenset(
        (
            "view", "ls", "glob", "grep", "sourcegraph", "fetch", "web_fetch", "web_search", "agent", "agentic_fetch",
            "todos", "job_output", "job_kill", "diagnostics", "lsp_diagnostics", "lsp_references", "lsp_restart",
            "list_mcp_resources", "read_mcp_resource", "compact",
        )
    )  # fmt: skip

    def recognises(self, envelope: Envelope) -> bool:
        return "event" in envelope.raw and "tool_input" in envelope.raw and "cwd" in envelope.raw

    def dialect(self, environment: Mapping[str, str]) -> str:
        """Its bash tool is an interpreter of its own, written for bash's language."""
        return "bash"

    def server_tool(self, envelope: Envelope) -> tuple[str, str] | None:
        """`mcp_server_tool`; the server's name ends at the first underscore."""
        if not envelope.tool.startswith("mcp_"):
            return None
        server, _, tool = envelope.tool.removeprefix("mcp_").partition("_")
        return (server, tool) if tool else ("", server)

    def locate(self, scope: str, environment: Mapping[str, str], directory: str) -> str:
        import os

        from guardcmd.agents.wiring.folders import home, project_root

        if scope == "project":
            root = project_root(directory)
            hidden = f"{root}/.crush.json"
            return hidden if os.path.exists(hidden) else f"{root}/crush.json"
        folder = environment.get("CRUSH_GLOBAL_CONFIG")
        config = environment.get("XDG_CONFIG_HOME") or f"{home(environment)}/.config"
        return f"{folder or config + '/crush'}/crush.json"

    def entries(self, argv: Sequence[str]) -> list[tuple[tuple[str, ...], dict[str, object]]]:
        from guardcmd.agents.wiring.command_line import shell_line

        return [(("hooks", "PreToolUse"), {"name": "guardcmd", "command": shell_line(argv), "timeout": TIMEOUT})]

    def problems(self, settings: object) -> Sequence[str]:
        from guardcmd.agents.wiring.json_hooks import wrong_lists

        return wrong_lists(settings, ("hooks",))

    def canary(self, command: str, directory: str) -> object:
        return {
            "event": "PreToolUse",
            "session_id": "guardcmd-doctor",
            "cwd": directory,
            "tool_name": "bash",
            "tool_input": {"command": command},
        }


ADAPTER = Crush()
