"""Text of Windows' cmd.exe to what it does: rd, del and format as calls, other programs as they would run.

Source: learn.microsoft.com/windows-server/administration/windows-commands (cmd, rd, del, for, if, start, call).
"""

from __future__ import annotations

from guardcmd.calls import Option
from guardcmd.languages.reading import HOLE, Reading, unique, value_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guardcmd.calls import Payload
    from guardcmd.languages.reading import Found
    from guardcmd.shell.value import Value

DEEPEST = 12
NAMES = {"rmdir": "rd", "erase": "del", "rd": "rd", "del": "del", "format": "format"}
TEXT_ONLY = (
    "echo", "rem", "title", "dir", "type", "ver", "vol", "set", "cd", "chdir", "cls", "path", "prompt", "pushd", "popd",
    "exit", "goto", "pause", "setlocal", "endlocal", "mkdir", "md", "more", "find", "findstr", "where", "tree", "assoc",
)  # fmt: skip
PREFIXES = ("call", "else", "do")
VARIABLES = {"%temp%": "/tmp", "%tmp%": "/tmp", "%userprofile%": "~", "%homepath%": "~", "%systemdrive%": "C:"}


def read(payload: Payload, world: Any) -> list[Found]:
    """What cmd.exe does: Calls of the tool `cmd`, Invocations, Opaque facts."""
    reading = Reading(payload, world)
    for text in reading.readable():
        _text(text, reading, 0)
    return unique(reading.found)


def _text(text: str, reading: Reading, depth: int) -> None:
    if depth > DEEPEST:
        reading.opaque("limit", "cmd text inside cmd text goes too deep to be read")
        return
    for words in commands(text):
        _command(words, reading, depth)


def commands(text: str) -> list[list[str]]:
    """The commands between `&`, `|`, parentheses and line ends; `^` takes the meaning of what follows, quotes group."""
    found: list[list[str]] = [[]]
    word: list[str] = []
    quoted = started = False
    for place, character in enumerate(f"{text}\n"):
        if place and text[place - 1] == "^" and not quoted and character not in "\r\n":
            word.append(character)
            started = True
        elif character == '"':
            quoted, started = not quoted, True
        elif quoted and character != "\n":
            word.append(character)
        elif (character == "&" and place and text[place - 1] == ">") or (character in "()" and _in_for(found[-1])):
            word += [character] if character == "&" else []  # 2>&1; for %f in (*.db) do
            started = started or character == "&"
        elif character in " \t\r\n&|()<>,;=" and not (character in ",;=()" and started and character != ")"):
            if started and not (character in "<>" and len(word) == 1 and word[0].isdigit()):
                found[-1].append("".join(word))
            word, started, quoted = [], False, False
            if character in "&|\n()":
                found.append([])
            elif character in "<>":
                found[-1].append(character)
        elif character != "^":
            word.append(character)
            started = True
    return [words for words in found if words]


def _in_for(words: list[str]) -> bool:
    """Whether parentheses hold what a loop goes through."""
    return bool(words) and words[0].lower().lstrip("@") == "for" and "do" not in [word.lower() for word in words]


def _command(words: list[str], reading: Reading, depth: int) -> None:
    while words and words[0].lower().lstrip("@") in PREFIXES:
        words = words[1:]
    words = _redirected(words, reading)
    if not words:
        return
    name = words[0].lstrip("@").lower().rpartition("\\")[2].removesuffix(".exe")
    for start in ("rd", "rmdir", "del", "erase", "format"):  # rd/s/q c:\x
        if name.startswith(f"{start}/"):
            words = [start, *[f"/{part}" for part in name[len(start) + 1 :].split("/")], *words[1:]]
            name = start
    if name == "if":
        _if(words[1:], reading, depth)
    elif name == "for":
        place = next((place for place, word in enumerate(words) if word.lower() == "do"), len(words))
        _command(words[place + 1 :], reading, depth)
    elif name == "cmd":
        _text(" ".join(inner_command(words[1:])), reading, depth + 1)
    elif name == "start":
        rest = [word for word in words[1:] if not word.startswith("/")]
        _command(rest[1:] if (len(rest) > 1 and " " in rest[0]) or rest[:1] == [""] else rest, reading, depth + 1)
    elif name in NAMES:
        _remove(NAMES[name], words[1:], reading)
    elif name not in TEXT_ONLY and not name.startswith(":"):
        reading.run([value_of(name if "\\" in words[0] else words[0].lstrip("@")), *map(value, words[1:])], "cmd /c")


