"""Arguments of Python calls, by place or by name."""

from __future__ import annotations

from guardcmd.languages.things import Constant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.languages.python_values import Values as Walk
    from guardcmd.languages.things import Thing
    from guardcmd.shell.value import Value

    Args = list[Thing]
    Named = dict[str, Thing]


def given(args: Args, named: Named, *names: str, place: int = 0) -> Thing | None:
    """An argument by place or by name."""
    if place < len(args):
        return args[place]
    return next((named[name] for name in names if name in named), None)


def is_true(thing: Thing | None) -> bool:
    return isinstance(thing, Constant) and bool(thing.value)


def idle(walk: Walk, value: Value) -> bool:
    """A parameter of a function that nobody calls: nothing is known to happen."""
    return walk.uncalled and value.whole_unknown
