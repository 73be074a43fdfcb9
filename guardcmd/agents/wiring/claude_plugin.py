"""guardcmd as a plugin of Claude Code: hooks that find it by the PATH, and refuse where it is not there.

A plugin's hooks survive a broken settings file of the user, but rest on the session's PATH; what `install` writes
rests on nothing but its own arguments, and starts in half the time.
"""

from __future__ import annotations

import json

from guardcmd.agents.claude_settings import EVENTS, group, hook_entry
from guardcmd.agents.wiring.command_line import closed

ABSENT = "guardcmd is not in the PATH of this session or cannot start, so nothing of this ran; a person must look"
# the folders of this platform, so that plain commands need not wait for Python to find them
FOLDERS = (
    'd="$HOME/Library/Application Support"; s="$d" c="$d"; '
    '[ -d "$d" ] || { s="${XDG_STATE_HOME:-$HOME/.local/state}" c="${XDG_CONFIG_HOME:-$HOME/.config}"; }; '
)
COMMAND = 'guardcmd hook claude-code --state "$s/guardcmd" --config "$c/guardcmd"'


def hooks_file() -> str:
    """The text of the plugin's `hooks/hooks.json`."""
    entry = hook_entry("/bin/sh", ["-c", FOLDERS + closed(COMMAND, ABSENT)])
    hooks = {event: [group(event, entry)] for event in EVENTS}
    return json.dumps({"description": "guardcmd judges every tool call", "hooks": hooks}, indent=2) + "\n"
