"""The PowerShell text that `pwsh` is given: behind -Command, decoded from -EncodedCommand, in a file, on input."""

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


def open_powershell(invocation: Invocation, world: World) -> list[Inner]:
    """The text. Any prefix of an option is that option, so the grammar of wrappers does not fit."""
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
        if option == "file" and position < len(given):
            return file_payload(given[position], within, world, "powershell", "", given[position:], invocation)
        position += bool(option)
    if position < len(given):
        path = given[position].text or ""
        if path == "-":
            return from_input(within, world, "powershell", "", (), invocation)
        if path.endswith(".ps1"):
            return file_payload(given[position], within, world, "powershell", "", given[position:], invocation)
        return _run(within, join(given[position:]), invocation, world)
    return from_input(within, world, "powershell", "", (), invocation)


def _option(given: str) -> str:
    """The option that takes a value, by any of its prefixes; empty for a flag."""
    if given == "e":
        return "encodedcommand"
    return next((option for option in OPTIONS if given and option.startswith(given)), "")


def _run(within: Invocation, text: Value, invocation: Invocation, world: World) -> list[Inner]:
    if text.text == "-":
        return from_input(within, world, "powershell", "", (), invocation)
    return [code(within, text, "powershell", "", (), invocation)]


def _decoded(within: Invocation, given: tuple[Value, ...], invocation: Invocation, world: World) -> list[Inner]:
    from binascii import Error, a2b_base64

    text = given[0].text if given else None
    if text is None:
        return [opaque(within, "decode", "runs base64 text that is not known")] if given else []
    try:
        return _run(within, known(a2b_base64(text + "==").decode("utf-16-le")), invocation, world)
    except (Error, ValueError):
        return [opaque(within, "decode", "runs base64 text that cannot be read")]
