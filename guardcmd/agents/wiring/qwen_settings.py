"""What settings of Qwen Code say about the guard: the entries it needs, and what would drop them. Pure.

Read in the program's source and measured with 0.24.4.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "guardcmd"
TIMEOUT = 10  # seconds; the line itself ends within 5
EVENTS = ("PreToolUse", "SessionStart")


def entries(line: str) -> list[tuple[tuple[str, ...], dict[str, object]]]:
    """Our groups. `sequential`: a hook that stands before ours may rewrite the call, and ours reads what it made."""
    hook: dict[str, object] = {"type": "command", "name": NAME, "command": line, "timeout": TIMEOUT}
    return [
        (("hooks", "PreToolUse"), {"matcher": "*", "sequential": True, "hooks": [hook]}),
        (("hooks", "SessionStart"), {"hooks": [dict(hook)]}),
    ]


def problems(settings: object) -> tuple[str, ...]:
    """Values that keep our own hooks from standing in the file, or from running."""
    if not isinstance(settings, dict):
        return ("the file does not hold a JSON object",)
    hooks = settings.get("hooks", {})
    if not isinstance(hooks, dict):
        return ("`hooks` must be an object",)
    wrong = [f"`hooks.{event}` must be a list" for event in EVENTS if not isinstance(hooks.get(event, []), list)]
    return (*wrong, *_fatal(hooks))


def switched_off(settings: object) -> str:
    """Why no hook of ours would run with this file in force; empty if they would."""
    if not isinstance(settings, dict):
        return ""  # the client reads the others nevertheless
    if settings.get("disableAllHooks"):
        return "`disableAllHooks` switches every hook off"
    hooks = settings.get("hooks")
    return next(_fatal(hooks), "") if isinstance(hooks, dict) else ""


def _fatal(hooks: dict[str, object]) -> Iterator[str]:
    """Types over which the client falls, without a word, before any hook of the event has run."""
    for event in EVENTS:
        groups = hooks.get(event)
        for place, group in enumerate(groups if isinstance(groups, list) else ()):
            if not isinstance(group, dict):
                continue
            name = f"`hooks.{event}[{place}]`"
            if group.get("matcher") and not isinstance(group["matcher"], str):
                yield f"{name}: `matcher` must be text, or no hook of the event runs"
            inner = group.get("hooks")
            for hook in inner if isinstance(inner, list) else ():
                if isinstance(hook, dict) and not isinstance(hook.get("command", ""), str):
                    yield f"{name}: `command` must be text, or no hook of the event runs"
