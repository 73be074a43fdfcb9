from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardcmd.unwrap.awk import awk_commands
from tests.unwrap.opening import opened, shown

HOLE = "…"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{print $1}", []),
        ("/rm -rf/ {print}", []),
        ("$1 > 5 {print}", []),
        ("NR==FNR{a[$1]=$2;next} $1 in a{print a[$1]}", []),
        ("{print \"system(rm)\"}", []),
        ("# system(\"rm x\")\n{print}", []),
        ("{gsub(/\"/, \"\"); print}", []),
        ("{x = a || b; print x}", []),
        ("{print > \"/dev/stderr\"}", []),
        ("{print > $1 \".txt\"}", []),
        ("{print >> \"log\"}", []),
        ("{while ((getline line < \"f\") > 0) n++}", []),
        ("BEGIN{system(\"rm -rf x\")}", [("run", "rm -rf x")]),
        ("{system (\"rm \" $1)}", [("run", "rm …")]),
        ("{system(\"rm \" $1 \"/*\")}", [("run", "rm …/*")]),
        ("{system($0)}", [("unread", "awk runs what its input says")]),
        ("{system(sprintf(\"rm %s\", $1))}", [("run", "…rm %s…")]),
        ("BEGIN{\"date\" | getline d; print d}", [("run", "date")]),
        ("BEGIN{while ((\"rm \" x) | getline) print}", [("run", "rm …")]),
        ("{print $1 | \"sort\"}", [("run", "sort")]),
        ("{print \"rm \" $1 | \"sh\"}", [("unread", "awk prints lines that a shell runs")]),
        ("{print | \"rm \\\"a b\\\"\"}", [("run", "rm \"a b\"")]),
        ("{print > \"out\"}", [("write", "out")]),
        ("{printf \"%s\", $1 > \"out\"; close(\"out\")}", [("write", "out")]),
        ("{a = b / c; system(\"rm x\") / 2}", [("run", "rm x")]),
    ],
)  # fmt: skip
def test_awk_commands(text: str, found: list[tuple[str, str]]) -> None:
    assert awk_commands(text, HOLE) == found


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("awk '{print $1}' f", []),
        ("awk -F: -v a=b '{print $1}' f", []),
        ("awk 'BEGIN{system(\"rm x\")}'", ["shell: rm x"]),
        ("gawk -v a=b '{system(\"rm x\")}' f", ["shell: rm x"]),
        ("gawk -e '{system(\"rm x\")}' f", ["shell: rm x"]),
        ("awk -f x.awk f", ["shell: rm file"]),
        ("awk '{print > \"a b\"}'", ["shell: : > 'a b'"]),
        ("awk '{system($0)}'", ["opaque: variable"]),
        ("awk <?>", ["opaque: variable"]),
        ("awk '{system(\"<?>\")}'", ["opaque: variable"]),
    ],
)
def test_awk_command_lines(line: str, inside: list[str]) -> None:
    assert shown(opened(line, None, {"/work/x.awk": 'BEGIN{system("rm file")}'})) == inside


@given(st.text('"/\\(){}|>\n#abc system', max_size=60))
def test_any_text_is_read(text: str) -> None:
    awk_commands(text, HOLE)
