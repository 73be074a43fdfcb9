"""Edits of a JSON text leave the rest of it alone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardcmd.agents.wiring.json_edit import container, indentation, loads, put, remove, without_comments
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


@pytest.mark.parametrize(
    ("text", "unit"),
    [('{\n\t"a": 1}', "\t"), ('{\n    "a": 1}', "    "), ("{}", "  "), ('/*\n * a\n */\n{\n   "a": 1}', "   ")],
)
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


COMMENTED = """\
// settings, "mine"
{
  /* a { in a comment,
     over two lines */
  "url": "http://host/*x*/", // , not the last
  "list": [
    "x", // the first
    "y" /* the second */
    // "z"
  ],
  "last": {"k": [1, 2,],}, // ,}
}
"""


def test_reads_comments_and_trailing_commas() -> None:
    expected = {"url": "http://host/*x*/", "list": ["x", "y"], "last": {"k": [1, 2]}}
    assert loads(COMMENTED) == expected
    with pytest.raises(ValueError, match="line 11"):
        loads(COMMENTED, trailing_commas=False)
    with pytest.raises(ValueError, match="line 1 column 1 "):
        loads(COMMENTED, comments=False)


@pytest.mark.parametrize("text", ["[,]", "[1,,]", '{"a":,}', "{,}", "[1 /* ]", '["a // b]', "[1] /", ", [1]", "// [1]"])
def test_refuses_what_no_client_reads(text: str) -> None:
    with pytest.raises(ValueError, match="line 1"):
        loads(text)


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        (COMMENTED, ("list",), COMMENTED.replace('"y" /* the second */', '"y", /* the second */\n    7')),
        ("[ // none\n]", (), "[ // none\n  7\n]"),
        ("[\n  1 // one\n]", (), "[\n  1, // one\n  7\n]"),
        ("[\n  1, // one\n]", (), "[\n  1, // one\n  7,\n]"),
        ("[\n  1 // one\n  , // two\n]", (), "[\n  1 // one\n  , // two\n  7,\n]"),
        ("[\n  1 /* one\n  more */ // two\n  // three\n]", (), "[\n  1, /* one\n  more */ // two\n  7\n  // three\n]"),
        ("[\r\n\t1 // one\r\n]\r\n", (), "[\r\n\t1, // one\r\n\t7\r\n]\r\n"),
        ("[1,]", (), "[1,\n  7,]"),
        ("[1 /* one */]", (), "[1, /* one */\n  7]"),
        ('{"a": [1 /* one */], "b": 1}', ("a",), '{"a": [1, /* one */\n  7], "b": 1}'),
    ],
)
def test_put_keeps_comments_with_their_entries(text: str, path: tuple[str | int, ...], expected: str) -> None:
    longer = put(text, path, 0, 7)
    assert longer == expected
    assert remove(longer, (*path, len(container(longer, path).members) - 1)) == text


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("[\n  1, // one\n  2, // two\n  3 // three\n]", 0, "[\n  // one\n  2, // two\n  3 // three\n]"),
        ("[\n  1, // one\n  2, // two\n  3 // three\n]", 1, "[\n  1, // one\n  // two\n  3 // three\n]"),
        ("[\n  1, // one\n  2, // two\n  3 // three\n]", 2, "[\n  1, // one\n  2 // two\n  // three\n]"),
        ("[\n  1,\n  // about two\n  2,\n  3\n]", 1, "[\n  1,\n  // about two\n  3\n]"),
        ("[1, // one\n 2]", 1, "[1 // one\n ]"),
        ("[1, // one\n 2, 3]", 1, "[1, // one\n 3]"),
        ("[1 /* a */ , /* b */ 2 /* c */ , 3,]", 1, "[1 /* a */ , /* b */ /* c */  3,]"),
        ("[1, 2, 3,]", 2, "[1, 2,]"),
        ("[ 1, 2 ]", 0, "[ 2 ]"),
        ("[1, 2]", 0, "[2]"),
        ("[\n  // one\n  1,\n]", 0, "[\n  // one\n]"),
        ("[\n  1,\n]", 0, "[]"),
    ],
)
def test_remove_keeps_comments(text: str, place: int, expected: str) -> None:
    assert remove(text, (place,)) == expected


gaps = st.lists(st.sampled_from([" ", "\n", "\t", "/* , */", "// ]\n", "/*\n*/", '/* " */']), max_size=4).map("".join)


@st.composite
def commented(draw: st.DrawFn) -> tuple[str, list[int]]:
    """A list with comments and blanks wherever they may stand."""
    items = draw(st.lists(st.integers(0, 9), max_size=4))
    written = [draw(gaps) + str(item) + draw(gaps) for item in items]
    trailing = "," + draw(gaps) if items and draw(st.booleans()) else ""
    return f"{draw(gaps)}[{draw(gaps)}{','.join(written)}{trailing}]{draw(gaps)}", items


def comments(text: str) -> str:
    """What stands in the comments of a text, blanks apart."""
    return "".join(mark for mark, blank in zip(text, without_comments(text)) if mark != blank and mark.strip())


@given(commented())
def test_edits_lose_no_comment(pair: tuple[str, list[int]]) -> None:
    text, items = pair
    assert loads(text) == items
    longer = put(text, (), 0, 7)
    assert loads(longer) == [*items, 7]
    assert comments(longer) == comments(text)
    for place in range(len(items)):
        shorter = remove(longer, (place,))
        assert loads(shorter) == [item for n, item in enumerate([*items, 7]) if n != place]
        assert comments(shorter) == comments(text)
    undone = remove(longer, (len(items),))
    assert loads(undone) == items
    assert comments(undone) == comments(text)
