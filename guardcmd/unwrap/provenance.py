"""Where an unknown text comes from: read off the `why` of a value, and kept by the worst when texts are joined."""

from __future__ import annotations

SCRATCH = "mktemp"  # the hole in the name of a new temporary file: `/tmp/…`
SEARCHED = "what the search finds"
DEFAULTED = ", else a default"  # behind the name of an environment variable: `${PYTHON:-python3}`
NETWORK = "text fetched by "
DECODED = "text decoded by "
LOCAL = "output of "
FILE = "content of "
MOST_FILES = 16  # that one reason names
TOO_LONG = "a text that is too long"
TYPED_IN = "what is typed in"
KEPT = 240  # of a command whose output is run: its options tell what it prints

OF_A_DOWNLOAD = " of a download"  # behind the name of a program that unpacks one
SOURCES = ((NETWORK, "network"), (DECODED, "decode"), (FILE, "file"), (LOCAL, "local"), (TOO_LONG, "limit"))
RANK = {"network": 5, "decode": 4, "limit": 3, "variable": 2, "file": 1, "local": 0}
# as a part of code these are reported whatever stands around them
GRAVE = frozenset(("network", "decode", "limit"))


def fetched_by(program: str) -> str:
    return f"{NETWORK}`{program}`"


def decoded_by(program: str) -> str:
    return f"{DECODED}`{program}`"


def output_of(command: str) -> str:
    return f"{LOCAL}`{short(command, KEPT)}`"


def content_of(path: str) -> str:
    return f"{FILE}`{path}`"


def contents_of(paths: list[str]) -> str:
    """Of several files: each name stands between backquotes of its own."""
    return FILE + " ".join([f"`{path}`" for path in paths[:MOST_FILES]])


def source_of(why: str) -> str:
    """`network`, `decode`, `file`, `local`, `limit` or `variable`: the sources of Opaque."""
    for prefix, source in SOURCES:
        if why.startswith(prefix):
            return source
    return "variable"


def worse(left: str, right: str) -> str:
    """The reason that weighs more; the first of equals."""
    if not left or not right or left == right:
        return left or right
    if left == SCRATCH:
        return right
    return right if RANK[source_of(right)] > RANK[source_of(left)] else left


def short(command: str, most: int = 60) -> str:
    """A command as it fits into one message."""
    line = " ".join(command.split())
    return line if len(line) <= most else line[: most - 1] + "…"
