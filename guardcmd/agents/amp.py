"""Amp: what its tool calls mean, where its plugins lie.

Contract from the documentation and the program of 0.0.1790142911 (`amp plugins show-docs`), not driven: it needs an
account. Measured: its runtime loads the bridge.
"""

from __future__ import annotations

from guardcmd.agents.bridged import Bridged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guardcmd.agents.envelope import Envelope
    from guardcmd.agents.wiring.check import Check


class Amp(Bridged):
    name = "amp"
    title = "Amp"
    programs = ("amp",)
    bridge = "amp.js"
    shell_tools = {"shell_command": "", "Bash": ""}
    writing_tools = ("create_file", "edit_file", "apply_patch")
    silent_tools = frozenset(
        (
            "Grep", "Read", "Task", "download_thread_changes", "download_thread_file", "find_thread", "finder",
            "get_diagnostics", "glob", "handoff", "librarian", "look_at", "mermaid", "oracle", "painter",
            "read_mcp_resource", "read_thread", "read_web_page", "reload_mcp", "reload_skills", "shell_command_kill",
            "shell_command_status", "skill", "submit_review", "task_list", "todo_read", "todo_write", "undo_edit",
            "upload_thread_file", "view_media", "web_search",
        )
    )  # fmt: skip

    def complete(self, envelope: Envelope) -> Envelope:
        """`Bash{cmd, args}`: the words behind the command are its arguments."""
        given = envelope.arguments
        words = given.get("args") if isinstance(given, dict) else None
        if not isinstance(given, dict) or not isinstance(given.get("cmd"), str) or not words:
            return envelope
        from guardcmd.agents.envelope import texts
        from guardcmd.shell.quote import quote

        found = texts(words)
        whole = f"{given['cmd']} {quote(found)}" if found is not None else None
        return envelope.replace(arguments={**given, "cmd": whole})

    # --- wiring

    def locate(self, scope: str, environment: Mapping[str, str], directory: str) -> str:
        from guardcmd.agents.wiring.folders import home, project_root

        if scope == "project":
            return f"{project_root(directory)}/.amp/plugins/guardcmd.ts"
        config = environment.get("XDG_CONFIG_HOME") or f"{home(environment)}/.config"
        return f"{config}/amp/plugins/guardcmd.ts"

    def checks(self, environment: Mapping[str, str], directory: str) -> Iterator[Check]:
        from guardcmd.agents.wiring.bridge_checks import siblings, tried

        yield from tried(self, environment, directory)
        yield from siblings(self, environment, directory, "tool.call")


ADAPTER = Amp()
