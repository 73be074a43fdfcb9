from __future__ import annotations

import pytest

from guardcmd.ruleset.model import Wrapper
from guardcmd.shell.value import known, one_of, unknown
from guardcmd.unwrap.grammar import MOST_READINGS, Grammar, Reading, read_option, readings, spellings
from tests.unwrap.opening import word

RUN = Wrapper(
    ("run",),
    style="getopt",
    value_options=("-n/--number", "-u/--user", "--unit"),
    optional_value_options=("-d/--differences",),
    flags=("-q/--quiet", "-v"),
    no_command=("--help",),
    skip=1,
)


def read(line: str, wrapper: Wrapper = RUN) -> list[str]:
    found, complete = readings(tuple(word(text) for text in line.split()), wrapper)
    assert complete
    return [told(reading) for reading in found]


def told(reading: Reading) -> str:
    options = [name if value is None else f"{name}={value.shown()}" for name, value in reading.options]
    return " | ".join(
        " ".join([each if isinstance(each, str) else each.shown() for each in part])
        for part in (options, reading.operands, reading.command)
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("op rm x", " | op | rm x"),
        ("-q op rm -q x", "--quiet | op | rm -q x"),
        ("-qv op rm", "--quiet -v | op | rm"),
        ("-n 5 op rm", "--number=5 | op | rm"),
        ("-n5 op rm", "--number=5 | op | rm"),
        ("-qn5 op rm", "--quiet --number=5 | op | rm"),
        ("-qn 5 op rm", "--quiet --number=5 | op | rm"),
        ("--number=5 op rm", "--number=5 | op | rm"),
        ("--number 5 op rm", "--number=5 | op | rm"),
        ("--num 5 op rm", "--number=5 | op | rm"),  # getopt takes prefixes
        ("-d op rm", "--differences | op | rm"),  # an optional value is attached
        ("-dcumulative op rm", "--differences=cumulative | op | rm"),
        ("--differences op rm", "--differences | op | rm"),
        ("-- op rm", " | op | rm"),
        ("op -- rm", " | op | rm"),
        ("-5 op rm", "-5 | op | rm"),
        ("-q", "--quiet |  | "),
        ("-n", "--number |  | "),
        ("- op rm", " | - | op rm"),
        ("--user=<?> op rm", "--user=… | op | rm"),
        ("-u<?> op rm", "--user=… | op | rm"),
        ("-u <?> op rm", "--user=… | op | rm"),
        ("<?> rm x", " | … | rm x"),
    ],
)
def test_one_reading(line: str, expected: str) -> None:
    assert read(line) == [expected]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("--what op rm x", ["--what | op | rm x", "--what=op | rm | x"]),
        ("-w op rm x", ["-w=op | rm | x", "-w | op | rm x"]),
        ("--what -q op rm", ["--what --quiet | op | rm"]),  # an option is no value
        ("--what=a op rm", ["--what=a | op | rm"]),
        ("-wn 5 op rm", ["-w=n | 5 | op rm", "-w --number=5 | op | rm"]),
    ],
)
def test_an_unknown_option_is_read_both_ways(line: str, expected: list[str]) -> None:
    assert sorted(read(line)) == sorted(expected)


def test_options_may_follow_own_operands_where_they_permute() -> None:
    permuting = RUN.replace(permute=True)
    assert read("op -q rm -v", permuting) == ["--quiet | op | rm -v"]
    assert read("op -q rm") == [" | op | -q rm"]


def test_the_command_stands_behind_dashes() -> None:
    wrapper = RUN.replace(dashes=True)
    assert read("a b -q c -- rm -q", wrapper) == ["--quiet | a b c | rm -q"]
    assert read("a b -q c", wrapper) == ["--quiet | a b c | "]


def test_subcommand_words_come_first_with_their_own_options() -> None:
    wrapper = RUN.replace(subcommand=("compose|c", "exec"), global_options=("-f/--file", "-q"), global_flags=("-D",))
    assert read("-D -f x compose -q y exec -q web rm", wrapper) == ["--quiet | web | rm"]
    assert read("c exec web rm", wrapper) == [" | web | rm"]
    assert read("compose up web rm", wrapper) == []
    assert read("<?> exec web rm", wrapper) == [" | web | rm"]
    placed = wrapper.replace(directory_options=("-f/--file",))
    assert read("-f x compose exec web rm", placed) == ["--file=x | web | rm"]  # a directory counts from any level


def test_a_command_option_ends_the_options() -> None:
    wrapper = RUN.replace(command_options=("--args", "-x/--exec"), skip=-1, permute=True)
    assert read("a -q --args rm -q", wrapper) == ["--quiet --args |  | rm -q"]
    assert read("a b -x rm", wrapper) == ["--exec |  | rm"]


def test_a_module_ends_the_options() -> None:
    wrapper = RUN.replace(module_options=("-m",))
    assert read("-q -m pip -v install", wrapper) == ["--quiet -m=pip |  | -v install"]
    assert read("-mpip -v", wrapper) == ["-m=pip |  | -v"]


def test_without_a_style_every_word_is_an_operand() -> None:
    assert read("-q rm", RUN.replace(style="none", skip=0)) == [" |  | -q rm"]


@pytest.mark.parametrize("spelling", ["-unit x", "--unit x", "-unit=x", "--unit=x"])
def test_goflag_takes_one_dash_or_two(spelling: str) -> None:
    wrapper = Wrapper(("run",), style="goflag", value_options=("-unit",))
    assert read(f"{spelling} rm", wrapper) == ["-unit=x |  | rm"]


def test_many_unknown_options_stay_linear_and_are_told() -> None:
    words = tuple(known(text) for number in range(2_000) for text in (f"--o{number}", "x"))
    found, complete = readings(words, RUN)
    assert len(found) == MOST_READINGS
    assert not complete
    found, complete = readings(tuple(known(f"--o{number}") for number in range(5_000)), RUN.replace(skip=-1))
    assert complete


def test_alternatives_of_an_option_word() -> None:
    grammar = Grammar("getopt", ("-u/--user",), (), ())
    assert read_option(one_of(("--user=a", "--user=b")), grammar) == [([("--user", one_of(("a", "b")))], "")]
    assert read_option(unknown("$x", ("--user", None)), grammar)[0] == ([("--user", None)], "")


def test_spellings() -> None:
    assert spellings("-n/--namespace") == ["-n", "--namespace"]
    assert spellings("/c") == ["/c"]
    assert spellings("-e/-x/--exclusive") == ["-e", "-x", "--exclusive"]
