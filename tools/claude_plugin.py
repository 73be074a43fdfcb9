"""Write the hooks of the Claude Code plugin again: `python tools/claude_plugin.py`."""

from pathlib import Path

from guardcmd.agents.wiring.claude_plugin import hooks_file

HOOKS = Path(__file__).parents[1] / "packaging" / "claude-plugin" / "guardcmd" / "hooks" / "hooks.json"

if __name__ == "__main__":
    HOOKS.write_text(hooks_file(), encoding="utf-8")
