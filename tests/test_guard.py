"""The order of the steps: text of Windows' shells goes to their own readers."""

from __future__ import annotations

import pytest

from guardcmd.guard import LONGEST_WINDOWS, judge
from guardcmd.proposal import ShellText
from tests.corpus import windows
from tests.support import a_guard, index, proposal

STOPS = ("ask", "confirm", "block")


def decision(text: str, dialect: str) -> str:
    return judge(proposal("", action=ShellText(text, dialect)), a_guard(index=index())).verdict.decision


@pytest.mark.parametrize("text", windows.POWERSHELL_STOPPED)
def test_powershell_is_stopped(text: str) -> None:
    assert decision(text, "powershell") in STOPS


@pytest.mark.parametrize("text", windows.POWERSHELL_QUIET)
def test_everyday_powershell_is_quiet(text: str) -> None:
    assert decision(text, "powershell") not in STOPS


@pytest.mark.parametrize("text", windows.CMD_STOPPED)
def test_cmd_is_stopped(text: str) -> None:
    assert decision(text, "cmd") in STOPS


@pytest.mark.parametrize("text", windows.CMD_QUIET)
def test_everyday_cmd_is_quiet(text: str) -> None:
    assert decision(text, "cmd") not in STOPS


@pytest.mark.parametrize("dialect", ["powershell", "cmd"])
@pytest.mark.parametrize("text", ["ls\0rm", "x" * (LONGEST_WINDOWS + 1)])
def test_what_cannot_be_read_asks(dialect: str, text: str) -> None:
    assert decision(text, dialect) == "ask"


def test_the_fast_path_is_for_other_shells() -> None:
    assert decision("ri src", "bash") == "allow"
    assert decision("ri src", "powershell") in STOPS
