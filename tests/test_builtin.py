"""The built-in rules in a checkout: compiled when they changed, in time of their own."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from guardcmd import builtin
from guardcmd.errors import RuleError
from guardcmd.store import rulefiles


@pytest.fixture
def timer() -> Iterator[None]:
    before = signal.signal(signal.SIGALRM, lambda *_: None)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def left_while_compiling(monkeypatch: pytest.MonkeyPatch, *faults: Exception) -> float:
    seen = []

    def compile_into(_folder: str, _place: str) -> None:
        seen.append(signal.getitimer(signal.ITIMER_REAL)[0])
        if faults:
            raise faults[0]

    monkeypatch.setattr(rulefiles, "compile_into", compile_into)
    builtin.unit("index")  # there is one
    builtin.remake()
    return seen[0]


@pytest.mark.usefixtures("timer")
@pytest.mark.parametrize("faults", [(), (RuleError("rules/x.toml: wrong"),)])
def test_a_deadline_is_for_judging(monkeypatch: pytest.MonkeyPatch, faults: tuple[Exception, ...]) -> None:
    signal.setitimer(signal.ITIMER_REAL, 1.5)
    assert left_while_compiling(monkeypatch, *faults) > 2
    assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= 1.5


@pytest.mark.usefixtures("timer")
def test_without_a_deadline_none_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert left_while_compiling(monkeypatch) == 0
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


@pytest.mark.usefixtures("timer")
def test_an_unforeseen_fault_passes_on_and_gives_the_deadline_back(monkeypatch: pytest.MonkeyPatch) -> None:
    signal.setitimer(signal.ITIMER_REAL, 1.5)
    with pytest.raises(ZeroDivisionError):
        left_while_compiling(monkeypatch, ZeroDivisionError())
    assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= 1.5
