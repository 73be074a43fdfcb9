"""Gemini CLI, with the scripted model behind its API key."""

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
from tests.e2e.drivers.turns import failing

NAME = "gemini-cli"
VERSION = "0.61.0"
PACKAGE = "@google/gemini-cli"
SERVER = "db"
AUTH = {"security": {"auth": {"selectedType": "gemini-api-key"}}}
Call = tuple[str, dict[str, Any]]


@cache
def program() -> Path | str:
    """The client's path, or why there is none."""
    found = npm.installed(NAME, PACKAGE, VERSION, "gemini")
    if isinstance(found, str):
        return found
    said = subprocess.run([found, "--version"], capture_output=True, text=True, timeout=60, check=False)
    return found if said.stdout.strip() == VERSION else f"{found} does not start: {said.stderr.strip()[-300:]}"


def shell(command: str) -> Call:
    return "run_shell_command", {"command": command}


def write(path: Path, text: str) -> Call:
    return "write_file", {"file_path": str(path), "content": text}


def server_tool(tool: str, arguments: dict[str, Any]) -> Call:
    return f"mcp_{SERVER}_{tool}", arguments


def settings(machine: Machine) -> Path:
    return machine.home / ".gemini" / "settings.json"


hook_file = settings


def prepare(machine: Machine, notes: Path | None = None) -> None:
    """Settings of a user who has logged in; with the tool server, which notes there what it was called with."""
    given: dict[str, Any] = dict(AUTH)
    if notes is not None:
        arguments = [str(Path(__file__).parents[1] / "mcp_server.py"), str(notes)]
        given["mcpServers"] = {SERVER: {"command": sys.executable, "args": arguments, "trust": True}}
    settings(machine).parent.mkdir(parents=True, exist_ok=True)
    settings(machine).write_text("// mine\n" + json.dumps(given, indent=2) + "\n")


def environment(machine: Machine, **more: str) -> dict[str, str]:
    own = {"GEMINI_API_KEY": "none", "GEMINI_CLI_TRUST_WORKSPACE": "true", "GEMINI_CLI_NO_RELAUNCH": "true"}
    return machine.environment(**{**own, **more})


def run(machine: Machine, calls: list[Call], *options: str, skip_permissions: bool = True, **more: str) -> Session:
    """One headless run in which the model makes these tool calls."""
    permitted = ["--yolo"] if skip_permissions else []
    with ModelServer(calls) as server:
        done = subprocess.run(
            [str(program()), "-m", "gemini-2.5-flash", *permitted, *options, "-p", "go"],
            capture_output=True,
            text=True,
            timeout=120,
            env=environment(machine, GOOGLE_GEMINI_BASE_URL=server.url, **more),
            cwd=machine.project,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        results, heard = list(server.script.results), list(server.script.heard)
    denials = [calls[n][0] for n, told in enumerate(results) if told.startswith("Tool execution blocked")]
    return Session(machine.project, results, denials, "\n".join([done.stdout, done.stderr, *heard]))


def break_hook(machine: Machine) -> None:
    """Rewire the installed hook so that it fails at each call in another of the `TURNS`."""
    file = settings(machine)
    given = json.loads(file.read_text().removeprefix("// mine\n"))
    line = given["hooks"]["BeforeTool"][0]["hooks"][0]["command"]
    changed = failing(line, machine.home / "broken")
    for event in ("BeforeTool", "SessionStart"):
        given["hooks"][event][0]["hooks"][0]["command"] = changed
    file.write_text(json.dumps(given))
