"""Changes of settings while a session runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guardcmd.agents.answer import answer
from guardcmd.agents.refusal import SILENCE
from tests.agents.fakes import edge
from tests.agents.test_claude_settings import GUARDED


def change(folder: Path, path: Path, source: str = "user_settings", own: bool = True) -> int:
    data = json.dumps({
        "hook_event_name": "ConfigChange", "session_id": "s", "source": source, "file_path": str(path),
    }).encode()  # fmt: skip
    said = answer(data, edge(folder), "claude-code", str(path) if own else "/elsewhere/settings.json")
    assert (said == SILENCE) == (said.status == 0)
    return said.status


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


@pytest.mark.parametrize("content", [GUARDED, {**GUARDED, "model": "x"}])
def test_lets_other_changes_of_its_own_file_pass(tmp_path: Path, path: Path, content: object) -> None:
    path.write_text(json.dumps(content))
    assert change(tmp_path, path) == 0


@pytest.mark.parametrize(
    "text", ["{}", '{"hooks": {}}', json.dumps({**GUARDED, "disableAllHooks": True}), "{", "", "\xff"]
)
def test_turns_down_what_unhooks_it(tmp_path: Path, path: Path, text: str) -> None:
    path.write_text(text, encoding="latin-1")
    assert change(tmp_path, path) == 2


def test_turns_down_the_removal_of_its_own_file(tmp_path: Path, path: Path) -> None:
    assert change(tmp_path, path) == 2
    assert change(tmp_path, path, own=False) == 0


def test_knows_its_own_file_through_a_link(tmp_path: Path, path: Path) -> None:
    path.write_text("{}")
    link = tmp_path / "link.json"
    link.symlink_to(path)
    data = {"hook_event_name": "ConfigChange", "source": "user_settings", "file_path": str(link)}
    assert answer(json.dumps(data).encode(), edge(tmp_path), "claude-code", str(path)).status == 2


@pytest.mark.parametrize(
    ("content", "status"),
    [({"disableAllHooks": True}, 2), ({"env": {"CLAUDE_CODE_SIMPLE": "1"}}, 2), ({"model": "x"}, 0), ({}, 0)],
)
@pytest.mark.parametrize("source", ["project_settings", "local_settings", ""])
def test_a_projects_file_must_not_switch_hooks_off(
    tmp_path: Path, path: Path, source: str, content: object, status: int
) -> None:
    path.write_text(json.dumps(content))
    assert change(tmp_path, path, source, own=False) == status


def test_other_sources_are_none_of_its_business(tmp_path: Path, path: Path) -> None:
    path.write_text("{")
    assert change(tmp_path, path, "skills") == 0
    assert change(tmp_path, path, "policy_settings") == 0


def test_a_change_without_a_file_is_turned_down(tmp_path: Path) -> None:
    data = json.dumps({"hook_event_name": "ConfigChange", "source": "user_settings"}).encode()
    assert answer(data, edge(tmp_path)).status == 2
