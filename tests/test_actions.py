"""File writes and other tools' calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from guardcmd.agents.envelope import NotUnderstood
from guardcmd.agents.file_tools import file_actions
from guardcmd.agents.server_tools import actions
from guardcmd.context.gather import gather
from guardcmd.guard import judge
from guardcmd.policy.settings import settings_from
from guardcmd.policy.verdict import DECISIONS
from guardcmd.proposal import FileWrite, ToolCall
from tests.corpus import file_calls, server_calls
from tests.corpus.project import DIRECTORIES, FILES, PROJECT
from tests.policy.samples import BUILT_IN
from tests.support import DictFiles, a_guard, proposal

if TYPE_CHECKING:
    from guardcmd.guard import Guard
    from guardcmd.proposal import ShellText

    Found = tuple[ShellText | FileWrite | ToolCall, ...] | NotUnderstood

STOPS = ("ask", "confirm", "block")


def decision(action: FileWrite | ToolCall) -> str:
    return judge(proposal("", action=action), a_guard()).verdict.decision


@pytest.mark.parametrize(
    "action",
    [
        ToolCall("mcp__db__query", {"sql": "SELECT * FROM users"}),
        ToolCall("mcp__db__list_tables", {}),
        ToolCall("mcp__github__create_issue", {"title": "drop the table users", "body": "delete from it"}),
        ToolCall("mcp__search__search", {"query": "how to drop a table"}),
        FileWrite(f"{PROJECT}/src/new.py", "import shutil; shutil.rmtree('/')"),
        FileWrite("/tmp/x.sh", "rm -rf /"),
    ],
    ids=repr,
)
def test_passes(action: FileWrite | ToolCall) -> None:
    assert decision(action) in ("allow", "notify")


@pytest.mark.parametrize(
    "action",
    [
        ToolCall("mcp__db__query", {"sql": "DROP TABLE users"}),
        ToolCall("mcp__db__run", {"statements": ["select 1", "truncate orders"]}),
        ToolCall("mcp__db__run", {"nested": {"deep": [{"text": "DELETE FROM users"}]}}),
        ToolCall("mcp__cloud__delete_bucket", {"name": "prod"}),
        ToolCall("mcp__cloud__terminateInstance", {"id": "i-1"}),
        FileWrite("/home/dev/.claude/settings.json", "{}"),
        FileWrite(f"{PROJECT}/.git/hooks/pre-commit", "#!/bin/sh\nrm -rf /"),
        FileWrite("/home/dev/.bashrc", "rm -rf /", edit=True),
    ],
    ids=repr,
)
def test_stops(action: FileWrite | ToolCall) -> None:
    assert decision(action) in ("ask", "confirm", "block")


def test_arguments_beyond_the_limit_ask() -> None:
    deep: object = "x"
    for _ in range(40):
        deep = [deep]
    assert decision(ToolCall("mcp__db__read", {"a": deep})) == "ask"
    assert decision(ToolCall("mcp__db__read", {"a": ["x"] * 1_000})) == "ask"


# --- the tables --------------------------------------------------------------------------


def guard_with_evidence() -> Guard:
    """The corpus's project as it would be on disk: that nothing stands somewhere counts."""
    return a_guard().replace(
        gather=lambda found, given, files, settings, calls: gather(found, given, files, settings, calls)
    )


def strictest(found: Found) -> str:
    assert not isinstance(found, NotUnderstood), found.reason
    guard = guard_with_evidence()
    judged = [judge(proposal("", action=action), guard).verdict.decision for action in found]
    return max(judged, key=DECISIONS.index, default="allow")


@pytest.mark.parametrize(("tool", "arguments"), file_calls.STOPPED, ids=repr)
def test_file_tools_are_stopped(tool: str, arguments: dict[str, Any]) -> None:
    assert strictest(file_actions(tool, arguments, PROJECT)) in STOPS


@pytest.mark.parametrize(("tool", "arguments"), file_calls.QUIET, ids=repr)
def test_everyday_file_tools_are_quiet(tool: str, arguments: dict[str, Any]) -> None:
    assert strictest(file_actions(tool, arguments, PROJECT)) not in STOPS


@pytest.mark.parametrize(("server", "tool", "arguments"), server_calls.STOPPED, ids=repr)
def test_tools_of_servers_are_stopped(server: str, tool: str, arguments: dict[str, Any]) -> None:
    assert strictest(actions(server, tool, arguments, PROJECT)) in STOPS


@pytest.mark.parametrize(("server", "tool", "arguments"), server_calls.QUIET, ids=repr)
def test_everyday_tools_of_servers_are_quiet(server: str, tool: str, arguments: dict[str, Any]) -> None:
    assert strictest(actions(server, tool, arguments, PROJECT)) not in STOPS


# --- scripts as they are written ---------------------------------------------------------

DESTROY = "#!/bin/sh\nterraform destroy -auto-approve\n"


