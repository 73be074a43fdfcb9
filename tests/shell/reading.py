"""Short forms of what the reader returns, so that a case is one line."""

from __future__ import annotations

from contextlib import suppress

from guardcmd.shell.heads import simple_commands
from guardcmd.shell.ir import (
    Arithmetic,
    CommandSubstitution,
    Literal,
    Parameter,
    Script,
    SimpleCommand,
    Unreadable,
    Word,
)
from guardcmd.shell.lexer import Stop
from guardcmd.shell.reader import read, reader_for


def script(text: str, dialect: str = "bash") -> Script:
    found = read(text, dialect)
    assert isinstance(found, Script), (found.reason, found.position)
    return found


def first(text: str, dialect: str = "bash") -> SimpleCommand:
    """The first simple command."""
    return next(iter(simple_commands(script(text, dialect))))


def commands(text: str, dialect: str = "bash") -> list[str]:
    """Every simple command as it is written, without assignments and redirections."""
    return [" ".join(word.raw for word in command.words) for command in simple_commands(script(text, dialect))]


def runs(text: str, dialect: str = "bash") -> list[str]:
    """The names of all commands, after quote removal; those without a name left out."""
    return [value(found.words[0]) for found in simple_commands(script(text, dialect)) if found.words]


def value(word: Word) -> str:
    """The text of a word; expansions as `<name>`, `<$()>`, `<(())>`."""
    return "".join(_part(part) for part in word.parts)


def _part(part: object) -> str:
    if isinstance(part, Literal):
        return part.text
    if isinstance(part, Parameter):
        return f"<{part.name}>"
    return {CommandSubstitution: "<$()>", Arithmetic: "<(())>"}.get(type(part), "<()>")


def argv(text: str, dialect: str = "bash") -> list[str]:
    """The words of the first simple command, after quote removal."""
    return [value(word) for word in first(text, dialect).words]


def refused(text: str, dialect: str = "bash") -> Unreadable:
    found = read(text, dialect)
    assert isinstance(found, Unreadable), commands(text, dialect)
    return found


def steps(text: str, dialect: str = "bash") -> int:
    """How many steps reading takes, also when it ends early."""
    reader = reader_for(dialect)(text, dialect)
    before = reader.steps_left
    with suppress(Stop):
        reader.whole()
    return before - reader.steps_left
