"""What switches the guard off, as measured."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from guardcmd.agents.claude_settings import group, hook_entry, problems, sound, switched_off, unguarded

ENTRY = hook_entry("/py", ["-I", "-S", "/x/guardcmd/start.py", "hook", "claude-code"])
GUARDED: dict[str, Any] = {"hooks": {event: [group(event, ENTRY)] for event in ("PreToolUse", "ConfigChange")}}
FOREIGN = {"type": "command", "command": "lint", "timeout": 5.5}


def changed(**fields: object) -> dict[str, Any]:
    settings = copy.deepcopy(GUARDED)
    settings["hooks"]["PreToolUse"][0]["hooks"][0].update(fields)
    return settings


def test_a_fresh_installation_guards() -> None:
    assert unguarded(GUARDED) == ""
    assert problems(GUARDED) == ()
    assert sound("*", ENTRY)


def test_foreign_hooks_do_not_matter() -> None:
    settings = copy.deepcopy(GUARDED)
    settings["hooks"]["PreToolUse"].insert(0, {"matcher": "Bash", "hooks": [FOREIGN]})
    settings["hooks"]["PreToolUse"][1]["hooks"].append(FOREIGN)
    assert unguarded(settings) == ""


@pytest.mark.parametrize(
    "settings",
    [
        {},
        [],
        None,
        {**GUARDED, "disableAllHooks": True},
        {**GUARDED, "env": {"CLAUDE_CODE_SIMPLE": "1"}},
        {"hooks": {"PreToolUse": GUARDED["hooks"]["PreToolUse"]}},  # the next change would go unnoticed
        {"hooks": {"ConfigChange": GUARDED["hooks"]["ConfigChange"]}},
        {"hooks": {**GUARDED["hooks"], "PreToolUse": [{"matcher": "Bash", "hooks": [ENTRY]}]}},
        changed(onFailure="continue"),
        changed(timeout=1),
        changed(**{"if": "Bash(rm *)"}),
        changed(**{"async": True}),
        changed(args=["-c", "pass"]),
        {**GUARDED, "permissions": {"allow": "Bash"}},  # any wrong type drops every hook of the file
    ],
)
def test_does_not_guard(settings: object) -> None:
    assert unguarded(settings)


@pytest.mark.parametrize(
    "change",
    [
        {"timeout": "5"}, {"onFailure": "bogus"}, {"type": "shell"}, {"command": None}, {"args": "x"}, {"args": [1]},
        {"timeout": True}, {"timeout": 0},
    ],
)  # fmt: skip
def test_wrong_types_are_named(change: dict[str, object]) -> None:
    assert problems(changed(**change))


@pytest.mark.parametrize(
    "settings",
    [{"hooks": []}, {"hooks": {"PreToolUse": {}}}, {"hooks": {"Stop": [{}]}}, {"permissions": []}, {"env": {"A": 1}},
     {"hooks": {"Stop": [{"hooks": ["x"]}]}}, {"hooks": {"Stop": [{"matcher": 1, "hooks": []}]}},
     {"disableAllHooks": "yes"}],
)  # fmt: skip
def test_wrong_shapes_are_named(settings: object) -> None:
    assert problems(settings)


def test_switched_off_by_a_project_file() -> None:
    assert switched_off({"disableAllHooks": True})
    assert not switched_off({"model": "x", "disableAllHooks": False})
