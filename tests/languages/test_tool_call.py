"""Which arguments of a tool are read as SQL or GraphQL."""

from __future__ import annotations

import pytest

from guardcmd.languages.tool_call import DEPTH, STRINGS, is_graphql, is_statement, strings_in


@pytest.mark.parametrize(
    ("key", "text", "about_data", "searching", "expected"),
    [
        ("sql", "anything", False, True, True),
        ("sqlText", "anything", False, False, True),
        ("raw_sql", "anything", False, False, True),
        ("query", "drop table x", False, False, True),
        ("query", "drop table x", False, True, False),
        ("query", "how to drop a table", False, False, False),
        ("query", "update the docs", False, False, False),
        ("query", "anything", True, False, True),
        ("q", "delete from x", False, False, True),
        ("statement", "anything", False, False, True),
        ("queries", "anything", False, False, True),
        ("text", "DROP TABLE users", True, False, True),
        ("text", "DROP TABLE users", False, False, False),
        ("input", "DROP TABLE users", False, False, True),
        ("input", "UPDATE users SET a = 1", False, False, True),
        ("input", "delete the account", False, False, False),
        ("input", "with regards to the meeting", False, False, False),
        ("element", "Delete from cart", False, False, False),
        ("text", "hello there", True, False, False),
        ("query", "", True, False, False),
    ],
)
def test_a_statement(key: str, text: str, about_data: bool, searching: bool, expected: bool) -> None:
    assert is_statement(key, text, about_data, searching) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mutation { a }", True),
        ("mutation($id: ID!) { a }", True),
        ("# note\nquery X { a }", True),
        ("{ a }", True),
        ("fragment F on X { a }", True),
        ("query the docs", False),
        ("SELECT '{'", False),
        ("", False),
    ],
)
def test_graphql(text: str, expected: bool) -> None:
    assert is_graphql(text) is expected


def test_arguments_are_looked_at_within_limits() -> None:
    assert strings_in({"a": ["x", {"b": "y"}], "c": 1}) == ([("a", "x"), ("b", "y")], False)
    assert strings_in(["x"] * (STRINGS + 1))[1]
    deep: object = "x"
    for _ in range(DEPTH + 2):
        deep = [deep]
    assert strings_in(deep) == ([], True)
