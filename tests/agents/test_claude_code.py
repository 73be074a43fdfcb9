"""Claude Code's calls as actions, and when its dialog may be used."""

from __future__ import annotations

import pytest

from guardcmd.agents.claude_code import ADAPTER
from guardcmd.agents.clients import caller
from guardcmd.agents.envelope import Envelope, NotUnderstood
from guardcmd.proposal import FileWrite, ShellText, ToolCall
from tests.agents.fakes import ATTENDED, plainly


def of(tool: str, arguments: object) -> object:
    return ADAPTER.actions(Envelope("PreToolUse", tool, arguments), "/p", "bash")


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("Read", {"file_path": "/etc/passwd"}),
        ("Grep", {"pattern": "rm -rf /"}),
        ("Agent", {"prompt": "run rm -rf /"}),
        ("Workflow", {"script": "agent('x')"}),  # starts agents, which are hooked themselves
        ("BashOutput", {"bash_id": "1"}),
        ("Monitor", {"ws": {"url": "wss://x"}}),
        ("SomethingNew", {"path": "/x"}),
    ],
)
def test_is_none_of_our_business(tool: str, arguments: object) -> None:
    assert of(tool, arguments) == ()


@pytest.mark.parametrize(
    ("tool", "arguments", "found"),
    [
        ("Bash", {"command": "ls", "run_in_background": True}, (ShellText("ls"),)),
        ("Monitor", {"command": "tail -f x"}, (ShellText("tail -f x"),)),
        ("Bash", {"command": ["bash", "-lc", "ls a"]}, (ShellText("bash -lc 'ls a'"),)),
        ("Bash", {"command": "echo \ud800"}, (ShellText("echo \ufffd"),)),
        ("run_in_terminal", {"command": "ls"}, (ShellText("ls"),)),
        ("NewShellThing", {"cmd": "ls"}, (ShellText("ls"),)),
        ("x", {"commands": ["cd /", "ls"]}, (ShellText("cd /"), ShellText("ls"), ShellText("cd /\nls"))),
        ("Write", {"file_path": "/a", "content": "x"}, (FileWrite("/a", "x"),)),
        ("Write", {"file_path": "a", "content": "x"}, (FileWrite("/p/a", "x"),)),
        ("Edit", {"file_path": "/a", "old_string": "x", "new_string": "y"}, (FileWrite("/a", "y", True),)),
        ("MultiEdit", {"file_path": "/a", "edits": [{"new_string": "x"}, {"new_string": "y"}]},
         (FileWrite("/a", "x\ny", True),)),
        ("NotebookEdit", {"notebook_path": "/a.ipynb", "new_source": "x"}, (FileWrite("/a.ipynb", "x", True),)),
    ],
)  # fmt: skip
def test_shell_and_files(tool: str, arguments: object, found: object) -> None:
    assert plainly(of(tool, arguments)) == found


@pytest.mark.parametrize(
    ("tool", "arguments", "texts"),
    [
        ("mcp__db__query", {"sql": "DROP TABLE x"}, []),
        ("mcp__github__get_workflow_run", {"run_id": 5}, []),
        ("mcp__box__run", {"command": "rm -rf /"}, ["rm -rf /"]),
        ("mcp__box__run", {"code": "import os", "language": "python"}, ["python3 -c 'import os'"]),
        ("mcp__ipython__execute", {"code": "import os"}, ["python3 -c 'import os'"]),
        ("mcp__playwright__browser_run_code", {"code": "page.x()"}, ["node -e 'page.x()'"]),
        ("mcp__box__run", {"script": "rm -rf /"}, ["rm -rf /"]),
    ],
)
def test_mcp(tool: str, arguments: dict[str, object], texts: list[str]) -> None:
    found = of(tool, arguments)
    assert isinstance(found, tuple)
    assert isinstance(found[0], ToolCall)
    assert (found[0].name, found[0].arguments) == (tool, arguments)
    assert list(found[1:]) == [ShellText(text, "unknown") for text in texts]


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("", {"command": "ls"}),
        ("Bash", {}),
        ("Bash", None),
        ("Bash", "ls"),
        ("Bash", {"command": 3}),
        ("Bash", {"command": ["ls", 3]}),
        ("Bash", {"command": "ls\0rm"}),
        ("exec_something", {"line": "ls"}),
        ("Write", {"content": "x"}),
        ("Write", {"file_path": 3}),
        ("Write", {"file_path": "a\0b"}),
        ("mcp__box__run", {"command": [1]}),
    ],
)
def test_is_not_understood(tool: str, arguments: object) -> None:
    assert isinstance(of(tool, arguments), NotUnderstood)


@pytest.mark.parametrize(
    ("shell", "found"),
    [("/bin/bash", "bash"), ("/usr/local/bin/zsh", "zsh"), ("/usr/bin/fish", "unknown"), ("", "unknown")],
)
def test_dialect(shell: str, found: str) -> None:
    assert ADAPTER.dialect({"SHELL": shell}) == found


CALL = Envelope("PreToolUse", "Bash", {}, mode="default", raw={"hook_event_name": "PreToolUse", "transcript_path": "x"})


@pytest.mark.parametrize("mode", ["default", "acceptEdits", "plan", "auto", "dontAsk", "bypassPermissions"])
def test_prompts_in_every_measured_mode(mode: str) -> None:
    assert ADAPTER.prompts(CALL.replace(mode=mode), ATTENDED)
    assert ADAPTER.prompts(CALL.replace(mode=mode, subagent="a1"), ATTENDED)  # the dialog names the sub-agent


@pytest.mark.parametrize(
    ("call", "environment"),
    [
        (CALL, {}),
        (CALL, {**ATTENDED, "CLAUDE_CODE_SESSION_ATTENDED": "0"}),
        (CALL, {**ATTENDED, "AI_AGENT": "claude-code_2-1-329_agent"}),  # another client, started by Claude's shell
        (CALL.replace(mode="somethingNew"), ATTENDED),
        (CALL.replace(mode=""), ATTENDED),
        (CALL.replace(event="PermissionRequest"), ATTENDED),
        (CALL.replace(raw={"hook_event_name": "PreToolUse"}), ATTENDED),  # VS Code and others read Claude's settings
    ],
)
def test_does_not_prompt(call: Envelope, environment: dict[str, str]) -> None:
    assert not caller(ADAPTER, call).prompts(call, environment)


def test_attended_is_the_clients_own_word() -> None:
    assert ADAPTER.attended(ATTENDED, CALL)
    assert not ADAPTER.attended({"CLAUDE_CODE_SESSION_ATTENDED": "1"}, CALL)
