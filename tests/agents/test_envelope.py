"""Hook calls as clients send them."""

from __future__ import annotations

import json

import pytest

from guardcmd.agents.envelope import Envelope, NotUnderstood, read, shell_arguments, shell_like_name, texts


def given(**fields: object) -> Envelope:
    found = read(json.dumps(fields).encode())
    assert isinstance(found, Envelope)
    return found


def test_snake_case() -> None:
    found = given(
        hook_event_name="PreToolUse", tool_name="Bash", tool_input={"command": "ls"}, cwd="/p", session_id="s",
        permission_mode="default", something_new=[1],
    )  # fmt: skip
    assert (found.event, found.tool, found.arguments) == ("PreToolUse", "Bash", {"command": "ls"})
    assert (found.directory, found.session, found.mode) == ("/p", "s", "default")


def test_camel_case_with_arguments_as_text() -> None:
    found = given(toolName="bash", toolArgs='{"command": "ls"}', sessionId="s", cwd="/p")
    assert (found.tool, found.arguments, found.session) == ("bash", {"command": "ls"}, "s")


def test_byte_order_mark() -> None:
    found = read(b'\xef\xbb\xbf{"tool_name": "Bash"}')
    assert isinstance(found, Envelope)
    assert found.tool == "Bash"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b'"x"',
        b"null",
        b"\xff\xfe{",
        b'{"tool_name": "\xff"}',
        b"\x00",
        b'{"a": 1} trailing',
        b"[" * 9_999,
    ],
)
def test_not_understood(data: bytes) -> None:
    assert isinstance(read(data), NotUnderstood)


@pytest.mark.parametrize(
    "name", ["Bash", "run_shell_command", "mcp__box__exec", "execute_bash", "run_in_terminal", "shell"]
)
def test_shell_like_names(name: str) -> None:
    assert shell_like_name(name)


@pytest.mark.parametrize("name", ["Read", "WebFetch", "mcp__github__list_runs", "Truncate", "mcp__x__prune"])
def test_other_names(name: str) -> None:
    assert not shell_like_name(name)


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ({"command": "ls"}, ("command", "ls")),
        ({"Commands": ["ls"]}, ("commands", ["ls"])),
        ({"command_line": "ls"}, ("command_line", "ls")),
        ({"CommandLine": "ls"}, ("commandline", "ls")),
        ({"query": "ls"}, None),
        ({"command": ""}, None),
        ({"command": 3}, None),
        ("ls", None),
        (None, None),
    ],
)
def test_shell_arguments(arguments: object, found: object) -> None:
    assert shell_arguments(arguments) == found


@pytest.mark.parametrize(
    ("value", "found"), [("a", ("a",)), (["a", "b"], ("a", "b")), ([], None), ([1], None), ({}, None)]
)
def test_texts(value: object, found: object) -> None:
    assert texts(value) == found
