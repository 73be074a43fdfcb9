"""GitHub Copilot CLI, offline, with the scripted model as its provider."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from guardcmd.agents.e2e.model_server import ModelServer
from tests.e2e.client import Machine, Session
from tests.e2e.drivers import npm
from tests.e2e.drivers.failures import broken

NAME = "copilot"
VERSION = "1.0.102"
PACKAGE = "@github/copilot"
SERVER = "db"
Call = tuple[str, dict[str, Any]]


@cache
def program() -> Path | str:
    """The client's path, or why there is none."""
    found = npm.installed(NAME, PACKAGE, VERSION, "copilot")
    if isinstance(found, str):
        return found
    said = subprocess.run(
        [found, "--version"], capture_output=True, text=True, timeout=120, env=own_environment(), check=False
    )
    return found if VERSION in said.stdout else f"{found} does not start: {said.stderr.strip()[-300:]}"


def own_environment() -> dict[str, str]:
    """What every start needs. Its program unpacks itself into a cache, once for all homes."""
    cache_folder = npm.folder(NAME, VERSION) / "cache"
    return {
        "PATH": os.environ["PATH"],
        "XDG_CACHE_HOME": str(cache_folder),
        "HOME": str(cache_folder),
        "COPILOT_OFFLINE": "true",
        "COPILOT_AUTO_UPDATE": "false",
    }


def shell(command: str) -> Call:
    return "bash", {"command": command, "description": "a scripted call"}


def write(path: Path, text: str) -> Call:
    return "create", {"path": str(path), "file_text": text}


def patch(text: str) -> Call:
    """For models that are given this tool: COPILOT_MODEL=gpt-5.4."""
    return "apply_patch", {"input": text}


def server_tool(tool: str, arguments: dict[str, Any]) -> Call:
    return f"{SERVER}-{tool}", arguments


def serve(machine: Machine, notes: Path) -> None:
    """Give the client the tool server, which notes what it was called with."""
    server = {
        "type": "local",
        "command": sys.executable,
        "args": [str(Path(__file__).parents[1] / "mcp_server.py"), str(notes)],
        "tools": ["*"],
    }
    path = machine.home / ".copilot" / "mcp-config.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"mcpServers": {SERVER: server}}))


def client_environment(machine: Machine, server: ModelServer, **more: str) -> dict[str, str]:
    own = {name: value for name, value in own_environment().items() if name != "HOME"}
    return machine.environment(
        **own, COPILOT_PROVIDER_BASE_URL=f"{server.url}/v1", **{"COPILOT_MODEL": "scripted", **more}
    )


def run(
    machine: Machine, calls: list[Call], *options: str, skip_permissions: bool = True, **environment: str
) -> Session:
    """One headless run in which the model makes these tool calls."""
    permitted = ["--allow-all"] if skip_permissions else ["--allow-all-tools"]
    with ModelServer(calls) as server:
        done = subprocess.run(
            [str(program()), "-p", "go", *permitted, *options],
            capture_output=True,
            text=True,
            timeout=120,
            env=client_environment(machine, server, **environment),
            cwd=machine.project,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        results, heard = list(server.script.results), list(server.script.heard)
    denials = [calls[n][0] for n, told in enumerate(results) if told.startswith("Denied by preToolUse hook")]
    return Session(machine.project, results, denials, "\n".join([done.stdout, done.stderr, *heard]))


def hook_file(machine: Machine) -> Path:
    return machine.home / ".copilot" / "hooks" / "guardcmd.json"


def break_hook(machine: Machine, how: str) -> None:
    """Rewire the installed hook so that it fails in this way. A stall is ended after one second instead of five."""
    file = hook_file(machine)
    file.write_text(broken(file.read_text(), how, machine.home / "broken"))
