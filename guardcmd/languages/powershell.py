"""PowerShell text to what it does: its own cmdlets as calls, other programs as they would run.

Sources: learn.microsoft.com about_Parsing, about_Aliases, the cmdlets' reference. Parameters may be shortened.
"""

from __future__ import annotations

from guardcmd.calls import Option
from guardcmd.languages.cmd import mounted
from guardcmd.languages.http_call import http_call
from guardcmd.languages.reading import HOLE, Reading, unique, value_of
from guardcmd.shell.value import Value, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guardcmd.calls import Payload
    from guardcmd.languages.reading import Found

ALIASES = {
    "rm": "remove-item", "del": "remove-item", "erase": "remove-item", "rd": "remove-item", "ri": "remove-item",
    "rmdir": "remove-item", "sc": "set-content", "clc": "clear-content", "mv": "move-item", "move": "move-item",
    "mi": "move-item", "cp": "copy-item", "copy": "copy-item", "cpi": "copy-item", "kill": "stop-process",
    "spps": "stop-process", "iex": "invoke-expression", "irm": "invoke-restmethod", "iwr": "invoke-webrequest",
    "curl": "invoke-webrequest", "wget": "invoke-webrequest", "icm": "invoke-command", "saps": "start-process",
    "start": "start-process", "rp": "remove-itemproperty", "spsv": "stop-service", "ren": "rename-item",
    "clp": "clear-itemproperty", "rni": "rename-item", "sp": "set-itemproperty", "sasv": "start-service",
    "fc": "format-custom",
}  # fmt: skip
SWITCHES = (
    "recurse",
    "force",
    "whatif",
    "confirm",
    "nonewline",
    "append",
    "passthru",
    "asjob",
    "usebasicparsing",
    "wait",
)
HARMLESS_START = (
    "get-", "write-", "select-", "where-", "sort-", "measure-", "format-table", "format-list", "out-host", "out-string",
    "export-csv", "export-clixml", "test-", "convertto-", "convertfrom-", "import-module", "new-object", "group-",
    "compare-", "resolve-", "join-path",
    "split-path", "show-", "find-", "foreach-object", "out-null", "set-location", "push-location", "pop-location",
    "add-type", "start-sleep", "set-strictmode", "set-psdebug", "new-item", "add-content", "read-host", "tee-object",
)  # fmt: skip
WORDS = ("if", "else", "elseif", "foreach", "for", "while", "do", "try", "catch", "finally", "function", "return",
         "param", "switch", "begin", "process", "end", "throw", "in")  # fmt: skip
NETWORK = ("iwr", "irm", "invoke-webrequest", "invoke-restmethod", "downloadstring", "net.webclient", "curl", "wget")
REGISTRY = ("hklm:", "hkcu:", "hkcr:", "hku:", "hkcc:", "registry::", "hkey_", "microsoft.powershell.core\\registry")
OWN_DRIVES = ("env:", "alias:", "function:", "variable:")  # what lives in this session only
PLACES = {
    "$env:temp": "/tmp", "$env:tmp": "/tmp", "$env:userprofile": "~", "$home": "~", "$env:home": "~",
    "$env:systemdrive": "C:", "$env:systemroot": "C:\\Windows", "$env:windir": "C:\\Windows",
}  # fmt: skip
METHODS = {  # [IO.Directory]::Delete(path, $true)
    "directory]::delete": "remove-item", "file]::delete": "remove-item", "file]::writealltext": "set-content",
    "file]::writeallbytes": "set-content", "file]::writealllines": "set-content", "file]::create": "set-content",
    "filesystem]::deletedirectory": "remove-item", "filesystem]::deletefile": "remove-item",
}  # fmt: skip
WRITERS = ("set-content", "add-content", "out-file", "tee-object", "export-csv", "export-clixml")
MOVERS = {"copy-item": ("cp", "-R"), "move-item": ("mv",), "rename-item": ("mv",)}
MOST_EMBEDDED = 200
SEPARATORS = (";", "|", "\n", "{", "}", "&&", "||", "(", ")")


def read(payload: Payload, world: Any) -> list[Found]:
    """What PowerShell does: Calls of the tool `powershell`, Payloads of shell text, Opaque facts."""
    reading = Reading(payload, world)
    for text in reading.readable():
        _text(text, reading, 0)
    return unique(reading.found)


