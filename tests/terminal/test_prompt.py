"""The typed confirmation, on a real pseudo-terminal."""

from __future__ import annotations

import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

ROOT = Path(__file__).parents[2]
ASK = f"""
import sys, time; sys.path.insert(0, {str(ROOT)!r})
from guardcmd.terminal.prompt import Terminal, confirm
print("READY", flush=True); sys.stdin.readline()
with Terminal() as terminal:
    print("YES" if confirm(terminal, "prod", float(sys.argv[1])) else "NO", flush=True)
print("LEFT:" + repr(sys.stdin.readline()) if len(sys.argv) > 2 else "END", flush=True)
"""
RAW = "import sys,tty; tty.setraw(0)"


@pytest.fixture
def ask() -> Iterator[pexpect.spawn]:
    child = pexpect.spawn(sys.executable, ["-c", ASK, "30"], encoding="utf-8", timeout=20)
    child.expect("READY")
    child.sendline("")
    child.expect("press Enter to leave: ")
    yield child
    child.close(force=True)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("prod\n", "YES"), ("  prod \n", "YES"), ("prod\r", "YES"), ("\n", "NO"), ("yes\n", "NO"), ("Prod\n", "NO"),
        ("prod1\n", "NO"), ("\x03", "NO"), ("\x04", "NO"), ("prod\x04\x04", "NO"), ("prox\x7fd\n", "YES"),
        ("no\nprod\n", "NO"),
    ],
)  # fmt: skip
def test_answers(ask: pexpect.spawn, typed: str, answer: str) -> None:
    ask.send(typed)
    ask.expect("(YES|NO)\r\n")
    assert ask.match.group(1) == answer


def test_what_was_typed_before_does_not_count() -> None:
    child = pexpect.spawn(sys.executable, ["-c", ASK, "2"], encoding="utf-8", timeout=20)
    child.expect("READY")
    child.send("\nprod\n")  # the first line lets it go on, the second is type-ahead
    child.expect(["YES", "NO"])
    assert child.after == "NO"
    child.close(force=True)


def test_the_rest_of_a_paste_that_comes_late_does_not_count() -> None:
    """As over a slow line: some of it arrives after the first of it was dropped."""
    code = ASK.replace('print("READY"', 'import guardcmd.terminal.prompt as p; p.CALM = 1.0; print("READY"')
    child = pexpect.spawn(sys.executable, ["-c", code, "20"], encoding="utf-8", timeout=20)
    child.expect("READY")
    child.sendline("")
    for _ in range(4):
        time.sleep(0.2)
        child.sendline("prod")
    child.expect("press Enter to leave: ")
    child.sendline("")
    child.expect("(YES|NO)\r\n")
    assert child.match.group(1) == "NO"
    child.close(force=True)


@pytest.mark.parametrize(
    "failing",
    ["raise ValueError", "raise SystemExit", "raise KeyboardInterrupt", "os.kill(os.getpid(), 15)", "1/0"],
)
def test_the_terminal_is_set_back_whatever_happens(failing: str) -> None:
    code = f"{RAW}\nimport os, sys; sys.path.insert(0, {str(ROOT)!r})\n" + (
        "from guardcmd.terminal.prompt import Terminal\nimport termios\nbefore = termios.tcgetattr(0)\n"
        f"try:\n    with Terminal(): {failing}\nexcept BaseException: pass\n"
        "print('SAME' if termios.tcgetattr(0) == before else 'OTHER', flush=True)\n"
    )
    child = pexpect.spawn(sys.executable, ["-c", code], encoding="utf-8", timeout=20)
    child.expect("SAME")
    child.close(force=True)


def test_what_the_program_did_with_signals_is_as_before() -> None:
    code = f"import os, signal, sys; sys.path.insert(0, {str(ROOT)!r})\n" + (
        "from guardcmd.terminal.prompt import Terminal, REFUSING\n"
        "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"  # as nohup does it
        "before = [signal.getsignal(number) for number in REFUSING]\n"
        "with Terminal() as terminal:\n    os.kill(os.getpid(), signal.SIGHUP)\n"
        "print('SAME' if [signal.getsignal(number) for number in REFUSING] == before else 'OTHER', flush=True)\n"
    )
    child = pexpect.spawn(sys.executable, ["-c", code], encoding="utf-8", timeout=20)
    child.expect("SAME")
    child.close(force=True)


