"""Follows a script in the order in which a shell would run it, and reports every command on the way.

Nothing is decided about conditions: every branch is walked, and afterwards what any of them left may be so.
"""

from __future__ import annotations

from guardcmd.shell.ir import (
    ArithmeticCommand,
    ArithmeticFor,
    Case,
    Conditional,
    Coprocess,
    For,
    FunctionDefinition,
    Group,
    If,
    Pipeline,
    Script,
    SimpleCommand,
    Statement,
    Subshell,
    While,
)
from guardcmd.shell.value import MOST, Value, unknown
from guardcmd.unwrap.arithmetic import evaluate
from guardcmd.unwrap.assignments import define
from guardcmd.unwrap.builtin_code import spring
from guardcmd.unwrap.builtin_variables import COMPARISONS, scan_name
from guardcmd.unwrap.choices import NOTHING, Choice, concat, merge, only_text
from guardcmd.unwrap.code import run_code
from guardcmd.unwrap.inputs import inputs_of
from guardcmd.unwrap.join import join, join_all, one_place
from guardcmd.unwrap.redirects import redirected
from guardcmd.unwrap.simple import run_function, run_simple
from guardcmd.unwrap.state import Channel, State
from guardcmd.unwrap.walker import DONE, UNSURE, Found, Outcome, Walker, union
from guardcmd.unwrap.words import Expander

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from guardcmd.calls import Origin
    from guardcmd.shell.ir import Command
    from guardcmd.unwrap.walker import Item
    from guardcmd.world import World

MOST_TURNS = 64  # how often loops within loops are followed item by item
MOST_ITEMS = 16  # items of one loop that are followed one by one


def walk(script: Script, state: State, walker: Walker) -> Outcome:
    """Walk a whole text, and then what it only defined: traps, functions and aliases that were never used."""
    outcome = run_script(script, state, walker)
    settle(state)
    found = walker.found
    quiet = walker.replace(repeating=True, uncalled=True)
    spring(state, walker)
    for body in list(found.functions):
        if id(body.script) not in found.called:
            branch = state.fork()
            run_function(body, None, branch, quiet.replace(span=walker.span or body.span))
    for name, choice in list(found.aliases.items()):
        if id(choice) not in found.called:
            run_code(choice, state.fork(), quiet, f"alias {name}", script.span)
    return outcome


def walker_for(world: World, sink: Callable[[Item], None], origin: Origin, **fields: Any) -> Walker:
    """The walker of a text that is not nested in a shell that is being walked. `fields` are of Walker."""
    return Walker(world, sink, run_script, run_apart, origin, Found(), **fields)


def run_apart(script: Script, state: State, walker: Walker) -> Outcome:
    """A script in a subshell."""
    return apart(lambda branch, inner: run_script(script, branch, inner), state, walker)


def apart(
    run: Callable[[State, Walker], Outcome], state: State, walker: Walker, forking: bool = False
) -> Outcome:
    """Something in a subshell: only files stay, and what was trapped in it runs when it ends."""
    branch = state.fork()
    inner = walker.replace(found=walker.found.apart(), forking=walker.forking or forking)
    outcome = run(branch, inner)
    if inner.found.traps:
        spring(branch, inner)
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
    branches = _Branches(state)
    operator = ""
    for statement in chain:
        branches.next(statement.pipeline, operator, walker)
        operator = statement.operator
    return branches.end(state)


def settle(state: State) -> None:
    """Behind a `cd` that may have failed the shell is in either place: so before whatever does not ask."""
    if state.failed is not None:
        if "errexit" not in state.options:
            state.directory = one_place((state.directory, state.failed))
        state.failed = None


class _Branches:
    """Where a list joined by && and || may be: after success, after failure, or both."""

    def __init__(self, state: State) -> None:
        self.good: State | None = state.fork()
        self.bad: State | None = None
        self.output: Choice = NOTHING
        self.status: bool | None = True

    def next(self, pipeline: Pipeline, operator: str, walker: Walker) -> None:
        ready, kept = (self.bad, self.good) if operator == "||" else (self.good, self.bad)
        start = ready or kept
        assert start is not None
        branch = start.fork()
        outcome = run_pipeline(pipeline, branch, walker)
        if ready is None:  # `true || rm x`: not run, and reported all the same
            return
        good, bad = divided(branch, outcome.status)
        written = concat(self.output, outcome.output)
        if operator == "||":
            if kept is not None and outcome.output is not NOTHING:
                written = merge(self.output + written + outcome.output)
            self.good, self.bad = either(kept, good), bad
        else:
            self.good, self.bad = good, either(kept, bad)
        self.output = written
        self.status = True if self.bad is None else False if self.good is None else None

    def end(self, state: State) -> Outcome:
        last = either(self.good, self.bad)
        assert last is not None
        state.become(last)
        state.failed = None
        return Outcome(self.status, self.output)


