"""Policy files on disk, built-in, of the user and of projects: parsed when they changed, kept while they are broken."""

from __future__ import annotations

import posix

from guardcmd.builtin import read, unit
from guardcmd.jsontext import dumps, loads
from guardcmd.policy.settings import Settings, settings_from
from guardcmd.policy.verdict import Note
from guardcmd.store.rulefiles import keep, kept_compile, key_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

LARGEST = 1_000_000  # bytes of a policy file


def load_settings(
    cache: str, user_policy: str = "", directory: str = "", project: str = ""
) -> tuple[Settings, tuple[Note, ...]]:
    """The policy in force: built-in, the user's file, and `.guardcmd/policy.toml` from `project` down to `directory`.

    `cache` is the folder for parsed files; an empty text keeps none. Raises OSError without the built-in one.
    """
    notes: list[Note] = []
    built_in = built_in_policy()
    user = one_file(user_policy, "user", built_in, cache, notes) if user_policy else None
    projects = []
    for path in project_files(directory, project):
        content = one_file(path, "project", built_in, cache, notes)
        if content is not None:
            projects.append((path, content))
    return settings_from(built_in, user, projects, user_policy), tuple(notes)


def built_in_policy() -> Mapping[str, Any]:
    """The built-in policy as its parser gave it. Raises OSError or ValueError where it was never compiled."""
    content = loads(unit("policy") or "null")
    if not isinstance(content, dict):
        raise FileNotFoundError(2, "the built-in policy is missing")
    return content


def project_files(directory: str, project: str) -> list[str]:
    from guardcmd.store.rulefiles import project_folders

    return [folder.removesuffix("rules") + "policy.toml" for folder in project_folders(directory, project)]


def one_file(
    path: str, layer: str, built_in: Mapping[str, Any], cache: str, notes: list[Note]
) -> Mapping[str, Any] | None:
    """The file's content: as it is now, else its last good content with a note, else a note that asks."""
    from guardcmd.errors import RuleError

    try:
        key = key_of(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        notes.append(Note("policy", "ask", f"`{path}` cannot be read: {error.strerror}"))
        return None
    kept = kept_compile(path, cache)
    if kept.get("key") != key:
        try:
            content = parsed(path)
            check(content, path, layer, built_in)
            kept = {"key": key, "error": "", "units": {"policy": dumps(content)}}
        except (RuleError, ValueError, OSError) as error:
            kept = {"key": key, "error": str(error), "units": kept.get("units", {})}
        keep(path, cache, kept)
    units: Mapping[str, str] = kept["units"]
    if kept["error"]:
        said = "its last good form stays in force" if units else "it is not in force"
        notes.append(Note("policy", "notify" if units else "ask", f"{kept['error']}; {said}"))
    return dict(loads(units["policy"])) if units else None


def check(content: Mapping[str, Any], path: str, layer: str, built_in: Mapping[str, Any]) -> None:
    """Raise RuleError for what is wrong with one file by itself."""
    if layer == "user":
        settings_from(built_in, content, (), path)
    else:
        settings_from(built_in, None, [(path, content)])


def parsed(path: str) -> dict[str, Any]:
    """A policy file, dates as texts. Raises RuleError or OSError."""
    import tomllib

    from guardcmd.errors import RuleError

    if posix.stat(path).st_size > LARGEST:
        raise RuleError(f"{path}: larger than {LARGEST} bytes")
    try:
        data = tomllib.loads(read(path))
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path}: {str(error)[:1].lower()}{str(error)[1:]}") from None
    except UnicodeDecodeError:
        raise RuleError(f"{path}: not UTF-8") from None
    return {key: _plain(value) for key, value in data.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value if isinstance(value, (str, int, float, bool)) else str(value)
