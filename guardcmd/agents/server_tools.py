"""Tools of MCP servers: the call itself, judged by its name, and the text in its arguments. Pure."""

from __future__ import annotations

from guardcmd.agents.envelope import NotUnderstood, shell_arguments, words_of
from guardcmd.agents.toolcall import shell_actions
from guardcmd.proposal import ToolCall

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.agents.toolcall import Actions

INTERPRETERS = {
    "python": "python3 -c", "python3": "python3 -c", "py": "python3 -c", "ipython": "python3 -c",
    "jupyter": "python3 -c", "javascript": "node -e", "js": "node -e", "node": "node -e", "nodejs": "node -e",
    "typescript": "node -e", "browser": "node -e", "playwright": "node -e", "puppeteer": "node -e",
    "ruby": "ruby -e", "perl": "perl -e", "php": "php -r",
}  # fmt: skip


def actions(server: str, tool: str, arguments: object, directory: str) -> Actions:
    """The call, and the shell text that stands in its arguments. The shell behind it is not known."""
    call = ToolCall(f"mcp__{server}__{tool}", arguments)
    given = shell_arguments(arguments)
    if given is None:
        return (call,)
    key, value = given
    opener = interpreter(f"{server} {tool}", arguments) if key in ("code", "script") and isinstance(value, str) else ""
    if opener:
        from guardcmd.shell.quote import quote

        value = f"{opener} {quote((str(value),))}"
    found = shell_actions(tool, key, value, "unknown")
    return found if isinstance(found, NotUnderstood) else (call, *found)


def interpreter(tool: str, arguments: object) -> str:
    """The command that runs code of the language that the arguments or the tool's name tell."""
    told = arguments.get("language") or arguments.get("lang") if isinstance(arguments, dict) else None
    words = [told.lower()] if isinstance(told, str) else words_of(tool)
    return next((INTERPRETERS[word] for word in words if word in INTERPRETERS), "")
