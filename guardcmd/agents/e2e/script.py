"""What the scripted model will do, whatever protocol a client speaks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ToolUse:
    """One tool call of the model."""

    id: str
    name: str
    arguments: dict[str, Any]
    kind: str = "function"


@dataclass
class Script:
    """The tool calls that the model will make, one a turn, and what it was told about them."""

    calls: list[tuple[str, dict[str, Any]]]  # (tool name, input)
    results: list[str] = field(default_factory=list)  # the text of each tool result, in order
    tools: set[str] = field(default_factory=set)  # names of the tools that the client offered
    requests: int = 0
    heard: list[str] = field(default_factory=list)  # every request body: what else reached the model

    def next(self, offered: set[str], results: list[str]) -> ToolUse | None:
        """The call that follows these results; None: end the turn with closing words."""
        self.tools |= offered
        if not self.calls or not offered:  # requests for titles and the like offer no tools
            return None
        self.results[:] = results
        if len(results) >= len(self.calls):
            return None
        name, arguments = self.calls[len(results)]
        return ToolUse(f"call_{len(results)}", name, arguments)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer over HTTP."""

    content_type: str
    body: bytes
