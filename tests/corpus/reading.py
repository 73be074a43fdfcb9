"""Reads the corpus files: one command a line, or a block between `<<<` and `>>>`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent


def commands(kind: str) -> list[str]:
    """Every command of `pass` or `stop`."""
    return [command for path in sorted((FOLDER / kind).glob("*.txt")) for command in in_text(path.read_text())]


def in_text(text: str) -> Iterator[str]:
    block: list[str] | None = None
    for line in text.splitlines():
        if block is not None and line == ">>>":
            yield "\n".join(block)
            block = None
        elif block is not None:
            block.append(line)
        elif line == "<<<":
            block = []
        elif line.strip() and not line.startswith("## "):
            yield line
    assert block is None, "a block is not closed"
