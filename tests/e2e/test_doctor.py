"""`guardcmd doctor --e2e` with the real Claude Code."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.e2e.client import Machine, claude
from tests.e2e.test_claude_code import _client, machine

__all__ = ["_client", "machine"]
pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("client")]


def doctor(machine: Machine) -> subprocess.CompletedProcess[str]:
    program = claude()
    assert isinstance(program, Path)
    return machine.guardcmd("doctor", "--e2e", "claude-code", PATH=f"{program.parent}:{machine.environment()['PATH']}")


def test_all_is_well(machine: Machine) -> None:
    said = doctor(machine)
    assert said.returncode == 0, said.stdout
    assert "Claude Code itself does not run `terraform destroy`, and its model reads why" in said.stdout
    assert "Claude Code itself runs `echo harmless > ran`" in said.stdout
    assert "warning" not in said.stdout


def test_settings_that_name_another_model_do_not_matter(machine: Machine) -> None:
    settings = json.loads(machine.settings.read_text())
    settings["env"] = {"ANTHROPIC_BASE_URL": "http://127.0.0.1:9"}
    machine.settings.write_text(json.dumps(settings))
    assert "its model reads why" in doctor(machine).stdout


def test_a_client_that_does_not_ask_the_guard(machine: Machine) -> None:
    """What no file shows: here, hooks that another file of the session switches off."""
    settings = json.loads(machine.settings.read_text())
    settings["hooks"]["PreToolUse"][0]["matcher"] = "Write"
    machine.settings.write_text(json.dumps(settings))
    said = doctor(machine)
    assert said.returncode == 1
    assert "Claude Code ran a command that must be refused" in said.stdout
