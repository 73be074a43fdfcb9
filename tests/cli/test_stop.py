"""`guardcmd stop` and `resume`, and the status line."""

from __future__ import annotations

import json

import pytest

from tests.cli.test_approve import hook
from tests.cli.world import World


def test_agents_may_only_read(world: World) -> None:
    assert hook(world, "git status") == 0
    done = world.guardcmd("stop", "--reason", "strange calls", CLAUDECODE="1")  # an agent may stop itself
    assert (done.returncode, done.stderr) == (0, "")
    for command in ("git status", "ls", "terraform destroy"):
        assert hook(world, command) == 2
    read = {
        "session_id": "s", "transcript_path": "t", "cwd": str(world.project), "hook_event_name": "PreToolUse",
        "tool_name": "Read", "tool_input": {"file_path": "/etc/hosts"},
    }  # fmt: skip
    assert world.guardcmd("hook", "claude-code", stdin=json.dumps(read)).returncode == 0
    write = {**read, "tool_name": "Write", "tool_input": {"file_path": "x", "content": "y"}}
    done = world.guardcmd("hook", "claude-code", stdin=json.dumps(write))
    said = json.loads(done.stdout)
    assert (done.returncode, said["continue"], said["decision"]) == (2, False, "block")
    assert "strange calls" in said["stopReason"]
    assert [line["event"] for line in world.log()][-2:] == ["stopped", "stopped"]
    assert world.guardcmd("log", "--verify").returncode == 0


def test_an_agents_run_is_refused_and_a_persons_is_not(world: World) -> None:
    world.guardcmd("stop")
    assert world.guardcmd("run", "-c", "echo x", CLAUDECODE="1").returncode == 77
    child = world.on_terminal("run", "-c", "echo xyz")
    child.expect("xyz")


def test_only_a_person_resumes(world: World) -> None:
    world.guardcmd("stop", "--reason", "strange calls")
    assert "for people" in world.guardcmd("resume", CLAUDECODE="1").stderr
    assert "strange calls" in world.guardcmd("status").stdout
    child = world.on_terminal("resume")
    child.expect("strange calls")
    child.expect("type `resume` to let agents go on")
    child.sendline("resume")
    child.expect("agents may go on")
    child.wait()
    assert hook(world, "git status") == 0
    assert "nothing is stopped" in world.guardcmd("resume").stdout
    assert world.log()[-2]["event"] == "resume"


def test_without_a_terminal_it_stays_stopped(world: World) -> None:
    world.guardcmd("stop")
    world.guardcmd("resume", stdin="resume\n")
    assert hook(world, "ls") == 2


def test_the_start_of_a_session_says_it(world: World) -> None:
    world.guardcmd("stop", "--reason", "strange calls")
    call = {
        "session_id": "s", "transcript_path": "t", "cwd": str(world.project), "hook_event_name": "SessionStart",
        "source": "startup",
    }  # fmt: skip
    said = json.loads(world.guardcmd("hook", "claude-code", stdin=json.dumps(call)).stdout)
    assert "only reading works: strange calls" in said["hookSpecificOutput"]["additionalContext"]


# --- the status line ---------------------------------------------------------------------


def line(world: World, **told: object) -> str:
    done = world.guardcmd("statusline", "claude-code", stdin=json.dumps({"cwd": str(world.project), **told}))
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.rstrip("\n")


def test_in_a_few_words(world: World) -> None:
    assert line(world).startswith("guardcmd reduced: ")
    world.guardcmd("install", "claude-code", "--force")
    assert line(world) == "guarded"
    world.config.mkdir(parents=True, exist_ok=True)
    (world.config / "policy.toml").write_text("mode = 'observe'\nuntil = 2999-01-01\n")
    assert line(world) == "guardcmd observes until 2999-01-01"
    (world.config / "policy.toml").unlink()
    folder = world.project / "sub" / ".claude"
    folder.mkdir(parents=True)
    (folder / "settings.json").write_text('{"disableAllHooks": true}')
    assert line(world) == "guarded"
    said = line(world, workspace={"project_dir": str(folder.parent)})
    assert said.startswith("guardcmd reduced: ")
    assert len(said) <= 80
    world.guardcmd("stop", "--reason", "strange calls")
    assert line(world) == "guardcmd stopped: strange calls"


@pytest.mark.parametrize("told", ["", "{", "[]", '{"workspace": 1}'])
def test_odd_input_does_not_matter(world: World, told: str) -> None:
    done = world.guardcmd("statusline", stdin=told)
    assert (done.returncode, done.stderr) == (0, "")
