"""Languages without a reader of their own: what is handed, as a literal, to their ways of running and removing.

Erlang, Octave, Prolog, OCaml, Haskell, Nim, Dart, Janet ... by the names of their libraries.
"""

from __future__ import annotations

from guardcmd.languages.reading import Reading, unique, value_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guardcmd.calls import Payload
    from guardcmd.languages.reading import Found

SHELL = (
    "system", "popen", "shell", "exec", "os:cmd", "os.execute", "io.popen", "execShellCmd", "execProcess",
    "Sys.command",
    "callCommand", "readCreateProcess", "unix", "dos", "shell_cmd", "Process.run", "Process.start", "os/shell",
    "execCmd",
)  # fmt: skip
TREES = (
    "file:del_dir_r", "removeDirectoryRecursive", "removePathForcibly", "removeDir", "delete_directory_and_contents",
    "Directory", "rmdir", "rm_rf", "removeTree",
)  # fmt: skip
FILES = (
    "file:delete", "removeFile", "delete_file", "Sys.remove", "Unix.unlink", "unlink", "tryRemoveFile", "delete",
    "deleteSync", "os/rm", "file:del_dir",
)  # fmt: skip
NAMES = {**dict.fromkeys(SHELL, "shell"), **dict.fromkeys(TREES, "deleteDirectory"), **dict.fromkeys(FILES, "unlink")}
WORD = "_.:/"
LONGEST_CALL = 400  # characters of the arguments of one call


def read(payload: Payload, world: Any) -> list[Found]:
    """Calls of the tool `other`, Payloads of shell text, Opaque facts."""
    reading = Reading(payload, world)
    for text in reading.readable():
        _text(text, reading)
    return unique(reading.found)


def _text(text: str, reading: Reading) -> None:
    place = 0
    while place < len(text):
        character = text[place]
        if character in "\"'":
            place = _end(text, place) + 1
        elif character.isalpha():
            end = place
            while end < len(text) and (text[end].isalnum() or text[end] in WORD):
                end += 1
            _call(text, text[place:end].strip(".:/"), end, reading)
            place = end
        else:
            place += 1


def _call(text: str, name: str, place: int, reading: Reading) -> None:
    what = NAMES.get(name)
    if what is None:
        return
    arguments = _literals(text, place)
    if arguments is None:
        return
    if not arguments:
        if what == "shell" and text[place : place + 1] == "(":
            reading.opaque("variable", f"`{name}` runs a command that cannot be known")
    elif what == "shell" and len(arguments) > 1:
        reading.run([value_of(one) for one in arguments], f"{reading.program} {name}")
    elif what == "shell":
        reading.code("shell", value_of(arguments[0]), f"{reading.program} {name}")
    elif name != "Directory" or "delete" in text[place:]:
        path = value_of(arguments[0])
        reading.call("other", (what, path), None, (), f"{name} {path.shown()}")


def _literals(text: str, place: int) -> list[str] | None:
    """The quoted arguments behind a name; None where nothing is called: `system = 1`."""
    while place < len(text) and text[place] in " (":
        place += 1
    if text[place : place + 1] not in ('"', "'", "[", "~") and text[place - 1 : place] != "(":
        return None
    found: list[str] = []
    last = min(len(text), place + LONGEST_CALL)
    while place < last and text[place] not in ");\n":
        if text[place] in "\"'":
            end = _end(text, place)
            found.append(text[place + 1 : end].replace('\\"', '"'))
            place = end
        place += 1
    return found


def _end(text: str, start: int) -> int:
    place = start + 1
    while place < len(text) and text[place] != text[start]:
        place += 2 if text[place] == "\\" else 1
    return place
