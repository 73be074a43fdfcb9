"""Clients whose contract is known from documentation only: calls as they send them, answers as they want them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from guardcmd.agents.adapter import Adapter
from guardcmd.agents.answer import answer
from guardcmd.agents.antigravity import NO_OBJECTION
from guardcmd.agents.clients import adapter
from guardcmd.agents.envelope import Envelope, NotUnderstood, read
from guardcmd.agents.refusal import Answer
from guardcmd.agents.wiring.command_line import hook_argv
from guardcmd.proposal import FileWrite, ShellText
from tests.agents.fakes import edge, plainly

NAMES = ("windsurf", "kiro", "droid", "antigravity", "goose", "crush")


def client(name: str) -> Adapter:
    found = adapter(name)
    assert found is not None
    return found


def shell_call(name: str, command: str, directory: str = "/p") -> dict[str, Any]:
    call = client(name).canary(command, directory)
    assert isinstance(call, dict)
    return call


def said(folder: Path, name: str, call: object) -> Answer:
    return answer(json.dumps(call).encode(), edge(folder), name)


def logged(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "state" / "audit.jsonl").read_text().splitlines()]


def understood(name: str, call: object) -> object:
    """What the client's adapter makes of a call."""
    found = read(json.dumps(call).encode())
    assert isinstance(found, Envelope)
    own = client(name)
    assert own.recognises(found)
    whole = own.complete(found)
    return own.actions(whole, whole.directory or "/p", "bash")


@pytest.mark.parametrize("name", NAMES)
def test_a_harmless_command_meets_no_objection(tmp_path: Path, name: str) -> None:
    assert said(tmp_path, name, shell_call(name, "ls")) == client(name).silence
    (line,) = logged(tmp_path)
    assert (line["client"], line["session"], line["cwd"]) == (name, "guardcmd-doctor", "/p")


@pytest.mark.parametrize("decision", ["ask", "confirm", "block"])
@pytest.mark.parametrize("name", NAMES)
def test_a_destructive_command_is_refused_with_the_reason(tmp_path: Path, name: str, decision: str) -> None:
    """None of them has a way to ask that is known to reach a person."""
    found = said(tmp_path, name, shell_call(name, f"{decision} it"))
    assert client(name).denied(found.stdout, found.stderr, found.status)
    assert "terraform.destroy" in found.stderr
    assert "allow" not in found.stdout


def test_antigravity_gets_the_keys_that_its_parser_knows(tmp_path: Path) -> None:
    found = said(tmp_path, "antigravity", shell_call("antigravity", "block it"))
    assert set(json.loads(found.stdout)) == {"decision", "reason"}
    assert found.status == 0
    assert client("antigravity").silence.stdout == NO_OBJECTION


@pytest.mark.parametrize("name", ["windsurf", "kiro", "droid", "goose", "crush"])
def test_the_others_go_by_status_and_standard_error(tmp_path: Path, name: str) -> None:
    found = said(tmp_path, name, shell_call(name, "block it"))
    assert found.status == 2
    assert found.stderr.startswith("nothing of this ran")


WINDSURF = {"agent_action_name": "pre_write_code", "trajectory_id": "t", "execution_id": "e"}
KIRO = {"hook_event_name": "PreToolUse", "cwd": "/p", "session_id": "s"}
DROID = {**KIRO, "transcript_path": "x", "permission_mode": "default"}
GOOSE = {"event": "PreToolUse", "session_id": "s", "matcher_context": "x", "working_dir": "/p", "tool_call_id": "1"}
CRUSH = {"event": "PreToolUse", "session_id": "s", "cwd": "/p"}
AGY = {"conversationId": "c", "workspacePaths": ["/w"], "stepIdx": 3}


def of(base: dict[str, Any], tool: str, arguments: object) -> dict[str, Any]:
    return {**base, "tool_name": tool, "tool_input": arguments}


def agy(tool: str, arguments: object) -> dict[str, Any]:
    return {**AGY, "toolCall": {"name": tool, "args": arguments}}


