"""fish's language: what is certain is translated, everyday lines are quiet, and nothing destructive passes."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardcmd.guard import Judgement
from guardcmd.proposal import ShellText
from guardcmd.shell.fish import NotAlike, translate
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
        ("for f in *.txt; mv $f $f.bak; end", 'for f in *.txt\ndo mv "${f}" "${f}".bak\ndone\n'),
        ("a; and b\nor c", "a && b || c\n"),
        ("not a | b &", "! a | b & "),
        ("echo 'it\\'s' \"a\\$\"", "echo ''it\\'s ''a'$'\n"),
        ("ls &| cat", "ls |& cat\n"),
        ("a > b 2>&1", "a >b 2>&1\n"),
        ("echo HEAD^{x} {a,b}", "echo HEAD^'{'x'}' {a,b}\n"),
        ("..; ls", "{ .. || cd ..; }\nls\n"),
        ("function f; a $argv[1] $argv; end", 'function f { a "${1}" "$@"\n}\n'),
        ("while read f; a $f; end", 'while true\ndo a "$(guardcmd-unknown)"\ndone\n'),
        ("begin; set -l x b; a $x; end", '{ x=b\na "${x}"\n}\n'),
        ("set -x A 1; unknown $A", 'export A=1\nunknown "${A}"\n'),
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
        "echo $$x", "echo a&b", "cat <<X", "echo \\x41", "end", "if true", "echo 'a", "eval (x)", "{ a; }",
        "trap x INT",
        "function f --on-event x; a; end", "set x[1] a", "builtin eval x", "argparse a -- b", "'if' true", "a 2>| b",
        "echo (printf 'a\\nb')", "set -a x b", "echo )", "bind \\cx y", "echo \x01", "or", "a | and b",
        "set x a; begin; set -l x b; end; c $x", "function f; set x b; end; f; c $x", "x=a c $x", "set x a b; c p$x",
        "function f -a x; end; set x a; f b; c $x", "function f; set argv a; c $argv; end", "set IFS ,",
        "cd / | b", "echo (cd /); b", "cd / &", "begin; cd /; end | b", "b | function f; c; end", "b (set x y)",
        "../ | b",
    ],
)  # fmt: skip
def test_what_is_not_certain_is_not_guessed(text: str) -> None:
    with pytest.raises(NotAlike):
        translate(text)
    assert isinstance(read(text, "fish"), Unreadable)


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


STUB = """#!/bin/sh
line=${0##*/}
for word; do [ -z "$word" ] || line="$line|$word"; done
printf '%s\\n' "$line" >> "$RAN"
echo out
[ "$1" != no ]
"""
WORDS = st.sampled_from(
    [
        "a", "no", "--x=y", "'q r'", '"d q"', "$ONE", '"$ONE"', "$VAR", "x$ONE", "{a,b}", "p{a,b}q", "{a}", "*.txt",
        "~", "?.txt", "~/z", "a~b", "a\\ b", "'it\\'s'", '"\\$x"', "'a\\\\b'", "(say in)", '"$(say in)"', "x(echo y)",
        "^a", "%x", "a#b", "=", "a[1]", "!", '"{a,b}"', "\\$x", "$argv", '"$argv"', "$argv[1]", "$x",
        '"$x"', ">/dev/null", "2>&1", "`say`", "a'b'\"c\"", "a\\\nb", "\\ra", "a&b", "$x[1]",
    ]
)  # fmt: skip
CALLS = st.builds(
    "{} {} {}".format, st.sampled_from(["say", "command say", "env say", "set x", "set -l x"]), WORDS, WORDS
)
CONDITIONS = st.sampled_from(["true", "false", "say no", "not say no"])


def blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("begin; {}; end".format, inner),
        st.builds("if {}; {}; else; {}; end".format, CONDITIONS, inner, inner),
        st.builds("for x in {} {}; {}; end".format, WORDS, WORDS, inner),
        st.builds("function f; {}; end; f {} b".format, inner, WORDS),
        st.builds("function f -a x; {}; end; f {}".format, inner, WORDS),
        st.builds("{}{}{}".format, inner, st.sampled_from(["; ", "\n", " | ", " && ", "; or "]), inner),
    )


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("both")
    for name in ("a.txt", "b c.txt"):
        (folder / name).write_text("")
    (folder / "bin").mkdir()
    (folder / "bin" / "say").write_text(STUB)
    (folder / "bin" / "say").chmod(0o755)
    return folder


def runs(scratch: Path, argv: list[str]) -> list[str]:
    """What the text runs, each program with its words; empty ones are left out."""
    ran = scratch / "bin" / "ran"
    ran.unlink(missing_ok=True)
    environment = {"HOME": "/home/u", "PATH": f"{scratch}/bin:/usr/bin:/bin", "RAN": str(ran), "VAR": "v w", "ONE": "o"}
    subprocess.run(argv, cwd=scratch, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return ran.read_text().splitlines() if ran.exists() else []


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
@settings(max_examples=250, deadline=None)
@given(st.recursive(CALLS, blocks, max_leaves=5))
def test_what_fish_runs_the_translation_runs(scratch: Path, text: str) -> None:
    try:
        translated, _ = translate(text)
    except NotAlike:
        return
    its = runs(scratch, ["fish", "--no-config", "-c", text])
    left = runs(scratch, ["bash", "-c", translated]) if its else []
    for line in its:
        assert line in left, (text, translated, its, left)
        left.remove(line)


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
@pytest.mark.parametrize("text", [r"\rm -rf ~/Documents", "ls `rm -rf /srv/data`", "`echo rm` -rf /srv/data"])
def test_what_would_be_dangerous_in_bash_alone(tmp_path: Path, scratch: Path, text: str) -> None:
    """A backquote is a plain character in fish, and the letter in `\\rm` is a carriage return."""
    assert not judged(tmp_path, text, "bash", actor="agent").verdict.allows
    assert judged(tmp_path, text, actor="agent").verdict.allows
    assert runs(scratch, ["fish", "--no-config", "-c", text.replace("rm", "say").replace("\\say", "\\rsay")]) == []
