"""Several ways that a text may have gone, as one state: everything that any of them left may be so."""

from __future__ import annotations

from guardcmd.shell.value import Value, one_of, unknown
from guardcmd.unwrap.choices import Choice, merge, worst
from guardcmd.unwrap.state import MOST_CONTENTS, State, Variable, contents_of_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from guardcmd.unwrap.state import FunctionBody

    T = TypeVar("T")


def join(one: State, other: State) -> State:
    """Two ways as one new state."""
    return join_all((one, other))


def join_all(states: Sequence[State]) -> State:
    """A new state for all ways. One that ended the shell (`exit`) leaves nothing behind, unless all did."""
    going = [state for state in states if not state.ended] or list(states)
    first = going[0]
    result = first.fork()
    if len(going) == 1:
        return result
    result.variables = join_variables(going)
    result.functions = join_tables([state.functions for state in going], bodies)
    result.aliases = join_tables([state.aliases for state in going], choices)
    result.hashed = join_tables([state.hashed for state in going], choices)
    result.directory = one_place([state.directory for state in going])
    result.previous = one_place([state.previous for state in going])
    result.stack = max([state.stack for state in going], key=len)
    result.positional = join_positional(going)
    result.zero = choices(distinct([state.zero for state in going]))
    result.last = choices(distinct([state.last for state in going]))
    for state in going[1:]:
        result.replaced &= state.replaced
        result.made &= state.made
        result.options |= state.options
        if state.channels is not result.channels:
            result.channels = {**state.channels, **result.channels}
        if state.frames != result.frames and len(state.frames) == len(result.frames):
            result.frames = tuple([{**b, **a} for a, b in zip(result.frames, state.frames)])
    return result


def distinct(values: Sequence[T]) -> list[T]:
    """Each object once."""
    return list({id(value): value for value in values}.values())


def join_variables(states: Sequence[State]) -> dict[str, Variable]:
    tables = distinct([state.variables for state in states])
    if len(tables) == 1:
        return tables[0]
    found: dict[str, list[Variable]] = {name: [variable] for name, variable in tables[0].items()}
    counts = dict.fromkeys(found, 1)
    for table in tables[1:]:
        for name, variable in table.items():
            seen = found.setdefault(name, [])
            counts[name] = counts.get(name, 0) + 1
            if not any(variable is other for other in seen[-2:]):
                seen.append(variable)
    for name, seen in found.items():
        if counts[name] < len(tables):
            seen.append(Variable(states[0].inherited(name)))
    return {name: seen[0] if len(seen) == 1 else both_of(seen) for name, seen in found.items()}


def both_of(variables: Sequence[Variable]) -> Variable:
    return Variable(
        contents_of_all([variable.contents for variable in variables]),
        any(variable.exported for variable in variables),
        any(variable.integer for variable in variables),
        any(variable.nameref for variable in variables),
        next((variable.case for variable in variables if variable.case), ""),
    )


def join_tables(tables: Sequence[dict[str, T]], united: Callable[[list[T]], T]) -> dict[str, T]:
    tables = distinct(tables)
    if len(tables) == 1:
        return tables[0]
    found: dict[str, list[T]] = {}
    for table in tables:
        for name, value in table.items():
            found.setdefault(name, []).append(value)
    return {name: united(distinct(values)) for name, values in found.items()}


def bodies(several: list[tuple[FunctionBody, ...]]) -> tuple[FunctionBody, ...]:
    found = {id(body.script): body for one in several for body in one}
    return tuple(found.values())[:MOST_CONTENTS]


def choices(several: list[Choice]) -> Choice:
    return several[0] if len(several) == 1 else merge([value for choice in several for value in choice])


def join_positional(states: Sequence[State]) -> tuple[tuple[Value, ...] | None, ...]:
    found = dict.fromkeys([fields for state in states for fields in state.positional])
    return tuple(found) if len(found) <= MOST_CONTENTS else (None,)


def one_place(places: Sequence[Value]) -> Value:
    """The directory after any of the ways."""
    first = places[0]
    others = [place for place in places if place != first]
    if not others:
        return first
    if all(place.texts for place in places):
        return one_of(tuple([text for place in places for text in place.texts]))
    return unknown(worst([place for place in places if not place.texts]))
