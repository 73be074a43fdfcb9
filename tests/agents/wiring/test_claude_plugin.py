"""The stored plugin is what the code makes."""

from __future__ import annotations

import json

from guardcmd import __version__
from guardcmd.agents.claude_settings import unguarded
from guardcmd.agents.wiring.claude_plugin import hooks_file
from tests.support import ROOT

PLUGIN = ROOT / "packaging" / "claude-plugin" / "guardcmd"


def test_the_stored_hooks_are_the_made_ones() -> None:
    """Make them again with `python tools/claude_plugin.py`."""
    assert (PLUGIN / "hooks" / "hooks.json").read_text() == hooks_file()


def test_they_guard() -> None:
    assert unguarded(json.loads(hooks_file())) == ""


def test_its_version_is_ours() -> None:
    assert json.loads((PLUGIN / ".claude-plugin" / "plugin.json").read_text())["version"] == __version__
