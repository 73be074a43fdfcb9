"""What `doctor` looks at for Codex alone: its own list of hooks, profiles that switch them off, hooks beside ours."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from guardcmd.agents.ours import is_ours
from guardcmd.agents.wiring import toml_edit
from guardcmd.agents.wiring.change import read
from guardcmd.agents.wiring.check import Check
from guardcmd.agents.wiring.codex_hooks import folder
from guardcmd.agents.wiring.codex_managed import is_pinned
from guardcmd.agents.wiring.codex_settings import OFF, is_off
from guardcmd.errors import InputError

PATIENCE = 20  # seconds
ASKED: tuple[dict[str, object], ...] = (
    {"id": 1, "method": "initialize", "params": {"clientInfo": {"name": "guardcmd-doctor", "version": "1"}}},
    {"method": "initialized"},
)


def checks(environment: Mapping[str, str], directory: str) -> Iterator[Check]:
    program = shutil.which("codex", path=environment.get("PATH"))
    if program is None:
        yield Check("warning", "`codex` is not in the PATH, so it was not asked which hooks it runs")
    else:
        yield from listed_checks(hooks_listed(program, environment, directory))
    if not is_pinned():
        yield from profile_checks(folder(environment))


def listed_checks(answer: Mapping[str, object] | None) -> Iterator[Check]:
    """What Codex itself says of the hooks that it would run here."""
    if answer is None:
        yield Check("warning", "`codex app-server` did not list its hooks, so only the files were looked at")
        return
    hooks = [hook for hook in _list(answer, "hooks") if isinstance(hook, dict)]
    for warning in (*_list(answer, "warnings"), *_list(answer, "errors")):
        yield Check("warning", f"Codex says: {str(warning)[:300]}")
    before = [hook for hook in hooks if hook.get("eventName") == "preToolUse"]
    ours = [hook for hook in before if is_ours(hook)]
    if any(hook.get("enabled") and hook.get("trustStatus") in ("trusted", "managed") for hook in ours):
        yield Check("ok", "Codex itself lists the guard's hook as one that it runs")
    else:
        state = f": {ours[0].get('trustStatus')}" if ours else " at all"
        yield Check("failed", f"Codex does not run the guard's hook{state}", "run `guardcmd install codex`")
    others = [hook for hook in before if not is_ours(hook) and hook.get("enabled")]
    if others:
        command = str(others[0].get("command", ""))[:80]
        yield Check("warning", f"another hook may rewrite a command that the guard has let pass: `{command}`")


def _list(answer: Mapping[str, object], key: str) -> list[object]:
    found = answer.get(key)
    return found if isinstance(found, list) else []


def hooks_listed(program: str, environment: Mapping[str, str], directory: str) -> Mapping[str, object] | None:
    """Codex's own answer for sessions in this directory; None where it gives none."""
    asked: list[dict[str, object]] = [*ASKED, {"id": 2, "method": "hooks/list", "params": {"cwds": [directory]}}]
    try:
        with subprocess.Popen(
            [program, "app-server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=dict(environment),
            cwd=directory,
        ) as server:
            try:
                return _answer(server, asked)
            finally:
                server.kill()
    except (OSError, ValueError):
        return None


def _answer(server: subprocess.Popen[str], asked: list[dict[str, object]]) -> Mapping[str, object] | None:
    from threading import Timer

    assert server.stdin is not None
    assert server.stdout is not None
    late = Timer(PATIENCE, server.kill)
    late.start()
    try:
        server.stdin.write("".join(json.dumps(each) + "\n" for each in asked))
        server.stdin.flush()
        for line in server.stdout:
            said = json.loads(line)
            if isinstance(said, dict) and said.get("id") == 2:
                found = (said.get("result") or {}).get("data") or []
                return found[0] if found and isinstance(found[0], dict) else None
        return None
    finally:
        late.cancel()


def profile_checks(folder: str) -> Iterator[Check]:
    """`codex -p NAME` lays NAME.config.toml over the user's settings."""
    for path in sorted(Path(folder).glob("*.config.toml")):
        try:
            said = toml_edit.data_of(read(str(path)), str(path))
        except InputError:
            continue
        if is_off(said):
            yield Check("warning", f"{path}: {OFF}, so `codex -p {path.name.removesuffix('.config.toml')}` runs none")
