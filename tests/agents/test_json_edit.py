"""Edits of a JSON text leave the rest of it alone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardcmd.agents.json_edit import container, indentation, put, remove
from guardcmd.errors import InputError

TEXTS = [
    "{}",
    "{\n}\n",
    '{"a": 1}',
    '{\n  "a": [1, 2],\n  "list": []\n}\n',
    '{\n    "z": {"k": "}{][,\\"\\\\"},\n    "list": [\n        {"x": 1}\n    ],\n    "b": 2\n}',
    '{\n\t"list": [1]\n}\r\n',
]


@pytest.mark.parametrize("text", TEXTS)
def test_put_and_remove_undo_each_other(text: str) -> None:
    settings = json.loads(text)
    made = text if "list" in settings else put(text, (), "list", [])
    longer = put(made, ("list",), 0, {"new": [1, {"deep": True}]})
    expected = {**settings, "list": [*settings.get("list", []), {"new": [1, {"deep": True}]}]}
    assert json.loads(longer) == expected
    assert list(json.loads(longer)) == list(expected)  # the order of keys too
    shorter = remove(longer, ("list", len(expected["list"]) - 1))
    assert json.loads(shorter) == json.loads(made)
    if settings.get("list"):
        assert shorter == text


def test_only_the_entry_is_added() -> None:
    text = '{\n  "a": {"inline":1},\n  "list": [\n    "x"\n  ]\n}\n'
    assert put(text, ("list",), 0, "y") == '{\n  "a": {"inline":1},\n  "list": [\n    "x",\n    "y"\n  ]\n}\n'


@pytest.mark.parametrize(("text", "unit"), [('{\n\t"a": 1}', "\t"), ('{\n    "a": 1}', "    "), ("{}", "  ")])
def test_indentation(text: str, unit: str) -> None:
    assert indentation(text) == unit


def test_says_what_is_missing() -> None:
    with pytest.raises(InputError):
        container("{}", ("a",))
    with pytest.raises(InputError):
        container('{"a": 1}', ("a",))


keys = st.text(max_size=4)
trees: st.SearchStrategy[Any] = st.dictionaries(
    keys, st.recursive(st.integers() | keys, st.lists, max_leaves=4), max_size=4
)


@given(trees, keys, st.sampled_from([None, 1, 2, "\t"]))
def test_every_entry_can_be_removed(tree: dict[str, Any], key: str, indent: Any) -> None:
    text = json.dumps(tree, indent=indent, ensure_ascii=False)
    for name in tree:
        assert json.loads(remove(text, (name,))) == {other: tree[other] for other in tree if other != name}
    if key not in tree:
        assert json.loads(put(text, (), key, 1)) == {**tree, key: 1}
        assert json.loads(remove(put(text, (), key, 1), (key,))) == tree
