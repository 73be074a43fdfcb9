"""The ways in which an installed hook can fail, written into the file that starts it."""

from __future__ import annotations

import sys
from pathlib import Path

# what is replaced in the hook's command line, and by which file of the scratch folder
FAILURES = {
    "missing interpreter": (sys.executable, "missing"),
    "broken package": ("guardcmd/start.py", "broken.py"),
    "empty start": ("guardcmd/start.py", "empty.py"),
    "killed": ("guardcmd/start.py", "killed.py"),
    "stall": ("guardcmd/start.py", "stall.py"),
    "silent interpreter": (sys.executable, "silent"),
    "chatting interpreter": (sys.executable, "chat"),
    "hanging interpreter": (sys.executable, "hang"),
}
# those that a line for `sh` closes without an answer in words
OF_A_LINE = ("missing interpreter", "broken package", "empty start", "killed", "stall")
FILES = {
    "broken.py": "raise ImportError('no such module')\n",
    "empty.py": "",
    "killed.py": "import os; os.kill(os.getpid(), 9)\n",
    "stall.py": "import time; time.sleep(60)\n",
    "silent": "#!/bin/sh\nexit 0\n",
    "chat": "#!/bin/sh\necho all is well\n",
    "hang": "#!/bin/sh\nexec sleep 60\n",
    # each call fails in another way; the last but one takes the file itself away, so that the next finds nothing
    "turns": """#!/bin/sh
echo x >> "$0.count"
case $(wc -l < "$0.count") in
  *1) exit 1 ;; # the session's briefing
  *2) exit 1 ;;
  *3) exit 0 ;;
  *4) kill -9 $$ ;;
  *5) echo all is well ;;
  *6) echo '{"guardcmd":"pass"}'; exit 3 ;;
  *7) rm -f "$0"; exec sleep 60 ;;
esac
""",
}
TURNS = 7  # calls until each failure of `turns` was seen


def folder_of_failures(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    return folder


# what waits for a hook waits a second or two instead
SHORTER = {
    "alarm(5)": "alarm(1)",
    "PATIENCE = 8000": "PATIENCE = 2000",
    "PATIENCE = 2600": "PATIENCE = 1500",
    "sleep 10": "sleep 2",
}


def broken(text: str, how: str, folder: Path) -> str:
    """The file's text, its hook rewired so that it fails in this way."""
    old, new = (sys.executable, "turns") if how == "turns" else FAILURES[how]
    if old.endswith("start.py"):
        old = next(word for word in text.replace("'", " ").replace('"', " ").split() if word.endswith(old))
    for long, short in SHORTER.items():
        text = text.replace(long, short)
    changed = text.replace(old, str(folder_of_failures(folder) / new), 1)
    assert changed != text
    return changed
