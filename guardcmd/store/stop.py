"""The stop: while its file exists, agents may only read. On the hook's path: no json, no pathlib."""

from __future__ import annotations

import posix

from guardcmd.jsontext import JsonError, dumps, loads
from guardcmd.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.store.paths import Paths

LARGEST = 65_536  # bytes


class Stop(Record):
    """Why, since when and by whom. `engaged`: it also closed the fast path, which was open before."""

    reason: str
    at: str = ""
    user: str = ""
    engaged: bool = False


def stopped(path: str) -> Stop | None:
    """The stop in force; None only where there is clearly none."""
    try:
        file = posix.open(path, posix.O_RDONLY | posix.O_CLOEXEC | posix.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except OSError as error:
        return Stop(f"`{path}` cannot be read: {error.strerror}")
    try:
        stop = Stop(**loads(posix.read(file, LARGEST).decode("utf-8")))
    except (OSError, JsonError, UnicodeDecodeError, TypeError):
        return Stop(f"`{path}` is damaged")
    finally:
        posix.close(file)
    texts = (stop.reason, stop.at, stop.user)
    return stop if all(isinstance(text, str) for text in texts) else Stop(f"`{path}` is damaged")


def stop(paths: Paths, reason: str, at: str, user: str) -> None:
    """Close the fast path, then refuse. A stop that is in force stays as it is. Raises OSError."""
    from guardcmd.audit.log import make_directory

    make_directory(paths.state)
    engaged = _create(paths.engaged, b"stop\n")
    _create(paths.stopped, dumps({"reason": reason, "at": at, "user": user, "engaged": engaged}).encode("ascii"))


def resume(paths: Paths) -> None:
    """Let agents go on; the fast path opens again if it was open before. Raises OSError."""
    earlier = stopped(paths.stopped)
    posix.unlink(paths.stopped)
    if earlier is not None and earlier.engaged is True:
        posix.unlink(paths.engaged)


def _create(path: str, data: bytes) -> bool:
    """Whether the file is new."""
    flags = posix.O_WRONLY | posix.O_CREAT | posix.O_EXCL | posix.O_CLOEXEC | posix.O_NOFOLLOW
    try:
        file = posix.open(path, flags, 0o600)
    except FileExistsError:
        return False
    try:
        posix.write(file, data)
    finally:
        posix.close(file)
    return True