@pytest.mark.parametrize(
    ("name", "call", "found"),
    [
        ("windsurf", {**WINDSURF, "tool_info": {"file_path": "/p/a", "edits": [{"new_string": "y"}]}},
         (FileWrite("/p/a", "y", True),)),
        ("kiro", of(KIRO, "fs_write", {"command": "create", "path": "/p/a", "file_text": "x"}),
         (FileWrite("/p/a", "x"),)),
        ("kiro", of(KIRO, "fs_write", {"command": "str_replace", "path": "a", "new_str": "y"}),
         (FileWrite("/p/a", "y", True),)),
        ("kiro", of(KIRO, "fs_read", {"operations": [{"mode": "Line", "path": "/etc/x"}]}), ()),
        ("kiro", of(KIRO, "execute_cmd", {"command": "del x"}), (ShellText("del x", "cmd"),)),
        ("kiro", of(KIRO, "use_aws", {
            "service_name": "rds", "operation_name": "delete-db-instance", "region": "eu-west-1",
            "profile_name": "prod",
            "parameters": {"db-instance-identifier": "main", "skip-final-snapshot": True}}),
         (ShellText("aws rds delete-db-instance --region eu-west-1 --profile prod --db-instance-identifier main "
                    "--skip-final-snapshot", "bash"),)),
        ("kiro", of(KIRO, "use_aws", {
            "service_name": "ec2", "operation_name": "TerminateInstances",
            "parameters": {"InstanceIds": ["i-1", "i-2"]}}),
         (ShellText("aws ec2 terminate-instances --instance-ids i-1 i-2", "bash"),)),
        ("droid", of(DROID, "Create", {"file_path": "/p/a", "content": "x"}),
         (FileWrite("/p/a", "x"),)),
        ("droid", of(DROID, "Read", {"file_path": "/p/a"}), ()),
        ("antigravity", agy("run_command", {"CommandLine": "ls", "Cwd": "/q"}),
         (ShellText("ls", "bash"),)),
        ("antigravity", agy("run_command", {"CommandLine": '"ls -l"', "Cwd": '"/q"'}),
         (ShellText("ls -l", "bash"),)),
        ("antigravity", agy("send_command_input", {"CommandId": "1", "Input": "ls\n"}),
         (ShellText("ls\n", "bash"),)),
        ("antigravity", agy("write_to_file", {"TargetFile": "/a", "CodeContent": "x"}),
         (FileWrite("/a", "x"),)),
        ("antigravity", agy("view_file", {"AbsolutePath": "/a"}), ()),
        ("goose", of(GOOSE, "developer__edit", {"path": "a", "before": "x", "after": "y"}),
         (FileWrite("/p/a", "y", True),)),
        ("goose", of(GOOSE, "developer__tree", {"path": "."}), ()),
        ("crush", of(CRUSH, "edit", {"file_path": "/a", "new_string": "y"}),
         (FileWrite("/a", "y", True),)),
        ("crush", of(CRUSH, "agent", {"prompt": "look"}), ()),
    ],
)  # fmt: skip
def test_tools(name: str, call: dict[str, Any], found: object) -> None:
    assert plainly(understood(name, call)) == found


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("windsurf", {"agent_action_name": "pre_mcp_tool_use", "tool_info": {
            "mcp_server_name": "db", "mcp_tool_name": "query", "mcp_tool_arguments": {"sql": "DROP TABLE users"}}}),
        ("kiro", of(KIRO, "@db/query", {"sql": "DROP TABLE users"})),
        ("droid", of(DROID, "mcp__db__query", {"sql": "DROP TABLE users"})),
        ("goose", of(GOOSE, "db__query", {"sql": "DROP TABLE users"})),
        ("crush", of(CRUSH, "mcp_db_query", {"sql": "DROP TABLE users"})),
    ],
)  # fmt: skip
def test_server_tools(name: str, call: dict[str, Any]) -> None:
    found = understood(name, call)
    assert isinstance(found, tuple)
    assert (found[0].name, found[0].arguments) == ("mcp__db__query", {"sql": "DROP TABLE users"})


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("windsurf", {"agent_action_name": "pre_run_command", "tool_info": {"cwd": "/p"}}),
        ("windsurf", {"agent_action_name": "pre_write_code", "tool_info": {}}),
        ("kiro", of(KIRO, "execute_bash", {})),
        ("kiro", of(KIRO, "use_aws", {"service_name": "s3"})),
        ("kiro", of(KIRO, "run_shell_thing", {"text": "ls"})),
        ("droid", of(DROID, "Execute", {"command": ["ls", 3]})),
        ("antigravity", agy("run_command", {})),
        ("antigravity", agy("send_command_input", {"CommandId": "1"})),
        ("goose", of(GOOSE, "developer__shell", {"x": 1})),
        ("crush", {**CRUSH, "tool_name": "bash", "tool_input": "ls"}),
    ],
)  # fmt: skip
def test_is_not_understood(tmp_path: Path, name: str, call: dict[str, Any]) -> None:
    assert isinstance(understood(name, call), NotUnderstood)
    found = said(tmp_path, name, call)
    assert client(name).denied(found.stdout, found.stderr, found.status)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("windsurf", {"agent_action_name": "post_run_command", "tool_info": {"command_line": "block it", "cwd": "/p"}}),
        ("kiro", of({**KIRO, "hook_event_name": "PostToolUse"}, "shell", {"command": "block it"})),
        ("kiro", {"hook_event_name": "userPromptSubmit", "cwd": "/p", "prompt": "x"}),
        ("goose", of({**GOOSE, "event": "PostToolUse"}, "developer__shell", {"command": "block"})),
        ("crush", {**CRUSH, "event": "PreCompact", "tool_name": "compact", "tool_input": {"token_count": 1}}),
    ],
)  # fmt: skip
def test_other_events_pass(tmp_path: Path, name: str, call: dict[str, Any]) -> None:
    assert said(tmp_path, name, call) == client(name).silence


