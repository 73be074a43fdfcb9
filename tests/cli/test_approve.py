"""`guardcmd approve`: a person's yes to one refused command, and what it lets pass."""

from __future__ import annotations

import json
import time

import pytest

from guardcmd.store.approvals import waiting as approved
from guardcmd.store.proposals import waiting
from tests.cli.world import World

DESTROY = "terraform destroy -auto-approve"


def hook(world: World, command: str, **more: str) -> int:
    call = {
        "session_id": "s", "transcript_path": "t", "cwd": str(world.project), "permission_mode": "default",
        "hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": {"command": command},
    }  # fmt: skip
    done = world.guardcmd("hook", "claude-code", stdin=json.dumps(call), **more)
    assert (done.returncode == 0) == (done.stdout == "")
    return done.returncode


def refused(world: World, command: str = DESTROY, **more: str) -> str:
    assert hook(world, command, **more) == 2
    return waiting(str(world.state / "proposals"))[0].id


def approve(world: World, id_: str) -> str:
    """As a person who types what is asked for; returns what was said after."""
    child = world.on_terminal("approve", id_)
    child.expect_exact("[terraform.destroy]")
    child.expect(r"type `(.*)` to let it pass once, or press Enter to leave: ")
    child.sendline(str(child.match.group(1)))
    return str(child.read())


def test_lets_the_same_pass_once(world: World) -> None:
    id_ = refused(world)
    assert "approved once, until" in approve(world, id_)
    assert f"{id_} may pass once" in world.guardcmd("status").stdout
    assert hook(world, DESTROY) == 0
    assert hook(world, DESTROY) == 2
    answers = [(line["event"], line["answer"], line.get("id")) for line in world.log()]
    assert answers[-3:] == [("approval", "approved", id_), ("decision", "approved", id_), ("decision", "refused", id_)]


@pytest.mark.parametrize("command", [f"{DESTROY} ", f"cd .. && {DESTROY}", "terraform destroy"])
def test_lets_nothing_else_pass(world: World, command: str) -> None:
    approve(world, refused(world))
    assert hook(world, command) == 2
    assert hook(world, DESTROY, TF_WORKSPACE="prod") == 2
    assert hook(world, DESTROY) == 0


def test_a_script_that_changed_is_another_one(world: World) -> None:
    script = world.project / "x.sh"
    script.write_text(f"{DESTROY}\n")
    approve(world, refused(world, "sh x.sh"))
    script.write_text(f"{DESTROY} -target=all\n")
    assert hook(world, "sh x.sh") == 2
    script.write_text(f"{DESTROY}\n")
    assert hook(world, "sh x.sh") == 0


def test_expires(world: World) -> None:
    approve(world, refused(world))
    (path,) = (world.state / "approvals").iterdir()
    path.write_text(path.read_text().replace(str(approved(str(path.parent), 0)[0].expires), str(int(time.time()))))
    assert hook(world, DESTROY) == 2


def test_an_agent_cannot(world: World) -> None:
    id_ = refused(world)
    child = world.on_terminal("approve", id_, CLAUDECODE="1")
    child.expect("not approved: an agent runs this")
    assert approved(str(world.state / "approvals"), 0) == []


def test_without_a_terminal_it_is_not_approved(world: World) -> None:
    done = world.guardcmd("approve", refused(world), stdin="prod\nyes\n")
    assert done.returncode == 77
    assert "not approved: there is no terminal" in done.stderr
    assert world.log()[-1]["answer"] == "declined"
    assert hook(world, DESTROY) == 2


def test_the_wrong_word_leaves(world: World) -> None:
    child = world.on_terminal("approve", refused(world))
    child.expect("or press Enter to leave: ")
    child.sendline("no")
    child.expect("not approved: it was not confirmed")
    assert hook(world, DESTROY) == 2


def test_what_held_a_secret_can_only_be_run(world: World) -> None:
    id_ = refused(world, DATABASE_URL="postgres://me:hunter2@db.example/x")
    (stored,) = waiting(str(world.state / "proposals"))
    assert "hunter2" not in str(stored)
    done = world.guardcmd("approve", id_)
    assert done.returncode != 0
    assert f"guardcmd run --id {id_}" in done.stderr


def test_an_unknown_id(world: World) -> None:
    assert world.guardcmd("approve", "NOSUCHID").returncode == 65
