"""Put the guard into an agent's settings, or take it out: what the command line of the hook is, and who may do it."""

from __future__ import annotations

import compileall
import importlib.util
import io
import os
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

from guardcmd.agents.claude_settings import switched_off
from guardcmd.agents.settings_file import Change, locate, parsed, with_guard, without_guard
from guardcmd.edge import project_of
from guardcmd.errors import GuardError, UsageError
from guardcmd.store.paths import paths

CLIENTS = ("claude-code",)
PACKAGE = Path(__file__).parents[1]
OLDEST = (2, 1, 295)  # the first Claude Code with `onFailure`


@dataclass(frozen=True, slots=True)
class Plan:
    """What installing would change, and what a person should know about it."""

    change: Change
    argv: list[str]
    warnings: list[str] = field(default_factory=list)


def hook_argv(client: str, state: str = "", config: str = "", settings: str = "") -> list[str]:
    """The hook's whole command line, interpreter first. It finds everything by its arguments alone."""
    places = paths(state, config)
    sites = [word for folder in site_folders() for word in ("--site", folder)]
    argv = [sys.executable, "-I", "-S", str(PACKAGE / "start.py"), *sites, "hook", client]
    argv += ["--state", places.state, "--config", places.config]
    return [*argv, "--settings", settings] if settings else argv


def site_folders() -> list[str]:
    """The folders that guardcmd and bashlex are imported from."""
    found = [str(PACKAGE.parent)]
    spec = importlib.util.find_spec("bashlex")
    if spec is not None and spec.origin:
        found.append(str(Path(spec.origin).parents[1]))
    return list(dict.fromkeys(found))


def plan(client: str, scope: str, directory: Path, environment: dict[str, str], force: bool = False) -> Plan:
    """What `install` would do. Raises UsageError or InputError where it must not be done."""
    known(client)
    inside = interpreter_in_project()
    if inside and not force:
        raise UsageError(
            f"the interpreter `{sys.executable}` lies in the project `{inside}`, where an agent may change it",
            "install guardcmd outside of projects (`pipx install guardcmd`), or insist with `--force`",
        )
    path = locate(scope, environment, directory)
    argv = hook_argv(client, settings=str(path))
    change = with_guard(path, argv)
    off = switched_off(parsed(change.after, path))
    if off:
        raise UsageError(f"`{path}`: {off}", "take that out first, the guard would not run")
    return Plan(change, argv, [*warnings(inside), *client_warnings(environment)])


def removal(client: str, scope: str, directory: Path, environment: dict[str, str]) -> Change:
    known(client)
    return without_guard(locate(scope, environment, directory))


def known(client: str) -> None:
    if client not in CLIENTS:
        raise UsageError(f"`{client}` is no agent that guardcmd knows", f"one of: {', '.join(CLIENTS)}")


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


def client_warnings(environment: dict[str, str]) -> list[str]:
    version = client_version(environment)
    if version is None:
        return ["`claude` is not in the PATH, so its version was not checked"]
    if version < OLDEST:
        shown = ".".join(map(str, version))
        oldest = ".".join(map(str, OLDEST))
        return [f"claude {shown} is older than {oldest}: it runs commands when the hook itself fails (`onFailure`)"]
    return []


def client_version(environment: dict[str, str]) -> tuple[int, ...] | None:
    """The version of the `claude` in the PATH; None if there is none or it does not say."""
    program = shutil.which("claude", path=environment.get("PATH"))
    if program is None:
        return None
    try:
        said = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=20, env=environment, check=False
        ).stdout
        return tuple(int(part) for part in said.split()[0].split("."))
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        return None


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
