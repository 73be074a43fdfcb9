from __future__ import annotations

import pytest

from guardcmd.calls import Call, Origin
from guardcmd.context.paths import Paths, overlap
from guardcmd.ruleset.model import Finding
from tests.context.fakes import HOME, PROJECT, call, finding, paper, target

RM = call("rm", "a", span=(50, 60))


def is_made(*calls: Call, made: tuple[str, ...] = (), name: str = "a", **files: str) -> bool:
    paths = Paths(paper(**files), [*calls, RM], made)
    found = paths.evidence(finding(RM, target("path", name, "project")))
    return found is not None and found.kind == "session-made"


@pytest.mark.parametrize(
    "beside",
    [
        (call("redirect", ">", "a"),),
        (call("redirect", ">>", "./a"),),
        (call("redirect", ">", f"{PROJECT}/a"),),
        (call("tee", "b", "a"),),
        (call("redirect", ">", "a/b"),),
        (call("redirect", ">", "a"), call("chmod", "+x", "a")),
        (call("redirect", ">", "a"), call("kubectl", "get", "pods")),
        (call("redirect", ">", "a"), call("cp", "b", "a")),
        (call("http-clients", "https://e.com/x/a?v=1").replace(program="wget"), call("tar", "a")),
    ],
)
def test_what_the_text_makes(beside: tuple[Call, ...]) -> None:
    assert is_made(*beside)


@pytest.mark.parametrize(
    "beside",
    [
        (),
        (call("redirect", ">", "b"),),
        (call("redirect", ">", "a", origin=Origin(("ssh x",), remote=True)),),
        (call("redirect", ">", "a", directory="/elsewhere"),),
        (call("redirect", ">", "a"), call("mv", "b", "a")),
        (call("redirect", ">", "a"), call("mv", "b", "$x")),
        (call("redirect", ">", "a"), call("mv", "b", ".")),
        (call("redirect", ">", "a"), call("git", "checkout", "x")),
        (call("redirect", ">", "a", directory="$x"),),
        (call("redirect", ">", "$x"),),
    ],
)
def test_what_it_does_not_make(beside: tuple[Call, ...]) -> None:
    assert not is_made(*beside)


def kind_of(made: Finding, *beside: Call) -> str:
    known = Paths(paper(), [made.call, *beside], ()).evidence(made)
    return known.kind if known else ""


def test_writing_where_nothing_is() -> None:
    writing = call("redirect", ">", ".env", span=(0, 9))
    again = call("redirect", ">", ".env", span=(10, 19))
    assert kind_of(finding(writing, target("path", ".env", "valuable")), again) == "nothing-there"
    assert kind_of(finding(writing, target("path", "/etc/x", "system"))) == ""
    assert kind_of(finding(writing, target("path", ".bashrc", "startup"))) == ""
    assert kind_of(finding(call("rm", ".env"), target("path", ".env", "valuable"))) == ""
    moving = call("mv", ".env", "x", span=(20, 29))
    assert kind_of(finding(writing, target("path", ".env", "valuable")), moving) == ""


def test_what_stood_there_before_was_not_made() -> None:
    assert not is_made(call("redirect", ">", "a"), **{f"{PROJECT}/a": "precious"})


@pytest.mark.parametrize("made", [f"{PROJECT}/a", f"{PROJECT}/./a", f"{PROJECT}/b/../a"])
def test_what_the_session_made_before(made: str) -> None:
    assert is_made(made=(made,), **{f"{PROJECT}/a": "x"})
    assert not is_made(made=("a", f"{HOME}/a"), **{f"{PROJECT}/a": "x"})


@pytest.mark.parametrize("name", ["~/a", "$x"])
def test_names_that_are_not_certain(name: str) -> None:
    assert not is_made(made=(f"{PROJECT}/a", f"{HOME}/a"), name=name)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("/a", "/a", True),
        ("/a", "/a/b", True),
        ("/a/b", "/a", True),
        ("/", "/a", True),
        ("/a", "/ab", False),
        ("/a/b", "/a/c", False),
    ],
)
def test_overlap(one: str, other: str, expected: bool) -> None:
    assert overlap(one, other) is expected
