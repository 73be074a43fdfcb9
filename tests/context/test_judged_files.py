"""Deletions and writes of file tools in a real repository: what git has counts as for `rm`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from guardcmd.agents.envelope import NotUnderstood
from guardcmd.agents.file_tools import file_actions
from guardcmd.context.disk import DiskFiles
from guardcmd.context.gather import gather
from guardcmd.guard import judge
from guardcmd.policy.verdict import DECISIONS
from guardcmd.proposal import Proposal
from guardcmd.targets.paths import place_of
from tests.context.test_git_index import LONG_AGO, commit, git
from tests.support import a_guard


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository in a home: `a.py` is tracked and clean, `b.py` is changed, `new` and `.env` are untracked."""
    root = tmp_path_factory.mktemp("homes") / "dev" / "shop"
    root.mkdir(parents=True)
    git(root.parent, "init", "-q", "shop")
    for name in ("a.py", "b.py"):
        (root / name).write_text("x\n")
        os.utime(root / name, (LONG_AGO, LONG_AGO))
    commit(root)
    (root / "b.py").write_text("changed\n")
    (root / "new").write_text("x\n")
    (root / ".env").write_text("SECRET=1\n")
    return root


def decision(shop: Path, tool: str, arguments: dict[str, object]) -> str:
    found = file_actions(tool, arguments, str(shop))
    assert not isinstance(found, NotUnderstood)
    files = DiskFiles()
    guard = a_guard(files=files).replace(
        gather=lambda findings, given, files, settings, calls: gather(findings, given, files, settings, calls),
        place=lambda given: place_of(given, files),
    )
    judged = [
        judge(Proposal(action, str(shop), str(shop.parent), str(shop)), guard).verdict.decision for action in found
    ]
    return max(judged, key=DECISIONS.index, default="allow")


def patch(*lines: str) -> dict[str, object]:
    return {"command": "\n".join(["*** Begin Patch", *lines, "*** End Patch"])}


@pytest.mark.parametrize(
    ("tool", "arguments", "expected"),
    [
        ("Delete", {"path": "a.py"}, "notify"),
        ("apply_patch", patch("*** Delete File: a.py"), "notify"),
        ("Delete", {"path": "b.py"}, "ask"),
        ("Delete", {"path": "new"}, "ask"),
        ("Delete", {"path": ".env"}, "ask"),
        ("apply_patch", patch("*** Delete File: a.py", "*** Delete File: new"), "ask"),
        ("Write", {"file_path": "a.py", "content": "y"}, "allow"),
        ("Write", {"file_path": "new", "content": "y"}, "allow"),
        ("Write", {"file_path": ".env", "content": "y"}, "ask"),
        ("Write", {"file_path": ".env.local", "content": "y"}, "notify"),
        ("Edit", {"file_path": ".env", "old_string": "1", "new_string": "2"}, "allow"),
        ("Edit", {"file_path": ".env", "old_string": "SECRET=1\n", "new_string": ""}, "ask"),
        ("apply_patch", patch("*** Update File: a.py", "*** Move to: c.py", "@@", "-x", "+y"), "allow"),
    ],
)
def test_in_a_repository(shop: Path, tool: str, arguments: dict[str, object], expected: str) -> None:
    assert decision(shop, tool, arguments) == expected
