"""One marked line in a shell's start-up file: put in, taken out, and looked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from guardcmd.agents.wiring.change import Change
from guardcmd.agents.wiring.command_line import site_folders
from guardcmd.agents.wiring.install import interpreter_in_project, warnings
from guardcmd.errors import InputError, StateError, UsageError
from guardcmd.shells.hook_text import module, start_argv
from guardcmd.store.paths import paths

MARK = "# guardcmd: judges what you enter here"
BACKUPS = ".before-guardcmd-"  # in the names of the files that Change keeps


@dataclass(frozen=True, slots=True)
class Plan:
    """What installing would change, and what a person should know about it."""

    change: Change
    warnings: list[str] = field(default_factory=list)


def plan(shell: str, environment: dict[str, str], force: bool = False) -> Plan:
    """The start-up file with our line as it must be. Raises UsageError or InputError where it must not be done."""
    inside = interpreter_in_project()
    if inside and not force:
        raise UsageError(
            f"the interpreter lies in the project `{inside}`, where an agent may change it",
            "install guardcmd outside of projects (`pipx install guardcmd`), or insist with `--force`",
        )
    own = module(shell)
    path = own.startup_file(home(environment), environment)
    before = read(path)
    change = Change(str(path), before, with_line(before, own.startup_line(hook_argv(shell))))
    return Plan(change, [*warnings(inside), *own.startup_warnings(home(environment))])


def removal(shell: str, environment: dict[str, str]) -> Change:
    path = module(shell).startup_file(home(environment), environment)
    before = read(path)
    return Change(str(path), before, without_line(before))


def remove(change: Change) -> None:
    """Make the change of `removal`, and leave nothing else of ours: no backup, and no empty file."""
    change.apply()
    target = Path(change.path).resolve()
    try:
        if not change.after:
            target.unlink()
        for backup in target.parent.glob(f"{target.name}{BACKUPS}*"):
            backup.unlink()
    except OSError as error:
        raise StateError(f"`{error.filename}` cannot be removed: {error.strerror}") from None


def is_installed(shell: str, environment: dict[str, str]) -> bool:
    return any(MARK in line for line in read(module(shell).startup_file(home(environment), environment)).splitlines())


def hook_argv(shell: str) -> list[str]:
    """The command line that prints the hook: it finds everything by its arguments alone."""
    places = paths()
    return [*start_argv(site_folders()), "shell-hook", shell, "--state", places.state, "--config", places.config]


def with_line(text: str, line: str) -> str:
    """The text with our line once: where it was, else at the end, so that nobody takes Enter after us."""
    lines = text.split("\n")
    ours = [place for place, each in enumerate(lines) if MARK in each]
    if ours:
        kept = [each for place, each in enumerate(lines) if place not in ours[1:]]
        kept[ours[0]] = line
        return "\n".join(kept)
    return f"{text}{line}\n" if text.endswith("\n") or not text else f"{text}\n{line}"


def without_line(text: str) -> str:
    """The text as it was before: an end without a newline comes back too."""
    return "\n".join([line for line in text.split("\n") if MARK not in line])


def read(path: Path) -> str:
    """The file's text, empty if there is none."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"`{path}` cannot be read: {error}") from None


def home(environment: dict[str, str]) -> Path:
    return Path(environment.get("HOME") or Path.home())
