"""guardcmd as an extension of Gemini CLI: hooks that find it by the PATH, and refuse where it is not there.

An extension's hooks also run in folders that the user does not trust, where those of every settings file rest, and
beside a project's `"hooks": null` (both measured with 0.61.0).
"""

from __future__ import annotations

import json

from guardcmd.agents.wiring.claude_plugin import ABSENT, FOLDERS
from guardcmd.agents.wiring.command_line import closed
from guardcmd.agents.wiring.gemini_settings import entries

COMMAND = 'guardcmd hook gemini-cli --state "$s/guardcmd" --config "$c/guardcmd"'


def hooks() -> dict[str, object]:
    """What the extension's `hooks/hooks.json` holds."""
    return {"hooks": {keys[-1]: [group] for keys, group in entries(FOLDERS + closed(COMMAND, ABSENT))}}


def hooks_file() -> str:
    return json.dumps(hooks(), indent=2) + "\n"
