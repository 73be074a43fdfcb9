"""An argv written as shell text that reads back as the same argv."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_SAFE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+:,./-_"


def quote(argv: Sequence[str]) -> str:
    """The arguments, quoted where any shell would change them, joined by blanks.

    The first one is quoted also where it would read as an assignment or a reserved word.
    """
    quoted = [_quoted(argument) for argument in argv]
    if quoted and quoted[0] in _RESERVED:
        quoted[0] = f"'{quoted[0]}'"
    return " ".join(quoted)


def _quoted(argument: str) -> str:
    if argument and not argument.strip(_SAFE):
        return argument
    return "'" + argument.replace("'", "'\\''") + "'"


_RESERVED = frozenset(
    ["if", "then", "else", "elif", "fi", "do", "done", "case", "esac", "while", "until", "for", "select", "in",
     "function", "time", "coproc", "repeat", "foreach", "end", "nocorrect", "noglob", "always"]
)  # fmt: skip
