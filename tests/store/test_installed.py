"""The register of installations."""

from __future__ import annotations

from pathlib import Path

import pytest

from guardcmd.agents.wiring.place import Place
from guardcmd.agents.wiring.status import reduced, with_gone
from guardcmd.store.installed import Installed, forget, installed, remember

USER = Installed("claude-code", "user", "/home/me/.claude/settings.json")
PROJECT = Installed("claude-code", "project", "/work/p/.claude/settings.local.json", "/work/p")


def test_remembers_and_forgets(tmp_path: Path) -> None:
    file = str(tmp_path / "state" / "installed.json")
    assert installed(file) == []
    remember(file, USER, PROJECT)
    remember(file, USER)
    assert installed(file) == [USER, PROJECT] or installed(file) == [PROJECT, USER]
    assert Path(file).stat().st_mode & 0o777 == 0o600
    forget(file, USER)
    assert installed(file) == [PROJECT]


@pytest.mark.parametrize("text", ["", "{", "3", '[{"client": "x"}]', '["x"]'])
def test_a_broken_register_is_empty(tmp_path: Path, text: str) -> None:
    path = tmp_path / "installed.json"
    path.write_text(text)
    assert installed(str(path)) == []


@pytest.mark.parametrize(
    ("directory", "concerned"),
    [("/work/p", True), ("/work/p/src", True), ("/work/p2", False), ("/work", False), ("/", False)],
)
def test_a_projects_installation_concerns_the_project(directory: str, concerned: bool) -> None:
    assert PROJECT.concerns(directory) is concerned
    assert USER.concerns(directory)


def test_what_is_gone_is_said() -> None:
    open_ = Place(USER.path, "open", "no hook of guardcmd")
    (place,) = with_gone([open_], "claude-code", "/work", [USER, PROJECT])
    assert (place.path, place.state) == (USER.path, "gone")
    assert with_gone([open_], "codex", "/work", [USER]) == [open_]
    guarded = Place(USER.path, "guarded")
    assert with_gone([guarded], "claude-code", "/work", [USER]) == [guarded]
    found = with_gone([guarded], "claude-code", "/work/p", [USER, PROJECT])
    assert [each.state for each in found] == ["guarded", "gone"]


def test_gone_is_reduced() -> None:
    from guardcmd.agents.claude_code import ADAPTER

    assert "is gone" in reduced([(ADAPTER, with_gone([], "claude-code", "/", [USER]))])
