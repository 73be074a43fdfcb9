"""How a client is started for one headless session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Driven:
    """The command line, all variables of the process, and what in the session is not the user's own."""

    argv: Sequence[str]
    environment: Mapping[str, str]
    other: str = ""
