"""The operator's table of MCP tools: `[mcp]` in policy files. Names are compared without case and by their words.

`"github.delete_repository"` is one tool of one server, `*` and `?` stand for any characters. Clients join server and
tool in different ways (`mcp__github__delete_repository`, `github-delete_repository`): all are the same name.
"""

from __future__ import annotations

from guardcmd.policy.verdict import DECISIONS
from guardcmd.unwrap.patterns import matches

GENTLE = ("allow", "notify")

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guardcmd.policy.settings import Settings, ToolDecision
    from guardcmd.proposal import ToolCall


def told_of(call: ToolCall, settings: Settings) -> tuple[str, str]:
    """(what counts in place of the tool's name, what the decision is raised to); empty where nobody says anything.

    An entry of the user's that names the tool itself replaces what its name says, and other entries of the user's. Of
    patterns the strictest counts: `allow` and `notify` replace, the others raise. A project's entries only raise.
    """
    names = _names(call)
    fitting = [entry for entry in settings.mcp if _fits(entry.pattern, names)]
    project = _strictest([entry for entry in settings.mcp_raised if _fits(entry.pattern, names)])
    exact = _strictest([entry for entry in fitting if not is_pattern(entry.pattern)])
    wide = _strictest(fitting)
    if exact or wide in GENTLE:
        return exact or wide, project
    return "", max(wide, project, key=lambda decision: DECISIONS.index(decision) if decision else -1)


def is_pattern(name: str) -> bool:
    return "*" in name or "?" in name or "[" in name


def _strictest(entries: Iterable[ToolDecision]) -> str:
    return max([entry.decision for entry in entries], key=DECISIONS.index, default="")


def _names(call: ToolCall) -> tuple[str, ...]:
    """The name as a pattern is compared with it; with its server where that is known."""
    whole = call.name.removeprefix("mcp__").removeprefix("mcp_")
    return tuple({folded(whole), *([folded(f"{call.server}.{call.tool}")] if call.server else ())})


def _fits(pattern: str, names: tuple[str, ...]) -> bool:
    return any(matches(folded(pattern), name) for name in names)


def folded(name: str) -> str:
    """Lower case, with one `_` for everything between words."""
    parts: list[str] = []
    for char in name.lower():
        if char.isalnum() or char in "*?[]":
            parts.append(char)
        elif parts and parts[-1] != "_":
            parts.append("_")
    return "".join(parts)
