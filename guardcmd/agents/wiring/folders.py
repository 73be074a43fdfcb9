"""Folders that clients look into for their settings."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping


def home(environment: Mapping[str, str]) -> str:
    """The home directory that the client sees."""
    return environment.get("HOME") or os.path.expanduser("~")


def upwards(directory: str) -> Iterator[str]:
    """The directory and each one above it, without a slash at the end; the root is empty."""
    place = directory.rstrip("/")
    while place:
        yield place
        place = place.rpartition("/")[0]
    yield ""


def project_root(directory: str) -> str:
    """The nearest directory with a `.git` in it, else the directory itself."""
    return next((place for place in upwards(directory) if place and os.path.exists(f"{place}/.git")), directory)
