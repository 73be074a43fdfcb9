"""VS Code's calls as documentation and source have them, the answers it obeys, and its files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guardcmd.agents import copilot
from guardcmd.agents.answer import answer
from guardcmd.agents.envelope import Envelope, NotUnderstood, read
from guardcmd.agents.refusal import SILENCE
from guardcmd.agents.vscode import ADAPTER
from guardcmd.agents.wiring.command_line import hook_argv
from guardcmd.proposal import FileWrite, ShellText, ToolCall
from tests.agents.fakes import edge, envelope, logged

HINTS = ("copilot", "claude-code", "vscode")  # whose hooks it runs


def call(name: str, **fields: object) -> Envelope:
    found = read(envelope("vscode", name, **fields))
    assert isinstance(found, Envelope)
    return ADAPTER.complete(found)


def done(name: str, **fields: object) -> object:
    return ADAPTER.actions(call(name, **fields), "/home/u/p", "unknown")


@pytest.mark.parametrize("name", [path.stem for path in (Path(__file__).parent / "envelopes" / "vscode").iterdir()])
def test_recognises_its_own_calls(name: str) -> None:
    assert ADAPTER.recognises(call(name))


@pytest.mark.parametrize(
    ("client", "name"), [("copilot", "bash"), ("copilot", "bash_claude_form"), ("cursor", "shell")]
)
def test_recognises_no_others(client: str, name: str) -> None:
    found = read(envelope(client, name))
    assert isinstance(found, Envelope)
    assert not ADAPTER.recognises(found)


def test_recognises_no_call_of_claude_code() -> None:
    data = {"session_id": "s", "transcript_path": "t", "cwd": "/p", "permission_mode": "default",
            "hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": {"command": "ls"},
            "tool_use_id": "x"}  # fmt: skip
    found = read(json.dumps(data).encode())
    assert isinstance(found, Envelope)
    assert not ADAPTER.recognises(found)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("run_in_terminal", "git status"),
        ("documented_form", "git status"),
        ("task", "terraform destroy"),
    ],
)
def test_commands(name: str, text: str) -> None:
    assert done(name) == (ShellText(text, "unknown"),)


def test_text_for_a_running_terminal_is_judged() -> None:
    found = done("run_in_terminal", tool_name="send_to_terminal", tool_input={"id": "1", "command": "rm -rf /"})
    assert found == (ShellText("rm -rf /", "unknown"),)
    assert done("run_in_terminal", tool_name="send_to_terminal", tool_input={"id": "1", "command": " "}) == ()


def test_servers() -> None:
    (found,) = done("server_tool")  # type: ignore[misc]
    assert isinstance(found, ToolCall)
    assert (found.name, found.arguments) == ("mcp__db__query", {"sql": "DROP TABLE users"})


@pytest.mark.parametrize(
    ("name", "content", "edit"), [("create_file", "hello\n", False), ("replace_string", "bye", True)]
)
def test_files(name: str, content: str, edit: bool) -> None:
    (found,) = done(name)  # type: ignore[misc]
    assert isinstance(found, FileWrite)
    assert (found.path, found.content, found.edit) == ("/home/u/p/a.txt", content, edit)


@pytest.mark.parametrize("tool", ["runSubagent", "runTests", "memory", "semantic_search", "get_terminal_output"])
def test_is_none_of_our_business(tool: str) -> None:
    arguments = {"command": "create", "path": "/memories/x", "file_text": "rm -rf /"}
    assert done("run_in_terminal", tool_name=tool, tool_input=arguments) == ()


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("run_in_terminal", {}),
        ("run_task", {"id": "build", "workspaceFolder": "/p"}),  # what it runs stands elsewhere
        ("run_vscode_command", {"commandId": "workbench.action.terminal.sendSequence", "args": [{"text": "rm -rf /"}]}),
        ("run_notebook_cell", {"filePath": "/p/a.ipynb", "cellId": "1"}),
        ("create_and_run_task", {"workspaceFolder": "/p"}),
        ("create_and_run_task", {"task": {"command": "ls", "args": [1]}}),
    ],
)
def test_is_not_understood(tool: str, arguments: object) -> None:
    assert isinstance(done("run_in_terminal", tool_name=tool, tool_input=arguments), NotUnderstood)


# --- answers


@pytest.mark.parametrize("hint", HINTS)
def test_asks_whoever_the_hook_was_wired_for(tmp_path: Path, hint: str) -> None:
    """What a hook asks is confirmed by a person before any rule of auto-approval is looked at."""
    data = envelope("vscode", "run_in_terminal", tool_input={"command": "ask it"})
    said = answer(data, edge(tmp_path), hint)
    value = json.loads(said.stdout)["hookSpecificOutput"]
    assert (said.status, value["hookEventName"], value["permissionDecision"]) == (0, "PreToolUse", "ask")
    assert [(line["client"], line["answer"]) for line in logged(tmp_path)] == [("vscode", "asked")]


@pytest.mark.parametrize("hint", HINTS)
@pytest.mark.parametrize("decision", ["confirm", "block"])
def test_refuses(tmp_path: Path, hint: str, decision: str) -> None:
    """With status 2 it reads nothing but standard error."""
    data = envelope("vscode", "run_in_terminal", tool_input={"command": f"{decision} it"})
    said = answer(data, edge(tmp_path), hint)
    assert said.status == 2
    assert "nothing of this ran" in said.stderr


@pytest.mark.parametrize("name", ["run_in_terminal", "after"])
def test_no_objection_is_silence(tmp_path: Path, name: str) -> None:
    assert answer(envelope("vscode", name), edge(tmp_path), "copilot") == SILENCE


@pytest.mark.parametrize("hint", HINTS)
def test_briefs_the_model(tmp_path: Path, hint: str) -> None:
    said = json.loads(answer(envelope("vscode", "session_start"), edge(tmp_path), hint).stdout)["hookSpecificOutput"]
    assert said["hookEventName"] == "SessionStart"
    assert len(said["additionalContext"]) <= 1500


def test_no_log_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a directory belongs")
    said = answer(envelope("vscode", "run_in_terminal", tool_input={"command": "ls"}), edge(tmp_path), "copilot")
    assert said.status == 0
    assert list(json.loads(said.stdout)) == ["systemMessage"]
    assert "could not log" in said.stderr


# --- wiring


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}


def install(adapter: copilot.Copilot, home: dict[str, str]) -> Path:
    path = adapter.locate("user", home, home["HOME"])
    for change in adapter.changes("user", home, home["HOME"], hook_argv(adapter.name, "/s", "/c", path)):
        if not change.is_empty:
            change.apply()
    return Path(path)


@pytest.mark.parametrize("order", [(ADAPTER, copilot.ADAPTER), (copilot.ADAPTER, ADAPTER)])
def test_one_hook_for_it_and_copilot(home: dict[str, str], order: tuple[copilot.Copilot, ...]) -> None:
    """Both run the files of one folder: two hooks would judge everything twice."""
    paths = {install(adapter, home) for adapter in order}
    (path,) = paths
    assert len(json.loads(path.read_text())["hooks"]["preToolUse"]) == 1
    for adapter in order:
        assert [place.state for place in adapter.places(home, home["HOME"])] == ["guarded"]


@pytest.mark.parametrize(
    ("text", "off"),
    [
        ('{"chat.useHooks": false}', True),
        ('{\n  // "chat.useHooks": false,\n  "chat.useHooks": true,\n}', False),
        ('{"chat.hookFilesLocations": {"~/.copilot/hooks": false, "x": true}}', True),
        ('{"chat.hookFilesLocations": {".github/hooks": false}}', False),
        ("{}", False),
    ],
)
@pytest.mark.parametrize("place", [".config/Code/User", "p/.vscode"])
def test_settings_that_switch_hooks_off(home: dict[str, str], text: str, off: bool, place: str) -> None:
    install(ADAPTER, home)
    path = Path(home["HOME"], place, "settings.json")
    path.parent.mkdir(parents=True)
    path.write_text(text)
    states = [found.state for found in ADAPTER.places(home, f"{home['HOME']}/p/sub")]
    assert states == (["guarded", "off"] if off else ["guarded"])


def test_a_claude_file_can_switch_everything_off(home: dict[str, str]) -> None:
    install(ADAPTER, home)
    path = Path(home["HOME"], "p", ".claude", "settings.local.json")
    path.parent.mkdir(parents=True)
    path.write_text('{"disableAllHooks": true}')
    assert [found.state for found in ADAPTER.places(home, f"{home['HOME']}/p")] == ["guarded", "off"]
