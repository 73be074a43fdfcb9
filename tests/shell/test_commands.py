"""Lists, pipelines and compound commands."""

from __future__ import annotations

import pytest

from guardcmd.shell.ir import ArithmeticFor, Case, Coprocess, For, FunctionDefinition, Group, If, Subshell, While
from tests.shell.reading import commands, refused, script, value


def only(text: str) -> object:
    (statement,) = script(text).statements
    (command,) = statement.pipeline.commands
    return command


@pytest.mark.parametrize(
    ("text", "operators"),
    [
        ("a", [""]),
        ("a; b", [";", ""]),
        ("a;", [";"]),
        ("a & b && c || d\ne", ["&", "&&", "||", "\n", ""]),
        ("a\n\n b\n", ["\n", "\n"]),
        ("a &&\n\n# c\n b", ["&&", ""]),
        ("a &\\\n& b", ["&&", ""]),
        ("", []),
        ("\n # a\n", []),
        ("a # b\n", ["\n"]),
        ("a;\nb", [";", ""]),
    ],
)
def test_operators(text: str, operators: list[str]) -> None:
    assert [statement.operator for statement in script(text).statements] == operators


@pytest.mark.parametrize(
    ("text", "count", "negated", "stderr_too"),
    [
        ("a | b |& c", 3, False, (False, True)),
        ("! a", 1, True, ()),
        ("! ! a", 1, False, ()),
        ("a |\n\n b", 2, False, (False,)),
        ("time -p a | b", 2, False, (False,)),
        ("time -- a", 1, False, ()),
        ("time ! a", 1, True, ()),
        ("! time a", 1, True, ()),
        ("!", 1, True, ()),
        ("time", 1, False, ()),
        ("!(a)", 1, True, ()),
    ],
)
def test_pipelines(text: str, count: int, negated: bool, stderr_too: tuple[bool, ...]) -> None:
    (statement,) = script(text).statements
    pipeline = statement.pipeline
    assert (len(pipeline.commands), pipeline.negated, pipeline.stderr_too) == (count, negated, stderr_too)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("time hit x", ["hit x"]),
        ("time -p hit x", ["hit x"]),
        ("time -- -p x", ["-p x"]),
        ("! ! hit", ["hit"]),
        ("a | time hit", ["a", "time hit"]),  # a program there, not the reserved word
        ("coproc hit x", ["hit x"]),
        ("coproc N { hit; }", ["hit"]),
        ("coproc { hit; } >f", ["hit"]),
        ("coproc N (hit)", ["hit"]),
        ("coproc x=1 hit", ["hit"]),
        ("coproc N hit", ["N hit"]),
        ("r\\\nm x", ["r\\\nm x"]),
        ("i\\\nf a; then hit; f\\\ni", ["a", "hit"]),
        ("\\if a", ["\\if a"]),
        ("'if' a", ["'if' a"]),
        ("echo if then fi", ["echo if then fi"]),
        ("x=1 if", ["if"]),
        (">f if", ["if"]),
        ("true | cat | cat\nhit > o", ["true", "cat", "cat", "hit"]),
        ("true | cat\n# c\nhit 2>&1", ["true", "cat", "hit"]),
        ("if a; then b; elif c; then d; elif hit; then e; fi", ["a", "b", "c", "d", "hit", "e"]),
        ("if(a)then(b)else(hit)fi", ["a", "b", "hit"]),
        ("while a; do hit; done <f", ["a", "hit"]),
        ("until a\ndo hit\ndone", ["a", "hit"]),
        ("while((0))do hit;done", ["hit"]),
        ("for i in a b; do hit; done", ["hit"]),
        ("for i; do hit; done", ["hit"]),
        ("for i do hit; done", ["hit"]),
        ("for i\nin a\ndo hit; done", ["hit"]),
        ("for i in; { hit; }", ["hit"]),
        ("for ((i=0; i<3; i++)); do hit; done", ["hit"]),
        ("for ((;;)) { hit; }", ["hit"]),
        ("for (( i = (1) ; ; )) do hit; done", ["hit"]),
        ("select i in a; do hit; done", ["hit"]),
        ("case x in a|b) hit;; (c) d;& e) f;;& *) g; esac", ["hit", "d", "f", "g"]),
        ("case x in esac", []),
        ("case x\nin\na)\nhit\n;;\nesac", ["hit"]),
        ("case esac in (esac) hit;; esac", ["hit"]),
        ("case x in a) ;; esac", []),
        ("case x in 'a b'|\"c\"|[d-e]*|$f) hit;; esac", ["hit"]),
        ("{ hit; }", ["hit"]),
        ("{(hit)}", ["hit"]),
        ("{(hit);}", ["hit"]),
        ("(hit)", ["hit"]),
        ("( (hit) )", ["hit"]),
        ("((hit) )", ["hit"]),
        ("((hit); (b))", ["hit", "b"]),
        ("((hit))", []),
        ("f() { hit; }", ["hit"]),
        ("f ( ) ( hit )", ["hit"]),
        ("f()\n\n{ hit; } >g", ["hit"]),
        ("f() for i in a; do hit; done", ["hit"]),
        ("f() [[ a ]]", []),
        ("f() ((1))", []),
        ("function f { hit; }", ["hit"]),
        ("function f() { hit; }", ["hit"]),
        ("function f (hit)", ["hit"]),
        ("function a.b-c:d { hit; }", ["hit"]),
        ("function f if a; then hit; fi", ["a", "hit"]),
        ("a.b-c() { hit; }; a.b-c", ["hit", "a.b-c"]),
        ("{ a; } | { hit; } 2>&1 && (b) >f", ["a", "hit", "b"]),
        ("alias ll='hit'; ll", ["alias ll='hit'", "ll"]),
        ("a;b&c", ["a", "b", "c"]),
        ("{ a;};{ b; }", ["a", "b"]),
    ],
)
def test_what_runs(text: str, found: list[str] | None) -> None:
    if found is None:
        assert refused(text)
    else:
        assert commands(text) == found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("(a) >f", Subshell),
        ("{ a; }", Group),
        ("if a; then b; fi", If),
        ("while a; do b; done", While),
        ("for i in a; do b; done", For),
        ("for ((;;)); do b; done", ArithmeticFor),
        ("case a in b) c;; esac", Case),
        ("f() { a; }", FunctionDefinition),
        ("coproc a", Coprocess),
    ],
)
def test_kinds(text: str, kind: type) -> None:
    command = only(text)
    assert type(command) is kind
    assert command.span == (0, len(text))  # type: ignore[attr-defined]


