"""Builtins that only print, or do nothing that matters here."""

from __future__ import annotations

from guardcmd.shell.value import known
from guardcmd.unwrap.choices import concat
from guardcmd.unwrap.printing import echoed
from guardcmd.unwrap.walker import DONE, UNSURE, Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.unwrap.builtin_call import BuiltinCall


def nothing(call: BuiltinCall) -> Outcome:
    return DONE


def leave_loop(call: BuiltinCall) -> Outcome:
    """break, continue: the loop may end in this state."""
    if call.walker.breaks is not None:
        call.walker.breaks.append(call.state.fork())
    return DONE


def leave_function(call: BuiltinCall) -> Outcome:
    """return: the function, or the sourced file, may end in this state."""
    if call.walker.returns is not None:
        call.walker.returns.append(call.state.fork())
    return UNSURE


def failure(call: BuiltinCall) -> Outcome:
    return Outcome(False)


def unsure(call: BuiltinCall) -> Outcome:
    return UNSURE


def echo(call: BuiltinCall) -> Outcome:
    return Outcome(True, echoed(call.words, call.walker.dialect))


def pwd(call: BuiltinCall) -> Outcome:
    return Outcome(True, concat((call.state.directory,), (known("\n"),)))