def inner_command(words: list[str]) -> list[str]:
    """What stands behind /c or /k."""
    for place, word in enumerate(words):
        if word.lower()[:2] in ("/c", "/k", "/r"):
            return [*([word[2:]] if len(word) > 2 else []), *words[place + 1 :]]
    return []


def _redirected(words: list[str], reading: Reading) -> list[str]:
    """`> file` writes it."""
    kept: list[str] = []
    place = 0
    while place < len(words):
        if words[place] == ">":
            place += 1
            appended = words[place : place + 1] == [">"]
            place += appended
            target = words[place] if place < len(words) else ""
            if target and not target.startswith(("&", "nul", "NUL", "con")):
                reading.write(value(target), ">>" if appended else ">")
        elif words[place] == "<":
            place += 1
        else:
            kept.append(words[place])
        place += 1
    return kept


def _if(words: list[str], reading: Reading, depth: int) -> None:
    """if [not] exist path command; if "%x%"=="y" command."""
    while words and words[0].lower() in ("not", "/i"):
        words = words[1:]
    skipped = 2 if words and words[0].lower() in ("exist", "defined", "errorlevel", "cmdextversion") else 1
    if len(words) > 2 and words[1].lower() in ("equ", "neq", "lss", "leq", "gtr", "geq", "=="):
        skipped = 3
    _command(words[skipped:], reading, depth)


def _remove(name: str, words: list[str], reading: Reading) -> None:
    """Switches become options with a dash; /s takes what is below as well."""
    switches = [part for word in words if _is_switch(word) for part in word.lower().split("/") if part]
    options = [Option(f"-{switch.partition(':')[0]}", None, f"/{switch}") for switch in switches]
    operands = [value(word) for word in words if not _is_switch(word)]
    facts = {"each": "yes"} if any(operand.glob for operand in operands) else None
    reading.call("cmd", (name, *operands), facts, options, " ".join([name, *words]))


def _is_switch(word: str) -> bool:
    """`/s`, `/s/q`, `/fs:ntfs`; not `/mnt/c/data`."""
    return word.startswith("/") and all(len(part.partition(":")[0]) <= 2 for part in word[1:].split("/"))


def value(word: str) -> Value:
    """A word as an argument: a Windows path as WSL mounts it, known variables put in, others as holes."""
    for name, place in VARIABLES.items():
        at = word.lower().find(name)
        if at >= 0:
            word = word[:at] + place + word[at + len(name) :]
    parts = word.split("%")
    word = HOLE.join(parts[::2]) if len(parts) > 2 else word
    return value_of(mounted(word)).replace(glob="*" in word or "?" in word)


def mounted(path: str) -> str:
    """`C:\\data\\x` is `/mnt/c/data/x`; a drive as a whole is the root of a machine."""
    slashed = path.replace("\\", "/")
    if len(slashed) > 1 and slashed[1] == ":" and slashed[0].isalpha():
        rest = slashed[2:].lstrip("/")
        if rest in ("", "*", "*.*") and slashed[0].lower() == "c":
            return "/" + rest.replace("*.*", "*")
        return f"/mnt/{slashed[0].lower()}/{rest}"
    return slashed if path.startswith((".", "~", "\\\\")) or "\\" in path else path
