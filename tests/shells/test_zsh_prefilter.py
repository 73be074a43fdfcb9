"""zsh's own prefilter passes nothing that the one in Python does not."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardcmd.agents.wiring.command_line import site_folders
from guardcmd.shells.hook_text import hook_text
from guardcmd.shells.prefilter import passes
from tests.corpus.reading import commands
from tests.shells.support import WORDS
from tests.shells.test_prefilter import lines

pytestmark = pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not installed")
ALIASES = {"ls": "ls --color", "k": "kubectl", "l": "ls", "s": "nice-one ", "loop": "pool", "pool": "loop", "q": "'r'm"}
FUNCTIONS = ("deploy",)
HEAD = "\n".join([f"alias {name}={value!r}" for name, value in ALIASES.items()])
LOOP = """
alias -g GLOB='| xargs rm'
alias -s pdf='rm'
deploy() { :; }
while IFS= read -r -d $'\\0' line; do
  if __guardcmd_is_plain "$line"; then printf 1; else printf 0; fi
done
"""


def in_zsh(texts: list[str]) -> list[bool]:
    """What zsh makes of each text."""
    script = hook_text("zsh", "/nonexistent", "/nonexistent", site_folders()) + "__guardcmd_has_words=1\n" + HEAD + LOOP
    done = subprocess.run(
        ["zsh", "-f", "-c", script],
        input="".join([f"{text}\0" for text in texts]).encode(),
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    return [answer == "1" for answer in done.stdout.decode()]


def differing(texts: list[str]) -> list[str]:
    expected = [passes(text, WORDS, ALIASES, FUNCTIONS) for text in texts]
    return [text for text, ours, its in zip(texts, expected, in_zsh(texts), strict=True) if ours != its]


def test_no_stopped_command_passes() -> None:
    texts = commands("stop")
    assert [text for text, passed in zip(texts, in_zsh(texts), strict=True) if passed] == []


def test_everyday_lines() -> None:
    more = ["l", "ls; l -a", "k get pods", "s x", "loop", "deploy", "ls; q", "q", "", " ", "echo a"]
    assert differing([*commands("day"), *commands("pass"), *more]) == []


@pytest.mark.parametrize("text", ["r", "echo a; r", "'r' x", "ls GLOB", "ls x;ls GLOB", "a.pdf", "fc", "- eval x"])
def test_what_only_zsh_expands_or_reruns(text: str) -> None:
    assert in_zsh([text]) == [False]


@settings(max_examples=20, deadline=None)
@given(st.lists(lines.map(" ".join), min_size=50, max_size=100))
def test_any_line(texts: list[str]) -> None:
    assert differing(texts) == []
