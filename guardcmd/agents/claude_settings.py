"""What Claude Code's settings say about the guard: the entries it needs, and what would switch it off. Pure."""

from __future__ import annotations

from guardcmd.agents.claude_types import wrong_types
from guardcmd.agents.ours import is_ours

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TIMEOUT = 10  # seconds; the hook itself answers in 2
EVENTS = {"PreToolUse": "*", "ConfigChange": "", "SessionStart": ""}  # event -> matcher; none takes every source
HOOK_TYPES = {"if": str, "statusMessage": str, "async": bool, "asyncRewake": bool, "once": bool}
MATCHES_ALL = ("*", ".*", "", None)
OFF_VARIABLES = ("CLAUDE_CODE_SIMPLE", "CLAUDE_CONFIG_DIR", "CLAUDE_CODE_BARE")


def hook_entry(command: str, arguments: Sequence[str]) -> dict[str, object]:
    """One hook in exec form. Types are strict: a wrong one drops every hook of the file, in silence."""
    return {
        "type": "command",
        "command": command,
        "args": list(arguments),
        "timeout": TIMEOUT,
        "onFailure": "block",
    }


def group(event: str, entry: Mapping[str, object]) -> dict[str, object]:
    matcher = EVENTS[event]
    return {"matcher": matcher, "hooks": [dict(entry)]} if matcher else {"hooks": [dict(entry)]}


def our_hooks(settings: object, event: str) -> list[tuple[object, dict[str, object]]]:
    """Our hooks for an event, each with the matcher of its group."""
    hooks = settings.get("hooks") if isinstance(settings, dict) else None
    groups = hooks.get(event) if isinstance(hooks, dict) else None
    return [
        (entry.get("matcher"), hook)
        for entry in (groups if isinstance(groups, list) else [])
        if isinstance(entry, dict) and isinstance(entry.get("hooks"), list)
        for hook in entry["hooks"]
        if is_ours(hook)
    ]


def switched_off(settings: object) -> str:
    """Why no hook at all would run with these settings in force; empty if they would."""
    if not isinstance(settings, dict):
        return "it is not a JSON object"
    if settings.get("disableAllHooks"):
        return "`disableAllHooks` switches every hook off"
    environment = settings.get("env")
    for name in OFF_VARIABLES:
        if isinstance(environment, dict) and environment.get(name):
            return f"`env.{name}` starts the client without its hooks"
    return ""


def unguarded(settings: object) -> str:
    """Why these settings do not guard any more; empty if they do."""
    off = switched_off(settings) or next(iter(problems(settings)), "")
    if off:
        return off
    hooks = our_hooks(settings, "PreToolUse")
    if not hooks:
        return "it has no `PreToolUse` hook of guardcmd"
    if not any(sound(matcher, hook) for matcher, hook in hooks):
        return "guardcmd's `PreToolUse` hook was changed"
    return "" if our_hooks(settings, "ConfigChange") else "it has no `ConfigChange` hook of guardcmd"


def sound(matcher: object, hook: Mapping[str, object]) -> bool:
    """Whether the hook sees every tool, waits for the answer, and blocks when it fails."""
    waits = not hook.get("async") and not hook.get("asyncRewake") and "if" not in hook
    timeout = hook.get("timeout")
    patient = type(timeout) in (int, float) and timeout >= TIMEOUT  # type: ignore[operator]
    return matcher in MATCHES_ALL and hook.get("onFailure") == "block" and waits and patient


def problems(settings: object) -> tuple[str, ...]:
    """Values of a wrong type: any one makes the client drop every hook of the file without a word."""
    if not isinstance(settings, dict):
        return ("the file does not hold a JSON object",)
    found = [*_hook_problems(settings.get("hooks", {}))]
    permissions = settings.get("permissions", {})
    if not isinstance(permissions, dict):
        found.append("`permissions` must be an object")
    else:
        found += [
            f"`permissions.{key}` must be a list of texts"
            for key in ("allow", "deny", "ask", "additionalDirectories")
            if key in permissions and not _texts(permissions[key])
        ]
    environment = settings.get("env", {})
    if not isinstance(environment, dict) or not all(isinstance(value, str) for value in environment.values()):
        found.append("`env` must be an object of texts")
    if "disableAllHooks" in settings and not isinstance(settings["disableAllHooks"], bool):
        found.append("`disableAllHooks` must be true or false")
    return (*found, *wrong_types(settings))


def _hook_problems(hooks: object) -> list[str]:
    if not isinstance(hooks, dict):
        return ["`hooks` must be an object"]
    found = []
    for event, groups in hooks.items():
        if not isinstance(groups, list):
            found.append(f"`hooks.{event}` must be a list")
            continue
        for place, entry in enumerate(groups):
            name = f"`hooks.{event}[{place}]`"
            if not isinstance(entry, dict) or not isinstance(entry.get("hooks"), list):
                found.append(f"{name} needs a list of `hooks`")
                continue
            if not isinstance(entry.get("matcher", ""), str):
                found.append(f"{name}: `matcher` must be text")
            found += [problem for hook in entry["hooks"] for problem in _one_hook_problems(name, hook)]
    return found


def _one_hook_problems(name: str, hook: object) -> list[str]:
    if not isinstance(hook, dict):
        return [f"{name}: a hook must be an object"]
    found = []
    if hook.get("type") not in ("command", "http", "mcp_tool", "prompt", "agent"):
        found.append(f"{name}: unknown hook type `{hook.get('type')}`")
    if hook.get("type") == "command" and not isinstance(hook.get("command"), str):
        found.append(f"{name}: `command` must be text")
    for key, kind in HOOK_TYPES.items():
        if key in hook and not isinstance(hook[key], kind):
            found.append(f"{name}: `{key}` must be {'text' if kind is str else 'true or false'}")
    if "args" in hook and not _texts(hook["args"]):
        found.append(f"{name}: `args` must be a list of texts")
    if "timeout" in hook and (type(hook["timeout"]) not in (int, float) or hook["timeout"] <= 0):
        found.append(f"{name}: `timeout` must be a number")
    if "onFailure" in hook and hook["onFailure"] not in ("block", "continue"):
        found.append(f"{name}: `onFailure` must be `block` or `continue`")
    return found


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
