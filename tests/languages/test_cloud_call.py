"""Calls of cloud libraries as command lines."""

from __future__ import annotations

import pytest

from guardcmd.languages.cloud_call import option
from guardcmd.languages.http_call import words_of
from guardcmd.languages.things import Constant, Many, Ref, Table, text
from guardcmd.shell.value import Value
from guardcmd.tools.kebab import kebab


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("terminate_instances", "terminate-instances"),
        ("TerminateInstances", "terminate-instances"),
        ("deleteDBInstance", "delete-db-instance"),
        ("DBInstanceIdentifier", "db-instance-identifier"),
        ("delete_db_instance", "delete-db-instance"),
        ("SkipFinalSnapshot", "skip-final-snapshot"),
        ("describe_db_instances", "describe-db-instances"),
        ("", ""),
    ],
)
def test_names(name: str, expected: str) -> None:
    assert kebab(name) == expected


def test_options() -> None:
    assert option("dry-run", Constant(True)) == ["--dry-run"]
    assert option("dry-run", Constant(False)) == ["--no-dry-run"]
    assert option("count", Constant(3)) == ["--count", "3"]
    assert option("x", Constant(None)) == []
    assert [each.text for each in option("ids", Many([text("a"), text("b")]))[1:] if isinstance(each, Value)] == [
        "a",
        "b",
    ]


def test_structures_are_json() -> None:
    (name, value) = option("x", Table({"a": Constant(True), "b": Many([Table({"c": text("d")})])}))
    assert (name, getattr(value, "text", None)) == ("--x", '{"a":true,"b":[{"c":"d"}]}')
    (_, value) = option("x", Many([Table({"c": text("d")})]))
    assert getattr(value, "text", None) == '[{"c":"d"}]'


def test_a_structure_with_an_unknown_part_is_unknown() -> None:
    (_, value) = option("x", Table({"a": Ref("name")}))
    assert isinstance(value, Value)
    assert value.whole_unknown


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("batchDelete", ["batch", "delete"]),
        ("delete_by_query", ["delete", "by", "query"]),
        ("HTTPServer", ["httpserver"]),
        ("/v1/a-b:purge", ["v1", "a", "b", "purge"]),
        ("", []),
    ],
)
def test_words(name: str, words: list[str]) -> None:
    assert words_of(name) == words
