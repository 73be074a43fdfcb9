"""Cursor's calls as documentation and others' measurements have them, the answers it obeys, and its file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guardcmd.agents.answer import answer
from guardcmd.agents.claude_code import ADAPTER as CLAUDE
from guardcmd.agents.cursor import ADAPTER
from guardcmd.agents.envelope import Envelope, NotUnderstood, read
from guardcmd.agents.wiring.command_line import argv_of, hook_argv, hook_words
from guardcmd.agents.wiring.doctor import hook_checks
from guardcmd.proposal import FileWrite, Proposal, ShellText, ToolCall
from tests.agents.fakes import edge, envelope, judgement, logged

ALLOWED = '{"permission":"allow"}\n'


def call(name: str, **fields: object) -> Envelope:
    found = read(envelope("cursor", name, **fields))
    assert isinstance(found, Envelope)
    return ADAPTER.complete(found)


def done(name: str, **fields: object) -> object:
    return ADAPTER.actions(call(name, **fields), "/home/u/p", "unknown")


@pytest.mark.parametrize("name", [path.stem for path in (Path(__file__).parent / "envelopes" / "cursor").iterdir()])
def test_recognises_its_own_calls(name: str) -> None:
    assert ADAPTER.recognises(call(name))
    assert not CLAUDE.recognises(call(name))


def test_recognises_no_others() -> None:
    for client, name in (("copilot", "bash"), ("vscode", "run_in_terminal")):
        found = read(envelope(client, name))
        assert isinstance(found, Envelope)
        assert not ADAPTER.recognises(found)


@pytest.mark.parametrize("name", ["shell", "before_shell", "of_claude_settings"])
def test_commands_and_where_they_run(name: str) -> None:
    assert done(name) == (ShellText("git status", "unknown"),)
    assert call(name).directory == "/home/u/p"


def test_input_behind_a_byte_order_mark() -> None:
    """The Windows command line writes one."""
    assert isinstance(read(b"\xef\xbb\xbf" + envelope("cursor", "before_shell")), Envelope)


@pytest.mark.parametrize("name", ["before_mcp", "mcp"])
def test_servers(name: str) -> None:
    """The `command` beside the tool's name is what started the server."""
    (found,) = done(name)  # type: ignore[misc]
    assert isinstance(found, ToolCall)
    assert found.arguments == {"sql": "DROP TABLE users"}
    assert found.name.endswith("query")


def test_files() -> None:
    (found,) = done("write")  # type: ignore[misc]
    assert isinstance(found, FileWrite)
    assert (found.path, found.content, found.edit) == ("/home/u/p/a.txt", "hello\n", False)


@pytest.mark.parametrize("name", ["read", "grep"])
def test_is_none_of_our_business(name: str) -> None:
    assert done(name) == ()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("shell", {"tool_input": {}}),
        ("before_shell", {"command": None}),
        ("before_shell", {"command": ""}),
        ("shell", {"tool_name": "run_terminal_cmd", "tool_input": {"line": "ls"}}),
        ("shell", {"tool_name": None}),
        ("write", {"tool_input": {"content": "x"}}),
    ],
)
def test_is_not_understood(name: str, fields: dict[str, object]) -> None:
    assert isinstance(done(name, **fields), NotUnderstood)


# --- answers


@pytest.mark.parametrize("name", ["shell", "before_shell", "write", "read"])
def test_no_objection_has_to_be_said(tmp_path: Path, name: str) -> None:
    """Silence of a hook with `failClosed` blocks; what is said lifts none of the client's own prompts."""
    said = answer(envelope("cursor", name), edge(tmp_path), "cursor")
    assert (said.stdout, said.stderr, said.status) == (ALLOWED, "", 0)


@pytest.mark.parametrize("decision", ["ask", "confirm", "block"])
def test_refuses_and_never_asks(tmp_path: Path, decision: str) -> None:
    """An `ask` runs where the command is on the allow-list, and in headless sessions."""
    said = answer(envelope("cursor", "before_shell", command=f"{decision} it"), edge(tmp_path), "cursor")
    assert said.status == 2
    value = json.loads(said.stdout)
    assert list(value) == ["permission", "user_message", "agent_message"]
    assert value["permission"] == "deny"
    assert value["user_message"] == value["agent_message"] == said.stderr.rstrip("\n")
    assert logged(tmp_path)[0]["answer"] == "refused"


