"""What `doctor` looks at for Gemini CLI and Qwen Code alone: other hooks that may rewrite a judged call, and trust."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardcmd.agents.adapter import Adapter
from guardcmd.agents.refusal import cut
from guardcmd.agents.wiring.change import read
from guardcmd.agents.wiring.check import Check
from guardcmd.agents.wiring.gemini_settings import siblings
from guardcmd.errors import InputError

HOOKLESS = ("QWEN_CODE_SIMPLE", "QWEN_CODE_SAFE_MODE")


def checks(adapter: Adapter, environment: Mapping[str, str], directory: str) -> Iterator[Check]:
    """Other hooks of the same event in every file that a session here may read, and what this environment changes."""
    user = adapter.locate("user", environment, directory)
    for file in dict.fromkeys([user, *adapter.in_force(environment, directory)]):
        for line in siblings(settings_of(adapter, file), adapter.before[0]):
            said = f"{file}: the `{adapter.before[0]}` hook `{cut(line, 100)}` can rewrite calls"
            hint = "let it stand before guardcmd's in your own settings, or print no `tool_input`"
            yield Check("warning", f"{said}; guardcmd sees that only of hooks that stand before its own", hint)
    for name in HOOKLESS:
        if adapter.name == "qwen-code" and environment.get(name):
            yield Check("warning", f"`{name}` is set here: Qwen Code starts without hooks", f"unset {name}")
    if adapter.name == "gemini-cli" and environment.get("GEMINI_CLI_TRUST_WORKSPACE") == "false":
        said = "`GEMINI_CLI_TRUST_WORKSPACE` is false here: no hook of a settings file runs, only those of extensions"
        yield Check("warning", said, "unset it, or install the extension")


def settings_of(adapter: Adapter, file: str) -> object:
    try:
        return adapter.loads(read(file) or "{}")
    except (InputError, ValueError):
        return None
