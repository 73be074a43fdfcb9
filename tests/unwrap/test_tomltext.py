from __future__ import annotations

import tomllib

import pytest

from guardcmd.unwrap.tomltext import TomlError, loads

TEXT = '''
# a comment
title = "a \\"b\\""
plain = 'c:\\d'
"quoted key" = 'x'
a.b.c = "deep"
[tool.x]
lines = """
one \\
two"""
raw = \'\'\'
a'b\'\'\'
list = ["a", 'b', # c
  ["d"], ]
inline = { a = "1", b = ["2"], c = { d = "3" } }
[[tool.y]]
name = "first"
[[tool.y]]
name = "second"
[tool.y.below]
z = "last"
'''


def test_as_the_standard_library_reads_it() -> None:
    assert loads(TEXT) == tomllib.loads(TEXT.replace("\\\ntwo", "two"))


def test_other_values_stay_text() -> None:
    assert loads("a = 1\nb = true\nc = 1979-05-27 # x\n") == {"a": "1", "b": "true", "c": "1979-05-27"}


@pytest.mark.parametrize(
    "text", ["[a", "= x", "a", "a = [1", "a = {b = 1", 'a = "b', "a = " + "[" * 40, "[[a]]\n[[a.b]]\n[[a.b.c]\n"]
)
def test_what_is_not_read_is_said(text: str) -> None:
    with pytest.raises(TomlError):
        loads(text)
