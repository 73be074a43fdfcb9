"""Pi: what its tool calls mean, where its extensions lie. Measured with 0.73.1 and 1.6.0."""

from __future__ import annotations

from guardcmd.agents.bridged import Bridged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guardcmd.agents.e2e.driven import Driven
    from guardcmd.agents.wiring.check import Check


class Pi(Bridged):
    name = "pi"
    title = "Pi"
    programs = ("pi",)
    bridge = "pi.js"
    shell_tools = {"bash": "bash", "powershell": "powershell"}
    writing_tools = ("write", "edit")
    # `codemode` scripts reach nothing but other tools, whose calls pass the bridge themselves
    silent_tools = frozenset(
        (
            "ask_question",
            "codemode",
            "find",
            "grep",
            "list_mcp_resources",
            "ls",
            "read",
            "read_mcp_resource",
            "tool_search",
        )
    )

    # --- wiring

    def locate(self, scope: str, environment: Mapping[str, str], directory: str) -> str:
        """A project's extensions are loaded from the directory itself, once the project is trusted."""
        from guardcmd.agents.wiring.folders import home

        if scope == "project":
            return f"{directory.rstrip('/')}/.pi/extensions/guardcmd/index.js"
        agent = environment.get("PI_CODING_AGENT_DIR") or f"{home(environment)}/.pi/agent"
        return f"{agent}/extensions/guardcmd/index.js"

    def checks(self, environment: Mapping[str, str], directory: str) -> Iterator[Check]:
        from guardcmd.agents.wiring.bridge_checks import siblings, tried

        yield from tried(self, environment, directory)
        yield from siblings(self, environment, directory, "tool_call")

    def driven(self, url: str, environment: Mapping[str, str], folder: str) -> Driven | None:
        from guardcmd.agents.e2e.others import pi

        return pi(url, environment, folder)


ADAPTER = Pi()
