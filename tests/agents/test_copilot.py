"""Copilot CLI's calls as it makes them, the answers it obeys, and its files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guardcmd.agents.answer import answer
from guardcmd.agents.copilot import ADAPTER
from guardcmd.agents.envelope import Envelope, NotUnderstood, read
from guardcmd.agents.refusal import SILENCE, Answer
from guardcmd.agents.wiring.command_line import hook_argv
from guardcmd.proposal import FileWrite, Proposal, ShellText, ToolCall
from tests.agents.fakes import edge, envelope, judgement, logged

OFF = '{"disableAllHooks": true}'


def call(name: str, **fields: object) -> Envelope:
    found = read(envelope("copilot", name, **fields))
    assert isinstance(found, Envelope)
    return ADAPTER.complete(found)


def done(name: str, **fields: object) -> object:
    return ADAPTER.actions(call(name, **fields), "/home/u/p", "unknown")


@pytest.mark.parametrize(
    "name",
    [path.stem for path in (Path(__file__).parent / "envelopes" / "copilot").iterdir()],
)
def test_recognises_its_own_calls(name: str) -> None:
    assert ADAPTER.recognises(call(name))


@pytest.mark.parametrize(
    ("client", "name"), [("vscode", "run_in_terminal"), ("vscode", "documented_form"), ("cursor", "shell")]
)
def test_recognises_no_others(client: str, name: str) -> None:
    found = read(envelope(client, name))
    assert isinstance(found, Envelope)
    assert not ADAPTER.recognises(found)


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("bash", ShellText("echo hi; sleep 0")),
        ("bash_below", ShellText("echo hi; sleep 0")),
        ("bash_claude_form", ShellText("echo hi; sleep 0")),
        ("server_tool", ToolCall("mcp__db__query", {"sql": "DROP TABLE x"})),
    ],
)
def test_shell_and_servers(name: str, action: object) -> None:
    (found,) = done(name)  # type: ignore[misc]
    assert type(found) is type(action)
    assert [getattr(found, key) for key in ("text", "dialect", "name", "arguments") if hasattr(action, key)] == [
        getattr(action, key) for key in ("text", "dialect", "name", "arguments") if hasattr(action, key)
    ]


@pytest.mark.parametrize(
    ("name", "content", "edit"),
    [("create", "hello\n", False), ("create_claude_form", "hello\n", False), ("edit", "bye", True)],
)
def test_files(name: str, content: str, edit: bool) -> None:
    (found,) = done(name)  # type: ignore[misc]
    assert isinstance(found, FileWrite)
    assert (found.path, found.content, found.edit) == ("/home/u/p/a.txt", content, edit)


def test_arguments_as_text() -> None:
    """Older versions pass them so."""
    assert done("bash", toolArgs=json.dumps({"command": "ls"})) == (ShellText("ls"),)


def test_a_server_whose_name_has_hyphens() -> None:
    """Whatever is taken for the server's name, no word of the tool's is lost."""
    assert ADAPTER.server_tool(call("server_tool", toolName="github-mcp-server-delete_file")) == (
        "github",
        "mcp-server-delete_file",
    )


@pytest.mark.parametrize("name", ["apply_patch", "apply_patch_claude_form"])
def test_a_patch_is_one_in_either_form(name: str) -> None:
    """It comes as plain text, and Claude's form calls it `Edit`."""
    found = call(name)
    assert found.tool == "apply_patch"
    assert isinstance(found.arguments, dict)
    assert str(found.arguments["input"]).startswith("*** Begin Patch\n*** Add File: new.txt\n")


@pytest.mark.parametrize("name", ["view", "sql", "read_bash"])
def test_is_none_of_our_business(name: str) -> None:
    assert done(name) == ()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("write_bash", {}),  # typed into a running shell; no version since 1.0.62 has it
        ("bash", {"toolArgs": {}}),
        ("bash", {"toolArgs": "echo hi"}),
        ("bash", {"toolArgs": None}),
        ("bash", {"toolName": None}),
        ("bash", {"toolName": "exec_more", "toolArgs": {"line": "ls"}}),
        ("create", {"toolArgs": {"file_text": "x"}}),
    ],
)
def test_is_not_understood(name: str, fields: dict[str, object]) -> None:
    assert isinstance(done(name, **fields), NotUnderstood)


