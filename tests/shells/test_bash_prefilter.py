"""bash's own prefilter says what the one in Python says."""

from __future__ import annotations

import subprocess

from hypothesis import given, settings
from hypothesis import strategies as st

from guardcmd.agents.wiring.command_line import site_folders
from guardcmd.shells.hook_text import hook_text
from guardcmd.shells.prefilter import passes
from tests.corpus.reading import commands
from tests.shells.support import WORDS
from tests.shells.test_prefilter import lines

ALIASES = {"ls": "ls --color", "k": "kubectl", "l": "ls", "s": "nice-one ", "loop": "pool", "pool": "loop", "q": "'r'm"}
FUNCTIONS = ("deploy",)
HEAD = "\n".join([f"alias {name}={value!r}" for name, value in ALIASES.items()])
LOOP = """
deploy() { :; }
while IFS= read -r -d '' line; do
  if __guardcmd_is_plain "$line"; then printf 1; else printf 0; fi
done
"""


def in_bash(texts: list[str]) -> list[bool]:
    """What bash makes of each text."""
    script = hook_text("bash", "/nonexistent", "/nonexistent", site_folders()) + HEAD + LOOP
    done = subprocess.run(
        ["bash", "-O", "expand_aliases", "-c", script],
        input="".join([f"{text}\0" for text in texts]).encode(),
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    return [answer == "1" for answer in done.stdout.decode()]


def test_no_stopped_command_passes() -> None:
    texts = commands("stop")
    assert [text for text, passed in zip(texts, in_bash(texts)) if passed] == []


def test_everyday_lines() -> None:
    texts = [*commands("day"), *commands("pass"), "l", "ls; l -a", "k get pods", "s x", "loop", "deploy", "ls; q", "q"]
    expected = [passes(text, WORDS, ALIASES, FUNCTIONS) for text in texts]
    assert [text for text, ours, its in zip(texts, expected, in_bash(texts)) if ours != its] == []


@settings(max_examples=20, deadline=None)
@given(st.lists(lines.map(" ".join), min_size=50, max_size=100))
def test_any_line(texts: list[str]) -> None:
    expected = [passes(text, WORDS, ALIASES, FUNCTIONS) for text in texts]
    assert [text for text, ours, its in zip(texts, expected, in_bash(texts)) if ours != its] == []
