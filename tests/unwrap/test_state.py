"""State: forks, joins, children, the disk of the text."""

from __future__ import annotations

import pytest

from guardcmd.shell.value import MOST, known, unknown
from guardcmd.unwrap.choices import LONGEST, PIECES, concat, merge, single, trimmed
from guardcmd.unwrap.join import join, join_all
from guardcmd.unwrap.pathtext import absolute, base_name, directory_name, normal, seen_from
from guardcmd.unwrap.provenance import decoded_by, fetched_by, output_of, source_of, worse
from guardcmd.unwrap.state import Channel, FunctionBody, Items, State, Variable, descriptor_of
from tests.unwrap.shown import Walked, proposal, script


def a_state(**variables: str) -> State:
    state = State(proposal(""))
    for name, text in variables.items():
        state.set(name, (known(text),))
    return state


def test_a_fork_and_its_origin_do_not_see_each_other() -> None:
    state = a_state(x="1")
    fork = state.fork()
    fork.set("x", (known("2"),))
    fork.define("f", FunctionBody("f", script("a"), None))
    state.alias("a", (known("b"),))
    assert [each.variable("x").scalar()[0].text for each in (state, fork)] == ["1", "2"]
    assert (state.functions, fork.aliases) == ({}, {})


def test_a_join_holds_what_either_holds() -> None:
    one, other = a_state(x="1", y="1"), a_state(x="2")
    other.directory = known("/tmp")
    both = join(one, other)
    assert both.variable("x").scalar() == (known("1").replace(texts=("1", "2")),)
    assert [value.shown() for value in both.variable("y").scalar()] == ["1", "…"]
    assert both.directory.texts == ("/work/project", "/tmp")


def test_a_join_of_one_that_ended_is_the_other() -> None:
    one, other = a_state(x="1"), a_state(x="2")
    one.ended = True
    assert join(one, other).variable("x").scalar()[0].text == "2"
    other.ended = True
    assert join(one, other).variable("x").scalar()[0].texts == ("1", "2")


def test_many_alternatives_become_unknown() -> None:
    states = [a_state(x=str(i)) for i in range(MOST + 1)]
    assert join_all(states).variable("x").scalar()[0].whole_unknown


def test_a_join_keeps_arrays_apart() -> None:
    one, other = a_state(), a_state()
    one.set("a", (Items((("0", (known("1"),)),)),))
    other.set("a", (Items((("0", (known("2"),)),)),))
    assert len(join(one, other).variable("a").contents) == 2


def test_a_child_sees_what_is_exported() -> None:
    state = a_state(x="1")
    state.set("y", (known("2"),), exported=True)
    state.define("f", FunctionBody("f", script("a"), None, exported=True))
    state.define("g", FunctionBody("g", script("a"), None))
    state.alias("a", (known("b"),))
    child = state.child({"z": known("3")})
    assert set(child.variables) == {"y", "z"}
    assert set(child.functions) == {"f"}
    assert not child.aliases
    assert child.disk is state.disk


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("echo a > f", "f", "a\n"),
        ("echo a > f", "./f", "a\n"),
        ("echo a > f", "/work/project/f", "a\n"),
        ("echo a > d/../f", "f", "a\n"),
        ("cd /tmp; echo a > f", "/tmp/f", "a\n"),
        ("echo a > f; echo b >> f", "f", "{a\n,a\nb\n}"),
        ("echo a > f; echo b > f", "f", "{a\n,b\n}"),
        ("(echo a > f)", "f", "a\n"),
        ("if x; then echo a > f; fi", "f", "a\n"),
        ("cat > f <<E\na\nE", "f", "a\n"),
        ("echo a | tee f g", "g", "a\n"),
        ("echo a | sudo tee f", "f", "a\n"),
        ("echo a > f; cp f g", "g", "a\n"),
        ("echo a > f; mv f d/", "d/f", "a\n"),
        ("echo a > f; ln -s f g", "g", "a\n"),
        ("dd of=f <<< a", "f", "a\n"),
        ("echo a > $X/f", "f", None),
        ("a > f", "g", None),
    ],
)
def test_written_files(text: str, path: str, expected: str | None) -> None:
    found = Walked(text).state.written(path)
    assert (found[0].shown() if found else None) == expected


def test_files_of_unknown_name_are_found_by_the_same_name() -> None:
    walked = Walked("t=$(mktemp); echo a > $t; echo b > $X/f; c $t $X/f")
    first, second = walked.invocations[-1].argv[1:]
    assert walked.state.written(first) == (known("a\n"),)
    assert walked.state.written(second) == (known("b\n"),)


