"""The text of a shell's hook: what it must know of this machine and of the rules, and then the hook's own file."""

from __future__ import annotations

import sys

from guardcmd.builtin import HERE, read
from guardcmd.errors import StateError, UsageError
from guardcmd.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

    from guardcmd.store.paths import Paths

SHELLS = ("bash", "zsh", "fish")
FOLDERS = (f"{HERE}/_shell_hooks", f"{HERE}/../shell-hooks")  # in a wheel, in a checkout


class Facts(Record):
    """What a hook is told. `words` as in prefilter.words; empty where every line is to be judged."""

    paths: Paths
    start: tuple[str, ...]  # the command line that judges: SHELL and options are added
    words: Mapping[str, str]


def hook_text(shell: str, state: str, config: str, sites: Sequence[str]) -> str:
    """What a start-up file evaluates. `sites` are the folders that guardcmd's modules are imported from."""
    own = module(shell)
    from guardcmd.store.paths import paths

    places = paths(state, config)
    facts = Facts(places, (*start_argv(sites), "line", shell), trigger_words(places))
    text = str(own.prelude(facts)) + hook_file(shell)
    return str(own.in_its_own_options(text)) if shell == "zsh" else text


def module(shell: str) -> ModuleType:
    """The module of a shell: `prelude(facts)` gives the facts in its syntax."""
    if shell == "bash":
        from guardcmd.shells import bash

        return bash
    if shell == "zsh":
        from guardcmd.shells import zsh

        return zsh
    if shell == "fish":
        from guardcmd.shells import fish

        return fish
    raise UsageError(f"`{shell}` is no shell that guardcmd has a hook for", f"one of: {', '.join(SHELLS)}")


def start_argv(sites: Sequence[str]) -> tuple[str, ...]:
    """The interpreter with guardcmd's fast start."""
    named = [word for folder in sites for word in ("--site", folder)]
    return (sys.executable, "-I", "-S", f"{HERE}/shells/start.py", *named)


def trigger_words(places: Paths) -> dict[str, str]:
    """The prefilter's words of all rules in force for the user; none while a rule file is broken."""
    from guardcmd.edge import Edge, environment_of_process
    from guardcmd.proposal import ShellText
    from guardcmd.ruleset.index import SHELL_WORDS
    from guardcmd.shells.prefilter import words

    edge = Edge(places, environment_of_process())
    guard = edge.guard(edge.propose(ShellText(""), edge.home, actor="human"))
    return {} if guard.notes else words(guard.ruleset.programs(), SHELL_WORDS)


def hook_file(shell: str) -> str:
    for folder in FOLDERS:
        try:
            return read(f"{folder}/guardcmd.{shell}")
        except FileNotFoundError:
            continue
    raise StateError(f"the hook of {shell} is missing from the installation", "install guardcmd again")
