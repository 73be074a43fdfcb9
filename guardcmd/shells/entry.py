"""What the shells' hooks start: `line SHELL` judges a typed line, `shell-hook SHELL` prints the hook itself."""

from __future__ import annotations

import posix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

# What the hook does with the line: run it, leave it in the editor, or hand it to the shell if the shell's own parser
# cannot read it either (it then asks for more, or complains). ASKS answers a look: someone has to be asked. These are
# no usual statuses of a process that cannot start, or whose file is empty while it is being replaced; whatever else
# comes back is a fault.
RUN, LEAVE, NOT_READ, ASKS, FAULT = 40, 41, 42, 43, 70
TAKE_AWAY = "\r\x1b[J"  # the line that a hook has drawn below the cursor


def main(arguments: list[str]) -> NoReturn:
    """Do what the arguments say and leave the process."""
    posix._exit(_status(arguments))


def _status(arguments: list[str]) -> int:
    words, options, sites = read_arguments(arguments)
    above = TAKE_AWAY if options["drawn"] else ""
    try:
        if words[:1] == ["line"] and len(words) == 2:
            from guardcmd.shells.line import line

            return line(words[1], options)
        if words[:1] == ["shell-hook"] and len(words) == 2:
            from guardcmd.shells.hook_text import hook_text

            say(1, hook_text(words[1], options["state"], options["config"], sites))
            return 0
        say(2, f"guardcmd: the hook called it with what it does not know: {' '.join(arguments)}\n")
        return FAULT
    except KeyboardInterrupt:
        say(2, f"\n{above}guardcmd: not run\n")
        return LEAVE
    except BaseException as error:
        say(2, f"{above}guardcmd itself failed: {type(error).__name__}: {str(error)[:200]}\n")
        return FAULT


def read_arguments(arguments: list[str]) -> tuple[list[str], dict[str, str], list[str]]:
    """The words; the options, empty where not given; the folders of `--site`."""
    words: list[str] = []
    sites: list[str] = []
    options = dict.fromkeys(("state", "config", "session", "brackets", "drawn", "approved", "whole", "look"), "")
    rest = iter(arguments)
    for word in rest:
        if not word.startswith("--"):
            words.append(word)
            continue
        name, equals, value = word[2:].partition("=")
        value = value if equals else next(rest, "")
        if name == "site":
            sites.append(value)
        else:
            options[name] = value
    return words, options, sites


def say(descriptor: int, text: str) -> None:
    data = text.encode("utf-8", "surrogateescape")
    while data:
        data = data[posix.write(descriptor, data) :]
