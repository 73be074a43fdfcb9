"""Read the audit log back: its latest events, and whether every line still follows from the one before."""

from __future__ import annotations

from guardcmd.audit.line import START, digest
from guardcmd.jsontext import JsonError, loads
from guardcmd.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

MOST_PROBLEMS = 20


class Report(Record):
    """What verifying found. `torn` lines were cut by a crash or a full disk, and closed; they are no problem."""

    files: int
    lines: int
    torn: int
    problems: tuple[str, ...]


def files(log: Path) -> list[Path]:
    """The files of the log, the oldest first: those that were closed when they had grown, then the present one."""
    closed = sorted(log.parent.glob(f"{log.stem}-*.jsonl"))  # their names say when
    return [*closed, *([log] if log.exists() else [])]


def events(log: Path, count: int) -> list[dict[str, object]]:
    """The latest events, the last one last; lines that cannot be read are left out."""
    found: list[dict[str, object]] = []
    for path in reversed(files(log)):
        lines = path.read_bytes().split(b"\n")
        parsed = [event for event in map(_event, lines[-(count + 1) :]) if event]
        found = [*parsed, *found]
        if len(found) >= count:
            break
    return found[-count:]


def verify(log: Path) -> Report:
    """Follow the hashes from the first line of the oldest file to the last line of the present one."""
    previous, lines, torn = START, 0, 0
    problems: list[str] = []
    every = files(log)
    for path in every:
        data = path.read_bytes()
        complete = data.split(b"\n")
        unfinished = complete.pop()
        for number, line in enumerate(complete, 1):
            lines += 1
            event = _event(line)
            if event.get("prev") != previous:
                follows = _event(complete[number]) if number < len(complete) else {}
                if not event and follows.get("event") == "torn" and follows.get("prev") == digest(line):
                    torn += 1
                elif len(problems) < MOST_PROBLEMS:
                    problems.append(f"{path}:{number}: {_problem(event, number)}")
            previous = digest(line)
        if unfinished and path == log:
            torn += 1  # the next event closes it
            previous = digest(unfinished)
        elif unfinished:
            problems.append(f"{path}: its last line is cut")
    return Report(len(every), lines, torn, tuple(problems))


def _problem(event: dict[str, object], number: int) -> str:
    if not event:
        return "this is no line of an audit log"
    return "this does not follow from the line before" if number > 1 else "a part of the log before this is missing"


def _event(line: bytes) -> dict[str, object]:
    try:
        event = loads(line.decode("utf-8"))
    except (JsonError, UnicodeDecodeError):
        return {}
    return event if isinstance(event, dict) else {}
