"""From what one command writes to what the next one reads."""

from __future__ import annotations

from guardcmd.calls import Input
from guardcmd.shell.value import Value, one_of, unknown
from guardcmd.unwrap.choices import EMPTY, Choice, merge
from guardcmd.unwrap.provenance import TYPED_IN, content_of, decoded_by, fetched_by, output_of, source_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.unwrap.state import State


def inputs_of(choice: Choice, program: str = "") -> tuple[Input, ...]:
    """Each alternative of a text as standard input."""
    found = [input_of(value, program) for value in choice]
    for value in choice:
        if value.pieces and not value.whole_unknown and source_of(value.why) == "file":
            found.append(from_files(value.why))  # { echo x; cat y; } |
    return tuple(found)


def from_files(why: str) -> Input:
    return Input("file", None, one_of(tuple(paths_in(why))))


def paths_in(why: str) -> list[str]:
    """The files that a reason names."""
    return [name for name in between_quotes(why).split("` `") if name]


def input_of(value: Value, program: str = "") -> Input:
    """A text on standard input; where nothing of it is known, the program that writes it."""
    source = source_of(value.why) if not value.texts else ""
    fetched, decoded = source == "network", source == "decode"
    name = program_in(value.why) or program
    if value.whole_unknown and source == "file":  # cat x.sql |
        return from_files(value.why)
    if value.whole_unknown and source in ("network", "decode", "local"):
        return Input("pipe", None, None, name, fetched, decoded or is_inline(value.why), between_quotes(value.why))
    return Input("text", value, None, name if not value.texts else "", fetched, decoded)


INLINE = (" -c ", " -e ", " -E ", " -ne ", " -pe ", " -r ", " -p ", " -nle ", " -lne ", " -ple ")
EDITORS = ("sed", "gsed", "awk", "gawk", "mawk", "perl")


def is_inline(why: str) -> bool:
    """Whether a program on the command line itself wrote the text: `sed 's/a/b/' f |`, `python3 -c '…' |`."""
    command = between_quotes(why)
    program = command.split(" ", 1)[0]
    return program in EDITORS or (
        program.rstrip("0123456789.") in ("python", "ruby", "node", "php", "nodejs", "bun", "deno")
        and any(option in command for option in INLINE)
    )


def program_in(why: str) -> str:
    """The program that a reason names between backquotes."""
    return between_quotes(why).split(" ", 1)[0]


def between_quotes(why: str) -> str:
    return why.partition("`")[2].rpartition("`")[0]


def text_of(given: Input) -> Choice:
    """What can be read from an input."""
    if given.text is not None:
        return (given.text,)
    if given.source == "file":
        return (unknown(content_of(given.path.shown() if given.path else "…")),)
    if given.source == "pipe":
        return (unknown(why_of(given)),)
    return (unknown(TYPED_IN),) if given.source == "terminal" else (EMPTY,)


def why_of(given: Input) -> str:
    if given.fetched:
        return fetched_by(given.program)
    return decoded_by(given.program) if given.decoded else output_of(given.command or given.program)


def stdin(state: State) -> Choice:
    """What a command would read from its standard input now."""
    inputs = state.inputs()
    if len(inputs) == 1:
        return text_of(inputs[0])
    return merge([value for given in inputs for value in text_of(given)])
