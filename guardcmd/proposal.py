"""What is to be decided, and what judging may ask of the world."""

from __future__ import annotations

from guardcmd.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class ShellText(Record):
    """A command as its shell will read it. `dialect` is bash, zsh, posix, fish, powershell, cmd or unknown."""

    text: str
    dialect: str = "bash"
    interactive: bool = False


class FileWrite(Record):
    """A file that a tool of the agent writes or edits. `content` is the new text as far as the call tells.

    `pieces` are the (old, new) texts of an edit, in order: with the file at hand they tell what it will hold.
    """

    path: str
    content: str | None = None
    edit: bool = False
    pieces: tuple[tuple[str, str], ...] = ()


def edited(text: str, pieces: tuple[tuple[str, str], ...], lines: bool = False) -> str | None:
    """The text with each old piece replaced by its new one; None where one is not in it.

    Where a piece occurs as whole lines it is those that are meant; with `lines` nothing else is.
    """
    for old, new in pieces:
        place = f"\n{text}\n".find(f"\n{old}\n") if old else -1
        place = place if place >= 0 or lines or not old else text.find(old)
        if place < 0:
            return None
        text = text[:place] + new + text[place + len(old) :]
    return text


class ToolCall(Record):
    """A call of some other tool (MCP), with its arguments as JSON gave them.

    `name` is the whole name as the client has it; `server` and `tool` are its parts where the client tells them apart.
    `understood` says that other actions of the same call tell what it does, so that its name need not be guessed at.
    """

    name: str
    arguments: object
    server: str = ""
    tool: str = ""
    understood: bool = False


class Proposal(Record):
    """One action with all that the decision depends on. Its digest is what an approval is bound to."""

    action: ShellText | FileWrite | ToolCall
    directory: str
    home: str
    project: str | None = None  # the git root of the directory; never HOME or /
    actor: str = "agent"  # agent, human, ci
    attended: bool = True
    session: str = ""
    client: str = ""  # claude-code, run, check ...
    environment: Mapping[str, str] = {}  # only variables that some tool names
    user: str = ""

    def digest(self) -> str:
        """SHA-256, hex, over action, directory, actor, and environment, each with its length."""
        try:
            from _sha2 import sha256  # since 3.12
        except ImportError:
            from _sha256 import sha256  # type: ignore[import-not-found,no-redef]
        action = self.action
        parts = [type(action).__name__, *(repr(getattr(action, field)) for field in action._fields)]
        parts += [self.directory, self.project or "", self.home, self.actor]
        parts += [f"{name}={value}" for name, value in sorted(self.environment.items())]
        hashed = sha256()
        for part in parts:
            data = part.encode("utf-8", "surrogatepass")
            hashed.update(b"%d:" % len(data))
            hashed.update(data)
        return str(hashed.hexdigest())


class Missing(Record):
    """There is no such file."""


class UnreadableFile(Record):
    """The file exists and cannot be used: permission, size, not a regular file."""

    reason: str


class Stat(Record):
    """What is known of a file without reading it: bytes, nanoseconds since the epoch, type and permission bits."""

    size: int
    mtime_ns: int
    mode: int


class Files:
    """The port through which pure code sees files. Tests give it a dict, the edge gives it a disk."""

    def read(self, path: str, limit: int = 262_144) -> bytes | Missing | UnreadableFile:
        """The content of an absolute path; UnreadableFile beyond `limit` bytes or the budget of 20 files."""
        raise NotImplementedError

    def head(self, path: str, size: int = 1_024) -> bytes | Missing | UnreadableFile:
        """At least the first `size` bytes of a file of any length; counts as one of the 20 files."""
        return self.read(path)

    def kind(self, path: str) -> str:
        """`missing`, `file`, `directory`, `link`, `device` or `other`; never follows the last link."""
        raise NotImplementedError

    def resolve(self, path: str) -> str:
        """The path with every symbolic link followed, as far as it exists."""
        raise NotImplementedError

    def stat(self, path: str) -> Stat | None:
        """Of the path itself, never of what a link leads to; None where nothing can be said."""
        return None

    def names(self, path: str, limit: int = 1_000) -> tuple[str, ...] | None:
        """The names in a folder; None if it is none, cannot be read, or holds more than `limit`."""
        return None
