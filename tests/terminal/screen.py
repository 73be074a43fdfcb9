"""A program on a pseudo-terminal that stays open after it: what it printed, and in which modes it left the terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

PATIENCE = 60  # seconds
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
QUESTION = re.compile(r"press\s+Enter\s+to\s+leave: ")


class Screen:
    """One program, the leader of a session of its own with this terminal."""

    def __init__(
        self, argv: Sequence[str], environment: Mapping[str, str], directory: Path, columns: int = 100
    ) -> None:
        self.master, self.slave = pty.openpty()
        self.resize(columns)
        self.before = self.modes()
        self.printed = ""
        self.process = subprocess.Popen(
            argv, stdin=self.slave, stdout=self.slave, stderr=self.slave, env=dict(environment), cwd=directory,
            start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )  # fmt: skip

    def resize(self, columns: int) -> None:
        """The kernel sends SIGWINCH to whoever is in the foreground."""
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))

    def modes(self) -> list[Any]:
        return termios.tcgetattr(self.slave)

    def type(self, text: str) -> None:
        os.write(self.master, text.encode())

    def wait(self, until: str | re.Pattern[str], times: int = 1) -> str:
        """Read until it was printed so often; returns all that was printed, without escapes."""
        deadline = time.monotonic() + PATIENCE
        while len(re.findall(until, self.plain)) < times:
            if time.monotonic() > deadline:
                raise AssertionError(f"there is no `{until}` in {self.printed!r}")
            self.read(0.5)
        return self.plain

    def asked(self) -> Screen:
        self.wait(QUESTION)
        return self

    def read(self, patience: float) -> bool:
        if not select.select([self.master], [], [], patience)[0]:
            return False
        self.printed += os.read(self.master, 65536).decode("utf-8", "replace")
        return True

    @property
    def plain(self) -> str:
        return ESCAPES.sub("", self.printed)

    @property
    def lines(self) -> list[str]:
        return self.plain.split("\r\n")

    def status(self) -> int:
        """Wait for the end of it."""
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < deadline:
            self.read(0.05)
        while self.read(0.05):
            pass
        return self.process.wait(0)

    def close(self) -> None:
        """As a window that is closed: what runs in it is hung up."""
        for descriptor in (self.master, self.slave):
            os.close(descriptor)

    def __enter__(self) -> Screen:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        with suppress(OSError):  # was closed before
            self.close()
