"""Cline's files: a script for `sh` that turns whatever goes wrong into Cline's `cancel`, and the plugin beside it."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from guardcmd.agents.bridged import Bridged
from guardcmd.agents.wiring.bridge_file import place_of as plugin_at
from guardcmd.agents.wiring.change import Change, read
from guardcmd.agents.wiring.check import Check
from guardcmd.agents.wiring.command_line import BROKEN
from guardcmd.agents.wiring.folders import home, project_root
from guardcmd.agents.wiring.place import Place
from guardcmd.errors import InputError
from guardcmd.jsontext import dumps

MARK = "# guardcmd's hook for Cline, written by `guardcmd install cline`."
PATIENCE = 10  # seconds; the extension waits 30 and the command line 120, then both run the tool
ENDINGS = ("", ".sh", ".bash", ".zsh", ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".py", ".ps1")

SCRIPT = """\
#!/bin/sh
{mark} It works only as it is: do not edit it.
# Cline runs the tool when a hook fails, and silence is no answer here: whatever is none becomes a refusal.
set -- {argv}
exec 3<&0
answer=$(
  "$@" <&3 &
  hook=$!
  {{ trap 'kill $nap; exit' TERM; sleep {patience} & nap=$!; wait; kill -9 $hook; }} >/dev/null 2>&1 <&- 3<&- &
  wait $hook
  kill $!
)
case $answer in
  '{{"cancel":false,"guardcmd":"pass"}}' | *'"cancel":true'*) printf '%s\\n' "$answer" ;;
  *) printf '%s\\n' {broken} ;;
esac
"""


def script(argv: Sequence[str]) -> str:
    broken = dumps({"cancel": True, "errorMessage": BROKEN})
    return SCRIPT.format(mark=MARK, argv=shlex.join(argv), patience=PATIENCE, broken=shlex.quote(broken))


def argv_in(text: str) -> list[str]:
    """The command line that a script starts; empty where it has none."""
    line = next((line for line in text.splitlines() if line.startswith("set -- ")), "")
    try:
        return shlex.split(line)[2:]
    except ValueError:
        return []


def documents(environment: Mapping[str, str]) -> str:
    """The user's folder of documents, as `xdg-user-dir` finds it: the extension asks that program."""
    own = home(environment)
    config = environment.get("XDG_CONFIG_HOME") or f"{own}/.config"
    try:
        lines = (read(f"{config}/user-dirs.dirs") or "").splitlines()
    except InputError:
        lines = []
    named = [line.partition("=")[2].strip().strip('"') for line in lines if line.startswith("XDG_DOCUMENTS_DIR=")]
    folder = named[-1].replace("$HOME", own, 1).rstrip("/") if named else ""
    return folder if folder.startswith("/") and folder != own else f"{own}/Documents"


def files(adapter: Bridged, scope: str, environment: Mapping[str, str], directory: str) -> list[str]:
    """Where the hook is written: once, unless the command line does not read the extension's folder."""
    path = adapter.locate(scope, environment, directory)
    own = home(environment)
    if scope != "user" or path.startswith(f"{own}/Documents/"):
        return [path]
    return [path, f"{own_folder(environment)}/hooks/PreToolUse"]


def own_folder(environment: Mapping[str, str]) -> str:
    """The command line's own folder."""
    return environment.get("CLINE_DIR") or f"{home(environment)}/.cline"


def plugin(scope: str, environment: Mapping[str, str], directory: str) -> str:
    """Where the bridge is written."""
    folder = f"{project_root(directory)}/.cline" if scope == "project" else own_folder(environment)
    return f"{folder}/plugins/guardcmd.js"


def with_hook(path: str, argv: Sequence[str]) -> Change:
    """Raises InputError where a hook of the user's has the place: two cannot share one file and both stay whole."""
    before = read(path)
    if before is not None and MARK not in before:
        hint = "Cline also runs `PreToolUse.sh` and the like: give yours an ending, then install again"
        raise InputError(f"`{path}` is a hook of your own, and install overwrites none", hint)
    return Change(path, before, script(argv), executable=True)


def without_hook(path: str) -> Change:
    before = read(path)
    return Change(path, before, None if before is not None and MARK in before else before)


def places(adapter: Bridged, environment: Mapping[str, str], directory: str) -> list[Place]:
    """The user's files, whether they exist or not, and a project's that has our hook."""
    user = files(adapter, "user", environment, directory)
    project = adapter.locate("project", environment, directory)
    found = [place_of(path) for path in dict.fromkeys([*user, project])]
    plugins = [plugin(scope, environment, directory) for scope in ("user", "project")]
    found += [plugin_at(adapter, path) for path in dict.fromkeys(plugins)]
    return [place for place in found if place.path in user or place.state != "open"]


def place_of(path: str) -> Place:
    try:
        text = read(path)
    except InputError as error:
        return Place(path, "broken", str(error))
    if text is None or MARK not in text:
        return Place(path, "open", "no such file" if text is None else "a hook, and not guardcmd's")
    argv = argv_in(text)
    if not argv or text != script(argv):
        return Place(path, "broken", "it is not the hook that this version of guardcmd writes")
    if not os.access(path, os.X_OK):
        return Place(path, "broken", "it is not executable, so the extension does not run it")
    return Place(path, "guarded", "", ("/bin/sh", path))


def checks(adapter: Bridged, environment: Mapping[str, str], directory: str) -> Iterator[Check]:
    """Hooks beside ours: the extension drops the guard's refusal when one of them fails; any may change a call."""
    from guardcmd.agents.wiring.bridge_checks import tried

    yield from tried(adapter, environment, directory)
    folders = [Path(path).parent for path in files(adapter, "user", environment, directory)]
    folders += [Path(own_folder(environment), "hooks")]
    folders += [Path(project_root(directory), name, "hooks") for name in (".clinerules", ".cline")]
    for folder in dict.fromkeys(folders):
        for path in sorted(folder.glob("[Pp][Rr][Ee][Tt][Oo][Oo][Ll][Uu][Ss][Ee]*")):
            if path.suffix in ENDINGS and MARK not in (read(str(path)) or ""):
                what = f"`{path}` also runs before tools: it may change a call, and its failure can undo a refusal"
                yield Check("warning", what, "look at what it does")
