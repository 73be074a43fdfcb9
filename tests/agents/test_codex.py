"""Codex's calls, as the real client sent them, and the answers that it obeys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guardcmd.agents.answer import answer
from guardcmd.agents.clients import UNKNOWN, caller
from guardcmd.agents.codex import ADAPTER
from guardcmd.agents.envelope import Envelope, NotUnderstood, read
from guardcmd.agents.refusal import SILENCE
from guardcmd.proposal import ShellText, ToolCall
from tests.agents.fakes import ATTENDED, edge, plainly

RECORDED = Path(__file__).parent / "envelopes" / "codex"


def recorded(name: str, **arguments: object) -> bytes:
    call = json.loads((RECORDED / f"{name}.json").read_text())
    if arguments:
        call["tool_input"] = {**call["tool_input"], **arguments}
    return json.dumps(call).encode()


def actions(data: bytes) -> object:
    envelope = read(data)
    assert isinstance(envelope, Envelope)
    assert caller(ADAPTER, envelope) is ADAPTER
    return ADAPTER.actions(envelope, envelope.directory, ADAPTER.dialect({"SHELL": "/bin/bash"}))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("shell", (ShellText("git status", "unknown"),)),  # zsh or sh by an argument that hooks do not see
        ("code_shell", (ShellText("ls", "unknown"),)),
        ("server_tool", (ToolCall("mcp__db__query", {"sql": "DROP TABLE x"}),)),
        ("view_image", ()),
        ("spawn_agent", ()),
    ],
)
def test_what_recorded_calls_would_do(name: str, found: object) -> None:
    assert plainly(actions(recorded(name))) == found


def test_the_directory_is_that_of_the_call() -> None:
    envelope = read(recorded("shell_workdir"))
    assert isinstance(envelope, Envelope)
    assert envelope.directory == "/usr"


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("Bash", {}),
        ("Bash", {"command": 5}),
        ("local_shell", {"text": "ls"}),
        ("apply_patch", {}),
        ("apply_patch", {"command": ["x"]}),
    ],
)
def test_what_is_not_understood_is_refused(tool: str, arguments: object) -> None:
    assert isinstance(ADAPTER.actions(Envelope("PreToolUse", tool, arguments), "/p", "unknown"), NotUnderstood)


@pytest.mark.parametrize(
    ("tool", "arguments", "texts"),
    [
        ("exec_command", {"cmd": "ls"}, ["ls"]),  # were it renamed
        ("shell", '{"command": ["bash", "-lc", "ls a"]}', ["bash -lc 'ls a'"]),
        ("Bash", {"commands": ["cd /", "ls"]}, ["cd /", "ls", "cd /\nls"]),
        ("collaborationspawn_agent", {"message": "run rm -rf /"}, []),
        ("clocksleep", {"seconds": 5}, []),
    ],
)
def test_other_forms(tool: str, arguments: object, texts: list[str]) -> None:
    call = {"hook_event_name": "PreToolUse", "turn_id": "", "model": "", "tool_name": tool, "tool_input": arguments}
    found = actions(json.dumps({**call, "cwd": "/p"}).encode())
    assert isinstance(found, tuple)
    assert [action.text for action in found] == texts


def test_calls_of_others_are_nobodys() -> None:
    claude = {"hook_event_name": "PreToolUse", "transcript_path": "t", "tool_name": "Bash", "tool_input": {}}
    envelope = read(json.dumps(claude).encode())
    assert isinstance(envelope, Envelope)
    assert caller(ADAPTER, envelope) is UNKNOWN


def test_no_objection_is_silence(tmp_path: Path) -> None:
    assert answer(recorded("shell"), edge(tmp_path), "codex") == SILENCE


@pytest.mark.parametrize("command", ["ask it", "confirm it", "block it"])
@pytest.mark.parametrize("environment", [{}, ATTENDED])
def test_it_never_asks(tmp_path: Path, command: str, environment: dict[str, str]) -> None:
    """An `ask` of its schema is unsupported: the command would run."""
    said = answer(recorded("shell", command=command), edge(tmp_path, environment), "codex")
    assert said.status == 2
    assert said.stderr.startswith("nothing of this ran")


def test_a_session_starts_with_context(tmp_path: Path) -> None:
    said = answer(recorded("session_start"), edge(tmp_path), "codex")
    assert said.status == 0
    assert set(json.loads(said.stdout)) == {"hookSpecificOutput"}  # the schema takes no more
    assert set(json.loads(said.stdout)["hookSpecificOutput"]) == {"hookEventName", "additionalContext"}


def test_a_warning_is_a_key_that_the_schema_knows() -> None:
    assert json.loads(ADAPTER.warn("x").stdout) == {"systemMessage": "x"}
