"""Whether files are tracked by git and as git has them, read from .git/index. No git process.

Source: gitformat-index(5): versions 2 to 4, the `link` extension, racy entries. A file that the index holds can be
restored from it, whether it is committed or only staged.
"""

from __future__ import annotations

from guardcmd.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.proposal import Files, Stat

LARGEST = 8 * 1024 * 1024  # bytes of an index that is read
LARGEST_FILE = 1024 * 1024  # bytes of a file that is hashed
MOST_FILES = 2_000  # below one directory
MOST_HASHED = 8
DEEPEST = 24
SHA1, SHA256 = 20, 32
LINK, REGULAR, DIRECTORY, TYPE = 0o120000, 0o100000, 0o040000, 0o170000


class Entry(Record):
    """What git last saw of one file. Seconds and nanoseconds are of its modification."""

    seconds: int
    nanoseconds: int
    mode: int
    size: int
    digest: bytes
    plain: bool  # no merge conflict, not only intended to be added


class Index(Record):
    """The index of one work tree: where in its file the entry of each path below the root stands.

    Only entries that are asked for are taken apart. `width` is the length of a digest.
    """

    root: str
    content: bytes
    places: dict[bytes, int]
    seconds: int  # when the index itself was written
    width: int = SHA1

    def entry(self, name: str) -> Entry | None:
        start = self.places.get(name.encode("utf-8", "surrogateescape"))
        return entry_at(self.content, start, self.width) if start is not None else None


def index_of(path: str, files: Files) -> Index | None:
    """The index of the work tree that holds an absolute path; None where there is none, or it cannot be read."""
    root = work_tree(path, files)
    if root is None:
        return None
    folder = git_folder(root, files)
    if folder is None:
        return None
    content, stat = files.read(f"{folder}/index", LARGEST), files.stat(f"{folder}/index")
    if not isinstance(content, bytes) or stat is None:
        return None
    width = SHA256 if uses_sha256(folder, files) else SHA1
    places = read_index(content, width)
    return Index(root, content, places, stat.mtime_ns // 1_000_000_000, width) if places is not None else None


def work_tree(path: str, files: Files) -> str | None:
    """The nearest folder above the path that has a `.git`."""
    place = path.rpartition("/")[0]
    for _ in range(DEEPEST):
        if files.kind(f"{place}/.git") in ("directory", "file"):
            return place or "/"
        if not place:
            return None
        place = place.rpartition("/")[0]
    return None


def git_folder(root: str, files: Files) -> str | None:
    """`.git`, or where its `gitdir:` line leads: work trees and submodules."""
    dot_git = f"{root.rstrip('/')}/.git"
    if files.kind(dot_git) == "directory":
        return dot_git
    content = files.read(dot_git, 4_096)
    if not isinstance(content, bytes) or not content.startswith(b"gitdir: "):
        return None
    path = content[8:].decode("utf-8", "surrogateescape").strip()
    return path if path.startswith("/") else files.resolve(f"{root}/{path}")


def uses_sha256(folder: str, files: Files) -> bool:
    content = files.read(f"{folder}/config", 65_536)
    text = content.decode("utf-8", "replace").lower() if isinstance(content, bytes) else ""
    return "objectformat" in text and "sha256" in text


# --- the file ----------------------------------------------------------------------------


def read_index(content: bytes, width: int = SHA1) -> dict[bytes, int] | None:
    """Where each path's entry starts; None for no whole index, or one that keeps a part elsewhere (split index)."""
    if content[:4] != b"DIRC" or len(content) < 12 + width:
        return None
    version, count = number(content, 4), number(content, 8)
    try:
        return read_places(content, width, version, count) if version in (2, 3, 4) else None
    except IndexError:
        return None


def read_places(content: bytes, width: int, version: int, count: int) -> dict[bytes, int] | None:
    places: dict[bytes, int] = {}
    at, end, before = 12, len(content) - width, b""
    for _ in range(count):
        start, fixed = at, at + 40 + width + 2
        if fixed > end:
            return None
        at = fixed + 2 if content[fixed - 2] & 0x40 else fixed  # version 3: more flags
        if version == 4:
            dropped, at = offset(content, at)
            stop = content.find(b"\0", at, end)
            name = before[: len(before) - dropped] + content[at:stop]
            at = stop + 1
        else:
            stop = content.find(b"\0", at, end)
            name = content[at:stop]
            at = start + (stop - start + 8) // 8 * 8  # 1 to 8 NULs
        if stop < 0:
            return None
        before = name
        places[name] = start
    return None if has_extension(content, at, end, b"link") else places


def entry_at(content: bytes, start: int, width: int) -> Entry:
    end = start + 40 + width + 2
    flags = content[end - 2]
    more = content[end] if flags & 0x40 else 0
    return Entry(
        number(content, start + 8),
        number(content, start + 12),
        number(content, start + 24),
        number(content, start + 36),
        content[start + 40 : start + 40 + width],
        not flags & 0x30 and not more & 0x20,
    )


def number(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 4], "big")


