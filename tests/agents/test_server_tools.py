"""Calls of MCP tools: what stands in their arguments for a shell, a disk or a web service."""

from __future__ import annotations

import pytest

from guardcmd.agents.envelope import NotUnderstood
from guardcmd.agents.server_tools import actions
from guardcmd.proposal import FileWrite, ShellText, ToolCall


@pytest.mark.parametrize(
    ("server", "tool", "arguments", "found"),
    [
        ("db", "query", {"sql": "DROP TABLE x"}, []),
        ("github", "get_workflow_run", {"run_id": 5}, []),
        ("box", "run", {"command": "rm -rf /"}, [ShellText("rm -rf /", "unknown")]),
        ("box", "run", {"bashCommand": "rm -rf /"}, [ShellText("rm -rf /", "unknown")]),
        ("box", "run", {"command": ["rm", "a b"]}, [ShellText("rm 'a b'", "unknown")]),
        ("box", "run", {"script": "rm -rf /"}, [ShellText("rm -rf /", "unknown")]),
        ("box", "run", {"code": "x", "language": "python"}, [ShellText("python3 -c x", "unknown")]),
        ("ipython", "execute", {"code": "import os"}, [ShellText("python3 -c 'import os'", "unknown")]),
        ("playwright", "browser_run_code", {"code": "page.x()"}, [ShellText("node -e 'page.x()'", "unknown")]),
        ("box", "run", {"commands": ["cd /", "ls"]},
         [ShellText("cd /", "unknown"), ShellText("ls", "unknown"), ShellText("cd /\nls", "unknown")]),
        ("aws", "call_aws", {"cli_command": "aws s3 ls"}, [ShellText("aws s3 ls", "unknown")]),
        ("k8s", "kubectl_generic", {"command": "delete", "resourceType": "ns", "name": "x", "namespace": "y"},
         [ShellText("delete", "unknown"), ShellText("kubectl delete ns x -n y", "unknown")]),
        ("k8s", "kubectl_delete", {"resourceType": "pod", "name": "x"}, [ShellText("kubectl delete pod x", "unknown")]),
        ("k8s", "exec_in_pod", {"command": "ls"}, [ShellText("ls", "unknown")]),
        ("docker", "docker", {"args": ["rm", "x"]}, [ShellText("docker rm x", "unknown")]),
        ("app", "run", {"args": ["rm", "x"]}, [ShellText]),
        ("redis", "command", {"command": "FLUSHALL"},
         [ShellText("FLUSHALL", "unknown"), ShellText("redis-cli FLUSHALL", "unknown")]),
        ("mongodb", "run_command", {"command": "db.x.drop()"}, [ShellText("mongosh --eval 'db.x.drop()'", "posix")]),
        ("win", "PowerShell", {"command": "rm x"}, [ShellText("rm x", "powershell")]),
        ("win", "run_cmd", {"command": "rd x"}, [ShellText("rd x", "unknown")]),
        ("win", "cmd", {"command": "rd x"}, [ShellText("rd x", "cmd")]),
        ("tty", "send_to_terminal", {"input": "rm x"}, [ShellText("rm x", "unknown")]),
        ("fs", "write_file", {"path": "a", "content": "x"}, [FileWrite("/p/a", "x")]),
        ("fs", "create_directory", {"path": "a"}, []),
        ("fs", "read_file", {"path": "a"}, []),
        ("github", "create_or_update_file", {"owner": "o", "repo": "r", "path": "a", "content": "x"}, []),
        ("notes", "write_file", {"title": "x"}, []),
        ("http", "request", {"method": "delete", "url": "https://x/y"},
         [ShellText("curl -X DELETE https://x/y", "posix")]),
        ("http", "request", {"method": "POST", "url": "https://x/y", "body": {"a": 1}},
         [ShellText("curl -X POST https://x/y --data '{\"a\":1}'", "posix")]),
        ("http", "request", {"method": "GET", "url": "https://x/y"}, []),
        ("http", "request", {"method": "DELETE", "url": "/y"}, []),
        ("x", "y", None, []),
        ("x", "y", [1], []),
    ],
)  # fmt: skip
def test_what_it_would_do(server: str, tool: str, arguments: object, found: list[object]) -> None:
    got = actions(server, tool, arguments, "/p")
    assert isinstance(got, tuple)
    call = got[0]
    assert isinstance(call, ToolCall)
    assert (call.name, call.arguments, call.server, call.tool) == (f"mcp__{server}__{tool}", arguments, server, tool)
    assert list(got[1:]) == ([] if found == [ShellText] else found)


@pytest.mark.parametrize(
    ("tool", "parts"),
    [
        ("mcp__db__drop_table", ("db", "drop_table")),
        ("mcp_db_drop_table", ("", "")),
        ("db-drop_table", ("", "")),
    ],
)
def test_joined_names(tool: str, parts: tuple[str, str]) -> None:
    got = actions("", tool, {}, "/p")
    assert got == (ToolCall(tool, {}, *parts),)


def test_what_is_understood_is_not_judged_by_its_name() -> None:
    got = actions("fs", "delete_file", {"path": "a"}, "/p")
    assert got == (
        ToolCall("mcp__fs__delete_file", {"path": "a"}, "fs", "delete_file", True),
        ShellText("rm -- /p/a", "posix"),
    )


@pytest.mark.parametrize("arguments", [{"command": [1]}, {"command": "a\0b"}, {"commands": ["a", 2]}])
def test_is_not_understood(arguments: object) -> None:
    assert isinstance(actions("box", "run", arguments, "/p"), NotUnderstood)
