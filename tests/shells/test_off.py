"""`guardcmd off`: by a person at a terminal, for a time, logged."""

from __future__ import annotations

import time

import pytest

from guardcmd.errors import UsageError
from guardcmd.shells.off import seconds
from tests.cli.world import World, world

__all__ = ["world"]


@pytest.mark.parametrize(("text", "expected"), [("90s", 90), ("10m", 600), ("8h", 28800)])
def test_times(text: str, expected: int) -> None:
    assert seconds(text) == expected


@pytest.mark.parametrize("text", ["", "m", "10", "9h", "0m", "-1m", "1.5h", "10 m", "1d", "١m"])
def test_no_times(text: str) -> None:
    with pytest.raises(UsageError):
        seconds(text)


def test_a_person_switches_it_off_and_on(world: World) -> None:
    child = world.on_terminal("off", "--for", "10m")
    child.expect("type `off`")
    child.sendline("off")
    child.expect("unguarded until")
    child.wait()
    until = int((world.state / "shells-off").read_text())
    assert time.time() + 500 < until <= time.time() + 600
    assert world.log()[-1]["event"] == "shells-off"
    assert world.log()[-1]["until"] == until
    world.guardcmd("install", "bash", "--force")
    assert "bashrc: off for" in world.guardcmd("status").stdout
    assert "are guarded" in world.guardcmd("off", "--end").stdout
    assert not (world.state / "shells-off").exists()
    assert world.log()[-1]["event"] == "shells-on"


@pytest.mark.parametrize("typed", ["y", "", "yes"])
def test_nothing_else_switches_it_off(world: World, typed: str) -> None:
    child = world.on_terminal("off", "--for", "10m")
    child.expect("type `off`")
    child.sendline(typed)
    child.expect("stay guarded")
    child.wait()
    assert child.exitstatus == 77
    assert not (world.state / "shells-off").exists()


def test_not_without_a_terminal_nor_by_an_agent(world: World) -> None:
    assert "needs a person" in world.guardcmd("off", "--for", "10m", stdin="off\n").stderr
    child = world.on_terminal("off", "--for", "10m", CLAUDECODE="1")
    child.expect("is for people")
    assert not (world.state / "shells-off").exists()


@pytest.mark.parametrize("arguments", [(), ("--for", "10m", "--end"), ("--for", "1d")])
def test_usage(world: World, arguments: tuple[str, ...]) -> None:
    assert world.guardcmd("off", *arguments).returncode == 64
