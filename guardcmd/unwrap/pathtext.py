"""Paths as text: absolute, without `.` and `..`; no file is looked at."""

from __future__ import annotations

from guardcmd.shell.value import Value, known, one_of, unknown
from guardcmd.unwrap.choices import joined, pieces_of
from guardcmd.unwrap.provenance import worse


def normal(path: str) -> str:
    """`/a/./b/../c` as `/a/c`; a relative path stays relative."""
    if "/." not in path and "//" not in path and not path.startswith(".") and not path.endswith("/"):
        return path
    root = "/" if path.startswith("/") else ""
    parts: list[str] = []
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part != ".." or not root:
            parts.append(part)
    return root + "/".join(parts) or "."


def absolute(directory: str, path: str) -> str:
    """`path` seen from an absolute directory."""
    return normal(path if path.startswith("/") else f"{directory}/{path}")


def seen_from(directory: Value, path: Value) -> Value:
    """Every path seen from every directory; holes stay holes."""
    if directory.texts and path.texts:
        return one_of(tuple([absolute(d, p) for d in directory.texts for p in path.texts]), path.glob)
    if path.pieces and (path.pieces[0] or "").startswith("/"):
        return path
    if path.texts and all(text.startswith("/") for text in path.texts):
        return one_of(tuple([normal(text) for text in path.texts]), path.glob)
    start = pieces_of(directory)
    why = worse(directory.why, path.why)
    if path.pieces and path.pieces[0] is None:
        return unknown(why, path.pieces, path.glob)
    if len(start) != 1 or any(text.startswith("/") for text in path.texts):
        return unknown(why, (None,), path.glob)
    end = pieces_of(path)
    pieces = joined(joined(start[0], ("/",)), end[0]) if len(end) == 1 else (*start[0], None)
    return unknown(why, (None,) if climbs(pieces) else pieces, path.glob)


def climbs(pieces: tuple[str | None, ...]) -> bool:
    """Whether `.` or `..` stands in a path with holes: then nothing of it is certain."""
    return any("/." in piece and any(part in (".", "..") for part in piece.split("/")) for piece in pieces if piece)


def base_name(path: str) -> str:
    """As basename(1) prints it."""
    stripped = path.rstrip("/")
    return stripped.rsplit("/", 1)[-1] if stripped else ("/" if path else "")


def directory_name(path: str) -> str:
    """As dirname(1) prints it."""
    stripped = path.rstrip("/")
    if not stripped:
        return "/" if path else "."
    if "/" not in stripped:
        return "."
    return stripped.rsplit("/", 1)[0].rstrip("/") or "/"


def directory_value(path: str) -> Value:
    """A proposal's directory; unknown when it is none."""
    return known(normal(path)) if path.startswith("/") else unknown("the directory")
