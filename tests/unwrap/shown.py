"""What the tests of this folder share: a text walked or expanded, and what came of it as plain text."""

from __future__ import annotations

from typing import Any

from guardcmd.calls import Call, Invocation, Opaque, Origin
from guardcmd.expand import Expansion, expand
from guardcmd.proposal import Proposal, ShellText
from guardcmd.ruleset.model import Tool, Wrapper
from guardcmd.shell.ir import Script
from guardcmd.shell.reader import read
from guardcmd.shell.value import Value
from guardcmd.unwrap.state import State
from guardcmd.unwrap.walk import walk, walker_for
from guardcmd.world import Budget, World
from tests.support import DictFiles, ruleset

HERE = "/work/project"


def proposal(text: str, dialect: str = "bash", **fields: Any) -> Proposal:
    fields = {"directory": HERE, "home": "/home/user", "project": HERE, "user": "user", **fields}
    return Proposal(ShellText(text, dialect), **fields)


def script(text: str, dialect: str = "bash") -> Script:
    """The script, or of unreadable text the lines before the error."""
    found = read(text, dialect)
    return found if isinstance(found, Script) else found.prefix


class Walked:
    """A text walked without opening what it runs."""

    def __init__(
        self, text: str, dialect: str = "bash", files: dict[str, bytes] | None = None, rules: Any = None, **fields: Any
    ) -> None:
        self.items: list[Any] = []
        proposed = proposal(text, dialect, **fields)
        self.world = World(proposed, DictFiles(files or {}, (HERE, "/tmp")), rules)
        self.state = State(proposed, None, self.world.files)
        walker = walker_for(self.world, self.items.append, Origin(), dialect=dialect)
        self.outcome = walk(script(text, dialect), self.state, walker)

    @property
    def invocations(self) -> list[Invocation]:
        return [item for item in self.items if isinstance(item, Invocation)]

    @property
    def opaque(self) -> list[Opaque]:
        return [item for item in self.items if isinstance(item, Opaque)]

    @property
    def writes(self) -> list[str]:
        calls = [item for item in self.items if isinstance(item, Call)]
        return [" ".join(word.shown() for word in call.words) for call in calls]

    @property
    def commands(self) -> list[str]:
        return [words(invocation.argv) for invocation in self.invocations]

    def value(self, name: str) -> str:
        """A variable's alternatives."""
        return "|".join(value.shown() for value in self.state.variable(name).scalar())


def words(argv: tuple[Value, ...]) -> str:
    """An argv as one line; what holds a blank, or nothing, in brackets."""
    texts = [word.shown() for word in argv]
    return " ".join(text if text and " " not in text and "\n" not in text else f"[{text}]" for text in texts)


def commands(text: str, dialect: str = "bash", **fields: Any) -> list[str]:
    """The command lines that a text runs."""
    return Walked(text, dialect, **fields).commands


class OneTool:
    """The built-in wrappers, and one tool: `rm`, every word of which is an operand."""

    tool = Tool("rm", ("rm",), style="none")

    def tool_for(self, program: str) -> Tool | None:
        return self.tool if program == "rm" else None

    def wrappers_for(self, program: str) -> tuple[Wrapper, ...]:
        return ruleset().wrappers_for(program)

    def listed(self, word: str) -> bool:
        return word == "rm" or bool(self.wrappers_for(word))

    def programs(self) -> tuple[str, ...]:
        return ("rm", "sh", "bash")


def expanded(text: str, dialect: str = "bash", budget: Budget | None = None, **fields: Any) -> Expansion:
    """A text expanded to calls of `rm`, redirections and unread code."""
    files = DictFiles(fields.pop("files", {}), (HERE, "/tmp"))
    proposed = proposal(text, dialect, **fields)
    return expand(script(text, dialect), proposed, World(proposed, files, OneTool(), budget))


def removals(text: str, dialect: str = "bash", **fields: Any) -> list[str]:
    """What `rm` is called with, and `unread: SOURCE` for code that nobody read."""
    found = []
    for call in expanded(text, dialect, **fields).calls:
        if call.tool == "rm":
            found.append(words(call.words))
        elif call.tool == "opaque":
            found.append(f"unread: {call.words[0].text}")
    return found
