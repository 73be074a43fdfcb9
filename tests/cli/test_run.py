"""`guardcmd run`: judged, confirmed on the terminal, then the command itself."""

from __future__ import annotations

import json
import shutil
import signal
import sys
import time

import pytest

from guardcmd.store.proposals import waiting
from tests.cli.world import World

DESTROY = "terraform destroy -auto-approve"


def finished(child) -> int:  # type: ignore[no-untyped-def]
    child.expect_exact("")
    child.read()
    child.close()
    return child.exitstatus if child.exitstatus is not None else -child.signalstatus


# --- harmless commands -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "stdin", "stdout", "status"),
    [
        (("-c", "echo a; exit 3"), "", "a\n", 3),
        (("--", "cat"), "through", "through", 0),
        (("cat",), "through", "through", 0),
        (("--", "echo", "$HOME", "a  b", "-c"), "", "$HOME a  b -c\n", 0),  # no shell reads it again
        (("-c", "printf '%s\\n' \"$0\""), "", "/bin/bash\n", 0),
        (("-c", "echo $MARK"), "", "x\n", 0),
        (("-c", "kill -TERM $$"), "", "", -signal.SIGTERM),
        (("--", "sh", "-c", "exit 9"), "", "", 9),
    ],
)
def test_runs_as_if_it_were_typed(
    world: World, arguments: tuple[str, ...], stdin: str, stdout: str, status: int
) -> None:
    done = world.guardcmd("run", *arguments, stdin=stdin, MARK="x")
    assert (done.stdout, done.stderr, done.returncode) == (stdout, "", status)
    assert world.log()[-1]["answer"] == "ran"


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells which signals are ignored")
def test_pythons_signal_settings_do_not_leak(world: World) -> None:
    done = world.guardcmd("run", "-c", "grep SigIgn /proc/self/status")
    ignored = int(done.stdout.split()[1], 16)
    assert not ignored & (1 << (signal.SIGPIPE - 1))


@pytest.mark.parametrize(("argv", "status"), [(("no-such-program",), 127), (("./empty",), 126)])
def test_what_cannot_be_started(world: World, argv: tuple[str, ...], status: int) -> None:
    (world.project / "empty").write_text("")
    done = world.guardcmd("run", "--", *argv)
    assert done.returncode == status
    assert argv[0] in done.stderr


# --- without a person --------------------------------------------------------------------


def test_is_not_run_without_a_terminal(world: World) -> None:
    done = world.guardcmd("run", "-c", DESTROY, stdin="prod\nyes\n")
    assert done.returncode == 77
    assert "not run: there is no terminal" in done.stderr
    assert "[terraform.destroy]" in done.stderr
    assert world.ran() == []
    assert world.log()[-1]["answer"] == "not-run"


def test_is_not_confirmed_by_an_agent(world: World) -> None:
    child = world.on_terminal("run", "-c", DESTROY, CLAUDECODE="1")
    child.expect("an agent runs this")
    assert finished(child) == 77
    assert world.ran() == []
    assert world.log()[-1]["actor"] == "agent"


@pytest.mark.parametrize("arguments", [(), ("-c", "ls", "ls"), ("--id", "X", "-c", "ls"), ("--no-such-option",)])
def test_usage(world: World, arguments: tuple[str, ...]) -> None:
    done = world.guardcmd("run", *arguments)
    assert done.returncode == 64
    assert done.stderr.startswith("error: ")


def test_an_unknown_id(world: World) -> None:
    done = world.guardcmd("run", "--id", "NOSUCHID")
    assert done.returncode == 65
    assert "NOSUCHID" in done.stderr


# --- with a person -----------------------------------------------------------------------


def typed_word(child) -> str:  # type: ignore[no-untyped-def]
    child.expect(r"type `(.*)` to run it, or press Enter to leave: ")
    return str(child.match.group(1))


def test_runs_once_the_name_is_typed(world: World) -> None:
    child = world.on_terminal("run", "-c", f"{DESTROY} < /dev/null")
    child.expect_exact("[terraform.destroy]")
    child.sendline(typed_word(child))
    assert finished(child) == 7
    assert world.ran() == ["ran: destroy -auto-approve"]
    assert world.log()[-1]["answer"] == "ran"
    assert world.log()[-1]["actor"] == "human"


