"""The clients that guardcmd guards, by name, and which of them a hook call comes from."""

from __future__ import annotations

from guardcmd.agents.adapter import Adapter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.agents.envelope import Envelope

NAMES = (
    "claude-code", "codex", "cursor", "copilot", "vscode", "gemini-cli", "qwen-code", "opencode", "pi", "cline", "amp",
    "windsurf", "kiro", "droid", "antigravity", "goose", "crush",
)  # fmt: skip
ALIASES = {
    "claude": "claude-code", "code": "vscode", "cursor-agent": "cursor", "gemini": "gemini-cli", "qwen": "qwen-code",
    "agy": "antigravity",
}  # fmt: skip
# clients that run the hooks of another one's settings
READERS_OF: dict[str, tuple[str, ...]] = {"claude-code": ("copilot", "vscode", "cursor"), "copilot": ("vscode",)}


class Unknown(Adapter):
    """A client that nobody knows: its calls are read as far as they can be, and it is never asked to ask."""

    name = "unknown"
    title = "an unknown client"

    def recognises(self, envelope: Envelope) -> bool:
        return True


UNKNOWN = Unknown()


def adapter(name: str) -> Adapter | None:
    """The client's adapter; None if there is no such client."""
    name = ALIASES.get(name, name)
    if name not in NAMES:
        return None
    module = __import__("guardcmd.agents." + name.replace("-", "_"), fromlist=["ADAPTER"])
    found: Adapter = module.ADAPTER
    return found


def caller(hinted: Adapter, envelope: Envelope) -> Adapter:
    """Who makes this call to a hook that is wired for `hinted`; UNKNOWN where nobody recognises it."""
    if hinted.recognises(envelope):
        return hinted
    for name in READERS_OF.get(hinted.name, ()):
        other = adapter(name)
        if other is not None and other.recognises(envelope):
            return other
    return UNKNOWN
