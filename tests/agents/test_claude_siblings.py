"""Other hooks beside the guard's: found in settings and plugins, and what follows from them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guardcmd.agents.claude_siblings import answers_dialogs, plugin_hooks, siblings
from guardcmd.agents.wiring.claude_checks import checks
from tests.agents.test_claude_settings import GUARDED

LINT = {"type": "command", "command": "lint --fix"}


def settings(folder: Path, event: str = "PreToolUse", **hook: object) -> str:
    path = folder / "settings.json"
    path.write_text(json.dumps({"hooks": {event: [{"hooks": [{**LINT, **hook}]}, *GUARDED["hooks"]["PreToolUse"]]}}))
    return str(path)


def said(file: str, **environment: str) -> list[str]:
    return [check.what for check in checks([file], {"HOME": "/home/me", **environment})]


def test_finds_the_others(tmp_path: Path) -> None:
    (found,) = siblings(settings(tmp_path))
    assert (found.event, found.line) == ("PreToolUse", "lint --fix")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"hooks": 1}', '{"hooks": {"Stop": [1, {"hooks": "x"}]}}'])
def test_odd_files_have_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text)
    assert list(siblings(str(path))) == []
    assert list(siblings(str(tmp_path / "missing.json"))) == []


def test_who_answers_dialogs(tmp_path: Path) -> None:
    assert answers_dialogs([settings(tmp_path, "PermissionRequest")])
    assert not answers_dialogs([settings(tmp_path, "PreToolUse")])


def test_doctor_names_them(tmp_path: Path) -> None:
    assert "`lint --fix` can rewrite commands" in said(settings(tmp_path))[0]
    assert "rewrites commands" in said(settings(tmp_path, command="echo '{\"updatedInput\": {}}'"))[0]
    assert "can answer the client's dialog" in said(settings(tmp_path, "PermissionRequest"))[0]
    assert "comes with the project" in said(settings(tmp_path, "SessionStart"))[0]
    assert said(settings(tmp_path, "Stop")) == []


def test_doctor_reads_the_script_that_a_hook_names(tmp_path: Path) -> None:
    script = tmp_path / "rewrite.py"
    script.write_text("print({'updatedInput': {}})")
    assert "rewrites commands" in said(settings(tmp_path, command=f"python3 '{script}'"))[0]


def test_the_users_own_early_hooks_are_the_users(tmp_path: Path) -> None:
    assert said(settings(tmp_path, "SessionStart"), CLAUDE_CONFIG_DIR=str(tmp_path))[1:] == []


def test_doctor_names_variables(tmp_path: Path) -> None:
    assert any("CLAUDE_CODE_SIMPLE" in what for what in said(settings(tmp_path, "Stop"), CLAUDE_CODE_SIMPLE="1"))


def test_doctor_names_variables_that_a_file_sets_for_hooks(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"env": {"PATH": "/evil:/bin", "EDITOR": "vi"}}')
    (what,) = said(str(path))
    assert "sets `PATH` for hooks too" in what


def test_hooks_of_enabled_plugins(tmp_path: Path) -> None:
    plugin = tmp_path / "cache" / "fixer"
    (plugin / "hooks").mkdir(parents=True)
    hooks = plugin / "hooks" / "hooks.json"
    hooks.write_text(json.dumps({"hooks": {"PermissionRequest": [{"hooks": [LINT]}]}}))
    (tmp_path / "plugins").mkdir()
    register = {"version": 2, "plugins": {"fixer@x": [{"scope": "user", "installPath": str(plugin)}]}}
    (tmp_path / "plugins" / "installed_plugins.json").write_text(json.dumps(register))
    user = tmp_path / "settings.json"
    user.write_text('{"enabledPlugins": {"fixer@x": true}}')
    assert plugin_hooks(str(tmp_path), [str(user)]) == [str(hooks)]
    user.write_text('{"enabledPlugins": {"fixer@x": false}}')
    assert plugin_hooks(str(tmp_path), [str(user)]) == []
