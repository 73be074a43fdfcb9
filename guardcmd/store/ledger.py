"""What a session did before, from the end of the audit log: paths that it made, tools that it was refused, tunnels."""

from __future__ import annotations

import posix
import time

from guardcmd.jsontext import JsonError, dumps, loads
from guardcmd.record import Record

TAIL = 512 * 1024  # bytes of the log that are looked at


class Ledger(Record):
    """`made`: absolute paths that this session created. `refused`: tools that it was refused lately, with repeats."""

    made: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    tunnel: bool = False  # it opened a way by which a loopback port leads elsewhere


def ledger(log: str, session: str, minutes: int = 10, tail: int = TAIL) -> Ledger:
    """What the log at this path says of a session, refusals of the last minutes; empty where nothing can be read."""
    if not session:
        return Ledger()
    made: list[str] = []
    refused: list[str] = []
    tunnel = False
    since = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(time.time() - 60 * minutes))
    written = dumps(session).encode("ascii")
    for line in _lines(log, tail):
        if written not in line:  # before the costly parse
            continue
        event = _event(line)
        if event.get("session") != session:
            continue
        made += texts(event.get("made"))
        tunnel = tunnel or event.get("tunnel") is True
        if event.get("answer") == "refused" and str(event.get("at", "")) >= since:
            refused += texts(event.get("tools"))
    return Ledger(tuple(made), tuple(refused), tunnel)


def _event(line: bytes) -> dict[str, object]:
    try:
        event = loads(line.decode("utf-8"))
    except (JsonError, UnicodeDecodeError):
        return {}
    return event if isinstance(event, dict) else {}


def texts(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _lines(log: str, tail: int) -> list[bytes]:
    """The last complete lines of the file."""
    try:
        file = posix.open(log, posix.O_RDONLY | posix.O_CLOEXEC)
    except OSError:
        return []
    try:
        size = posix.fstat(file).st_size
        data = posix.pread(file, tail, max(0, size - tail))
    except OSError:
        return []
    finally:
        posix.close(file)
    lines = data.split(b"\n")
    return lines[1:] if size > tail else lines
