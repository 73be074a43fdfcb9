"""A person's yes to one refused proposal: one small file under its digest, used up by the first call that fits it.

On the hook's path when something would be refused: no json, no pathlib.
"""

from __future__ import annotations

import posix

from guardcmd.jsontext import JsonError, dumps, loads
from guardcmd.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.guard import Judgement

LIFETIME = 3600  # seconds
LARGEST = 65_536  # bytes


class Approval(Record):
    """One yes. `judged` is the fingerprint of what the person saw; `expires` is in seconds since the epoch."""

    digest: str
    judged: str
    expires: int
    id: str = ""
    user: str = ""
    at: str = ""


def fingerprint(judgement: Judgement) -> str:
    """SHA-256 of every call that the proposal comes to: a script that changed since then is another one."""
    try:
        from _sha2 import sha256  # since 3.12
    except ImportError:
        from _sha256 import sha256  # type: ignore[import-not-found,no-redef]
    calls = [
        [call.tool, call.text, call.directory.shown(), *[f"{each.kind} {each.name.shown()}" for each in call.targets]]
        for call in judgement.calls
    ]
    return str(sha256(dumps([*calls, list(judgement.verdict.notes)]).encode("ascii")).hexdigest())


def approve(folder: str, approval: Approval) -> None:
    """Keep it, instead of an earlier one of the same proposal. Raises OSError."""
    from guardcmd.audit.log import make_directory

    make_directory(folder)
    _drop_old(folder)
    data = dumps({name: getattr(approval, name) for name in Approval._fields}).encode("ascii")
    path = f"{folder}/{approval.digest}.json"
    new = f"{path}.{posix.getpid()}"
    file = posix.open(new, posix.O_WRONLY | posix.O_CREAT | posix.O_EXCL | posix.O_CLOEXEC | posix.O_NOFOLLOW, 0o600)
    try:
        posix.write(file, data)
    finally:
        posix.close(file)
    posix.replace(new, path)


def take(folder: str, digest: str, judged: str, now: int) -> Approval | None:
    """Use up the approval of this proposal, judged like this; None where there is none, or another call was faster."""
    path = f"{folder}/{digest}.json"
    approval = load(path)
    if approval is None or (approval.digest, approval.judged) != (digest, judged) or approval.expires <= now:
        return None
    try:
        posix.unlink(path)  # of several at the same moment one succeeds
    except OSError:
        return None
    return approval


def load(path: str) -> Approval | None:
    """The approval in a file of this user alone; None for anything else."""
    try:
        file = posix.open(path, posix.O_RDONLY | posix.O_CLOEXEC | posix.O_NOFOLLOW | posix.O_NONBLOCK)
    except OSError:
        return None
    try:
        found = posix.fstat(file)
        if found.st_uid != posix.getuid() or found.st_mode & 0o077:
            return None
        approval = Approval(**loads(posix.read(file, LARGEST).decode("utf-8")))
    except (OSError, JsonError, UnicodeDecodeError, TypeError):
        return None
    finally:
        posix.close(file)
    return approval if type(approval.expires) is int else None


def waiting(folder: str, now: int) -> list[Approval]:
    """Those that no call has used yet."""
    try:
        names = posix.listdir(folder)
    except OSError:
        return []
    found = [load(f"{folder}/{name}") for name in sorted(names) if name.endswith(".json")]
    return [each for each in found if each is not None and each.expires > now]


def _drop_old(folder: str) -> None:
    import time

    for name in posix.listdir(folder):
        path = f"{folder}/{name}"
        try:
            if time.time() - posix.stat(path).st_mtime > LIFETIME:
                posix.unlink(path)
        except OSError:
            continue
