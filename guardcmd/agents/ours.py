"""Which entries of a client's settings start guardcmd's hook. Pure, and cheap: the hook itself asks this too."""

from __future__ import annotations

START = "guardcmd/start.py"
BY_NAME = "guardcmd hook "  # a plugin finds it in the PATH, and names its folders
LINE_KEYS = ("command", "bash", "run")  # where clients keep the line that they run


def is_ours(hook: object) -> bool:
    """Whether an entry starts guardcmd's hook, as an argv (`command` and `args`) or as a line."""
    if not isinstance(hook, dict):
        return False
    arguments = hook.get("args")
    words = [str(word) for word in arguments] if isinstance(arguments, list) else [line_of(hook)]
    text = " ".join(words)
    return (START in text and " hook " in f" {text} ") or (BY_NAME in text and " --state " in text)


def line_of(hook: dict[str, object]) -> str:
    return next((value for key in LINE_KEYS if isinstance(value := hook.get(key), str)), "")