def test_details() -> None:
    loop = only("for x in a 'b c'; do d; done")
    assert isinstance(loop, For)
    assert (loop.name, [value(word) for word in loop.words or ()]) == ("x", ["a", "b c"])
    loop = only("for x; do d; done")
    assert isinstance(loop, For)
    assert loop.words is None
    until = only("until a; do b; done")
    assert isinstance(until, While)
    assert until.until
    case = only("case $x in a|b) c;; *) d;& esac")
    assert isinstance(case, Case)
    assert [([value(p) for p in arm.patterns], arm.terminator) for arm in case.arms] == [
        (["a", "b"], ";;"),
        (["*"], ";&"),
    ]
    function = only("function f() (a)")
    assert isinstance(function, FunctionDefinition)
    assert (function.name, type(function.body)) == ("f", Subshell)
    choice = only("if a; then b; elif c; then d; else e; fi")
    assert isinstance(choice, If)
    assert len(choice.clauses) == 2
    assert choice.otherwise is not None
    coproc = only("coproc N { a; }")
    assert isinstance(coproc, Coprocess)
    assert coproc.name == "N"


@pytest.mark.parametrize(
    "text",
    [
        ")", "a)", "(a", "{ a", "{ a }", "}", "; a", "a;; b", "a & ; b", "&& a", "a &&", "a | | b", "a |", "a ||",
        "if a; then fi", "if a; then b", "if a; fi", "then", "fi", "do", "a; done", "while a; done", "for",
        "for i in a",
        "for i in a b) do c; done", "for i in a; b", "case x in a b) c;; esac", "case x in a) b", "case x", "esac",
        "case x in a) b;; ", "f() a", "f() f() { a; }", "f(", "f( a )", "f()", "function", "a (b)", "a b (c)", "(a)(b)",
        "(a) b", "{ a; } b", "a | ! b", "()", "if (); then a; fi", "select", "coproc", "a <<<", "{a; }", "a }; }",
        "for ((i=0)) ", "for ((i; do a; done", "function f", "echo a(b)", "x() y() { a; }", "case x in ) a;; esac",
    ],
)  # fmt: skip
def test_refuses(text: str) -> None:
    assert refused(text)