def test_nobody_there() -> None:
    child = pexpect.spawn(sys.executable, ["-c", ASK, "0.3"], encoding="utf-8", timeout=20)
    child.expect("READY")
    child.sendline("")
    child.expect("NO\r\n")
    child.close(force=True)


def test_the_tail_of_a_paste_is_dropped() -> None:
    child = pexpect.spawn(sys.executable, ["-c", ASK, "20", "left"], encoding="utf-8", timeout=20)
    child.expect("READY")
    child.sendline("")
    child.expect("press Enter to leave: ")
    child.send("prod\nrm -rf /\n")
    child.expect("YES")
    child.sendline("after")
    child.expect("LEFT:'after")
    child.close(force=True)


def test_works_and_restores_in_whatever_state_a_shell_left_the_terminal() -> None:
    """bash in `bind -x`: no ICRNL, no canonical mode, no echo."""
    code = RAW + ASK.replace("sys.stdin.readline()", "0", 1)
    child = pexpect.spawn(sys.executable, ["-c", code, "20"], encoding="utf-8", timeout=20)
    child.expect("press Enter to leave: ")
    child.send("prod\r")  # Enter sends a carriage return
    child.expect("prod")  # echoed
    child.expect("YES")
    after = termios.tcgetattr(child.child_fd)
    assert not after[3] & termios.ICANON
    child.close(force=True)


NO_TERMINAL = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
from guardcmd.terminal.prompt import NoTerminal, Terminal
try: Terminal()
except NoTerminal as error: print("refused:", error)
"""


def test_without_a_terminal() -> None:
    done = subprocess.run(
        [sys.executable, "-c", NO_TERMINAL], capture_output=True, text=True, start_new_session=True, check=True
    )
    assert "refused: there is no terminal" in done.stdout


def test_in_the_background() -> None:
    child = pexpect.spawn("/bin/bash", ["--norc", "-i"], encoding="utf-8", timeout=20)
    child.sendline(f"{sys.executable} - <<'E' &\n{NO_TERMINAL}\nE")
    child.expect("refused: this runs in the background")
    child.close(force=True)


def test_a_single_y_is_never_the_word() -> None:
    code = ASK.replace('"prod"', '"y"')
    for typed, answer in (("y", "NO"), ("yes", "YES")):
        child = pexpect.spawn(sys.executable, ["-c", code, "20"], encoding="utf-8", timeout=20)
        child.expect("READY")
        child.sendline("")
        child.expect("type `yes` to run it")
        child.sendline(typed)
        child.expect(f"{answer}\r\n")
        child.close(force=True)


@pytest.mark.parametrize(("brackets", "left"), [("True", True), ("False", False)])
def test_marked_pastes_are_off_while_it_asks(brackets: str, left: bool) -> None:
    code = ASK.replace("Terminal()", f"Terminal(brackets={brackets})").replace('print("LEFT', 'print("\\nLEFT')
    child = pexpect.spawn(sys.executable, ["-c", code, "20"], encoding="utf-8", timeout=20)
    child.expect("READY")
    child.sendline("")
    child.expect_exact("\x1b[?2004l")
    child.expect("leave: ")
    child.sendline("no")
    child.expect("END")
    assert ("\x1b[?2004h" in child.before) is left
    child.close(force=True)


def test_keys_that_a_line_editor_took_work() -> None:
    """fish and zsh switch the interrupt key off while they edit."""
    off = "import termios; f = termios.tcgetattr(0); f[6][termios.VINTR] = b'\\0'; f[3] &= ~termios.ICANON; "
    code = off + "termios.tcsetattr(0, 0, f)\n" + ASK.replace("sys.stdin.readline()", "0", 1)
    child = pexpect.spawn(sys.executable, ["-c", code, "20"], encoding="utf-8", timeout=20)
    child.expect("press Enter to leave: ")
    child.send("\x03")
    child.expect("NO")
    assert termios.tcgetattr(child.child_fd)[6][termios.VINTR] == b"\x00"
    child.close(force=True)
