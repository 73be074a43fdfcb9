"""The real Claude Code client: found or installed once, run headless in a scratch home against a scripted model."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pexpect

from guardcmd.agents.e2e.model_server import ModelServer
from tests.e2e.drivers import npm

PACKAGE = "@anthropic-ai/claude-code"
VERSION = "2.1.329"  # plain install picks an older one on Node 20
ROOT = Path(__file__).parents[2]
KEY = "sk-ant-not-a-key-but-long-enough"
CONTROL = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[()][A-Z0-9]|\x1b\][^\x07]*\x07|\x1b[=>78]")


@cache
def claude() -> Path | str:
    """The client's path, or why there is none."""
    program = npm.installed("claude-code", PACKAGE, VERSION, "claude")
    if isinstance(program, str):
        return program
    said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60, check=False)
    return program if said.stdout.startswith(VERSION) else f"{program} does not start: {said.stderr.strip()[-300:]}"


@dataclass(frozen=True, slots=True)
class Session:
    """What one headless run came to."""

    project: Path
    results: list[str]  # what the model was told about each tool call
    denials: list[str]  # tools that the client lists as denied
    output: str
    heard: str = ""  # everything that reached the model

    def ran(self, name: str = "ran") -> bool:
        """Whether the marker file was made."""
        return (self.project / name).exists()


class Screen:
    """What a session has written to its terminal so far."""

    def __init__(self, child: pexpect.spawn) -> None:
        self.child = child
        self.written = ""

    def shows(self, *parts: str, patience: float = 30.0) -> bool:
        """Whether all the parts appear, in whatever order and spacing."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            try:
                self.written += self.child.read_nonblocking(65_536, 1)
            except pexpect.TIMEOUT:
                pass
            except pexpect.EOF:
                return False
            plain = CONTROL.sub("", self.written).replace(" ", "")
            if all(part.replace(" ", "") in plain for part in parts):
                return True
        return False

    def press(self, keys: str) -> None:
        self.child.send(keys)


@dataclass(frozen=True, slots=True)
class Machine:
    """A scratch home and project, with guardcmd from this checkout."""

    home: Path
    project: Path
    prefix: tuple[str, ...] = ()  # what every program here is started through

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
            [*self.prefix, sys.executable, "-m", "guardcmd", *arguments],
            capture_output=True,
            text=True,
            timeout=120,
            env=self.environment(**more),
            cwd=self.project,
            check=False,
        )

    def client_environment(self, server: ModelServer, **more: str) -> dict[str, str]:
        return self.environment(
            ANTHROPIC_BASE_URL=server.url,
            ANTHROPIC_API_KEY=KEY,
            CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC="1",
            DISABLE_AUTOUPDATER="1",
            DISABLE_TELEMETRY="1",
            IS_SANDBOX="1",  # or root may not skip permissions
            **more,
        )

    @contextmanager
    def attended(self, calls: list[tuple[str, dict[str, Any]]], *arguments: str) -> Iterator[Screen]:
        """One session on a pseudo-terminal, past the questions of a first start."""
        first = {
            "hasCompletedOnboarding": True,
            "theme": "dark",
            "bypassPermissionsModeAccepted": True,
            "customApiKeyResponses": {"approved": [KEY[-20:]], "rejected": []},
            "projects": {str(self.project): {"hasTrustDialogAccepted": True, "hasCompletedProjectOnboarding": True}},
        }
        (self.home / ".claude.json").write_text(json.dumps(first))
        with ModelServer(calls) as server:
            child = pexpect.spawn(
                str(claude()),
                [*arguments, "go"],
                env={**self.client_environment(server), "TERM": "xterm-256color"},
                cwd=str(self.project),
                dimensions=(40, 120),
                encoding="utf-8",
            )
            try:
                yield Screen(child)
            finally:
                child.close(force=True)

    def run(self, calls: list[tuple[str, dict[str, Any]]], *arguments: str, **more: str) -> Session:
        """One headless run in which the model makes these tool calls. The client itself permits everything."""
        program = claude()
        with ModelServer(calls) as server:
            environment = self.client_environment(server, **more)
            options = ["-p", "go", "--output-format", "json", "--dangerously-skip-permissions", *arguments]
            done = subprocess.run(
                [*self.prefix, str(program), *options],
                capture_output=True,
                text=True,
                timeout=120,
                env=environment,
                cwd=self.project,
                stdin=subprocess.DEVNULL,
                check=False,
            )
            results, heard = list(server.script.results), "\n".join(server.script.heard)
        try:
            denied = [str(each.get("tool_name")) for each in json.loads(done.stdout).get("permission_denials", [])]
        except ValueError:
            denied = []
        return Session(self.project, results, denied, done.stdout + done.stderr, heard)
