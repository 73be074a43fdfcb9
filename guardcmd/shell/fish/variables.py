"""The scopes of fish's variables: which of them are the same in bash."""

from __future__ import annotations

from guardcmd.shell.fish.word import NotAlike

TOP, SCRIPT = 0, 1  # the scope of global variables, and of local ones outside of functions and blocks


class Variables:
    """Which scope each variable of the text belongs to, and where it is used.

    bash has one scope but for `local`. So it is alike where a variable has one scope and is used within it, or is set
    with an option for a function (`local` in bash) besides being global.
    """

    def __init__(self) -> None:
        self.scopes = [TOP, SCRIPT]  # those around the place that is read; negative ones are of functions
        self.made = SCRIPT
        self.homes: dict[str, set[int]] = {}
        self.shared: dict[str, int] = {}  # those that no `local` can stand for, and where
        self.uses: list[tuple[str, tuple[int, ...], int]] = []

    def enter(self, function: bool) -> None:
        self.made += 1
        self.scopes.append(-self.made if function else self.made)

    def leave(self) -> None:
        self.scopes.pop()

    def function(self) -> int:
        return next((scope for scope in reversed(self.scopes) if scope < TOP), TOP)

    def known(self, name: str) -> int | None:
        """The innermost scope around this place that has the variable."""
        homes = self.homes.get(name, ())
        return next((scope for scope in reversed(self.visible()) if scope in homes), None)

    def visible(self) -> tuple[int, ...]:
        """The scopes whose variables are seen here: a function sees its own, and the global ones."""
        last = max(number for number, scope in enumerate(self.scopes) if scope <= TOP)
        return (TOP, *self.scopes[last:])

    def set(self, name: str, scope: str, place: int) -> bool:
        """Note it, for a `scope` of `set` (l, f, g, or empty). Whether bash wants `local`."""
        known = self.known(name)
        if scope == "l":
            home = self.scopes[-1]
        elif scope == "f":
            home = self.function() or SCRIPT
        elif scope == "g" or known is None:
            home = TOP if scope == "g" else self.function()
        else:
            home = known
        self.homes.setdefault(name, set()).add(home)
        if home > TOP or (home < TOP and not scope and known is None):
            self.shared.setdefault(name, place)
        return home < TOP and bool(scope)

    def use(self, name: str, place: int) -> None:
        self.uses.append((name, self.visible(), place))

    def check(self) -> None:
        """Raises NotAlike where a variable is not the same one in bash."""
        for name, place in self.shared.items():
            if len(self.homes[name]) > 1:
                raise NotAlike(f"fish: `{name}` is set in several scopes", place)
        for name, scopes, place in self.uses:
            homes = self.homes.get(name)
            if homes and not homes.intersection(scopes):
                raise NotAlike(f"fish: `{name}` is set in another scope", place)
