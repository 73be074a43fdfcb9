"""Lines that cost no process are lines that the full analysis allows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardcmd.proposal import ShellText
from guardcmd.shells.line import NO_COMMAND
from guardcmd.shells.prefilter import ANYWHERE, HEAD_ONLY, LETTERS, passes, words
from tests.agents.fakes import edge
from tests.corpus.reading import commands
from tests.shells.support import WORDS


@pytest.mark.parametrize(
    "text",
    [
        "ls -la", "cd ~/src/app", "ls *.py | wc -l", "grep -rn 'two words' src", "echo $HOME $?", "cat a && cat b",
        "pwd;ls", "ls 2>/dev/null", "ls 2>&1 | wc", "", "   ", "echo a=b", "diff a.txt b.txt &", "ls src/git-hooks",
    ],
)  # fmt: skip
def test_plain_lines_pass(text: str) -> None:
    assert passes(text, WORDS)


@pytest.mark.parametrize(
    "text",
    [
        "rm x", "ls; rm x", "ls|rm", "ls&rm x", "ls\nrm x", "/bin/rm x", "\\rm x", "r'm' x", 'r"m" x', "'rm' x",
        "RM x", "$X", "r$X", "r* x", "~/x", "./x", "X=1 ls", "X=1", "export X=1", "eval ls", "ls $(rm x)", "ls `rm x`",
        "ls $'a'", 'ls $"a"', "ls ${x}", "ls $((1))", "ls {a,b}", "(ls)", "! ls", "ls !!", "ls > x", "ls >> x",
        "cat < x", "cat <<X", "ls >& x", "foo rm x", "foo --x=rm y", "foo '; rm x'", "foo 'a=rm x'", "foo \"a'rm x\"",
        "python3.11 x", "rm.exe x", "rm2 x", "ls # rm", "if ls", "time ls", ". x", "source x", "ls \\", "é",
        "ls é", "ls $", "ls [ab]", "x" * 1001, "ls 2>/dev/nullx", "ls $@",
    ],
)  # fmt: skip
def test_whatever_may_matter_is_judged(text: str) -> None:
    assert not passes(text, WORDS)


def test_aliases_are_looked_into() -> None:
    aliases = {"ls": "ls --color", "k": "kubectl", "l": "ls", "s": "nice-one ", "loop": "pool", "pool": "loop"}
    assert passes("ls; l -a", WORDS, aliases)
    assert passes("echo k", WORDS, aliases)
    assert not passes("k get pods", WORDS, aliases)
    assert not passes("ls; k get pods", WORDS, aliases)
    assert not passes("s x", WORDS, aliases)
    assert passes("loop", WORDS, aliases)


def test_functions_are_judged() -> None:
    assert not passes("ls; deploy", WORDS, functions=("deploy",))


def test_words_know_where_they_count() -> None:
    known = words(["Git", "rm"], ["export", "[[", "if"])
    assert known == {"git": ANYWHERE, "rm": ANYWHERE, "export": HEAD_ONLY, "if": HEAD_ONLY}
    assert passes("ls if", known)
    assert not passes("if", known)


def test_no_stopped_command_passes() -> None:
    assert [text for text in commands("stop") if passes(text, WORDS)] == []


ORDINARY = (
    "ls",
    "foo",
    "cat",
    "a.txt",
    "-la",
    "x=1",
    "--k=v",
    "src/x",
    "$HOME",
    "*",
    "?x",
    "~",
    "~/b",
    "..",
    "1",
    "^",
    "%1",
)
SOME = ("rm", "git", "terraform", "sudo", "eval", "export", "drop", "DROP", "table")
pieces = st.one_of(
    st.sampled_from(ORDINARY), st.sampled_from(SOME), st.text(LETTERS + "-./=:,@+%~*?$'\"", min_size=1, max_size=6)
)
lines = st.lists(
    st.one_of(pieces, st.sampled_from([";", "|", "&&", "||", "&", "2>/dev/null", "'a b'", "\n"])), max_size=9
)


@settings(max_examples=300, deadline=None)
@given(lines)
def test_what_passes_is_allowed_by_the_full_analysis(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str]
) -> None:
    text = " ".join(parts)
    if not passes(text, WORDS):
        return
    own = edge(tmp_path_factory.getbasetemp(), judging=None)  # type: ignore[arg-type]
    for actor in ("human", "agent"):
        verdict = own.judge(own.propose(ShellText(text, "bash", True), "/", actor=actor)).verdict
        # what is no command is not run by the shell either: it complains, or asks for more and the whole is judged
        assert verdict.allows or all(note.startswith(NO_COMMAND) for note in verdict.notes), text
