"""The real files, looked at and never changed: bounded in number and size, and nothing that could block."""

from __future__ import annotations

import posix

from guardcmd.proposal import Files, Missing, Stat, UnreadableFile

LINKS = 40  # followed in one path, as Linux does
TYPE = 0o170000
KINDS = {0o100000: "file", 0o040000: "directory", 0o120000: "link", 0o060000: "device", 0o020000: "device"}
CHUNK = 65_536


class DiskFiles(Files):
    """Reads at most `most` different files. What was read once costs nothing when it is asked for again."""

    def __init__(self, most: int = 20) -> None:
        self.left = most
        self.seen: dict[tuple[str, int], bytes | Missing | UnreadableFile] = {}

    def read(self, path: str, limit: int = 262_144) -> bytes | Missing | UnreadableFile:
        return self._once(path, limit, whole=True)

    def head(self, path: str, size: int = 1_024) -> bytes | Missing | UnreadableFile:
        return self._once(path, size, whole=False)

    def kind(self, path: str) -> str:
        try:
            mode = posix.lstat(path).st_mode
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return "missing"
        except OSError:
            return "other"
        return KINDS.get(mode & TYPE, "other")

    def resolve(self, path: str) -> str:
        todo = [name for name in path.split("/") if name][::-1]
        done: list[str] = []
        links = LINKS
        while todo:
            name = todo.pop()
            if name == ".":
                continue
            if name == "..":
                del done[-1:]
                continue
            target = _link("/".join(["", *done, name])) if links else ""
            if not target:
                done.append(name)
                continue
            links -= 1
            done = [] if target.startswith("/") else done
            todo += [part for part in target.split("/") if part][::-1]
        return "/" + "/".join(done)

    def stat(self, path: str) -> Stat | None:
        try:
            found = posix.lstat(path)
        except (OSError, ValueError):
            return None
        return Stat(found.st_size, found.st_mtime_ns, found.st_mode)

    def names(self, path: str, limit: int = 1_000) -> tuple[str, ...] | None:
        found: list[str] = []
        try:
            with posix.scandir(path) as entries:
                for entry in entries:
                    if len(found) >= limit:
                        return None
                    found.append(entry.name)
        except (OSError, ValueError):
            return None
        return tuple(sorted(found))

    def _once(self, path: str, limit: int, whole: bool) -> bytes | Missing | UnreadableFile:
        key = (path, limit if whole else -limit)
        if key in self.seen:
            return self.seen[key]
        if self.left <= 0:
            return UnreadableFile("too many files to read")
        content = _content(path, limit, whole)
        if not isinstance(content, Missing):
            self.left -= 1
        self.seen[key] = content
        return content


def _link(path: str) -> str:
    try:
        return str(posix.readlink(path))
    except (OSError, ValueError):
        return ""


def _content(path: str, limit: int, whole: bool) -> bytes | Missing | UnreadableFile:
    try:
        # a pipe or a device must not make the guard wait
        file = posix.open(path, posix.O_RDONLY | posix.O_NONBLOCK | posix.O_CLOEXEC | posix.O_NOCTTY)
    except (FileNotFoundError, NotADirectoryError):
        return Missing()
    except OSError as error:
        return UnreadableFile((error.strerror or "cannot be opened").lower())
    except ValueError:
        return Missing()  # a name with a NUL
    try:
        found = posix.fstat(file)
        if found.st_mode & TYPE != 0o100000:
            return UnreadableFile("not a regular file")
        if whole and found.st_size > limit:
            return UnreadableFile(f"larger than {limit} bytes")
        return _bytes(file, limit, whole)
    except OSError as error:
        return UnreadableFile((error.strerror or "cannot be read").lower())
    finally:
        posix.close(file)


def _bytes(file: int, limit: int, whole: bool) -> bytes | UnreadableFile:
    """Up to one byte beyond the limit: a file may grow, and those of /proc say that they are empty."""
    parts: list[bytes] = []
    left = limit + 1 if whole else limit
    while left > 0:
        part = posix.read(file, min(left, CHUNK))
        if not part:
            break
        parts.append(part)
        left -= len(part)
    if whole and left <= 0:
        return UnreadableFile(f"larger than {limit} bytes")
    return b"".join(parts)