def test_a_shell_of_another_name_is_judged() -> None:
    assert done("bash", toolName="zsh_session") == (ShellText("echo hi; sleep 0", "unknown"),)


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("bash", "preToolUse"),
        ("after_bash", "postToolUse"),
        ("session_start", "sessionStart"),
        ("bash_claude_form", "PreToolUse"),
    ],
)
def test_the_event_of_a_call(name: str, event: str) -> None:
    assert call(name).event == event


# --- answers


def test_no_objection_is_silence(tmp_path: Path) -> None:
    assert answer(envelope("copilot", "bash"), edge(tmp_path), "copilot") == SILENCE
    assert [(line["client"], line["answer"]) for line in logged(tmp_path)] == [("copilot", "silent")]


def refused(said: Answer) -> bool:
    value = json.loads(said.stdout)
    return said.status == 2 and value["permissionDecision"] == "deny" and value["permissionDecisionReason"] != ""


@pytest.mark.parametrize("name", ["bash", "bash_claude_form"])
@pytest.mark.parametrize("decision", ["ask", "confirm", "block"])
def test_refuses_and_never_asks(tmp_path: Path, name: str, decision: str) -> None:
    """A model may answer what a hook asks, and the call does not tell."""
    key = "toolArgs" if name == "bash" else "tool_input"
    data = envelope("copilot", name, **{key: {"command": f"{decision} it"}})
    assert refused(answer(data, edge(tmp_path), "copilot"))
    assert logged(tmp_path)[0]["answer"] == "refused"


def test_after_a_tool_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert answer(envelope("copilot", "after_bash"), edge(tmp_path), "copilot") == SILENCE


@pytest.mark.parametrize("name", ["session_start", "session_start_claude_form"])
def test_briefs_the_model(tmp_path: Path, name: str) -> None:
    said = answer(envelope("copilot", name), edge(tmp_path), "copilot")
    assert said.status == 0
    assert list(json.loads(said.stdout)) == ["additionalContext"]
    assert 200 < len(json.loads(said.stdout)["additionalContext"]) <= 1500


def test_a_call_to_claudes_hook_is_taken_for_what_it_is(tmp_path: Path) -> None:
    """It runs the hooks in a project's `.claude/settings.json`."""
    seen: list[Proposal] = []

    def judging(proposal: Proposal):  # type: ignore[no-untyped-def]
        seen.append(proposal)
        return judgement("ask")

    said = answer(envelope("copilot", "create_claude_form"), edge(tmp_path, judging=judging), "claude-code")
    assert refused(said)
    assert isinstance(seen[0].action, FileWrite)
    assert (seen[0].client, seen[0].action.content) == ("copilot", "hello\n")


def test_no_log_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a directory belongs")
    said = answer(envelope("copilot", "bash", toolArgs={"command": "ls"}), edge(tmp_path), "copilot")
    assert said.status == 0
    assert list(json.loads(said.stdout)) == ["additionalContext"]
    assert "could not log" in said.stderr


# --- wiring


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin"}


def installed(home: dict[str, str], project: Path, scope: str = "user") -> Path:
    path = ADAPTER.locate(scope, home, str(project))
    (change,) = ADAPTER.changes(scope, home, str(project), hook_argv("copilot", "/s", "/c", path))
    change.apply()
    return Path(path)


def test_the_entries(home: dict[str, str], tmp_path: Path) -> None:
    path = installed(home, tmp_path)
    assert path == tmp_path / "home" / ".copilot" / "hooks" / "guardcmd.json"
    settings = json.loads(path.read_text())
    assert settings["version"] == 1
    assert list(settings["hooks"]) == ["preToolUse", "sessionStart"]
    for (hook,) in settings["hooks"].values():
        assert list(hook) == ["type", "bash", "timeoutSec"]
        assert (hook["type"], hook["timeoutSec"]) == ("command", 10)
        assert hook["bash"].endswith("; exit 2; }")


@pytest.mark.parametrize("scope", ["user", "project"])
def test_in_and_out_again(home: dict[str, str], tmp_path: Path, scope: str) -> None:
    path = installed(home, tmp_path, scope)
    assert [(place.path, place.state) for place in ADAPTER.places(home, str(tmp_path)) if place.state != "open"] == [
        (str(path), "guarded")
    ]
    argv = hook_argv("copilot", "/s", "/c", str(path))
    assert all(change.is_empty for change in ADAPTER.changes(scope, home, str(tmp_path), argv))
    (removal,) = ADAPTER.removals(scope, home, str(tmp_path))
    removal.apply()
    assert not path.exists()


