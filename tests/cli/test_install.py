"""`guardcmd install`, `uninstall` and `doctor` for Claude Code, in a scratch home."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guardcmd.agents.claude_settings import unguarded
from guardcmd.terminal.person import obstacle
from tests.cli.world import World


def settings(world: World) -> Path:
    return world.root / ".claude" / "settings.json"


def test_shows_the_change_and_makes_it(world: World) -> None:
    done = world.guardcmd("install", "claude-code", "--force")
    assert done.returncode == 0
    assert '+            "onFailure": "block"' in done.stdout
    assert f"installed in {settings(world)}" in done.stdout
    assert unguarded(json.loads(settings(world).read_text())) == ""
    assert "already installed" in world.guardcmd("install", "claude-code", "--force").stdout


def test_dry_run_leaves_everything(world: World) -> None:
    done = world.guardcmd("install", "claude-code", "--force", "--dry-run")
    assert '+            "onFailure": "block"' in done.stdout
    assert not settings(world).exists()


def test_for_one_project(world: World) -> None:
    world.guardcmd("install", "claude-code", "--force", "--project")
    path = world.project / ".claude" / "settings.local.json"
    assert unguarded(json.loads(path.read_text())) == ""
    assert not settings(world).exists()


def test_a_broken_file_is_left_alone(world: World) -> None:
    settings(world).parent.mkdir()
    settings(world).write_text('{"a": 1,}')
    done = world.guardcmd("install", "claude-code", "--force")
    assert done.returncode == 65
    assert str(settings(world)) in done.stderr
    assert settings(world).read_text() == '{"a": 1,}'


def test_uninstall_is_for_people(world: World) -> None:
    world.guardcmd("install", "claude-code", "--force")
    done = world.guardcmd("uninstall", "claude-code", CLAUDECODE="1")
    assert done.returncode == 70
    assert "for people" in done.stderr
    assert unguarded(json.loads(settings(world).read_text())) == ""


def test_uninstall(world: World) -> None:
    if obstacle({}):
        pytest.skip("these tests themselves run under an agent, and `uninstall` sees that")
    assert "is not installed" in world.guardcmd("uninstall", "claude-code").stdout
    settings(world).parent.mkdir()
    settings(world).write_text('{\n  "model": "x"\n}\n')
    world.guardcmd("install", "claude-code", "--force")
    assert "-" in world.guardcmd("uninstall", "claude-code", "--dry-run").stdout
    assert unguarded(json.loads(settings(world).read_text())) == ""
    assert world.guardcmd("uninstall", "claude-code").returncode == 0
    assert settings(world).read_text() == '{\n  "model": "x"\n}\n'


# --- doctor ------------------------------------------------------------------------------


def a_client(world: World, version: str) -> None:
    program = world.root / "bin" / "claude"
    program.write_text(f"#!/bin/sh\necho '{version} (Claude Code)'\n")
    program.chmod(0o755)


def test_doctor_is_content(world: World) -> None:
    a_client(world, "2.1.329")
    world.guardcmd("install", "claude-code", "--force")
    done = world.guardcmd("doctor")
    assert done.returncode == 0, done.stdout
    for part in (
        "the hook refuses `terraform destroy",
        "the hook lets `git status` pass",
        "valid as a whole",
        "log is whole",
    ):
        assert part in done.stdout


def test_doctor_without_an_installation(world: World) -> None:
    done = world.guardcmd("doctor")
    assert done.returncode == 1
    assert "no settings of any client have the guard's hooks" in done.stdout


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda each: each.update(disableAllHooks=True), "disableAllHooks"),
        (lambda each: each.update(permissions={"allow": "Bash"}), "permissions.allow"),
        (lambda each: each["hooks"]["PreToolUse"][0].update(matcher="Bash"), "was changed"),
        (lambda each: each["hooks"]["PreToolUse"][0]["hooks"][0].update(timeout="10"), "timeout"),
        (
            lambda each: each["hooks"]["PreToolUse"][0]["hooks"][0].update(command="/nonexistent/python"),
            "/nonexistent/python",
        ),
        (lambda each: each["hooks"].pop("ConfigChange"), "ConfigChange"),
    ],
)
def test_doctor_finds_what_was_changed(world: World, change: object, said: str) -> None:
    world.guardcmd("install", "claude-code", "--force")
    content = json.loads(settings(world).read_text())
    change(content)  # type: ignore[operator]
    settings(world).write_text(json.dumps(content))
    done = world.guardcmd("doctor")
    assert done.returncode == 1
    assert said in done.stdout


def test_doctor_looks_above_the_directory(world: World) -> None:
    world.guardcmd("install", "claude-code", "--force")
    folder = world.root / ".claude"
    (folder / "settings.local.json").write_text('{"disableAllHooks": true}')
    done = world.guardcmd("doctor")
    assert done.returncode == 1
    assert str(folder / "settings.local.json") in done.stdout


def test_doctor_names_an_old_client(world: World) -> None:
    a_client(world, "2.1.197")
    world.guardcmd("install", "claude-code", "--force")
    done = world.guardcmd("doctor")
    assert done.returncode == 1
    assert "2.1.197" in done.stdout


def test_doctor_names_a_hook_that_does_not_refuse(world: World) -> None:
    world.guardcmd("install", "claude-code", "--force")
    world.config.mkdir(parents=True, exist_ok=True)
    (world.config / "policy.toml").write_text("mode = 'observe'\nuntil = 2999-01-01\n")
    done = world.guardcmd("doctor")
    assert done.returncode == 1
    assert "not so: the hook refuses" in done.stdout


def test_doctor_verifies_the_log(world: World) -> None:
    world.guardcmd("install", "claude-code", "--force")
    world.guardcmd("run", "-c", "echo one")
    world.guardcmd("run", "-c", "echo two")
    path = world.state / "audit.jsonl"
    path.write_text(path.read_text().replace("one", "1"))
    done = world.guardcmd("doctor")
    assert "the audit log was changed" in done.stdout
