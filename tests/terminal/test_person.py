"""Agents give themselves away by their variables and as parent processes."""

from __future__ import annotations

import os

import pytest

from guardcmd.terminal.person import MARKERS, agent_name, obstacle, process

SHELLS = {30: (20, "bash", ["-bash"]), 20: (10, "tmux: server", ["tmux"]), 10: (1, "systemd", ["systemd"])}


def look(**above: tuple[str, list[str]]):  # type: ignore[no-untyped-def]
    """A chain of processes from the parent up."""
    chain = {os.getppid(): (30, "zsh", ["zsh"]), **SHELLS}
    for name, command in above.values():
        chain[20] = (10, name, command)
    return chain.get


def test_a_person() -> None:
    assert obstacle({"TERM": "xterm", "CURSOR_TRACE_ID": "x", "TERM_PROGRAM": "vscode"}, look()) == ""


@pytest.mark.parametrize("marker", MARKERS)
def test_markers(marker: str) -> None:
    assert marker in obstacle({marker: "1"}, look())
    assert obstacle({marker: ""}, look()) == ""


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("claude", ["claude"]),
        ("claude.exe", ["/opt/node_modules/.bin/claude.exe"]),
        ("node", ["node", "/usr/bin/gemini"]),
        ("node", ["/usr/bin/node", "--no-warnings", "/usr/lib/node_modules/qwen.js"]),
        ("MainThread", ["/usr/bin/copilot", "-p"]),
        ("MainThread", ["/lib/node_modules/.bin/copilot-linux-x64", "-p", "go"]),  # as npm starts it
        ("copilot-darwin-", ["/opt/homebrew/bin/copilot-darwin-arm64"]),
        ("python3", ["python3", "/usr/local/bin/aider"]),
        ("codex", ["codex", "exec"]),
    ],
)
def test_ancestors(name: str, command: list[str]) -> None:
    assert "parent process" in obstacle({}, look(above=(name, command)))


@pytest.mark.parametrize(
    ("name", "command"),
    [("bash", ["bash", "claude"]), ("vim", ["vim", "codex"]), ("node", ["node", "server.js"]),
     ("MainThread", ["node", "x"]),
     ("python3", ["python3", "-m", "pytest"]), ("code", ["/usr/share/code/code"]), ("", [])],
)  # fmt: skip
def test_other_processes(name: str, command: list[str]) -> None:
    assert agent_name(name, command) == ""


def test_a_loop_of_processes_ends() -> None:
    assert obstacle({}, {os.getppid(): (os.getppid(), "x", [])}.get) == ""


def test_reads_real_processes() -> None:
    found = process(os.getpid())
    assert found is not None
    assert found[0] == os.getppid()
    assert process(2**30) is None
