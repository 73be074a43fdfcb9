"""What a text defined and did not run by itself: traps, functions that nobody called, aliases that nobody used."""

from __future__ import annotations

from guardcmd.unwrap.code import run_code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.shell.ir import Span
    from guardcmd.unwrap.state import State
    from guardcmd.unwrap.walker import Walker


def spring(state: State, walker: Walker) -> None:
    """The shell ends: what was trapped in it runs."""
    if any(step.startswith("trap ") for step in walker.origin.via):
        return
    walker = walker.replace(repeating=True)
    for signals, code, span in tuple(walker.found.traps):
        run_code(code, state.fork(), walker, f"trap {signals}", span)


def run_leftovers(state: State, walker: Walker, span: Span) -> None:
    """Walk functions and aliases that were never used, with arguments that nobody knows."""
    from guardcmd.unwrap.simple import run_function

    found = walker.found
    quiet = walker.replace(repeating=True, uncalled=True)
    for body in list(found.functions):
        if id(body.script) not in found.called:
            run_function(body, None, state.fork(), quiet.replace(span=walker.span or body.span))
    for name, choice in list(found.aliases.items()):
        if id(choice) not in found.called:
            run_code(choice, state.fork(), quiet, f"alias {name}", span)
