"""Text of bash, zsh, fish or a POSIX shell -> Script, or Unreadable. Pure and linear; it raises nothing."""

from __future__ import annotations

from guardcmd.shell.commands import Commands
from guardcmd.shell.ir import Script, Unreadable
from guardcmd.shell.lexer import Stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.shell.ir import Statement

LONGEST = 1_048_576  # characters
_NOTHING = Script((), (0, 0))


class Reader(Commands):
    """Reads a text from outside. Remembers the statements of the lines that are complete."""

    outermost: list[Statement] | None = None
    complete = 0

    def line_complete(self, found: list[Statement], required: bool) -> None:
        if found is self.outermost and not required:
            self.command_ends_here()
            self.complete = len(found)

    def whole(self) -> Script:
        """The script of the whole text."""
        self.outermost = []
        self.statements(self.outermost)
        self.finish()
        return Script(tuple(self.outermost), (0, self.length))

    def prefix(self) -> Script:
        """What bash runs before it meets the place that cannot be read: all complete lines before it."""
        statements = tuple((self.outermost or [])[: self.complete])
        return Script(statements, (0, statements[-1].span[1])) if statements else _NOTHING


def read(
    text: str, dialect: str = "bash", interactive: bool = False, depth: int = 0, comments: bool = True
) -> Script | Unreadable:
    """The script that the shell would read from the text.

    `dialect` is bash, zsh, posix, fish or unknown. `depth` counts the nestings around the text, for text found inside
    other text. An interactive zsh takes `#` as a comment only if told so: read such text with `comments` both ways.
    """
    if dialect == "fish":
        return read_fish(text, depth)
    if len(text) > LONGEST:
        return Unreadable("longer than 1 MiB", LONGEST, _NOTHING)
    if "\0" in text:
        return Unreadable("a NUL byte in the text", text.index("\0"), _NOTHING)
    reader = reader_for(dialect)(text, dialect, depth, comments)
    try:
        return reader.whole()
    except Stop as stop:
        return Unreadable(stop.reason, min(stop.position, len(text)), reader.prefix())
    except RecursionError:
        return Unreadable("nested too deep", min(reader.at, len(text)), reader.prefix())
    except Exception as fault:  # whatever it is, what was not read must not pass
        return Unreadable(f"the reader failed: {type(fault).__name__}", min(reader.at, len(text)), reader.prefix())


def read_fish(text: str, depth: int) -> Script | Unreadable:
    """The script of a text of fish: that of its translation, with all spans where they stand in the text."""
    if not text:
        return _NOTHING
    from guardcmd.shell.fish.translate import translate
    from guardcmd.shell.fish.word import NotAlike
    from guardcmd.shell.relocate import relocate

    if len(text) > LONGEST:
        return Unreadable("longer than 1 MiB", LONGEST, _NOTHING)
    try:
        translated, places = translate(text)
        found = read(translated, "bash", depth=depth)
        if isinstance(found, Unreadable):
            return Unreadable(found.reason, places[min(found.position, len(places) - 1)], _NOTHING)
        relocate(found, places)
    except NotAlike as fault:
        before = read(fault.before[0], "bash", depth=depth)
        if isinstance(before, Unreadable) or not before.statements:
            return Unreadable(fault.reason, fault.position, _NOTHING)
        relocate(before, fault.before[1])
        return Unreadable(fault.reason, fault.position, before)
    except RecursionError:
        return Unreadable("nested too deep", 0, _NOTHING)
    except Exception as fault:
        return Unreadable(f"the reader failed: {type(fault).__name__}", 0, _NOTHING)
    return found


def reader_for(dialect: str) -> type[Reader]:
    """The class that reads a dialect; the rarer ones are loaded when they are needed."""
    if dialect == "zsh":
        from guardcmd.shell.zsh import ZshReader

        return ZshReader
    if dialect == "posix":
        from guardcmd.shell.posix import PosixReader

        return PosixReader
    return Reader