@pytest.mark.parametrize(
    ("path", "content", "decision"),
    [
        (f"{PROJECT}/scripts/x.sh", DESTROY, "notify"),
        (f"{PROJECT}/scripts/x.sh", "#!/bin/sh\nrm -rf build\n", "allow"),
        (f"{PROJECT}/scripts/x", DESTROY, "notify"),
        (f"{PROJECT}/scripts/x", "terraform destroy\n", "allow"),  # neither its name nor `#!` makes it a script
        (f"{PROJECT}/docs/x.md", DESTROY.removeprefix("#!/bin/sh"), "allow"),
        (f"{PROJECT}/package.json", '{"scripts": {"x": "terraform destroy"}}', "notify"),
        (f"{PROJECT}/Makefile", "x:\n\tterraform destroy\n", "notify"),
        (f"{PROJECT}/db/1.sql", "DROP TABLE users;", "notify"),
        (f"{PROJECT}/x.ps1", "Remove-Item -Recurse -Force src", "notify"),
        (f"{PROJECT}/x.bat", "rd /s /q src", "notify"),
        (f"{PROJECT}/src/x.py", "import shutil; shutil.rmtree('/home/dev/data')", "allow"),
        (f"{PROJECT}/x.py", "#!/usr/bin/env python3\nimport shutil; shutil.rmtree('/home/dev/data')", "notify"),
        ("/tmp/x.sh", DESTROY, "notify"),
        (f"{PROJECT}/.git/hooks/pre-commit", "#!/bin/sh\ntrue\n", "ask"),
        (f"{PROJECT}/.git/hooks/pre-commit", DESTROY, "confirm"),  # nobody is asked when it runs
        (f"{PROJECT}/.github/workflows/x.yml", "jobs:\n  a:\n    steps:\n      - run: npm ci\n", "ask"),
        (f"{PROJECT}/.github/workflows/x.yml", "jobs:\n  a:\n    steps:\n      - run: terraform destroy\n", "confirm"),
        (f"{PROJECT}/.gitlab-ci.yml", "x:\n  script:\n    - cd infra\n    - terraform destroy\n", "confirm"),
        ("/home/dev/.bashrc", "terraform destroy\n", "confirm"),
    ],
)  # fmt: skip
def test_a_written_script(path: str, content: str, decision: str) -> None:
    judged = judge(proposal("", action=FileWrite(path, content)), guard_with_evidence())
    assert judged.verdict.decision == decision
    if decision == "notify":
        assert "stopped when it runs" in judged.verdict.notes[0]


@pytest.mark.parametrize(
    ("held", "old", "new", "decision"),
    [
        (b"#!/bin/sh\ncd infra\nX\n", "X", "terraform destroy", "notify"),
        (b"#!/bin/sh\nterraform plan\n", "plan", "destroy", "notify"),  # only the whole text tells
        (b"#!/bin/sh\nterraform plan\n", "missing", "destroy", "allow"),
        (b"#!/bin/sh\nterraform destroy\n", "destroy", "plan", "allow"),
    ],
)
def test_an_edit_is_judged_by_what_the_file_will_hold(held: bytes, old: str, new: str, decision: str) -> None:
    path = f"{PROJECT}/x.sh"
    guard = a_guard(files=DictFiles({**FILES, path: held}, DIRECTORIES))
    action = FileWrite(path, new, True, ((old, new),))
    assert judge(proposal("", action=action), guard).verdict.decision == decision


# --- the operator's table ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("user", "project", "call", "decision"),
    [
        ({}, {}, ("notes", "delete_note", {}), "ask"),
        ({"notes.delete_note": "allow"}, {}, ("notes", "delete_note", {}), "allow"),
        ({"notes.delete_note": "notify"}, {}, ("notes", "delete_note", {}), "notify"),
        ({"notes.*": "allow"}, {}, ("notes", "delete_all", {}), "allow"),
        ({"notes.*": "allow"}, {}, ("prod", "delete_all", {}), "confirm"),
        ({"notes.delete_note": "allow"}, {"notes.*": "ask"}, ("notes", "delete_note", {}), "ask"),
        ({"prod.*": "ask"}, {}, ("prod", "read_row", {}), "ask"),
        ({"prod.*": "ask"}, {}, ("prod", "drop_table", {}), "confirm"),  # a pattern never lowers with `ask`
        ({"prod.*": "ask", "prod.read_row": "allow"}, {}, ("prod", "read_row", {}), "allow"),
        ({"github.delete_repository": "block"}, {}, ("github", "delete_repository", {}), "block"),
        ({"github.delete_repository": "block"}, {}, ("", "mcp_github_delete_repository", {}), "block"),
        ({"github.delete_repository": "block"}, {}, ("", "github-delete_repository", {}), "block"),
        ({"GitHub.DELETE-repository": "block"}, {}, ("", "github_delete_repository", {}), "block"),
        ({"db.run": "allow"}, {}, ("db", "run", {"sql": "DROP TABLE users"}), "confirm"),  # arguments are judged
        ({"fs.write_file": "ask"}, {}, ("fs", "write_file", {"path": "a.md", "content": "x"}), "ask"),
        ({}, {"x.*": "confirm"}, ("x", "read", {}), "confirm"),
    ],
)
def test_the_table_of_tools(
    user: dict[str, str], project: dict[str, str], call: tuple[str, str, dict[str, Any]], decision: str
) -> None:
    policy = settings_from(BUILT_IN, {"mcp": user}, [("p", {"mcp": project})])
    guard = guard_with_evidence().replace(settings=policy)
    found = actions(*call, PROJECT)
    assert not isinstance(found, NotUnderstood)
    judged = [judge(proposal("", action=action), guard).verdict.decision for action in found]
    assert max(judged, key=DECISIONS.index) == decision
