"""Openers of code in other languages: text goes in, calls and further payloads come out."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

# language of a payload -> module; `shell` is not here: expand reads and walks it
LANGUAGES: dict[str, str] = {
    "applescript": "applescript",
    "cmd": "cmd",
    "crystal": "ruby",
    "elisp": "lisp",
    "elixir": "elixir",
    "groovy": "groovy",
    "http": "http",
    "java": "groovy",
    "javascript": "javascript",
    "julia": "julia",
    "kotlin": "groovy",
    "lisp": "lisp",
    "lines": "lines",
    "lua": "lua",
    "mongo": "mongo",
    "patch": "patch",
    "perl": "perl",
    "php": "php",
    "powershell": "powershell",
    "other": "other",
    "python": "python",
    "r": "r",
    "raku": "perl",
    "redis": "redis",
    "ruby": "ruby",
    "scala": "groovy",
    "sql": "sql",
    "tcl": "tcl",
    "tool-call": "tool_call",
    "typescript": "javascript",
}


def load(language: str) -> ModuleType:
    """The module that reads a language, imported on first use; of a language that nobody reads, one that says so.

    A module has one function, `read(payload, world)`: a list of Call, Payload, Invocation and Opaque, empty for
    harmless text. It never raises on any text.
    """
    name = LANGUAGES.get(language, "unread")
    module: ModuleType = __import__(f"guardcmd.languages.{name}", None, None, ("read",))
    return module
