from __future__ import annotations

from typing import Any

import pytest

from guardcmd.calls import Target
from guardcmd.shell.value import known, unknown
from guardcmd.targets.names import counted, listed, plural, shown, typed_word
from tests.policy.samples import finding, target

SHOP = target("database", "shop")
PATH = target("path", "/srv/data/old", "outside")


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        ((), "work"),  # the directory, where nothing else is known
        ((SHOP,), "shop"),
        ((PATH,), "old"),
        ((target("path", "/", "root"),), "/"),
        ((target("path", "~/x/", "home-content"),), "x"),
        ((target("instance", "i-1"),), "i-1"),
        ((target("instance", "i-1"), target("region", "eu-1")), "i-1"),
        ((target("instance", "i-1"), target("profile", "prod")), "i-1"),
        ((target("instance", "i-1"), target("instance", "i-2")), "2 instances"),
        ((target("instance", "i-1"), target("instance", "i-1")), "i-1"),
        ((target("instance", "i-1"), SHOP), "i-1"),  # the database says where
        ((target("path", "dist", "artefact"), PATH), "old"),
        ((target("path", "*.log", "project", glob=True),), "*.log"),
        ((target("path", "*.log", "project", glob=True), PATH), "many paths"),
        ((target("pod", "a"), target("path", "b", "project")), "2 targets"),
        ((target("namespace", "pay"),), "pay"),
        ((target("host", "db1"), target("namespace", "pay")), "pay"),
        ((target("context", "prod-eu"), target("namespace", "pay")), "pay"),
        ((target("workspace", "blue"),), "blue"),
        ((SHOP, target("database", "crm"), target("namespace", "pay")), "2 databases"),
        ((Target("instance", unknown("$x")), target("namespace", "pay")), "pay"),
        ((Target("instance", unknown("$x")),), "work"),
    ],
)
def test_the_word_to_type(targets: tuple[Target, ...], expected: str) -> None:
    assert typed_word([finding(targets=targets, directory="/home/dev/work")], "/home/dev/work") == expected


def test_of_several_findings_all_targets_count() -> None:
    assert typed_word([finding(targets=(SHOP,)), finding(targets=(target("database", "crm"),))], "/w") == "2 databases"


def test_the_host_where_there_is_no_directory() -> None:
    assert typed_word([finding(targets=(target("host", "db1"),), directory="/")], "/") == "db1"
    found = finding(directory="/")
    there = found.call.replace(origin=found.call.origin.replace(host="web1"))
    assert typed_word([found.replace(call=there)], "/") == "web1"
    assert typed_word([found], "/") == "yes"


def test_the_directory_in_which_it_runs() -> None:
    assert typed_word([finding(directory="/home/dev/infra")], "/home/dev") == "infra"
    chdir = finding(targets=(target("directory", "envs/prod"),), directory="/home/dev/infra")
    assert typed_word([chdir], "/home/dev") == "prod"


def test_what_the_call_names_helps() -> None:
    found = finding()
    call = found.call.replace(targets=(target("namespace", "pay"),))
    assert typed_word([found.replace(call=call)], "/w") == "pay"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"name": known("a\x1b[2Jb")}, "a?[2Jb"),
        ({"name": unknown("$x", ("/data/", None))}, "/data/…"),
        ({"name": known("x" * 100)}, "x" * 29 + "…" + "x" * 30),
    ],
)
def test_shown(fields: dict[str, Any], expected: str) -> None:
    assert shown(Target("path", **fields)) == expected


def test_listed() -> None:
    names = [target("pod", name) for name in "abcdef"]
    assert listed([]) == ""
    assert listed(names[:1]) == "a"
    assert listed(names[:3]) == "a, b and c"
    assert listed(names[:4]) == "a, b, c and d"
    assert listed(names) == "a, b, c and 3 more"


def test_counted() -> None:
    assert counted([SHOP, SHOP]) == "2 databases"
    assert counted([Target("key", known("a"), count=-1)]) == "many keys"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("path", "paths"),
        ("index", "indexes"),
        ("branch", "branches"),
        ("pod", "pods"),
        ("bus", "buses"),
        ("box", "boxes"),
    ],
)
def test_plural(kind: str, expected: str) -> None:
    assert plural(kind) == expected
