"""What `doctor` says about one thing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: `ok`, `warning` or `failed`, and what to do about it."""

    state: str
    what: str
    hint: str = ""
