"""The hook's command line, and who may install it from where."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from guardcmd.agents.claude_code import ADAPTER
from guardcmd.agents.wiring import install
from guardcmd.agents.wiring.install import client_version, client_warnings, interpreter_in_project, plan, version_of
from guardcmd.errors import GuardError, UsageError


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setattr(install, "interpreter_in_project", lambda: "")
    return {"HOME": str(tmp_path), "PATH": str(tmp_path / "bin")}


def test_refuses_an_interpreter_in_a_project(
    home: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(install, "interpreter_in_project", lambda: "/srv/app")
    with pytest.raises(UsageError, match="/srv/app") as raised:
        plan("claude-code", "user", tmp_path, home)
    assert "--force" in raised.value.hint
    assert any("/srv/app" in warning for warning in plan("claude-code", "user", tmp_path, home, force=True).warnings)


def test_finds_the_project_of_the_interpreter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    monkeypatch.setattr(sys, "executable", str(tmp_path / ".venv" / "bin" / "python"))
    assert interpreter_in_project() == str(tmp_path)


def test_refuses_where_hooks_are_switched_off(home: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / ".claude").mkdir()
    (tmp_path / ".claude" / "settings.json").write_text('{"disableAllHooks": true}')
    with pytest.raises(UsageError, match="disableAllHooks"):
        plan("claude-code", "user", tmp_path, home)


def test_refuses_an_unknown_client(home: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="emacs"):
        plan("emacs", "user", tmp_path, home)


def a_client(folder: Path, said: str) -> None:
    (folder / "bin").mkdir(exist_ok=True)
    program = folder / "bin" / "claude"
    program.write_text(f"#!/bin/sh\n{said}\n")
    program.chmod(0o755)


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ("echo '2.1.329 (Claude Code)'", (2, 1, 329)),
        ("echo '2.1.197 (Claude Code)'", (2, 1, 197)),
        ("echo what", None),
        ("true", None),
        ("exit 3", None),
    ],
)
def test_client_version(home: dict[str, str], tmp_path: Path, said: str, version: object) -> None:
    a_client(tmp_path, said)
    assert client_version(ADAPTER.programs, home) == version


def test_names_a_client_that_is_too_old(home: dict[str, str], tmp_path: Path) -> None:
    assert "not in the PATH" in client_warnings(ADAPTER, home)[0]
    a_client(tmp_path, "echo '2.1.197 (Claude Code)'")
    assert "2.1.197" in client_warnings(ADAPTER, home)[0]
    assert "when the hook itself fails" in client_warnings(ADAPTER, home)[0]
    a_client(tmp_path, "echo '2.1.295 (Claude Code)'")
    assert client_warnings(ADAPTER, home) == []


def test_only_a_person_may(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(GuardError, match="CLAUDECODE"):
        install.require_person({"CLAUDECODE": "1"}, "uninstalling the guard")


@pytest.mark.parametrize(
    ("word", "version"),
    [
        ("2.1.329", (2, 1, 329)),
        ("v0.169.0", (0, 169, 0)),
        ("0.61.0-nightly.1", (0, 61, 1)),
        ("codex-cli", None),
        ("3", None),
    ],
)
def test_version_of(word: str, version: object) -> None:
    assert version_of(word) == version


def test_refuses_a_scope_that_the_client_has_not(home: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--elsewhere"):
        plan("claude-code", "elsewhere", tmp_path, home)
