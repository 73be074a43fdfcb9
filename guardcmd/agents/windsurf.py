"""Windsurf (Cascade): one event a kind of action, answered by the exit status alone.

Contract from its documentation (Cascade Hooks): `pre_` events block at status 2 and show standard error; there is no
way to ask. Not measured with the real client.
"""

from __future__ import annotations

from guardcmd.agents.adapter import Adapter
from guardcmd.agents.envelope import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guardcmd.agents.envelope import Envelope

EVENTS = ("pre_run_command", "pre_mcp_tool_use", "pre_write_code")
SYSTEM = ("/etc/windsurf/hooks.json", "/Library/Application Support/Windsurf/hooks.json")


class Windsurf(Adapter):
    name = "windsurf"
    title = "Windsurf"
    programs = ("windsurf",)
    before = EVENTS
    after = ("post_run_command", "post_mcp_tool_use", "post_write_code", "pre_read_code", "post_read_code")
    starts = ()
    shell_tools = {"run_command": ""}
    writing_tools = ("write_code",)

    def recognises(self, envelope: Envelope) -> bool:
        return "agent_action_name" in envelope.raw

    def complete(self, envelope: Envelope) -> Envelope:
        """The event names the tool; what it would do stands in `tool_info`."""
        info = envelope.arguments if isinstance(envelope.arguments, dict) else {}
        if envelope.event == "pre_run_command":
            return envelope.replace(tool="run_command")
        if envelope.event == "pre_write_code":
            return envelope.replace(tool="write_code")
        if envelope.event == "pre_mcp_tool_use":
            tool = f"mcp__{text_of(info.get('mcp_server_name'))}__{text_of(info.get('mcp_tool_name'))}"
            return envelope.replace(tool=tool, arguments=info.get("mcp_tool_arguments"))
        return envelope

    own_file = True
    skeleton = '{\n  "hooks": {}\n}\n'
    scopes = ("user", "project", "managed")

    def locate(self, scope: str, environment: Mapping[str, str], directory: str) -> str:
        import sys

        from guardcmd.agents.wiring.folders import home, project_root

        if scope == "managed":
            return SYSTEM[sys.platform == "darwin"]
        if scope == "project":
            return f"{project_root(directory)}/.windsurf/hooks.json"
        return f"{home(environment)}/.codeium/windsurf/hooks.json"

    def entries(self, argv: Sequence[str]) -> list[tuple[tuple[str, ...], dict[str, object]]]:
        from guardcmd.agents.wiring.command_line import shell_line

        entry: dict[str, object] = {"command": shell_line(argv), "show_output": True}
        return [(("hooks", event), entry) for event in EVENTS]

    def problems(self, settings: object) -> Sequence[str]:
        from guardcmd.agents.wiring.json_hooks import wrong_lists

        return wrong_lists(settings, ("hooks",))

    def canary(self, command: str, directory: str) -> object:
        return {
            "agent_action_name": "pre_run_command",
            "trajectory_id": "guardcmd-doctor",
            "execution_id": "guardcmd-doctor",
            "tool_info": {"command_line": command, "cwd": directory},
        }


ADAPTER = Windsurf()