@pytest.mark.parametrize("typed", ["\r", "yes\r", "\x03", "\x04"])
def test_anything_else_leaves(world: World, typed: str) -> None:
    child = world.on_terminal("run", "-c", DESTROY)
    assert typed_word(child) != "yes"
    child.send(typed)
    child.expect("not run: it was not confirmed")
    assert finished(child) == 77
    assert world.ran() == []


def test_the_terminal_is_the_commands_afterwards(world: World) -> None:
    child = world.on_terminal("run", "-c", DESTROY)
    child.sendline(typed_word(child))
    time.sleep(1)
    child.sendline("for the stub")
    child.expect("for the stub\r\nfor the stub")  # echoed, then written by the stub
    child.sendeof()
    assert finished(child) == 7


# --- a refused proposal by its id --------------------------------------------------------


def refuse(world: World, command: str) -> str:
    """As the hook does it; returns the id."""
    call = {
        "session_id": "s", "transcript_path": "t", "cwd": str(world.project), "permission_mode": "default",
        "hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": {"command": command},
    }  # fmt: skip
    done = world.guardcmd("hook", "claude-code", stdin=json.dumps(call))
    assert done.returncode == 2
    (stored,) = waiting(str(world.state / "proposals"))
    assert f"guardcmd run --id {stored.id}" in done.stderr
    return stored.id


def test_runs_what_was_refused_where_it_was_refused(world: World) -> None:
    id_ = refuse(world, f"cat > notes <<'E'\n  it's $HOME\nE\n{DESTROY} < /dev/null; pwd > where; exit 5")
    child = world.on_terminal("run", "--id", id_.lower())
    child.sendline(typed_word(child))
    assert finished(child) == 5
    assert world.ran() == ["ran: destroy -auto-approve"]
    assert (world.project / "notes").read_text() == "  it's $HOME\n"
    assert (world.project / "where").read_text().strip() == str(world.project)
    assert world.log()[-1]["id"] == id_
    assert world.guardcmd("run", "--id", id_).returncode == 65  # once


def test_a_refused_proposal_stays_when_it_is_not_confirmed(world: World) -> None:
    id_ = refuse(world, DESTROY)
    child = world.on_terminal("run", "--id", id_)
    typed_word(child)
    child.send("\r")
    assert finished(child) == 77
    assert id_ in world.guardcmd("status").stdout


def test_a_directory_that_is_gone(world: World) -> None:
    (world.project / "sub").mkdir()
    id_ = refuse(world, DESTROY)
    stored = next((world.state / "proposals").iterdir())
    stored.write_text(stored.read_text().replace(str(world.project), str(world.project / "gone")))
    done = world.guardcmd("run", "--id", id_)
    assert done.returncode == 74
    assert "gone" in done.stderr


# --- where no audit line can be written --------------------------------------------------


def test_without_a_log_harmless_commands_run_with_a_warning(world: World) -> None:
    world.state.parent.mkdir(parents=True)
    world.state.write_text("a file where a directory belongs")
    done = world.guardcmd("run", "-c", "echo a")
    assert (done.stdout, done.returncode) == ("a\n", 0)
    assert "warning: the audit log cannot be written" in done.stderr


def test_without_a_log_nothing_else_runs(world: World) -> None:
    world.state.parent.mkdir(parents=True)
    world.state.write_text("a file where a directory belongs")
    child = world.on_terminal("run", "-c", DESTROY)
    child.sendline(typed_word(child))
    child.expect("not run: the audit log cannot be written")
    assert finished(child) == 77
    assert world.ran() == []


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
def test_text_for_fish_is_read_as_fish(world: World) -> None:
    fish = str(shutil.which("fish"))
    assert world.guardcmd("run", "-c", "begin; echo (echo a); end", SHELL=fish).stdout == "a\n"
    done = world.guardcmd("run", "-c", "set x destroy; and terraform $x", SHELL=fish)
    assert done.returncode == 77
    assert "terraform.destroy" in done.stderr
    assert world.ran() == []
