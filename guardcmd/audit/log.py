"""The audit log on disk: append one line under a lock, close torn lines, start a new file when it grows."""

from __future__ import annotations

import posix
import time

from guardcmd.audit.line import START, body, digest, linked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

PATIENCE = 0.2  # seconds that the lock is tried for
LARGEST = 16 * 1024 * 1024  # bytes of one file
TAIL = 4096
LONGEST_LINE = 1024 * 1024


def append(path: str, fields: Mapping[str, object], patience: float = PATIENCE) -> str:
    """Add one event to the log at `path`. Empty when the line stands, else the reason why it does not."""
    line_body = body(fields)
    try:
        file = _locked(path, patience)
    except OSError as error:
        return f"`{path}`: {error.strerror}"
    if file < 0:
        return f"`{path}` was locked for {int(patience * 1000)} ms"
    try:
        return _append(file, path, line_body)
    except OSError as error:
        return f"`{path}`: {error.strerror}"
    finally:
        posix.close(file)


def _append(file: int, path: str, line_body: str) -> str:
    size = posix.fstat(file).st_size
    last = _last_line(file, size)
    if last is None:
        return f"`{path}` ends in a line of more than {LONGEST_LINE} bytes"
    data, previous = b"", digest(last.rstrip(b"\n")) if last else START
    if last and not last.endswith(b"\n"):
        data = b"\n" + linked(body({"event": "torn", "at": now(), "bytes": len(last)}), previous)
        previous = digest(data[1:-1])
    if size > LARGEST:
        return _append_to_new(path, data, line_body, previous, file)
    return _write(file, data + linked(line_body, previous), size, path)


def _append_to_new(path: str, data: bytes, line_body: str, previous: str, old: int) -> str:
    """Close the grown file under a name with its time, and go on in a new one that carries the link over."""
    if data:
        _write(old, data, posix.fstat(old).st_size, path)
    nanoseconds = time.time_ns()  # unique: the log is locked
    stamp = time.strftime("%Y%m%dT%H%M%S", time.gmtime(nanoseconds // 10**9)) + f".{nanoseconds % 10**9:09}Z"
    posix.rename(path, f"{path.removesuffix('.jsonl')}-{stamp}.jsonl")
    new = _open(path)
    try:
        return _write(new, linked(line_body, previous), 0, path)
    finally:
        posix.close(new)


def _write(file: int, data: bytes, size: int, path: str) -> str:
    try:
        written = posix.write(file, data)
    except OSError:
        posix.ftruncate(file, size)
        raise
    if written == len(data):
        return ""
    posix.ftruncate(file, size)  # a full disk takes half a line
    return f"`{path}`: only {written} of {len(data)} bytes could be written"


def _open(path: str) -> int:
    flags = posix.O_RDWR | posix.O_CREAT | posix.O_APPEND | posix.O_CLOEXEC | posix.O_NOFOLLOW | posix.O_NONBLOCK
    try:
        return posix.open(path, flags, 0o600)
    except FileNotFoundError:
        make_directory(path.rpartition("/")[0])
        return posix.open(path, flags, 0o600)


def make_directory(path: str) -> None:
    """Make a directory of the state, and those above it, for this user alone."""
    if path:
        try:
            posix.mkdir(path, 0o700)
        except FileNotFoundError:
            make_directory(path.rpartition("/")[0])
            posix.mkdir(path, 0o700)
        except FileExistsError:
            pass


def _locked(path: str, patience: float) -> int:
    """The open log, locked, or -1 when another process kept the lock for too long."""
    until = time.monotonic() + patience
    while True:
        file = _open(path)
        try:
            _regular(file)
            if _lock(file) and posix.fstat(file).st_ino == posix.stat(path).st_ino:
                return file
        except FileNotFoundError:  # just renamed by another process
            pass
        except BaseException:
            posix.close(file)
            raise
        posix.close(file)
        if time.monotonic() >= until:
            return -1
        time.sleep(0.005)


def _regular(file: int) -> None:
    if posix.fstat(file).st_mode & 0o170000 != 0o100000:
        raise OSError(22, "not a regular file")


def _lock(file: int) -> bool:
    from fcntl import LOCK_EX, LOCK_NB, flock

    try:
        flock(file, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _last_line(file: int, size: int) -> bytes | None:
    """The last line with its newline if it has one; empty for an empty file; None if it is too long to be ours."""
    length = TAIL
    while True:
        start = max(0, size - length)
        tail = posix.pread(file, size - start, start)
        newline = tail.rfind(b"\n", 0, -1)
        if newline >= 0 or start == 0:
            return tail[newline + 1 :]
        if length > LONGEST_LINE:
            return None
        length *= 8


def now() -> str:
    """The time for a line: UTC, with milliseconds."""
    seconds = time.time()
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{int(seconds * 1000) % 1000:03}Z"
