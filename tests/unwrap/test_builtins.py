"""The shell's own commands: what they set, what they run."""

from __future__ import annotations

import pytest

from tests.unwrap.shown import Walked, commands
from tests.unwrap.test_walk import NoRules


def value(text: str, name: str = "x", **fields: object) -> str:
    return Walked(text, rules=NoRules(), **fields).value(name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("declare x=1", "1"),
        ("typeset x=1", "1"),
        ("readonly x=1", "1"),
        ("export x=1", "1"),
        ("declare -u x=ab", "AB"),
        ("declare -l x; x=AB", "ab"),
        ("declare -i x=1+2", "3"),
        ("declare -i x=1; x+=2", "3"),
        ("x=a; x+=b", "ab"),
        ("declare x+=b", "…b"),
        ("y=1; declare -n z=y; z=2; x=$y", "2"),
        ("declare -a y=(1 2); x=${y[1]}", "2"),
        ("declare -A y=([a]=1); y[b]=2; x=${y[b]}${y[a]}", "21"),
        ("declare 'x=a b'", "a b"),
        ("y='x=1'; declare $y", "1"),
        ("read x <<< ' a b '", "a b"),
        ("read -r y x <<< 'a b c'", "b c"),
        ("IFS=: read y x <<< a:b", "b"),
        ("read -a y <<< 'a b'; x=${y[1]}", "b"),
        ("read -d, x <<< a,b", "{a,b}"),
        ("read x <<< 'a\\b'", "ab"),
        ("read -r x <<< 'a\\b'", "a\\b"),
        ("read <<< a; x=$REPLY", "a"),
        ("read x", "…"),
        ("read x < f", "…"),
        ("exec 3<<< a; read -u 3 x", "a"),
        ("mapfile -t y <<< $'a\\nb'; x=${y[1]}", "b"),
        ("readarray y < <(echo a); x=$y", "a"),
        ("printf -v x %s-%s a b", "a-b"),
        ("printf -v 'x[1]' a; x=${x[1]}", "a"),
        ("let x=1+2", "3"),
        ("let 'x = 4' y=1", "4"),
        ("x=1; unset x", ""),
        ("x=(1 2); unset x; x=3", "3"),
        ("set -- a b; x=$2", "b"),
        ("set a b; shift; x=$1", "b"),
        ("set a b; x=$#", "2"),
        ("getopts ab: x", "{a,b,?}"),
        ("set -a; y=1; x=2", "2"),
        ("x=$(type -p rm)", "/usr/bin/rm"),
        ("f() { local x=1; declare -g x=2; }; f", "2"),
        ("x=1; f() { local x; x=2; }; f", "1"),
        ("x=1; command eval x=2", "2"),
        ("x=1; builtin eval x=2", "2"),
        ("x=1; exec true; x=2", "2"),
        ("x=1 eval 'y=$x'; x=$y", "1"),
    ],
)
def test_variables(text: str, expected: str) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("eval 'a b' c", ["a b c"]),
        ("eval", []),
        ("eval -- a", ["a"]),
        ('eval "$(echo a; echo b)"', ["a", "b"]),
        ("x='a; b'; eval $x", ["a", "b"]),
        ("if y; then x=a; else x=b; fi; eval $x", ["y", "a", "b"]),
        ("eval \"a '$X'\"", ["a …"]),
        ("command a b", ["a b"]),
        ("command -p a", ["a"]),
        ("command -v a", []),
        ("command -- a", ["a"]),
        ("builtin eval a", ["a"]),
        ("builtin echo a", []),
        ("exec a b", ["a b"]),
        ("exec -a x -c a b", ["a b"]),
        ("exec", []),
        ("trap 'a b' EXIT", ["a b"]),
        ("trap 'a $x' 0; x=1", ["a 1"]),
        ("trap 'a $x' DEBUG; x=1", ["a …", "a 1"]),
        ("trap - EXIT; trap '' INT; trap -p; trap", []),
        ("trap 'a' EXIT; exit", ["a"]),
        ("x=1; trap 'a $x' EXIT; if b; then x=2; exit; fi", ["b", "a 2", "a 1"]),
        ("(trap 'a $x' EXIT; x=1); x=2", ["a 1"]),
        ("f() { a; }; trap f EXIT", ["a"]),
        ("alias x='a b'\nx c", ["a b c"]),
        ("alias x='a; b'\nx c", ["a", "b c"]),
        ("alias x='a b'", ["a b"]),
        ("alias x=a; unalias x; x", ["x", "a"]),
        ("alias ls='ls -a'\nls", ["ls -a"]),
        ("alias x=a; 'x'", ["x", "a"]),
        ("hash -p /b/a x; x y", ["/b/a y", "x y"]),
        ("complete -C 'a b' c", ["a b"]),
        ("compgen -C 'a b' c", ["a b"]),
        ("complete -F f c", ["f"]),
        ("compgen -W '$(a)' c", ["a"]),
        ("mapfile -C 'a b' -c 1 x <<< y", ["a b 0 y"]),
        ("bind -x '\"k\": a b'", ["a b"]),
        ("PROMPT_COMMAND='a b'", ["a b"]),
        ("PS1='$(a)x'", ["a"]),
        ("PS4='+$(a) '; set -x", ["a"]),
        ("EDITOR='a b' c", ["a b", "c"]),
        ("export GIT_SSH_COMMAND='ssh -i k'", ["ssh -i k"]),
        ("BASH_ENV=$X a", ["a"]),
        ("BASH_ALIASES[x]=a; x", ["a"]),
        ("BASH_CMDS[x]=/b/a; x", ["/b/a", "x"]),
        ("test -v 'x[$(a)]'", ["a"]),
        ("[ -v 'x[$(a)]' ]", ["a"]),
        ("unset 'x[$(a)]'", ["a"]),
        ("read 'x[$(a)]' <<< 1", ["a"]),
        ("let 'x[$(a)]=1'", ["a"]),
        ("x='y[$(a)]'; ((x))", ["a"]),
        ("x='y[$(a)]'; z[x]=1", ["a"]),
        ("declare -i x='y[$(a)]'", ["a"]),
        ("x='$(a)'; c \"${x@P}\"", ["a", "c …"]),
        ("time a", ["a"]),
        ("\\time -p a", ["a"]),
        ("echo a", []),
        ("kill 1", ["kill 1"]),
    ],
)
def test_code(text: str, expected: list[str]) -> None:
    got = commands(text, rules=NoRules())
    assert got == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f() { a; }; f", ["a"]),
        ("function f { a; }; f", ["a"]),
        ("f() (a); f", ["a"]),
        ("f() { a; } > x; f", ["a"]),
        ("f() { g; }; g() { a; }; f", ["a"]),
        ("f() { a; }; unset -f f; f", ["f", "a"]),
        ("f() { a; }; f() { b; }; f", ["b", "a"]),
        ("if x; then f() { a; }; else f() { b; }; fi; f", ["x", "a", "b"]),
        ("f() { shift; a $1; }; f 1 2", ["a 2"]),
        ("f() { a \"$@\"; }; f 'b c' d", ["a [b c] d"]),
        ("f() { a; }; x=$(f)", ["a"]),
        ("f() { a; }; command f", ["f", "a"]),
        ("f() { f; a; }; f", ["a"]),
        ("functions[f]=a; f", ["a"]),
    ],
)
def test_functions(text: str, expected: list[str]) -> None:
    got = commands(text, rules=NoRules(), dialect="unknown" if "functions[" in text else "bash")
    assert list(dict.fromkeys(got)) == expected


