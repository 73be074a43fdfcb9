"""Patches: which files a text of differences changes, as far as it can be read. patch(1), git-apply(1), git-am(1)."""

from __future__ import annotations

from guardcmd.calls import Opaque
from guardcmd.shell.value import known
from guardcmd.unwrap.compose import certain_start
from guardcmd.unwrap.inner import NOTHING, command, enter
from guardcmd.unwrap.scripts import file_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guardcmd.calls import Invocation
    from guardcmd.shell.value import Value
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World

MOST = 32  # files of one patch that are looked at
MARKS = ("+++ ", "--- ", "rename from ", "rename to ", "copy to ")
ONLY_SHOWN = ("--check", "--stat", "--numstat", "--summary", "--dry-run", "-C", "--abort", "--skip", "--quit")
VALUES = ("-i", "--input", "-d", "--directory", "-p", "--strip", "-o", "--output", "-r", "-B", "-Y", "-z", "--exclude")


def open_patch(invocation: Invocation, world: World) -> list[Inner]:
    """`patch -p1 < x.diff`, `patch -i x.diff`, `patch FILE x.diff`."""
    words, operands = _words(invocation.argv[1:])
    files = [value for name, value in words if name in ("-i", "--input")] or operands[1:2]
    return _changes(invocation, words, files, world, "0")


def open_git_patch(invocation: Invocation, given: Sequence[Value], world: World) -> list[Inner]:
    """`git apply x.diff`, `git am < x.mbox`. `given` are the words behind the subcommand."""
    words, operands = _words(given)
    return _changes(invocation, words, operands, world, "1")


def _words(given: Sequence[Value]) -> tuple[list[tuple[str, Value]], list[Value]]:
    """Options with their values, and the operands."""
    options: list[tuple[str, Value]] = []
    operands: list[Value] = []
    position = 0
    while position < len(given):
        word, start = given[position], certain_start(given[position])
        position += 1
        name, equals, value = start.partition("=")
        if start[:1] != "-" or start == "-":
            operands.append(word)
        elif equals:
            options.append((name, known(value)))
        elif start[:2] != "--" and len(start) > 2:
            options.append((start[:2], known(start[2:])))
        elif start in VALUES and position < len(given):
            options.append((start, given[position]))
            position += 1
        else:
            options.append((start, known("")))
    return options, operands


def _changes(
    invocation: Invocation, words: list[tuple[str, Value]], files: Sequence[Value], world: World, strip: str
) -> list[Inner]:
    if any(name in ONLY_SHOWN for name, _ in words):
        return []
    folder = next((value.text for name, value in words if name in ("-d", "--directory")), "") or ""
    strip = next((value.text for name, value in words if name in ("-p", "--strip")), strip) or strip
    within = enter(invocation, invocation.argv[0].shown()).replace(input=NOTHING)
    paths: dict[str, None] = {}
    for text in _texts(invocation, files, world):
        paths.update(dict.fromkeys(_named(text, int(strip) if strip.isdigit() else 1)))
    prefix = f"{folder.rstrip('/')}/" if folder else ""
    return [command(within, (known("tee"), known("-a"), known(prefix + path))) for path in list(paths)[:MOST]]


def _texts(invocation: Invocation, files: Sequence[Value], world: World) -> list[str]:
    """The patches: of files, or of standard input."""
    named = [path.text for path in files if path.text and path.text != "-"]
    given = invocation.input
    if not named and given.source == "file" and given.path is not None and given.path.text:
        named = [given.path.text]
    found = [file_text(path, invocation, world) for path in named]
    if not named:
        found = [given.text]
    return [each.text for each in found if each is not None and not isinstance(each, Opaque) and each.text]


def _named(text: str, strip: int) -> list[str]:
    """The files that the lines above the hunks name, without their first `strip` folders."""
    found = []
    for line in text.splitlines():
        mark = next((mark for mark in MARKS if line.startswith(mark)), "")
        path = line[len(mark) :].partition("\t")[0].strip().strip('"') if mark else ""
        if path and path != "/dev/null":
            kept = path if mark[0] not in "+-" else "/".join(path.split("/")[strip:] or [path])
            found.append(kept)
    return found
