"""What settings of Gemini CLI say about the guard: the entries it needs, and what would drop them. Pure.

Read in the program's source and measured with 0.61.0. The client merges the files of machine, user and project; a
project's file switches off what the user's holds.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NAME = "guardcmd"  # the client shows it while the hook runs, instead of the whole line
TIMEOUT = 10_000  # milliseconds; the line itself ends within 5 s


def entries(line: str) -> list[tuple[tuple[str, ...], dict[str, object]]]:
    """Our groups. `sequential`: hooks that stand before ours may rewrite the call, and ours reads what they made."""
    hook: dict[str, object] = {"type": "command", "name": NAME, "command": line, "timeout": TIMEOUT}
    return [
        (("hooks", "BeforeTool"), {"matcher": "*", "sequential": True, "hooks": [hook]}),
        (("hooks", "SessionStart"), {"hooks": [dict(hook)]}),
    ]


def problems(settings: object) -> tuple[str, ...]:
    """Values that keep our own hooks from standing in the file, or from running."""
    if not isinstance(settings, dict):
        return ("the file does not hold a JSON object",)
    return tuple([found for found in (*_switches(settings), *_hook_problems(settings)) if found])


def switched_off(settings: object) -> str:
    """Why no hook of ours would run with this file in force; empty if they would."""
    if not isinstance(settings, dict):
        return "it is not a JSON object"
    switches = settings.get("hooksConfig")
    if isinstance(switches, dict):
        enabled = switches.get("enabled")
        if enabled is not None and not enabled:
            return "`hooksConfig.enabled` switches every hook off"
        disabled = switches.get("disabled")
        if isinstance(disabled, list) and any(_names_us(each) for each in disabled):
            return "`hooksConfig.disabled` names guardcmd's hook"
    return next(_hook_problems(settings), "")


def _names_us(text: object) -> bool:
    return isinstance(text, str) and (text == NAME or "guardcmd/start.py" in text or "guardcmd hook " in text)


def _switches(settings: dict[str, object]) -> Iterator[str]:
    if not isinstance(settings.get("hooksConfig", {}), dict):
        yield "`hooksConfig` must be an object"


def _hook_problems(settings: dict[str, object]) -> Iterator[str]:
    """Types that the client does not check, and then falls over without a word."""
    hooks = settings.get("hooks", {})
    if not isinstance(hooks, dict):
        yield "`hooks` must be an object; another value takes the place of everybody's hooks"
        return
    for event in ("BeforeTool", "SessionStart"):
        groups = hooks.get(event, [])
        if not isinstance(groups, list):
            yield f"`hooks.{event}` must be a list"
            continue
        for place, group in enumerate(groups):
            matcher = group.get("matcher") if isinstance(group, dict) else None
            if matcher and not isinstance(matcher, str):
                yield f"`hooks.{event}[{place}]`: `matcher` must be text, or no hook of the event runs"


def siblings(settings: object, event: str) -> list[str]:
    """The lines of the other hooks for an event."""
    from guardcmd.agents.ours import is_ours, line_of

    hooks = settings.get("hooks") if isinstance(settings, dict) else None
    groups = hooks.get(event) if isinstance(hooks, dict) else None
    inner = [group.get("hooks") for group in _dicts(groups)]
    return [line_of(hook) for each in inner for hook in _dicts(each) if not is_ours(hook)]


def _dicts(value: object) -> Sequence[dict[str, object]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
