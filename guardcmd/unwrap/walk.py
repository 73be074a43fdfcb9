"""Follows a script in the order in which a shell would run it, and reports every command on the way.

Nothing is decided about conditions: every branch is walked, and afterwards what any of them left may be so.
"""

from __future__ import annotations

from guardcmd.shell.ir import SimpleCommand
from guardcmd.unwrap.choices import NOTHING, Choice, concat
from guardcmd.unwrap.simple import run_simple
from guardcmd.unwrap.state import Channel, State
from guardcmd.unwrap.walker import UNSURE, Found, Outcome, Walker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from guardcmd.calls import Origin
    from guardcmd.shell.ir import Command, Pipeline, Script, Statement
    from guardcmd.unwrap.walker import Item
    from guardcmd.world import World


def walk(script: Script, state: State, walker: Walker) -> Outcome:
    """Walk a whole text, and then what it only defined: traps, functions and aliases that were never used."""
    outcome = run_script(script, state, walker)
    settle(state)
    found = walker.found
    if found.traps or found.functions or found.aliases:
        from guardcmd.unwrap.leftovers import run_leftovers

        end(state, walker)
        run_leftovers(state, walker, script.span)
    return outcome


def end(state: State, walker: Walker) -> None:
    """A shell ends: what was trapped in it runs."""
    if walker.found.traps:
        from guardcmd.unwrap.leftovers import spring

        spring(state, walker)


def settle(state: State, tested: bool = False) -> None:
    """Behind a `cd` that may have failed the shell is in either place: so before whatever does not ask.

    Under `set -e` it is not there any more, unless the failure was `tested`.
    """
    if state.failed is not None:
        from guardcmd.unwrap.join import one_place

        if tested or "errexit" not in state.options:
            state.directory = one_place((state.directory, state.failed[0]))
            state.previous = one_place((state.previous, state.failed[1]))
        state.failed = None


def walker_for(world: World, sink: Callable[[Item], None], origin: Origin, **fields: Any) -> Walker:
    """The walker of a text that is not nested in a shell that is being walked. `fields` are of Walker."""
    return Walker(world, sink, run_script, run_apart, origin, Found(), **fields)


def run_apart(script: Script, state: State, walker: Walker) -> Outcome:
    """A script in a subshell."""
    return apart(lambda branch, inner: run_script(script, branch, inner), state, walker)


def apart(run: Callable[[State, Walker], Outcome], state: State, walker: Walker, forking: bool = False) -> Outcome:
    """Something in a subshell: only files stay, and what was trapped in it runs when it ends."""
    branch = state.fork()
    inner = walker.replace(found=walker.found.apart(), forking=walker.forking or forking, breaks=None, returns=None)
    outcome = run(branch, inner)
    end(branch, inner)
    return outcome


# --- lists -----------------------------------------------------------------------------------


def run_script(script: Script, state: State, walker: Walker) -> Outcome:
    """All statements in order."""
    output: Choice = NOTHING
    status: bool | None = True
    statements = script.statements
    i = 0
    while i < len(statements):
        end = i
        while end + 1 < len(statements) and statements[end].operator in ("&&", "||"):
            end += 1
        outcome = run_chain(statements[i : end + 1], state, walker)
        if outcome.output is not NOTHING:
            output = concat(output, outcome.output)
        status = outcome.status
        i = end + 1
    return Outcome(status, output)


def run_chain(chain: Sequence[Statement], state: State, walker: Walker) -> Outcome:
    """`a && b || c`, in the background or not."""
    if chain[-1].operator == "&":
        outcome = apart(lambda branch, inner: run_joined(chain, branch, inner), state, walker, forking=True)
        return Outcome(True, outcome.output)
    return run_joined(chain, state, walker)


def run_joined(chain: Sequence[Statement], state: State, walker: Walker) -> Outcome:
    settle(state)
    if len(chain) == 1:
        return run_pipeline(chain[0].pipeline, state, walker)
    from guardcmd.unwrap.branches import Branches

    branches = Branches(state)
    operator = ""
    for statement in chain:
        branch = branches.start(operator)
        branches.after(operator, branch, run_pipeline(statement.pipeline, branch, walker))
        operator = statement.operator
    return branches.end(state)


def run_pipeline(pipeline: Pipeline, state: State, walker: Walker) -> Outcome:
    """`a | b | c`, each in a subshell; what one writes the next reads."""
    commands = pipeline.commands
    outcome = run_command(commands[0], state, walker) if len(commands) == 1 else run_stages(commands, state, walker)
    if pipeline.negated:
        settle(state, tested=True)
        return Outcome(None if outcome.status is None else not outcome.status, outcome.output)
    return outcome


def run_stages(commands: Sequence[Command], state: State, walker: Walker) -> Outcome:
    from guardcmd.unwrap.inputs import inputs_of

    outcome = UNSURE
    for i, command in enumerate(commands):
        branch = state.fork()
        if i:
            branch.open("0", Channel("input", inputs_of(outcome.output)))
        outcome = run_stage(command, branch, walker)
    if walker.dialect in ("zsh", "unknown") or "lastpipe" in state.options:
        from guardcmd.unwrap.join import join

        branch.channels = state.channels
        state.become(join(state, branch))
    return outcome


def run_stage(command: Command, state: State, walker: Walker) -> Outcome:
    inner = walker.replace(found=walker.found.apart(), forking=True, breaks=None, returns=None)
    outcome = run_command(command, state, inner)
    end(state, inner)
    return outcome


def run_command(command: Command, state: State, walker: Walker) -> Outcome:
    if isinstance(command, SimpleCommand):
        return run_simple(command, state, walker)
    walker.world.budget.spend(1)
    inner = walker.inside()
    if inner is None:
        walker.opaque("limit", "a nested command", "it is nested too deeply to follow", state, command.span)
        return UNSURE
    from guardcmd.unwrap.compound import RUNNERS

    run = RUNNERS[type(command)]
    redirects = getattr(command, "redirects", ())
    if not redirects:
        return run(command, state, inner)
    from guardcmd.unwrap.redirects import redirected

    return redirected(redirects, state, inner, lambda s, w: run(command, s, w))