def test_what_is_not_understood_is_refused(tmp_path: Path) -> None:
    said = answer(envelope("cursor", "before_shell", command=None), edge(tmp_path), "cursor")
    assert (said.status, json.loads(said.stdout)["permission"]) == (2, "deny")


def test_briefs_the_model(tmp_path: Path) -> None:
    said = answer(envelope("cursor", "session_start"), edge(tmp_path), "cursor")
    assert list(json.loads(said.stdout)) == ["additional_context"]


def test_no_log_is_a_warning_beside_the_answer(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a directory belongs")
    said = answer(envelope("cursor", "before_shell", command="ls"), edge(tmp_path), "cursor")
    assert (said.stdout, said.status) == (ALLOWED, 0)
    assert "could not log" in said.stderr


def test_a_call_to_claudes_hook_is_taken_for_what_it_is(tmp_path: Path) -> None:
    seen: list[Proposal] = []

    def judging(proposal: Proposal):  # type: ignore[no-untyped-def]
        seen.append(proposal)
        return judgement("ask")

    said = answer(envelope("cursor", "of_claude_settings"), edge(tmp_path, judging=judging), "claude-code")
    assert said.status == 2
    assert (seen[0].client, seen[0].action) == ("cursor", ShellText("git status", "unknown"))


# --- wiring


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}


def installed(home: dict[str, str]) -> Path:
    path = ADAPTER.locate("user", home, home["HOME"])
    argv = hook_argv("cursor", f"{home['HOME']}/s", f"{home['HOME']}/c", path)
    (change,) = ADAPTER.changes("user", home, home["HOME"], argv)
    change.apply()
    return Path(path)


def test_the_entries(home: dict[str, str]) -> None:
    settings = json.loads(installed(home).read_text())
    assert settings["version"] == 1
    gates = {"preToolUse", "beforeShellExecution", "beforeMCPExecution"}
    assert set(settings["hooks"]) == {*gates, "sessionStart"}
    for event, (hook,) in settings["hooks"].items():
        assert hook["timeout"] == 10
        assert hook.get("failClosed", False) is (event in gates)
        assert "matcher" not in hook
        assert hook["command"].startswith("/bin/sh -c ")


def test_the_line_is_read_back_whole(home: dict[str, str]) -> None:
    (hook,) = json.loads(installed(home).read_text())["hooks"]["preToolUse"]
    argv = hook_argv("cursor", f"{home['HOME']}/s", f"{home['HOME']}/c", ADAPTER.locate("user", home, ""))
    assert argv_of(hook) == argv
    (place,) = ADAPTER.places(home, home["HOME"])
    assert hook_words(place.command) == argv


def test_in_and_out_again(home: dict[str, str]) -> None:
    path = Path(ADAPTER.locate("user", home, ""))
    path.parent.mkdir()
    text = '{\n  "version": 1,\n  "hooks": {\n    "stop": [\n      {"command": "lint"}\n    ]\n  }\n}\n'
    path.write_text(text)
    installed(home)
    assert [place.state for place in ADAPTER.places(home, home["HOME"])] == ["guarded"]
    (removal,) = ADAPTER.removals("user", home, home["HOME"])
    removal.apply()
    assert path.read_text() == text


def test_doctor_asks_the_very_line(home: dict[str, str]) -> None:
    installed(home)
    (place,) = ADAPTER.places(home, home["HOME"])
    checks = list(hook_checks(ADAPTER, place, {**home, "PYTHONPATH": ""}, Path(home["HOME"])))
    assert [check.state for check in checks] in (["ok", "ok"], ["ok", "warning"])  # a busy machine is slow


def test_an_open_hook_is_noticed(home: dict[str, str]) -> None:
    path = installed(home)
    settings = json.loads(path.read_text())
    del settings["hooks"]["beforeShellExecution"][0]["failClosed"]
    path.write_text(json.dumps(settings))
    (place,) = ADAPTER.places(home, home["HOME"])
    assert (place.state, "beforeShellExecution" in place.note) == ("broken", True)
