"""The patches that `apply_patch`, `patch` and `git apply` are given: as an operand, in a file, on input.

What cannot be known is no finding: a patch is refused where it does not fit, so that little is lost by it.
"""

from __future__ import annotations

from guardcmd.calls import Payload
from guardcmd.shell.value import known
from guardcmd.unwrap.compose import certain_start
from guardcmd.unwrap.inner import code, enter
from guardcmd.unwrap.pathtext import seen_from
from guardcmd.unwrap.scripts import file_payload, from_input

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.calls import Invocation
    from guardcmd.shell.value import Value
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World

LOOKING = (
    "--abort",
    "--skip",
    "--quit",
    "--show-current-patch",
    "--check",
    "--stat",
    "--numstat",
    "--summary",
    "--cached",
    "--dry-run",
    "--help",
    "--version",
)
WITH_VALUE = (
    "-p", "-i", "-d", "-B", "-D", "-F", "-g", "-o", "-r", "-V", "-Y", "-z", "--strip", "--input", "--directory",
    "--prefix", "--ifdef", "--fuzz", "--output", "--reject-file", "--exclude", "--include", "-C", "--whitespace",
)  # fmt: skip


def open_apply_patch(invocation: Invocation, world: World) -> list[Inner]:
    """Codex's own command: the patch is its operand, or what it reads."""
    within = enter(invocation, invocation.argv[0].shown())
    if len(invocation.argv) > 1:
        return _known([code(within, invocation.argv[1], "patch")])
    return _known(from_input(within, world, "patch"))


def open_patch(invocation: Invocation, world: World) -> list[Inner]:
    """`patch -p1 < x.diff`, `patch -i x.diff`, `patch FILE x.diff`."""
    return _applied(invocation, invocation.argv[1:], world, "patch")


def open_git_apply(invocation: Invocation, given: tuple[Value, ...], place: Value, world: World) -> list[Inner]:
    """`git apply x.diff`, `git am < x.mbox`, from the words behind `apply`, in the directory that git was sent to."""
    return _applied(invocation.replace(directory=place), given, world, "git apply")


def _applied(invocation: Invocation, given: tuple[Value, ...], world: World, step: str) -> list[Inner]:
    options, operands = _words(given)
    if any(name in LOOKING for name, _ in options):
        return []
    within = enter(invocation, step)
    strip = ""
    files = operands[1:] if step == "patch" else operands
    for name, value in options:
        if name in ("-p", "--strip") and value is not None:
            strip = value.text or ""
        elif name in ("-i", "--input") and value is not None:
            files = [value]
        elif name in ("-d", "--directory") and value is not None:
            within = within.replace(directory=seen_from(within.directory, value))
    strip = strip if strip.isdecimal() and len(strip) < 4 else "1" if step == "git apply" else ""
    if not files or [file.text for file in files] == ["-"]:
        return _known(from_input(within, world, "patch", strip))
    near = within.replace(directory=invocation.directory)
    found = [part for file in files for part in file_payload(file, near, world, "patch", strip)]
    return _known([part.replace(directory=within.directory) for part in found])


def _words(given: tuple[Value, ...]) -> tuple[list[tuple[str, Value | None]], list[Value]]:
    """Options with their values, and operands."""
    options: list[tuple[str, Value | None]] = []
    operands: list[Value] = []
    position = 0
    while position < len(given):
        start = certain_start(given[position])
        position += 1
        if not start.startswith("-") or start == "-":
            operands.append(given[position - 1])
            continue
        name, equals, value = start.partition("=")
        if not start.startswith("--") and len(start) > 2:
            name, equals, value = start[:2], "=", start[2:]
        if equals:
            options.append((name, known(value)))
        elif name in WITH_VALUE and position < len(given):
            options.append((name, given[position]))
            position += 1
        else:
            options.append((name, None))
    return options, operands


def _known(found: list[Inner]) -> list[Inner]:
    return [part for part in found if isinstance(part, Payload)]