def offset(content: bytes, at: int) -> tuple[int, int]:
    """A variable-width number as in pack files (OFS_DELTA), and where it ends."""
    byte = content[at]
    value = byte & 127
    while byte & 128:
        at += 1
        byte = content[at]
        value = (value + 1) << 7 | byte & 127
    return value, at + 1


def has_extension(content: bytes, at: int, end: int, name: bytes) -> bool:
    while at + 8 <= end:
        if content[at : at + 4] == name:
            return True
        at += 8 + number(content, at + 4)
    return False


# --- files against it --------------------------------------------------------------------


class Comparison:
    """Compares what lies on the disk with one index, within a budget."""

    def __init__(self, index: Index, files: Files) -> None:
        self.index = index
        self.files = files
        self.hashes = MOST_HASHED
        self.left = MOST_FILES

    def is_clean(self, path: str) -> bool:
        """Whether the file, or every file below the folder, is tracked and unmodified, and nothing else is there."""
        root = self.index.root.rstrip("/")
        if not path.startswith(root + "/"):
            return False
        return self._clean(path, path[len(root) + 1 :], 0)

    def _clean(self, path: str, name: str, depth: int) -> bool:
        stat = self.files.stat(path)
        if stat is None or depth > DEEPEST or name == ".git":
            return False
        if stat.mode & TYPE == DIRECTORY:
            return self._clean_folder(path, name, depth)
        self.left -= 1
        entry = self.index.entry(name)
        return self.left >= 0 and entry is not None and entry.plain and self._same(path, stat, entry)

    def _clean_folder(self, path: str, name: str, depth: int) -> bool:
        """An untracked or ignored file, or a repository of its own, would be lost: then the folder is not clean."""
        inside = self.files.names(path, MOST_FILES)
        if inside is None or ".git" in inside:
            return False
        return all(self._clean(f"{path}/{one}", f"{name}/{one}", depth + 1) for one in inside)

    def _same(self, path: str, stat: Stat, entry: Entry) -> bool:
        """By size and time as git does; by content where the time says nothing."""
        if stat.mode & TYPE != entry.mode & TYPE or stat.size & 0xFFFFFFFF != entry.size:
            return False
        seconds, nanoseconds = divmod(stat.mtime_ns, 1_000_000_000)
        same_time = seconds & 0xFFFFFFFF == entry.seconds and entry.nanoseconds in (0, nanoseconds)
        racy = entry.seconds >= self.index.seconds  # changed in the second in which the index was written
        return (same_time and not racy) or self._same_content(path, stat, entry)

    def _same_content(self, path: str, stat: Stat, entry: Entry) -> bool:
        if stat.mode & TYPE != REGULAR or stat.size > LARGEST_FILE or self.hashes <= 0:
            return False
        self.hashes -= 1
        content = self.files.read(path, LARGEST_FILE)
        return isinstance(content, bytes) and blob_digest(content, self.index.width) == entry.digest


def blob_digest(content: bytes, width: int = SHA1) -> bytes:
    data = b"blob %d\0" % len(content) + content
    if width == SHA256:
        try:
            from _sha2 import sha256  # since 3.12
        except ImportError:
            from _sha256 import sha256  # type: ignore[import-not-found,no-redef]
        return bytes(sha256(data).digest())
    from _sha1 import sha1  # type: ignore[import-not-found]

    return bytes(sha1(data, usedforsecurity=False).digest())
