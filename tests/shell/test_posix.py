"""Text for sh: bash's reading and dash's."""

from __future__ import annotations

import pytest

from tests.shell.reading import commands, refused


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("((hit x))", ["hit x"]),  # two subshells for dash
        ("((i++))", ["i++"]),
        ("((a '$(hit)'))", ["hit", "a '$(hit)'"]),
        ("((a) )", ["a"]),
        ("(((a)))", ["a"]),
        ("((x = 1, (2) ))", []),
        ("[[ a == b && hit x == y ]]", None),
        ("[[ a && hit ]] || b", ["[[ a", "hit ]]", "b"]),
        ("[[ a ]]", []),
        ("hit a &>f", ["hit a"]),
        ("echo $'a\\n'", ["echo $'a\\n'"]),
        ('echo "${x:-\'}"; hit', ['echo "${x:-\'}"', "hit"]),
        ("if [ a ]; then b; fi", ["[ a ]", "b"]),
    ],
)
def test_what_runs(text: str, found: list[str] | None) -> None:
    if found is None:
        assert refused(text, "posix")
    else:
        assert commands(text, "posix") == found


@pytest.mark.parametrize("text", ["true &>f hit x", "echo $'\\'' ; hit ; echo '\\''", "((a", "((a $(;) ))"])
def test_refuses_what_two_shells_read_differently(text: str) -> None:
    assert refused(text, "posix")
