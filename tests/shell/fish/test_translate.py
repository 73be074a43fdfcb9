"""fish's language: what is certain is translated, everyday lines are quiet, and nothing destructive passes."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from guardcmd.guard import Judgement
from guardcmd.proposal import ShellText
from guardcmd.shell.fish.translate import translate
from guardcmd.shell.fish.word import NotAlike
from guardcmd.shell.ir import Unreadable
from guardcmd.shell.reader import read
from tests.agents.fakes import edge
from tests.corpus.reading import FOLDER, commands, in_text

DAY = list(in_text((FOLDER / "fish" / "day.txt").read_text()))
STOP = list(in_text((FOLDER / "fish" / "stop.txt").read_text()))


def judged(folder: Path, text: str, dialect: str = "fish", actor: str = "human") -> Judgement:
    own = edge(folder, judging=None)  # type: ignore[arg-type]
    return own.judge(own.propose(ShellText(text, dialect, True), own.home, actor=actor, client="fish"))


@pytest.mark.parametrize("text", DAY)
def test_everyday_lines_are_not_asked_about(tmp_path: Path, text: str) -> None:
    verdict = judged(tmp_path, text).verdict
    assert verdict.allows or verdict.decision == "notify", (verdict.notes, verdict.reasons)


@pytest.mark.parametrize("text", STOP)
def test_nothing_destructive_passes(tmp_path: Path, text: str) -> None:
    assert not judged(tmp_path, text, actor="agent").verdict.allows
    verdict = judged(tmp_path, text).verdict  # a person is only told of what is milder
    assert verdict.reasons or verdict.notes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for f in *.txt; mv $f $f.bak; end", 'for f in *.txt\ndo mv ${f+"${f}"} ${f+"${f}".bak}\ndone\n'),
        ("a; and b\nor c", "a && b || c\n"),
        ("not a | b &", "! a | b & "),
        ("echo 'it\\'s' \"a\\$\"", "echo ''it\\'s ''a'$'\n"),
        ("ls &| cat", "ls |& cat\n"),
        ("a > b 2>&1", "a >b 2>&1\n"),
        ("echo HEAD^{x} {a,b}", "echo HEAD^'{'x'}' {a,b}\n"),
        ("..; ls", "{ .. || cd ..; }\nls\n"),
        ("function f; a $argv[1] $argv; end", 'function f { a ${1+"${1}"} "$@"\n}\n'),
        ("set -x A 1; unknown $A", 'export A=1\nunknown ${A+"${A}"}\n'),
    ],
)
def test_translation(text: str, expected: str) -> None:
    translated, places = translate(text)
    assert translated == expected
    assert len(places) == len(translated) + 1
    assert all(0 <= place <= len(text) for place in places)


@pytest.mark.parametrize(
    "text",
    [
        "echo $$x", "echo a&b", "cat <<X", "echo \\x41", "end", "if true", "echo 'a", "eval a(x)", "{ a; }",
        "trap x INT",
        "function f --on-event x; a; end", "set x[1] a", "builtin eval x", "argparse a -- b", "'if' true", "a 2>| b",
        "set x a b; echo p$x", "set -a x b", "echo )", "bind \\cx y", "echo \x01", "or", "a | and b",
    ],
)  # fmt: skip
def test_what_is_not_certain_is_not_guessed(text: str) -> None:
    with pytest.raises(NotAlike):
        translate(text)
    assert isinstance(read(text, "fish"), Unreadable)


@pytest.mark.parametrize(
    "rest", ["trap x INT", "echo $$x", "echo (trap x)", "eval 'trap x'", "set x a; begin; set -l x b; end"]
)
def test_what_stands_before_is_judged(tmp_path: Path, rest: str) -> None:
    found = judged(tmp_path, f"if true; terraform destroy; end; {rest}")
    assert [finding.rule.id for finding in found.findings] == ["terraform.destroy"]
    assert found.verdict.notes


def test_spans_are_of_the_text(tmp_path: Path) -> None:
    text = "if true; and cd /x; echo 'a b'; terraform destroy -auto-approve; end"
    (finding,) = judged(tmp_path, text).findings
    start, end = finding.span
    assert text[start:end] == "terraform destroy -auto-approve"


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
def test_the_tables_are_valid_fish() -> None:
    for text in [*DAY, *STOP]:
        assert subprocess.run(["fish", "-n"], input=text.encode(), capture_output=True, check=False).returncode == 0, (
            text
        )


def test_stopped_commands_stop_in_fish_too(tmp_path: Path) -> None:
    """Every 40th, where no syntax is in it that fish has not."""
    for text in commands("stop")[::40]:
        if set(text) & set("`<{}\n\0") or "$'" in text or "do" in text.split():
            continue
        if not judged(tmp_path, text, "bash").verdict.allows:
            assert not judged(tmp_path, text).verdict.allows, text


@pytest.mark.parametrize("text", [r"\rm -rf ~/Documents", "ls `rm -rf /srv/data`", "`echo rm` -rf /srv/data"])
def test_what_would_be_dangerous_in_bash_alone(tmp_path: Path, text: str) -> None:
    """A backquote is a plain character in fish, and the letter in `\\rm` is a carriage return."""
    assert not judged(tmp_path, text, "bash", actor="agent").verdict.allows
    assert judged(tmp_path, text, actor="agent").verdict.allows
