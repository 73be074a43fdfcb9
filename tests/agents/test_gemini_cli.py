"""Gemini CLI's calls as actions, what its settings must not say, its hooks in and out of a file, its extension."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guardcmd import __version__
from guardcmd.agents.answer import answer
from guardcmd.agents.clients import caller
from guardcmd.agents.envelope import Envelope, NotUnderstood, read
from guardcmd.agents.gemini_cli import ADAPTER
from guardcmd.agents.hook import passes
from guardcmd.agents.wiring import gemini_extension
from guardcmd.agents.wiring.gemini_checks import checks
from guardcmd.agents.wiring.json_hooks import place_of
from guardcmd.errors import InputError
from guardcmd.proposal import FileWrite, ShellText, ToolCall
from tests.agents.fakes import edge, plainly
from tests.support import ROOT

ENVELOPES = Path(__file__).parent / "envelopes" / "gemini-cli"  # as 0.61.0 sent them
ARGV = ["/py", "-c", "guardcmd/start.py", "hook", "gemini-cli"]
PROJECT = "/home/me/project"


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
        ("write_file", (FileWrite(f"{PROJECT}/a.txt", "one\n", False),), PROJECT),
        ("replace", (FileWrite(f"{PROJECT}/a.txt", "two", True),), PROJECT),
        ("server_tool", (ToolCall("mcp__db__query", {"sql": "DROP TABLE users"}),), PROJECT),
        ("read_file", (), PROJECT),
    ],
)
def test_recorded_calls(name: str, found: object, directory: str) -> None:
    call = envelope(name)
    assert caller(ADAPTER, call) is ADAPTER
    assert call.directory == directory
    assert plainly(ADAPTER.actions(call, call.directory, "bash")) == found


def of(tool: str, arguments: object, **raw: object) -> object:
    return ADAPTER.actions(Envelope("BeforeTool", tool, arguments, raw=raw), "/p", "bash")


def test_a_server_is_named_beside_the_call_or_in_the_tool() -> None:
    context = {"server_name": "my_db", "tool_name": "run_query"}
    assert plainly(of("mcp_my_db_run_query", {}, mcp_context=context)) == (ToolCall("mcp__my_db__run_query", {}),)
    assert plainly(of("mcp_db_query", {})) == (ToolCall("mcp__db__query", {}),)


@pytest.mark.parametrize("tool", ["glob", "invoke_agent", "write_todos", "web_fetch", "read_background_output"])
def test_is_none_of_our_business(tool: str) -> None:
    assert of(tool, {"prompt": "rm -rf /", "file_path": "/etc/passwd", "content": "x"}) == ()


@pytest.mark.parametrize(
    ("tool", "arguments", "found"),
    [
        ("discovered_tool_box", {"command": "ls"}, (ShellText("ls", "bash"),)),
        ("run_command_v2", {"commands": ["ls", "pwd"]}, (ShellText("ls", "bash"), ShellText("pwd", "bash"),
                                                        ShellText("ls\npwd", "bash"))),
        ("save", {"path": "/x", "content": "y"}, (FileWrite("/x", "y"),)),
    ],
)  # fmt: skip
def test_tools_that_were_renamed(tool: str, arguments: object, found: object) -> None:
    assert plainly(of(tool, arguments)) == found


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("run_shell_command", {}),
        ("run_shell_command", {"command": 1}),
        ("exec_thing", {"x": 1}),
        ("", {"command": "ls"}),
    ],
)
def test_is_not_understood(tool: str, arguments: object) -> None:
    assert isinstance(of(tool, arguments), NotUnderstood)


def test_arguments_as_a_text(tmp_path: Path) -> None:
    call = {**json.loads(recorded("shell")), "tool_input": json.dumps({"command": "block it"})}
    assert answer(json.dumps(call).encode(), edge(tmp_path), "gemini-cli").status == 2


@pytest.mark.parametrize("decision", ["ask", "confirm", "block"])
def test_refuses_and_never_asks(tmp_path: Path, decision: str) -> None:
    call = json.loads(recorded("shell"))
    call["tool_input"]["command"] = f"{decision} it"
    said = answer(json.dumps(call).encode(), edge(tmp_path), "gemini-cli")
    assert said.status == 2
    shown = json.loads(said.stdout)
    assert shown["decision"] == "block"
    assert shown["reason"] == said.stderr.strip()
    assert "terraform.destroy" in shown["reason"]


def test_silence_and_briefing(tmp_path: Path) -> None:
    assert answer(recorded("shell"), edge(tmp_path), "gemini-cli").stdout == ""
    said = json.loads(answer(recorded("session_start"), edge(tmp_path), "gemini-cli").stdout)
    assert said["hookSpecificOutput"]["additionalContext"].startswith("guardcmd judges")
    finished = {**json.loads(recorded("shell")), "hook_event_name": "AfterTool"}
    assert answer(json.dumps(finished).encode(), edge(tmp_path), "gemini-cli").stdout == ""


def test_the_fast_path_takes_a_plain_call(tmp_path: Path) -> None:
    options = {"client": "gemini-cli", "state": str(tmp_path), "config": str(tmp_path / "c")}
    assert passes(recorded("shell"), options)
    for name in ("shell_elsewhere", "write_file", "server_tool", "session_start"):
        assert not passes(recorded(name), options)


# --- settings


GUARDED = {"hooks": {keys[-1]: [group] for keys, group in ADAPTER.entries(ARGV)}}


@pytest.mark.parametrize(
    "settings",
    [
        {},
        GUARDED,
        {"hooksConfig": {"enabled": True, "disabled": ["lint"]}},
        {"hooksConfig": {"enabled": None}},
        {"hooks": {"BeforeTool": [{"matcher": None, "hooks": []}, None]}},
        {"hooks": {"BeforeModel": [{"matcher": 5}]}},  # not an event of ours
    ],
)
def test_leaves_the_hooks_on(settings: object) -> None:
    assert ADAPTER.switched_off(settings) == ""


@pytest.mark.parametrize(
    "settings",  # each measured: the command ran
    [
        {"hooksConfig": {"enabled": False}},
        {"hooksConfig": {"enabled": 0}},
        {"hooksConfig": {"disabled": ["guardcmd"]}},
        {"hooks": None},
        {"hooks": []},
        {"hooks": "x"},
        {"hooks": {"BeforeTool": [{"matcher": 5, "hooks": []}]}},
        {"hooks": {"BeforeTool": [{"matcher": ["x"], "hooks": []}]}},
    ],
)
def test_switches_the_hooks_off(settings: object) -> None:
    assert ADAPTER.switched_off(settings)


@pytest.mark.parametrize("settings", [[], {"hooks": []}, {"hooks": {"BeforeTool": {}}}, {"hooksConfig": None}])
def test_problems(settings: object) -> None:
    assert ADAPTER.problems(settings)


COMMENTED = """\
// mine
{
  "hooks": {
    "BeforeTool": [
      {"matcher": "x", "hooks": [{"type": "command", "command": "lint"}]} // first
    ]
  }, /* the end */
  "theme": "dark" // of course
}
"""


@pytest.mark.parametrize("text", [COMMENTED, "{}\n", '{"theme": "dark"}'])
def test_in_and_out_again(tmp_path: Path, text: str) -> None:
    environment = {"HOME": str(tmp_path)}
    file = tmp_path / ".gemini" / "settings.json"
    file.parent.mkdir()
    file.write_text(text)
    (change,) = ADAPTER.changes("user", environment, str(tmp_path), ARGV)
    change.apply()
    place = place_of(ADAPTER, str(file))
    assert place is not None
    assert (place.state, place.command[:2]) == ("guarded", ("/bin/sh", "-c"))
    (again,) = ADAPTER.changes("user", environment, str(tmp_path), ARGV)
    assert again.is_empty
    for comment in ("// mine", "// first", "/* the end */", "// of course"):
        assert (comment in file.read_text()) == (comment in text)
    (removal,) = ADAPTER.removals("user", environment, str(tmp_path))
    removal.apply()
    assert ADAPTER.loads(file.read_text()) == ADAPTER.loads(text)
    if "hooks" in text or text == "{}\n":
        assert file.read_text() == text


@pytest.mark.parametrize("text", ["{", '{"a": 1,}', "[]", '{"hooks": []}'])
def test_a_file_that_the_client_does_not_read_is_left_alone(tmp_path: Path, text: str) -> None:
    file = tmp_path / ".gemini" / "settings.json"
    file.parent.mkdir()
    file.write_text(text)
    with pytest.raises(InputError):
        ADAPTER.changes("user", {"HOME": str(tmp_path)}, str(tmp_path), ARGV)
    assert file.read_text() == text


@pytest.mark.parametrize("text", ["", '{"theme": "dark"}', '{"hooksConfig": {"notifications": false}}'])
def test_the_administrators_file_holds_the_switch(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.json"
    if text:
        file.write_text(text)
    environment = {"HOME": str(tmp_path), "GEMINI_CLI_SYSTEM_SETTINGS_PATH": str(file)}
    (change,) = ADAPTER.changes("managed", environment, str(tmp_path), ARGV)
    change.apply()
    assert json.loads(file.read_text())["hooksConfig"]["enabled"] is True
    if not text:
        assert file.stat().st_mode & 0o777 == 0o644
    (removal,) = ADAPTER.removals("managed", environment, str(tmp_path))
    removal.apply()
    left = json.loads(file.read_text())
    assert "hooks" not in left
    assert left.get("theme") == json.loads(text or "{}").get("theme")


def test_where_the_files_are(tmp_path: Path) -> None:
    (tmp_path / "p" / ".git").mkdir(parents=True)
    inner = tmp_path / "p" / "a"
    environment = {"HOME": "/home/me"}
    assert ADAPTER.locate("user", environment, str(inner)) == "/home/me/.gemini/settings.json"
    assert ADAPTER.locate("user", {**environment, "GEMINI_CLI_HOME": "/g"}, str(inner)) == "/g/.gemini/settings.json"
    assert ADAPTER.locate("project", environment, str(inner)) == f"{tmp_path}/p/.gemini/settings.json"
    found = ADAPTER.in_force(environment, str(inner))
    assert f"{inner}/.gemini/settings.json" in found
    assert "/home/me/.gemini/extensions/guardcmd/hooks/hooks.json" in found


def test_names_hooks_that_may_rewrite(tmp_path: Path) -> None:
    file = tmp_path / ".gemini" / "settings.json"
    file.parent.mkdir()
    file.write_text(COMMENTED)
    found = [check.what for check in checks(ADAPTER, {"HOME": str(tmp_path)}, str(tmp_path))]
    assert len(found) == 1
    assert "`lint`" in found[0]


EXTENSION = ROOT / "packaging" / "gemini-extension"


def test_the_stored_extension_is_the_made_one() -> None:
    """Make it again with `python tools/gemini_extension.py`."""
    assert (EXTENSION / "hooks" / "hooks.json").read_text() == gemini_extension.hooks_file()
    assert json.loads((EXTENSION / "gemini-extension.json").read_text())["version"] == __version__
    assert ADAPTER.unguarded(json.loads(gemini_extension.hooks_file())) == ""
