"""Goose: a plugin of two files, whose hook blocks the tool also when it fails.

Contract from its documentation (context engineering, hooks): status 2 denies with standard error, status 0 without
output allows; `on_failure = block` turns every other end into a refusal. Not measured with the real client.
"""

from __future__ import annotations

from guardcmd.agents.adapter import Adapter
from guardcmd.agents.refusal import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guardcmd.agents.envelope import Envelope
    from guardcmd.agents.wiring.change import Change

TIMEOUT = 10  # seconds
MANIFEST = '{\n  "name": "guardcmd",\n  "version": "1.0.0",\n  "description": "Judges tool calls before they run"\n}\n'


class Goose(Adapter):
    name = "goose"
    title = "Goose"
    programs = ("goose",)
    after = ("PostToolUse", "PostToolUseFailure", "PreToolUseResult")
    starts = ()
    shell_tools = {"developer__shell": ""}
    writing_tools = ("developer__write", "developer__edit", "developer__text_editor")
    silent_tools = frozenset(
        (
            "developer__tree", "developer__read_image", "developer__analyze", "developer__list_windows",
            "developer__screen_capture", "developer__image_processor", "subagent__execute_task",
            "todo__todo_write", "todo__write", "platform__search_available_extensions",
            "extensionmanager__search_available_extensions",
        )
    )  # fmt: skip

    def recognises(self, envelope: Envelope) -> bool:
        return "event" in envelope.raw and ("working_dir" in envelope.raw or "matcher_context" in envelope.raw)

    def server_tool(self, envelope: Envelope) -> tuple[str, str] | None:
        """`extension__tool`; what `developer` has beyond the tables is its own."""
        server, two, tool = envelope.tool.partition("__")
        return (server, tool) if two and server != "developer" else None

    def warn(self, message: str) -> Answer:
        return Answer("", message + "\n")

    own_file = True

    def locate(self, scope: str, environment: Mapping[str, str], directory: str) -> str:
        from guardcmd.agents.wiring.folders import home, project_root

        folder = project_root(directory) if scope == "project" else home(environment)
        return f"{folder}/.agents/plugins/guardcmd/hooks/hooks.json"

    def entries(self, argv: Sequence[str]) -> list[tuple[tuple[str, ...], dict[str, object]]]:
        from guardcmd.agents.wiring.command_line import shell_line

        hook = {"type": "command", "command": shell_line(argv), "timeout": TIMEOUT, "on_failure": "block"}
        return [(("hooks", "PreToolUse"), {"hooks": [hook]})]

    def problems(self, settings: object) -> Sequence[str]:
        from guardcmd.agents.wiring.json_hooks import wrong_lists

        return wrong_lists(settings, ("hooks",))

    def changes(self, scope: str, environment: Mapping[str, str], directory: str, argv: Sequence[str]) -> list[Change]:
        from guardcmd.agents.wiring.change import Change, read

        manifest = manifest_of(self.locate(scope, environment, directory))
        hooks = super().changes(scope, environment, directory, argv)
        return [*hooks, Change(manifest, read(manifest), MANIFEST)]

    def removals(self, scope: str, environment: Mapping[str, str], directory: str) -> list[Change]:
        from guardcmd.agents.wiring.change import Change, read

        hooks = super().removals(scope, environment, directory)
        manifest = manifest_of(hooks[0].path)
        return [*hooks, Change(manifest, read(manifest), None)] if hooks[0].after is None else hooks

    def canary(self, command: str, directory: str) -> object:
        return {
            "event": "PreToolUse",
            "session_id": "guardcmd-doctor",
            "matcher_context": "developer__shell",
            "tool_name": "developer__shell",
            "tool_input": {"command": command},
            "working_dir": directory,
        }


def manifest_of(path: str) -> str:
    """The plugin's manifest, beside the folder of its hooks."""
    return path.removesuffix("/hooks/hooks.json") + "/plugin.json"


ADAPTER = Goose()
