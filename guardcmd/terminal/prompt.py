"""A question on the terminal itself, answered by typing a word. Type-ahead and pasted tails do not count."""

from __future__ import annotations

import os
import select
import termios
import time
from typing import Any

TTY = "/dev/tty"
PATIENCE = 180.0  # seconds
LONGEST = 4096
INPUT, OUTPUT, LOCAL = 0, 1, 3  # places in what tcgetattr returns
NO_PASTE_BRACKETS = b"\x1b[?2004l"


class NoTerminal(Exception):
    """There is no terminal that a person could answer on."""


class Terminal:
    """The controlling terminal, set for reading one line whatever state a shell left it in, and set back after."""

    def __init__(self, path: str = TTY) -> None:
        try:
            self.descriptor = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
        except OSError as error:
            raise NoTerminal(f"there is no terminal to ask on ({str(error.strerror).lower()})") from None
        try:
            self._saved = termios.tcgetattr(self.descriptor)
            if os.tcgetpgrp(self.descriptor) != os.getpgrp():
                raise NoTerminal("this runs in the background, where nobody can be asked")
        except (OSError, termios.error, NoTerminal) as error:
            os.close(self.descriptor)
            if isinstance(error, NoTerminal):
                raise
            raise NoTerminal("what should be the terminal is none") from None

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.descriptor)

    def write(self, text: str) -> None:
        os.write(self.descriptor, text.encode("utf-8", "replace"))

    def ask(self, question: str, patience: float = PATIENCE) -> str | None:
        """The typed line without its end; None for Ctrl-C, Ctrl-D, or nobody there within `patience` seconds."""
        termios.tcsetattr(self.descriptor, termios.TCSAFLUSH, _cooked(self._saved))  # drops what was typed before
        try:
            os.write(self.descriptor, NO_PASTE_BRACKETS)
            self.write(question)
            return self._line(patience)
        except KeyboardInterrupt:
            self.write("\n")
            return None
        finally:
            # the tail of a paste must not reach the command
            termios.tcsetattr(self.descriptor, termios.TCSAFLUSH, self._saved)

    def _line(self, patience: float) -> str | None:
        until = time.monotonic() + patience
        data = b""
        while not data.endswith(b"\n") and len(data) < LONGEST:
            ready, _, _ = select.select([self.descriptor], [], [], max(0.0, until - time.monotonic()))
            part = os.read(self.descriptor, LONGEST) if ready else b""
            if not part:  # nobody there, or Ctrl-D
                self.write("\n")
                return None
            data += part
        return data.decode("utf-8", "replace").strip()


def _cooked(saved: list[Any]) -> list[Any]:
    """Line editing, echo, signals, and carriage return as the end of a line: bash leaves all of these off."""
    flags = [*saved]
    flags[INPUT] = (flags[INPUT] | termios.ICRNL) & ~(termios.INLCR | termios.IGNCR)
    flags[OUTPUT] |= termios.OPOST | termios.ONLCR
    flags[LOCAL] |= termios.ICANON | termios.ECHO | termios.ECHOE | termios.ISIG
    return flags


def confirm(terminal: Terminal, word: str, patience: float = PATIENCE, what: str = "run it") -> bool:
    """Whether the person typed exactly the word, in order to do `what`. One wrong answer ends it."""
    from guardcmd.terminal.excerpt import visible

    typed = terminal.ask(f"type `{visible(word)}` to {what}, or press Enter to leave: ", patience)
    return typed is not None and typed == word
