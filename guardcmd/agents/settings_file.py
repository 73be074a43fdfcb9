"""A client's settings file on disk: find it, read it whole, put our hooks in or take them out, replace it safely."""

from __future__ import annotations

import difflib
import json
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guardcmd.agents.claude_settings import EVENTS, group, hook_entry, is_ours, problems
from guardcmd.agents.json_edit import put, remove
from guardcmd.errors import InputError, StateError

SCOPES = ("user", "project")


def locate(scope: str, environment: dict[str, str], directory: Path) -> Path:
    """Claude Code's settings file. A project's is the local one: the hook holds paths of this machine."""
    if scope == "project":
        return _project_root(directory) / ".claude" / "settings.local.json"
    folder = environment.get("CLAUDE_CONFIG_DIR")
    return (Path(folder) if folder else Path(environment.get("HOME", str(Path.home())), ".claude")) / "settings.json"


def in_force(environment: dict[str, str], directory: Path) -> list[Path]:
    """Every settings file that a session in this directory reads, or may read when it moves up."""
    files = [locate("user", environment, directory), Path("/etc/claude-code/managed-settings.json")]
    files += sorted(Path("/etc/claude-code/managed-settings.d").glob("*.json"))
    for folder in (directory, *directory.parents):
        files += [folder / ".claude" / "settings.json", folder / ".claude" / "settings.local.json"]
    return list(dict.fromkeys(files))


@dataclass(frozen=True, slots=True)
class Change:
    """A settings file before and after, as text."""

    path: Path
    before: str
    after: str

    @property
    def is_empty(self) -> bool:
        return self.before == self.after

    def diff(self) -> str:
        lines = difflib.unified_diff(
            self.before.splitlines(), self.after.splitlines(), str(self.path), f"{self.path} (new)", lineterm=""
        )
        return "\n".join(lines)

    def apply(self) -> Path | None:
        """Write the new text over the file in one step; the old text is kept beside it. Returns the backup."""
        target = Path(os.path.realpath(self.path))  # a dotfile manager's link stays a link
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            backup = _back_up(target) if target.exists() else None
            _replace(target, self.after)
        except OSError as error:
            raise StateError(f"`{error.filename or target}` cannot be written: {error.strerror}") from None
        return backup


def read(path: Path) -> str:
    """The file's text, `{}` if there is none."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return "{}\n"
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"`{path}` cannot be read: {error}") from None


def parsed(text: str, path: Path) -> dict[str, Any]:
    """The settings. Raises InputError where the client itself would drop the whole file."""
    try:
        settings = json.loads(text or "{}")
    except ValueError as error:
        raise InputError(f"`{path}` is not JSON: {error}", "mend it first; the client ignores such a file") from None
    wrong = problems(settings)
    if wrong:
        hint = "mend it first; the client drops every hook of such a file without a word"
        raise InputError(f"`{path}`: {wrong[0]}", hint)
    return dict(settings)


def with_guard(path: Path, argv: list[str]) -> Change:
    """The file with our hooks, each once and as `argv` says."""
    before = read(path)
    parsed(before, path)
    text = without_hooks((before.strip() and before) or "{}\n")
    entry = hook_entry(argv[0], argv[1:])
    for event in EVENTS:
        settings = json.loads(text)
        if "hooks" not in settings:
            text = put(text, (), "hooks", {})
        if event not in settings.get("hooks", {}):
            text = put(text, ("hooks",), event, [])
        text = put(text, ("hooks", event), 0, group(event, entry))
    return Change(path, before, before if json.loads(text) == json.loads(before or "{}") else text)


def without_guard(path: Path) -> Change:
    before = read(path)
    parsed(before, path)
    return Change(path, before, without_hooks(before, tidy=True))


def without_hooks(text: str, tidy: bool = False) -> str:
    """The text without our hooks; `tidy` also takes out the lists that they leave empty."""
    hooks = json.loads(text).get("hooks", {})
    touched = [event for event in hooks if any(is_ours(hook) for each in hooks[event] for hook in each["hooks"])]
    for event in touched:
        text = _without_event_hooks(text, event)
        if tidy and not json.loads(text)["hooks"][event]:
            text = remove(text, ("hooks", event))
    return remove(text, ("hooks",)) if tidy and touched and not json.loads(text)["hooks"] else text


def _without_event_hooks(text: str, event: str) -> str:
    groups = json.loads(text)["hooks"][event]
    for place in range(len(groups) - 1, -1, -1):
        hooks = groups[place]["hooks"]
        ours = [n for n, hook in enumerate(hooks) if is_ours(hook)]
        if ours and len(ours) == len(hooks):
            text = remove(text, ("hooks", event, place))
            continue
        for n in reversed(ours):
            text = remove(text, ("hooks", event, place, "hooks", n))
    return text


def _project_root(directory: Path) -> Path:
    return next((folder for folder in (directory, *directory.parents) if (folder / ".git").exists()), directory)


def _back_up(target: Path) -> Path:
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    backup = target.with_name(f"{target.name}.before-guardcmd-{stamp}")
    backup.write_bytes(target.read_bytes())
    backup.chmod(target.stat().st_mode & 0o777)
    return backup


def _replace(target: Path, text: str) -> None:
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o600
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise
