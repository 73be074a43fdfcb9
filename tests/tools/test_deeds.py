"""What a tool's name says."""

from __future__ import annotations

import pytest

from guardcmd.tools.deeds import deed_of, name_words, split_name


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("dropTable", ("drop", "table")),
        ("delete-user", ("delete", "user")),
        ("purge_queue", ("purge", "queue")),
        ("s3DeleteBucket", ("s3", "delete", "bucket")),
        ("deleteAPIKey", ("delete", "api", "key")),
        ("DELETE_ALL", ("delete", "all")),
        ("read", ("read",)),
        ("__", ()),
        ("", ()),
    ],
)
def test_words_of_a_name(name: str, words: tuple[str, ...]) -> None:
    assert name_words(name) == words


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("mcp__db__dropTable", ("db", "dropTable")),
        ("mcp__my_server__delete-user", ("my_server", "delete-user")),
        ("mcp_db_drop", ("", "db_drop")),
        ("db-drop", ("", "db-drop")),
        ("mcp__drop", ("", "drop")),
    ],
)
def test_server_and_tool(name: str, parts: tuple[str, str]) -> None:
    assert split_name(name) == parts


@pytest.mark.parametrize(
    ("name", "kind", "container"),
    [
        ("delete_repository", "destroy", True),
        ("repository_delete", "destroy", True),
        ("delete_comment", "destroy", False),
        ("dropdb", "destroy", True),
        ("flushall", "destroy", True),
        ("find_and_delete", "destroy", False),
        ("get_or_delete", "destroy", False),
        ("schedule_key_deletion", "destroy", False),
        ("clear_database", "destroy", True),
        ("pause_project", "stop", False),
        ("create_refund", "pay", False),
        ("get_deleted_items", "", False),
        ("preview_delete", "", False),
        ("is_terminated", "", False),
        ("create_drop_shadow", "", False),
        ("cancel_deletion", "", False),
        ("clear_cache", "", False),
        ("stop_dev_server", "", False),
        ("undelete", "", False),
        ("list_tables", "", False),
        ("", "", False),
    ],
)
def test_what_a_name_says(name: str, kind: str, container: bool) -> None:
    found = deed_of(name_words(name))
    assert (found.kind, found.container) == (kind, container)


def test_a_servers_name_masks_nothing() -> None:
    assert deed_of(("search", "delete", "items"), joined=True).kind == "destroy"
    assert deed_of(("search", "delete", "items"), joined=False).kind == ""
    assert deed_of(("github", "get", "deleted", "items"), joined=True).kind == ""


def test_an_argument_that_names_the_action_only_adds() -> None:
    assert deed_of(("manage", "instance"), more=("terminate",)).kind == "destroy"
    assert deed_of(("manage", "instance"), more=("list",)).kind == ""
    assert deed_of(("delete", "instance"), more=("list",)).kind == "destroy"
