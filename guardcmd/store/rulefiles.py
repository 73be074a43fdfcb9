"""Rule files on disk: those in force at a place, read as TOML, and the built-in ones compiled into a folder."""

from __future__ import annotations

import posix

from guardcmd import __version__
from guardcmd.builtin import load_index, read, stamp, unit
from guardcmd.jsontext import JsonError, dumps, loads
from guardcmd.policy.verdict import Note
from guardcmd.record import Record
from guardcmd.ruleset.compiled import Compiled
from guardcmd.ruleset.ruleset import Ruleset

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from guardcmd.ruleset.model import RuleFile
    from guardcmd.ruleset.ruleset import Layer

LARGEST = 1_000_000  # bytes of a rule file
LEVELS = 64  # directories between a proposal's and the root of its project


class Loaded(Record):
    """The rules in force, the fast path's index, and what is to be said about files that are broken."""

    ruleset: Ruleset
    index: str = ""
    notes: tuple[Note, ...] = ()


def load(cache: str, user_rules: str = "", directory: str = "", project: str = "") -> Loaded:
    """The built-in rules, those in the folder `user_rules`, and `.guardcmd/rules` from `directory` up to `project`.

    `cache` is the folder for compiled user rules; an empty text keeps none. The index is empty where files besides
    the built-in ones are in force, since the fast path knows only those.
    """
    notes: list[Note] = []
    layers: list[Layer] = []
    index = ""
    try:
        index = load_index()
        layers.append(Compiled(index, unit))
    except (OSError, ValueError) as error:
        notes.append(Note("rules", "ask", f"the built-in rules cannot be read: {error}"))
    places = [(user_rules, "user")] if user_rules else []
    places += [(folder, "project") for folder in project_folders(directory, project)]
    built_in = len(layers)
    for folder, layer in places:
        if exists(folder):
            from guardcmd.store.ownrules import layers_of

            layers += layers_of(folder, layer, cache, index, notes)
    return Loaded(Ruleset(layers), index if len(layers) == built_in and not notes else "", tuple(notes))


def project_folders(directory: str, project: str) -> list[str]:
    """`.guardcmd/rules` at the project's root and at every level down to the directory."""
    root, place = project.rstrip("/"), directory.rstrip("/")
    if not root or not (place == root or place.startswith(root + "/")):
        return []
    found = []
    for _ in range(LEVELS):
        found.append(f"{place}/.guardcmd/rules")
        if place == root:
            break
        place = place.rpartition("/")[0]
    return found[::-1]


def exists(folder: str) -> bool:
    """Whether there may be something: only a clear no is one."""
    try:
        posix.stat(folder)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


# --- reading and writing ------------------------------------------------------------------


def read_path(path: str, name: str, layer: str = "built-in") -> RuleFile:
    """One rule file; `name` is how messages call it. Raises RuleError, or OSError."""
    import tomllib

    from guardcmd.errors import RuleError
    from guardcmd.ruleset.read import read_file

    if posix.stat(path).st_size > LARGEST:
        raise RuleError(f"{name}: larger than {LARGEST} bytes")
    try:
        data = tomllib.loads(read(path))
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{name}: {str(error)[:1].lower()}{str(error)[1:]}") from None
    except UnicodeDecodeError:
        raise RuleError(f"{name}: not UTF-8") from None
    return read_file(data, name, layer)


# --- what is kept of a file, by path and state ----------------------------------------------


def key_of(path: str) -> list[int | str]:
    """What a kept compile is valid for: this file, and this guardcmd, since another one may compile otherwise."""
    found = posix.stat(path)
    return [__version__, stamp(), found.st_mtime_ns, found.st_ino, found.st_dev, found.st_size]


def kept_compile(path: str, cache: str) -> dict[str, Any]:
    if not cache:
        return {}
    try:
        kept = loads(read(cache_file(path, cache)))
    except (OSError, JsonError, UnicodeDecodeError):
        return {}
    whole = isinstance(kept, dict) and kept.get("path") == path and isinstance(kept.get("units"), dict)
    return kept if whole else {}


def keep(path: str, cache: str, kept: Mapping[str, Any]) -> None:
    if cache:
        write_privately(cache_file(path, cache), cache, dumps({"path": path, **kept}))


def write_privately(path: str, cache: str, text: str | bytes) -> None:
    """Write it for the next process; where that fails, the next one compiles again."""
    from guardcmd.audit.log import make_directory

    try:
        make_directory(cache)
        write(path, text, 0o600)
    except OSError:
        return


def cache_file(path: str, cache: str, kind: str = "json") -> str:
    return f"{cache}/{digest(path)[:32]}.{kind}"


def digest(text: str) -> str:
    try:
        from _sha2 import sha256  # since 3.12
    except ImportError:
        from _sha256 import sha256  # type: ignore[import-not-found,no-redef]
    found: str = sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
    return found


def make_folder(path: str, mode: int = 0o755) -> None:
    try:
        posix.mkdir(path, mode)
    except FileExistsError:
        return


def write(path: str, text: str | bytes, mode: int = 0o644) -> None:
    """Replace the file at once, so that no reader sees a part of it."""
    beside = f"{path}.{posix.getpid()}"
    descriptor = posix.open(beside, posix.O_WRONLY | posix.O_CREAT | posix.O_TRUNC, mode)
    try:
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")
        while data:
            data = data[posix.write(descriptor, data) :]
    finally:
        posix.close(descriptor)
    posix.rename(beside, path)


# --- the built-in rules ------------------------------------------------------------------


def read_folder(folder: str) -> list[RuleFile]:
    """Every rule file of a folder, named `rules/…` in messages."""
    names = [name for name in sorted(posix.listdir(folder)) if name.endswith(".toml") and name != "policy.toml"]
    return [read_path(f"{folder}/{name}", f"rules/{name}") for name in names]


def compile_into(folder: str, place: str) -> None:
    """Compile a folder of rules to the files that builtin.unit reads; the index last, since its time is the stamp."""
    from guardcmd.ruleset.compile import compiled
    from guardcmd.store.policyfiles import parsed

    units = compiled(read_folder(folder))
    make_folder(place)
    write(f"{place}/policy.json", dumps(parsed(f"{folder}/policy.toml")))
    for name in units:
        if name != "index":
            write(f"{place}/{name}.json", units[name])
    write(f"{place}/index", units["index"])
