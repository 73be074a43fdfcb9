"""Script files that are run by path, and files that the same text wrote before."""

from __future__ import annotations

from guardcmd.calls import Input, Opaque, Payload
from guardcmd.proposal import Missing, UnreadableFile
from guardcmd.shell.value import fits, known, one_of
from guardcmd.unwrap.inner import HERE, code, opaque
from guardcmd.unwrap.inputs import paths_in
from guardcmd.unwrap.pathtext import base_name, normal, seen_from
from guardcmd.unwrap.patterns import is_pattern, matches
from guardcmd.unwrap.program import program_name
from guardcmd.unwrap.provenance import OF_A_DOWNLOAD, SEARCHED, source_of
from guardcmd.unwrap.state import TERMINALS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.calls import Invocation
    from guardcmd.shell.value import Value
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World

MOST_PATHS = 8  # alternatives of one path that are read
MOST_FITTING = 16  # files that one pattern takes
STANDARD_INPUT = ("/dev/stdin", "/dev/fd/0", "/proc/self/fd/0")
TYPED = "what is typed into it later is run unseen"
# programs here come with the system or a package manager: binaries, or scripts that are as trusted as these
INSTALLED = ("/bin/", "/sbin/", "/usr/", "/opt/", "/snap/", "/nix/", "/System/", "/Library/", "/Applications/")
FETCHING = ("git clone", "git pull", "git fetch", "git submodule")
BINARY = 1_024  # a NUL this early means that it is no text
LANGUAGES = {
    "sh": ("shell", ""),
    "bash": ("shell", "bash"),
    "zsh": ("shell", "zsh"),
    "fish": ("shell", "fish"),
    "py": ("python", ""),
    "js": ("javascript", ""),
    "mjs": ("javascript", ""),
    "cjs": ("javascript", ""),
    "ts": ("javascript", ""),
    "mts": ("javascript", ""),
    "rb": ("ruby", ""),
    "pl": ("perl", ""),
    "php": ("php", ""),
    "lua": ("lua", ""),
}
SCRIPT_ENDINGS = tuple([f".{ending}" for ending in LANGUAGES])
SHELLS = {"sh": "posix", "dash": "posix", "ash": "posix", "bash": "bash", "ksh": "bash", "zsh": "zsh", "fish": "fish"}


def script_payload(path: Value, within: Invocation, world: World, positional: tuple[Value, ...] = ()) -> list[Inner]:
    """A file that is run by its path (`./x.sh`, `/abs/x`), in the language that its first line or its name says."""
    return file_payload(path, within, world, "", "", positional)


def file_payload(
    path: Value,
    within: Invocation,
    world: World,
    language: str,
    dialect: str = "",
    positional: tuple[Value, ...] = (),
    client: Invocation | None = None,
) -> list[Inner]:
    """What a file makes the program inside run. A file that is not there is nothing; one that cannot be read is opaque.

    `within` (see inner.enter) says from where relative paths are seen. Without a language the file says it itself.
    `Origin.file` and `Origin.line` tell the path and the number of the text's first line.
    """
    written = _written(path, within, world) if not path.texts else None
    if written is None and not path.texts:
        fit = _searched(path, within, world)
        more = file_payload(fit, within, world, language, dialect, positional, client) if fit is not None else []
        return [_unknown_file(path, within), *more]
    if len(path.texts) > MOST_PATHS:
        return [opaque(within, "file", "runs one of many files")]
    found: list[Inner] = []
    for text in path.texts or (path.shown(),):
        if text in STANDARD_INPUT and within.input.source != "none":
            found += from_input(within, world, language or "shell", dialect, positional, client)
            continue
        if text in TERMINALS:
            found.append(opaque(within, "terminal", f"what is typed at `{text}` is run unseen"))
            continue
        for content in written if written is not None else contents(text, within, world):
            if isinstance(content, Opaque):
                found.append(content)
                continue
            read = (language, dialect) if language else language_of(text, content, world)
            if read[0]:
                found.append(_payload(text, content, within, read, positional, client))
    return found


def _searched(path: Value, within: Invocation, world: World) -> Value | None:
    """The files right in the folder that a search looks through, as far as they fit."""
    start = path.pieces[0] if path.pieces and path.why == SEARCHED and not within.origin.remote else None
    if start is None or "/" not in start:
        return None
    folder = start.rpartition("/")[0]
    place = seen_from(within.directory, known(folder)).text
    names = world.files.names(place) if place is not None else None
    texts = [f"{folder}/{name}" for name in names or () if fits(path.pieces, f"{folder}/{name}")]
    return one_of(tuple(texts[:MOST_PATHS])) if texts else None


