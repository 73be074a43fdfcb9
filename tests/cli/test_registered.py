"""The guard was installed and is gone; settings of agents that there are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guardcmd.terminal.person import obstacle
from tests.cli.world import World


def settings(world: World) -> Path:
    return world.root / ".claude" / "settings.json"


def test_what_an_update_dropped_is_said(world: World) -> None:
    world.guardcmd("install", "claude-code", "--force")
    assert world.guardcmd("status").returncode == 0
    settings(world).write_text('{"model": "opus"}')
    done = world.guardcmd("status")
    assert done.returncode == 1
    assert f"{settings(world)}: the guard was installed here and is gone" in done.stdout.splitlines()[-1]
    assert "is gone" in world.guardcmd("doctor").stdout
    world.guardcmd("install", "claude-code", "--force")
    assert world.guardcmd("status").returncode == 0


def test_of_a_project_only_there(world: World) -> None:
    world.guardcmd("install", "claude-code", "--force")
    world.guardcmd("install", "claude-code", "--force", "--project")
    (world.project / ".claude" / "settings.local.json").unlink()
    other = world.root / "other"
    other.mkdir()
    assert world.guardcmd("status").returncode == 1
    assert world.guardcmd("status", cwd=other).returncode == 0


def test_uninstalled_on_purpose_is_not_missed(world: World) -> None:
    if obstacle({}):
        pytest.skip("these tests themselves run under an agent, and `uninstall` sees that")
    world.guardcmd("install", "claude-code", "--force")
    settings(world).unlink()  # by hand
    assert "is not installed" in world.guardcmd("uninstall", "claude-code").stdout
    assert "is gone" not in world.guardcmd("status").stdout
    assert json.loads((world.state / "installed.json").read_text()) == []


def test_an_agent_does_not_clear_the_register(world: World) -> None:
    world.guardcmd("install", "claude-code", "--force")
    settings(world).unlink()
    assert "for people" in world.guardcmd("uninstall", "claude-code", CLAUDECODE="1").stderr
    assert "is gone" in world.guardcmd("status").stdout


def test_settings_of_an_agent_that_there_is_not(world: World) -> None:
    world.config.mkdir(parents=True, exist_ok=True)
    (world.config / "policy.toml").write_text("[agents.claud-code]\nheadless = 'defer'\n")
    done = world.guardcmd("doctor")
    assert "`agents.claud-code`" in done.stdout
    assert "names no agent" in done.stdout