@pytest.mark.parametrize(
    ("text", "path", "source"),
    [
        ("curl u > f", "f", "network"),
        ("curl -o f u", "f", "network"),
        ("curl -sSLof u", "f", "network"),
        ("curl --output=f u", "f", "network"),
        ("curl -LO http://h/p/f.sh?x=1", "f.sh", "network"),
        ("wget http://h/f.sh", "f.sh", "network"),
        ("wget -qO f http://h/g", "f", "network"),
        ("wget -P d http://h/f", "d/f", "network"),
        ("curl u | tee f", "f", "network"),
        ("curl u > g; cp g f", "f", "network"),
        ("scp h:/x/f .", "f", "network"),
        ("base64 -d g > f", "f", "decode"),
        ("openssl enc -d -in g -out f", "f", "decode"),
        ("gunzip f.gz", "f", "decode"),
        ("ls > f", "f", "local"),
        ("cat g > f", "f", "file"),
    ],
)
def test_written_files_that_nobody_can_read(text: str, path: str, source: str) -> None:
    found = Walked(text).state.written(path)
    assert found
    assert [source_of(value.why) for value in found if not value.texts] == [source]


def test_programs_that_make_files_of_unknown_names() -> None:
    unpackers = Walked("git clone u d; tar xf a; curl u | tar x").state.disk.unpackers
    assert unpackers == ["git clone", "tar", "tar of a download"]


def test_descriptors() -> None:
    state = a_state()
    state.open("3", Channel("input"))
    assert state.inputs("3")[0].source == "none"
    assert [descriptor_of(path) for path in ("/dev/stdin", "/dev/fd/3", "/proc/self/fd/0", "x")] == ["0", "3", "0", ""]


def test_namerefs_in_a_circle_end() -> None:
    state = a_state()
    state.put("a", Variable((known("b"),), nameref=True))
    state.put("b", Variable((known("a"),), nameref=True))
    assert state.variable("a").scalar()[0].whole_unknown


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (("a",), ("b",), ["ab"]),
        (("a", "b"), ("c", "d"), ["{ac,ad,bc,bd}"]),
        (("a",), None, ["a…"]),
        (None, None, ["……"]),
        (("a", "b"), None, ["a…", "b…"]),
    ],
)
def test_concatenation(left: tuple[str, ...] | None, right: tuple[str, ...] | None, expected: list[str]) -> None:
    one, other = ((known("").replace(texts=each) if each else unknown("$x"),) for each in (left, right))
    assert [value.shown() for value in concat(one, other)] == expected


def test_concatenation_is_bounded() -> None:
    long = (known("a" * LONGEST),)
    assert concat(long, long)[0].whole_unknown
    holes = (unknown("$x", (None, "a") * PIECES),)
    assert len(concat(holes, holes)[0].pieces) <= PIECES


def test_merging() -> None:
    assert merge([known("a"), known("b"), known("a")]) == (known("a").replace(texts=("a", "b")),)
    assert len(merge([known("a"), unknown("$x"), unknown("$y")])) == 2
    assert single(merge([known("a"), unknown("$x")])) == unknown("$x")
    assert trimmed((known("a\n\n"), unknown("$x", (None, "b\n")))) == (known("a"), unknown("$x", (None, "b")))


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/a/./b/../c", "/a/c"), ("/..", "/"), ("a/../..", ".."), ("./a", "a"), ("a/", "a"), (".", "."), ("//a", "/a")],
)
def test_normal_paths(path: str, expected: str) -> None:
    assert normal(path) == expected
    assert absolute("/x/y", "/z") == "/z"
    assert absolute("/x/y", "../z") == "/x/z"


@pytest.mark.parametrize(
    ("directory", "path", "expected"),
    [
        (known("/a"), known("b"), "/a/b"),
        (known("/a"), unknown("$x", ("b", None)), "/a/b…"),
        (known("/a"), unknown("$x", ("/b", None)), "/b…"),
        (known("/a"), unknown("$x", (None, "/b")), "…/b"),
        (unknown("$d"), known("b"), "…/b"),
        (unknown("$d"), known("/b"), "/b"),
    ],
)
def test_paths_seen_from_a_directory(directory: object, path: object, expected: str) -> None:
    assert seen_from(directory, path).shown() == expected  # type: ignore[arg-type]


def test_names_in_paths() -> None:
    assert [base_name(path) for path in ("/a/b", "/a/b/", "/", "", "a")] == ["b", "b", "/", "", "a"]
    assert [directory_name(path) for path in ("/a/b", "/a/", "/", "", "a")] == ["/a", "/", "/", ".", "."]


def test_the_graver_reason_wins() -> None:
    assert worse(output_of("ls"), fetched_by("curl")) == fetched_by("curl")
    assert worse(fetched_by("curl"), decoded_by("base64")) == fetched_by("curl")
    assert worse("$x", output_of("ls")) == "$x"
    assert worse("mktemp", "$x") == "$x"
    assert worse("", "$x") == "$x"
