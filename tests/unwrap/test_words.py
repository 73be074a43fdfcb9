"""Expansion of words: one table per kind, each case a text and the command lines that come of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardcmd.shell.value import MOST
from tests.unwrap.shown import Walked, commands

ALTERNATIVES = "a=1; if x; then a=2; fi; "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("echo_ a 'b c' \"d\"", "echo_ a [b c] d"),
        ("c a'b'\"c\"\\d", "c abcd"),
        ("c $'a\\tb'", "c a\tb"),
        ("c '' \"\"", "c [] []"),
        ("c *.txt '*.md'", "c *.txt *.md"),
    ],
)
def test_quotes(text: str, expected: str) -> None:
    assert commands(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("c {a,b}", "c a b"),
        ("c x{a,b}y", "c xay xby"),
        ("c {1..4}", "c 1 2 3 4"),
        ("c {1..9..4}", "c 1 5 9"),
        ("c {03..1}", "c 03 02 01"),
        ("c {a..e..2}", "c a c e"),
        ("c {a,b{1,2},c}", "c a b1 b2 c"),
        ("c {a,b}{1,2}", "c a1 a2 b1 b2"),
        ("c {a} {} {a,b", "c {a} {} {a,b"),
        ("c '{a,b}' \\{a,b}", "c {a,b} {a,b}"),
        ('c {a,"b c"}', "c a [b c]"),
        ("x=1; c {$x,2}", "c 1 2"),
        ("x=1; c ${x+'{a,b}'}", "c {a,b}"),
    ],
)
def test_braces(text: str, expected: str) -> None:
    assert commands(text) == [expected]


def test_too_many_braces_leave_a_hole_behind_the_first() -> None:
    walked = Walked("c {1..1000}")
    argv = walked.invocations[0].argv
    assert len(argv) == MOST + 2
    assert argv[-1].whole_unknown
    assert not walked.world.budget.truncated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("c ~", "c /home/user"),
        ("c ~/x", "c /home/user/x"),
        ("c ~root/x", "c /root/x"),
        ("c ~user", "c /home/user"),
        ("c ~other/x", "c /home/other/x"),
        ("c ~+/x", "c /work/project/x"),
        ("cd /tmp; c ~-", "c /work/project"),
        ("c '~' \\~ a~", "c ~ ~ a~"),
        ("c of=~/x", "c of=/home/user/x"),
        ("HOME=/x; c ~/y", "c /x/y"),
        ("x=~/y; c $x", "c /home/user/y"),
        ('c ~"x"', "c ~x"),
    ],
)
def test_tilde(text: str, expected: str) -> None:
    assert commands(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x='a b'; c $x", "c a b"),
        ("x='a b'; c \"$x\"", "c [a b]"),
        ("x=' a b '; c 1${x}2", "c 1 a b 2"),
        ('x=; c $x "$x"', "c []"),
        ("x='*'; c $x", "c *"),
        ("IFS=:; x=a:b::c; c $x", "c a b [] c"),
        ("IFS=:; x=:a:; c $x", "c [] a"),
        ("IFS=' :'; x='a : b'; c $x", "c a b"),
        ("IFS=; x='a b'; c $x", "c [a b]"),
        ('IFS=,; set a b; c "$*"', "c a,b"),
        ("unset IFS; x='a b'; c $x", "c a b"),
        ("x='a b'; y=$x; c \"$y\"", "c [a b]"),
        ("x='a b'; export y=$x; c \"$y\"", "c [a b]"),
    ],
)
def test_splitting(text: str, expected: str) -> None:
    assert commands(text) == [expected]


@pytest.mark.parametrize(
    ("operation", "value", "expected"),
    [
        ("${x:-d}", "v", "v"),
        ("${x:-d}", "", "d"),
        ("${x-d}", "", ""),
        ("${x:+d}", "v", "d"),
        ("${x:+d}", "", ""),
        ("${x+d}", "", "d"),
        ("${x:=d}", "", "d"),
        ("${x:?gone}", "v", "v"),
        ("${#x}", "abc", "3"),
        ("${x#a}", "abc", "bc"),
        ("${x#*/}", "a/b/c", "b/c"),
        ("${x##*/}", "a/b/c", "c"),
        ("${x%/*}", "a/b/c", "a/b"),
        ("${x%%/*}", "a/b/c", "a"),
        ("${x%.txt}", "a.txt", "a"),
        ("${x%\\*}", "a*", "a"),
        ('${x%"*"}', "a*", "a"),
        ("${x/b/X}", "abab", "aXab"),
        ("${x//b/X}", "abab", "aXaX"),
        ("${x//b}", "abab", "aa"),
        ("${x/#a/X}", "aba", "Xba"),
        ("${x/%a/X}", "aba", "abX"),
        ("${x//[ab]/-}", "abc", "--c"),
        ("${x//?(a)b/-}", "abbc", "--c"),
        ("${x:1}", "abc", "bc"),
        ("${x:1:1}", "abc", "b"),
        ("${x: -2}", "abc", "bc"),
        ("${x:0:-1}", "abc", "ab"),
        ("${x:1+1}", "abc", "c"),
        ("${x^}", "abc", "Abc"),
        ("${x^^}", "abc", "ABC"),
        ("${x^^[b]}", "abc", "aBc"),
        ("${x,}", "ABC", "aBC"),
        ("${x,,}", "ABC", "abc"),
        ("${x~~}", "aBc", "AbC"),
        ("${x@U}", "abc", "ABC"),
        ("${x@u}", "abc", "Abc"),
        ("${x@L}", "ABC", "abc"),
        ("${x@Q}", "a b", "'a b'"),
        ("${x@E}", "a\\x62", "ab"),
        ("${x@P}", "a$y", "a"),
    ],
)
def test_operators(operation: str, value: str, expected: str) -> None:
    shown = f"[{expected}]" if " " in expected or not expected else expected
    assert commands(f"y=; x='{value}'; c \"{operation}\"") == [f"c {shown}"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("c ${x:-a b}", ["c …", "c a b"]),
        ('c "${x:-a b}"', ["c [a b]", "c …"]),
        ("x=; c ${x:-'a b' c}", ["c [a b] c"]),
        ("c ${x:=d}; c $x", ["c d", "c …", "c d", "c …"]),
        ("unset x; c ${x-d}", ["c d"]),
        ("unset x; c ${x+d} e", ["c e"]),
        ("c ${x##*/}", ["c …"]),
        ('d=$X/a/b.sh; c "${d##*/}"', ["c b.sh"]),
        ('d=$(mktemp -d); d=${d%/}; c "$d/x"', ["mktemp -d", "c /tmp/…/x"]),
        ("c ${x:?}/*", ["c …/*"]),
        ("a=1; b=a; c ${!b}", ["c 1"]),
        ("a=(1 2); b='a[1]'; c ${!b}", ["c 2"]),
        ("ab=1; ac=2; c ${!a*}", ["c ab ac"]),
        ("declare -A a=([k]=1 [l]=2); c ${!a[@]}", ["c k l"]),
        ("set -- a 'b c'; c \"$@\"", ["c a [b c]"]),
        ("set -- a 'b c'; c $@", ["c a b c"]),
        ('set -- a b; c x"$@"y', ["c xa by"]),
        ('set --; c "$@" z', ["c z"]),
        ('set -- a b c; c $# $2 ${3} "${@:2}"', ["c 3 b c b c"]),
        ('set -- a b c; c ${@: -1} "${*:1:2}"', ["c c [a b]"]),
        ("set -- a b; c ${9}", ["c"]),
        ("a=(1 '2 3'); c \"${a[@]}\" ${#a[@]} ${#a[1]} $a", ["c 1 [2 3] 2 3 1"]),
        ('a=(1 2 3); c "${a[@]:1}" ${a[-1]} ${a[1+1]}', ["c 2 3 3 3"]),
        ('a=(a.c b.c); c "${a[@]%.c}" ${a[@]/a/x}', ["c a b x.c b.c"]),
        ('a=([5]=x y); c "${a[@]}" ${a[6]}', ["c x y y"]),
        ('a=(); c "${a[@]}" z', ["c z"]),
        ("c $((1+2*3)) $((7/2)) $((2**3)) $((0x10)) $[1+1]", ["c 7 3 8 16 2"]),
        ("i=3; c $((i++)) $i $((i<5 ? 1 : 2))", ["c 3 4 1"]),
        ("c x$((y))", ["c x…"]),
        ("c $$ $? $RANDOM", ["c … … …"]),
        ("c $PWD $HOME $USER", ["c /work/project /home/user user"]),
        ("c '$x' \\$x", ["c $x $x"]),
        ("c a$", ["c a$"]),
    ],
)
def test_parameters(text: str, expected: list[str]) -> None:
    assert commands(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('c $(echo a b) "$(echo a b)"', "c a b [a b]"),
        ("c `echo a`b", "c ab"),
        ("c $(printf '%s-%s\\n' a b c)", "c a-b c-"),
        ("c $(printf '%03d %x' 7 255)", "c 007 ff"),
        ("c $(printf %b 'a\\x62')", "c ab"),
        ("c \"$(printf 'a\\nb\\n\\n')\"", "c [a\nb]"),
        ("c $(echo -n a)b", "c ab"),
        ("c $(echo -e 'a\\x62')", "c ab"),
        ("c $(echo 'a\\x62')", "c a\\x62"),
        ("c $(cat <<E\nx $HOME\nE\n)", "c x /home/user"),
        ("c $(pwd)/x", "c /work/project/x"),
        ("c $(cd /tmp && pwd)", "c /tmp"),
        ("c $(basename /a/b.txt .txt)", "c b"),
        ("c $(dirname /a/b.txt)", "c /a"),
        ("c $(realpath x)", "c /work/project/x"),
        ("c $(git rev-parse --show-toplevel)", "c /work/project"),
        ("c $(seq 1 3)", "c 1 2 3"),
        ("c $(which rm)", "c /usr/bin/rm"),
        ("c $(command -v rm)", "c /usr/bin/rm"),
        ("c $(whoami)", "c user"),
        ("c $(true)a", "c a"),
        ("c $(:) a", "c a"),
        ("x=1; c $(echo $x; x=2) $x", "c 1 1"),
        ("c $(echo a | tr a b)", "c b"),
        ("c $(echo abc | rev)", "c cba"),
        ("c $(echo YQo= | base64 -d)", "c a"),
        ("c $(for i in 1 2; do echo $i; done)", "c 1 2"),
        ("c $(if x; then echo a; else echo b; fi)", "c {a,b}"),
        ("c $(uname)", "c …"),
        ("c $(ls)/x", "c …/x"),
        ("c $(mktemp -d)", "c /tmp/…"),
        ("c $(mktemp -p /var/x)", "c /var/x/…"),
        ("c $(mktemp /tmp/a.XXXXXX)", "c /tmp/a.…"),
        ("c $(mktemp -t a.XXX)", "c /tmp/a.…"),
    ],
)
def test_substitutions(text: str, expected: str) -> None:
    assert commands(text)[-1] == expected


def test_reasons_of_unknown_values() -> None:
    walked = Walked('c $X $(mktemp -d)/a $(curl u) $(base64 -d f) $(ls -l) $(echo $X) "$(curl u | sed s/a/b/)"')
    why = [value.why for value in walked.invocations[-1].argv[1:]]
    assert why == [
        "$X", "mktemp", "text fetched by `curl`", "text decoded by `base64`", "output of `ls -l`", "$X",
        "text fetched by `curl`",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ALTERNATIVES + "c $a", ["c {2,1}"]),
        (ALTERNATIVES + "c x$a$a", ["c {x22,x21,x12,x11}"]),
        ("a='1 2'; if x; then a=3; fi; c $a", ["c 3", "c 1 2"]),
        ("if x; then a=3; fi; c $a/z", ["c 3/z", "c …/z"]),
        ("a=c; if x; then a=d; fi; $a z", ["d z", "c z"]),
    ],
)
def test_alternatives(text: str, expected: list[str]) -> None:
    assert [line for line in commands(text) if line != "x"] == expected


def test_more_readings_than_are_kept_are_noted() -> None:
    switches = "".join(f"if x; then a{i}='1 2'; else a{i}=3; fi; " for i in range(8))
    walked = Walked(switches + "c " + " ".join(f"$a{i}" for i in range(8)))
    assert walked.world.budget.truncated
    assert len(walked.invocations) <= 8 + MOST


def test_a_doubling_text_stays_bounded() -> None:
    walked = Walked("x=aaaaaaaa; " + "x=$x$x; " * 60 + "c $x")
    assert walked.invocations[-1].argv[1].whole_unknown


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("/bin/l[s] x", "/bin/l[s]"),
        ("$X/bin/tool x", "…/bin/tool"),
        ("pre$X x", "pre"),
        ("${X}fix x", "fix"),
    ],
)
def test_first_words_with_holes_and_patterns(text: str, head: str) -> None:
    assert Walked(text).invocations[0].argv[0].shown() == head


@given(st.text(alphabet="ab ${}[]()<>|&;'\"`\\\n*~=#:@!,./-+0", max_size=40))
def test_never_fails(text: str) -> None:
    Walked(text)
