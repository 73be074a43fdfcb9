"""Codex CLI, with the scripted model as its only provider.

Its models come in two kinds: some are offered each tool, most only `exec`, which runs JavaScript that calls them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from guardcmd.agents.e2e.model_server import ModelServer
from guardcmd.agents.wiring.codex_trust import trust_hash
from tests.e2e.client import Machine, Session
from tests.e2e.drivers import npm
from tests.e2e.drivers.failures import broken

NAME = "codex"
VERSION = "0.171.0"
PACKAGE = "@openai/codex"
SERVER = "db"
EACH_TOOL, ONLY_CODE = "gpt-5.5", "gpt-6.2-sol"  # known to the client with these ways of calling tools
Call = tuple[str, dict[str, Any]]


@cache
def program() -> Path | str:
    """The client's path, or why there is none."""
    found = npm.installed(NAME, PACKAGE, VERSION, "codex")
    if isinstance(found, str):
        return found
    said = subprocess.run([found, "--version"], capture_output=True, text=True, timeout=60, check=False)
    return found if said.stdout.split()[-1:] == [VERSION] else f"{found} does not start: {said.stderr.strip()[-300:]}"


def shell(command: str) -> Call:
    return "exec_command", {"cmd": command}


def write(path: Path, text: str) -> Call:
    added = "".join(f"+{line}\n" for line in text.splitlines())
    return "apply_patch", {"input": f"*** Begin Patch\n*** Add File: {path}\n{added}*** End Patch\n"}


def server_tool(tool: str, arguments: dict[str, Any]) -> Call:
    return code(f"text(await tools.mcp__{SERVER}__{tool}({json.dumps(arguments)}))")


def code(text: str) -> Call:
    """JavaScript of the model's own, which calls tools."""
    return "exec", {"input": text}


def serve(machine: Machine, notes: Path) -> None:
    """Give the client the tool server, which notes what it was called with."""
    arguments = [str(Path(__file__).parents[1] / "mcp_server.py"), str(notes)]
    text = f"\n[mcp_servers.{SERVER}]\ncommand = {json.dumps(sys.executable)}\nargs = {json.dumps(arguments)}\n"
    config = config_file(machine)
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text((config.read_text() if config.exists() else "") + text)


def run(
    machine: Machine, calls: list[Call], *options: str, skip_permissions: bool = True, **environment: str
) -> Session:
    """One headless run in which the model makes these tool calls."""
    permitted = ["--dangerously-bypass-approvals-and-sandbox"] if skip_permissions else ["-s", "workspace-write"]
    model = ONLY_CODE if any(name == "exec" for name, _ in calls) else EACH_TOOL
    with ModelServer(calls) as server:
        arguments = [
            "exec",
            "--skip-git-repo-check",
            "--json",
            *permitted,
            *options,
            *provider(server.url, model),
            "go",
        ]
        done = subprocess.run(
            [str(program()), *arguments],
            capture_output=True,
            text=True,
            timeout=120,
            env=machine.environment(OPENAI_API_KEY="none", **environment),
            cwd=machine.project,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        results, heard = list(server.script.results), list(server.script.heard)
    denials = [calls[n][0] for n, told in enumerate(results) if "blocked by PreToolUse hook" in told]
    return Session(machine.project, results, denials, "\n".join([done.stdout, done.stderr, *heard]))


def provider(url: str, model: str) -> list[str]:
    """Options that make the scripted model the client's own: its files stay what the guard wrote."""
    own = {"name": "scripted", "base_url": f"{url}/v1", "wire_api": "responses", "env_key": "OPENAI_API_KEY"}
    table = ", ".join(f"{key} = {json.dumps(value)}" for key, value in own.items())
    return ["-c", f"model_providers.scripted={{{table}}}", "-c", "model_provider=scripted", "-m", model]


def hook_file(machine: Machine) -> Path:
    return machine.home / ".codex" / "hooks.json"


def config_file(machine: Machine) -> Path:
    return machine.home / ".codex" / "config.toml"


def break_hook(machine: Machine, how: str) -> None:
    """Rewire the installed hook so that it fails in this way, and trust it. A stall is ended after one second."""
    file, config = hook_file(machine), config_file(machine)
    before = hash_in_force(file)
    file.write_text(broken(file.read_text(), how, machine.home / "broken"))
    config.write_text(config.read_text().replace(before, hash_in_force(file)))


def hash_in_force(file: Path) -> str:
    (group,) = json.loads(file.read_text())["hooks"]["PreToolUse"]
    (hook,) = group["hooks"]
    return trust_hash("PreToolUse", group["matcher"], hook)
