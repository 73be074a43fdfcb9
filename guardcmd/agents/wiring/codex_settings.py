"""What Codex's hooks.json says: the entries that the guard needs, and values for which Codex would drop the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from guardcmd.agents.wiring.codex_trust import LABELS
from guardcmd.agents.wiring.command_line import any_shell_line

TIMEOUT = 10  # whole seconds: a fraction makes Codex drop every hook of the file
EVENTS = {"PreToolUse": ".*", "SessionStart": None}  # event -> matcher
TYPES = ("command", "mcp_tool", "prompt", "agent")
OFF = "features.hooks is false"


def entries(argv: Sequence[str]) -> list[tuple[tuple[str, ...], dict[str, object]]]:
    """One group for each event. Codex runs the line with the user's login shell."""
    hook = {"type": "command", "command": any_shell_line(argv), "timeout": TIMEOUT}
    return [
        (("hooks", event), {"matcher": matcher, "hooks": [hook]} if matcher else {"hooks": [hook]})
        for event, matcher in EVENTS.items()
    ]


def is_off(config: Mapping[str, object]) -> bool:
    """Whether these settings switch every hook off."""
    features = config.get("features")
    return isinstance(features, dict) and False in (features.get("hooks"), features.get("codex_hooks"))


def problems(settings: object) -> Iterator[str]:
    """Why Codex would drop the whole file: it reads every value by its type, and says so only in passing."""
    if not isinstance(settings, dict):
        yield "the file does not hold a JSON object"
        return
    unknown = [key for key in settings if key not in ("hooks", "description")]
    if unknown:
        yield f"Codex does not know the key `{unknown[0]}`"
    if not isinstance(settings.get("description"), (str, type(None))):
        yield "`description` is no text"
    events = settings.get("hooks", {})
    if not isinstance(events, dict):
        yield "`hooks` is no object"
        return
    for event, groups in events.items():
        if event in LABELS:
            yield from _group_problems(event, groups)


def _group_problems(event: str, groups: object) -> Iterator[str]:
    if not isinstance(groups, list):
        yield f"`hooks.{event}` is no list"
        return
    for number, group in enumerate(groups):
        where = f"hooks.{event}[{number}]"
        hooks = group.get("hooks", []) if isinstance(group, dict) else None
        if not isinstance(group, dict) or not isinstance(hooks, list):
            yield f"`{where}` has no list of hooks"
            continue
        if not isinstance(group.get("matcher"), (str, type(None))):
            yield f"`{where}.matcher` is no text"
        for place, hook in enumerate(hooks):
            yield from _hook_problems(f"{where}.hooks[{place}]", hook)


def _hook_problems(where: str, hook: object) -> Iterator[str]:
    kind = hook.get("type") if isinstance(hook, dict) else None
    if not isinstance(hook, dict) or kind not in TYPES:
        yield f"`{where}.type` is none of {', '.join(TYPES)}"
        return
    needed = {"command": ("command",), "mcp_tool": ("server", "tool")}.get(str(kind), ())
    for key in needed:
        if not isinstance(hook.get(key), str):
            yield f"`{where}.{key}` is no text"
    timeout = hook.get("timeout")
    if timeout is not None and (type(timeout) is not int or not 0 <= timeout < 2**64):
        yield f"`{where}.timeout` is no whole number of seconds"
    for key in ("statusMessage", "commandWindows"):
        if not isinstance(hook.get(key), (str, type(None))):
            yield f"`{where}.{key}` is no text"
    if "async" in hook and not isinstance(hook["async"], bool):
        yield f"`{where}.async` is neither true nor false"
