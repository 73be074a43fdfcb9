"""fish's own prefilter passes nothing that the one in Python does not."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardcmd.agents.wiring.command_line import site_folders
from guardcmd.shells.fish import HEADS, tables
from guardcmd.shells.hook_text import hook_text
from guardcmd.shells.prefilter import ANYWHERE, HEAD_ONLY, passes
from tests.corpus.reading import FOLDER, commands, in_text
from tests.shells.support import WORDS
from tests.shells.test_prefilter import lines

pytestmark = pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
KNOWN = {**WORDS, **dict.fromkeys(HEADS, HEAD_ONLY)}
FUNCTIONS = ("deploy", "Deploy-2", "ls")
LOOP = """
function deploy; end
function Deploy-2; end
function ls; end
while read -lz line
    if __guardcmd_is_plain "$line"; printf 1; else; printf 0; end
end
"""


def in_fish(texts: list[str]) -> list[bool]:
    """What fish makes of each text."""
    script = hook_text("fish", "/nonexistent", "/nonexistent", site_folders()) + LOOP
    done = subprocess.run(
        ["fish", "--no-config", "-c", script],
        input="".join([f"{text}\0" for text in texts]).encode(),
        capture_output=True,
        cwd="/",
        check=True,
    )
    assert done.stderr == b""
    answers = [answer == "1" for answer in done.stdout.decode()]
    assert len(answers) == len(texts)
    return answers


def more_permissive(texts: list[str]) -> list[str]:
    return [
        text
        for text, its in zip(texts, in_fish(texts), strict=True)
        if its and not passes(text, KNOWN, functions=FUNCTIONS)
    ]


def test_no_stopped_command_passes() -> None:
    texts = [*commands("stop"), *in_text((FOLDER / "fish" / "stop.txt").read_text())]
    assert [text for text, passed in zip(texts, in_fish(texts), strict=True) if passed] == []


def test_everyday_lines() -> None:
    texts = [*commands("day"), *commands("pass"), *in_text((FOLDER / "fish" / "day.txt").read_text())]
    assert more_permissive(texts) == []


PLAIN = (
    "echo a", "grep -rn 'two words' src", "echo $HOME", "cat a && cat b", "pwd;pwd", "foo 2>/dev/null", "cat 2>&1 | wc",
    "", "   ", "echo a=b", "diff a.txt b.txt &", "cat src/git/x", "cat src/git-hooks", "cd ~/src/app", "cd ..", "..",
    'grep "a|b" x', "open http://localhost:3000", "echo b", "cat x.rm", "foo -rm --rm", "cat a\ncat b", "Foo X",
    "cat host:git", "foo 2> /dev/null",
)  # fmt: skip
JUDGED = (
    "rm x", "foo; rm x", "foo|rm", "foo&rm x", "foo\nrm x", "/bin/rm x", "\\rm x", "r'm' x", 'r"m" x', "'rm' x", "RM x",
    "$X", "r$X", "r* x", "~/x", "./x", "X=1 foo", "eval foo", "foo (rm x)", "foo $(rm x)", "foo ${x}", "foo {a,b}",
    "foo > x", "foo >> x", "cat < x", "foo rm x", "foo --x=rm y", "foo '; rm x'", "foo 'a=rm x'", "foo git/", "rm.x=1",
    "python3.11 x", "rm.exe x", "rm2 x", "rm-v", "foo # rm", "if true", "time foo", ". x", "- x", "-1 x", "foo \\", "é",
    "foo é", "foo $", "foo [ab]", "x" * 1001, "foo 2>/dev/nullx", "foo $@", "foo $?", "foo $'a'", 'foo $"a"', "deploy",
    "foo; deploy", "foo\ndeploy", "Deploy-2 x", "ls", "and deploy", "begin; deploy; end", "not deploy", "'deploy'",
    "b2 x", "B2 x", "foo b2-1", "x86_64 ls", "mkfs.ext4 x", "manage.py x", "command deploy", "foo rm.x:y", "set x rm",
    "foo 2>&1 2>&1", "foo 2>&1 2>/dev/null", "echo 'a\n'rm x", "foo dvd+rw-format", "f(x)", "source x",
    "abbr x y", "function x", "switch a", "case a", "exec foo", "trap x y", "bind x y", "builtin cd", "emit x",
    "foo !!",
)  # fmt: skip


def test_the_table_of_plain_lines() -> None:
    assert [text for text, passed in zip(PLAIN, in_fish([*PLAIN]), strict=True) if not passed] == []


def test_the_table_of_judged_lines() -> None:
    assert [text for text, passed in zip(JUDGED, in_fish([*JUDGED]), strict=True) if passed] == []


ODD = st.text("rmRM27bgit.-_vV=/:,@+%~^*?$'\" ;|&<>\n", max_size=14)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.one_of(lines.map(" ".join), ODD, ODD.map("foo {}".format)), min_size=50, max_size=150))
def test_any_line(texts: list[str]) -> None:
    assert more_permissive(texts) == []


@pytest.mark.parametrize("word", ["+x", ".x", "9", "a_", "é"])
def test_a_program_that_it_would_not_find_closes_it(word: str) -> None:
    assert tables({"rm": ANYWHERE, word: ANYWHERE}) == {}


def test_what_it_looks_up() -> None:
    known = {"rm": ANYWHERE, "pm2": ANYWHERE, "rm2": ANYWHERE, "a/b": ANYWHERE, "set": HEAD_ONLY, ".": HEAD_ONLY}
    found = tables(known)
    assert found["words_r"] == found["words_R"] == " rm "
    assert found["versions"] == "pm2"
    assert "set" in found["heads"].split("|")


def test_most_everyday_lines_are_plain() -> None:
    """It would be no use if it were much stricter."""
    texts = [text for text in commands("day") if passes(text, KNOWN, functions=FUNCTIONS)]
    passed = sum(in_fish(texts))
    assert passed > 0.9 * len(texts) > 0


def test_the_folder_is_what_it_may_be(tmp_path: Path) -> None:
    (tmp_path / ".guardcmd").mkdir()
    script = hook_text("fish", "/nonexistent", "/nonexistent", site_folders())
    argv = ["fish", "--no-config", "-c", f'{script}__guardcmd_is_plain "echo a"; echo $status']
    for folder, status in ((tmp_path, "1"), (Path("/"), "0")):
        done = subprocess.run(argv, capture_output=True, text=True, cwd=folder, check=True)
        assert done.stdout.strip() == status