def test_a_function_never_hides_a_listed_program() -> None:
    assert "rm x" in commands("rm() { :; }; rm x")
    assert "rm x" in commands("alias rm=true\nrm x")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("echo a > f; . ./f", ["a"]),
        ("echo 'x=a' > f; source f; $x", ["a"]),
        ("echo 'a $1' > f; . f b", ["a b"]),
        (". <(echo a)", ["a"]),
        (". /dev/stdin <<< a", ["a"]),
        ("source /dev/fd/3 3<<< a", ["a"]),
        (". ./there.sh; $y", ["b 1", "a"]),
        (". ./missing.sh; a", ["a"]),
        ("BASH_ENV=./there.sh bash -c true", ["b 1", "bash -c true"]),
        (". ./venv/bin/activate; a", ["a"]),
        (". /usr/share/x.sh; a", ["a"]),
        ("echo b > venv/bin/activate; . venv/bin/activate", ["b"]),
        (". ./functions.sh; f", ["a"]),
        ('eval "$(cat there.sh)"; $y', ["cat there.sh", "b 1", "a"]),
        ('x=$(<there.sh); cd /tmp; eval "$x"', ["b 1"]),
    ],
)
def test_sourced_files(text: str, expected: list[str]) -> None:
    files = {
        "/work/project/there.sh": b"b 1\ny=a\n",
        "/work/project/venv/bin/activate": b"c\n",
        "/usr/share/x.sh": b"c\n",
        "/work/project/functions.sh": b"f() { a; }\ng() { b; }\n",
    }
    assert commands(text, rules=NoRules(), files=files) == expected


def test_the_file_of_sourced_commands_is_noted() -> None:
    walked = Walked(". ./there.sh", files={"/work/project/there.sh": b"a\n"})
    assert walked.invocations[0].origin.file == "/work/project/there.sh"
    assert walked.invocations[0].origin.via == ("source ./there.sh", "/work/project/there.sh:1")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=a b", ["a b"]),
        ("noglob a *", ["a *"]),
        ("nocorrect a", ["a"]),
        ("- a", ["a"]),
        ("repeat 2 a b", ["a b"]),
        ("functions[x]='a b'; x", ["a b"]),
        ("aliases[x]='a b'\nx", ["a b"]),
        ("commands[x]=/b/a; x", ["/b/a", "x"]),
        ("alias -g X='| a b'", ["a b"]),
        ("alias -s txt='a b'", ["a b"]),
        ("emulate sh -c 'a b'", ["a b"]),
        ("print -P '$(a)'", ["a"]),
        ("sched +1 a b", ["a b"]),
        ("zf_rm x", ["rm x"]),
        ("echo x | read y; $y", ["x"]),
        ("TRAPEXIT() { a; }", ["a"]),
        ("precmd() { a; }", ["a"]),
    ],
)
def test_zsh(text: str, expected: list[str]) -> None:
    got = commands(text, "zsh", rules=NoRules())
    assert list(dict.fromkeys(got)) == expected


def test_zsh_words_are_programs_elsewhere() -> None:
    assert commands("print a; repeat 2 b") == ["print a", "repeat 2 b"]
