"""The second reader: structure by bashlex's tokenizer and tables."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardcmd.shell import second_reader
from guardcmd.shell.second_reader import Head, Refused, read_heads


def heads(text: str) -> list[str]:
    found = read_heads(text)
    assert not isinstance(found, Refused), found
    return [" ".join(head.words) for head in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a && b; c | d & e", ["a", "b", "c", "d", "e"]),
        ("for i in 1 2; do x $i; done", ["x $i"]),
        ("if a; then b; elif c; then d; elif e f; then g; else h; fi", ["a", "b", "c", "d", "e f", "g", "h"]),
        ("case x in a) b;; (c|d) e ;& *) f;; esac; g", ["b", "e", "f", "g"]),
        ("case $x in if) a;; esac", ["a"]),  # a reserved word as a pattern
        ("[[ -n $(a b) && c =~ ^(b|c)$ ]] && d", ["d", "a b"]),
        ("((a++)); b", ["b"]),
        ("((a); b)", ["a", "b"]),  # two subshells, no arithmetic
        ("for ((i=0;i<3;i++)); do x; done", ["x"]),
        ("a=(1 2 $(b c)); d", ["d", "b c"]),
        ("declare -a x=(a b); c", ["declare -a x", "c"]),
        ("x[$(a)]=1 b", ["b", "a"]),
        ("coproc N { c; }; wait", ["c", "wait"]),
        ("time -p a; time -- b; time c | d", ["a", "b", "c", "d"]),
        ("a | time b", ["a", "time b"]),
        ("{fd}>o a b", ["a b"]),
        ("f() { a; }; function g { b; }; f", ["a", "b", "f"]),
        ("select x in a b; do c; done", ["c"]),
        ("! a | b", ["a", "b"]),
        ("a;#c\nb", ["a", "b"]),
        ("a b#c; d # e", ["a b#c", "d"]),
        ("r\\\nm x", ["r\\\nm x"]),
        ("a 'b'\"$(c d)\"'e'", ["a 'b'\"$(c d)\"'e'", "c d"]),
        ("a ${x:-$(b c)}", ["a ${x:-$(b c)}", "b c"]),
        ("a $(( $(b) + 1 ))", ["a $(( $(b) + 1 ))", "b"]),
        ("a `b \\`c\\``", ["a `b \\`c\\``", "b `c`", "c"]),
        ("a <(b c) > >(d)", ["a <(b c)", "b c", "d"]),
        ("a !(x) @(y|z)", ["a !(x) @(y|z)"]),
        ("if a; then b <<E\nx\nE\nfi; c", ["a", "b", "c"]),  # a here-document within a compound command
        ("x=$(a <<'E'\nit's\nE\n); b", ["b", "a"]),
        ("a b \\", ["a b \\"]),
    ],
)
def test_sees_every_simple_command(text: str, expected: list[str]) -> None:
    assert heads(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cat <<E\n$(a)\n`b`\nE\nc", ["cat", "c", "a", "b"]),
        ("cat <<'E' && c\n$(a)\nE\nd", ["cat", "c", "d"]),
        ("cat <<\\E\n$(a)\nE", ["cat"]),
        ("cat <<-E\n\ta\n\tE\nb", ["cat", "b"]),
        ("cat <<A <<B\n$(a)\nA\n$(b)\nB\nc", ["cat", "c", "a", "b"]),
        ("cat <<E\nabc", ["cat"]),  # bash warns and runs
    ],
)
def test_reads_here_documents(text: str, expected: list[str]) -> None:
    assert heads(text) == expected


@pytest.mark.parametrize("text", ["a'${'b", "echo a'${'b c", "x=a'${'b; rm x"])
def test_the_word_that_hangs_bashlex_is_harmless_here(text: str) -> None:
    assert isinstance(read_heads(text), tuple)


@pytest.mark.parametrize("text", ["a )", "if a; then", "a 'b", "a && && b", "$(" * 200 + "a" + ")" * 200, "(" * 3000])
def test_refuses_with_a_reason(text: str) -> None:
    found = read_heads(text)
    assert isinstance(found, Refused)
    assert found.reason


@given(st.text(alphabet="ab \n\t;&|()<>{}[]$`'\"\\#!=*@+-?~/.,0", max_size=60))
def test_never_raises(text: str) -> None:
    found = read_heads(text)
    assert isinstance(found, Refused) or all(isinstance(head, Head) and head.words for head in found)


def test_the_productions_are_those_of_bashlex_own_grammar() -> None:
    """Bound tables must stand for the grammar that bashlex reads from its own docstrings."""
    import bashlex.parser

    built = [(str(production.str), production.name) for production in bashlex.parser.yaccparser.productions]
    assert second_reader.digest_of(built) == second_reader.PRODUCTIONS


def test_rebuilt_tables_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'if a; then for x in 1 2; do b "$(c)" <<E\nd\nE\ndone; fi | e && f'
    expected = heads(text)
    monkeypatch.setattr(second_reader, "PRODUCTIONS", "another release")
    monkeypatch.setattr(second_reader, "_bound", [])
    assert heads(text) == expected


def test_binding_leaves_nothing_behind() -> None:
    code = (
        "import sys; from guardcmd.shell.second_reader import read_heads; read_heads('a b');"
        "print([m for m in sys.modules if m.split('.')[0] in ('bashlex', 're', 'inspect')])"
    )
    paths = [str(second_reader.__file__).removesuffix("/guardcmd/shell/second_reader.py"), *sys.path]
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {[p for p in paths if p]!r}; {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