def _unknown_file(path: Value, within: Invocation) -> Opaque:
    """`bash $dir/x.sh` is a local script that nobody has read, `bash $x` may be anything."""
    source = source_of(path.why)
    if source in ("local", "variable"):
        source = "file" if path.pieces and (path.pieces[-1] or "").endswith(SCRIPT_ENDINGS) else "variable"
    return opaque(within, source, f"runs a file that is not known: `{path.shown()}`")


def from_input(
    within: Invocation,
    world: World,
    language: str,
    dialect: str = "",
    positional: tuple[Value, ...] = (),
    client: Invocation | None = None,
) -> list[Inner]:
    """What standard input makes the program run: its text, or that it cannot be known. No input, no code."""
    given = within.input
    quiet = within.replace(input=Input())
    if given.text is not None:
        return [code(quiet, given.text, language, dialect, positional, client)]
    if given.source == "file" and given.path is not None and given.program == HERE and quiet.origin.remote:
        near = quiet.replace(origin=quiet.origin.replace(remote=False))
        found = file_payload(given.path, near, world, language, dialect, positional, client)
        return [part.replace(origin=part.origin.replace(remote=True)) for part in found]
    if given.source == "file" and given.path is not None:
        return file_payload(given.path, quiet, world, language, dialect, positional, client)
    if given.source == "terminal":
        if within.origin.guessed and language != "shell":  # hardhat node
            return []
        return [opaque(within, "terminal", TYPED)]
    if given.source != "pipe":
        return []
    if given.fetched:
        return [opaque(within, "network", f"`{given.program}` brings text from elsewhere that is run unread")]
    if given.decoded:
        return [opaque(within, "decode", f"`{given.program}` makes text that is run unread", given.command)]
    return [opaque(within, "local", f"the output of `{given.program}` is run unread", given.command)]


def contents(path: str, within: Invocation, world: World) -> list[Value | Opaque]:
    """What may stand in the file: as written earlier in the same text, else as it is on disk; nothing if missing.

    Binary files are nothing as well: they are programs that nobody can read here.
    """
    written = _written(known(path), within, world)
    if written is not None:
        return written
    if within.origin.remote:
        return [opaque(within, "file", f"`{path}` is on another machine")]
    return _on_disk(path, within, world)


def originals(path: str, within: Invocation) -> list[str]:
    """The places that the same text copied, moved or linked to this one."""
    disk = getattr(within.state, "disk", None)
    if disk is None or not (disk.copies or disk.links):
        return []
    return [each for place in seen_from(within.directory, known(path)).texts for each in disk.originals(place)]


def fitting(place: str, world: World) -> list[str]:
    """The files that an absolute pattern takes; it may stand in the last part only: `/work/scripts/*.sh`."""
    folder, _, last = place.rpartition("/")
    if is_pattern(folder):
        return []
    names = world.files.names(folder or "/") or ()
    return [f"{folder}/{name}" for name in names if matches(last, name) and (name[0] != "." or last[0] == ".")]


def file_text(path: str, within: Invocation, world: World) -> Value | Opaque | None:
    """The one text of a file (a Makefile, a package.json), that nobody can read it, or None if it is missing."""
    found = contents(path, within, world)
    return found[0] if found else None


def _written(path: Value, within: Invocation, world: World) -> list[Value | Opaque] | None:
    """What the same text put into the file before; None if it did not."""
    state = within.state
    if state is None:
        return None
    values = state.written(path)  # type: ignore[attr-defined]
    others = originals(path.text, within) if path.text else []
    for other in others:
        more = state.written(known(other))  # type: ignore[attr-defined]
        values = values if more is None else (*(values or ()), *more)
    if values is None:
        return None
    found = [each for value in values for each in _as_written(path.shown(), value, within, world)]
    return found + [each for other in others if not is_installed(other) for each in _on_disk(other, within, world)]


def _as_written(path: str, value: Value, within: Invocation, world: World) -> list[Value | Opaque]:
    """A text, or why it is not known; what a file held that was only printed (`cat x > y`) is read there."""
    if not value.whole_unknown:
        return [value]
    source = source_of(value.why)
    if source == "file" and not within.origin.remote:
        files = [name for name in paths_in(value.why) if not is_installed(name) and name != path]
        if files:
            return [each for name in files for each in _on_disk(name, within, world)]
    reason = f"`{path}` was written by an earlier command: {value.why or 'its text is not known'}"
    return [opaque(within, source if source in ("network", "decode") else "variable", reason)]