def divided(branch: State, status: bool | None) -> tuple[State | None, State | None]:
    """The states after success and after failure of one command."""
    failed, branch.failed = branch.failed, None
    if status is True:
        return branch, None
    bad = branch.fork()
    if failed is not None:
        bad.directory = failed
    return (None if status is False else branch), bad


def either(one: State | None, other: State | None) -> State | None:
    if one is None or other is None:
        return other if one is None else one
    return join(one, other)


def run_pipeline(pipeline: Pipeline, state: State, walker: Walker) -> Outcome:
    """`a | b | c`, each in a subshell; what one writes the next reads."""
    commands = pipeline.commands
    if len(commands) == 1:
        outcome = run_command(commands[0], state, walker)
    else:
        outcome = UNSURE
        last_here = walker.dialect in ("zsh", "unknown") or "lastpipe" in state.options
        for i, command in enumerate(commands):
            branch = state.fork()
            if i:
                branch.open("0", Channel("input", inputs_of(outcome.output)))
            outcome = run_stage(command, branch, walker)
            if last_here and i == len(commands) - 1:
                branch.channels = state.channels
                state.become(join(state, branch))
    if pipeline.negated:
        settle(state)
        return Outcome(None if outcome.status is None else not outcome.status, outcome.output)
    return outcome


def run_stage(command: Command, state: State, walker: Walker) -> Outcome:
    inner = walker.replace(found=walker.found.apart(), forking=True)
    outcome = run_command(command, state, inner)
    if inner.found.traps:
        spring(state, inner)
    return outcome


def run_command(command: Command, state: State, walker: Walker) -> Outcome:
    if isinstance(command, SimpleCommand):
        return run_simple(command, state, walker)
    walker.world.budget.spend(1)
    inner = walker.inside()
    if inner is None:
        walker.opaque("limit", "a nested command", "it is nested too deeply to follow", state, command.span)
        return UNSURE
    run = RUNNERS[type(command)]
    redirects = getattr(command, "redirects", ())
    if not redirects:
        return run(command, state, inner)
    return redirected(redirects, state, inner, lambda s, w: run(command, s, w))


# --- compound commands -----------------------------------------------------------------------


def run_subshell(command: Subshell, state: State, walker: Walker) -> Outcome:
    return run_apart(command.body, state, walker)


def run_group(command: Group, state: State, walker: Walker) -> Outcome:
    return run_script(command.body, state, walker)


def run_if(command: If, state: State, walker: Walker) -> Outcome:
    """Every condition and every branch."""
    ends: list[State] = []
    outcomes: list[Outcome] = []
    current: State | None = state.fork()
    spare = state
    for condition, body in command.clauses:
        branch = (current or spare).fork()
        outcome = run_script(condition, branch, walker)
        good, bad = divided(branch, outcome.status)
        then = (good or branch).fork()
        outcomes.append(run_script(body, then, walker))
        if current is not None and good is not None:
            ends.append(then)
        spare = branch
        current = bad if current is not None else None
    if command.otherwise is not None:
        branch = (current or spare).fork()
        outcomes.append(run_script(command.otherwise, branch, walker))
        if current is not None:
            ends.append(branch)
    elif current is not None:
        ends.append(current)
        outcomes.append(UNSURE)
    walker.world.budget.spend(weight(ends))
    state.become(join_all(ends) if ends else spare)
    return union(outcomes)


def weight(states: Sequence[State]) -> int:
    """What joining costs in steps."""
    return 1 + sum([len(state.variables) for state in states]) // 16


def run_while(command: While, state: State, walker: Walker) -> Outcome:
    """The condition and the body, until nothing new is learnt, at most twice."""
    walker = walker.replace(repeating=True)

    def turn(branch: State) -> Outcome:
        first = run_script(command.condition, branch, walker)
        branch.failed = None
        body = run_script(command.body, branch, walker)
        return Outcome(None, concat(first.output, body.output))

    return repeated(turn, state)


def repeated(turn: Callable[[State], Outcome], state: State) -> Outcome:
    """A loop of unknown length, none at all included."""
    before = state.fork()
    outcome = turn(state)
    if changed(before, state):
        state.become(join(before, state))
        again = state.fork()
        outcome = union([outcome, turn(again)])
        state.become(join(state, again))
    if outcome.output is NOTHING:
        return Outcome(None)
    return Outcome(None, merge(NOTHING + outcome.output))


def changed(before: State, after: State) -> bool:
    return (
        before.variables is not after.variables
        or before.directory != after.directory
        or before.functions is not after.functions
        or before.positional != after.positional
    )


def run_for(command: For, state: State, walker: Walker) -> Outcome:
    """Item by item where the items are known and few, else with all of them at once."""
    expander = Expander(state, walker)
    if command.words is None:
        lists = [(unknown("$@"),) if fields is None else fields for fields in state.positional]
    else:
        lists = list(expander.words(command.words))
    outcomes = []
    ends = []
    for fields in lists:
        branch = state.fork() if len(lists) > 1 else state
        outcomes.append(run_items(command, fields, branch, walker))
        ends.append(branch)
    if len(ends) > 1:
        state.become(join_all(ends))
    return union(outcomes)


