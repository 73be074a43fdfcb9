"""What a patch changes: the text of Codex's `apply_patch`, and unified diffs as git and `diff -u` write them. Pure.

Source of the first: the crate codex-rs/apply-patch of openai/codex (parser.rs, streaming_parser.rs), which takes
markers with blanks around them and a here-document around the whole. Where its versions differ, more is read.
"""

from __future__ import annotations

from guardcmd.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

BEGIN, END = "*** Begin Patch", "*** End Patch"
ADD, UPDATE, DELETE = "*** Add File: ", "*** Update File: ", "*** Delete File: "
MOVE, END_OF_FILE, ENVIRONMENT = "*** Move to: ", "*** End of File", "*** Environment ID: "
NOWHERE = "/dev/null"
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


class Change(Record):
    """What happens to one file. `kind` is add, update, delete or move (`path` to `target`), paths as written.

    `content` is the whole new text of an added file; `pieces` are (old, new) texts of an update, in order. `kept` says
    that the patch itself holds what it deletes, and is refused where the file holds something else.
    """

    kind: str
    path: str
    target: str = ""
    content: str = ""
    pieces: tuple[tuple[str, str], ...] = ()
    kept: bool = False


def is_patch(text: str) -> bool:
    """Whether the text is one of `apply_patch`."""
    return any(line.strip() == BEGIN for line in text.lstrip().split("\n", 3)[:3])


def changes_in(text: str, strip: int | None = None) -> tuple[Change, ...] | str:
    """The changes of either form, in order; a sentence where it is neither.

    `strip` is the number of leading folders that are taken off the paths of a diff; None takes off git's `a/`, `b/`.
    """
    if is_patch(text):
        return _Patch().read(text)
    return _Diff(strip).read(text)


# --- apply_patch -------------------------------------------------------------------------


class _Patch:
    def __init__(self) -> None:
        self.found: list[Change] = []
        self.old: list[str] = []
        self.new: list[str] = []

    def read(self, text: str) -> tuple[Change, ...] | str:
        lines = text.split("\n")
        start = next(place for place, line in enumerate(lines) if line.strip() == BEGIN)
        for number, line in enumerate(lines[start + 1 :], start + 2):
            if line.strip() == END:
                self.close()
                continue  # another version may read on
            wrong = self.line(line.rstrip("\r"))
            if wrong and (not self.found or any(rest.strip() == END for rest in lines[number:])):
                return f"line {number} of the patch is {wrong}"
        self.close()
        return tuple(self.found) or "the patch names no file"

    def line(self, line: str) -> str:
        """Take one line; what is wrong with it, or nothing."""
        marker = line.strip()
        if marker.startswith((ADD, UPDATE, DELETE)):
            self.open(marker)
            return ""
        last = self.found[-1] if self.found else None
        if last is None:
            return "" if not marker or marker.startswith(ENVIRONMENT) else "no header of a file"
        if marker.startswith(MOVE) and last.kind == "update":
            self.found[-1] = last.replace(kind="move", target=marker[len(MOVE) :].strip())
            return ""
        if last.kind == "add":
            return self.added(last, line)
        if last.kind == "delete":
            return "no header of a file" if marker else ""
        return self.updated(line, marker)

    def open(self, marker: str) -> None:
        self.close()
        for start, kind in ((ADD, "add"), (UPDATE, "update"), (DELETE, "delete")):
            if marker.startswith(start):
                self.found.append(Change(kind, marker[len(start) :].strip()))

    def added(self, last: Change, line: str) -> str:
        if line.startswith("+"):
            self.new.append(line[1:])
            return ""
        return "" if not line.strip() else "no line of an added file"

    def updated(self, line: str, marker: str) -> str:
        if marker == "@@" or marker.startswith("@@ "):
            self.piece()
        elif marker != END_OF_FILE:
            if line[:1] not in ("", " ", "+", "-"):
                return "no line of an update"
            if line[:1] != "+":
                self.old.append(line[1:])
            if line[:1] != "-":
                self.new.append(line[1:])
        return ""

    def piece(self) -> None:
        """The lines so far are one piece of the update."""
        if self.found and (self.old or self.new) and self.found[-1].kind in ("update", "move"):
            last = self.found[-1]
            self.found[-1] = last.replace(pieces=(*last.pieces, ("\n".join(self.old), "\n".join(self.new))))
        self.old, self.new = [], []

    def close(self) -> None:
        """The file is complete."""
        if self.found and self.found[-1].kind == "add" and self.new:
            self.found[-1] = self.found[-1].replace(content="".join([f"{line}\n" for line in self.new]))
            self.new = []
        self.piece()


# --- unified diffs -----------------------------------------------------------------------


