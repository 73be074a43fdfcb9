"""A question on the terminal itself, answered by typing a word. Type-ahead and pasted tails do not count."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import os
import select
import sys
import termios
import time
from typing import Any

TTY = "/dev/tty"
PATIENCE = 180.0  # seconds
CALM, LONGEST_PASTE = 0.1, 2.0  # seconds without input, after which a paste has ended; and the end of waiting for that
LONGEST = 4096
INPUT, OUTPUT, LOCAL, KEYS = 0, 1, 3, 6  # places in what tcgetattr returns
NO_PASTE_BRACKETS, PASTE_BRACKETS = b"\x1b[?2004l", b"\x1b[?2004h"
# keys that line editors take for themselves while they run
USUAL_KEYS = {
    termios.VINTR: b"\x03", termios.VEOF: b"\x04", termios.VERASE: b"\x7f", termios.VKILL: b"\x15",
    termios.VSUSP: b"\x1a", termios.VQUIT: b"\x1c",
}  # fmt: skip
UNSET_KEYS = (b"\x00", b"\xff")  # how systems write a key that is switched off
TOO_EASY = ("", "y", "n")  # typed by habit
# Each of them means no. To be stopped (Ctrl-Z) in the middle of a question would leave the terminal to the shell in a
# state of ours, and most shells cannot go on with what runs within their line editor.
REFUSING = (_signal.SIGINT, _signal.SIGQUIT, _signal.SIGTSTP, _signal.SIGTERM, _signal.SIGHUP)


class NoTerminal(Exception):
    """There is no terminal that a person could answer on."""


class Terminal:
    """The controlling terminal, set for reading one line whatever state a shell left it in, and set back after.

    `brackets`: a line editor goes on afterwards that wants pastes marked, so that is switched on again. While it is
    open, every signal that means no raises KeyboardInterrupt, so that the terminal is set back then, too.
    """

    def __init__(self, path: str = TTY, brackets: bool = False) -> None:
        self._brackets = brackets
        self._handlers: dict[int, Any] = {}
        self.encoding = sys.getfilesystemencoding()  # the locale's; UTF-8 where that is C
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
        try:
            for number in REFUSING:
                if _signal.getsignal(number) != _signal.SIG_IGN:
                    self._handlers[number] = _signal.signal(number, _refuse)
            termios.tcsetattr(self.descriptor, termios.TCSADRAIN, _cooked(self._saved))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for number in self._handlers:
            _signal.signal(number, _signal.SIG_IGN)
        try:
            # the tail of a paste must not reach the command
            termios.tcsetattr(self.descriptor, termios.TCSAFLUSH, self._saved)
            if self._brackets:
                os.write(self.descriptor, PASTE_BRACKETS)
        finally:
            os.close(self.descriptor)
            for number, handler in self._handlers.items():
                _signal.signal(number, handler)

    @property
    def columns(self) -> int:
        """The width of this terminal; 0 if it does not know."""
        try:
            return os.get_terminal_size(self.descriptor).columns
        except OSError:
            return 0

    def shown(self, text: str) -> str:
        """The text as it is seen here: what the encoding lacks is written out."""
        return text.encode(self.encoding, "backslashreplace").decode(self.encoding, "replace")

    def write(self, text: str) -> None:
        os.write(self.descriptor, text.encode(self.encoding, "backslashreplace"))

    def ask(self, question: str, patience: float = PATIENCE) -> str | None:
        """The typed line without its end; None for Ctrl-C, Ctrl-D, Ctrl-Z, or nobody there for `patience` seconds."""
        try:
            self._settle()
            if knows_escapes():
                os.write(self.descriptor, NO_PASTE_BRACKETS)
            self.write(question)
            return self._line(patience)
        except KeyboardInterrupt:
            self.write("\n")
            return None

    def _settle(self) -> None:
        """Drop what was typed before, with the rest of a paste that is still on its way."""
        calm = _cooked(self._saved)
        calm[LOCAL] &= ~(termios.ICANON | termios.ECHO)
        calm[KEYS][termios.VMIN], calm[KEYS][termios.VTIME] = 1, 0
        termios.tcsetattr(self.descriptor, termios.TCSAFLUSH, calm)
        until = time.monotonic() + LONGEST_PASTE
        while time.monotonic() < until and select.select([self.descriptor], [], [], CALM)[0]:
            termios.tcflush(self.descriptor, termios.TCIFLUSH)
        termios.tcsetattr(self.descriptor, termios.TCSAFLUSH, _cooked(self._saved))

    def _line(self, patience: float) -> str | None:
        until = time.monotonic() + patience
        data = b""
        while not data.endswith(b"\n") and len(data) < LONGEST:
            part = os.read(self.descriptor, LONGEST) if self._comes(until) else b""
            if not part:  # nobody there, or Ctrl-D
                self.write("\n")
                return None
            data += part
        return data.decode(self.encoding, "replace").strip()

    def _comes(self, until: float) -> bool:
        """Wait for something to read. A signal that arrives just before the waiting begins ends it, too."""
        heard, told = os.pipe()
        os.set_blocking(told, False)
        before = _signal.set_wakeup_fd(told, warn_on_full_buffer=False)
        try:
            ready, _, _ = select.select([self.descriptor, heard], [], [], max(0.0, until - time.monotonic()))
            return self.descriptor in ready
        finally:
            _signal.set_wakeup_fd(before)
            os.close(heard)
            os.close(told)


def _refuse(number: int, _: object) -> None:
    raise KeyboardInterrupt(number)


def knows_escapes() -> bool:
    """Whether the terminal does as escape sequences say, or prints them."""
    return os.environ.get("TERM", "") not in ("", "dumb", "unknown")


def _cooked(saved: list[Any]) -> list[Any]:
    """Line editing, echo, signals, and carriage return as the end of a line: line editors leave all of these off."""
    flags = [*saved]
    flags[INPUT] = (flags[INPUT] | termios.ICRNL) & ~(termios.INLCR | termios.IGNCR)
    flags[OUTPUT] |= termios.OPOST | termios.ONLCR
    flags[LOCAL] |= termios.ICANON | termios.ECHO | termios.ECHOE | termios.ISIG | termios.IEXTEN
    flags[KEYS] = [
        USUAL_KEYS.get(place, key) if isinstance(key, int) or key in UNSET_KEYS else key  # a number: VMIN, VTIME
        for place, key in enumerate(saved[KEYS])
    ]
    return flags


def confirm(terminal: Terminal, word: str, patience: float = PATIENCE, what: str = "run it") -> bool:
    """Whether the person typed exactly the word, in order to do `what`.

    One wrong answer ends it, and a single `y` is never the word. What cannot be seen in the word is written out, and
    is typed as it is written.
    """
    from guardcmd.terminal.excerpt import visible

    shown = " ".join(terminal.shown(visible(word)).split())
    shown = "yes" if shown.lower() in TOO_EASY else shown
    typed = terminal.ask(f"type `{shown}` to {what}, or press Enter to leave: ", patience)
    return typed is not None and typable(typed) == typable(shown)


def typable(text: str) -> str:
    """The text as keyboards write it: composed letters, single blanks, three dots for an ellipsis."""
    from unicodedata import normalize

    return " ".join(normalize("NFC", text).replace("…", "...").split())
