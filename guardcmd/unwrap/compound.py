"""Compound commands: every branch is walked, loops until nothing new is learnt (POSIX XCU 2.9.4)."""

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
    Statement,
    Subshell,
    While,
)
from guardcmd.shell.value import MOST, Value, unknown
from guardcmd.unwrap.arithmetic import evaluate
from guardcmd.unwrap.assignments import define
from guardcmd.unwrap.branches import divided
from guardcmd.unwrap.builtin_variables import COMPARISONS, scan_name
from guardcmd.unwrap.choices import NOTHING, Choice, concat, merge, only_text
from guardcmd.unwrap.join import join, join_all
from guardcmd.unwrap.state import State
from guardcmd.unwrap.walker import DONE, UNSURE, Outcome, union
from guardcmd.unwrap.words import Expander

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from guardcmd.shell.ir import Command
    from guardcmd.unwrap.walker import Walker

MOST_TURNS = 64  # how often loops within loops are followed item by item
MOST_ITEMS = 16  # items of one loop that are followed one by one


def run_subshell(command: Subshell, state: State, walker: Walker) -> Outcome:
    return walker.apart(command.body, state, walker)


def run_group(command: Group, state: State, walker: Walker) -> Outcome:
    return walker.run(command.body, state, walker)


def run_if(command: If, state: State, walker: Walker) -> Outcome:
    """Every condition and every branch."""
    ends: list[State] = []
    outcomes: list[Outcome] = []
    current: State | None = state.fork()
    spare = state
    for condition, body in command.clauses:
        branch = (current or spare).fork()
        outcome = walker.run(condition, branch, walker)
        good, bad = divided(branch, outcome.status)
        then = (good or branch).fork()
        outcomes.append(walker.run(body, then, walker))
        if current is not None and good is not None:
            ends.append(then)
        spare = branch
        current = bad if current is not None else None
    if command.otherwise is not None:
        branch = (current or spare).fork()
        outcomes.append(walker.run(command.otherwise, branch, walker))
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
    """The condition and the body, until nothing new is learnt, at most twice; the loop is left behind a condition."""
    inner = walker.replace(repeating=True, breaks=[])
    ends: list[State] = []
    outcomes: list[Outcome] = []
    for _ in range(2):
        before, version = state.fork(), state.disk.version
        first, entered = tested(command, state, inner, ends)
        body = inner.run(command.body, entered, inner)
        outcomes.append(Outcome(None, concat(first.output, body.output)))
        state.become(entered)
        if not changed(before, state) and state.disk.version == version:
            break
    tested(command, state, inner, ends)
    state.become(join_all([*ends, *(inner.breaks or ())]))
    return loop_outcome(union(outcomes))


def tested(command: While, state: State, walker: Walker, ends: list[State]) -> tuple[Outcome, State]:
    """Test the condition: where the loop ends is noted, and where it goes on given back."""
    branch = state.fork()
    outcome = walker.run(command.condition, branch, walker)
    good, bad = divided(branch, outcome.status)
    inside, outside = (bad, good) if command.until else (good, bad)
    if outside is not None:
        ends.append(outside)
    elif not ends:
        ends.append(branch)  # while true: it may be left all the same
    return outcome, (inside or branch).fork()


def repeated(turn: Callable[[State], Outcome], state: State) -> Outcome:
    """A loop of unknown length, none at all included."""
    before, version = state.fork(), state.disk.version
    outcome = turn(state)
    if changed(before, state) or state.disk.version != version:
        state.become(join(before, state))
        again = state.fork()
        outcome = union([outcome, turn(again)])
        state.become(join(state, again))
    return loop_outcome(outcome)


def loop_outcome(outcome: Outcome) -> Outcome:
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
    inner = walker.replace(repeating=True, turns=turns, breaks=[])
    if not fields:  # what is not reached is reported all the same
        branch = state.fork()
        branch.set(command.name, (unknown(f"${command.name}"),))
        inner.run(command.body, branch, inner)
        return DONE
    if all(len(field.texts) == 1 for field in fields) and len(fields) <= MOST_ITEMS and turns <= MOST_TURNS:
        outcome = each_item(command, fields, state, inner)
    else:
        state.set(command.name, items_at_once(fields))
        once = inner.replace(turns=walker.turns)
        outcome = repeated(lambda branch: once.run(command.body, branch, once), state)
    left(inner, state)
    return outcome


def each_item(command: For, fields: tuple[Value, ...], state: State, walker: Walker) -> Outcome:
    output: Choice = NOTHING
    for field in fields:
        state.set(command.name, (field,))
        outcome = walker.run(command.body, state, walker)
        if outcome.output is not NOTHING:
            output = concat(output, outcome.output)
        if walker.breaks:  # continue: the next turn may begin there
            state.become(join_all([state, *walker.breaks]))
    return Outcome(None, output)


def left(walker: Walker, state: State) -> None:
    """The loop may have been left where `break` stands."""
    if walker.breaks:
        walker.world.budget.spend(weight(walker.breaks))
        state.become(join_all([state, *walker.breaks]))


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
    inner = walker.replace(repeating=True, breaks=[])
    outcome = repeated(lambda branch: inner.run(command.body, branch, inner), state)
    left(inner, state)
    return outcome


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
        outcomes.append(walker.run(arm.body, branch, walker))
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
    define(command.name, script_of(command.body), state, walker)
    return DONE


def script_of(body: Command) -> Script:
    """One command as a script."""
    if isinstance(body, Group) and not body.redirects:
        return body.body
    return Script((Statement(Pipeline((body,), False, body.span), "", body.span),), body.span)


def run_coprocess(command: Coprocess, state: State, walker: Walker) -> Outcome:
    walker.apart(script_of(command.body), state, walker)
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
