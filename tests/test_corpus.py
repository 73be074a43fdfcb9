"""Everyday commands pass in silence, destructive ones do not: the two sets of `tests/corpus`."""

from __future__ import annotations

import pytest

from guardcmd.context.gather import gather
from guardcmd.guard import judge
from tests.corpus.reading import commands
from tests.support import a_guard, index, proposal

ATTENDED_AGENT = {"actor": "agent", "attended": True}


def decision(command: str) -> str:
    guard = a_guard(index=index()).replace(gather=gather)
    return judge(proposal(command, **ATTENDED_AGENT), guard).verdict.decision


@pytest.mark.parametrize("command", commands("pass"))
def test_passes(command: str) -> None:
    assert decision(command) in ("allow", "notify")


@pytest.mark.parametrize("command", commands("stop"))
def test_stops(command: str) -> None:
    assert decision(command) in ("ask", "confirm", "block")


def test_the_sets_are_large_and_apart() -> None:
    passing, stopped = commands("pass"), commands("stop")
    assert len(set(passing)) >= 500
    assert len(set(stopped)) >= 500
    assert not set(passing) & set(stopped)
