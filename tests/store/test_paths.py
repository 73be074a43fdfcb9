"""The directories: as given, else the platform's."""

from __future__ import annotations

import sys

import pytest

from guardcmd.store.paths import paths


def test_as_given_without_asking_the_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "platformdirs", None)
    found = paths("/s/", "/c")
    assert (found.state, found.config) == ("/s", "/c")
    assert found.audit == "/s/audit.jsonl"
    assert found.rules == "/c/rules"


def test_else_the_platforms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/x/state")
    monkeypatch.setenv("XDG_CONFIG_HOME", "/x/config")
    found = paths()
    assert found.state.endswith("guardcmd")
    assert paths(config="/c").config == "/c"
