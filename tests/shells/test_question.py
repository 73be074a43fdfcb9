"""The question in the shells themselves, on all kinds of terminals: whatever happens, nothing runs unconfirmed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shells.terminal import ASK, CLEAR, PATIENCE, QUESTION, SYNC, Home, Shell
from tests.sshd import ssh

__all__ = ["ssh"]

DESTROY = "terraform destroy -var=n="
NO, YES = "\r", "work\r"
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def start(home: Home, kind: str, *before: str, **more: str) -> Shell:
    return Shell(home, [*before, *command(home, kind)], **more)


def command(home: Home, kind: str) -> list[str]:
    if kind == "zsh":
        (home.root / ".zshrc").write_text(f"PS1='> '\nbindkey -e\n{home.hook('zsh')}\n")
        return ["env", f"ZDOTDIR={home.root}", "zsh", "-d", "-i"]
    if kind == "fish":
        (home.root / "rc.fish").write_text(
            f"function fish_prompt; printf '> '; end\nset -g fish_greeting\n{home.hook('fish')}\n"
        )
        own = [f"XDG_CONFIG_HOME={home.root}/cfg", f"XDG_DATA_HOME={home.root}/data"]
        return ["env", *own, "fish", "-i", "-C", f"source {home.root}/rc.fish"]
    (home.root / "rc").write_text(f"PS1='> '\nHISTFILE=\n{home.hook('bash')}\n")
    return ["bash", "--noprofile", "--rcfile", str(home.root / "rc"), "-i"]


@pytest.fixture(scope="module", params=["bash", "zsh", "fish"])
def kind(request: pytest.FixtureRequest) -> str:
    if not shutil.which(request.param):
        pytest.skip(f"{request.param} is not installed")
    return str(request.param)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, kind: str) -> Iterator[Shell]:
    """One shell for every case that leaves it as it was."""
    shell = start(Home(tmp_path_factory.mktemp("home")), kind)
    yield shell
    shell.close()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def judging(shell: Shell) -> int:
    """The process that asks."""
    if not shutil.which("ps"):
        pytest.skip("there is no ps")
    done = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,args="], capture_output=True, text=True, check=True)
    found = [line.split(None, 1) for line in done.stdout.splitlines() if f"{shell.home.start} " in line]
    (pid,) = [int(pid) for pid, words in found if " line " in words]
    return pid


def modes(shell: Shell, name: str) -> str:
    shell.keys(f"stty -a > ~/{name}\r")
    shell.sync()
    return (shell.home.root / name).read_text()


# --- how it ends -------------------------------------------------------------------------

KEYS = {
    "Ctrl-Z": "\x1a",
    "Ctrl-Z behind the word": "work\x1a",
    "Ctrl-\\": "\x1c",
    "Ctrl-C behind the word": "work\x03",
    "Ctrl-D behind the word, twice": "work\x04\x04",
}


@pytest.mark.parametrize("keys", KEYS.values(), ids=KEYS)
def test_keys_that_mean_no(shared: Shell, keys: str) -> None:
    before, ran = modes(shared, "before"), len(shared.home.ran())
    shared.keys(f"{DESTROY}1\r", ASK, keys, "\r", ASK, NO)  # the line is kept
    shared.sync(interrupts=True)
    assert len(shared.home.ran()) == ran
    assert modes(shared, "after") == before
    assert shared.value('"$(jobs)"') == ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP])
def test_signals_that_mean_no(shared: Shell, number: int) -> None:
    before, ran = modes(shared, "before"), len(shared.home.ran())
    shared.keys(f"{DESTROY}1\r")
    shared.child.expect(QUESTION)
    os.kill(judging(shared), number)
    shared.child.expect("not run")
    shared.keys("\r", ASK, NO)
    shared.sync(interrupts=True)
    assert len(shared.home.ran()) == ran
    assert modes(shared, "after") == before


def test_killed_outright_the_shell_asks_itself(shared: Shell) -> None:
    before, ran = modes(shared, "before"), len(shared.home.ran())
    shared.keys(f"{DESTROY}1\r")
    shared.child.expect(QUESTION)
    os.kill(judging(shared), signal.SIGKILL)
    shared.child.expect("could not judge this line")
    shared.keys(ASK, NO)
    shared.sync(interrupts=True)
    assert len(shared.home.ran()) == ran
    assert modes(shared, "after") == before


def test_a_window_that_changes_its_size(shared: Shell) -> None:
    ran = len(shared.home.ran())
    shared.keys(f"{DESTROY}1\r")
    shared.child.expect(QUESTION)
    for columns in (40, 120, 100):
        shared.child.setwinsize(40, columns)
    shared.keys("work\r", SYNC)
    assert len(shared.home.ran()) == ran + 1


def test_a_closed_window_means_no(home: Home, kind: str) -> None:
    shell = start(home, kind)
    shell.keys(f"{DESTROY}1\r")
    shell.child.expect(QUESTION)
    pid = judging(shell)
    shell.close()
    until = time.monotonic() + PATIENCE
    while Path(f"/proc/{pid}").exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert home.ran() == []


# --- where it is asked -------------------------------------------------------------------

PLACES = {
    "no colour": {"NO_COLOR": "1"},
    "dumb": {"TERM": "dumb"},
    "no TERM": {"TERM": ""},
    "C": {"LANG": "C"},
    "C for all": {"LC_ALL": "C"},
    "POSIX": {"LC_ALL": "POSIX"},
}


def answers(shell: Shell) -> None:
    """Whether a refused line does not run, is kept, and runs once when it is confirmed."""
    ran = len(shell.home.ran())
    shell.keys(f"{DESTROY}1\r", ASK, NO, "\r", ASK, "wrok\r", "\r", ASK, "\x03")
    shell.sync(interrupts=True)
    assert len(shell.home.ran()) == ran
    shell.keys(f"{DESTROY}2\r", ASK, YES)
    shell.sync()
    assert shell.home.ran()[ran:] == [f"{DESTROY}2"]


@pytest.mark.parametrize("more", PLACES.values(), ids=PLACES)
def test_places(home: Home, kind: str, more: dict[str, str]) -> None:
    shell = start(home, kind, **more)
    answers(shell)
    shell.close()


@pytest.mark.parametrize("columns", [40, 20])
def test_narrow(home: Home, kind: str, columns: int) -> None:
    name = "customer-orders-of-the-year-2026-in-europe"
    (home.root / "work" / name).mkdir()
    shell = start(home, kind)
    shell.keys(f"cd {name}\r", SYNC)
    shell.child.setwinsize(60, columns)
    shell.keys(f"{DESTROY}1\r")
    shell.child.expect(QUESTION)
    lines = re.split(r"\r\n|\r", ESCAPES.sub("", shell.child.before))
    panel = lines[next(n for n, line in enumerate(lines) if line.startswith("confirm")) :]
    assert max(len(line) for line in panel[:-1]) <= columns
    assert f"type `{name}` to run it" in panel[-1]
    shell.keys(f"{name}\r", SYNC)
    assert home.ran() == [f"{DESTROY}1"]
    shell.close()


@pytest.mark.skipif(not shutil.which("tmux"), reason="there is no tmux")
def test_in_tmux(home: Home, kind: str) -> None:
    shell = start(home, kind, "tmux", "-S", f"{home.root}/tmux", "-f", os.devnull, "new-session")
    try:
        answers(shell)
    finally:
        subprocess.run(["tmux", "-S", f"{home.root}/tmux", "kill-server"], check=False)
        shell.close()


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("script"), reason="there is no script of util-linux")
def test_under_script(home: Home, kind: str) -> None:
    shell = Shell(home, ["script", "-qec", shlex.join(command(home, kind)), os.devnull])
    answers(shell)
    shell.close()


def test_over_ssh(home: Home, kind: str, ssh: list[str]) -> None:
    variables = [f"{name}={value}" for name, value in home.environment().items() if name != "TERM"]
    remote = (
        f"cd {shlex.quote(str(home.root / 'work'))} && exec {shlex.join(['env', *variables, *command(home, kind)])}"
    )
    shell = Shell(home, [*ssh, remote])
    answers(shell)
    shell.close()


def test_a_question_that_was_left_does_not_stop_the_next_line(shared: Shell) -> None:
    shared.keys(f"{DESTROY}1\r", ASK, "\x1a", CLEAR, "note works\r", SYNC)
    assert (shared.home.root / "value").read_text() == "works\n"
