from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardcmd.unwrap.sed import sed_commands
from tests.unwrap.opening import opened, shown

UNREAD = ("unread", "sed runs what its input says")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("s/a/b/", []),
        ("s/e/w/g", []),
        ("s|/e|w|g;p", []),
        ("/e x/d", []),
        ("\\%e%d", []),
        ("1,5p", []),
        ("$!N;s/\\n/ /;P;D", []),
        (":a;N;$!ba;s/\\n/,/g", []),
        ("/w/{s/a/b/;p}", []),
        ("y/ew/we/", []),
        ("a\\\ntext e\\\nmore w x", []),
        ("i e rm x", []),
        ("s/[/]e/x/", []),
        ("s/a/b/w /dev/stdout", []),
        ("# e rm x\np", []),
        ("s/a\\/e/b/", []),
        ("/x/I,/y/Md", []),
        ("1e rm x", [("run", "rm x")]),
        ("e rm x", [("run", "rm x")]),
        ("/a/e rm x\np", [("run", "rm x")]),
        ("e", [UNREAD]),
        ("s/a/b/e", [UNREAD]),
        ("s/a/b/ge;p", [UNREAD]),
        ("s/a/b/w out", [("write", "out")]),
        ("s/a/b/gw out\np", [("write", "out")]),
        ("/a/w out", [("write", "out")]),
        ("w out", [("write", "out")]),
        ("s/x/y/;e rm x", [("run", "rm x")]),
    ],
)
def test_sed_commands(text: str, found: list[tuple[str, str]]) -> None:
    assert sed_commands(text) == found


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("sed -n 1,5p f", []),
        ("sed -i.bak 's/e/w/' f", []),
        ("sed -e 's/a/b/' -e '1e rm x' f", ["shell: rm x"]),
        ("sed --expression='1e rm x' f", ["shell: rm x"]),
        ("sed -n '1e rm x' f", ["shell: rm x"]),
        ("sed -f x.sed f", ["shell: rm file"]),
        ("sed 's/a/b/w out' f", ["shell: : > out"]),
        ("sed 's/a/b/e' f", ["opaque: variable"]),
        ("sed 's/a/<?>/' f", []),
        ("sed -n <?> f", ["opaque: variable"]),
    ],
)
def test_sed_command_lines(line: str, inside: list[str]) -> None:
    assert shown(opened(line, None, {"/work/x.sed": "1e rm file\n"})) == inside


@given(st.text("sewyaic/|\\[]{};\n 1$:#", max_size=60))
def test_any_text_is_read(text: str) -> None:
    sed_commands(text)