@pytest.mark.parametrize("name", NAMES)
def test_a_foreign_call_is_read_as_far_as_it_can_be(tmp_path: Path, name: str) -> None:
    foreign = {"tool": "x", "toolName": "terminal", "toolArgs": {"command": "block it"}, "cwd": "/p"}
    assert said(tmp_path, name, foreign).status == 2
    assert said(tmp_path, name, {**foreign, "toolArgs": {"line": "ls"}}).status == 2


def test_session_context_where_the_client_takes_it(tmp_path: Path) -> None:
    found = said(tmp_path, "kiro", {"hook_event_name": "agentSpawn", "cwd": "/p"})
    assert found.stdout.startswith("guardcmd judges")
    found = said(tmp_path, "droid", {**DROID, "hook_event_name": "SessionStart", "source": "startup"})
    assert "guardcmd judges" in json.loads(found.stdout)["hookSpecificOutput"]["additionalContext"]


# --- wiring ------------------------------------------------------------------------------

FILES = {
    "windsurf": (".codeium/windsurf/hooks.json", ".windsurf/hooks.json"),
    "kiro": (".kiro/hooks/guardcmd.json", ".kiro/hooks/guardcmd.json"),
    "droid": (".factory/hooks.json", ".factory/hooks.json"),
    "antigravity": (".gemini/config/hooks.json", ".agents/hooks.json"),
    "goose": (".agents/plugins/guardcmd/hooks/hooks.json", ".agents/plugins/guardcmd/hooks/hooks.json"),
    "crush": (".config/crush/crush.json", "crush.json"),
}


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin"}


@pytest.fixture
def project(tmp_path: Path) -> str:
    (tmp_path / "project" / ".git").mkdir(parents=True)
    return str(tmp_path / "project")


def install(name: str, scope: str, home: dict[str, str], project: str) -> None:
    own = client(name)
    argv = hook_argv(name, str(Path(project, "..", "state")), str(Path(project, "..", "config")))
    for change in own.changes(scope, home, project, argv):
        change.apply()


@pytest.mark.parametrize("scope", ["user", "project"])
@pytest.mark.parametrize("name", NAMES)
def test_in_and_out(name: str, scope: str, home: dict[str, str], project: str) -> None:
    own = client(name)
    path = Path(project if scope == "project" else home["HOME"], FILES[name][scope == "project"])
    assert own.locate(scope, home, project) == str(path)
    install(name, scope, home, project)
    assert [place.state for place in own.places(home, project) if place.path == str(path)] == ["guarded"]
    argv = hook_argv(name, str(Path(project, "..", "state")), str(Path(project, "..", "config")))
    assert all(change.is_empty for change in own.changes(scope, home, project, argv))
    for change in own.removals(scope, home, project):
        change.apply()
    assert not path.exists() or json.loads(path.read_text()) == {}
    assert all(place.state == "open" for place in own.places(home, project))


@pytest.mark.parametrize("name", NAMES)
def test_foreign_hooks_and_keys_stay(name: str, home: dict[str, str], project: str) -> None:
    path = Path(client(name).locate("user", home, project))
    install(name, "user", home, project)
    with_ours = json.loads(path.read_text())
    foreign = {"command": "lint"}
    before = {
        "windsurf": {"hooks": {"pre_run_command": [foreign]}},
        "kiro": {"version": "v1", "hooks": [{"name": "x", "trigger": "Stop", "action": foreign}]},
        "droid": {"PreToolUse": [{"matcher": "*", "hooks": [foreign]}]},
        "antigravity": {"lint": {"PostToolUse": [{"matcher": ".*", "hooks": [foreign]}]}},
        "goose": {"hooks": {"PreToolUse": [{"hooks": [foreign]}]}},
        "crush": {"hooks": {"PreToolUse": [foreign]}, "lsp": {}},
    }[name]
    path.write_text(json.dumps(before, indent=2) + "\n")
    install(name, "user", home, project)
    assert json.loads(path.read_text()) not in (before, with_ours)
    for change in client(name).removals("user", home, project):
        change.apply()
    assert json.loads(path.read_text()) == before


