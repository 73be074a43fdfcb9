"""The real Claude Code client: found or installed once, run headless in a scratch home against a scripted model."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs

from tests.e2e.model_server import ModelServer

PACKAGE = "@anthropic-ai/claude-code"
VERSION = "2.1.329"  # plain install picks an older one on Node 20
ROOT = Path(__file__).parents[2]


@cache
def claude() -> Path | str:
    """The client's path, or why there is none. Kept outside the checkout; GUARDCMD_E2E_CLIENTS names another folder."""
    default = platformdirs.user_cache_dir("guardcmd-e2e")
    folder = Path(os.environ.get("GUARDCMD_E2E_CLIENTS", default), f"claude-code-{VERSION}")
    program = folder / "node_modules" / ".bin" / "claude"
    if not program.exists():
        npm = shutil.which("npm")
        if npm is None:
            return f"npm is not in the PATH, so {PACKAGE}@{VERSION} cannot be installed"
        folder.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", f"{PACKAGE}@{VERSION}"]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
        except subprocess.TimeoutExpired:
            return f"npm did not install {PACKAGE}@{VERSION} within 600 s"
        if done.returncode:
            return f"npm cannot install {PACKAGE}@{VERSION}: {done.stderr.strip()[-300:]}"
    said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60, check=False)
    return program if said.stdout.startswith(VERSION) else f"{program} does not start: {said.stderr.strip()[-300:]}"


@dataclass(frozen=True, slots=True)
class Session:
    """What one headless run came to."""

    project: Path
    results: list[str]  # what the model was told about each tool call
    denials: list[str]  # tools that the client lists as denied
    output: str

    def ran(self, name: str = "ran") -> bool:
        """Whether the marker file was made."""
        return (self.project / name).exists()


@dataclass(frozen=True, slots=True)
class Machine:
    """A scratch home and project, with guardcmd from this checkout."""

    home: Path
    project: Path

    def environment(self, **more: str) -> dict[str, str]:
        return {
            "HOME": str(self.home),
            "PATH": os.environ["PATH"],
            "SHELL": "/bin/bash",
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            **more,
        }

    @property
    def settings(self) -> Path:
        return self.home / ".claude" / "settings.json"

    def guardcmd(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "guardcmd", *arguments],
            capture_output=True,
            text=True,
            timeout=120,
            env=self.environment(**more),
            cwd=self.project,
            check=False,
        )

    def run(self, calls: list[tuple[str, dict[str, Any]]], *arguments: str, **more: str) -> Session:
        """One headless run in which the model makes these tool calls. The client itself permits everything."""
        program = claude()
        with ModelServer(calls) as server:
            environment = self.environment(
                ANTHROPIC_BASE_URL=server.url,
                ANTHROPIC_API_KEY="not-a-key",
                CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC="1",
                DISABLE_AUTOUPDATER="1",
                DISABLE_TELEMETRY="1",
                IS_SANDBOX="1",  # or root may not use the next option
                **more,
            )
            options = ["-p", "go", "--output-format", "json", "--dangerously-skip-permissions", *arguments]
            done = subprocess.run(
                [str(program), *options],
                capture_output=True,
                text=True,
                timeout=120,
                env=environment,
                cwd=self.project,
                stdin=subprocess.DEVNULL,
                check=False,
            )
            results = list(server.script.results)
        try:
            denied = [str(each.get("tool_name")) for each in json.loads(done.stdout).get("permission_denials", [])]
        except ValueError:
            denied = []
        return Session(self.project, results, denied, done.stdout + done.stderr)
