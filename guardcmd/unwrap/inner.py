"""What runs inside a command: the same place, environment and input, reached through one more step."""

from __future__ import annotations

from guardcmd.calls import Input, Invocation, Opaque, Payload
from guardcmd.shell.value import Value, unknown
from guardcmd.unwrap.provenance import source_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.unwrap.openers import Inner

ELSEWHERE = unknown("a directory on another machine")
NOTHING = Input()


HERE = "this machine"  # where the file on standard input is opened


def enter(
    outer: Invocation,
    step: str,
    elevated: bool = False,
    remote: bool = False,
    host: str = "",
    guessed: bool = False,
) -> Invocation:
    """The outer invocation as seen from inside: what it runs is made from this by `command` and `code`.

    On another machine nothing of this one's directory, variables and functions is true.
    """
    origin = outer.origin.through(step, elevated, remote, host, guessed)
    inside = outer.replace(origin=origin, produces=None)
    if remote:
        if outer.input.source == "file" and not outer.origin.remote:  # ssh host bash < x: this machine's file
            inside = inside.replace(input=outer.input.replace(program=HERE))
        return inside.replace(directory=ELSEWHERE, environment={}, state=None)
    return inside


def command(inside: Invocation, argv: tuple[Value, ...]) -> Invocation:
    """The program that runs inside, on the same standard input."""
    return inside.replace(argv=argv, text=" ".join([word.shown() for word in argv]))


def code(
    inside: Invocation,
    text: Value,
    language: str = "shell",
    dialect: str = "",
    positional: tuple[Value, ...] = (),
    client: Invocation | None = None,
) -> Payload | Opaque:
    """Text that is run inside. Where nothing of it is known it is opaque.

    The client's standard input is what the code reads; a shell is its own client.
    """
    if text.whole_unknown:
        return opaque(inside, source_of(text.why), text.why or "the text cannot be known")
    return Payload(
        language,
        text,
        inside.origin,
        inside.span,
        inside.directory,
        inside.environment,
        dialect,
        client or (inside if language == "shell" else None),
        inside.state,
        positional,
    )


def opaque(inside: Invocation, source: str, reason: str, command: str = "") -> Opaque:
    """Code that runs inside and that nobody has read."""
    carrier = inside.origin.via[-1] if inside.origin.via else ""
    return Opaque(source, carrier, reason, inside.origin, inside.span, inside.environment, inside.directory, command)


def unique(parts: list[Inner]) -> list[Inner]:
    """Each part once, in order."""
    return list({_key(part): part for part in reversed(parts)}.values())[::-1] if len(parts) > 1 else parts


def _key(part: Inner) -> object:
    """What makes two parts the same; records with a mapping in them have no hash."""
    known = (type(part), part.origin, part.directory, tuple(part.environment.items()))
    if isinstance(part, Invocation):
        return (*known, part.argv, part.input)
    if isinstance(part, Payload):
        return (*known, part.language, part.dialect, part.text, part.positional)
    return (*known, part.source, part.reason)
