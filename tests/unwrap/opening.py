"""Opening one command line as the openers see it, written as a person types it."""

from __future__ import annotations

import shlex
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from guardcmd.calls import Input, Invocation, Opaque, Origin, Payload
from guardcmd.proposal import Proposal, ShellText
from guardcmd.ruleset.compile import layer_of
from guardcmd.ruleset.model import RuleFile, Tool
from guardcmd.ruleset.read import read_file
from guardcmd.ruleset.ruleset import Ruleset
from guardcmd.shell.value import Value, known, unknown
from guardcmd.unwrap.openers import open_invocation
from guardcmd.unwrap.program import words
from guardcmd.unwrap.state import State
from guardcmd.world import World
from tests.support import DictFiles

if TYPE_CHECKING:
    from collections.abc import Mapping

RULES = Path(__file__).parents[2] / "rules"
HOLE = "<?>"  # a hole in a word of a test
# enough of tools to be listed; their own files are tested elsewhere
LISTED = words(
    "rm git terraform kubectl docker aws reboot psql redis-cli dropdb mkfs prisma django-admin manage.py artisan rails "
    "firebase cdk railway kafka-topics helm"
)


@cache
def rule_file(name: str) -> RuleFile:
    return read_file(tomllib.loads((RULES / f"{name}.toml").read_text()), f"rules/{name}.toml")


@cache
def ruleset() -> Ruleset:
    files = [rule_file("wrappers"), rule_file("interpreters")]
    flags = {"rm": ("-r/-R/--recursive", "-f/--force")}
    tools = tuple(Tool(name, (name,), flags=flags.get(name, ())) for name in LISTED)
    return Ruleset([layer_of([*files, RuleFile("rules/listed.toml", tools)])])


def world(files: Mapping[str, str | bytes] | None = None) -> World:
    contents = {path: text.encode() if isinstance(text, str) else text for path, text in (files or {}).items()}
    proposal = Proposal(ShellText(""), "/work", "/home/me", project="/work")
    return World(proposal, DictFiles(contents), ruleset())


def word(text: str) -> Value:
    """A word, in which `<?>` is a hole."""
    if HOLE not in text:
        return known(text)
    pieces: list[str | None] = []
    for place, piece in enumerate(text.split(HOLE)):
        pieces += [None] if place else []
        pieces += [piece] if piece else []
    return unknown("a test", tuple(pieces))


def invocation(
    line: str,
    given: Input | str | None = None,
    environment: Mapping[str, str] | None = None,
    state: State | None = None,
) -> Invocation:
    argv = tuple(word(text) for text in shlex.split(line))
    if not isinstance(given, Input):
        given = Input() if given is None else Input("text", word(given))
    variables = {name: word(value) for name, value in (environment or {}).items()}
    state = state or State(Proposal(ShellText(""), "/work", "/home/me", project="/work"))
    return Invocation(argv, variables, known("/work"), given, Origin(), (0, len(line)), state, None, line)


def opened(
    line: str,
    given: Input | str | None = None,
    files: Mapping[str, str | bytes] | None = None,
    environment: Mapping[str, str] | None = None,
    state: State | None = None,
) -> list[Invocation | Payload | Opaque]:
    return open_invocation(invocation(line, given, environment, state), world(files)) or []


def shown(parts: list[Invocation | Payload | Opaque]) -> list[str]:
    """`rm x` for a command, `shell: rm x` for text, `opaque: network` for what cannot be read."""
    texts = []
    for part in parts:
        if isinstance(part, Invocation):
            texts.append(" ".join(each.shown() for each in part.argv))
        elif isinstance(part, Payload):
            texts.append(f"{part.language}: {part.text.shown()}")
        else:
            texts.append(f"opaque: {part.source}")
    return texts
