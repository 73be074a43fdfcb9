"""Tools of MCP servers that are called from a command line: `mcporter call cloud.delete_bucket name=x`."""

from __future__ import annotations

from guardcmd.unwrap.compose import certain_start
from guardcmd.unwrap.inner import code, enter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.calls import Invocation
    from guardcmd.unwrap.openers import Inner

OPTIONS = ("-p", "--params", "--transport", "--config", "-f", "--format", "--output", "--timeout")  # with a value


def open_mcp(invocation: Invocation) -> list[Inner]:
    """The word behind `call` is the tool's name, what follows are its arguments."""
    words = list(invocation.argv[1:])
    names = [certain_start(word) for word in words]
    if "call" not in names:
        return []
    place = names.index("call") + 1
    while place < len(words) and names[place].startswith("-"):
        place += 1 + (names[place] in OPTIONS)
    if place >= len(words) or words[place].text is None:
        return []
    within = enter(invocation, f"{invocation.argv[0].shown()} call")
    return [code(within, words[place], "tool-call", "", tuple(words[place + 1 :]))]