def _on_disk(path: str, within: Invocation, world: World) -> list[Value | Opaque]:
    found: list[Value | Opaque] = []
    missing = 0
    places = seen_from(within.directory, known(path)).texts
    if not places:
        return [opaque(within, "file", f"`{path}` cannot be found: the directory is not known")]
    if len(places) > MOST_PATHS:
        found.append(opaque(within, "file", f"`{path}` may be in many directories"))
    here = list(places[:MOST_PATHS])
    here += [place for place in originals(path, within) if not is_installed(place)]
    if is_pattern(path) and all(world.files.kind(place) == "missing" for place in here):
        here = [each for place in here for each in fitting(place, world)]
        if len(here) > MOST_FITTING:
            found.append(opaque(within, "file", f"`{path}` takes more than {MOST_FITTING} files"))
    for place in here[:MOST_FITTING]:
        content = read_text(place, world)
        if isinstance(content, Missing):
            missing += 1
        elif isinstance(content, UnreadableFile):
            found.append(opaque(within, "file", f"`{path}` cannot be read: {content.reason}"))
        elif content is not None:
            found.append(known(content))
    if missing and _unpackers(within):
        found.append(_perhaps_unpacked(path, within))
    return found


PERHAPS = "and nobody has read it"


def _unpackers(within: Invocation) -> list[str]:
    """The earlier programs of the same text that made files of unknown names."""
    return getattr(getattr(within.state, "disk", None), "unpackers", [])


def _perhaps_unpacked(path: str, within: Invocation) -> Opaque:
    """A file that is not there yet: what clones, pulls or unpacks a download may bring it."""
    program = _unpackers(within)[-1]
    files = getattr(getattr(within.state, "disk", None), "files", {})
    fetched = program.startswith(FETCHING) or program.endswith(OF_A_DOWNLOAD)
    fetched = fetched or any(source_of(value.why) == "network" for contents in files.values() for value in contents)
    return opaque(within, "network" if fetched else "file", f"`{path}` may come from `{program}`, {PERHAPS}")


def is_missing(part: Inner) -> bool:
    """Whether a file was only opaque because it may be unpacked before."""
    return isinstance(part, Opaque) and part.reason.endswith(PERHAPS)


def read_text(path: str, world: World) -> str | Missing | UnreadableFile | None:
    """A text file; None for a binary one."""
    head = world.files.head(path)
    if not isinstance(head, bytes):
        return head
    if b"\0" in head[:BINARY]:
        return None
    content = head if len(head) < BINARY else world.files.read(path)
    if not isinstance(content, bytes):
        return content
    return content.decode("utf-8", "surrogateescape").removeprefix("\ufeff")


def _payload(
    path: str,
    text: Value,
    within: Invocation,
    read: tuple[str, str],
    positional: tuple[Value, ...],
    client: Invocation | None,
) -> Payload:
    client = client or (within if read[0] == "shell" else None)
    origin = within.origin.replace(file=path, line=1)
    place, variables = within.directory, within.environment
    return Payload(read[0], text, origin, within.span, place, variables, read[1], client, within.state, positional)


def language_of(path: str, text: Value, world: World) -> tuple[str, str]:
    """Language and dialect, by `#!`, else by the name's ending; without both it is run by sh. Empty: no reader."""
    start = (text.texts or text.pieces or ("",))[0] or ""
    if start.startswith("#!"):
        return _by_interpreter(start[2 : start.find("\n")] if "\n" in start else start[2:], world)
    return LANGUAGES.get(base_name(path).rpartition(".")[2], ("shell", "bash"))


def _by_interpreter(line: str, world: World) -> tuple[str, str]:
    """`#!/usr/bin/env -S python3 -u` -> python."""
    words = line.split()
    if words and program_name(words[0]) == "env":
        words = [word for word in words[1:] if word[0] != "-" and "=" not in word]
    name = program_name(words[0]) if words else ""
    if name in SHELLS:
        return "shell", SHELLS[name]
    for wrapper in world.wrappers_for(name):
        if wrapper.runs == "script":
            return wrapper.language, wrapper.dialect
    return "", ""


def is_shell(path: Value) -> bool:
    """`bash`, `/bin/sh`: a shell by its name, from where programs are installed."""
    text = path.text or ""
    return base_name(text) in SHELLS and ("/" not in text or is_installed(normal(text)))


def is_installed(path: str) -> bool:
    """Whether the path lies where programs are installed for everybody."""
    return path.startswith(INSTALLED)
