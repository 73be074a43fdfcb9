"""What zsh reads and bash does not."""

from __future__ import annotations

import pytest

from guardcmd.shell.ir import For, Parameter, Script
from guardcmd.shell.reader import read
from guardcmd.shell.zsh_globs import runs_code
from tests.shell.reading import argv, commands, first, refused, runs, script, value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("for i (a b) hit $i", ["hit $i"]),
        ("for i (a b); hit", ["hit"]),
        ("for i (a b) { hit }", ["hit"]),
        ("for i (a $(b)) do hit; done", ["b", "hit"]),
        ("for i in a b; hit && c; d", ["hit", "c", "d"]),
        ("for k v (1 2) hit", ["hit"]),
        ("for ((i=0;i<2;i++)) hit | b", ["hit", "b"]),
        ("foreach i (a b)\nhit\nend", ["hit"]),
        ("foreach i in a b; hit; end", ["hit"]),
        ("repeat 2 hit x; b", ["hit x", "b"]),
        ("repeat $(a) { hit }", ["a", "hit"]),
        ("while [[ a ]] { hit }", ["hit"]),
        ("while (( 1 )) hit", ["hit"]),
        ("until (a) { hit }", ["a", "hit"]),
        ("if [[ a ]] hit", ["hit"]),
        ("if (a) { hit } elif [[ b ]] { c } else { d }", ["a", "hit", "c", "d"]),
        ("if a; then; hit; fi", ["a", "hit"]),
        ("select i (a) { hit }", ["hit"]),
        ("case x { a) hit ;; (b|c) d }", ["hit", "d"]),
        ("case x in (a|b)c) hit ;| (d) e ;; f(g|h)) i; esac", ["hit", "e", "i"]),
        ("() { hit $1 } a", ["set -- a", "hit $1"]),
        ("() { hit }", ["hit"]),
        ("function { hit }", ["hit"]),
        ("function f g { hit }", ["hit"]),
        ("f g () { hit }", ["hit"]),
        ("f() hit x", ["hit x"]),
        ("{ a } always { hit }", ["a", "hit"]),
        ("TRAPEXIT() { hit x }", ["hit x"]),
        ("{ hit a}", ["hit a"]),
        ("{hit a}", ["hit a"]),
        ("hit &! b &| c", ["hit", "b", "c"]),
        ("cat =(hit)", ["cat =(hit)", "hit"]),
        ("x==(hit)", ["", "hit"]),
        ("; hit; ;", ["hit"]),
        ("hit >! f; a >>! g; b &>| h; c >>& i", ["hit", "a", "b", "c"]),
        ("=hit a", ["=hit a"]),
        ("noglob hit a; nocorrect hit b", ["noglob hit a", "hit b"]),
        ("a (b|c)(N) <1-9>; hit", ["a (b|c)(N) <1-9>", "hit"]),
        ("cat <<(hit)", ["cat", "hit"]),
        ("echo ${x:-{a}} b; hit", ["echo ${x:-{a}} b", "hit"]),
        ('echo "${x:-{a}}"; hit', ['echo "${x:-{a}}"', "hit"]),
        ("cat >>(hit)", ["cat", "hit"]),
        (">f for i (a b) hit", ["hit"]),
        ("2>&1 >f { hit } <g", ["hit"]),
        (">f (hit)", ["hit"]),
        (">f time hit", ["hit"]),
        ("2>&-x hit a", ["hit a"]),
        ("f() time hit", ["hit"]),
        ("x=(a)#; b\nhit", ["", "hit"]),
        ("exec {fd}>f; hit", ["exec", "hit"]),
        ("typeset x=(a b); x[1]=(c $(hit))", ["typeset x", "", "hit"]),
        ("echo {a,b} x}y", ["echo {a,b} x}y"]),
        ('echo "${x:-it\'s}"; hit', ['echo "${x:-it\'s}"', "hit"]),  # no pair of quotes is needed
        ("[[ a == (b|c) ]] && hit", ["hit"]),
        ("[[ -prefix a ]] && hit", ["hit"]),
    ],
)
def test_what_runs(text: str, found: list[str]) -> None:
    assert commands(text, "zsh") == found


