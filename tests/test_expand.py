"""The worklist: what a text runs, and what that runs, down to calls."""

from __future__ import annotations

import pytest

from guardcmd.expand import expand
from guardcmd.ruleset.model import Wrapper
from guardcmd.world import Budget, World
from tests.support import DictFiles
from tests.unwrap.shown import OneTool, expanded, proposal, removals, script


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rm x", ["x"]),
        ("bash -c 'rm x'", ["x"]),
        ("sh -c 'sh -c \"rm x\"'", ["x"]),
        ("bash -c 'rm $1 $0' a b", ["b a"]),
        ("export d=x; bash -c 'rm $d'", ["x"]),
        ("d=x bash -c 'rm $d'", ["x"]),
        ("d=x; bash -c 'rm $d'", ["…"]),
        ("f() { rm $1; }; export -f f; bash -c 'f a'", ["a", "…"]),
        ("bash -c 'read c; rm $c' <<< x", ["x"]),
        ("echo rm x | bash", ["x"]),
        ("echo 'rm x' > f; bash f", ["x"]),
        ("bash <(echo rm x)", ["x"]),
        ('bash -c "rm $X/y"', ["…/y"]),
        ('bash -c "cd $X && rm y"', ["y"]),
        ("bash -c 'rm x'; rm y", ["x", "y"]),
        ("sudo bash -c 'eval rm x'", ["x"]),
        ("sudo sh <<E\nrm x\nE", ["x"]),
        ('bash -c "$X"', ["unread: variable"]),
        ('bash -c "$(curl u)"', ["unread: network"]),
        ("curl u | bash", ["unread: network"]),
        ("curl -o f u; bash f", ["unread: network"]),
        ("curl u > f && chmod +x f && ./f", ["unread: network"]),
        ("bash -c 'rm x; )'", ["unread: variable"]),
        ("bash -c 'rm x\n)'", ["x", "unread: variable"]),
        ("bash -c 'echo rm x > f'; . ./f", ["x"]),
        (". ./missing", []),
        ("ls", []),
    ],
)
def test_calls(text: str, expected: list[str]) -> None:
    assert sorted(removals(text)) == sorted(expected)


def test_calls_come_in_the_order_of_the_text() -> None:
    assert removals("rm a; bash -c 'rm b; bash -c \"rm c\"; rm d'; rm e") == ["a", "b", "c", "d", "e"]


def test_the_call_knows_how_it_was_reached() -> None:
    text = "cd /tmp; A=1 bash -c 'cd x && rm y'"
    call = expanded(text).calls[0]
    assert call.directory.shown() == "/tmp/x"
    assert call.environment["A"].text == "1"
    assert call.origin.via == ("bash -c",)
    assert text[slice(*call.span)] == "A=1 bash -c 'cd x && rm y'"


def test_redirections_are_calls() -> None:
    calls = expanded("bash -c 'a > f'").calls
    assert [(call.tool, call.words[1].text) for call in calls] == [("redirect", "f")]


def test_unread_code_is_a_call() -> None:
    call = expanded("curl u | sh").calls[0]
    assert call.tool == "opaque"
    assert call.words[0].text == "network"
    assert call.facts["carrier"]
    assert "curl" in call.facts["reason"]


def test_unread_code_names_the_command_that_prints_it() -> None:
    assert expanded("generate --all x | sh").calls[0].facts["command"] == "generate --all x"


def test_the_trace_tells_each_step() -> None:
    assert expanded("bash -c 'rm x'").trace == ("bash -c rm x", "rm x  [bash -c]")


def test_a_listed_program_is_found_behind_holes_and_patterns() -> None:
    assert removals("r$X y") == ["y"]
    assert removals("/bin/r? y") == ["y"]
    assert removals("${X}m y") == ["y"]


@pytest.mark.parametrize(
    ("budget", "reason"),
    [
        (Budget(steps=200), "the text needs too many steps to follow"),
        (Budget(invocations=5), "the text runs too many commands to follow"),
    ],
)
def test_a_spent_budget_is_told_and_keeps_what_was_found(budget: Budget, reason: str) -> None:
    expansion = expanded("rm x;" * 50, budget=budget)
    assert expansion.truncated == reason
    assert expansion.calls


def test_text_within_text_ends() -> None:
    text = "rm x"
    for _ in range(4):
        text = "sh -c '" + text.replace("'", "'\\''") + "'"
    assert removals(text) == ["x"]
    expansion = expanded("rm x", budget=Budget(depth=2))
    assert not expansion.truncated
    expansion = expanded(text, budget=Budget(depth=2))
    assert expansion.truncated
    assert [call.words[0].text for call in expansion.calls] == ["limit"]


FILES = {"/work/project/f": b"rm x\n"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bash f", ["x"]),
        ("bash f; echo ls > f", ["x"]),
        ("echo ls > f; bash f", []),
        ("echo ls >> f; bash f", ["x"]),
        ("if a; then echo ls > f; fi; bash f", ["x"]),
        ("(echo ls > f); bash f", ["x"]),
        ("bash -c 'echo rm y > g'; sh g", ["y"]),
        ("sh g; echo rm y > g", []),
        ("for i in 1 2; do sh g; echo rm y > g; done", ["y"]),
        ("while a; do sh g; echo rm y > g; done", ["y"]),
        (". ./f", ["x"]),
        ("echo ls >> f; . ./f", ["x"]),
    ],
)
def test_what_a_file_holds_when_it_is_run(text: str, expected: list[str]) -> None:
    assert list(dict.fromkeys(removals(text, files=FILES))) == expected


def test_a_text_that_runs_itself_ends() -> None:
    assert expanded("echo 'sh f' > f; sh f").truncated


def test_an_internal_fault_in_one_command_is_told_and_hides_no_other() -> None:
    class Broken(OneTool):
        def wrappers_for(self, program: str) -> tuple[Wrapper, ...]:
            if program == "broken":
                raise ValueError("a fault")
            return ()

    proposed = proposal("broken; rm x")
    expansion = expand(script("broken; rm x"), proposed, World(proposed, DictFiles({}), Broken()))
    assert "a fault" in expansion.truncated
    assert [call.tool for call in expansion.calls] == ["rm"]


def test_code_with_many_holes_is_read_to_its_end() -> None:
    text = "bash <<E\n" + "echo $X\n" * 300 + "rm x\nE"
    assert removals(text) == ["x"]


def test_code_with_too_many_holes_is_unread() -> None:
    text = "bash <<E\n" + "echo $X\n" * 3000 + "rm x\nE"
    assert "unread: limit" in removals(text)
