"""`guardcmd off`: by a person at a terminal, for a time, logged."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from guardcmd.errors import UsageError
from guardcmd.shells.off import left, seconds, write
from guardcmd.terminal.person import obstacle
from tests.cli.world import World, world
from tests.shells.terminal import ASK, PATIENCE, ROOT, SYNC, Home, Shell
from tests.terminal.screen import Screen

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


# --- by a person only --------------------------------------------------------------------


@pytest.mark.parametrize("marker", ["CLAUDECODE", "AI_AGENT", "CODEX_CI", "GEMINI_CLI", "CURSOR_AGENT", "COPILOT_CLI"])
def test_agents_variables_refuse(world: World, marker: str) -> None:
    child = world.on_terminal("off", "--for", "10m", **{marker: "1"})
    child.expect(f"is for people: an agent runs this .`{marker}` is set")
    child.wait()
    assert child.exitstatus != 0
    assert not (world.state / "shells-off").exists()
    assert world.log() == []


def command_line(*arguments: str) -> str:
    return shlex.join([sys.executable, "-m", "guardcmd", *arguments])


def on_terminal(world: World, argv: list[str]) -> Screen:
    if obstacle({}):
        pytest.skip("these tests themselves run under an agent, and `off` sees that")
    return Screen(argv, world.environment(), world.project)


@pytest.mark.skipif(sys.platform != "linux", reason="there the name of a process is its file's")
def test_an_agent_above_refuses(world: World) -> None:
    """It has hidden its variables, but not itself."""
    agent = world.root / "bin" / "claude"
    agent.symlink_to("/bin/sh")
    with on_terminal(world, [str(agent), "-c", f"{command_line('off', '--for', '10m')}; exit"]) as screen:
        screen.wait("is for people: an agent runs this .`claude` is a parent process")
        screen.status()
    assert not (world.state / "shells-off").exists()


@pytest.mark.parametrize(
    "script", ["echo off | {}", "yes off | {}", "{} <<< off", "{} < <(echo off)", "{} 2>&1 < ~/answer | cat"]
)
def test_a_scripts_input_is_no_answer(world: World, script: str) -> None:
    """It is asked on the terminal itself."""
    (world.root / "answer").write_text("off\n")
    with on_terminal(world, ["bash", "-c", script.format(command_line("off", "--for", "10m")) + "; true"]) as screen:
        screen.asked()
        assert not (world.state / "shells-off").exists()
        screen.type("\r")
        screen.status()
    assert not (world.state / "shells-off").exists()


def test_not_in_the_background(world: World) -> None:
    line = f"set -m; {command_line('off', '--for', '10m')} & wait"
    with on_terminal(world, ["bash", "-c", line]) as screen:
        screen.wait("in the background, where nobody can be asked")
        screen.status()
    assert not (world.state / "shells-off").exists()


@pytest.mark.parametrize("keys", ["\x03", "\x04", "\x1a", "\x1c", "of\r", "OFF\r", "10m\r"])
def test_what_leaves_them_guarded(world: World, keys: str) -> None:
    argv = [sys.executable, "-m", "guardcmd", "off", "--for", "10m"]
    with on_terminal(world, argv) as screen:
        screen.asked().type(keys)
        assert screen.status() == 77
        assert screen.modes() == screen.before
    assert not (world.state / "shells-off").exists()
    assert world.log() == []


def test_what_cannot_be_logged_is_not_done(world: World) -> None:
    (world.state / "audit.jsonl").mkdir(parents=True)
    child = world.on_terminal("off", "--for", "10m")
    child.expect("type `off`")
    child.sendline("off")
    child.expect("audit log cannot be written")
    child.wait()
    assert not (world.state / "shells-off").exists()


# --- what the file says ------------------------------------------------------------------

NOW = 1_800_000_000
BROKEN = {
    "nothing": b"",
    "a word": b"forever\n",
    "two numbers": b"1800000600 1800000600\n",
    "a sum": b"1800000000+600\n",
    "a sign": b"+1800000600\n",
    "a negative number": b"-1\n",
    "a fraction": b"1800000600.5\n",
    "another notation": b"0x6b49d458\n",
    "exponents": b"18e8\n",
    "digits that are not ASCII": "١٨٠٠٠٠٠٦٠٠\n".encode(),
    "no text": b"\xff\xfe\x00\x01",
    "too long": b"1" * 13 + b"\n",
    "far away": b"999999999999\n",
    "two days": b"1800172800\n",
    "over": b"1799999999\n",
    "now": b"1800000000\n",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_file_that_says_nothing_usable_means_guarded(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "off").write_bytes(content)
    assert left(str(tmp_path / "off"), NOW) == 0


def test_how_long_is_left(tmp_path: Path) -> None:
    write(str(tmp_path / "off"), NOW + 600)
    assert left(str(tmp_path / "off"), NOW) == 600
    assert left(str(tmp_path / "none"), NOW) == 0
    assert left(str(tmp_path), NOW) == 0


# --- in the shells -----------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """With a `guardcmd` that keeps its state where the hooks look for it."""
    made = Home(tmp_path)
    (tmp_path / "xdg").mkdir()
    (tmp_path / "state").mkdir()
    (tmp_path / "xdg" / "guardcmd").symlink_to(tmp_path / "state")
    start = f"PYTHONPATH={shlex.quote(str(ROOT))} XDG_STATE_HOME={shlex.quote(str(tmp_path / 'xdg'))}"
    made.program("guardcmd", f'#!/bin/sh\n{start} exec {shlex.quote(sys.executable)} -m guardcmd "$@"\n')
    return made


def bash(home: Home, first: int = 0) -> Shell:
    (home.root / "rc").write_text(f"PS1='> '\nHISTFILE=\n{home.hook('bash')}\n")
    return numbered(Shell(home, ["bash", "--noprofile", "--rcfile", str(home.root / "rc"), "-i"]), first)


def zsh(home: Home, first: int = 0) -> Shell:
    if not shutil.which("zsh"):
        pytest.skip("zsh is not installed")
    (home.root / ".zshrc").write_text(f"PS1='> '\nbindkey -e\n{home.hook('zsh')}\n")
    return numbered(Shell(home, ["zsh", "-d", "-i"], ZDOTDIR=str(home.root)), first)


def numbered(shell: Shell, first: int) -> Shell:
    """Several shells of one home keep their marks apart."""
    shell.marks += first
    return shell


STATUS = '"$GUARDCMD_STATUS$GUARDCMD_SEGMENT"'
OFF, ON = "off[guardcmd off]", "blocks"
DESTROY = "terraform destroy -var=n="


@pytest.mark.parametrize("kind", [bash, zsh])
def test_it_ends_by_itself(home: Home, kind: Callable[[Home], Shell]) -> None:
    shell = kind(home)
    shell.keys("guardcmd off --for 10m\r", ASK, "off\r", SYNC)
    said = shell.value(STATUS)
    shell.keys(f"{DESTROY}off\r", SYNC)
    write(str(home.root / "state" / "shells-off"), int(time.time()) + 2)  # nobody waits for ten minutes
    until = time.monotonic() + PATIENCE
    while shell.value(STATUS) != ON and time.monotonic() < until:
        time.sleep(0.3)
    shell.keys(f"{DESTROY}on\r", ASK, "\r")
    shell.sync(interrupts=True)
    assert said.strip() == OFF
    assert home.ran() == [f"{DESTROY}off"]
    shell.close()


def test_several_shells_at_once(home: Home) -> None:
    first, second, third = bash(home), bash(home, 1000), zsh(home, 2000)
    first.keys("guardcmd off --for 10m\r", ASK, "off\r", SYNC)
    for number, shell in enumerate((first, second, third)):
        shell.keys("\r", SYNC)  # a prompt that stood there knows it from the next one on
        assert shell.value(STATUS).strip() == OFF
        shell.keys(f"{DESTROY}{number}\r", SYNC)
    fourth = bash(home, 3000)
    assert fourth.value(STATUS).strip() == OFF
    assert len(home.ran()) == 3
    third.keys("guardcmd off --end\r", SYNC)
    for shell in (first, second, third, fourth):
        shell.keys(f"{DESTROY}1\r", ASK, "\r")
        shell.sync(interrupts=True)
        assert shell.value(STATUS) == ON
        shell.close()
    assert len(home.ran()) == 3
    log = [json.loads(line) for line in (home.root / "state" / "audit.jsonl").read_text().splitlines()]
    events = [each for each in log if each["event"] != "decision"]
    assert [each["event"] for each in events] == ["shells-off", "shells-on"]
    assert events[0]["user"]
    assert events[0]["until"] > 0


def test_two_who_switch_it_off_at_once(home: Home) -> None:
    """The last one counts, and both are logged."""
    first, second = bash(home), bash(home, 1000)
    first.keys("guardcmd off --for 1h\r")
    second.keys("guardcmd off --for 10m\r")
    for shell in (first, second):
        shell.keys(ASK, "off\r", SYNC)
    until = int((home.root / "state" / "shells-off").read_text())
    log = [json.loads(line) for line in (home.root / "state" / "audit.jsonl").read_text().splitlines()]
    assert [each["until"] for each in log if each["event"] == "shells-off"][-1] == until
    assert len([each for each in log if each["event"] == "shells-off"]) == 2
    for shell in (first, second):
        shell.close()


@pytest.mark.parametrize("kind", [bash, zsh])
def test_a_broken_file_means_guarded(home: Home, kind: Callable[[Home], Shell]) -> None:
    shell = kind(home)
    off, now = home.root / "state" / "shells-off", int(time.time())
    for content in (
        "", "forever\n", f"{now + 600} {now + 600}\n", f"{now}+600\n", f"-{now}\n", f"+{now + 600}\n", "9" * 13,
        f"{now + 200_000}\n", f"a[$(echo x >> {home.root}/ran)]\n", f"{now - 1}\n", f" \n{now + 600}\n",
    ):  # fmt: skip
        off.write_text(content)
        shell.keys(f"{DESTROY}1\r", ASK, "\r")
        shell.sync(interrupts=True)
        assert home.ran() == [], content
    assert shell.value(STATUS) == ON
    shell.close()
