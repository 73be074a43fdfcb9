from __future__ import annotations

from typing import Any

import pytest

from guardcmd.unwrap.yamltext import YamlError, loads


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# only this\n", None),
        ("---\na: 1\n", {"a": "1"}),
        ("a: b c # d\n", {"a": "b c"}),
        ("a: 'it''s'\nb: \"x\\ny\"\n", {"a": "it's", "b": "x\ny"}),
        ("a:\n  b: c\n  d:\n    e: f\n", {"a": {"b": "c", "d": {"e": "f"}}}),
        ("a:\n- b\n- c\n", {"a": ["b", "c"]}),
        ("a:\n  - b\n  - c: d\n    e: f\n  - - g\n", {"a": ["b", {"c": "d", "e": "f"}, ["g"]]}),
        ("a: [b, 'c, d']\n", {"a": ["b", "c, d"]}),
        ("a: {b: c, d: e}\n", {"a": {"b": "c", "d": "e"}}),
        ("a: |\n  x\n    y\n\n  z\nb: c\n", {"a": "x\n  y\n\nz\n", "b": "c"}),
        ("a:\n  - |\n    x\n    y\n  - z\n", {"a": ["x\ny\n", "z"]}),
        ("a: rm x:y\n", {"a": "rm x:y"}),
        ("a:\nb: c\n", {"a": None, "b": "c"}),
        ("\n# x\n\na:\n\n  # y\n  b: c\n", {"a": {"b": "c"}}),
        ("'a b': c\n", {"a b": "c"}),
        ("a: one\n  two\nb: c\n", {"a": "one two", "b": "c"}),
        ("- a\n- b: c\n", ["a", {"b": "c"}]),
        ("just text\n", "just text"),
    ],
)  # fmt: skip
def test_loads(text: str, value: Any) -> None:
    assert loads(text) == value


@pytest.mark.parametrize("text", ["a:\n\t- b\n", "a: b\n c: d\n  e: f\n x\n", "  " * 60 + "a: b\n" * 2 + "c: d\n"])
def test_what_it_does_not_read_is_an_error(text: str) -> None:
    with pytest.raises(YamlError):
        loads(text)


def test_deep_nesting_ends() -> None:
    text = "".join(" " * depth + "a:\n" for depth in range(500))
    with pytest.raises(YamlError):
        loads(text)
