"""A text of fish and its translation do the same: both are run, with a command that shows the words it gets."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guardcmd.shell.fish.translate import translate
from guardcmd.shell.fish.word import NotAlike

pytestmark = pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")

FISH = """function f; end; function g; end
function show; printf show; for word in $argv; printf '<%s>' $word; end; echo; end
"""
BASH = """shopt -s nullglob; f() { :; }; g() { :; }
show() { printf show; for word in "$@"; do printf '<%s>' "$word"; done; echo; }
"""
UNKNOWN = "guardcmd"  # in a translation: what only fish knows


def shown(argv: list[str], text: str, folder: Path) -> list[str]:
    done = subprocess.run(
        [*argv, "-c", text], cwd=folder, env={"HOME": str(folder), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=10, check=False,
    )  # fmt: skip
    return [line for line in done.stdout.splitlines() if line.startswith("show")]


def in_fish(text: str, folder: Path) -> list[str]:
    return shown(["fish", "--no-config"], FISH + text, folder)


def in_bash(text: str, folder: Path) -> list[str]:
    return shown(["bash", "--norc"], BASH + text, folder)


ALIKE = [
    "set x a; show $x/b", 'set x "a b"; show $x', "show a$nosuch b", "show $nosuch b", "show /$nosuch",
    "set x; show $x b",
    "show {a,b}(echo c)", "show a{b,}c {a}b", "show a^b %a @ = ~/x", "show a#b # c", "show 'a\\'b' \"c\\\"\\$\" d\\\\e",
    "show a; and show b; or show c", "false; and show b; or show c", "not false; and show c",
    "true && show a || show b",
    "begin; show a; end | cat", "eval show a b", "eval 'set x b'; show $x", "set x a; eval set x b; show $x",
    "set x (echo a b); show $x", "for x in (echo a); show $x; end", "for x in a b; end; show $x",
    "function f; show $argv[1] $argv[2..-1]; end; f a 'b c' d", "function f; show $argv[1]; end; f",
    "function f -a p q; show $p/$q; end; f a", "set x a; function f -a x; show $x; end; f b; show $x",
    "function f -a x; show $x; end; function g -a x; show $x; end; f 1; g 2", "alias f 'show -f'; f $nosuch a",
    "function f; set -g x a; end; f; show $x", "function f; set -l x b; show $x; end; set x a; f; show $x",
    "set x a; begin; set x b; end; show $x", "set -l x a; begin; set x b; end; show $x",
    "if true; set x a; end; show $x",
    "set x '*'; show $x", "set x '~/a'; show $x", "export x=a; show $x", "set x a b; show $x", 'set x a b; show "$x"',
    'show "a(echo b)c" "a$(echo b)c"', "show $(echo b)", "show a\\\nb", "x=a show b", "show (pwd)/x",
    "set PATH /x $PATH; show a",
]  # fmt: skip
# what a translation that knows no scopes and no lists would get wrong; each shows something else in fish
NOT_ALIKE = [
    "set x a; begin; set x b; end | cat; show $x", "function f; show a; end | cat; f", "cd / | cat; show (pwd)",
    "set x a; show (set x b); show $x", "set x a | cat; show $x", "echo a | while read l; set x b; end; show $x",
    "set x /; begin; set -l x a; end; show $x", "function f; set x a; end; f; show /$x", "set x a b; show /$x",
    "set x /; function f; set -l x a; end; set -l x b; f; show $x", "set x a b; set y c d; show $x$y",
    "set x a; x=/ show $x", "set -l x a; set -g x b; show $x", "set x a; begin; for x in b; end; end; show $x",
    "function f; show /$x; end; function g; set -l x a; f; end; g", "set -l x a; function f; show /$x; end; f",
    "set MYPATH a b; show \"$MYPATH\"", "function f; show x$argv; end; f a b", "functions -e show; show a",
    "string match -rq '(?<x>.*)' a; show $x", "set x a; read x < /dev/null; show /$x", "set x a\\ b c; show $x",
]  # fmt: skip
# what is translated, with a value that nobody knows: each may be more words than one, or none
NOT_KNOWN = [
    "echo a | read x; show $x", "show a(true) b", "show (echo a; echo b)c", "set x (true); show a$x", "show $x[1]b",
    "set x a; set -e x; show /$x", "show (cat list)", "show $argv x",
]  # fmt: skip


@pytest.mark.parametrize("text", ALIKE)
def test_alike(tmp_path: Path, text: str) -> None:
    translated, _ = translate(text)
    assert UNKNOWN not in translated
    assert in_fish(text, tmp_path) == in_bash(translated, tmp_path) != []


@pytest.mark.parametrize("text", NOT_ALIKE)
def test_not_alike(text: str) -> None:
    with pytest.raises(NotAlike):
        translate(text)


@pytest.mark.parametrize("text", NOT_KNOWN)
def test_what_only_fish_knows_is_unknown(text: str) -> None:
    assert UNKNOWN in translate(text)[0]


# --- composed texts


class Texts:
    """Makes texts of statements that set, scope and show variables."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.depth = 0

    def some(self, make: str, least: int, most: int, between: str) -> str:
        return between.join([getattr(self, make)() for _ in range(self.chance.randint(least, most))])

    def name(self) -> str:
        return self.chance.choice("xyz")

    def word(self) -> str:
        name = self.name()
        return self.chance.choice(
            [
                "a", "/", "-f", "a/b", "a\\ b", "'c d'", '"e"', "--k=v", "{a,b}", "~", "%x", "=b", "@", "^", "!",
                "'*'", "''",
                *[f"${name}"] * 6, f"p${name}", f"/${name}", f"-o${name}", f"${name}/q", f"${name}$y", f'"m ${name}"',
                "$argv", "$argv[1]", "(echo h)", f"(echo ${name})", "(pwd)", f"${name}[1]", "a(true)", '"(x)"',
                '"$(echo k)"',
            ]
        )  # fmt: skip

    def words(self) -> str:
        return self.some("word", 0, 3, " ")

    def body(self) -> str:
        self.depth += 1
        made = self.some("statement", 1, 3, "; ")
        self.depth -= 1
        return made

    def statement(self) -> str:
        name, pick = self.name(), self.chance.choice
        simple = [
            *[f"show {self.words()}"] * 4,
            *[f"set {pick(['', '', '-l ', '-g ', '-x ', '-f '])}{name} {self.words()}"] * 2,
            f"true; and show {self.words()}", f"not show {self.words()}", f"{pick('fg')} {self.words()}",
            f"set -e {name}", f"{name}={pick(['v', '$y'])} show {self.words()}", f"export {name}={pick(['v', '$y'])}",
            f"eval {pick(['show a', 'set x k', 'show $x'])}", f"{pick(['show', 'set x', 'f'])} {self.word()} | cat",
            f"alias {pick('fg')} 'show {pick(['r', '$x'])}'", "show a && show b || show c",
        ]  # fmt: skip
        if self.depth > 2 or self.chance.random() < 0.7:
            return pick(simple)
        head = pick(
            [
                "begin", f"if {pick(['true', 'false'])}", f"for {name} in {self.words()}", f"function {pick('fg')}",
                f"function {pick('fg')} -a {name}",
            ]
        )  # fmt: skip
        return f"{head}; {self.body()}; end"


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False))
def test_what_is_translated_does_the_same(tmp_path: Path, chance: random.Random) -> None:
    text = Texts(chance).some("statement", 2, 5, "\n")
    try:
        translated, _ = translate(text)
    except NotAlike:
        return
    if UNKNOWN not in translated:
        assert without_empty(in_fish(text, tmp_path)) == without_empty(in_bash(translated, tmp_path)), translated


def without_empty(lines: list[str]) -> list[str]:
    """An empty value of a function's argument counts as none in the translation."""
    return [line.replace("<>", "") for line in lines]
