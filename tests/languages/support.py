"""What the tests of languages share: a text read, and what was found as one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guardcmd.calls import Call, Input, Invocation, Origin, Payload
from guardcmd.languages import load
from guardcmd.languages.reading import value_of
from guardcmd.shell.value import known
from tests.support import DictFiles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guardcmd.languages.reading import Found

DIRECTORY = "/work/app"


class AWorld:
    """The part of a world that readers use."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = DictFiles(files)
        self.environment: dict[str, str] = {}


def payload(
    text: str, language: str, dialect: str = "", argv: Sequence[str] = (), positional: Sequence[str] = ()
) -> Payload:
    """A payload whose text has a hole for every `⟨⟩`."""
    client = None
    if argv:
        words = tuple(known(word) for word in argv)
        client = Invocation(words, {}, known(DIRECTORY), Input(), Origin(), (0, 0))
    value = value_of(text.replace("⟨⟩", "\ua66e"))
    place = known(DIRECTORY)
    words = tuple(known(word) for word in positional)
    return Payload(language, value, Origin(), (0, 0), place, {}, dialect, client, None, words)


def found(
    text: str,
    language: str,
    dialect: str = "",
    argv: Sequence[str] = (),
    files: Mapping[str, bytes] | None = None,
    positional: Sequence[str] = (),
) -> list[Found]:
    """What a text does, as its reader says."""
    result: list[Found] = load(language).read(payload(text, language, dialect, argv, positional), AWorld(files or {}))
    return result


def lines(text: str, language: str, dialect: str = "", argv: Sequence[str] = (), **more: object) -> list[str]:
    """One line for each thing found: `sql drop table users`, `shell: rm x`, `run: rm x`, `unread: network`."""
    return [line(one) for one in found(text, language, dialect, argv, **more)]  # type: ignore[arg-type]


def line(one: Found) -> str:
    if isinstance(one, Call):
        return " ".join([one.tool, *(word.shown() for word in one.words)])
    if isinstance(one, Payload):
        return f"{one.language}: {one.text.shown()}"
    if isinstance(one, Invocation):
        return "run: " + " ".join([word.shown() for word in one.argv])
    return f"unread: {one.source}"


def facts(text: str, language: str, dialect: str = "", argv: Sequence[str] = ()) -> dict[str, str]:
    """The facts of the first call that is found."""
    calls = [one for one in found(text, language, dialect, argv) if isinstance(one, Call)]
    return {name: value for name, value in calls[0].facts.items() if name != "dialect"}
