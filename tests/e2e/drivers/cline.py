"""Cline's command line, with the scripted model as its only provider."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from guardcmd.agents.e2e.model_server import ModelServer
from tests.e2e.client import Machine, Session
from tests.e2e.drivers import npm
from tests.e2e.drivers.failures import FAILURES, broken

NAME = "cline"
VERSION = "3.0.65"
PACKAGE = "cline"
SERVER = "db"
Call = tuple[str, dict[str, Any]]

__all__ = ["FAILURES", "NAME", "VERSION"]


@cache
def program() -> Path | str:
    """The client's path, or why there is none."""
    found = npm.installed(NAME, PACKAGE, VERSION, "cline")
    if isinstance(found, str):
        return found
    said = subprocess.run([found, "--version"], capture_output=True, text=True, timeout=60, check=False)
    return found if said.stdout.strip() == VERSION else f"{found} does not start: {said.stderr.strip()[-300:]}"


def shell(command: str) -> Call:
    return "run_commands", {"commands": [command]}


def write(path: Path, text: str) -> Call:
    return "editor", {"path": str(path), "new_text": text}


def server_tool(tool: str, arguments: dict[str, Any]) -> Call:
    return f"{SERVER}__{tool}", arguments


def serve(machine: Machine, notes: Path) -> None:
    """Give the client the tool server, which notes what it was called with."""
    arguments = [str(Path(__file__).parents[1] / "mcp_server.py"), str(notes)]
    settings = folder(machine) / "cline_mcp_settings.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps({"mcpServers": {SERVER: {"command": sys.executable, "args": arguments}}}))


def run(machine: Machine, calls: list[Call], *, skip_permissions: bool = True, **environment: str) -> Session:
    """One headless run in which the model makes these tool calls. A refusal of the hook ends it, the plugin's not."""
    options = ["--auto-approve", "true"] if skip_permissions else ["--auto-approve", "false"]
    with ModelServer(calls) as server:
        use_model(machine, server)
        done = subprocess.run(
            [str(program()), "--retries", "20", *options, "go on with it"],
            capture_output=True,
            text=True,
            timeout=120,
            env=client_environment(machine, **environment),
            cwd=machine.project,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        results, heard = list(server.script.results), list(server.script.heard)
    said = done.stdout + done.stderr
    denials = [calls[n][0] for n, told in enumerate(results) if "guardcmd" in told or "nothing of this ran" in told]
    if "[abort]" in said and len(results) < len(calls):
        denials.append(calls[len(results)][0])
    return Session(machine.project, results, denials, "\n".join([said, *heard]))


def use_model(machine: Machine, server: ModelServer) -> None:
    own = {"provider": "openai-compatible", "apiKey": "none", "model": "scripted", "baseUrl": f"{server.url}/v1"}
    entry = {"settings": own, "updatedAt": "2026-01-01T00:00:00.000Z", "tokenSource": "manual"}
    settings = {
        "version": 1, "lastUsedProvider": "openai-compatible", "modes": {}, "providers": {"openai-compatible": entry},
    }  # fmt: skip
    folder(machine).mkdir(parents=True, exist_ok=True)
    (folder(machine) / "providers.json").write_text(json.dumps(settings))


def client_environment(machine: Machine, **more: str) -> dict[str, str]:
    """Without the background service, which would outlive the run."""
    return machine.environment(CLINE_SESSION_BACKEND_MODE="local", CLINE_NO_AUTO_UPDATE="1", **more)


def folder(machine: Machine) -> Path:
    return machine.home / ".cline" / "data" / "settings"


def hook_file(machine: Machine) -> Path:
    return machine.home / "Documents" / "Cline" / "Hooks" / "PreToolUse"


def plugin_file(machine: Machine) -> Path:
    return machine.home / ".cline" / "plugins" / "guardcmd.js"


def break_hook(machine: Machine, how: str) -> None:
    """Rewire the installed hook and its plugin so that they fail in this way."""
    for file in (hook_file(machine), plugin_file(machine)):
        file.write_text(broken(file.read_text(), how, machine.home / "broken"))
