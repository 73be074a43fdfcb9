"""One file before and after an installation: shown as a difference, written in one step, the old text kept beside."""

from __future__ import annotations

import difflib
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from guardcmd.errors import InputError, StateError


@dataclass(frozen=True, slots=True)
class Change:
    """A file before and after, as text; None stands for no file.

    `executable`: the new file gets the x bits. `shared`: a file that is new can be read by every user.
    """

    path: str
    before: str | None
    after: str | None
    executable: bool = False
    shared: bool = False

    @property
    def is_empty(self) -> bool:
        return self.before == self.after

    def diff(self) -> str:
        before, after = (self.before or "").splitlines(), (self.after or "").splitlines()
        old = "/dev/null" if self.before is None else self.path
        new = "/dev/null" if self.after is None else f"{self.path} (new)"
        return "\n".join(difflib.unified_diff(before, after, old, new, lineterm=""))

    def apply(self) -> Path | None:
        """Write, or remove, the file. Returns the backup of the old one. Raises StateError."""
        target = Path(os.path.realpath(self.path))  # a dotfile manager's link stays a link
        try:
            _make(target.parent, self.shared)
            if self.after is None:
                target.unlink(missing_ok=True)
                return None
            backup = _back_up(target) if target.exists() else None
            _replace(target, self.after, self.executable, 0o644 if self.shared else 0o600)
        except OSError as error:
            raise StateError(f"`{error.filename or target}` cannot be written: {error.strerror}") from None
        return backup


def read(path: str) -> str | None:
    """The file's text; None if there is none. Raises InputError where it cannot be read."""
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"`{path}` cannot be read: {error}") from None


def _back_up(target: Path) -> Path:
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    backup = target.with_name(f"{target.name}.before-guardcmd-{stamp}")
    backup.write_bytes(target.read_bytes())
    backup.chmod(target.stat().st_mode & 0o777)
    return backup


def _make(folder: Path, shared: bool) -> None:
    """The folder and those above it; the administrator's umask must not hide them from the others."""
    new = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in new if shared else ():
        each.chmod(0o755)


def _replace(target: Path, text: str, executable: bool, fresh: int) -> None:
    mode = target.stat().st_mode & 0o777 if target.exists() else fresh
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode | 0o100 if executable else mode)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise
