"""Following a script: order, branches, loops, subshells, pipes, redirections, functions."""

from __future__ import annotations

import contextlib

import pytest

from guardcmd.calls import Input
from guardcmd.world import Exhausted
from tests.unwrap.shown import HERE, Walked, commands


def places(text: str, **fields: object) -> list[str]:
    """Where each command runs, below the project."""
    return [each.directory.shown().replace(HERE, ".") for each in Walked(text, **fields).invocations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a; b\nc & d", ["a", "b", "c", "d"]),
        ("a && b || c", ["a", "b", "c"]),
        ("true || a", ["a"]),
        ("false && a", ["a"]),
        ("! a", ["a"]),
        ("time a | b", ["a", "b"]),
        ("(a; b)", ["a", "b"]),
        ("{ a; b; }", ["a", "b"]),
        ("if a; then b; elif c; then d; else e; fi", ["a", "b", "c", "d", "e"]),
        ("while a; do b; done", ["a", "b"]),
        ("until a; do b; done", ["a", "b"]),
        ("for i in 1 2; do a $i; done", ["a 1", "a 2"]),
        ("for i; do a $i; done", ["a …"]),
        ("for i in; do a; done", ["a"]),
        ("for ((i=0;i<3;i++)); do a $i; done", ["a …"]),
        ("select i in 1 2; do a $i; done", ["a 1", "a 2"]),
        ("case x in a) b;; c|d) e;& *) f;; esac", ["b", "e", "f"]),
        ("coproc a", ["a"]),
        ("a <(b) >(c)", ["b", "a /dev/fd/63 /dev/fd/64", "c"]),
        ("[[ -n $(a) && $(b) == c* ]]", ["a", "b"]),
        ("(( x = $(a) ))", ["a"]),
        ('f() { a "$1"; }; f 1; f 2', ["a 1", "a 2"]),
        ("f() { a $1; }", ["a …"]),
        ("exit; a", ["a"]),
        ("a\n\n# b\nc # d", ["a", "c"]),
    ],
)
def test_order(text: str, expected: list[str]) -> None:
    assert [line for line in commands(text, rules=NoRules()) if not line.startswith("f ")] == expected


class NoRules:
    """No program is listed."""

    def tool_for(self, program: str) -> None:
        return None

    def wrappers_for(self, program: str) -> tuple[()]:
        return ()

    def listed(self, word: str) -> bool:
        return False

    def programs(self) -> tuple[()]:
        return ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x=1; if a; then x=2; fi", "{2,1}"),
        ("x=1; if a; then x=2; else x=3; fi", "{2,3}"),
        ("x=1; if true; then x=2; fi", "2"),
        ("x=1; if false; then x=2; fi", "1"),
        ("x=1; a && x=2", "{2,1}"),
        ("x=1; a || x=2", "{1,2}"),
        ("x=1; true && x=2", "2"),
        ("x=1; false || x=2", "2"),
        ("x=1; false && x=2", "1"),
        ("x=1; a && x=2 || x=3", "{2,3}"),
        ("x=1; (x=2)", "1"),
        ("x=1; x=2 | a", "1"),
        ("x=1; { x=2; }", "2"),
        ("x=1; x=2 &", "1"),
        ("x=1; y=$(x=2)", "1"),
        ("x=1; while a; do x=${x}0; done", "{1,10,100}"),
        ("for x in a b; do :; done", "b"),
        ("x=; for i in a b c; do x=$x$i; done", "abc"),
        ("x=1; case a in b) x=2;; c) x=3;; esac", "{2,3,1}"),
        ("x=1; case a in b) x=2;; *) x=3;; esac", "{2,3}"),
        ("x=1; f() { x=2; }; f", "2"),
        ("x=1; f() { local x=2; }; f", "1"),
        ("f() { x=$1; }; f a", "a"),
        ("x=1; if a; then x=2; exit; fi", "1"),
        ("x=1; a || { x=2; exit 1; }", "1"),
        ("if a; then x=2; fi", "2|…"),
        ("x=1; x=2 true", "1"),
        ("x=1; eval 'x=2'", "2"),
        ("x=a; ((x=3))", "3"),
        ("x=1; unset x", ""),
        ("x=1; until false; do x=2; break; done", "{1,2}"),
    ],
)
def test_variables_after_branches(text: str, expected: str) -> None:
    assert Walked(text, rules=NoRules()).value("x") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cd a; b", ["{./a,.}"]),
        ("cd a && b", ["./a"]),
        ("cd a || exit; b", ["./a"]),
        ("cd a || b", ["."]),
        ("set -e; cd a; b", ["./a"]),
        ("cd /tmp; b", ["/tmp"]),
        ("mkdir -p a && cd a; b", [".", "{./a,.}"]),
        ("mkdir a; cd a; b", [".", "./a"]),
        ("cd ..; b", ["/work"]),
        ("cd; b", ["/home/user"]),
        ("cd ~; cd -; b", ["."]),
        ("cd /; cd tmp; b", ["/tmp"]),
        ("(cd /tmp; b); c", ["/tmp", "."]),
        ("cd /tmp | a; b", [".", "."]),
        ("pushd /tmp; a; popd; b", ["/tmp", "."]),
        ("if cd a; then b; fi; c", ["./a", "{./a,.}"]),
        ("! cd a || b", ["{./a,.}"]),
        ("cd $X; b", ["…"]),
        ("cd $X/y && b", ["…/y"]),
        ("cd $(mktemp -d); b", [".", "/tmp/…"]),
        ("f() { cd /tmp; }; f; b", ["/tmp"]),
        ("cd ''; b", ["."]),
        ("cd /tmp/$X && b", ["/tmp/…"]),
        ("env -C /tmp b", ["."]),
    ],
)
def test_directory(text: str, expected: list[str]) -> None:
    assert places(text, rules=NoRules()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a > f", ["> f"]),
        ("a >> f 2> g", [">> f", "> g"]),
        ("a >| f", [">| f"]),
        ("a &> f; a &>> g; a >& h", ["> f", ">> g", "> h"]),
        ("a <> f", ["<> f"]),
        ("> f", ["> f"]),
        ("{ a; b; } > f", ["> f"]),
        ("for i in 1; do a; done > f", ["> f"]),
        ("exec > f", ["> f"]),
        ("a > $X/f", ["> …/f"]),
        ("a > ~/f", ["> /home/user/f"]),
        ("a 2>&1 > /dev/null 2> /dev/stderr >&2 3>&- < f", []),
        ("a > >(b)", []),
        ("a > /dev/tcp/h/1", []),
        ("if x; then f=a; else f=b; fi; c > $f", ["> {a,b}"]),
        ("f() { a > x; }; f", ["> x"]),
    ],
)
def test_redirections(text: str, expected: list[str]) -> None:
    assert Walked(text).writes == expected


