"""Prove that the guard works: the settings as a whole, and the very command line that they hold, with two canaries."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from guardcmd.agents.claude_settings import our_hooks
from guardcmd.agents.install import OLDEST, PACKAGE, client_version, site_folders
from guardcmd.agents.status import Place, places

DESTRUCTIVE = "terraform destroy -auto-approve"  # only ever judged
HARMLESS = "git status"
PATIENCE = 20  # seconds for one canary
SLOW = 0.5  # seconds from which a harmless command's hook is worth a word


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: `ok`, `warning` or `failed`, and what to do about it."""

    state: str
    what: str
    hint: str = ""


def examine(environment: dict[str, str], directory: Path) -> Iterator[Check]:
    """Every check for Claude Code in this directory, each yielded as it is made."""
    found = places(environment, directory)
    guarded = [place for place in found if place.state == "guarded"]
    yield from settings_checks(found)
    for place in guarded:
        yield from hook_checks(place, environment, directory)
    yield client_check(environment)
    yield compiled_check()


def settings_checks(found: list[Place]) -> Iterator[Check]:
    """What the settings files say, each as a whole."""
    for place in found:
        if place.state == "guarded":
            yield Check("ok", f"{place.path} has the guard's hooks, and is valid as a whole")
        elif place.state == "off":
            yield Check("failed", f"{place.path}: {place.note}", "take it out, or the guard is not asked there")
        elif place.state == "broken":
            yield Check("failed", f"{place.path}: {place.note}", "mend it, then run `guardcmd install claude-code`")
    if not any(place.state == "guarded" for place in found):
        yield Check("failed", "no settings file has the guard's hooks", "run `guardcmd install claude-code`")


def hook_checks(place: Place, environment: dict[str, str], directory: Path) -> Iterator[Check]:
    """The command line of one settings file: what it names exists, and it answers as it must."""
    _, hook = our_hooks(place.settings, "PreToolUse")[0]
    given = hook.get("args")
    argv = [str(hook["command"]), *(map(str, given) if isinstance(given, list) else [])]
    missing = [
        word for word in argv if word.startswith("/") and not _expected_later(argv, word) and not Path(word).exists()
    ]
    if missing:
        yield Check("failed", f"{place.path} names `{missing[0]}`, which does not exist", "install again")
        return
    yield destructive_canary(argv, environment, directory)
    yield harmless_canary(argv, environment, directory)


def _expected_later(argv: list[str], word: str) -> bool:
    """State, configuration and settings may come into being later."""
    before = argv[argv.index(word) - 1]
    return before in ("--state", "--config", "--settings")


def destructive_canary(argv: list[str], environment: dict[str, str], directory: Path) -> Check:
    name = f"the hook refuses `{DESTRUCTIVE}`"
    done = ask_hook(argv, DESTRUCTIVE, environment, directory)
    if done is None:
        return Check("failed", f"the hook did not answer within {PATIENCE} s", "install again")
    try:
        said = json.loads(done.stdout)
        denied = said["hookSpecificOutput"]["permissionDecision"] == "deny"
    except (ValueError, KeyError, TypeError):
        denied = False
    if done.returncode == 2 and denied and "terraform" in done.stderr:
        return Check("ok", name)
    heard = (done.stderr or done.stdout).strip()[:300]
    return Check("failed", f"not so: {name} (status {done.returncode}: {heard or 'silence'})", "install again")


def harmless_canary(argv: list[str], environment: dict[str, str], directory: Path) -> Check:
    name = f"the hook lets `{HARMLESS}` pass in silence"
    start = time.monotonic()
    done = ask_hook(argv, HARMLESS, environment, directory)
    spent = time.monotonic() - start
    if done is None or done.returncode or done.stdout:
        heard = (done.stderr or done.stdout).strip()[:300] if done else "no answer"
        return Check("failed", f"not so: {name} ({heard})")
    if spent > SLOW:
        return Check("warning", f"{name}, but it took {spent:.1f} s", "is the machine busy?")
    return Check("ok", f"{name} ({spent * 1000:.0f} ms)")


def ask_hook(
    argv: list[str], command: str, environment: dict[str, str], directory: Path
) -> subprocess.CompletedProcess[str] | None:
    """Call the hook as the client does; None if it does not answer."""
    call = {
        "session_id": "guardcmd-doctor",
        "transcript_path": "",
        "cwd": str(directory),
        "permission_mode": "default",
        "hook_event_name": "PreToolUse",
        "tool_name": "Bash",
        "tool_input": {"command": command},
    }
    unattended = {**environment, "CLAUDE_CODE_SESSION_ATTENDED": "0"}
    try:
        return subprocess.run(
            argv,
            input=json.dumps(call),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            env=unattended,
            cwd=directory,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None


def client_check(environment: dict[str, str]) -> Check:
    version = client_version(environment)
    if version is None:
        return Check("warning", "`claude` is not in the PATH, so its version was not checked")
    shown = ".".join(map(str, version))
    if version < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        return Check(
            "failed", f"claude {shown} runs commands when the hook itself fails", f"update it to {oldest} or later"
        )
    return Check("ok", f"claude {shown} stops commands when the hook itself fails")


def compiled_check() -> Check:
    """Whether what the hook imports is compiled: without, it takes ten times as long."""
    folders = [PACKAGE, *(Path(folder, "bashlex") for folder in site_folders())]
    sources = [path for folder in folders for path in folder.rglob("*.py") if not _off_the_hook(path)]
    stale = [path for path in sources if not _is_compiled(path)]
    if stale:
        hint = "run `guardcmd install claude-code` as a user who may write there"
        return Check("warning", f"{len(stale)} modules are not compiled, `{stale[0]}` among them", hint)
    return Check("ok", "what the hook imports is compiled")


def _off_the_hook(path: Path) -> bool:
    return bool({"cli", "terminal", "web"} & set(path.parts)) or path.name == "start.py"


def _is_compiled(path: Path) -> bool:
    compiled = importlib.util.cache_from_source(str(path))
    try:
        data = Path(compiled).read_bytes()[:16]
    except OSError:
        return False
    if int.from_bytes(data[4:8], "little"):  # by hash, checked or not at import
        return True
    found = os.stat(path)
    expected = (int(found.st_mtime) & 0xFFFFFFFF, found.st_size & 0xFFFFFFFF)
    return expected == (int.from_bytes(data[8:12], "little"), int.from_bytes(data[12:16], "little"))
