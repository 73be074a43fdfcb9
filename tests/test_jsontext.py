"""JSON text without the json package, against the json package."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardcmd.jsontext import DEEPEST, JsonError, dumps, loads

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(values)
def test_writes_what_json_reads(value: object) -> None:
    assert json.loads(dumps(value)) == value


@given(values)
def test_reads_what_json_writes(value: object) -> None:
    assert loads(json.dumps(value, ensure_ascii=False)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('\ufeff{"a": 1}', {"a": 1}),  # Cursor on Windows writes a byte order mark
        (' \n{"a": 1}\r\n ', {"a": 1}),
        ('{"a": 1, "a": 2}', {"a": 2}),  # as JSON.parse
        ('"\\ud800"', "\ud800"),
    ],
)
def test_reads_leniently(text: str, value: object) -> None:
    assert loads(text) == value


@pytest.mark.parametrize(
    "text",
    ["", "   ", "{", '{"a"}', '{"a": 1,}', "[1, 2", '"a', '"a\nb"', "NaN", "Infinity", "{'a': 1}", "1 2", '{"a": 1} x',
     "[" * 5_000 + "]" * 5_000, "nul", "\x00", "1" * 5_000],
)  # fmt: skip
def test_refuses(text: str) -> None:
    with pytest.raises(JsonError):
        loads(text)


@pytest.mark.parametrize("value", [{1: 2}, object(), b"x", float("nan"), float("inf"), {"a": {1}}])
def test_writes_only_json(value: object) -> None:
    with pytest.raises(JsonError):
        dumps(value)


def test_depth_is_bounded() -> None:
    value: list[object] = []
    for _ in range(DEEPEST + 1):
        value = [value]
    with pytest.raises(JsonError, match="deep"):
        dumps(value)