def test_a_projects_settings_stay(home: dict[str, str], tmp_path: Path) -> None:
    path = Path(ADAPTER.locate("project", home, str(tmp_path)))
    path.parent.mkdir(parents=True)
    text = '{\n  "model": "x",\n  "hooks": {"preToolUse": [{"type": "command", "bash": "lint"}]}\n}\n'
    path.write_text(text)
    installed(home, tmp_path, "project")
    assert json.loads(path.read_text())["hooks"]["preToolUse"][0] == {"type": "command", "bash": "lint"}
    (removal,) = ADAPTER.removals("project", home, str(tmp_path))
    removal.apply()
    assert json.loads(path.read_text()) == json.loads(text)


def test_the_homes_other_place(home: dict[str, str], tmp_path: Path) -> None:
    assert ADAPTER.locate("user", {**home, "COPILOT_HOME": "/x"}, str(tmp_path)) == "/x/hooks/guardcmd.json"


@pytest.mark.parametrize("folder", [".github/copilot", ".claude"])
@pytest.mark.parametrize("name", ["settings.json", "settings.local.json"])
def test_a_project_can_switch_the_users_hooks_off(home: dict[str, str], tmp_path: Path, folder: str, name: str) -> None:
    installed(home, tmp_path)
    path = tmp_path / folder / name
    path.parent.mkdir(parents=True)
    path.write_text(OFF)
    below = tmp_path / "sub"
    assert (str(path), "off") in [(place.path, place.state) for place in ADAPTER.places(home, str(below))]


def test_a_changed_hook_is_noticed(home: dict[str, str], tmp_path: Path) -> None:
    path = installed(home, tmp_path)
    settings = json.loads(path.read_text())
    settings["hooks"]["preToolUse"][0]["timeoutSec"] = "10"  # the client drops it without a word
    path.write_text(json.dumps(settings))
    (place,) = ADAPTER.places(home, str(tmp_path))
    assert place.state == "broken"
    path.write_text(json.dumps({**settings, "disableAllHooks": True}))
    (place,) = ADAPTER.places(home, str(tmp_path))
    assert "disableAllHooks" in place.note


def test_what_a_client_ignores_elsewhere_is_no_harm(home: dict[str, str], tmp_path: Path) -> None:
    installed(home, tmp_path)
    for name in ("settings.json", "config.json"):
        (tmp_path / "home" / ".copilot" / name).write_text("// not JSON\n{}")
    assert [place.state for place in ADAPTER.places(home, str(tmp_path))] == ["guarded"]
    assert list(ADAPTER.checks(home, str(tmp_path))) == []


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("settings.json", '{"disabledHooks": ["abc"]}', "disabledHooks"),
        ("settings.json", '{"hooks": {"preToolUse": [{"type": "command", "bash": "x"}]}}', "another hook"),
        ("hooks/other.json", '{"version": 1, "hooks": {"PreToolUse": [{"type": "command", "bash": "x"}]}}', "other"),
    ],
)
def test_doctor_warns(home: dict[str, str], tmp_path: Path, name: str, text: str, said: str) -> None:
    installed(home, tmp_path)
    (tmp_path / "home" / ".copilot" / name).write_text(text)
    (check,) = ADAPTER.checks(home, str(tmp_path))
    assert check.state == "warning"
    assert said in check.what


def test_doctor_warns_of_a_projects_hooks_but_not_of_our_own(home: dict[str, str], tmp_path: Path) -> None:
    """They run after the user's, and may send other arguments than those that were judged."""
    installed(home, tmp_path)
    installed(home, tmp_path, "project")
    assert list(ADAPTER.checks(home, str(tmp_path))) == []
    (tmp_path / ".claude").mkdir()
    group = {"matcher": "*", "hooks": [{"type": "command", "command": "x"}]}
    (tmp_path / ".claude" / "settings.json").write_text(json.dumps({"hooks": {"PreToolUse": [group]}}))
    (check,) = ADAPTER.checks(home, str(tmp_path))
    assert check.what.startswith(f"{tmp_path}/.claude/settings.json has another hook")