def given(text: str) -> Input:
    return Walked(text, rules=NoRules()).invocations[-1].input


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a <<E\nx $HOME\nE", "x /home/user\n"),
        ("a <<'E'\nx $HOME\nE", "x $HOME\n"),
        ("a <<-E\n\tx\n\tE", "x\n"),
        ("a <<< x", "x\n"),
        ("echo x | a", "x\n"),
        ("printf %s x | a", "x"),
        ("cat <<E | a\nx\nE", "x\n"),
        ("{ echo x; echo y; } | a", "x\ny\n"),
        ("(echo x) | a", "x\n"),
        ("for i in 1 2; do echo $i; done | a", "1\n2\n"),
        ("echo x > f; a < f", "x\n"),
        ("echo x | tee f; a < f", "x\n"),
        ("echo x | cat | sort -u | a", "x\n"),
        ("echo x | { a; }", "x\n"),
        ("echo x | if true; then a; fi", "x\n"),
        ("exec 3<<< x; a <&3", "x\n"),
        ("a < <(echo x)", "x\n"),
        ("f() { a; }; echo x | f", "x\n"),
        ("echo eA== | base64 -d | a", "x"),
        ("echo 78 | xxd -r -p | a", "x"),
        ("echo eA== | openssl base64 -d | a", "x"),
        ("echo a$X | b", "a…\n"),
        ("{ echo x; ls; } | a", "x\n…"),
    ],
)
def test_known_input(text: str, expected: str) -> None:
    found = given(text)
    assert found.source == "text"
    assert found.text is not None
    assert found.text.shown() == expected


