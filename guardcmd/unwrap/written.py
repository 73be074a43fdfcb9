"""What a file would do if it were run: of scripts, task files and CI definitions, as they are written."""

from __future__ import annotations

from guardcmd.calls import Input, Invocation, Origin, Payload
from guardcmd.proposal import Missing, UnreadableFile, edited
from guardcmd.shell.value import known
from guardcmd.unwrap.pathtext import base_name
from guardcmd.unwrap.scripts import LANGUAGES, language_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guardcmd.proposal import FileWrite
    from guardcmd.world import World

LONGEST = 262_144  # characters that are read; longer files are read when they run
MOST_LINES = 400  # of a task file
# programs in these languages are mostly parts of something; they are read when they run, or say by `#!` that they do
SCRIPTS = {
    "ps1": ("powershell", ""),
    "psm1": ("powershell", ""),
    "bat": ("cmd", ""),
    "cmd": ("cmd", ""),
    "sql": ("sql", ""),
}
SHELLS = ("sh", "bash", "zsh", "ksh", "command", "envrc")
MAKEFILES = ("makefile", "gnumakefile")
STEPS = (
    "run",
    "script",
    "before_script",
    "after_script",
    "command",
    "commands",
    "entry",
    "bash",
    "sh",
)  # of CI definitions


def result(action: FileWrite, world: World) -> tuple[str, bool]:
    """The text of the file after the write, and whether it is the whole text.

    Where the file cannot be read, or holds something else than the edit says, it is the new text alone.
    """
    part = action.content or "", not action.edit
    if not action.pieces or not action.path.startswith("/"):
        return part
    held = world.files.read(action.path)
    if isinstance(held, (Missing, UnreadableFile)):
        return part
    text = edited(held.decode("utf-8", "replace"), action.pieces)
    return part if text is None else (text, True)


def payloads(path: str, text: str, place: bool, world: World) -> list[Payload]:
    """The texts in a file that a shell, a database or an interpreter would run.

    `place` says that others run whatever stands there; otherwise only what is a script by its name or its `#!` is read.
    """
    if len(text) > LONGEST or "\0" in text or not text.strip():
        return []
    return [
        _payload(path, language, dialect, code, line, world)
        for language, dialect, code, line in _codes(path, text, place, world)
    ]


def _codes(path: str, text: str, place: bool, world: World) -> Iterator[tuple[str, str, str, int]]:
    """(language, dialect, text, line)"""
    name = base_name(path).lower()
    ending = name.rpartition(".")[2] if "." in name else ""
    if text.startswith("#!"):
        language, dialect = language_of(path, known(text), world)
        if language:
            yield language, dialect, text, 1
    elif ending in SHELLS:
        yield "shell", "zsh" if ending == "zsh" else "bash", text, 1
    elif ending in SCRIPTS:
        yield (*SCRIPTS[ending], text, 1)
    elif name == "package.json":
        yield from _scripts(text)
    elif name in MAKEFILES or ending == "mk":
        yield from _recipes(text)
    elif place and ending in ("yml", "yaml"):
        yield from _steps(text)
    elif place and ending in LANGUAGES:
        yield (*LANGUAGES[ending], text, 1)
    elif place and (name.startswith(".") or not ending):  # .bashrc, .husky/pre-commit
        yield "shell", "zsh" if name.startswith(".z") else "bash", text, 1


def _scripts(text: str) -> Iterator[tuple[str, str, str, int]]:
    """package.json, whole or in part: the values of its scripts."""
    from guardcmd.jsontext import JsonError, loads

    try:
        given = loads(text)
    except JsonError:
        return
    scripts = given.get("scripts") if isinstance(given, dict) else None
    for code in scripts.values() if isinstance(scripts, dict) else ():
        if isinstance(code, str):
            yield "shell", "posix", code, 1


def _recipes(text: str) -> Iterator[tuple[str, str, str, int]]:
    for number, line in enumerate(text.split("\n")[: MOST_LINES * 10], 1):
        if line.startswith("\t"):
            yield "shell", "posix", line.lstrip("\t @-+").replace("$$", "$"), number


def _steps(text: str) -> Iterator[tuple[str, str, str, int]]:
    """The commands in a CI definition: texts and lists of texts under the keys that name them."""
    from guardcmd.unwrap.yamltext import YamlError, loads

    try:
        found = loads(text)
    except (YamlError, RecursionError):
        return
    for code in _under(found, 0):
        yield "shell", "bash", code, 1


def _under(value: object, depth: int) -> Iterator[str]:
    if depth > 12:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in STEPS and isinstance(inner, str):
                yield inner
            elif key in STEPS and isinstance(inner, list) and all(isinstance(line, str) for line in inner):
                yield "\n".join(inner)
            else:
                yield from _under(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _under(inner, depth + 1)


def _payload(path: str, language: str, dialect: str, code: str, line: int, world: World) -> Payload:
    directory = known(world.project or world.proposal.directory)
    origin = Origin(via=(path,), file=path, line=line, depth=1)
    client = Invocation((known(path),), {}, directory, Input(), origin, (0, 0), text=path)
    return Payload(language, known(code), origin, (0, 0), directory, {}, dialect, client)
