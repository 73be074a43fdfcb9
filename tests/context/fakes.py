"""Files that exist only in a dict, and calls made by hand."""

from __future__ import annotations

from typing import Any

from guardcmd.calls import Call, Input, Invocation, Option, Origin, Target
from guardcmd.proposal import Files, Missing, Proposal, ShellText, UnreadableFile
from guardcmd.ruleset.model import Finding, Rule
from guardcmd.shell.value import Value, known, unknown

HOME = "/home/dev"
PROJECT = "/home/dev/shop"


class Paper(Files):
    """Paths to content. Folders are what stands before a slash."""

    def __init__(self, **files: str) -> None:
        self.files = {path: content.encode() for path, content in files.items()}

    def read(self, path: str, limit: int = 262_144) -> bytes | Missing | UnreadableFile:
        content = self.files.get(path)
        if content is None:
            return Missing()
        return content if len(content) <= limit else UnreadableFile("too large")

    def kind(self, path: str) -> str:
        if path in self.files:
            return "file"
        return "directory" if any(name.startswith(path + "/") for name in self.files) else "missing"

    def resolve(self, path: str) -> str:
        return path


def paper(**files: str) -> Paper:
    return Paper(**files)


def proposal(**fields: Any) -> Proposal:
    return Proposal(**{"action": ShellText("x"), "directory": PROJECT, "home": HOME, "project": PROJECT, **fields})


def call(program: str, *words: str | Value, **fields: Any) -> Call:
    """Options as a dict, environment as texts; everything else as in Call."""
    options = fields.pop("options", {})
    environment = fields.pop("environment", {})
    directory = fields.pop("directory", PROJECT)
    given = {
        "tool": program,
        "program": program,
        "words": tuple(value(word) for word in words),
        "options": tuple(Option(name, None if text is None else value(text)) for name, text in options.items()),
        "directory": value(directory),
        "environment": {name: value(text) for name, text in environment.items()},
        "origin": Origin(),
        "span": (0, 1),
        **fields,
    }
    return Call(**given)


def value(text: str | Value) -> Value:
    if isinstance(text, Value):
        return text
    return unknown("$x") if text == "$x" else known(text)


def sql(command: str, **fields: Any) -> Call:
    """A statement that a client carried: the words of its command line."""
    argv = tuple(value(word) for word in command.split())
    client = Invocation(argv, {}, known(PROJECT), Input(), Origin(), (0, 1))
    return call(command.split()[0].rpartition("/")[2], "drop table", tool="sql", client=client, **fields)


def finding(about: Call, *targets: Target, **rule: Any) -> Finding:
    facts = {"effect": "data", "reversibility": "irreversible", "blast_radius": "resource"}
    given = {"id": f"{about.tool}.x", "tool": about.tool, "title": "t", "why": "w", **facts, **rule}
    return Finding(
        Rule(**given), about, targets=(*targets, *about.targets), span=(0, 1), **{k: given[k] for k in facts}
    )


def target(kind: str, name: str | Value, path_class: str = "") -> Target:
    named = value(name)
    return Target(kind, named, path_class, -1 if named.glob else 1)
