"""Edits of TOML leave what they are not about."""

from __future__ import annotations

import pytest

from guardcmd.agents.wiring import toml_edit
from guardcmd.errors import InputError

TEXT = """# mine
model = "x"  # the best

[hooks.state]

[hooks.state."/a b/h.json:stop:0:0"]
trusted_hash = "q"

# the screen
[tui]
a = 1
"""
KEY = ("hooks", "state", "/n/h.json:stop:0:0")


def test_a_new_table_comes_last_and_goes_without_a_trace() -> None:
    text = toml_edit.put(TEXT, KEY, "trusted_hash", "sha256:z")
    assert text == TEXT + '\n[hooks.state."/n/h.json:stop:0:0"]\ntrusted_hash = "sha256:z"\n'
    assert toml_edit.drop(text, KEY) == TEXT


@pytest.mark.parametrize("text", ["", "a = 1", "a = 1\n", "a = 1\n\n", "[x]\n", '[[x]]\na = "[y]"\n'])
def test_put_and_drop_are_inverse(text: str) -> None:
    assert toml_edit.drop(toml_edit.put(text, ("t",), "k", True), ("t",)) in (text, f"{text}\n")


def test_a_key_is_replaced_or_added_in_its_table() -> None:
    own = ("hooks", "state", "/a b/h.json:stop:0:0")
    text = toml_edit.put(toml_edit.put(TEXT, own, "trusted_hash", "r"), own, "enabled", True)
    assert '\n[hooks.state."/a b/h.json:stop:0:0"]\nenabled = true\ntrusted_hash = "r"\n\n# the screen\n' in text


def test_comments_before_the_next_table_stay() -> None:
    text = toml_edit.drop(TEXT, ("hooks", "state", "/a b/h.json:stop:0:0"))
    assert text == TEXT.replace('\n[hooks.state."/a b/h.json:stop:0:0"]\ntrusted_hash = "q"\n', "")


def test_a_table_is_renamed_however_it_is_quoted() -> None:
    text = "[hooks.state.'/a']\nx = 1\n"
    assert toml_edit.rename(text, ("hooks", "state", "/a"), ("hooks", "state", "/b")) == '[hooks.state."/b"]\nx = 1\n'


@pytest.mark.parametrize("text", ["a = 1\n", "a = [\n"])
def test_what_does_not_say_it_is_not_written(text: str) -> None:
    with pytest.raises(InputError):
        toml_edit.proved(text, lambda said: "b" in said, "f", "hint")


def test_a_broken_file_is_named() -> None:
    with pytest.raises(InputError, match=r"f\.toml"):
        toml_edit.data_of("[x\n", "f.toml")
