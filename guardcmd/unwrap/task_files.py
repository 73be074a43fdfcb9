"""What task runners of several languages share: a file of tasks read once, lines and argument lists as shell."""

from __future__ import annotations

from guardcmd.calls import Opaque
from guardcmd.shell.value import Value, known
from guardcmd.unwrap.compose import certain_start, join
from guardcmd.unwrap.fed import quoted
from guardcmd.unwrap.inner import code, enter, opaque
from guardcmd.unwrap.scripts import file_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from guardcmd.calls import Invocation
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World

MOST = 200  # lines of the tasks that are run


def divided(
    words: Sequence[Value], takes: Sequence[str] = (), attached: Sequence[str] = ()
) -> tuple[list[Value], list[tuple[str, Value]]]:
    """Operands up to `--`, and options with their values. `takes` have a value; `attached` may have it joined on."""
    operands: list[Value] = []
    options: list[tuple[str, Value]] = []
    position = 0
    while position < len(words):
        word, start = words[position], certain_start(words[position])
        position += 1
        name, equals, value = start.partition("=")
        if word.text == "--":
            operands += words[position:]
            break
        if start[:1] != "-" or start == "-":
            operands.append(word)
        elif name in takes and not equals and position < len(words):
            options.append((name, words[position]))
            position += 1
        elif not equals and start[:2] in attached and len(start) > 2 and start[1] != "-":
            options.append((start[:2], known(start[2:])))
        else:
            options.append((name, known(value)))
    return operands, options


def values(options: Sequence[tuple[str, Value]], *names: str) -> list[Value]:
    return [value for name, value in options if name in names]


def text_of(file: str, within: Invocation, world: World) -> str | Opaque | None:
    """The text of a file of tasks; of what is partly known the certain part."""
    found = file_text(file, within, world)
    if found is None or isinstance(found, Opaque):
        return found
    return "".join([piece or "" for piece in found.texts[:1] or found.pieces])


def table(value: Any) -> dict[str, Any]:
    """A mapping as it is, anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def number_of(text: str, start: str) -> int:
    """The line that begins like this, 1 where none does."""
    return next((number for number, line in enumerate(text.split("\n"), 1) if line.strip().startswith(start)), 1)


def at_line(within: Invocation, file: str, line: int) -> Invocation:
    """The place of what stands in this line of a file."""
    via = (*within.origin.via, f"{file}:{line}")
    return within.replace(origin=within.origin.replace(file=file, line=line, via=via))


def in_file(within: Invocation, file: str, line: int) -> Invocation:
    """The place of a text that begins in this line of a file: its own lines are counted from there."""
    return within.replace(origin=within.origin.replace(file=file, line=line))


def line_code(within: Invocation, line: str, rest: Sequence[Value] = ()) -> Inner:
    """A line of shell with the words that are handed to it."""
    words = [known(quoted(word.text)) if word.text is not None else word for word in rest]
    return code(within, join((known(line), *words)), "shell", "posix")


def shell_of(value: Any) -> str:
    """A text as it is, a list of words as one line of shell."""
    if isinstance(value, list):
        return " ".join([quoted(each) for each in value if isinstance(each, str)])
    return value if isinstance(value, str) else ""


def unreadable(within: Invocation, file: str, error: Exception) -> Opaque:
    return opaque(within, "file", f"`{file}` cannot be read: {error}")


def entered(invocation: Invocation, program: str, name: str = "") -> Invocation:
    return enter(invocation, f"{program} {name}".strip())
