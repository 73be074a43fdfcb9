"""Tools of MCP servers on a command line."""

from __future__ import annotations

import pytest

from tests.support import judge


@pytest.mark.parametrize(
    ("text", "stopped"),
    [
        ("mcporter call cloud.delete_bucket name=prod", True),
        ("npx mcporter call cloud.deleteBucket name=prod", True),
        ("mcp call delete_bucket --params '{}' npx server", True),
        ("mcporter call --timeout 5 db.query sql='DROP TABLE users'", True),
        ("mcporter call db.query sql='SELECT 1'", False),
        ("mcporter call cloud.get_deleted_items", False),
        ("mcporter list", False),
        ("mcporter call", False),
    ],
)
def test_a_call(text: str, stopped: bool) -> None:
    assert (judge(text).decision in ("ask", "confirm", "block")) is stopped