def _text(text: str, reading: Reading, depth: int) -> None:
    if depth > 8:
        reading.opaque("limit", "PowerShell text inside PowerShell text goes too deep to be read")
        return
    for inner in embedded(text):
        _text(inner, reading, depth + 1)
    names: dict[str, str] = {}
    command: list[tuple[str, bool]] = []
    scanned = [*scan(text), ("\n", False)]
    for place, (word, quoted) in enumerate(scanned):
        if not quoted and word in SEPARATORS:
            if word == "(" and command and _method(command[-1][0], scanned[place + 1 :], reading):
                command = []
            _command(command, reading, names, depth, word == "|")
            command = []
        else:
            command.append((word, quoted))


def _method(name: str, behind: list[tuple[str, bool]], reading: Reading) -> bool:
    """A static method of .NET that removes or writes a file."""
    lower = name.lower()
    cmdlet = next((METHODS[ending] for ending in METHODS if lower.endswith(ending)), "")
    if not cmdlet or not behind:
        return False
    end = next((place for place, (word, quoted) in enumerate(behind) if word == ")" and not quoted), len(behind))
    arguments = [word.strip(",") for word, _ in behind[:end]]
    recursive = "directory" in lower and any(word.lower() == "$true" for word in arguments[1:])
    path = arguments[0].partition(",$true")[0].partition(",")[0] if arguments else ""
    _cmdlet(cmdlet, [path, "-Recurse"] if recursive or ",$true" in arguments[0].lower() else [path], reading)
    return True


def scan(text: str) -> list[tuple[str, bool]]:
    """Words and separators; the flag says that a word was quoted."""
    found: list[tuple[str, bool]] = []
    place = 0
    while place < len(text):
        character = text[place]
        if character in " \t\r":
            place += 1
        elif character == "#" and (not place or text[place - 1].isspace()):
            end = text.find("\n", place)
            place = len(text) if end < 0 else end
        elif text.startswith("<#", place):
            end = text.find("#>", place)
            place = len(text) if end < 0 else end + 2
        elif text[place : place + 2] in ("&&", "||"):
            found.append((text[place : place + 2], False))
            place += 2
        elif character in ";|\n{}()":
            found.append((character, False))
            place += 1
        else:
            word, place, quoted = _word(text, place)
            found.append((word, quoted))
    return found


def _word(text: str, place: int) -> tuple[str, int, bool]:
    parts: list[str] = []
    quoted = False
    start = place
    while place < len(text) and not text[place].isspace() and text[place] not in ";|{}()":
        character = text[place]
        if character in "'\"":
            quoted = quoted or place == start
            content, place = _quoted(text, place + 1, character)
            parts.append(content)
        elif character == "`" and place + 1 < len(text):
            parts.append(text[place + 1])
            place += 2
        else:
            parts.append(character)
            place += 1
    return "".join(parts), max(place, start + 1), quoted


def _quoted(text: str, place: int, quote: str) -> tuple[str, int]:
    parts: list[str] = []
    while place < len(text):
        if text[place] == quote:
            if text.startswith(quote * 2, place):
                parts.append(quote)
                place += 2
                continue
            break
        if text[place] == "`" and quote == '"' and place + 1 < len(text):
            place += 1
        parts.append(text[place])
        place += 1
    return "".join(parts), place + 1


def embedded(text: str) -> list[str]:
    """The commands within `"... $( ) ..."`: what stands outside of quotes is scanned anyway."""
    found: list[str] = []
    place = 0
    quote = ""
    while place < len(text) and len(found) < MOST_EMBEDDED:
        character = text[place]
        if character == "`" and quote != "'":
            place += 2
            continue
        if quote == '"' and text.startswith("$(", place):
            end = _closing(text, place + 2)
            found.append(text[place + 2 : end])
            place = end
        elif character == quote:
            quote = ""
        elif not quote and character in "'\"":
            quote = character
        elif not quote and character == "#" and (not place or text[place - 1].isspace()):
            place = max(text.find("\n", place), place) if "\n" in text[place:] else len(text)
        place += 1
    return found


def _closing(text: str, place: int) -> int:
    """The place of the parenthesis that closes what begins here."""
    depth = 1
    while place < len(text):
        depth += (text[place] == "(") - (text[place] == ")")
        if not depth:
            return place
        place += 1
    return place


