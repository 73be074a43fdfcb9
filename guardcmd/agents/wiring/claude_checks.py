"""What `doctor` looks at for Claude Code alone: other hooks, and variables that start it without ours."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from guardcmd.agents.claude_settings import OFF_VARIABLES
from guardcmd.agents.claude_siblings import Sibling, content, siblings
from guardcmd.agents.refusal import cut
from guardcmd.agents.wiring.check import Check
from guardcmd.agents.wiring.folders import home

LARGEST = 256 * 1024  # bytes of a hook's script that are looked at
DECISIVE = {"PATH", "HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "LD_PRELOAD", "LD_LIBRARY_PATH", "ENV"}
EARLY = ("SessionStart", "Setup", "UserPromptSubmit", "InstructionsLoaded")  # run before the model's first call


def checks(files: Sequence[str], environment: Mapping[str, str]) -> Iterator[Check]:
    """The other hooks in the files that a session here reads, and what this environment would change."""
    for file in files:
        for sibling in siblings(file):
            yield from sibling_checks(sibling, file.startswith(_home(environment)))
        for name in sorted(DECISIVE & set(variables(file))):
            said = f"{file} sets `{name}` for hooks too, and so what they run or read"
            yield Check("warning", said, "take it out unless it is yours")
    for name in OFF_VARIABLES:
        if environment.get(name):
            said = f"`{name}` is set here: sessions that start here read other settings, or run without hooks"
            yield Check("warning", said, f"unset {name}")


def variables(file: str) -> list[str]:
    """The variables that a settings file sets for the session, its hooks included."""
    settings = content(file)
    environment = settings.get("env") if isinstance(settings, dict) else None
    return list(environment) if isinstance(environment, dict) else []


def sibling_checks(sibling: Sibling, of_user: bool) -> Iterator[Check]:
    """One hook that is not ours: what it can do to a command that the guard has judged."""
    named = f"{sibling.file}: the `{sibling.event}` hook `{cut(sibling.line, 100)}`"
    if sibling.event == "PreToolUse":
        if rewrites(sibling):
            hint = "let it print no `updatedInput`; the guard judges the command as it was before"
            yield Check("warning", f"{named} rewrites commands, and the guard does not see the new ones", hint)
        else:
            yield Check("warning", f"{named} can rewrite commands unseen by the guard", "look at what it prints")
    elif sibling.event == "PermissionRequest":
        said = f"{named} can answer the client's dialog, so the guard refuses where it would ask"
        yield Check("warning", said, "take it out to be asked yourself")
    elif sibling.event in EARLY and not of_user and sibling.hook.get("type") == "command":
        yield Check("warning", f"{named} comes with the project and runs before anything is judged", "read it first")


def rewrites(sibling: Sibling) -> bool:
    """Whether the hook's own text, or a script that it names, speaks of `updatedInput`."""
    return "updatedInput" in sibling.line or any("updatedInput" in text for text in scripts(sibling.line))


def scripts(line: str) -> Iterator[str]:
    try:
        words = shlex.split(line)
    except ValueError:
        words = line.split()
    for word in words:
        path = Path(os.path.expanduser(word))
        try:
            if path.is_file():
                yield path.open("rb").read(LARGEST).decode("utf-8", "replace")
        except OSError:
            continue


def _home(environment: Mapping[str, str]) -> str:
    return f"{environment.get('CLAUDE_CONFIG_DIR') or home(environment) + '/.claude'}/"
