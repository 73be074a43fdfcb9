"""The administrator's settings of Gemini CLI: they win over a project's, so they hold the switch of the hooks too."""

from __future__ import annotations

from dataclasses import replace

from guardcmd.agents.wiring.change import Change
from guardcmd.agents.wiring.json_edit import loads, put, remove


def with_switch(change: Change) -> Change:
    """The file with `hooksConfig.enabled`, unless it says something of its own there."""
    if change.after is None or change.is_empty:
        return change
    text, settings = change.after, loads(change.after)
    if "hooksConfig" not in settings:
        text = put(text, (), "hooksConfig", {"enabled": True})
    elif "enabled" not in settings["hooksConfig"]:
        text = put(text, ("hooksConfig",), "enabled", True)
    return replace(change, after=text)


def without_switch(change: Change) -> Change:
    """The file without the switch, where nothing stands beside it."""
    if change.after is None or change.is_empty or loads(change.after).get("hooksConfig") != {"enabled": True}:
        return change
    return replace(change, after=remove(change.after, ("hooksConfig",)))
