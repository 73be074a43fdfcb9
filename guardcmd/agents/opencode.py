"""OpenCode: what its tool calls mean, where its plugins lie. Measured with 1.18.33; tool names from its program."""

from __future__ import annotations

from guardcmd.agents.bridged import Bridged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guardcmd.agents.e2e.driven import Driven
    from guardcmd.agents.envelope import Envelope
    from guardcmd.agents.wiring.check import Check


class OpenCode(Bridged):
    name = "opencode"
    title = "OpenCode"
    programs = ("opencode",)
    bridge = "opencode.js"
    shell_tools = {"bash": ""}
    writing_tools = ("write", "edit", "multiedit", "apply_patch")
    # `execute` scripts reach nothing but server tools, whose calls pass the bridge themselves
    silent_tools = frozenset(
        (
            "codesearch", "execute", "glob", "grep", "invalid", "list", "list_mcp_resources",
            "list_mcp_resource_templates", "lsp", "plan_enter", "plan_exit", "question", "read", "read_mcp_resource",
            "skill", "task", "todoread", "todowrite", "webfetch", "websearch",
        )
    )  # fmt: skip

    def dialect(self, environment: Mapping[str, str]) -> str:
        """The shell behind the bash tool is that of SHELL, where it is one that the program accepts."""
        shell = environment.get("SHELL", "").rpartition("/")[2]
        return shell if shell in ("bash", "zsh") else "unknown"

    def server_tool(self, envelope: Envelope) -> tuple[str, str] | None:
        """`server_tool`: every tool with an underscore that is not OpenCode's own."""
        server, underscore, tool = envelope.tool.partition("_")
        return (server, tool) if underscore and server and tool else None

    # --- wiring

    def locate(self, scope: str, environment: Mapping[str, str], directory: str) -> str:
        from guardcmd.agents.wiring.folders import home, project_root

        if scope == "project":
            return f"{project_root(directory)}/.opencode/plugins/guardcmd.js"
        config = environment.get("XDG_CONFIG_HOME") or f"{home(environment)}/.config"
        return f"{config}/opencode/plugins/guardcmd.js"

    def in_force(self, environment: Mapping[str, str], directory: str) -> list[str]:
        from guardcmd.agents.wiring.folders import upwards

        own = environment.get("OPENCODE_CONFIG_DIR")
        found = [self.locate("user", environment, directory), *([f"{own}/plugins/guardcmd.js"] if own else [])]
        return [*found, *[f"{folder}/.opencode/plugins/guardcmd.js" for folder in upwards(directory)]]

    def checks(self, environment: Mapping[str, str], directory: str) -> Iterator[Check]:
        from guardcmd.agents.wiring.bridge_checks import siblings, switches, tried

        yield from tried(self, environment, directory)
        yield from switches({"OPENCODE_PURE": "starts OpenCode without plugins"}, environment)
        yield from siblings(self, environment, directory, "tool.execute.before")

    def driven(self, url: str, environment: Mapping[str, str], folder: str) -> Driven | None:
        from guardcmd.agents.e2e.others import opencode

        return opencode(url, environment)


ADAPTER = OpenCode()
