"""Words of a command line to options and operands, style by style."""

from __future__ import annotations

import pytest

from guardcmd.ruleset.model import Tool
from guardcmd.shell.value import known, one_of, unknown
from guardcmd.tools.options import Grammar, read_options


def tool(style: str, **fields: object) -> Tool:
    listed = {
        "value_options": ("-n/--namespace", "-C", "--ids..."),
        "optional_value_options": ("--dry-run",),
        "flags": ("-f/--force", "-r/--recursive", "--filter", "--hard"),
    }
    return Tool(**{"name": "t", "programs": ("t",), "style": style, **listed, **fields})  # type: ignore[arg-type]


def read(text: str, style: str = "getopt", taking: tuple[int, ...] = (), **fields: object) -> str:
    """`--force -n=prod | a b`: options with their values, then operands."""
    words = [known(word) for word in text.split()]
    reading = read_options(words, Grammar(tool(style, **fields)), taking)
    options = [
        each.name + ("" if each.value is None else f"={each.value.shown()}") + ("?" if each.uncertain else "")
        for each in reading.options
    ]
    return f"{' '.join(options)} | {' '.join(word.shown() for word in reading.operands)}".strip()


@pytest.mark.parametrize(
    ("style", "text", "expected"),
    [
        # getopt_long: prefixes, groups, attached values, permutation, --
        ("getopt", "rm -rf x", "--recursive --force | rm x"),
        ("getopt", "x --forc", "--force | x"),
        ("getopt", "x --f", "--f? | x"),  # --force or --filter: the program refuses it
        ("getopt", "-nprod x", "--namespace=prod | x"),
        ("getopt", "-n prod x", "--namespace=prod | x"),
        ("getopt", "-n=prod x", "--namespace==prod | x"),
        ("getopt", "-rnprod x", "--recursive --namespace=prod | x"),
        ("getopt", "--namespace=prod x", "--namespace=prod | x"),
        ("getopt", "--names prod x", "--namespace=prod | x"),
        ("getopt", "x -- -f", "-- | x -f"),
        ("getopt", "x -", "| x -"),
        ("getopt", "-qf x", "-q --force? | x"),  # -q may take `f` as its value
        ("getopt", "-n", "--namespace |"),
        ("getopt", "--ids a b -f c", "--ids=a --ids=b --force | c"),
        ("getopt", "x --ids", "--ids | x"),
        ("getopt", "x --ids -f", "--ids --force | x"),
        ("getopt", "--dry-run x", "--dry-run | x"),
        ("getopt", "--dry-run=none x", "--dry-run=none | x"),
        # exact: no prefixes
        ("getopt-exact", "x --forc", "--forc | x"),
        # pflag: `=` behind short options, no prefixes, negated booleans
        ("pflag", "-n=prod x", "--namespace=prod | x"),
        ("pflag", "-f=false x", "--force=false | x"),
        ("pflag", "--force=false x", "--force=false | x"),
        ("pflag", "x --forc", "--forc | x"),
        # goflag: one or two dashes are the same, words of several letters, no groups; `--` is only the end of flags
        ("goflag", "--force -namespace prod x", "-force -namespace=prod | x"),
        ("goflag", "-force=false x", "-force=false | x"),
        ("goflag", "-rf x", "-rf | x"),
        ("goflag", "run -- apply -force", "-- -force | run apply"),
        # argparse: prefixes; no value that looks like an option
        ("argparse", "x --forc", "--force | x"),
        ("argparse", "--namespace --force x", "--namespace --force | x"),
        ("argparse", "--namespace -1 x", "--namespace=-1 | x"),
        ("click", "--namespace --force x", "--namespace=--force | x"),
        ("commander", "--no-force x", "--no-force | x"),
        # java-like
        ("single-dash", "-rm -r -skipTrash /x", "-rm -recursive -skipTrash | /x"),
        ("single-dash", "-Dkey=value -namespace prod", "-Dkey=value -namespace=prod |"),
        # an expression of primaries behind the starting points
        ("find", ". -name x -delete", "-name=x -delete | ."),
        ("find", "/a /b ( -name x -o -type d ) -exec rm {} ; -print", "-name=x -o -type=d -exec -print | /a /b"),
        ("find", "-L . -mtime +3 -delete", "-L -mtime -delete | ."),
        ("find", "-delete", "-delete |"),
        # operands with names
        ("dd", "if=/dev/zero of=/dev/sda bs=1M --help", "if=/dev/zero of=/dev/sda bs=1M | --help"),
        ("none", "-a --b c", "| -a --b c"),
    ],
)
def test_styles(style: str, text: str, expected: str) -> None:
    more = {"value_options": ("-namespace", "-name", "-type")} if style in ("single-dash", "goflag", "find") else {}
    assert read(text, style, **more) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-C dir reset -f", "-C=dir --force | reset"),
        ("reset -C x", "-C | reset x"),  # behind the first word it is another option
        ("compose -f file down", "--file=file | compose down"),  # scoped value option
        ("rm -f file", "--force | rm file"),
        ("del -f file", "--file=file | del file"),  # an alias of compose
        ("-f rm", "--force | rm"),
    ],
)
def test_scoped_options(text: str, expected: str) -> None:
    scoped = {"globals_first": True, "aliases": {"del": "compose"}, "value_options": ("-C",)}
    scoped["subcommand_value_options"] = {"compose": ("-f/--file",)}
    found = read(text, "pflag", **scoped)
    assert found == expected.replace("| del file", "| del")


def test_the_first_operand_may_end_options() -> None:
    assert read("-f set -r x", operands_end_options=True) == "--force | set -r x"


def test_an_undeclared_option_can_take_the_next_word() -> None:
    assert read("--new v get -f") == "--new --force | v get"
    assert read("--new v get -f", taking=(0,)) == "--new=v --force | get"
    words = [known(word) for word in ["--new", "v", "--other=w", "-q", "x", "-f", "y", "--no-force", "z"]]
    assert read_options(words, Grammar(tool("getopt"))).loose == (0, 3)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        (unknown("x", ("-", None)), [("", None, True)]),  # -$x
        (unknown("x", ("--fo", None)), [("", None, True)]),
        (unknown("x", ("--dry-run=", None)), [("--dry-run", "…", False)]),
        (unknown("x", ("-n", None)), [("--namespace", "…", False)]),
        (unknown("x", ("-r", None)), [("--recursive", None, False), ("", None, True)]),
        (unknown("x", ("-", None, "f")), [("", None, True)]),
    ],
)
def test_words_with_holes(word: object, expected: list[tuple[str, str | None, bool]]) -> None:
    reading = read_options([word], Grammar(tool("pflag")))  # type: ignore[list-item]
    assert [(o.name, o.value and o.value.shown(), o.uncertain) for o in reading.options] == expected


def test_a_word_of_which_nothing_is_known_is_an_operand() -> None:
    reading = read_options([unknown("$x"), one_of(("a", "b"))], Grammar(tool("getopt")))
    assert [word.shown() for word in reading.operands] == ["…", "{a,b}"]