@pytest.mark.parametrize("name", NAMES)
def test_the_very_line_answers(name: str, home: dict[str, str], project: str) -> None:
    install(name, "user", home, project)
    own = client(name)
    (place,) = [place for place in own.places(home, project) if place.state == "guarded"]

    def ask(command: str) -> subprocess.CompletedProcess[str]:
        call = json.dumps(own.canary(command, project))
        return subprocess.run(place.command, input=call, capture_output=True, text=True, env=home, check=False)

    refused = ask("terraform destroy -auto-approve")
    assert own.denied(refused.stdout, refused.stderr, refused.returncode)
    assert "terraform" in refused.stderr
    plain = ask("git status")
    assert (plain.returncode, plain.stdout, plain.stderr) == (0, own.silence.stdout, "")
    log = Path(project, "..", "state", "audit.jsonl").read_text().splitlines()
    assert json.loads(log[-1])["fast"] is True
    assert json.loads(log[-1])["client"] == name


@pytest.mark.parametrize("name", NAMES)
def test_the_line_is_closed(name: str, home: dict[str, str], project: str) -> None:
    install(name, "user", home, project)
    path = Path(client(name).locate("user", home, project))
    path.write_text(path.read_text().replace("guardcmd/start.py", "guardcmd/start.py.gone"))
    line = next(iter(client(name).places(home, project))).command
    call = json.dumps(client(name).canary("git status", project))
    done = subprocess.run(line, input=call, capture_output=True, text=True, env=home, check=False)
    assert done.returncode == 2
    assert "guardcmd could not start" in done.stderr
    assert json.loads(done.stdout)["decision"] == "block"


@pytest.mark.parametrize(
    ("name", "change", "state"),
    [
        ("windsurf", lambda it: it["hooks"].pop("pre_write_code"), "broken"),
        ("windsurf", lambda it: it["hooks"].update(pre_run_command={}), "broken"),
        ("kiro", lambda it: it.update(version="v0"), "broken"),
        ("kiro", lambda it: it["hooks"][0].update(enabled=False), "broken"),
        ("droid", lambda it: it["PreToolUse"][0].update(matcher="Execute"), "broken"),
        ("antigravity", lambda it: it["guardcmd"].update(enabled=False), "broken"),
        ("antigravity", lambda it: it.update(x=[]), "broken"),
        ("goose", lambda it: it["hooks"]["PreToolUse"][0]["hooks"][0].update(on_failure="allow"), "broken"),
        ("crush", lambda it: it["hooks"]["PreToolUse"][0].update(matcher="^bash$"), "broken"),
        ("crush", lambda it: it["hooks"].pop("PreToolUse"), "open"),
    ],
)
def test_what_was_changed_is_seen(name: str, change: Any, state: str, home: dict[str, str], project: str) -> None:
    install(name, "user", home, project)
    path = Path(client(name).locate("user", home, project))
    settings = json.loads(path.read_text())
    change(settings)
    path.write_text(json.dumps(settings))
    found = {place.path: place.state for place in client(name).places(home, project)}
    assert found[str(path)] == state


def test_droids_hooks_in_its_settings_stay_in_force(home: dict[str, str], project: str) -> None:
    """A new `hooks.json` would end those of `settings.json`."""
    settings = Path(home["HOME"], ".factory", "settings.json")
    settings.parent.mkdir(parents=True)
    before = {"model": "x", "hooks": {"PreToolUse": [{"matcher": "Edit", "hooks": [{"command": "lint"}]}]}}
    settings.write_text(json.dumps(before))
    install("droid", "user", home, project)
    assert not settings.with_name("hooks.json").exists()
    assert len(json.loads(settings.read_text())["hooks"]["PreToolUse"]) == 2
    assert [place.state for place in client("droid").places(home, project)] == ["guarded"]
    for change in client("droid").removals("user", home, project):
        change.apply()
    assert json.loads(settings.read_text()) == before