class _Diff:
    """`--- old`, `+++ new`, `@@ -a,b +c,d @@`, and git's lines between them."""

    def __init__(self, strip: int | None) -> None:
        self.strip = strip
        self.found: list[Change] = []

    def read(self, text: str) -> tuple[Change, ...] | str:
        lines = text.replace("\r\n", "\n").split("\n")
        place = 0
        while place < len(lines):
            place = self.file(lines, place)
        return tuple(self.found) or "the patch names no file"

    def file(self, lines: Sequence[str], place: int) -> int:
        """What begins at this line, and the number of the line behind it."""
        line = lines[place]
        if line.startswith("rename from ") and lines[place + 1 : place + 2]:
            self.found.append(Change("move", _name(line[12:]), _name(lines[place + 1][10:])))
            return place + 2
        if line.startswith("diff --git ") and self.is_bare(lines, place + 1):
            self.bare(line[11:], lines, place + 1)
            return place + 1
        if not line.startswith("--- ") or not lines[place + 1 : place + 2] or not lines[place + 1].startswith("+++ "):
            return place + 1
        old, new = _name(line[4:]), _name(lines[place + 1][4:])
        pieces, place = _hunks(lines, place + 2)
        self.found.append(self.change(old, new, pieces))
        return place

    def is_bare(self, lines: Sequence[str], place: int) -> bool:
        """Whether no `---` and no rename follows: an empty or a binary file, or a mode."""
        for line in lines[place : place + 8]:
            if line.startswith("diff --git "):
                break
            if line.startswith(("--- ", "rename from ")):
                return False
        return True

    def bare(self, names: str, lines: Sequence[str], place: int) -> None:
        kind = "update"
        for line in lines[place : place + 8]:
            if line.startswith("diff --git "):
                break
            kind = "add" if line.startswith("new file") else "delete" if line.startswith("deleted file") else kind
        name = _name(names[len(names) // 2 + 1 :] if not names.startswith('"') else names[names.rfind(' "') + 1 :])
        self.found.append(Change(kind, self.path(name), kept=kind == "delete"))

    def change(self, old: str, new: str, pieces: tuple[tuple[str, str], ...]) -> Change:
        if new == NOWHERE:
            return Change("delete", self.path(old), kept=True)
        if old == NOWHERE:
            return Change("add", self.path(new), content="".join([f"{text}\n" for _, text in pieces]))
        return Change("update", self.path(new), pieces=pieces)

    def path(self, name: str) -> str:
        if self.strip is None:
            return name[2:] if name[:2] in ("a/", "b/", "i/", "w/", "c/", "o/") else name
        return name.split("/", self.strip)[-1] if self.strip else name


def _name(text: str) -> str:
    """A name in a diff: up to a tab, or quoted as C does."""
    if not text.startswith('"'):
        return text.partition("\t")[0].strip()
    parts = bytearray()
    place = 1
    while place < len(text) and text[place] != '"':
        if text[place] != "\\":
            parts += text[place].encode("utf-8", "surrogatepass")
            place += 1
        elif text[place + 1 : place + 4].isdigit():
            parts.append(
                int(text[place + 1 : place + 4], 8) & 0xFF
                if set(text[place + 1 : place + 4]) <= set("01234567")
                else 63
            )
            place += 4
        else:
            following = text[place + 1 : place + 2]
            parts += ESCAPES.get(following, following).encode()
            place += 2
    return parts.decode("utf-8", "replace")


def _hunks(lines: Sequence[str], place: int) -> tuple[tuple[tuple[str, str], ...], int]:
    """(old, new) texts of the hunks from this line on, and the line behind them."""
    pieces: list[tuple[str, str]] = []
    while place < len(lines) and lines[place].startswith("@@ "):
        left, right = _counts(lines[place])
        old: list[str] = []
        new: list[str] = []
        place += 1
        while place < len(lines) and (len(old) < left or len(new) < right):
            line = lines[place]
            if line[:1] not in ("", " ", "+", "-", "\\"):
                break
            if line[:1] in ("", " ", "-"):
                old.append(line[1:])
            if line[:1] in ("", " ", "+"):
                new.append(line[1:])
            place += 1
        pieces.append(("\n".join(old), "\n".join(new)))
        while place < len(lines) and lines[place].startswith("\\"):
            place += 1
    return tuple(pieces), place


def _counts(header: str) -> tuple[int, int]:
    """Lines on both sides of `@@ -1,3 +1,4 @@`; a side without a count has one."""
    counts = []
    for part in header.split(" ")[1:3]:
        _, comma, count = part.partition(",")
        counts.append(int(count) if comma and count.isdecimal() and len(count) < 8 else 1)
    return (counts[0], counts[1]) if len(counts) == 2 else (1, 1)
