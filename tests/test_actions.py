"""File writes and other tools' calls."""

from __future__ import annotations

import pytest

from guardcmd.actions import is_statement, name_words
from guardcmd.guard import judge
from guardcmd.proposal import FileWrite, ToolCall
from tests.corpus.project import PROJECT
from tests.support import a_guard, proposal


def decision(action: FileWrite | ToolCall) -> str:
    return judge(proposal("", action=action), a_guard()).verdict.decision


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mcp__db__dropTable", ("db", ("drop", "table"))),
        ("mcp__my_server__delete-user", ("my_server", ("delete", "user"))),
        ("purge_queue", ("", ("purge", "queue"))),
        ("read", ("", ("read",))),
        ("", ("", ())),
    ],
)
def test_words_of_a_tools_name(name: str, expected: tuple[str, tuple[str, ...]]) -> None:
    assert name_words(name) == expected


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("sql", "anything", True),
        ("query", "drop table x", True),
        ("text", "DROP TABLE users", True),
        ("text", "with regards to the meeting", True),  # read as SQL, where it is no statement
        ("text", "hello there", False),
        ("query", "", False),
    ],
)
def test_what_is_read_as_a_statement(key: str, text: str, expected: bool) -> None:
    assert is_statement(key, text) is expected


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
