"""Qwen Code, with the scripted model as an OpenAI-like provider."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pexpect

from guardcmd.agents.e2e.model_server import ModelServer
from tests.e2e.client import Machine, Screen, Session
from tests.e2e.drivers import npm
from tests.e2e.drivers.turns import failing

NAME = "qwen-code"
VERSION = "0.24.4"
PACKAGE = "@qwen-code/qwen-code"
SERVER = "db"
Call = tuple[str, dict[str, Any]]


@cache
def program() -> Path | str:
    """The client's path, or why there is none."""
    found = npm.installed(NAME, PACKAGE, VERSION, "qwen")
    if isinstance(found, str):
        return found
    said = subprocess.run([found, "--version"], capture_output=True, text=True, timeout=60, check=False)
    return found if said.stdout.strip() == VERSION else f"{found} does not start: {said.stderr.strip()[-300:]}"


def shell(command: str) -> Call:
    return "run_shell_command", {"command": command, "is_background": False}


def write(path: Path, text: str) -> Call:
    return "write_file", {"file_path": str(path), "content": text}


def server_tool(tool: str, arguments: dict[str, Any]) -> Call:
    return f"mcp__{SERVER}__{tool}", arguments


def settings(machine: Machine) -> Path:
    return machine.home / ".qwen" / "settings.json"


hook_file = settings


def prepare(machine: Machine, notes: Path | None = None) -> None:
    """Settings of a user; with the tool server, which notes there what it was called with."""
    given: dict[str, Any] = {"tools": {"useRipgrep": False}}
    if notes is not None:
        arguments = [str(Path(__file__).parents[1] / "mcp_server.py"), str(notes)]
        given["mcpServers"] = {SERVER: {"command": sys.executable, "args": arguments, "trust": True}}
    settings(machine).parent.mkdir(parents=True, exist_ok=True)
    settings(machine).write_text("// mine\n" + json.dumps(given, indent=2) + "\n")


def environment(machine: Machine, **more: str) -> dict[str, str]:
    own = {"OPENAI_API_KEY": "none", "OPENAI_MODEL": "scripted", "QWEN_CODE_NO_RELAUNCH": "true", "CI": "1"}
    return machine.environment(**{**own, **more})


def run(machine: Machine, calls: list[Call], *options: str, skip_permissions: bool = True, **more: str) -> Session:
    """One headless run in which the model makes these tool calls."""
    permitted = ["--yolo"] if skip_permissions else []
    with ModelServer(calls) as server:
        done = subprocess.run(
            [str(program()), *permitted, *options, "-p", "go"],
            capture_output=True,
            text=True,
            timeout=120,
            env=environment(machine, OPENAI_BASE_URL=f"{server.url}/v1", **more),
            cwd=machine.project,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        results, heard = list(server.script.results), list(server.script.heard)
    denials = [calls[n][0] for n, told in enumerate(results) if "guardcmd" in told or "nothing of this ran" in told]
    return Session(machine.project, results, denials, "\n".join([done.stdout, done.stderr, *heard]))


@contextmanager
def attended(machine: Machine, calls: list[Call]) -> Iterator[Screen]:
    """One session on a pseudo-terminal, in which the client itself permits everything."""
    with ModelServer(calls) as server:
        own = environment(machine, OPENAI_BASE_URL=f"{server.url}/v1", TERM="xterm-256color")
        child = pexpect.spawn(
            str(program()),
            ["--yolo", "-i", "go"],
            env={key: value for key, value in own.items() if key != "CI"},
            cwd=str(machine.project),
            dimensions=(45, 130),
            encoding="utf-8",
        )
        try:
            yield Screen(child)
        finally:
            child.close(force=True)


def break_hook(machine: Machine) -> None:
    """Rewire the installed hook so that it fails at each call in another of the `TURNS`."""
    file = settings(machine)
    given = json.loads(file.read_text().removeprefix("// mine\n"))
    line = given["hooks"]["PreToolUse"][0]["hooks"][0]["command"]
    changed = failing(line, machine.home / "broken")
    for event in ("PreToolUse", "SessionStart"):
        given["hooks"][event][0]["hooks"][0]["command"] = changed
    file.write_text(json.dumps(given))
