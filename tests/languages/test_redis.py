"""Redis commands to what they do."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardcmd.languages.redis import split
from tests.languages.support import found, lines


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("get a", ["get", "a"]),
        ("set a 'b c' \"d\\n\"", ["set", "a", "b c", "d\n"]),
        ("set a ''", ["set", "a", ""]),
        ("", []),
    ],
)
def test_words_of_a_line(line: str, words: list[str]) -> None:
    assert split(line) == words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FLUSHALL", ["redis flushall"]),
        ("flushdb async", ["redis flushdb async"]),
        ("DEL a b", ["redis del a b"]),
        ("5 FLUSHALL", ["redis flushall"]),
        ("CONFIG SET save ''", ["redis config set save "]),
        ("get a\nFLUSHALL", ["redis get a", "redis flushall"]),
        ("set a 'FLUSHALL'", ["redis set a FLUSHALL"]),
        ("SCRIPT FLUSH", ["redis script flush"]),
        ("EVAL \"return redis.call('FLUSHALL')\" 0", ["redis flushall"]),
        ("EVAL \"redis.pcall('DEL', KEYS[1]) redis.call('GET', 'a')\" 1 x", ["redis del …", "redis get a"]),
        ('EVAL "return redis.call(ARGV[1])" 0 flushall', ["unread: variable"]),
        ("EVAL ⟨⟩ 0", ["unread: variable"]),
        ("EVALSHA abc 0", ["redis evalsha abc 0"]),
        ("⟨⟩", ["unread: variable"]),
        ("⟨⟩ x", ["unread: variable"]),
        ("*1\r\n$8\r\nFLUSHALL\r\n", ["redis flushall"]),
        ("*2\r\n$3\r\nGET\r\n$1\r\na\r\n", ["redis get a"]),
    ],
)
def test_does(text: str, expected: list[str]) -> None:
    assert lines(text, "redis") == expected


def test_operands_keep_their_words() -> None:
    argv = ["redis-cli", "-n", "2", "set", "a", "x\nFLUSHALL"]
    assert lines("set a x\nFLUSHALL", "redis", "", argv) == ["redis set a x\nFLUSHALL"]


def test_a_script_file() -> None:
    assert lines("local x = 1\nredis.call('FLUSHDB')", "redis", "lua") == ["redis flushdb"]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=100), st.sampled_from(["", "lua"]))
def test_never_raises(text: str, dialect: str) -> None:
    found(text, "redis", dialect, ["redis-cli", *text.split()])
