"""Whether the two readers see the same simple commands in a text."""

from __future__ import annotations

from guardcmd.record import Record
from guardcmd.shell.heads import simple_commands
from guardcmd.shell.second_reader import LIMIT, Refused, read_heads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guardcmd.shell.ir import Script


class Agreement(Record):
    """`state`: agree, differ, refused (only the first reader could read it) or skipped (too long).

    `extra` are the simple commands, as written, that only the second reader saw.
    """

    state: str
    note: str = ""
    extra: tuple[str, ...] = ()


def compare(script: Script, text: str) -> Agreement:
    """Compares the first reader's script with what the second reader sees in the same text.

    Here-document bodies do not count towards the second reader's limit.
    """
    if len(text) > LIMIT and len(text) - _here_documents(script) > LIMIT:
        return Agreement("skipped", f"longer than {LIMIT} characters: only one reader read it")
    second = read_heads(text)
    if isinstance(second, Refused):
        return Agreement("refused", f"the second reader could not read it: {second.reason}")
    ours = _count(_as_written(command) for command in simple_commands(script))
    theirs = _count(" ".join(head.words) for head in second)
    if ours == theirs:
        return Agreement("agree")
    extra = tuple(written for written, count in theirs.items() if count > ours.get(written, 0))
    lost = tuple(written for written, count in ours.items() if count > theirs.get(written, 0))
    return Agreement("differ", f"the two readers differ: {_shown(extra)} against {_shown(lost)}", extra)


def _here_documents(script: Script) -> int:
    """The length of the here-documents of simple commands."""
    return sum(
        len(redirect.here.body.raw)
        for command in simple_commands(script)
        for redirect in command.redirects
        if redirect.here is not None
    )


def _as_written(command: object) -> str:
    return " ".join([word.raw for word in command.words])  # type: ignore[attr-defined]


def _count(commands: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for command in commands:
        if command:
            counts[command] = counts.get(command, 0) + 1
    return counts


def _shown(commands: tuple[str, ...]) -> str:
    return "`" + "`, `".join(command[:60] for command in commands[:3]) + "`" if commands else "nothing"
