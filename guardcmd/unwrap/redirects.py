"""Redirections: what is read, what is written, and the calls that writing makes (POSIX XCU 2.7)."""

from __future__ import annotations

from guardcmd.calls import Call, Input, Target
from guardcmd.shell.ir import ProcessSubstitution
from guardcmd.shell.value import Value, known, unknown
from guardcmd.unwrap.choices import NOTHING, Choice, concat, only_text
from guardcmd.unwrap.inputs import inputs_of
from guardcmd.unwrap.pathtext import seen_from
from guardcmd.unwrap.state import NO_INPUT, TERMINALS, TYPED_INPUT, Channel
from guardcmd.unwrap.walker import NESTED, UNSURE, Outcome
from guardcmd.unwrap.words import Expander

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from guardcmd.shell.ir import Redirect, Script
    from guardcmd.unwrap.state import State
    from guardcmd.unwrap.walker import Walker

NULL = Channel("null")
ERROR = Channel("error")
OUTPUT = Channel("output")
CLOSED = Channel("input")
SPELLINGS = {"&>": ">", ">&": ">", "&>>": ">>"}  # the operators as rules know them
HARMLESS = frozenset(("/dev/null", "/dev/stdout", "/dev/stderr", "/dev/stdin", "/dev/tty", "/dev/zero", "/dev/full"))
UNWRITTEN: Choice = (unknown("messages of a program"),)


def redirected(
    redirects: Sequence[Redirect], state: State, walker: Walker, run: Callable[[State, Walker], Outcome]
) -> Outcome:
    """Run something behind redirections; they end with it."""
    if not redirects:
        return run(state, walker)
    before = state.channels
    expander = Expander(state, walker)
    open_all(redirects, expander)
    return finish(run(state, walker), before, expander)


def finish(outcome: Outcome, before: dict[str, Channel], expander: Expander) -> Outcome:
    """Hand the output on to where it was sent, and put the descriptors back."""
    state = expander.state
    channel = state.channels.get("1", OUTPUT)
    if channel is not before.get("1", OUTPUT):
        outcome = Outcome(outcome.status, route(outcome.output, channel, expander))
    state.channels = before
    return outcome


def route(output: Choice, channel: Channel, expander: Expander) -> Choice:
    """Write an output where its channel leads; what is left of it for the surroundings."""
    if channel.kind == "output":
        return output
    if channel.kind == "file":
        for path in channel.path:
            expander.state.write(path, output, channel.append)
            if (path.text or "").endswith(".npmrc"):
                planted(output, expander)
    if channel.kind == "process":
        feed(expander, output)
    return NOTHING


def planted(output: Choice, expander: Expander) -> None:
    """`script-shell=x` in npm's own settings."""
    from guardcmd.unwrap.assignments import consider

    for value in output:
        for line in "\n".join(value.texts).split("\n"):
            key, _, given = line.partition("=")
            if key.strip() in ("script-shell", "script_shell"):
                consider("npm_config_script_shell", (known(given.strip()),), expander, (0, 0))


def feed(expander: Expander, output: Choice) -> None:
    """Run the readers of `>(...)` on what was written."""
    scripts, expander.consumers = expander.consumers, []
    for script in scripts:
        run_on(script, output, expander)


def run_on(script: Script, output: Choice, expander: Expander) -> Outcome:
    """Run a script that reads this."""
    inner = expander.walker.inside(NESTED)
    if inner is None:
        return UNSURE
    state = expander.state.fork()
    state.open("0", Channel("input", inputs_of(output)))
    return inner.apart(script, state, inner)


def open_all(redirects: Sequence[Redirect], expander: Expander) -> None:
    """Open redirections in order, in the expander's state."""
    for redirect in redirects:
        if redirect.operator.startswith("<") and redirect.operator != "<>":
            open_input(redirect, expander)
        else:
            open_output(redirect, expander)


# --- reading ---------------------------------------------------------------------------------


def open_input(redirect: Redirect, expander: Expander) -> None:
    state = expander.state
    if redirect.here is not None:
        choice = expander.text(redirect.here.body)
    elif redirect.operator == "<<<" and redirect.target is not None:
        choice = concat(expander.text(redirect.target), (known("\n"),))
    else:
        target = expander.text(redirect.target) if redirect.target else NOTHING
        if redirect.operator == "<&":
            state.open(number(redirect, "0", expander), copied(only_text(target), expander))
            return
        found = tuple([given for path in target for given in from_file(path, expander)])
        state.open(number(redirect, "0", expander), Channel("input", found))
        return
    state.open(number(redirect, "0", expander), Channel("input", inputs_of(choice)))


