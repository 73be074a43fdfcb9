"""Put the guard into an agent's settings, or take it out: what would change, and who may do it."""

from __future__ import annotations

import compileall
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

from guardcmd.agents import clients
from guardcmd.agents.adapter import Adapter
from guardcmd.agents.wiring.change import Change
from guardcmd.agents.wiring.command_line import PACKAGE, hook_argv, site_folders
from guardcmd.edge import project_of
from guardcmd.errors import GuardError, UsageError
from guardcmd.store.paths import Paths, everyones


@dataclass(frozen=True, slots=True)
class Plan:
    """What installing would change, and what a person should know about it."""

    changes: list[Change]
    argv: list[str]
    warnings: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return all(change.is_empty for change in self.changes)


def plan(client: str, scope: str, directory: Path, environment: dict[str, str], force: bool = False) -> Plan:
    """What `install` would do. Raises UsageError or InputError where it must not be done."""
    adapter = known(client, scope)
    inside = interpreter_in_project()
    if inside and not force:
        raise UsageError(
            f"the interpreter `{sys.executable}` lies in the project `{inside}`, where an agent may change it",
            "install guardcmd outside of projects (`pipx install guardcmd`), or insist with `--force`",
        )
    path = adapter.locate(scope, environment, str(directory))
    found = warnings(inside)
    if scope == "managed":
        found += not_for_everyone(force)
    own = everyones(sys.platform) if scope == "managed" else Paths("", "")
    argv = hook_argv(adapter.name, own.state, own.config, path)
    changes = adapter.changes(scope, environment, str(directory), argv)
    for place in adapter.places(environment, str(directory)):
        if place.path == path and place.state == "off":
            raise UsageError(f"`{path}`: {place.note}", "take that out first, the guard would not run")
    return Plan(changes, argv, [*found, *client_warnings(adapter, environment)])


def removal(client: str, scope: str, directory: Path, environment: dict[str, str]) -> list[Change]:
    return known(client, scope).removals(scope, environment, str(directory))


def known(client: str, scope: str = "user") -> Adapter:
    """The client's adapter. Raises UsageError where there is none, or none with this scope."""
    adapter = clients.adapter(client)
    if adapter is None:
        raise UsageError(f"`{client}` is no agent that guardcmd knows", f"one of: {', '.join(clients.NAMES)}")
    if scope not in adapter.scopes:
        raise UsageError(f"{adapter.title} has no hooks for `--{scope}`", f"one of: {', '.join(adapter.scopes)}")
    return adapter


def interpreter_in_project() -> str:
    """The project that the interpreter lies in, or empty."""
    folder = os.path.dirname(os.path.abspath(sys.executable))
    return project_of(folder, str(Path.home())) or ""


def warnings(inside: str) -> list[str]:
    found = [f"the interpreter lies in the project `{inside}`"] if inside else []
    package = project_of(str(PACKAGE), str(Path.home()))
    if package:
        found.append(f"guardcmd itself runs from the project `{package}`: changes there take effect at once")
    return found


def not_for_everyone(force: bool) -> list[str]:
    """What keeps a hook from working for every user of the machine. Raises UsageError for it, or warns if forced."""
    files = [sys.executable, os.path.realpath(sys.executable), *site_folders(), str(PACKAGE / "start.py")]
    closed = next((place for file in files for place in closed_places(file)), "")
    if closed and not force:
        hint = "install it for the whole machine (`pipx install --global guardcmd`), or insist with `--force`"
        raise UsageError(f"`{closed}` cannot be read by every user, whose commands would then all be refused", hint)
    found = [f"`{closed}` cannot be read by every user: the commands of the others are all refused"] if closed else []
    strangers = [file for file in files if os.stat(file).st_uid not in (0, os.geteuid())]
    return [*found, *[f"`{file}` belongs to a user, who can change what it does" for file in strangers[:1]]]


def closed_places(path: str) -> list[str]:
    """The file or folder, and every folder above it, that others cannot read or pass through."""
    places = [Path(path), *Path(path).parents]
    return [str(place) for place in places if not place.stat().st_mode & (0o001 if place.is_dir() else 0o004)]


def client_warnings(adapter: Adapter, environment: Mapping[str, str]) -> list[str]:
    if not adapter.programs:
        return []
    version = client_version(adapter.programs, environment)
    if version is None:
        return [f"`{adapter.programs[0]}` is not in the PATH, so its version was not checked"]
    if version < adapter.oldest:
        return [f"{too_old(adapter, version)}: it runs commands when the hook itself fails"]
    return []


def too_old(adapter: Adapter, version: Sequence[int]) -> str:
    shown, oldest = ".".join(map(str, version)), ".".join(map(str, adapter.oldest))
    return f"{adapter.programs[0]} {shown} is older than {oldest}"


def client_version(programs: Sequence[str], environment: Mapping[str, str]) -> tuple[int, ...] | None:
    """The version of the first of the programs in the PATH; None if there is none or it does not say."""
    program = next(filter(None, (shutil.which(name, path=environment.get("PATH")) for name in programs)), None)
    if program is None:
        return None
    try:
        said = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=20, env=dict(environment), check=False
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    return next(filter(None, map(version_of, said.split())), None)


def version_of(word: str) -> tuple[int, ...] | None:
    """`2.1.329` or `v0.169.0` as numbers; None for any other word."""
    parts = word.removeprefix("v").strip("(),").split(".")
    if len(parts) < 2 or not all(part.isdigit() for part in parts[:2]):
        return None
    return tuple(int(part) for part in parts if part.isdigit())


def prepare() -> str:
    """Compile what the hook imports and the rules, or it is ten times slower. Returns what went wrong, or nothing."""
    from guardcmd.builtin import load_index

    load_index()
    folders = [PACKAGE, *(Path(folder, "bashlex") for folder in site_folders() if Path(folder, "bashlex").is_dir())]
    said = io.StringIO()
    with redirect_stdout(said):
        done = [compileall.compile_dir(folder, quiet=1, workers=1) for folder in folders]
    return "" if all(done) else f"not everything could be compiled: {said.getvalue().strip()[:300]}"


def require_person(environment: dict[str, str], what: str) -> None:
    """Raise GuardError if an agent seems to be doing this."""
    from guardcmd.terminal.person import obstacle

    found = obstacle(environment)
    if found:
        raise GuardError(f"{what} is for people: {found}", "run it in a terminal of your own")
