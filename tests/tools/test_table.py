"""What a table's keys change: where the verb stands, how it is spelled, and what a noun holds."""

from __future__ import annotations

from typing import Any

import pytest

from guardcmd.ruleset.model import Table
from guardcmd.tools.table import classify, hyphened, singular


def table(**fields: Any) -> Table:
    verbs = {"list": "read", "show": "read", "delete": "destroy", "stop": "disrupt", "reset": "hidden-data"}
    nouns = {"data": ("disk",), "backup": ("snapshot",), "environment": ("project",), "minor": ("tag",)}
    return Table(**{"name": "cloud", "depth": 0, "verbs": verbs, **nouns, **fields})


def class_of(command: str, **fields: Any) -> str:
    return classify(command.split(), table(**fields))["class"]


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("lke cluster-list", "read"),
        ("linodes disk-delete", "delete-data"),
        ("dokku disks:delete", "delete-data"),
        ("linodes delete-disk", "delete-data"),  # the verb may still stand first
        ("linodes delete", "delete-resource"),
        ("linodes show delete", "read"),
    ],
)
def test_a_verb_may_stand_last(command: str, kind: str) -> None:
    assert class_of(command, verb_last=True) == kind


def test_elsewhere_the_first_part_is_the_verb() -> None:
    assert class_of("linodes disk-delete") == "unknown"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("DeleteInstance", "delete-instance"),
        ("deleteCluster", "delete-cluster"),
        ("DeleteDBInstance", "delete-db-instance"),
        ("DELETE", "delete"),
        ("delete-disk", "delete-disk"),
        ("", ""),
    ],
)
def test_camel_case_is_split_at_its_capitals(name: str, parts: str) -> None:
    assert hyphened(name) == parts


def test_camel_case_is_read_only_where_the_table_says_so() -> None:
    assert class_of("ecs DeleteDisk", camel_case=True) == "delete-data"
    assert class_of("ecs DeleteDisk") == "unknown"


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("volume disks delete", "delete-data"),
        ("volume snapshot delete", "delete-backup"),
        ("iam project delete", "delete-environment"),
        ("iam project-tag delete", "delete-minor"),
        ("volume disk-snapshot delete", "delete-backup"),  # the longest suffix decides
    ],
)
def test_what_a_noun_holds_decides_what_deleting_it_is(command: str, kind: str) -> None:
    assert class_of(command) == kind


@pytest.mark.parametrize("noun", ["kubernetes", "k8s", "nfs", "managed-postgres"])
def test_some_names_end_in_s_and_are_no_plural(noun: str) -> None:
    assert singular(noun) == noun


def test_a_plural_that_ends_like_such_a_name() -> None:
    assert singular("disks") == "disk"


@pytest.mark.parametrize("words", [["linodes", None], [None, "delete"], ["linodes", None, "delete", "x"]])
def test_an_operation_that_an_unknown_word_hides_has_the_verb_of_none(words: list[str | None]) -> None:
    assert classify(words, table())["verb"] == "?"


def test_a_group_alone_and_a_help_word_only_print_the_usage() -> None:
    assert class_of("vm", depth=0) == "read"
    assert class_of("vm obliterate", depth=0) == "unknown"
    assert classify([None], table(depth=0))["class"] == "unknown"
    assert class_of("vm help", depth=2, help_words=("help",)) == "read"
    assert class_of("vm help", depth=2) == "unknown"


def test_an_unknown_word_behind_the_operation_hides_nothing() -> None:
    assert classify(["linodes", "delete", None], table())["verb"] == "delete"
