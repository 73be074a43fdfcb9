"""An installed hook line that fails at each call in another way, so that one session shows them all."""

from __future__ import annotations

import sys
from pathlib import Path

# in this order; at the start of a session it fails as at the first call
TURNS = ("broken package", "killed", "emptied start", "stall", "missing interpreter")
START = """\
import os, sys, time
event = sys.stdin.read()
file = {folder!r} + "/calls"
turn = open(file).read().count("x") if os.path.exists(file) else 0
if "SessionStart" in event:
    raise ImportError("no such module")
open(file, "a").write("x")
if turn == 0:
    raise ImportError("no such module")
if turn == 1:
    os.kill(os.getpid(), 9)
if turn == 3:
    os.unlink({folder!r} + "/python")
    time.sleep(60)
"""


def failing(line: str, folder: Path) -> str:
    """The hook's line with a start file and an interpreter of the scratch folder. It waits one second, not five."""
    folder.mkdir()
    (folder / "python").symlink_to(sys.executable)
    (folder / "start.py").write_text(START.format(folder=str(folder)))
    start = next(
        word for word in line.replace("'", " ").replace('"', " ").split() if word.endswith("guardcmd/start.py")
    )
    changed = line.replace("alarm(5)", "alarm(1)").replace(start, str(folder / "start.py"))
    return changed.replace(sys.executable, str(folder / "python"), 1)
