"""Codex CLI: what its hook calls mean, and where its hooks are wired.

Contract and behaviour measured with 0.171.0. Its output schema refuses unknown keys, and what it refuses runs: only
status 2 with a reason on standard error counts. It cannot ask.
"""

from __future__ import annotations

from guardcmd.agents.adapter import Adapter
from guardcmd.agents.envelope import NotUnderstood
from guardcmd.agents.refusal import Answer
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

# known to neither run commands nor change files; those of a namespace come as one word: `collaborationspawn_agent`
SILENT_TOOLS = frozenset(
    (
        "close_agent", "create_goal", "get_goal", "list_mcp_resource_templates", "list_mcp_resources",
        "read_mcp_resource", "request_user_input", "resume_agent", "send_input", "spawn_agent", "update_goal",
        "update_plan", "view_image", "wait_agent", "web_search",
    )
)  # fmt: skip


class Codex(Adapter):
    name = "codex"
    title = "Codex CLI"
    programs = ("codex",)
    shell_tools = {"Bash": ""}
    silent_tools = SILENT_TOOLS

    def recognises(self, envelope: Envelope) -> bool:
        return "model" in envelope.raw and ("turn_id" in envelope.raw or envelope.event in self.starts)

    def actions(self, envelope: Envelope, directory: str, shell: str) -> Actions:
        if envelope.tool != "apply_patch":
            return super().actions(envelope, directory, shell)
        given = envelope.arguments
        text = given.get("command") if isinstance(given, dict) else None
        if not isinstance(text, str):
            return NotUnderstood("the tool `apply_patch` brings no patch")
        from guardcmd.agents.patch import changes

        return changes(text, directory)

    def warn(self, message: str) -> Answer:
        return Answer(dumps({"systemMessage": message}) + "\n", message + "\n")

    # --- wiring

    scopes = ("user", "project", "managed")
    skeleton = '{\n  "hooks": {}\n}\n'
    own_file = True

    def locate(self, scope: str, environment: Mapping[str, str], directory: str) -> str:
        from guardcmd.agents.wiring import codex_hooks, codex_managed

        if scope == "managed":
            return codex_managed.MANAGED
        if scope == "project":
            return codex_hooks.project_file(directory)
        return f"{codex_hooks.folder(environment)}/hooks.json"

    def entries(self, argv: Sequence[str]) -> list[tuple[tuple[str, ...], dict[str, object]]]:
        from guardcmd.agents.wiring.codex_settings import entries

        return entries(argv)

    def problems(self, settings: object) -> Sequence[str]:
        from guardcmd.agents.wiring.codex_settings import problems

        return list(problems(settings))

    def changes(self, scope: str, environment: Mapping[str, str], directory: str, argv: Sequence[str]) -> list[Change]:
        from guardcmd.agents.wiring import codex_hooks, codex_managed

        if scope == "managed":
            return codex_managed.managed_changes(argv)
        return codex_hooks.changes(self, environment, self.locate(scope, environment, directory), argv)

    def removals(self, scope: str, environment: Mapping[str, str], directory: str) -> list[Change]:
        from guardcmd.agents.wiring import codex_hooks, codex_managed

        if scope == "managed":
            return codex_managed.managed_removals()
        return codex_hooks.removals(self, environment, self.locate(scope, environment, directory))

    def places(self, environment: Mapping[str, str], directory: str) -> list[Place]:
        from guardcmd.agents.wiring.codex_hooks import places

        return places(self, environment, directory)

    def canary(self, command: str, directory: str) -> object:
        call = super().canary(command, directory)
        more = {"turn_id": "", "model": "", "permission_mode": "bypassPermissions", "tool_use_id": ""}
        return {**call, **more} if isinstance(call, dict) else call

    def checks(self, environment: Mapping[str, str], directory: str) -> Iterator[Check]:
        from guardcmd.agents.wiring.codex_doctor import checks

        return checks(environment, directory)

    def scripted(self, command: str) -> tuple[str, dict[str, object]]:
        return "exec_command", {"cmd": command}

    def driven(self, url: str, environment: Mapping[str, str], folder: str) -> Driven | None:
        from guardcmd.agents.e2e.others import codex

        return codex(url, environment)


ADAPTER = Codex()