def from_file(path: Value, expander: Expander) -> tuple[Input, ...]:
    """`< path`: the text if it is known, a connection, or the file."""
    text = path.text or ""
    if text.startswith(CONNECTIONS):
        return (Input("pipe", None, path, text, True),)
    content = expander.state.written(path)
    if content is not None:
        return tuple([given.replace(path=path) if given.text else given for given in inputs_of(content)])
    if text in TERMINALS:
        return (TYPED_INPUT,)
    return (NO_INPUT,) if text in HARMLESS else (Input("file", None, seen_from(expander.state.directory, path)),)


def copied(target: str | None, expander: Expander) -> Channel:
    """`<&3`, `>&2`, `<&-`."""
    if target == "-":
        return CLOSED
    name = (target or "").rstrip("-")
    channel = expander.state.channels.get(name)
    if channel is not None:
        return channel
    return {"1": OUTPUT, "2": ERROR}.get(name, CLOSED)


# --- writing ---------------------------------------------------------------------------------


def open_output(redirect: Redirect, expander: Expander) -> None:
    state = expander.state
    word = redirect.target
    descriptor = number(redirect, "0" if redirect.operator == "<>" else "1", expander)
    if word is None:
        return
    if len(word.parts) == 1 and isinstance(word.parts[0], ProcessSubstitution) and word.parts[0].direction == ">":
        expander.consumers.append(word.parts[0].script)
        state.open(descriptor, Channel("process"))
        return
    target = expander.text(word, True)
    name = only_text(target)
    if redirect.operator == ">&" and name is not None and name.rstrip("-").isdigit() | (name == "-"):
        state.open(descriptor, copied(name, expander))
        return
    paths = tuple([path for path in target if report(redirect, path, expander)])
    channel = Channel("file", (NO_INPUT,), paths, ">>" in redirect.operator) if paths else special(name)
    if not paths and (name or "").startswith(CONNECTIONS):  # bash -i >& /dev/tcp/h/p 0>&1
        channel = channel.replace(inputs=from_file(target[0], expander))
    if redirect.operator == "<>":
        channel = channel.replace(inputs=from_file(target[0], expander))
    state.open(descriptor, channel)
    if redirect.operator in ("&>", "&>>", ">&"):
        state.open("2", channel)
    elif descriptor != "1":
        for path in paths:
            state.write(path, UNWRITTEN, True)


def special(name: str | None) -> Channel:
    """The channel of a device."""
    return {"/dev/stdout": OUTPUT, "/dev/stderr": ERROR, "/dev/fd/1": OUTPUT, "/dev/fd/2": ERROR}.get(name or "", NULL)


def report(redirect: Redirect, path: Value, expander: Expander) -> bool:
    """Hand on that a file is written; not for devices that keep nothing, nor for descriptors."""
    if path.texts and all(text in HARMLESS or text.startswith(DEVICES) for text in path.texts):
        return False
    walker, state = expander.walker, expander.state
    operator = SPELLINGS.get(redirect.operator, redirect.operator)
    text = f"{redirect.descriptor}{redirect.operator} {redirect.target.raw if redirect.target else ''}"
    walker.report(
        Call(
            "redirect",
            "",
            (known(operator), path),
            (),
            state.directory,
            state.exports(),
            walker.at(redirect.span),
            walker.place(redirect.span),
            {},
            (Target("path", path),),
            text,
        )
    )
    return True


CONNECTIONS = ("/dev/tcp/", "/dev/udp/")
DEVICES = ("/dev/fd/", "/proc/self/fd/", *CONNECTIONS)


def number(redirect: Redirect, usual: str, expander: Expander) -> str:
    """The descriptor; `{name}` takes a free one and notes it in the variable."""
    given = redirect.descriptor
    if not given.startswith("{"):
        return given or usual
    state = expander.state
    free = str(10 + len(state.channels))
    state.set(given[1:-1].partition("[")[0], (known(free),))
    return free
