"""Which entries are guardcmd's own."""

from __future__ import annotations

import pytest

from guardcmd.agents.ours import is_ours
from guardcmd.agents.wiring.command_line import hook_argv, shell_line

ARGV = hook_argv("codex", "/s", "/c")


@pytest.mark.parametrize(
    "entry",
    [
        {"command": ARGV[0], "args": ARGV[1:]},
        {"command": shell_line(ARGV)},
        {"bash": shell_line(ARGV)},
        {"command": "/py -I -S '/x/guardcmd/start.py' hook claude-code"},
        {"command": "/py", "args": ["-I", "-S", "/x/guardcmd/start.py", "hook", "claude-code"]},
    ],
)
def test_ours(entry: object) -> None:
    assert is_ours(entry)


@pytest.mark.parametrize(
    "entry",
    [
        {"type": "command", "command": "lint", "timeout": 5.5},
        {"command": "python /x/otherguard/begin.py hook"},
        {"command": "guardcmd/start.py", "args": ["x"]},
        {"command": 3},
        {"args": "hook guardcmd/start.py"},
        "x",
        None,
    ],
)
def test_foreign(entry: object) -> None:
    assert not is_ours(entry)
