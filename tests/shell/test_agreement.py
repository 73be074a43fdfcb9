"""The comparison of the two readers."""

from __future__ import annotations

import pytest

from guardcmd.shell import agreement
from guardcmd.shell.agreement import compare
from guardcmd.shell.ir import Script
from guardcmd.shell.reader import read
from guardcmd.shell.second_reader import LIMIT


def script(text: str) -> Script:
    reading = read(text)
    assert isinstance(reading, Script)
    return reading


@pytest.mark.parametrize(
    "text",
    [
        "a && b | c",
        'for f in *.py; do [[ -f "$f" ]] && wc -l "$f"; done',
        "cat <<E\n$(a) `b`\nE",
        "declare -A m=([a]=1) ; x=(1 2) b",
        "a ${b:-$(c `d`)}",
        "f() { case $1 in a|b) c;; esac; }; f x",
    ],
)
def test_agree(text: str) -> None:
    assert compare(script(text), text).state == "agree"


def test_differ_names_what_only_the_second_reader_saw() -> None:
    found = compare(script("echo a"), "echo a; rm b")
    assert found.state == "differ"
    assert found.extra == ("rm b",)
    assert "rm b" in found.note


def test_differ_when_a_command_is_lost() -> None:
    assert compare(script("echo a; rm b"), "echo a").state == "differ"


def test_refused() -> None:
    assert compare(script("echo a"), "echo a )").state == "refused"


def test_skipped_beyond_the_limit_but_not_for_here_documents() -> None:
    long = "echo " + "a" * LIMIT
    assert compare(script(long), long).state == "skipped"
    body = "cat <<'E'\n" + "a\n" * LIMIT + "E\n"
    assert compare(script(body), body).state == "agree"


def test_counts_repeated_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    assert compare(script("a; a"), "a").state == "differ"
    assert agreement.compare(script("a; a"), "a; a").state == "agree"
