"""Where the guard was installed: an update of a client, or somebody else, may drop it from there without a word."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Installed:
    """One file that `install` wrote for a client, in one of its scopes. `root`: the project that it is for."""

    client: str
    scope: str
    path: str
    root: str = ""

    def concerns(self, directory: str) -> bool:
        """Whether a session in this directory should be guarded by it."""
        return f"{directory.rstrip('/')}/".startswith(f"{self.root.rstrip('/')}/") if self.root else True


def installed(file: str) -> list[Installed]:
    """What the register holds; nothing where it is missing or cannot be read."""
    try:
        entries = json.loads(Path(file).read_text(encoding="utf-8"))
        return [Installed(*[str(each[name]) for name in ("client", "scope", "path", "root")]) for each in entries]
    except (OSError, ValueError, TypeError, KeyError):
        return []


def remember(file: str, *added: Installed) -> None:
    """Put files into the register. Raises OSError."""
    _write(file, {*installed(file), *added})


def forget(file: str, *removed: Installed) -> None:
    """Take files out of the register. Raises OSError."""
    before = set(installed(file))
    if before & set(removed):
        _write(file, before - set(removed))


def _write(file: str, entries: set[Installed]) -> None:
    folder = Path(file).parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".installed.")  # 0600
    with os.fdopen(handle, "w", encoding="utf-8") as new:
        json.dump([asdict(each) for each in sorted(entries)], new, indent=2)
    os.replace(name, file)
