"""An argv as text that reads back as itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardcmd.shell.quote import quote
from tests.shell.reading import argv


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["ls", "-l", "/tmp"], "ls -l /tmp"),
        (["echo", "a b", ""], "echo 'a b' ''"),
        (["echo", "it's"], "echo 'it'\\''s'"),
        (["x=1"], "'x=1'"),
        (["if", "if"], "'if' if"),
        (["a", "#b", "~", "{c,d}", "=e"], "a '#b' '~' '{c,d}' '=e'"),
        ([], ""),
    ],
)
def test_quotes(words: list[str], text: str) -> None:
    assert quote(words) == text


@given(st.lists(st.text(st.characters(exclude_characters="\0")), min_size=1), st.sampled_from(["bash", "zsh", "posix"]))
def test_reads_back(words: list[str], dialect: str) -> None:
    assert argv(quote(words), dialect) == words
