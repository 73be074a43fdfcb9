"""OpenCode, Pi and Amp: their calls as actions, their bridge's answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guardcmd.agents import amp, opencode, pi
from guardcmd.agents.answer import answer
from guardcmd.agents.bridged import Bridged
from guardcmd.agents.clients import UNKNOWN, caller
from guardcmd.agents.envelope import Envelope, NotUnderstood, read
from guardcmd.agents.refusal import GO_ON
from guardcmd.proposal import FileWrite, ShellText, ToolCall
from tests.agents.fakes import edge, plainly

ENVELOPES = Path(__file__).with_name("envelopes")
ADAPTERS: dict[str, Bridged] = {each.ADAPTER.name: each.ADAPTER for each in (amp, opencode, pi)}


def recorded(name: str) -> bytes:
    return (ENVELOPES / f"{name}.json").read_bytes()


def actions(adapter: Bridged, tool: str, arguments: object) -> object:
    envelope = adapter.complete(Envelope("PreToolUse", tool, arguments, raw={"bridge": adapter.name}))
    return adapter.actions(envelope, "/p", "unknown")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("opencode/bash", (ShellText("echo hi", "bash"),)),
        ("opencode/bash_elsewhere", (ShellText("echo hi", "bash"),)),
        ("opencode/write", (FileWrite("/p/x.txt", "a"),)),
        ("opencode/server_tool", (ToolCall("mcp__db__query", {"sql": "SELECT 1"}),)),
        ("opencode/task", ()),  # the agent below passes the bridge itself
        ("opencode/invalid", ()),
        ("pi/bash", (ShellText("echo hi", "bash"),)),
        ("pi/write", (FileWrite("/p/x.txt", "a"),)),
        ("pi/edit", (FileWrite("/p/x.txt", "b", True),)),
        ("pi/server_tool", (ToolCall("mcp__db__query", {"sql": "SELECT 1"}),)),
        ("pi/codemode", ()),  # what the script calls passes the bridge itself
        ("amp/shell_command", (ShellText("echo hi", "unknown"),)),
        ("amp/bash", (ShellText("echo 'a b'", "unknown"),)),
    ],
)
def test_recorded_calls(name: str, found: object) -> None:
    adapter = ADAPTERS[name.partition("/")[0]]
    envelope = read(recorded(name))
    assert isinstance(envelope, Envelope)
    assert caller(adapter, envelope) is adapter
    assert envelope.session
    envelope = adapter.complete(envelope)
    made = adapter.actions(envelope, envelope.directory, adapter.dialect({"SHELL": "/bin/bash"}))
    assert plainly(made) == found


def test_the_directory_is_that_of_the_call() -> None:
    elsewhere = read(recorded("opencode/bash_elsewhere"))
    assert isinstance(elsewhere, Envelope)
    assert elsewhere.directory == "/q"


@pytest.mark.parametrize("adapter", ADAPTERS.values(), ids=ADAPTERS)
@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("", {"command": "ls"}),
        ("run-shell", {}),
        ("terminal", {"x": 1}),
        ("bash.exec", None),
    ],
)
def test_what_looks_like_a_shell_and_names_no_command_is_not_understood(
    adapter: Bridged, tool: str, arguments: object
) -> None:
    assert isinstance(actions(adapter, tool, arguments), NotUnderstood)


@pytest.mark.parametrize("adapter", ADAPTERS.values(), ids=ADAPTERS)
def test_a_shell_tool_without_a_command_is_not_understood(adapter: Bridged) -> None:
    for tool in adapter.shell_tools:
        for arguments in (None, {}, {"command": 5}, {"command": ""}, "rm"):
            assert isinstance(actions(adapter, tool, arguments), NotUnderstood), (tool, arguments)


@pytest.mark.parametrize("adapter", ADAPTERS.values(), ids=ADAPTERS)
@pytest.mark.parametrize(
    ("tool", "arguments", "text"),
    [
        ("newshell", {"command": "rm -rf /"}, "rm -rf /"),
        ("newshell", '{"cmd": "rm -rf /"}', "rm -rf /"),  # arguments as a text
        ("Whatever", {"script": "rm -rf /"}, "rm -rf /"),
    ],
)
def test_unknown_tools_with_a_command_are_judged(adapter: Bridged, tool: str, arguments: object, text: str) -> None:
    call = {"hook_event_name": "PreToolUse", "bridge": adapter.name, "tool_name": tool, "tool_input": arguments}
    envelope = read(json.dumps(call).encode())
    assert isinstance(envelope, Envelope)
    found = adapter.actions(adapter.complete(envelope), "/p", "unknown")
    assert found == (ShellText(text, "unknown"),)


def test_arguments_of_amps_bash_that_are_no_words_are_not_understood() -> None:
    assert isinstance(actions(amp.ADAPTER, "Bash", {"cmd": "rm", "args": [5]}), NotUnderstood)


def test_opencodes_own_tools_are_no_server_tools() -> None:
    assert actions(opencode.ADAPTER, "plan_exit", {}) == ()
    assert actions(opencode.ADAPTER, "list_mcp_resources", {"server": "x"}) == ()


def test_a_call_that_no_bridge_made_is_nobodys() -> None:
    envelope = read(b'{"tool_name": "bash", "tool_input": {"command": "ls"}}')
    assert isinstance(envelope, Envelope)
    assert caller(opencode.ADAPTER, envelope) is UNKNOWN


def said(adapter: Bridged, folder: Path, command: str, attended: bool = False) -> object:
    call = {**json.loads(recorded("pi/bash")), "bridge": adapter.name, "attended": attended}
    tool = next(iter(adapter.shell_tools))
    call |= {"tool_name": tool, "tool_input": {"command": command}}
    return answer(json.dumps(call).encode(), edge(folder), adapter.name)


@pytest.mark.parametrize("adapter", ADAPTERS.values(), ids=ADAPTERS)
def test_answers(adapter: Bridged, tmp_path: Path) -> None:
    """No objection is said in words; a refusal is the one that every client obeys."""
    passed = said(adapter, tmp_path, "ls")
    assert (passed.stdout, passed.stderr, passed.status) == ('{"guardcmd":"pass"}\n', "", 0)  # type: ignore[attr-defined]
    for word in ("ask", "confirm", "block"):
        refused = said(adapter, tmp_path, f"{word} it")
        assert refused.status == 2  # type: ignore[attr-defined]
        assert refused.stderr.rstrip().endswith(GO_ON)  # type: ignore[attr-defined]
        assert adapter.denied(refused.stdout, refused.stderr, refused.status)  # type: ignore[attr-defined]


def test_asks_where_the_bridge_can(tmp_path: Path) -> None:
    asked = said(pi.ADAPTER, tmp_path, "ask it", attended=True)
    assert asked.status == 0  # type: ignore[attr-defined]
    assert json.loads(asked.stdout)["guardcmd"] == "ask"  # type: ignore[attr-defined]
    assert said(pi.ADAPTER, tmp_path, "confirm it", attended=True).status == 2  # type: ignore[attr-defined]


@pytest.mark.parametrize("adapter", ADAPTERS.values(), ids=ADAPTERS)
def test_briefs_at_the_start(adapter: Bridged, tmp_path: Path) -> None:
    call = {"hook_event_name": "SessionStart", "bridge": adapter.name, "cwd": "/p", "session_id": "s"}
    told = json.loads(answer(json.dumps(call).encode(), edge(tmp_path), adapter.name).stdout)
    assert told["guardcmd"] == "brief"
    assert 0 < len(told["context"]) <= 1500


def test_a_warning_is_no_objection() -> None:
    warned = json.loads(pi.ADAPTER.warn("the log is full").stdout)
    assert warned == {"guardcmd": "pass", "warning": "the log is full"}
