"""guardcmd as a process, in a scratch home and project, with a `terraform` that only notes that it was called."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pexpect
import pytest

from guardcmd.terminal.person import obstacle

ROOT = Path(__file__).parents[2]
STUB = """#!/bin/sh
echo "ran: $*" >> "$HOME/ran"
cat
exit 7
"""


@dataclass(frozen=True, slots=True)
class World:
    """Scratch folders below one root."""

    root: Path

    @property
    def project(self) -> Path:
        return self.root / "project"

    @property
    def state(self) -> Path:
        return self.root / "state" / "guardcmd"

    @property
    def config(self) -> Path:
        return self.root / "config" / "guardcmd"

    def environment(self, **more: str) -> dict[str, str]:
        return {
            "HOME": str(self.root),
            "PATH": f"{self.root}/bin:{os.environ['PATH']}",
            "XDG_STATE_HOME": str(self.root / "state"),
            "XDG_CONFIG_HOME": str(self.root / "config"),
            "SHELL": "/bin/bash",
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            "TERM": "xterm",
            **more,
        }

    def guardcmd(
        self, *arguments: str, stdin: str | bytes = b"", cwd: Path | None = None, **more: str
    ) -> subprocess.CompletedProcess[str]:
        """Run it without a terminal."""
        done = subprocess.run(
            [sys.executable, "-m", "guardcmd", *arguments],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            env=self.environment(**more),
            cwd=cwd or self.project,
            timeout=120,
            start_new_session=True,
            check=False,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    def on_terminal(self, *arguments: str, **more: str) -> pexpect.spawn:
        """Run it on a pseudo-terminal, as a person would."""
        if obstacle({}):
            pytest.skip("these tests themselves run under an agent, and `run` sees that")
        return pexpect.spawn(
            sys.executable,
            ["-m", "guardcmd", *arguments],
            env=self.environment(**more),
            cwd=str(self.project),
            encoding="utf-8",
            timeout=60,
            dimensions=(40, 100),
        )

    def ran(self) -> list[str]:
        """What the stub was called with."""
        path = self.root / "ran"
        return path.read_text().splitlines() if path.exists() else []

    def log(self) -> list[dict[str, Any]]:
        path = self.state / "audit.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    (made.project / ".git").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    stub = tmp_path / "bin" / "terraform"
    stub.write_text(STUB)
    stub.chmod(0o755)
    return made
