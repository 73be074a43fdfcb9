from __future__ import annotations

import pytest

from guardcmd.calls import Payload
from guardcmd.shell.value import known, unknown
from guardcmd.unwrap.state import State
from tests.unwrap.opening import opened, shown, world

MAKEFILE = """\
DIR ?= build
SHELL := /bin/bash
include rules.mk
all: lint
\techo all
lint:
\t@ruff check $(DIR)
clean:
\trm -rf $(DIR)/*
again: clean
\t+$(MAKE) -C sub
release:
\tgit tag $(shell cat VERSION)
unset:
\trm -rf $(NOWHERE)/*
"""
FILES = {
    "/work/Makefile": MAKEFILE,
    "/work/rules.mk": "extra:\n\trm extra\nNAME := $(shell rm hidden)\n",
    "/work/sub/Makefile": "default:\n\trm sub\n",
    "/work/other.mk": "x:\n\trm other\n",
}
HIDDEN = "shell: rm hidden"


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("make -C missing", []),
        ("make --version -C sub", []),
        ("make -C sub -n", []),
        ("make -C sub", ["shell: rm sub"]),
        ("make -Csub", ["shell: rm sub"]),
        ("make --directory=sub", ["shell: rm sub"]),
        ("make -j4 -C sub default", ["shell: rm sub"]),
        ("make -j 4 -kC sub", ["shell: rm sub"]),
        ("gmake -C sub", ["shell: rm sub"]),
        ("make", [HIDDEN, "shell: rm extra"]),  # the first target of all, in a file that is included before
        ("make all", [HIDDEN, "shell: ruff check build", "shell: echo all"]),
        ("make lint DIR=src", [HIDDEN, "shell: ruff check src"]),
        ("make clean", [HIDDEN, "shell: rm -rf build/*"]),
        ("make clean DIR=<?>", [HIDDEN, "shell: rm -rf …/*"]),
        ("make lint clean", [HIDDEN, "shell: ruff check build", "shell: rm -rf build/*"]),
        ("make extra", [HIDDEN, "shell: rm extra"]),
        ("make again", [HIDDEN, "shell: rm -rf build/*", "shell: make -C sub"]),
        ("make -n again", [HIDDEN, "shell: make -C sub"]),  # these run in a preview too
        ("make release", [HIDDEN, "shell: git tag …", "shell: cat VERSION"]),
        ("make unset", [HIDDEN, "shell: rm -rf …/*"]),
        ("make -f other.mk", ["shell: rm other"]),
        ("make --file other.mk x", ["shell: rm other"]),
        ("make -f <?>", ["opaque: file"]),
        ("make --eval='x: ; rm x' -f other.mk x", ["shell: rm x", "shell: rm other"]),
    ],
)  # fmt: skip
def test_what_make_runs(line: str, inside: list[str]) -> None:
    assert shown(opened(line, None, FILES)) == inside


def test_an_unknown_target_may_be_any() -> None:
    found = shown(opened("make <?>", None, FILES))
    assert "shell: rm -rf build/*" in found
    assert "shell: rm extra" in found


def test_each_line_says_where_it_stands() -> None:
    _, part = opened("make clean", None, FILES)
    assert isinstance(part, Payload)
    assert (part.origin.file, part.origin.line, part.origin.via) == ("Makefile", 9, ("make clean",))
    assert part.dialect == "bash"


def test_a_makefile_from_standard_input() -> None:
    assert shown(opened("make -f -", "x:\n\trm x\n")) == ["shell: rm x"]
    assert shown(opened("make -f -")) == ["opaque: local"]


def test_a_makefile_written_by_the_same_text() -> None:
    state = State(world().proposal)
    state.write(known("Makefile"), (known("x:\n\trm x\n"),))
    assert shown(opened("make", state=state)) == ["shell: rm x"]
    fetched = State(world().proposal)
    fetched.write(known("Makefile"), (unknown("text fetched by `curl`"),))
    assert shown(opened("make", state=fetched)) == ["opaque: network"]


def test_variables_of_the_environment() -> None:
    assert shown(opened("make unset", None, FILES, {"NOWHERE": "/srv"})) == [HIDDEN, "shell: rm -rf /srv/*"]


def test_too_many_lines_are_told() -> None:
    found = opened("make a", None, {"/work/Makefile": "a:\n" + "\trm x\n" * 600})
    assert shown(found)[0] == "opaque: limit"


def test_references_within_references_end() -> None:
    assert shown(opened("make a", None, {"/work/Makefile": "a:\n\t" + "$(" * 5_000})) == ["opaque: variable"]