def _redirected(words: list[tuple[str, bool]], reading: Reading, names: dict[str, str]) -> list[tuple[str, bool]]:
    """The words without `> file` and `2>> file`, each of which is a file that is written."""
    kept: list[tuple[str, bool]] = []
    place = 0
    while place < len(words):
        word, quoted = words[place]
        stream, operator, target = ("", "", "") if quoted else word.partition(">")
        place += 1
        if not operator or stream.strip("0123456789*") or target.startswith(("&", "=")):
            kept.append((word, quoted))
            continue
        operator, target = (">>", target[1:]) if target.startswith(">") else (">", target)
        if not target and place < len(words):
            target = words[place][0]
            place += 1
        if target and target.lower() not in ("$null", "nul"):
            reading.write(_value(names.get(target, target)), operator)
    return kept


def _command(words: list[tuple[str, bool]], reading: Reading, names: dict[str, str], depth: int, piped: bool) -> None:
    words = _redirected(words, reading, names)
    while words and not words[0][1] and words[0][0].lower() in (*WORDS, "&", "."):
        words = words[1:]
    if not words:
        return
    first = words[0][0]
    if first.startswith("$") and len(words) > 2 and words[1][0] == "=":
        names[first] = words[2][0]
        words = words[2:]
        first = words[0][0]
    if first.startswith(("$", "-", "@", "[")) or (words[0][1] and len(words) == 1):
        if HOLE in first:
            reading.opaque(reading.hole_source(), "a PowerShell statement is not known")
        return
    name = ALIASES.get(first.lower(), first.lower()).removesuffix(".exe")
    arguments = [names.get(word, word) for word, _ in words[1:]]
    if name in ("invoke-expression", "invoke-command"):
        _invoke(arguments, reading, depth)
    elif name in ("invoke-restmethod", "invoke-webrequest"):
        _request(arguments, reading)
    elif name == "start-process":
        _process(arguments, reading)
    elif name == "invoke-sqlcmd" or name == "invoke-dbaquery":
        _query(arguments, reading)
    elif "-" in name and name[0].isalpha() and name.replace("-", "").isalnum():
        _files(name, arguments, reading)
        if not name.startswith(HARMLESS_START):
            _cmdlet(name, arguments, reading)
    elif name not in ("echo", "ls", "dir", "cd", "pwd", "cat", "type", "cls", "sleep"):
        reading.run([_value(first), *(_value(word) for word in arguments)], "powershell")


def _files(name: str, arguments: list[str], reading: Reading) -> None:
    """What a cmdlet writes, copies or moves, in the words that the rules of every language share."""
    if name not in (*WRITERS, *MOVERS) or any(
        "-whatif".startswith(word.lower()) for word in arguments if len(word) > 2
    ):
        return
    first, second = _paths(arguments)
    if name in WRITERS and first:
        reading.write(_value(first), ">>" if name == "add-content" or "-append" in map(str.lower, arguments) else ">")
    elif name in MOVERS and first and second:
        if name == "rename-item":
            second = f"{first.replace(chr(92), '/').rpartition('/')[0] or '.'}/{second}"
        reading.run([*MOVERS[name], "--", _value(first), _value(second)], f"powershell {name}")


def _paths(arguments: list[str]) -> tuple[str, str]:
    """The path that a cmdlet is given, and its destination: named, or by their places."""
    first = second = ""
    plain: list[str] = []
    place = 0
    while place < len(arguments):
        word = arguments[place]
        name = word[1:].lower() if word.startswith("-") and word[1:2].isalpha() else ""
        place += 1
        if not name:
            plain.append(word)
        elif not any(switch.startswith(name) for switch in SWITCHES):
            value = arguments[place] if place < len(arguments) else ""
            place += 1
            if any(known_.startswith(name) for known_ in ("path", "literalpath", "filepath", "pspath")):
                first = value
            elif any(known_.startswith(name) for known_ in ("destination", "newname")):
                second = value
    first = first or (plain.pop(0) if plain else "")
    return first, second or (plain.pop(0) if plain else "")


