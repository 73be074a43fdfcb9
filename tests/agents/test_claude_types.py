"""Values that make Claude Code drop a whole settings file, as measured."""

from __future__ import annotations

import pytest

from guardcmd.agents.claude_settings import problems
from guardcmd.agents.claude_types import CHOICES, FLAGS, LISTS, NUMBERS, TABLES, TEXTS, wrong_types


@pytest.mark.parametrize(
    "settings",
    [
        {"model": "opus", "cleanupPeriodDays": 30, "includeCoAuthoredBy": False, "availableModels": []},
        {"permissions": {"allow": ["Bash(ls:*)"], "defaultMode": "acceptEdits"}},
        {"statusLine": {"type": "command", "command": "~/line.sh", "padding": 0}},
        {"enabledPlugins": {"a@b": True}, "bogusKey": {"a": 1}, "theme": 1, "effortLevel": "x"},  # it is lenient here
    ],
)
def test_what_the_client_takes(settings: dict[str, object]) -> None:
    assert problems(settings) == ()


@pytest.mark.parametrize(
    "settings",
    [
        {"model": 1}, {"cleanupPeriodDays": "30"}, {"cleanupPeriodDays": 0}, {"includeCoAuthoredBy": "yes"},
        {"permissions": {"defaultMode": "bogus"}}, {"permissions": {"disableBypassPermissionsMode": "x"}},
        {"statusLine": "x"}, {"statusLine": {"command": "x"}}, {"enabledPlugins": []}, {"sandbox": "x"},
        {"statusLine": {"type": "command", "command": "x", "padding": "1"}}, {"autoUpdatesChannel": "x"},
        {"enabledPlugins": {"a@b": "x"}}, {"availableModels": "x"}, {"cleanupPeriodDays": True},
    ],
)  # fmt: skip
def test_what_makes_it_drop_the_file(settings: dict[str, object]) -> None:
    assert len(problems(settings)) >= 1


@pytest.mark.parametrize("key", ["if", "statusMessage", "async", "once"])
def test_types_inside_a_hook(key: str) -> None:
    hook = {"type": "command", "command": "x", key: 1}
    assert problems({"hooks": {"PreToolUse": [{"hooks": [hook]}]}})


def test_every_key_has_one_type() -> None:
    kinds = [TEXTS, FLAGS, NUMBERS, LISTS, TABLES, frozenset(CHOICES)]
    assert sum(map(len, kinds)) == len(frozenset().union(*kinds))
    assert list(wrong_types(dict.fromkeys(FLAGS, True))) == []
