"""Scopes and function bodies of the JavaScript walk."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.languages.js_tokens import Token
    from guardcmd.languages.things import Thing


class TooLong(Exception):
    """The text takes too many steps, or its expressions are nested too deeply."""


class Scope:
    """Names of a module or function."""

    __slots__ = ("names", "parent")

    def __init__(self, parent: Scope | None = None) -> None:
        self.parent = parent
        self.names: dict[str, Thing] = {}

    def get(self, name: str) -> Thing | None:
        owner = self.owner(name)
        return owner.names[name] if owner is not None else None

    def owner(self, name: str) -> Scope | None:
        """The nearest scope that has the name."""
        scope: Scope | None = self
        while scope is not None and name not in scope.names:
            scope = scope.parent
        return scope


class Body:
    """A function: the tokens, where its parameters and its body stand. `expression`: the body is one expression."""

    __slots__ = ("end", "expression", "parameters", "start", "tokens")

    def __init__(
        self, tokens: list[Token], parameters: tuple[int, int], start: int, end: int, expression: bool = False
    ) -> None:
        self.tokens = tokens
        self.parameters = parameters
        self.start = start
        self.end = end
        self.expression = expression
