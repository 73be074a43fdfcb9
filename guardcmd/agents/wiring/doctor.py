"""Prove that the guard works: each client's settings as a whole, and the very command line in them, by two canaries."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from guardcmd.agents.adapter import Adapter
from guardcmd.agents.wiring.check import Check
from guardcmd.agents.wiring.command_line import LATER, PACKAGE, hook_words, site_folders, start_file
from guardcmd.agents.wiring.install import client_version, too_old
from guardcmd.agents.wiring.place import Place
from guardcmd.agents.wiring.status import concerned
from guardcmd.store.installed import Installed

DESTRUCTIVE = "terraform destroy -auto-approve"  # only ever judged
HARMLESS = "git status"
PATIENCE = 20  # seconds for one canary
SLOW = 0.5  # seconds from which a harmless command's hook is worth a word


def examine(
    environment: dict[str, str], directory: Path, names: Sequence[str] = (), register: Sequence[Installed] = ()
) -> Iterator[Check]:
    """Every check in this directory, each yielded as it is made. Without names: of every client that is guarded.

    `register`: where the guard was installed before.
    """
    found = concerned(environment, str(directory), names, register)
    if not any(place.state == "guarded" for _, places in found for place in places):
        client = f"`{names[0]}`" if names else "any client"
        yield Check("failed", f"no settings of {client} have the guard's hooks", "run `guardcmd install CLIENT`")
    for adapter, places in found:
        yield from client_checks(adapter, places, environment, directory)
    yield compiled_check()


def client_checks(
    adapter: Adapter, places: Sequence[Place], environment: dict[str, str], directory: Path
) -> Iterator[Check]:
    """One client: its files, its hooks, itself."""
    for place in places:
        yield from place_checks(adapter, place)
        if place.state == "guarded":
            yield from hook_checks(adapter, place, environment, directory)
    if any(place.state == "guarded" for place in places):
        yield from adapter.checks(environment, str(directory))
        yield from version_checks(adapter, environment)


def place_checks(adapter: Adapter, place: Place) -> Iterator[Check]:
    """What one file says, as a whole."""
    if place.state == "guarded":
        yield Check("ok", f"{place.path} has the guard's hooks, and is valid as a whole")
    elif place.state == "off":
        yield Check("failed", f"{place.path}: {place.note}", "take it out, or the guard is not asked there")
    elif place.state in ("broken", "gone"):
        yield Check("failed", f"{place.path}: {place.note}", f"mend it, then run `guardcmd install {adapter.name}`")


def hook_checks(adapter: Adapter, place: Place, environment: dict[str, str], directory: Path) -> Iterator[Check]:
    """The command line of one file: what it names exists, and it answers as it must."""
    missing = missing_files(hook_words(place.command))
    if missing:
        yield Check("failed", f"{place.path} names `{missing[0]}`, which does not exist", "install again")
        return
    yield destructive_canary(adapter, place.command, environment, directory)
    yield harmless_canary(adapter, place.command, environment, directory)


def missing_files(argv: Sequence[str]) -> list[str]:
    """Paths of the hook's own command line that are not there. State and configuration may come into being later."""
    named = [word for before, word in zip(("", *argv), argv) if word.startswith("/") and before not in LATER]
    return [path for path in (*named, start_file(argv)) if path and not Path(path).exists()]


def destructive_canary(adapter: Adapter, argv: Sequence[str], environment: dict[str, str], directory: Path) -> Check:
    name = f"the hook refuses `{DESTRUCTIVE}`"
    done = ask_hook(adapter, argv, DESTRUCTIVE, environment, directory)
    if done is None:
        return Check("failed", f"the hook did not answer within {PATIENCE} s", "install again")
    if adapter.denied(done.stdout, done.stderr, done.returncode) and "terraform" in done.stdout + done.stderr:
        return Check("ok", name)
    heard = (done.stderr or done.stdout).strip()[:300]
    return Check("failed", f"not so: {name} (status {done.returncode}: {heard or 'silence'})", "install again")


def harmless_canary(adapter: Adapter, argv: Sequence[str], environment: dict[str, str], directory: Path) -> Check:
    name = f"the hook lets `{HARMLESS}` pass in silence"
    start = time.monotonic()
    done = ask_hook(adapter, argv, HARMLESS, environment, directory)
    spent = time.monotonic() - start
    if done is None or done.returncode or done.stdout != adapter.silence.stdout:
        heard = (done.stderr or done.stdout).strip()[:300] if done else "no answer"
        return Check("failed", f"not so: {name} ({heard})")
    if spent > SLOW:
        return Check("warning", f"{name}, but it took {spent:.1f} s", "is the machine busy?")
    return Check("ok", f"{name} ({spent * 1000:.0f} ms)")


def ask_hook(
    adapter: Adapter, argv: Sequence[str], command: str, environment: Mapping[str, str], directory: Path
) -> subprocess.CompletedProcess[str] | None:
    """Call the hook as the client does; None if it does not answer."""
    unattended = {**environment, "CLAUDE_CODE_SESSION_ATTENDED": "0"}
    try:
        return subprocess.run(
            argv,
            input=json.dumps(adapter.canary(command, str(directory))),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            env=unattended,
            cwd=directory,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None


def version_checks(adapter: Adapter, environment: Mapping[str, str]) -> Iterator[Check]:
    """Whether the client itself stops a command when the hook fails, where that depends on its version."""
    if not adapter.oldest:
        return
    version = client_version(adapter.programs, environment)
    if version is None:
        yield Check("warning", f"`{adapter.programs[0]}` is not in the PATH, so its version was not checked")
    elif version < adapter.oldest:
        oldest = ".".join(map(str, adapter.oldest))
        said = f"{too_old(adapter, version)}: it runs commands when the hook itself fails"
        yield Check("failed", said, f"update it to {oldest} or later")
    else:
        shown = ".".join(map(str, version))
        yield Check("ok", f"{adapter.programs[0]} {shown} stops commands when the hook itself fails")


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
    return bool({"cli", "terminal", "web", "e2e"} & set(path.parts)) or path.name == "start.py"


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
