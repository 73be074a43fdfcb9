"""One line of the audit log: a JSON object that carries the hash of the line before it. Pure."""

from __future__ import annotations

from guardcmd.jsontext import dumps

try:
    from _sha2 import sha256  # since 3.12
except ImportError:
    from _sha256 import sha256  # type: ignore[import-not-found,no-redef]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_TEXT = 4_000  # characters of a command that one line keeps
START = "0" * 64  # what the first line of a log carries


def body(fields: Mapping[str, object]) -> str:
    """The line without its link to the one before: what can be built before the log is locked."""
    return dumps(dict(fields))


def linked(line_body: str, previous: str) -> bytes:
    """The whole line, newline included. `previous` is `digest` of the line before, or `START`."""
    return f'{line_body[:-1]},"prev":"{previous}"}}\n'.encode("ascii")


def digest(line: bytes) -> str:
    """SHA-256, hex, of one line without its newline."""
    return str(sha256(line).hexdigest())


def shortened(text: str) -> str:
    """The text as the log keeps it: beyond the limit the middle goes, since both ends can matter."""
    if len(text) <= LONGEST_TEXT:
        return text
    half = LONGEST_TEXT // 2
    return f"{text[:half]} …{len(text) - 2 * half} characters… {text[-half:]}"
