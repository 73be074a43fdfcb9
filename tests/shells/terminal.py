"""A real shell on a pseudo-terminal, in a scratch home, judged by the files that its commands leave."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path

import pexpect
import pytest

from guardcmd.agents.wiring.command_line import site_folders
from guardcmd.shells.hook_text import hook_text
from guardcmd.terminal.person import MARKERS, obstacle

ROOT = Path(__file__).parents[2]
QUESTION = r"press Enter to leave: "
ANSWERED = r"\x1b\[\?2004h|not run|RUN\r\n|OFF\r\n|> "
PATIENCE = 30  # seconds
# what dangerous commands are here: each only notes that it was called
STUB = """#!/bin/sh
echo "${0##*/} $*" >> "$HOME/ran"
"""
MARK = """#!/bin/sh
: > "$HOME/marks/$1"
"""
HOLD = """#!/bin/sh
: > "$HOME/marks/hold"
exec sleep 300
"""
NOTE = """#!/bin/sh
echo "$*" > "$HOME/value"
"""
EDITOR = """#!/bin/sh
echo "terraform destroy -var=n=edited" > "$1"
"""


@dataclass
class Home:
    """The folders of one scratch home. The prompt's word for `terraform destroy` there is `work`."""

    root: Path
    start: Path = field(init=False)

    def __post_init__(self) -> None:
        if obstacle({}):
            pytest.skip("these tests themselves run under an agent, and the hook sees that")
        for name in ("bin", "marks", "work", "guard/guardcmd"):
            (self.root / name).mkdir(parents=True)
        for data in ("data", ".local/share"):  # else fish reads every manual page at its first start
            (self.root / data / "fish" / "generated_completions").mkdir(parents=True)
        for name, text in (("terraform", STUB), ("mark", MARK), ("note", NOTE), ("hold", HOLD), ("edit", EDITOR)):
            self.program(name, text)
        # a copy, so that a test can take it away
        self.start = self.root / "guard" / "guardcmd" / "start.py"
        shutil.copy(ROOT / "guardcmd" / "shells" / "start.py", self.start)

    def program(self, name: str, text: str) -> None:
        path = self.root / "bin" / name
        path.write_text(text)
        path.chmod(0o755)

    def hook(self, shell: str) -> str:
        text = hook_text(shell, str(self.root / "state"), str(self.root / "config"), site_folders())
        return text.replace(str(ROOT / "guardcmd" / "shells" / "start.py"), str(self.start)).replace(
            f"{ROOT}/guardcmd/../guardcmd/shells/start.py", str(self.start)
        )

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in MARKERS and name[:4] != "BASH"}
        path = f"{self.root}/bin:{kept['PATH']}"
        own = {"HOME": str(self.root), "PATH": path, "TERM": "xterm", "LANG": "C.UTF-8", "EDITOR": "edit"}
        return {**kept, **own, "VISUAL": "edit", "HISTFILE": f"{self.root}/history", **more}

    def ran(self) -> list[str]:
        path = self.root / "ran"
        return path.read_text().splitlines() if path.exists() else []


class Shell:
    """One interactive shell. What is typed is bytes as keys send them."""

    def __init__(self, home: Home, argv: list[str], **more: str) -> None:
        self.home, self.marks = home, 0
        self.child = pexpect.spawn(
            argv[0], argv[1:], env=home.environment(**more), cwd=str(home.root / "work"), encoding="utf-8",
            timeout=PATIENCE, dimensions=(40, 100),
        )  # fmt: skip
        self.child.delaybeforesend = None
        self.child.expect("> ")
        self.sync()

    def keys(self, *keys: str) -> None:
        """Type them; `ASK` waits for the question first, and for its end before anything else is typed."""
        asked = False
        for each in keys:
            if each is ASK:
                self.child.expect(QUESTION)
                asked = True
            elif each in (SYNC, CLEAR):
                self.sync(interrupts=each is CLEAR)
            else:
                self.child.send(each)
                if each.endswith("\x1b"):  # and not the beginning of another key
                    self.read()
                if asked:
                    self.child.expect(ANSWERED)
                asked = False

    def sync(self, interrupts: bool = False) -> None:
        """Wait until the shell has run all that was typed; with `interrupts` leave a question and a line first."""
        self.marks += 1
        mark = self.home.root / "marks" / str(self.marks)
        until = time.monotonic() + PATIENCE
        again, pause = 0.0, 0.05
        while not mark.exists():
            if time.monotonic() > again:  # what is typed while a question ends is dropped
                for _ in range(2 * interrupts):
                    self.child.send("\x03")
                    self.read(pause)
                pause *= 2  # a slow machine drops the second one too
                self.child.send(f"mark {self.marks}\r")
                again = time.monotonic() + 1
            self.read(0.01)
            if time.monotonic() > until:
                raise AssertionError(f"the shell does not answer: {self.child.before!r}")
        self.rest()

    def hold(self) -> None:
        """Run a program that does not end, and wait until it has begun."""
        begun = self.home.root / "marks" / "hold"
        begun.unlink(missing_ok=True)
        self.child.send("hold\r")
        until = time.monotonic() + PATIENCE
        while not begun.exists() and time.monotonic() < until:
            self.read(0.01)

    def rest(self) -> None:
        """Until nothing more is printed: the prompt stands."""
        before = -1
        while before != len(self.child.buffer):
            before = len(self.child.buffer)
            self.read()

    def read(self, seconds: float = 0.05) -> None:
        """Take what was printed, or a full terminal would stop the shell."""
        try:
            self.child.expect(pexpect.TIMEOUT, timeout=seconds)
        except pexpect.EOF as end:
            raise AssertionError(f"the shell has ended: {self.child.before!r}") from end

    def value(self, expression: str) -> str:
        """What an expression is in this shell."""
        self.keys(f"note {expression}\r")
        self.sync()
        return (self.home.root / "value").read_text().rstrip("\n")

    def close(self) -> None:
        self.child.close(force=True)


ASK, SYNC, CLEAR = "<the question>", "<wait for the prompt>", "<interrupt, then wait>"