@pytest.mark.parametrize(
    ("text", "name", "operator", "inside"),
    [
        ("${(f)x}", "x", "(f)", []),
        ("${(j:,:)x}", "x", "(j:,:)", []),
        ("${(s.).)x}", "x", "(s.).)", []),
        ("${(e)x:-a}", "x", "(e):-", ["a"]),
        ("${=x}", "x", "=", []),
        ("${+x}", "x", "+", []),
        ("${#x}", "x", "#len", []),
        ("${x:#a*}", "x", ":#", ["a*"]),
        ("${x::=a}", "x", "::=", ["a"]),
        ("${x:h}", "x", ":modifiers", ["h"]),
        ("${x:1:2}", "x", ":", ["1", "2"]),
        ("${x:/a/b}", "x", ":/", ["a", "b"]),
        ("${:-a}", "", ":-", ["a"]),
        ("${${x%a}#b}", "", "#", ["<x>", "b"]),
        ("${$(hit)}", "", "", ["<$()>"]),
        ('${(f)"$(hit)"}', "", "(f)", ["<$()>"]),
        ("$=x", "x", "=", []),
        ("$+x", "x", "+", []),
        ("$#x", "x", "#len", []),
        ("$x", "x", "", []),
    ],
)
def test_parameters(text: str, name: str, operator: str, inside: list[str]) -> None:
    part = first("echo " + text, "zsh").words[1].parts[0]
    assert isinstance(part, Parameter)
    assert (part.name, part.operator, [value(word) for word in part.arguments]) == (name, operator, inside)
    assert ("hit" in runs("echo " + text, "zsh")) == ("hit" in text)


@pytest.mark.parametrize(
    ("text", "index"), [("$x[1]", "1"), ("${x[1,2]}", "1,2"), ("$x[(r)a*]", "(r)a*"), ('"$x[$y]"', "<y>")]
)
def test_subscripts(text: str, index: str) -> None:
    part = first("echo " + text, "zsh").words[1].parts[0]
    assert isinstance(part, Parameter)
    assert part.index is not None
    assert value(part.index) == index


def test_a_bracket_that_is_text_stays_text() -> None:
    assert argv('echo "$x[ a" b', "zsh") == ["echo", "<x>[ a", "b"]


def test_several_loop_names_are_one_text() -> None:
    (loop,) = script("for k v in 1 2; do a; done", "zsh").statements[0].pipeline.commands
    assert isinstance(loop, For)
    assert loop.name == "k v"


@pytest.mark.parametrize(
    "inside",
    ['e:"hit x":', "e{hit}", "+hit", ".e:a:", "^e:a:", "oe:a:", "o+a", "#qe|a|", "Ne'a'", 'e:"a|b":',
     ".,e:a:", "Lk+1e:a:", "u:root:e:a:"],
)  # fmt: skip
def test_qualifiers_that_run_code(inside: str) -> None:
    assert runs_code(inside)
    assert refused(f"print /tmp/*({inside})", "zsh").reason == "a glob qualifier that runs code"


@pytest.mark.parametrize(
    "inside", ["", ".", "/N", "om[1,3]", "N.", "a|b", "e|f|", "#i", "Lk+1", "u:root:", "mh-1", "name", "x", "-.", "e"]
)
def test_qualifiers_and_groups_that_do_not(inside: str) -> None:
    assert not runs_code(inside)
    assert isinstance(read(f"print /tmp/*({inside}x|y)", "zsh"), Script)


def test_patterns_that_match_text_find_no_files() -> None:
    assert commands("case x in (session) hit;; esac; [[ a == (session) ]]", "zsh") == ["hit"]
    assert refused("for i in *(session); do a; done", "zsh")


@pytest.mark.parametrize(
    "text",
    [
        "echo }",
        "{ a",
        "if [[ a ]] {",
        "for i (a",
        "case x {",
        "repeat",
        "foreach i (a) b",
        "f() ",
        "a ;| b",
        "${(s:x",
        "echo ${x",
    ],
)
def test_refuses(text: str) -> None:
    assert refused(text, "zsh")


@pytest.mark.parametrize(
    "text",
    ["for i (a b) hit", "foreach i (a); hit; end", "if (a) hit", "while [[ a ]] { hit }", "() { hit }",
     "{ a } always { hit }",
     "case x { a) hit;; }", "case x in a) b;| c) hit;; esac", "hit &| a", "cat =(hit)", "T() { hit x }"],
)  # fmt: skip
def test_bash_refuses_what_only_zsh_reads(text: str) -> None:
    assert refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "((: #]\nhit))",  # no arithmetic to zsh, which counts the bracket
        "((\\(>((hit))))",
        ": ${x//\"${x/b'$(hit)'}\"/c}",
        ': "${x#<(hit)}"',
        "echo ${x%$'$(hit)'}",
    ],
)
def test_refuses_what_zsh_makes_more_of(text: str) -> None:
    assert refused(text, "zsh")