@pytest.mark.parametrize(
    ("text", "source", "program", "fetched", "decoded"),
    [
        ("a", "none", "", False, False),
        ("a < f", "file", "", False, False),
        ("a < /dev/null", "none", "", False, False),
        ("ls | a", "pipe", "ls", False, False),
        ("cat f | a", "file", "", False, False),
        ("cat < f | a", "file", "", False, False),
        ("cat f g | a", "file", "", False, False),
        ("a <<< $X", "text", "", False, False),
        ("curl u | a", "pipe", "curl", True, False),
        ("curl u | sed s/a/b/ | a", "pipe", "curl", True, False),
        ("sudo curl u | a", "pipe", "curl", True, False),
        ("base64 -d f | a", "pipe", "base64", False, True),
        ("zcat f | a", "pipe", "zcat", False, True),
        ("echo x | sed s/[x]/y/ | a", "pipe", "sed", False, True),
        ("echo x | python3 -c p | a", "pipe", "python3", False, True),
        ("echo $X | base64 -d | a", "pipe", "base64", False, True),
        ("curl -o f u; a < f", "pipe", "curl", True, False),
        ("wget u/f; a < f", "pipe", "wget", True, False),
        ("a < <(curl u)", "pipe", "curl", True, False),
        ("a <<< $(curl u)", "text", "curl", True, False),
        ("a < /dev/tcp/h/1", "pipe", "/dev/tcp/h/1", True, False),
    ],
)
def test_unknown_input(text: str, source: str, program: str, fetched: bool, decoded: bool) -> None:
    found = given(text)
    assert (found.source, found.program, found.fetched, found.decoded) == (source, program, fetched, decoded)


def test_each_of_several_inputs_is_reported() -> None:
    walked = Walked('if x; then t=a; else t=$X; fi; b <<< "$t"')
    shown = [each.input.text.shown() for each in walked.invocations if each.input.text]
    assert shown == ["a\n", "…\n"]


def test_environment_of_commands() -> None:
    walked = Walked("export A=1; B=2; C=3 c; declare -x D=4; unset A; d", environment={"E": "5"})
    first, second = walked.invocations
    assert {name: value.text for name, value in first.environment.items()} == {"A": "1", "C": "3"}
    assert {name: value.text for name, value in second.environment.items()} == {"D": "4"}


def test_variables_of_the_environment_stay_exported() -> None:
    walked = Walked("E=6; c; unset E; d", environment={"E": "5"})
    assert [each.environment["E"].text for each in walked.invocations] == ["6", ""]


def test_spans_and_origin() -> None:
    text = "a; eval 'b; f() { c; }'; f"
    walked = Walked(text, rules=NoRules())
    assert [(text[slice(*each.span)], each.origin.via) for each in walked.invocations] == [
        ("a", ()),
        ("eval 'b; f() { c; }'", ("eval",)),
        ("eval 'b; f() { c; }'", ("f()",)),
    ]


def test_a_loop_reports_each_command_once() -> None:
    assert commands("while a; do x=$x.; b; done") == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$X a", [("variable", "$X")]),
        ('"$X" a', [("variable", '"$X"')]),
        ("$(curl u) a", [("network", "$(curl u)")]),
        ("$(ls) a", [("local", "$(ls)")]),
        ('eval "$X"', [("variable", "eval")]),
        ('eval "$(curl u)"', [("network", "eval")]),
        ('eval "$(ssh-agent -s)"', [("local", "eval")]),
        ('eval "$(echo eA== | base64 -d)"', []),
        ('eval "$(base64 -d f)"', [("decode", "eval")]),
        ('eval "a $(curl u)"', [("network", "eval")]),
        ('eval "a $X"', []),
        ('eval "$X a"', [("variable", "…")]),
        ("eval 'a ('", [("variable", "eval")]),
        ("source <(curl u)", [("network", "source /dev/fd/63")]),
        (". $X/y", [("local", "source …/y")]),
        ("?x a", [("variable", "?x")]),
        ("${X:-a} b", []),
        (":(){ :|:& };:", [("limit", ":()")]),
        ('f() { "$@"; }', []),
        ('f() { "$@"; }; f $X', [("variable", '"$@"')]),
    ],
)
def test_unread_code(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(each.source, each.carrier) for each in Walked(text).opaque] == expected


def test_an_unquoted_unknown_first_word_may_be_nothing() -> None:
    assert commands("$SUDO rm x") == ["rm x"]
    assert commands('"$SUDO" rm x') == []


@pytest.mark.parametrize(
    "text",
    [
        "echo " + "$(echo " * 200 + ")" * 200,
        "{ " * 300 + "a; " + "} ;" * 300,
        "f() { f; }; f",
        "f() { g; }; g() { f; }; f",
        'x=\'eval "$x"\'; eval "$x"',
        "".join(f"f{i}() {{ f{i + 1}; f{i + 1}; }}; " for i in range(40)) + "f0",
        "for i in a b c; do " * 20 + "x;" + " done;" * 20,
        "alias a=b\nalias b=a\na",
    ],
)
def test_ends_early_rather_than_never(text: str) -> None:
    with contextlib.suppress(Exhausted):
        Walked(text)


def test_what_is_left_out_for_depth_is_noted() -> None:
    chain = "".join(f"f{i}() {{ f{i + 1}; }}; " for i in range(60)) + "f0"
    assert Walked(chain).world.budget.truncated
