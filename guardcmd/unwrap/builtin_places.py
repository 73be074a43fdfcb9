"""Builtins that change the directory: cd, pushd, popd."""

from __future__ import annotations

from guardcmd.shell.value import Value, one_of, unknown
from guardcmd.unwrap.builtin_call import flags_of
from guardcmd.unwrap.pathtext import normal, seen_from
from guardcmd.unwrap.walker import DONE, UNSURE, Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.unwrap.builtin_call import BuiltinCall
    from guardcmd.unwrap.state import State

MOST_LOOKS = 24  # directories that are looked at on the disk for one proposal


def cd(call: BuiltinCall) -> Outcome:
    """cd, cd DIR, cd -; a directory that may be missing leaves both places possible."""
    operands = flags_of(call.words)[1]
    state = call.state
    if not operands:
        if call.words and call.words[-1].text == "-":
            return back(call)
        homes = state.variable("HOME").scalar()
        return go(homes[0] if len(homes) == 1 else unknown("$HOME"), call)
    target = operands[0]
    if target.text == "-":
        return back(call)
    if target.text == "" or len(operands) > 1:
        return DONE if target.text == "" else go(unknown("the directory"), call)
    return go(seen_from(state.directory, target), call)


def back(call: BuiltinCall) -> Outcome:
    """cd -: where the shell has been, unless it has been nowhere else."""
    previous = call.state.previous
    return go(previous, call, sure=bool(previous.texts))


def go(place: Value, call: BuiltinCall, sure: bool = False) -> Outcome:
    """Be there; `state.failed` keeps where the shell is if it did not get there. `sure`: it has been there before."""
    state = call.state
    before = (state.directory, state.previous)
    sure = sure or exists(place, call)
    state.previous, state.directory = state.directory, place
    if not sure:
        state.failed = before
    return DONE if sure else UNSURE


def exists(place: Value, call: BuiltinCall) -> bool:
    """Whether the directory certainly is there: on the disk, or made by this text."""
    if not place.texts:
        return place.why == "mktemp"
    state, disk, world = call.state, call.state.disk, call.walker.world
    here = normal(world.proposal.directory)
    for text in place.texts:
        if text in state.made or text in ("/", world.home) or (here + "/").startswith(text + "/"):
            continue
        if len(disk.looked) >= MOST_LOOKS and text not in disk.looked:
            return False
        kind = disk.looked.get(text)
        if kind is None:
            kind = world.files.kind(text)
            if kind == "link":
                kind = world.files.kind(world.files.resolve(text))
            disk.looked[text] = kind
        if kind != "directory":
            return False
    return True


def pushd(call: BuiltinCall) -> Outcome:
    flags, operands = flags_of(call.words)
    state = call.state
    if operands and operands[0].texts and operands[0].text not in ("", "-") and not turns(call):
        here = state.directory
        if "n" in flags:
            return DONE
        outcome = go(seen_from(here, operands[0]), call)
        state.stack = (here, *state.stack[:20])
        return outcome
    if state.stack and not turns(call) and not operands:
        here, top = state.directory, state.stack[0]
        state.stack = (here, *state.stack[1:])
        return go(top, call, sure=True)
    return go(anywhere(state), call)


def popd(call: BuiltinCall) -> Outcome:
    state = call.state
    if turns(call):
        return go(anywhere(state), call)
    if not state.stack:
        return UNSURE
    top, state.stack = state.stack[0], state.stack[1:]
    return go(top, call, sure=True)


def turns(call: BuiltinCall) -> bool:
    """+2, -1: the stack is rotated."""
    return any((word.text or "")[:1] in ("+", "-") and (word.text or "")[1:].isdigit() for word in call.words)


def anywhere(state: State) -> Value:
    """Some directory of the stack."""
    places = [state.directory, *state.stack]
    if all(place.texts for place in places) and state.stack:
        return one_of(tuple([text for place in places for text in place.texts]))
    return unknown("the directory")
