"""What `pwsh -Command` and `-EncodedCommand` run. PowerShell is read as far as it looks like plain commands."""

from __future__ import annotations

from guardcmd.shell.value import known
from guardcmd.unwrap.compose import certain_start, join
from guardcmd.unwrap.inner import code, enter, opaque
from guardcmd.unwrap.program import words
from guardcmd.unwrap.scripts import file_payload, from_input

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.calls import Invocation
    from guardcmd.shell.value import Value
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World

# any prefix of an option is that option; the first that fits counts, as in PowerShell
OPTIONS = words(
    "command encodedcommand ec encodedarguments file executionpolicy ep ex inputformat outputformat "
    "configurationname custompipename settingsfile version windowstyle workingdirectory wd psconsolefile"
)
NOT_PLAIN = "$@(){}[]`"


def open_powershell(invocation: Invocation, world: World) -> list[Inner]:
    """The command, decoded if need be, once as plain commands and, where it is more than that, as unread code."""
    given = invocation.argv[1:]
    name = invocation.argv[0].shown().rpartition("/")[2]
    within = enter(invocation, name)
    position = 0
    while position < len(given):
        start = certain_start(given[position])
        if start[:1] not in ("-", "/") or start in ("-", "/") or "/" in start[1:]:
            break
        option = _option(start[1:].lstrip("-").lower())
        position += 1
        if option == "command":
            return _run(enter(invocation, f"{name} -Command"), join(given[position:]), invocation, world)
        if option in ("encodedcommand", "ec"):
            within = enter(invocation, f"{name} -EncodedCommand")
            return _decoded(within, given[position : position + 1], invocation, world)
        if option == "file":
            return _file(within, given[position:], world)
        position += bool(option)
    if position < len(given):
        path = given[position].text or ""
        if path == "-":
            return _input(within, invocation, world)
        if path.endswith(".ps1"):
            return _file(within, given[position:], world)
        return _run(within, join(given[position:]), invocation, world)
    return _input(within, invocation, world)


def _option(given: str) -> str:
    """The option that takes a value, by any of its prefixes; empty for a flag."""
    if given == "e":
        return "encodedcommand"
    return next((option for option in OPTIONS if given and option.startswith(given)), "")


def _run(within: Invocation, text: Value, invocation: Invocation, world: World) -> list[Inner]:
    if text.text is None:
        return [code(within, text, "powershell", "", (), invocation)]
    if text.text == "-":
        return _input(within, invocation, world)
    found: list[Inner] = [code(within, text, "shell", "posix")]
    if any(character in NOT_PLAIN for character in text.text):
        found = [opaque(within, "variable", "PowerShell is not read")]
    return found


def _decoded(within: Invocation, given: tuple[Value, ...], invocation: Invocation, world: World) -> list[Inner]:
    from binascii import Error, a2b_base64

    text = given[0].text if given else None
    if text is None:
        return [opaque(within, "decode", "runs base64 text that is not known")] if given else []
    try:
        return _run(within, known(a2b_base64(text + "==").decode("utf-16-le")), invocation, world)
    except (Error, ValueError):
        return [opaque(within, "decode", "runs base64 text that cannot be read")]


def _file(within: Invocation, given: tuple[Value, ...], world: World) -> list[Inner]:
    found: list[Inner] = []
    for part in file_payload(given[0], within, world, "powershell", "", given) if given else []:
        text = getattr(part, "text", None)
        found += [part] if text is None else _run(within.replace(origin=part.origin), text, within, world)
    return found


def _input(within: Invocation, invocation: Invocation, world: World) -> list[Inner]:
    found: list[Inner] = []
    for part in from_input(within, world, "powershell", "", (), invocation):
        text = getattr(part, "text", None)
        found += [part] if text is None else _run(within, text, invocation, world)
    return found
