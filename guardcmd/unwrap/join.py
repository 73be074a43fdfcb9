"""Two ways that a text may have gone, as one state: everything that either of them left may be so."""

from __future__ import annotations

from guardcmd.shell.value import Value, one_of, unknown
from guardcmd.unwrap.choices import merge, worst
from guardcmd.unwrap.state import MOST_CONTENTS, State, Variable, either

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from guardcmd.unwrap.state import FunctionBody

    T = TypeVar("T")


def join(one: State, other: State) -> State:
    """A new state. A side that ended the shell (`exit`) leaves nothing behind."""
    if one.ended != other.ended:
        return (other if one.ended else one).fork()
    result = one.fork()
    if one.variables is not other.variables:
        result.variables = join_variables(one, other)
    result.functions = join_tables(one.functions, other.functions, lambda a, b: bodies(a, b))
    result.aliases = join_tables(one.aliases, other.aliases, lambda a, b: merge(a + b))
    result.hashed = join_tables(one.hashed, other.hashed, lambda a, b: merge(a + b))
    result.directory = one_place(one.directory, other.directory)
    result.previous = one_place(one.previous, other.previous)
    if one.stack != other.stack:
        result.stack = one.stack if len(one.stack) >= len(other.stack) else other.stack
    if one.positional != other.positional:
        both = tuple(dict.fromkeys(one.positional + other.positional))
        result.positional = both if len(both) <= MOST_CONTENTS else (None,)
    if one.frames != other.frames and len(one.frames) == len(other.frames):
        result.frames = tuple([{**b, **a} for a, b in zip(one.frames, other.frames)])
    result.zero = merge(one.zero + other.zero)
    result.last = merge(one.last + other.last)
    result.options = one.options | other.options
    if one.channels is not other.channels:
        result.channels = {**one.channels, **other.channels}
    return result


def join_variables(one: State, other: State) -> dict[str, Variable]:
    result = dict(one.variables)
    for name, right in other.variables.items():
        left = result.get(name)
        if left is right:
            continue
        if left is None:
            left = Variable(one.inherited(name))
        result[name] = both_of(left, right)
    for name in one.variables.keys() - other.variables.keys():
        result[name] = both_of(one.variables[name], Variable(other.inherited(name)))
    return result


def both_of(left: Variable, right: Variable) -> Variable:
    return Variable(
        either(left.contents, right.contents),
        left.exported or right.exported,
        left.integer or right.integer,
        left.nameref or right.nameref,
        left.case or right.case,
    )


def join_tables(one: dict[str, T], other: dict[str, T], both: Callable[[T, T], T]) -> dict[str, T]:
    if one is other:
        return one
    result = dict(one)
    for name, right in other.items():
        left = result.get(name)
        result[name] = right if left is None or left is right else both(left, right)
    return result


def bodies(one: tuple[FunctionBody, ...], other: tuple[FunctionBody, ...]) -> tuple[FunctionBody, ...]:
    found = {id(body.script): body for body in one + other}
    return tuple(found.values())[:MOST_CONTENTS]


def one_place(one: Value, other: Value) -> Value:
    """The directory after either way."""
    if one == other:
        return one
    if one.texts and other.texts:
        return one_of(one.texts + other.texts)
    return unknown(worst([value for value in (one, other) if not value.texts]))
