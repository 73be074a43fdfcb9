from __future__ import annotations

import pytest

from guardcmd.calls import Payload
from tests.unwrap.opening import opened, shown

TEXT = """\
# a comment
set shell := ["bash", "-c"]
dir := "build"
rev := `git rev-parse HEAD`
alias c := clean

default: build
    echo done

build:
    @mkdir -p {{dir}}

[private]
clean: build
    -rm -rf {{dir}}/* {{rev}}

deploy env where='here' *rest: clean (notify "x")
    ./deploy {{env}} {{where}} {{rest}}

notify text:
    echo {{text}}

script:
    #!/usr/bin/env python3
    import os
"""
FILES = {"/work/justfile": TEXT, "/work/sub/justfile": "a:\n  rm sub\n", "/work/x.just": "b:\n  rm b\n"}
CLEAN = ["shell: rm -rf build/* …", "shell: mkdir -p build"]


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("just --list", []),
        ("just -n clean", []),
        ("just missing", []),
        ("just", ["shell: echo done", "shell: mkdir -p build"]),
        ("just build", ["shell: mkdir -p build"]),
        ("just clean", CLEAN),
        ("just c", CLEAN),
        ("just dir=/srv clean", ["shell: rm -rf /srv/* …", "shell: mkdir -p /srv"]),
        ("just deploy prod", ["shell: ./deploy prod here ", *CLEAN, "shell: echo "]),
        ("just deploy a b c d", ["shell: ./deploy a b c d", *CLEAN, "shell: echo "]),
        ("just build c", ["shell: mkdir -p build", "shell: rm -rf build/* …"]),
        ("just notify <?>", ["shell: echo …"]),
        ("just script", ["python: #!/usr/bin/env python3\nimport os"]),
        ("just -d sub a", ["shell: rm sub"]),
        ("just -f x.just b", ["shell: rm b"]),
        ("just --justfile=x.just", ["shell: rm b"]),
    ],
)  # fmt: skip
def test_what_just_runs(line: str, inside: list[str]) -> None:
    assert sorted(shown(opened(line, None, FILES))) == sorted(inside)


def test_each_line_says_where_it_stands() -> None:
    part = opened("just clean", None, FILES)[0]
    assert isinstance(part, Payload)
    assert (part.origin.file, part.origin.line) == ("justfile", 15)


def test_too_many_lines_are_told() -> None:
    assert shown(opened("just a", None, {"/work/justfile": "a:\n" + "  rm x\n" * 300})) == ["opaque: limit"]
