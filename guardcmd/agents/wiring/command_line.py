"""The hook's command line: how clients start it, and how it is recognised in their settings.

Whatever keeps the interpreter from answering ends in a status above 0: the code on the command line runs `start.py`,
which never comes back; an alarm ends what hangs before the hook's own deadline is set; `shell_line` turns every
status but the hook's own into the universal refusal.
"""

from __future__ import annotations

import importlib.util
import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from guardcmd.agents.ours import START, line_of
from guardcmd.agents.refusal import refusal
from guardcmd.store.paths import paths

PACKAGE = Path(__file__).parents[2]
STALL = 5  # seconds until an interpreter that hangs is ended; the hook itself answers in 2
BROKEN = "guardcmd could not start, so nothing of this ran; a person must look: `guardcmd doctor`"
# the client of a hook is the word behind `hook`, its state and settings are named by these options
LATER = ("--state", "--config", "--settings")
SH = ("/bin/sh", "-c")


def hook_argv(client: str, state: str = "", config: str = "", settings: str = "") -> list[str]:
    """The hook's whole command line, interpreter first. It finds everything by its arguments alone."""
    places = paths(state, config)
    sites = [word for folder in site_folders() for word in ("--site", folder)]
    argv = [sys.executable, "-I", "-S", "-c", code(str(PACKAGE / "start.py")), *sites, "hook", client]
    argv += ["--state", places.state, "--config", places.config]
    return [*argv, "--settings", settings] if settings else argv


def code(start: str) -> str:
    """What the interpreter is told: an emptied or truncated `start.py` must not end in silence."""
    return f"import _signal;_signal.alarm({STALL});exec(open({start!r},'rb').read());raise SystemExit(3)"


def site_folders() -> list[str]:
    """The folders that guardcmd and bashlex are imported from."""
    found = [str(PACKAGE.parent)]
    spec = importlib.util.find_spec("bashlex")
    if spec is not None and spec.origin:
        found.append(str(Path(spec.origin).parents[1]))
    return list(dict.fromkeys(found))


def shell_line(argv: Sequence[str]) -> str:
    """The command line for a client that has it run by `sh`, closed against every failure of the interpreter."""
    return closed(shlex.join(argv), BROKEN)


def closed(command: str, reason: str) -> str:
    """The command, and where it ends in any status but the hook's own 0 and 2, the universal refusal."""
    answer = f"printf '%s\\n' {shlex.quote(refusal(reason).stdout.rstrip())}; echo {shlex.quote(reason)} >&2"
    return f"{command} || {{ [ $? = 2 ] || {{ {answer}; }}; exit 2; }}"


def wrapped(line: str) -> str:
    """The line for a client that does not say which shell runs it."""
    return shlex.join(["/bin/sh", "-c", line])


def any_shell_line(argv: Sequence[str]) -> str:
    """The same for a client that has it run by the user's login shell, which may be fish, and that reads no output."""
    return wrapped(f"{shlex.join(argv)} || {{ [ $? = 2 ] || echo {shlex.quote(BROKEN)} >&2; exit 2; }}")


def argv_of(hook: Mapping[str, object]) -> list[str]:
    """The hook's own command line, without what `shell_line` and `wrapped` put around it; empty where there is none."""
    arguments = hook.get("args")
    if isinstance(arguments, list):
        return [str(hook.get("command", "")), *[str(word) for word in arguments]]
    line = line_of(dict(hook))
    try:
        if line.startswith("/bin/sh -c "):
            line = shlex.split(line)[2]
        return shlex.split(line.partition(" || ")[0])
    except (ValueError, IndexError):
        return []


def hook_words(command: Sequence[str]) -> list[str]:
    """The hook's own argv in what a client starts: itself, or inside the line for `sh`."""
    if tuple(command[:2]) == SH:
        return argv_of({"command": command[2]})
    return list(command)


def start_file(argv: Sequence[str]) -> str:
    """The `start.py` that a command line runs, empty if it runs none."""
    for word in argv:
        if START in word:
            quoted = word.partition("open('")[2].partition("'")[0]
            return quoted or word
    return ""
