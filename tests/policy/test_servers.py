"""Which entries of the table of MCP tools fit a call."""

from __future__ import annotations

import pytest

from guardcmd.policy.servers import folded, told_of
from guardcmd.proposal import ToolCall
from tests.policy.samples import settings

CALL = ToolCall("mcp__my-db__dropTable", {}, "my-db", "dropTable")


@pytest.mark.parametrize(
    ("user", "project", "told"),
    [
        ({}, {}, ("", "")),
        ({"my-db.dropTable": "allow"}, {}, ("allow", "")),
        ({"my_db.droptable": "allow"}, {}, ("allow", "")),
        ({"my-db.*": "notify"}, {}, ("notify", "")),
        ({"my-db.*": "ask"}, {}, ("", "ask")),
        ({"my-db.*": "allow", "my-db.drop*": "confirm"}, {}, ("", "confirm")),
        ({"*.drop*": "block"}, {}, ("", "block")),
        ({"my-db.dropTable": "ask", "my-db.*": "block"}, {}, ("ask", "")),
        ({"my-db.dropTable": "ask"}, {"my-db.*": "confirm"}, ("ask", "confirm")),
        ({"other.dropTable": "allow"}, {"other.*": "block"}, ("", "")),
    ],
)
def test_told(user: dict[str, str], project: dict[str, str], told: tuple[str, str]) -> None:
    assert told_of(CALL, settings({"mcp": user}, {"mcp": project})) == told


def test_folded() -> None:
    assert folded("My-DB__drop.*") == "my_db_drop_*"