def run_items(command: For, fields: tuple[Value, ...], state: State, walker: Walker) -> Outcome:
    turns = walker.turns * max(len(fields), 1)
    inner = walker.replace(repeating=True, turns=turns)
    if not fields:  # what is not reached is reported all the same
        branch = state.fork()
        branch.set(command.name, (unknown(f"${command.name}"),))
        run_script(command.body, branch, inner)
        return DONE
    if all(len(field.texts) == 1 for field in fields) and len(fields) <= MOST_ITEMS and turns <= MOST_TURNS:
        output: Choice = NOTHING
        for field in fields:
            state.set(command.name, (field,))
            outcome = run_script(command.body, state, inner)
            if outcome.output is not NOTHING:
                output = concat(output, outcome.output)
        return Outcome(None, output)
    state.set(command.name, items_at_once(fields))
    return repeated(lambda branch: run_script(command.body, branch, inner.replace(turns=walker.turns)), state)


def items_at_once(fields: tuple[Value, ...]) -> Choice:
    """All items as alternatives; beyond `MOST` the known ones in several values, so that none is lost."""
    known_ones = list(dict.fromkeys([text for field in fields for text in field.texts]))
    glob = any(field.glob for field in fields)
    groups = [Value(tuple(known_ones[i : i + MOST]), (), "", glob) for i in range(0, len(known_ones), MOST)]
    others = merge([field for field in fields if not field.texts]) if any(not f.texts for f in fields) else ()
    return (*groups[:MOST], *others)


def run_arithmetic_for(command: ArithmeticFor, state: State, walker: Walker) -> Outcome:
    expander = Expander(state, walker)
    for value in expander.text(command.header):
        for piece in [part for text in value.texts or value.pieces for part in (text or "").split(";")]:
            evaluate((Value((piece,)),), expander)
    names = [name for name in state.variables if only_text(state.variable(name).scalar()) is not None]
    header = command.header.raw
    for name in names:
        if name in header:
            state.set(name, (unknown("a number"),))
    inner = walker.replace(repeating=True)
    return repeated(lambda branch: run_script(command.body, branch, inner), state)


def run_case(command: Case, state: State, walker: Walker) -> Outcome:
    """Every arm; one that falls through goes on in the next."""
    expander = Expander(state, walker)
    expander.text(command.subject)
    outcomes: list[Outcome] = []
    ends: list[State] = []
    falling: State | None = None
    complete = False
    for arm in command.arms:
        for pattern in arm.patterns:
            complete = complete or only_text(expander.pattern(pattern)) == "*"
        branch = state.fork() if falling is None else join(state, falling)
        outcomes.append(run_script(arm.body, branch, walker))
        falling = branch if arm.terminator in (";&", ";;&", ";|") else None
        if falling is None or arm is command.arms[-1]:
            ends.append(branch)
    if not complete or not ends:
        ends.append(state.fork())
        outcomes.append(UNSURE)
    walker.world.budget.spend(weight(ends))
    state.become(join_all(ends))
    return union(outcomes)


def run_definition(command: FunctionDefinition, state: State, walker: Walker) -> Outcome:
    body = command.body
    if isinstance(body, Group) and not body.redirects:
        script = body.body
    else:
        script = Script((Statement(Pipeline((body,), False, body.span), "", body.span),), body.span)
    define(command.name, script, state, walker)
    return DONE


def run_coprocess(command: Coprocess, state: State, walker: Walker) -> Outcome:
    apart(lambda branch, inner: run_command(command.body, branch, inner), state, walker)
    state.set(command.name or "COPROC", (unknown("a descriptor"),))
    return DONE


def run_conditional(command: Conditional, state: State, walker: Walker) -> Outcome:
    """`[[ ... ]]`: operands of number comparisons and of -v are read as arithmetic is."""
    expander = Expander(state, walker)
    words = command.words
    for i, word in enumerate(words):
        before = words[i - 1].raw if i else ""
        behind = words[i + 1].raw if i + 1 < len(words) else ""
        choice = expander.pattern(word) if before in ("=", "==", "!=", "=~") else expander.text(word)
        if before in COMPARISONS or behind in COMPARISONS:
            evaluate(choice, expander)
        elif before == "-v":
            for value in choice:
                scan_name(value, expander)
        elif before == "=~":
            state.set("BASH_REMATCH", (unknown("part of a text"),))
    return UNSURE


def run_arithmetic(command: ArithmeticCommand, state: State, walker: Walker) -> Outcome:
    expander = Expander(state, walker)
    evaluate(expander.text(command.expression), expander)
    return UNSURE


RUNNERS: dict[type, Callable[..., Outcome]] = {
    Subshell: run_subshell,
    Group: run_group,
    If: run_if,
    While: run_while,
    For: run_for,
    ArithmeticFor: run_arithmetic_for,
    Case: run_case,
    FunctionDefinition: run_definition,
    Coprocess: run_coprocess,
    Conditional: run_conditional,
    ArithmeticCommand: run_arithmetic,
}
