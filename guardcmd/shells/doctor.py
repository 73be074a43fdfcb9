"""Prove a shell's hook in a real terminal of that shell, with the user's own start-up files."""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from guardcmd.agents.wiring.check import Check
from guardcmd.shells.hook_text import SHELLS, module
from guardcmd.shells.install import is_installed

QUESTION, REFUSED = b"press Enter to leave: ", b"not run"
PATIENCE = 20.0  # seconds for one answer of the shell
CANARY = "false && terraform destroy -auto-approve"  # does nothing, whatever becomes of it


def examine(environment: dict[str, str]) -> Iterator[Check]:
    """The checks of every shell that the guard is installed in."""
    for shell in SHELLS:
        if is_installed(shell, environment):
            yield from examine_shell(shell, environment)


def examine_shell(shell: str, environment: dict[str, str]) -> Iterator[Check]:
    program = shutil.which(shell, path=environment.get("PATH"))
    if program is None:
        yield Check("warning", f"{shell}: guardcmd is installed for it, but it is not in the PATH")
        return
    with tempfile.TemporaryDirectory(prefix="guardcmd-doctor-") as scratch:
        session = Session([program, *module(shell).INTERACTIVE], environment)
        try:
            yield from proved(shell, session, Path(scratch))
        except TimeoutError:
            yield Check("failed", f"{shell} did not answer within {PATIENCE:.0f} s", f"what does `{shell} -i` print?")
        finally:
            session.close()


def proved(shell: str, session: Session, scratch: Path) -> Iterator[Check]:
    """A harmless line runs, a destructive one asks and does not run, and nothing in the shell works against it."""
    own = module(shell)
    session.run(own.QUIET, scratch / "started")
    state = {}
    for name, line in own.PROBES.items():
        told = scratch / name
        session.run(f"{line} > {told}", told)
        state[name] = told.read_text(errors="replace").strip()
    yield Check("ok", f"{shell}: a harmless line runs")
    ran = scratch / "ran"
    session.type(f"{CANARY}; : > {ran}\r")
    # an agent that runs the doctor is refused without a question
    asked = session.wait(lambda: QUESTION in session.seen or REFUSED in session.seen or ran.exists())
    if asked and not ran.exists():
        session.type("\r")
        session.wait(lambda: REFUSED in session.seen)
        session.run(":", scratch / "after", clear=True)
    if asked and not ran.exists():
        yield Check("ok", f"{shell}: `{CANARY}` is asked about, and does not run without an answer")
    else:
        yield Check("failed", f"{shell}: `{CANARY}` ran unasked", f"run `guardcmd install {shell}` again")
    found = list(own.troubles(state))
    for what, hint in found:
        yield Check("failed" if state.get("status") != "blocks" else "warning", f"{shell}: {what}", hint)
    if state.get("status") != "blocks" and not found:
        yield Check("failed", f"{shell}: GUARDCMD_STATUS is `{state.get('status')}`", "`guardcmd off --end`, perhaps")


class Session:
    """One interactive shell on a pseudo-terminal."""

    def __init__(self, argv: list[str], environment: dict[str, str]) -> None:
        self.seen = b""
        self.process, self.terminal = pty.fork()
        if not self.process:
            try:
                os.execve(argv[0], argv, {**environment, "TERM": environment.get("TERM", "xterm")})
            finally:
                os._exit(127)

    def type(self, keys: str) -> None:
        self.seen = b""
        os.write(self.terminal, keys.encode())

    def run(self, line: str, made: Path, clear: bool = False) -> None:
        """Enter a line and wait until the file behind it is there. Raises TimeoutError."""
        again = time.monotonic()
        mark = made.with_name(f"{made.name}.done")

        def done() -> bool:
            nonlocal again
            if time.monotonic() >= again:  # while a shell starts, or a question ends, what is typed is dropped
                again = time.monotonic() + 1
                for key in ("\x03", "\x03", "\r") * clear:  # of a question, of the line; zsh may drop one line more
                    self.type(key)
                    time.sleep(0.1)
                self.type(f" {line}; : > {mark}\r")
            return mark.exists()

        if not self.wait(done):
            raise TimeoutError

    def wait(self, until: object) -> bool:
        """Read what the shell prints until something holds; False when it takes too long."""
        assert callable(until)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if until():
                return True
            ready, _, _ = select.select([self.terminal], [], [], 0.05)
            try:
                self.seen += os.read(self.terminal, 65536) if ready else b""
            except OSError:  # the shell has ended
                return bool(until())
        return False

    def close(self) -> None:
        for number in (signal.SIGHUP, signal.SIGKILL):
            try:
                os.kill(self.process, number)
                os.kill(-self.process, number)
            except OSError:
                pass
        os.close(self.terminal)
        os.waitpid(self.process, 0)
