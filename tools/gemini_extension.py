"""Write the hooks of the Gemini CLI extension again: `python tools/gemini_extension.py`."""

from pathlib import Path

from guardcmd.agents.wiring.gemini_extension import hooks_file

HOOKS = Path(__file__).parents[1] / "packaging" / "gemini-extension" / "hooks" / "hooks.json"

if __name__ == "__main__":
    HOOKS.write_text(hooks_file(), encoding="utf-8")
