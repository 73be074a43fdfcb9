"""Qwen Code's calls as actions, when its dialog may be used, what its settings must not say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guardcmd.agents.answer import answer
from guardcmd.agents.clients import caller
from guardcmd.agents.envelope import Envelope, NotUnderstood, read
from guardcmd.agents.hook import passes
from guardcmd.agents.qwen_code import ADAPTER
from guardcmd.agents.wiring.gemini_checks import checks
from guardcmd.agents.wiring.json_hooks import place_of
from guardcmd.proposal import FileWrite, ShellText, ToolCall
from tests.agents.fakes import edge, plainly

ENVELOPES = Path(__file__).parent / "envelopes" / "qwen-code"  # as 0.24.4 sent them
ARGV = ["/py", "-c", "guardcmd/start.py", "hook", "qwen-code"]
PROJECT = "/home/me/project"
AT_A_TERMINAL = {"QWEN_CODE_MESSAGING_SOCKET": "/run/me/1.sock"}


def recorded(name: str) -> bytes:
    return (ENVELOPES / f"{name}.json").read_bytes()


def envelope(name: str) -> Envelope:
    found = read(recorded(name))
    assert isinstance(found, Envelope)
    return found


@pytest.mark.parametrize(
    ("name", "found", "directory"),
    [
        ("shell", (ShellText("ls -la", "bash"),), PROJECT),
        ("shell_elsewhere", (ShellText("rm -rf src", "bash"),), f"{PROJECT}/sub"),
        ("monitor", (ShellText("tail -n 1 a.txt", "bash"),), PROJECT),
        ("write_file", (FileWrite(f"{PROJECT}/a.txt", "one\n", False),), PROJECT),
        ("edit", (FileWrite(f"{PROJECT}/a.txt", "two", True),), PROJECT),
        ("server_tool", (ToolCall("mcp__db__query", {"sql": "DROP TABLE users"}),), PROJECT),
        ("tool_search", (), PROJECT),
    ],
)
def test_recorded_calls(name: str, found: object, directory: str) -> None:
    call = envelope(name)
    assert caller(ADAPTER, call) is ADAPTER
    assert call.directory == directory
    assert plainly(ADAPTER.actions(call, call.directory, "bash")) == found


def of(tool: str, arguments: object) -> object:
    return ADAPTER.actions(Envelope("PreToolUse", tool, arguments), "/p", "bash")


@pytest.mark.parametrize(
    ("tool", "arguments", "found"),
    [
        ("exec", {"source": "await tools.run_shell_command({command: 'x'})"}, ()),  # what it calls is hooked itself
        ("workflow", {"script": "await agent('rm -rf /')"}, ()),
        ("exit_worktree", {"name": "a", "action": "keep"}, ()),
        ("exit_worktree", {"name": "a", "action": "remove"}, (ShellText("git worktree remove a", "bash"),)),
        ("exit_worktree", {"name": "a;b", "action": "remove", "discard_changes": True},
         (ShellText("git worktree remove --force 'a;b'", "bash"),)),
        ("notebook_edit", {"notebook_path": "/a.ipynb", "new_source": "x"}, (FileWrite("/a.ipynb", "x", True),)),
        ("Bash", {"command": "ls"}, (ShellText("ls", "bash"),)),
    ],
)  # fmt: skip
def test_tools_of_its_own(tool: str, arguments: object, found: object) -> None:
    assert plainly(of(tool, arguments)) == found


@pytest.mark.parametrize(("tool", "arguments"), [("monitor", {}), ("shell_v2", {"x": 1}), ("write_file", {})])
def test_is_not_understood(tool: str, arguments: object) -> None:
    assert isinstance(of(tool, arguments), NotUnderstood)


def asking(tmp_path: Path, environment: dict[str, str], decision: str = "ask") -> tuple[int, dict[str, object]]:
    call = json.loads(recorded("shell"))
    call["tool_input"]["command"] = f"{decision} it"
    said = answer(json.dumps(call).encode(), edge(tmp_path, environment), "qwen-code")
    return said.status, json.loads(said.stdout)["hookSpecificOutput"]


def test_asks_at_a_terminal_alone(tmp_path: Path) -> None:
    status, said = asking(tmp_path, AT_A_TERMINAL)
    assert (status, said["permissionDecision"]) == (0, "ask")
    assert "destroys every resource" in str(said["permissionDecisionReason"])
    for environment, decision in (({}, "ask"), (AT_A_TERMINAL, "confirm"), (AT_A_TERMINAL, "block")):
        status, said = asking(tmp_path, environment, decision)
        assert (status, said["permissionDecision"]) == (2, "deny")


def test_the_fast_path_takes_a_plain_call(tmp_path: Path) -> None:
    options = {"client": "qwen-code", "state": str(tmp_path), "config": str(tmp_path / "c")}
    assert passes(recorded("shell"), options)
    for name in ("shell_elsewhere", "write_file", "server_tool", "session_start"):
        assert not passes(recorded(name), options)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"disableAllHooks": False},
        {"hooks": None},
        {"hooks": []},
        {"hooks": {"disabled": ["guardcmd"]}},
        {"hooks": {"PreToolUse": [None, {"matcher": "x", "hooks": [None]}]}},
    ],
)
def test_leaves_the_hooks_on(settings: object) -> None:
    assert ADAPTER.switched_off(settings) == ""


@pytest.mark.parametrize(
    "settings",  # each measured: the command ran
    [
        {"disableAllHooks": True},
        {"disableAllHooks": "x"},
        {"hooks": {"PreToolUse": [{"matcher": 5, "hooks": []}]}},
        {"hooks": {"PreToolUse": [{"matcher": "*", "hooks": [{"type": "command", "command": 5}]}]}},
    ],
)
def test_switches_the_hooks_off(settings: object) -> None:
    assert ADAPTER.switched_off(settings)


@pytest.mark.parametrize("settings", [[], {"hooks": []}, {"hooks": {"PreToolUse": "x"}}])
def test_problems(settings: object) -> None:
    assert ADAPTER.problems(settings)


def test_in_and_out_again(tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path)}
    file = tmp_path / ".qwen" / "settings.json"
    file.parent.mkdir()
    text = '// mine\n{\n  "tools": {} // none\n}\n'
    file.write_text(text)
    (change,) = ADAPTER.changes("user", environment, str(tmp_path), ARGV)
    change.apply()
    place = place_of(ADAPTER, str(file))
    assert place is not None
    assert place.state == "guarded"
    (group,) = ADAPTER.loads(file.read_text())["hooks"]["PreToolUse"]  # type: ignore[index]
    assert group["hooks"][0]["timeout"] == 10  # seconds: below 1000
    (removal,) = ADAPTER.removals("user", environment, str(tmp_path))
    removal.apply()
    assert file.read_text() == text


def test_where_the_files_are() -> None:
    assert ADAPTER.locate("user", {"HOME": "/home/me"}, "/p") == "/home/me/.qwen/settings.json"
    assert ADAPTER.locate("user", {"HOME": "/home/me", "QWEN_HOME": "/q"}, "/p") == "/q/settings.json"
    assert ADAPTER.locate("project", {"HOME": "/home/me"}, "/p") == "/p/.qwen/settings.json"
    assert ADAPTER.locate("managed", {"QWEN_CODE_SYSTEM_SETTINGS_PATH": "/s.json"}, "/p") == "/s.json"


@pytest.mark.parametrize("name", ["QWEN_CODE_SIMPLE", "QWEN_CODE_SAFE_MODE"])
def test_names_variables_that_start_it_without_hooks(tmp_path: Path, name: str) -> None:
    (found,) = checks(ADAPTER, {"HOME": str(tmp_path), name: "1"}, str(tmp_path))
    assert name in found.what