def _process(arguments: list[str], reading: Reading) -> None:
    """Start-Process [-FilePath] cmd [-ArgumentList] '/c', 'rd x': a program with its words."""
    given: list[str] = []
    place = 0
    while place < len(arguments):
        word = arguments[place]
        name = word[1:].lower() if word.startswith("-") else ""
        if name and ("filepath".startswith(name) or "argumentlist".startswith(name) or name == "args"):
            place += 1
            given += arguments[place : place + 1]
        elif name:
            place += not any(
                switch.startswith(name) for switch in ("wait", "nonewwindow", "passthru", "loaduserprofile")
            )
        else:
            given.append(word)
        place += 1
    words = [part for word in given[1:] for part in word.replace(",", " ").split()]
    if given and (words or _value(given[0]).known):  # alone and unknown it is mostly a document or an address
        reading.run([_value(given[0]), *map(_value, words)], "powershell Start-Process")


def _query(arguments: list[str], reading: Reading) -> None:
    """Invoke-Sqlcmd -Query 'DROP ...', -InputFile x.sql."""
    for place, word in enumerate(arguments[:-1]):
        lower = word.lower()
        if len(lower) > 1 and "-query".startswith(lower):
            reading.code("sql", _value(arguments[place + 1]), "powershell Invoke-Sqlcmd", "sqlserver")
        elif len(lower) > 2 and ("-inputfile".startswith(lower) or lower == "-file"):
            reading.file(_value(arguments[place + 1]), "sql", "powershell Invoke-Sqlcmd", "sqlserver")
    if arguments and not arguments[0].startswith("-"):
        reading.code("sql", _value(arguments[0]), "powershell Invoke-Sqlcmd", "sqlserver")


def _value(word: str) -> Value:
    """A word as an argument: a Windows path as WSL mounts it, known places put in; a variable in it is a hole."""
    lower = word.lower()
    for name, place_of in PLACES.items():
        if lower.startswith(name) and not lower[len(name) : len(name) + 1].isalnum():
            word = place_of + word[len(name) :].replace("\\", "/")
            break
    word = mounted(word) if len(word) > 1 and (word[1] == ":" or "\\" in word) else word
    if "$" not in word:
        return value_of(word)
    parts: list[str] = []
    place = 0
    while place < len(word):
        if word[place] == "$":
            place += 1
            while place < len(word) and (word[place].isalnum() or word[place] in "_:{}"):
                place += 1
            parts.append(HOLE)
        else:
            parts.append(word[place])
            place += 1
    return value_of("".join(parts))


def _cmdlet(name: str, arguments: list[str], reading: Reading) -> None:
    """Parameters become options with two dashes; values of named ones count as operands too."""
    operands: list[Value] = []
    options: list[Option] = []
    for word in arguments:
        if word.startswith("-") and len(word) > 1 and word[1].isalpha():
            given = word[1:].partition(":")[0].lower()
            full = next((switch for switch in SWITCHES if switch.startswith(given)), given)
            value = word.partition(":")[2].lower()
            options.append(Option(f"--{full}", known(value.lstrip("$")) if value else None, word))
        else:
            parts = [part for part in word.split(",") if part]
            operands += [_value(part).replace(glob="*" in part or "?" in part) for part in parts]
    first = (operands[0].text or "").lower() if operands else ""
    if first.startswith(OWN_DRIVES):
        return
    if first.startswith(REGISTRY) and name in ("remove-item", "clear-item"):
        name = "remove-itemproperty"
    reading.call("powershell", (name, *operands), None, options, " ".join([name, *arguments]))


def _invoke(arguments: list[str], reading: Reading, depth: int) -> None:
    given = [word for word in arguments if not word.startswith("-")]
    if not given or given[0].startswith("$"):
        every = " ".join(reading.payload.text.texts).lower()
        source = "network" if any(word in every for word in NETWORK) else "variable"
        reading.opaque(source, "PowerShell text that is executed is not known")
        return
    _text(" ".join(given), reading, depth + 1)


def _request(arguments: list[str], reading: Reading) -> None:
    method, urls = "GET", []
    place = 0
    while place < len(arguments):
        word = arguments[place].lower()
        if word.startswith("-m") and "-method".startswith(word) and place + 1 < len(arguments):
            method = arguments[place + 1].upper()
            place += 1
        elif not word.startswith("-"):
            urls.append(arguments[place])
        place += 1
    if method not in ("GET", "HEAD"):
        http_call(reading, method, _value(urls[0]) if urls else known(""))
