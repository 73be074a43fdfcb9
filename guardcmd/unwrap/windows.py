"""The text that Windows' cmd.exe is given behind /c or /k, as met under WSL."""

from __future__ import annotations

from guardcmd.unwrap.compose import certain_start, join
from guardcmd.unwrap.inner import code, enter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.calls import Invocation
    from guardcmd.unwrap.openers import Inner


def open_cmd(invocation: Invocation) -> list[Inner]:
    """The words behind the switch are one text; switches before it take no value."""
    given = invocation.argv[1:]
    for place, word in enumerate(given):
        start = certain_start(word).lower()
        if start[:2] in ("/c", "/k", "/r") and given[place + 1 :]:
            within = enter(invocation, f"cmd {start[:2]}")
            return [code(within, join(given[place + 1 :]), "cmd", "", (), invocation)]
        if not start.startswith("/"):
            break
    return []
