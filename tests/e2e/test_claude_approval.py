"""Approval of what a session that nobody attends wanted to do, with the real Claude Code: defer, approve, resume."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import pexpect
import pytest

from guardcmd.store.proposals import waiting
from guardcmd.terminal.person import obstacle
from tests.e2e.client import Machine
from tests.e2e.test_claude_code import _client, bash, log, machine

__all__ = ["_client", "machine"]
pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("client")]
CALLS: list[tuple[str, dict[str, Any]]] = [bash("terraform destroy")]


@pytest.fixture
def path(machine: Machine) -> str:
    """With a `terraform` that only leaves a mark."""
    stub = machine.home / "bin" / "terraform"
    stub.parent.mkdir()
    stub.write_text(f"#!/bin/sh\ntouch {machine.project}/ran\n")
    stub.chmod(0o755)
    return f"{stub.parent}:{os.environ['PATH']}"


def approve(machine: Machine, path: str) -> str:
    (stored,) = waiting(str(machine.home / ".local" / "state" / "guardcmd" / "proposals"))
    environment = machine.environment(PATH=path, TERM="xterm")
    command = ["-m", "guardcmd", "approve", stored.id]
    child = pexpect.spawn(sys.executable, command, env=environment, cwd=str(machine.project), encoding="utf-8")
    child.expect("type `(.*)` to let it pass once")
    child.sendline(str(child.match.group(1)))
    return str(child.read())


def test_waits_for_a_person_and_goes_on(machine: Machine, path: str) -> None:
    if obstacle({}):
        pytest.skip("this test itself runs under an agent, and `approve` sees that")
    config = machine.home / ".config" / "guardcmd"
    config.mkdir(parents=True)
    (config / "policy.toml").write_text('[agents.claude-code]\nheadless = "defer"\n')
    ended = json.loads(machine.run(CALLS, PATH=path).output)
    assert ended["terminal_reason"] == "tool_deferred"
    again = machine.run(CALLS, "--resume", ended["session_id"], PATH=path)
    assert not again.ran()
    assert "approved once" in approve(machine, path)
    resumed = machine.run(CALLS, "--resume", ended["session_id"], PATH=path)
    assert resumed.ran()
    assert [line["answer"] for line in log(machine)] == ["deferred", "deferred", "approved", "approved"]


def test_a_refusal_is_approved_and_tried_again(machine: Machine, path: str) -> None:
    if obstacle({}):
        pytest.skip("this test itself runs under an agent, and `approve` sees that")
    assert not machine.run(CALLS, PATH=path).ran()
    assert "approved once" in approve(machine, path)
    session = machine.run([*CALLS, *CALLS], PATH=path)
    assert session.ran()
    assert session.denials == ["Bash"]  # the second one
