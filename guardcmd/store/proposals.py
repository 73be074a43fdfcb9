"""Refused proposals, kept so that a person can run exactly what was refused: one small JSON file each, for a day.

On the hook's path when something is refused: no json, no pathlib.
"""

from __future__ import annotations

import posix
import time

from guardcmd.errors import StateError
from guardcmd.jsontext import JsonError, dumps, loads
from guardcmd.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0 O 1 I: people type it
LENGTH = 8  # characters: 40 random bits
LIFETIME = 24 * 3600  # seconds
LARGEST = 8 * 1024 * 1024  # bytes
MOST = 500  # kept; the oldest go first


class Stored(Record):
    """One refused shell text, with where it would have run and why it did not."""

    id: str
    digest: str
    text: str
    directory: str
    expires: int  # seconds since the epoch
    at: str = ""
    client: str = ""
    session: str = ""
    decision: str = ""
    rules: tuple[str, ...] = ()
    summary: str = ""
    dialect: str = "unknown"
    home: str = ""
    project: str = ""
    environment: Mapping[str, str] = {}  # the variables of the proposal, those with secrets left out


def new_id() -> str:
    """An id that nobody guesses and everybody can type."""
    return "".join([ALPHABET[byte & 31] for byte in posix.urandom(LENGTH)])


def keep(folder: str, stored: Stored) -> str:
    """Write it down and return its id: an earlier id of the same proposal, if that has not expired.

    Raises OSError where the state directory cannot be used.
    """
    now = time.time()
    for id_, digest in listed(folder):
        earlier = load(folder, id_) if digest == stored.digest[:16] else None
        if earlier and earlier.expires > now and (earlier.text, earlier.directory) == (stored.text, stored.directory):
            return id_
    _make(folder)
    _drop_old(folder, now)
    fields = {name: getattr(stored, name) for name in Stored._fields}
    data = dumps(fields).encode("ascii") + b"\n"
    path = f"{folder}/{stored.id}-{stored.digest[:16]}.json"
    file = posix.open(path, posix.O_WRONLY | posix.O_CREAT | posix.O_EXCL | posix.O_CLOEXEC | posix.O_NOFOLLOW, 0o600)
    try:
        while data:
            data = data[posix.write(file, data) :]
    except OSError:
        posix.unlink(path)
        raise
    finally:
        posix.close(file)
    return stored.id


def load(folder: str, id_: str) -> Stored | None:
    """The proposal of that id, upper or lower case; None if there is none. Raises StateError for a broken file."""
    name = _name_of(folder, id_.strip().upper())
    if name is None:
        return None
    try:
        fields = loads(_read(f"{folder}/{name}").decode("utf-8"))
        named: dict[str, Any] = {key: tuple(value) if key == "rules" else value for key, value in fields.items()}
        stored = Stored(**named)
    except (OSError, JsonError, UnicodeDecodeError, TypeError, AttributeError) as error:
        raise StateError(f"the stored proposal `{folder}/{name}` cannot be read: {error}") from None
    if not isinstance(stored.text, str) or not isinstance(stored.directory, str) or type(stored.expires) is not int:
        raise StateError(f"the stored proposal `{folder}/{name}` is damaged")
    return stored


def forget(folder: str, id_: str) -> None:
    """Remove a proposal that was run."""
    name = _name_of(folder, id_.strip().upper())
    if name is not None:
        posix.unlink(f"{folder}/{name}")


def listed(folder: str) -> list[tuple[str, str]]:
    """(id, first 16 characters of the digest) of every stored proposal."""
    try:
        names = posix.listdir(folder)
    except OSError:
        return []
    return [(name[:LENGTH], name[LENGTH + 1 : -5]) for name in sorted(names) if _is_ours(name)]


def waiting(folder: str) -> list[Stored]:
    """Every proposal that can still be run, the latest first; broken files are left out."""
    found = []
    for id_, _ in listed(folder):
        try:
            stored = load(folder, id_)
        except StateError:
            continue
        if stored is not None and stored.expires > time.time():
            found.append(stored)
    return sorted(found, key=lambda stored: -stored.expires)


def _is_ours(name: str) -> bool:
    return name.endswith(".json") and name[LENGTH : LENGTH + 1] == "-" and all(c in ALPHABET for c in name[:LENGTH])


def _name_of(folder: str, id_: str) -> str | None:
    return next((f"{known}-{digest}.json" for known, digest in listed(folder) if known == id_), None)


def _read(path: str) -> bytes:
    file = posix.open(path, posix.O_RDONLY | posix.O_CLOEXEC | posix.O_NOFOLLOW)
    try:
        parts = []
        while part := posix.read(file, 1 << 20):
            parts.append(part)
            if len(parts) << 20 > 8 * LARGEST:
                raise OSError(27, "File too large")
        return b"".join(parts)
    finally:
        posix.close(file)


def _make(folder: str) -> None:
    from guardcmd.audit.log import make_directory

    make_directory(folder)


def _drop_old(folder: str, now: float) -> None:
    """Remove what has expired, by the files' own times, and the oldest of too many."""
    aged = []
    for id_, digest in listed(folder):
        path = f"{folder}/{id_}-{digest}.json"
        try:
            aged.append((posix.stat(path).st_mtime, path))
        except OSError:
            continue
    aged.sort()
    for place, (written, path) in enumerate(aged):
        if now - written > LIFETIME or len(aged) - place >= MOST:
            try:
                posix.unlink(path)
            except OSError:
                continue
