"""`guardcmd off`: for how long people's own shells go unguarded. Agents stay guarded."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from guardcmd.errors import StateError, UsageError

UNITS = {"s": 1, "m": 60, "h": 3600}
LONGEST = 8 * 3600  # seconds: a working day; the hooks believe no later time either (shell-hooks/)


def seconds(text: str) -> int:
    """`90s`, `10m`, `2h` in seconds. Raises UsageError for anything else, and beyond eight hours."""
    number, unit = text[:-1], text[-1:]
    if not number.isascii() or not number.isdigit() or unit not in UNITS:
        raise UsageError(f"`{text}` is no length of time", "such as `10m`, `90s` or `2h`")
    found = int(number) * UNITS[unit]
    if not 0 < found <= LONGEST:
        raise UsageError(f"`{text}` is not between a second and {LONGEST // 3600} hours")
    return found


def write(path: str, until: int) -> None:
    """Leave the shells unguarded until then, in seconds since the epoch."""
    target = Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "w") as file:
            file.write(f"{until}\n")
        os.replace(name, target)
    except OSError as error:
        raise StateError(f"`{path}` cannot be written: {error.strerror}") from None


def left(path: str, now: int) -> int:
    """For how many seconds the shells still go unguarded; 0 where nothing usable is written: then they are guarded."""
    try:
        text = Path(path).read_text().strip()
    except (OSError, UnicodeDecodeError):
        return 0
    until = int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else 0
    return until - now if 0 < until - now <= LONGEST else 0


def end(path: str) -> bool:
    """Guard the shells again. Whether they were unguarded."""
    try:
        Path(path).unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise StateError(f"`{path}` cannot be removed: {error.strerror}") from None
    return True
