"""Codex runs a hook only while its config.toml holds the hash of that hook, under the file and place it stands at.

The hash and the keys are Codex's own (measured with 0.171.0: its `hooks/list` computes the same). A hook that changes,
or that is moved by another one before it, is skipped without a word; so whoever edits the list keeps the keys right.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping

from guardcmd.agents.ours import is_ours
from guardcmd.agents.wiring import toml_edit

LABELS = {
    "PreToolUse": "pre_tool_use", "PermissionRequest": "permission_request", "PostToolUse": "post_tool_use",
    "PreCompact": "pre_compact", "PostCompact": "post_compact", "SessionStart": "session_start",
    "SessionEnd": "session_end", "UserPromptSubmit": "user_prompt_submit", "SubagentStart": "subagent_start",
    "SubagentStop": "subagent_stop", "Stop": "stop", "Interrupt": "interrupt",
}  # fmt: skip
DEFAULT_TIMEOUT = 600  # seconds
STATE = ("hooks", "state")

Places = dict[str, tuple[Mapping[str, object], str, object]]  # key -> hook, event, matcher


def places(settings: object, path: str) -> Places:
    """Every hook of a hooks.json under the key that Codex keeps its trust by: file, event, group, place in it."""
    return {f"{path}:{LABELS[event]}:{at}": (hook, event, matcher) for event, at, hook, matcher in _hooks(settings)}


def _hooks(settings: object) -> Iterator[tuple[str, str, Mapping[str, object], object]]:
    events = settings.get("hooks") if isinstance(settings, dict) else None
    for event, groups in events.items() if isinstance(events, dict) else ():
        for number, group in enumerate(groups if event in LABELS and isinstance(groups, list) else ()):
            hooks = group.get("hooks") if isinstance(group, dict) else None
            for place, hook in enumerate(hooks if isinstance(hooks, list) else ()):
                if isinstance(hook, dict):
                    yield event, f"{number}:{place}", hook, group.get("matcher")


def trust_hash(event: str, matcher: object, hook: Mapping[str, object]) -> str:
    """What Codex remembers of a command hook that a person has trusted."""
    timeout = hook.get("timeout")
    kept: dict[str, object] = {
        "async": bool(hook.get("async", False)),
        "command": hook.get("command"),
        "timeout": DEFAULT_TIMEOUT if timeout is None else timeout,
        "type": "command",
    }
    if hook.get("statusMessage") is not None:
        kept["statusMessage"] = hook["statusMessage"]
    identity: dict[str, object] = {"event_name": LABELS[event], "hooks": [kept]}
    if matcher is not None:
        identity["matcher"] = matcher
    text = json.dumps(identity, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def distrusted(config: Mapping[str, object], path: str, settings: object) -> str:
    """Why Codex would skip a hook of ours in this file; empty if it runs them all."""
    states = _states(config)
    for key, wanted in _ours(places(settings, path)).items():
        state, event = states.get(key), key.rsplit(":", 3)[1]
        state = state if isinstance(state, dict) else {}
        if state.get("enabled") is False:
            return f"guardcmd's `{event}` hook is switched off in Codex (`/hooks`)"
        if state.get("trusted_hash") != wanted:
            return f"Codex does not trust guardcmd's `{event}` hook, and skips it without a word"
    return ""


def updated(text: str, config: str, path: str, before: object, after: object) -> str:
    """The text of config.toml when the hooks of `path` change: ours are trusted, foreign ones stay what they were.

    Raises InputError where the file's form defeats the edit.
    """
    data = toml_edit.data_of(text, config)
    states = dict(_states(data))
    old, new = places(before, path), places(after, path)
    for key in [key for key in _ours(old) if key in states and key not in _ours(new)]:
        text = toml_edit.drop(text, (*STATE, key))
        del states[key]
    for was, now in _moves(old, new):
        if was in states:
            text = toml_edit.drop(text, (*STATE, now)) if now in states else text
            text = toml_edit.rename(text, (*STATE, was), (*STATE, now))
            states[now] = states.pop(was)
    for key, wanted in _ours(new).items():
        state = states.get(key)
        state = dict(state) if isinstance(state, dict) else {}
        if state.get("enabled") is False:
            text = toml_edit.put(text, (*STATE, key), "enabled", True)
            state["enabled"] = True
        if state.get("trusted_hash") != wanted:
            text = toml_edit.put(text, (*STATE, key), "trusted_hash", wanted)
        states[key] = {**state, "trusted_hash": wanted}
    hint = "give each entry of `hooks.state` a table of its own, as Codex does"
    return toml_edit.proved(text, lambda said: _apart(said) == (_apart(data)[0], states), config, hint)


def _ours(found: Places) -> dict[str, str]:
    """The hash of each hook of ours, by key."""
    return {key: trust_hash(event, matcher, hook) for key, (hook, event, matcher) in found.items() if is_ours(hook)}


def _moves(old: Places, new: Places) -> Iterator[tuple[str, str]]:
    """Foreign hooks whose place changes, in an order in which each finds its new place free."""
    for event in LABELS:
        before, after = [
            [key for key, (hook, own, _) in each.items() if own == event and not is_ours(hook)] for each in (old, new)
        ]
        yield from [(was, now) for was, now in zip(before, after) if was != now]


def _states(config: Mapping[str, object]) -> Mapping[str, object]:
    hooks = config.get("hooks")
    states = hooks.get("state") if isinstance(hooks, dict) else None
    return states if isinstance(states, dict) else {}


def _apart(config: Mapping[str, object]) -> tuple[dict[str, object], Mapping[str, object]]:
    """The settings without what is remembered of hooks, and that."""
    hooks = config.get("hooks")
    rest = {key: value for key, value in hooks.items() if key != "state"} if isinstance(hooks, dict) else {}
    others = {key: value for key, value in config.items() if key != "hooks"}
    return ({**others, "hooks": rest} if rest else others), _states(config)
