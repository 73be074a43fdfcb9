"""The rule files of one folder, the user's or a project's: each compiled when it changed and kept while it is broken,
and all of them merged into one file, in which a text opens only the rules of its programs."""

from __future__ import annotations

import posix

from guardcmd import __version__
from guardcmd.builtin import PIECE, stamp
from guardcmd.jsontext import dumps, loads
from guardcmd.policy.verdict import Note
from guardcmd.ruleset.compiled import Compiled, rule_file
from guardcmd.ruleset.index import in_parts, line_of
from guardcmd.store.rulefiles import cache_file, digest, keep, kept_compile, key_of, read_path, write_privately

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guardcmd.ruleset.model import RuleFile
    from guardcmd.ruleset.ruleset import Layer

HEADER = "guardcmd-rules 1"
HEAD = len(f"{HEADER} {'':64} {'':8} {'':8} {'':8} {'':8}\n")  # digest; lengths of notes, index, places and units


def layers_of(folder: str, layer: str, cache: str, index: str, notes: list[Note]) -> list[Layer]:
    """The folder as a layer, or none where it has no rule file. `cache` is the folder for what is kept.

    A file that cannot be read as it is now counts as it was when it last could, with a note; none such: a note that
    asks. A folder that exists and cannot be listed is a note, too.
    """
    try:
        names, state = state_of(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        notes.append(Note("rules", "ask", f"`{folder}` cannot be read: {error.strerror}"))
        return []
    if not names:
        return []
    path, key = cache_file(folder, cache, "rules"), digest(f"{__version__} {stamp()} {layer} {folder}\n{state}")
    merged = opened(path, key) if cache else None
    if merged is None:
        said: list[Note] = []
        found = [one_file(f"{folder}/{name}", layer, cache, index, said) for name in names]
        merged = together([file for file in found if file], said, path, key)
        if cache:
            write_privately(path, cache, merged.data)
    notes += merged.notes
    return [Compiled(merged.index, merged.unit)]


def state_of(folder: str) -> tuple[list[str], str]:
    """The names of the folder's rule files, and what tells whether one of them changed."""
    place = posix.open(folder, posix.O_RDONLY | posix.O_DIRECTORY | posix.O_CLOEXEC)
    try:
        names = sorted([name for name in posix.listdir(place) if name.endswith(".toml")])
        return names, "\n".join([f"{name}\t{stat_of(name, place)}" for name in names])
    finally:
        posix.close(place)


def stat_of(name: str, place: int) -> str:
    try:
        found = posix.stat(name, dir_fd=place)
    except OSError as error:
        return f"error {error.errno}"
    return f"{found.st_mtime_ns} {found.st_ino} {found.st_dev} {found.st_size}"


# --- the merged file ---------------------------------------------------------------------


class Merged:
    """A merged file: its beginning is read at once, the rest when a unit behind that is asked for."""

    def __init__(self, path: str, data: bytes) -> None:
        lengths = lengths_in(data)
        self.path, self.data = path, data
        self.start = HEAD + sum(lengths[:3])
        said, self.index, self.places = (
            data[HEAD + sum(lengths[:n]) : HEAD + sum(lengths[: n + 1])].decode("utf-8", "surrogateescape")
            for n in range(3)
        )
        self.notes = [Note(*each) for each in loads(said)]

    def unit(self, name: str) -> str:
        place = line_of(unit_key(name), self.places)
        if not place:
            return ""
        start, length = self.start + int(place[0]), int(place[1])
        if start + length <= len(self.data):
            return self.data[start : start + length].decode("utf-8", "surrogateescape")
        file = posix.open(self.path, posix.O_RDONLY | posix.O_CLOEXEC)
        try:
            if posix.pread(file, HEAD, 0) != self.data[:HEAD]:
                raise OSError(f"`{self.path}` changed meanwhile")
            return posix.pread(file, length, start).decode("utf-8", "surrogateescape")
        finally:
            posix.close(file)


def unit_key(name: str) -> str:
    """Units of tools stand under the tool's name, spread over the letters; no tool's name begins with `/`."""
    return name[5:] if name.startswith("tool-") else f"/{name}"


def opened(path: str, key: str) -> Merged | None:
    """The merged file, if it is there and was made of this."""
    try:
        file = posix.open(path, posix.O_RDONLY | posix.O_CLOEXEC)
        try:
            data = posix.read(file, PIECE)
            if not data.startswith(f"{HEADER} {key} ".encode()):
                return None
            lengths = lengths_in(data)
            if posix.fstat(file).st_size != HEAD + sum(lengths):
                return None
            while len(data) < HEAD + sum(lengths[:3]):
                part = posix.read(file, PIECE)
                if not part:
                    return None
                data += part
        finally:
            posix.close(file)
        return Merged(path, data)
    except (OSError, ValueError, TypeError):
        return None


def lengths_in(data: bytes) -> list[int]:
    return [int(word) for word in data[:HEAD].split()[3:]]


def together(files: Sequence[RuleFile], notes: Sequence[Note], path: str, key: str) -> Merged:
    from guardcmd.ruleset.compile import compiled

    units = {name: text.encode("utf-8", "surrogateescape") for name, text in compiled(files).items()}
    index = units.pop("index")
    at, places = 0, {}
    for name, text in units.items():
        places[unit_key(name)] = f"{unit_key(name)}\t{at}\t{len(text)}"
        at += len(text)
    said = dumps([[note.kind, note.decision, note.text] for note in notes]).encode()
    parts = (said, index, in_parts((), places).encode("utf-8", "surrogateescape"))
    head = " ".join((HEADER, key, *(f"{length:08}" for length in (*map(len, parts), at)))) + "\n"
    return Merged(path, b"".join((head.encode(), *parts, *units.values())))


# --- one file ----------------------------------------------------------------------------


def one_file(path: str, layer: str, cache: str, index: str, notes: list[Note]) -> RuleFile | None:
    """The file as it is now, else as it last was good with a note, else a note that asks."""
    try:
        key = key_of(path)
    except OSError as error:
        notes.append(Note("rules", "ask", f"`{path}` cannot be read: {error.strerror}"))
        return None
    kept = kept_compile(path, cache)
    if kept.get("key") != key:
        from guardcmd.errors import RuleError
        from guardcmd.ruleset.compile import whole

        try:
            kept = {"key": key, "error": "", "units": whole(read_own(path, layer, index))}
        except (RuleError, ValueError, OSError) as error:
            kept = {"key": key, "error": str(error), "units": kept.get("units", {})}
        keep(path, cache, kept)
    try:
        file = rule_file(kept["units"]) if kept["units"] else None
    except (KeyError, TypeError):  # another guardcmd kept it in a form that this one no longer reads
        file = None
    if kept["error"]:
        said = "its last good form stays in force" if file else "its rules are not in force"
        notes.append(Note("rules", "notify" if file else "ask", f"{kept['error']}; {said}"))
    return file


def read_own(path: str, layer: str, index: str) -> RuleFile:
    """The file. Raises RuleError also where it wants a program that a built-in tool of another name has."""
    from guardcmd.errors import RuleError

    file = read_path(path, path, layer)
    for tool in file.tools:
        for program in tool.programs:
            owner = (line_of(program, index) or [""])[0] if index else ""
            if owner not in ("", tool.name):
                hint = f'to add rules to it, leave out `[tool]` and say `tool = "{owner}"` in the rules'
                raise RuleError(f"{path}: `{program}` belongs to the built-in tool `{owner}`", hint)
    return file
