"""OpenCode, with the scripted model as its only provider."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from guardcmd.agents.e2e.model_server import ModelServer
from tests.e2e.client import Machine, Session
from tests.e2e.drivers import npm
from tests.e2e.drivers.failures import FAILURES, broken

NAME = "opencode"
VERSION = "1.18.33"
PACKAGE = "opencode-ai"
SERVER = "db"
Call = tuple[str, dict[str, Any]]

__all__ = ["FAILURES", "NAME", "VERSION"]


@cache
def program() -> Path | str:
    """The client's path, or why there is none."""
    found = npm.installed(NAME, PACKAGE, VERSION, "opencode")
    if isinstance(found, str):
        return found
    said = subprocess.run([found, "--version"], capture_output=True, text=True, timeout=60, check=False)
    return found if said.stdout.strip() == VERSION else f"{found} does not start: {said.stderr.strip()[-300:]}"


def shell(command: str) -> Call:
    return "bash", {"command": command, "description": "a scripted call"}


def write(path: Path, text: str) -> Call:
    return "write", {"filePath": str(path), "content": text}


def server_tool(tool: str, arguments: dict[str, Any]) -> Call:
    return f"{SERVER}_{tool}", arguments


def serve(machine: Machine, notes: Path) -> None:
    """Give the client the tool server, which notes what it was called with."""
    command = [sys.executable, str(Path(__file__).parents[1] / "mcp_server.py"), str(notes)]
    config = {"mcp": {SERVER: {"type": "local", "command": command, "enabled": True}}}
    path = folder(machine) / "opencode.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(config))


def run(machine: Machine, calls: list[Call], *, skip_permissions: bool = True, **environment: str) -> Session:
    """One headless run in which the model makes these tool calls."""
    borrow_dependencies(machine)
    options = ["--auto"] if skip_permissions else []
    with ModelServer(calls) as server:
        done = subprocess.run(
            [str(program()), "run", "go", *options],
            capture_output=True,
            text=True,
            timeout=120,
            env=client_environment(machine, server, **environment),
            cwd=machine.project,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        results, heard = list(server.script.results), list(server.script.heard)
    keep_dependencies(machine)
    denials = [calls[n][0] for n, told in enumerate(results) if "guardcmd" in told or "nothing of this ran" in told]
    return Session(machine.project, results, denials, "\n".join([done.stdout, done.stderr, *heard]))


def client_environment(machine: Machine, server: ModelServer, **more: str) -> dict[str, str]:
    provider = {
        "npm": "@ai-sdk/openai-compatible",
        "name": "Scripted",
        "options": {"baseURL": f"{server.url}/v1", "apiKey": "none"},
        "models": {"scripted": {"name": "Scripted"}},
    }
    config = {
        "provider": {"scripted": provider},
        "model": "scripted/scripted",
        "small_model": "scripted/scripted",
        "autoupdate": False,
        "share": "disabled",
    }
    return machine.environment(
        OPENCODE_CONFIG_CONTENT=json.dumps(config),
        OPENCODE_DISABLE_AUTOUPDATE="1",
        OPENCODE_DISABLE_MODELS_FETCH="1",
        OPENCODE_DISABLE_LSP_DOWNLOAD="1",
        **more,
    )


def folder(machine: Machine) -> Path:
    return machine.home / ".config" / "opencode"


def hook_file(machine: Machine) -> Path:
    return folder(machine) / "plugins" / "guardcmd.js"


def break_hook(machine: Machine, how: str) -> None:
    """Rewire the installed bridge so that it fails in this way."""
    file = hook_file(machine)
    file.write_text(broken(file.read_text(), how, machine.home / "broken"))


# the client installs its plugin library into every new home: 64 MB and seconds, so that of the first one is kept
DEPENDENCIES = ("node_modules", "package.json", "package-lock.json")


def borrow_dependencies(machine: Machine) -> None:
    kept = npm.folder(NAME, VERSION) / "dependencies"
    if not kept.exists() or (folder(machine) / DEPENDENCIES[0]).exists():
        return
    folder(machine).mkdir(parents=True, exist_ok=True)
    (folder(machine) / DEPENDENCIES[0]).symlink_to(kept / DEPENDENCIES[0])
    for name in DEPENDENCIES[1:]:
        shutil.copy(kept / name, folder(machine) / name)


def keep_dependencies(machine: Machine) -> None:
    kept = npm.folder(NAME, VERSION) / "dependencies"
    if kept.exists() or not all((folder(machine) / name).exists() for name in DEPENDENCIES):
        return
    shutil.copytree(folder(machine) / DEPENDENCIES[0], kept / DEPENDENCIES[0], symlinks=True)
    for name in DEPENDENCIES[1:]:
        shutil.copy(folder(machine) / name, kept / name)
