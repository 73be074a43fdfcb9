"""One simple command: expanded, redirected, and run as alias, function, builtin or program."""

from __future__ import annotations

from guardcmd.calls import Invocation
from guardcmd.shell.ir import Literal
from guardcmd.shell.value import Value, known
from guardcmd.unwrap.builtin_call import BuiltinCall
from guardcmd.unwrap.builtins import SPECIAL, builtin_for
from guardcmd.unwrap.choices import NOTHING, Choice, concat, single
from guardcmd.unwrap.code import each_way, run_code
from guardcmd.unwrap.outputs import output
from guardcmd.unwrap.pathtext import base_name
from guardcmd.unwrap.state import State, Variable
from guardcmd.unwrap.walker import DONE, HOLE, NESTED, UNSURE, Outcome
from guardcmd.unwrap.words import Expander

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guardcmd.proposal import Files
    from guardcmd.shell.ir import SimpleCommand, Span, Word
    from guardcmd.unwrap.state import FunctionBody
    from guardcmd.unwrap.walker import Walker

    Fields = tuple[Value, ...]

DECLARES = frozenset(("declare", "typeset", "local", "export", "readonly", "integer", "alias"))
# programs that effects.py knows to make files, and wrappers of such
MAKERS = frozenset(
    (
        "tee", "sponge", "cp", "mv", "ln", "install", "gcp", "gmv", "gln", "ginstall", "ditto", "mount", "sshfs",
        "bindfs", "mount.nfs", "mount_nfs", "mount_smbfs", "gcsfuse", "s3fs", "curl", "wget", "wget2", "aria2c", "scp",
        "rsync",
        "sftp", "rcp", "tar", "bsdtar", "unzip", "7z", "cpio", "pax", "unsquashfs", "dpkg-deb", "ar", "git", "mkdir",
        "dd", "sed", "gsed", "perl", "ruby", "patch", "ed", "ex", "vim", "vi", "awk", "gawk", "openssl", "gpg", "gpg2",
        "age", "base64", "xxd", "sops", "gunzip", "gzip", "bunzip2", "xz", "unxz", "zstd", "unzstd", "touch", "sudo",
        "doas", "env", "command", "time", "nohup", "nice", "timeout",
    )
)  # fmt: skip
TWICE = 2  # how deep a function may be within itself


def run_simple(command: SimpleCommand, state: State, walker: Walker) -> Outcome:
    """Run one simple command in this state."""
    walker.world.budget.spend(3)
    words = command.words
    if len(words) == 1 and words[0].raw == "exec" and command.redirects:
        from guardcmd.unwrap.redirects import open_all

        open_all(command.redirects, Expander(state, walker))  # exec 3<file: they stay
        return DONE
    if words and state.aliases:
        name = plain_head(words[0])
        if name in state.aliases and f"alias {name}" not in walker.active:
            return behind_redirects(command, state, walker, lambda s, w: run_alias(command, name, s, w))
    if not command.redirects:
        return run_words(command, state, walker)
    return behind_redirects(command, state, walker, lambda s, w: run_words(command, s, w))


def behind_redirects(
    command: SimpleCommand, state: State, walker: Walker, run: Callable[[State, Walker], Outcome]
) -> Outcome:
    from guardcmd.unwrap.redirects import redirected

    return redirected(command.redirects, state, walker, run)


def plain_head(word: Word) -> str:
    """A first word as an alias could be named: nothing in it quoted."""
    part = word.parts[0] if len(word.parts) == 1 else None
    return part.text if isinstance(part, Literal) and not part.quoted and part.text == word.raw else ""


# --- aliases ---------------------------------------------------------------------------------


def run_alias(command: SimpleCommand, name: str, state: State, walker: Walker) -> Outcome:
    """The alias's text with the words behind it, read again; and the command as if it were none."""
    rest = " ".join([word.raw for word in command.words[1:]])
    code = concat(state.aliases[name], (known(" " + rest),))
    inside = walker.replace(active=(*walker.active, f"alias {name}"), span=walker.place(command.span))
    inside.found.called.add(id(state.aliases[name]))

    def run(aliased: bool, branch: State) -> Outcome:
        if aliased:
            return run_code(code, branch, inside, f"alias {name}", command.span)
        return run_words(command, branch, walker)

    return each_way((True, False) if walker.world.listed(name) else (True,), run, state)


# --- expansion -------------------------------------------------------------------------------


def run_words(command: SimpleCommand, state: State, walker: Walker) -> Outcome:
    expander = Expander(state, walker)
    if not command.words:
        return run_assignments(command, expander)
    head = plain_head(command.words[0])
    alternatives = expand_declaring(command, expander) if head in DECLARES else expander.words(command.words)
    declares = head in DECLARES or any(field.text in DECLARES for field in alternatives[0][:1])
    arrays = tuple([a for a in command.assignments if declares and a.span[0] > command.words[0].span[0]])
    prefix = tuple([a for a in command.assignments if a not in arrays]) if arrays else command.assignments
    environment = {a.name: prefix_value(a, expander) for a in prefix}
    text = " ".join([word.raw for word in command.words]).replace(HOLE, "…")
    word = command.words[0]
    calls = [
        BuiltinCall("", line, expander, command.span, text, arrays)
        for fields in alternatives
        for line in lines_of(fields, word, state, walker, command.span)
    ]
    outcome = each_way(calls, lambda call, branch: run_line(call, environment, branch, walker), state)
    if alternatives[0]:
        state.last = (alternatives[0][-1],)
    if expander.consumers:
        from guardcmd.unwrap.redirects import feed

        feed(expander, outcome.output)
    return outcome


def lines_of(fields: Fields, word: Word | None, state: State, walker: Walker, span: Span) -> list[Fields]:
    """The command lines that fields may be: as they are, where the first is plain."""
    if fields and len(fields[0].texts) == 1 and not fields[0].glob:
        return [fields]
    from guardcmd.unwrap.resolution import commands

    return commands(fields, word, state, walker, span)


def expand_declaring(command: SimpleCommand, expander: Expander) -> tuple[Fields, ...]:
    """`export x=$y`: what looks like an assignment is not split."""
    result: tuple[Fields, ...] = ((),)
    for word in command.words:
        result = expander.combined(result, expander.word(word, split="=" not in word.raw))
    return result


def run_assignments(command: SimpleCommand, expander: Expander) -> Outcome:
    from guardcmd.unwrap.assignments import assign
    from guardcmd.unwrap.inputs import stdin

    sure = True
    for assignment in command.assignments:
        sure = assign(assignment, expander) is True and sure
    reads = any(redirect.operator.startswith("<") for redirect in command.redirects)
    return Outcome(True if sure else None, stdin(expander.state) if reads else NOTHING)  # $(<file)


def prefix_value(assignment: object, expander: Expander) -> Choice:
    """`NAME=value command`."""
    from guardcmd.shell.ir import ArrayValue, Assignment
    from guardcmd.unwrap.assignments import appended, consider

    assert isinstance(assignment, Assignment)
    if isinstance(assignment.value, ArrayValue):
        expander.words(assignment.value.values)
        return NOTHING
    choice = expander.text(assignment.value, True)
    if assignment.append:
        contents = appended(expander.state.variable(assignment.name), choice)
        choice = tuple([content for content in contents if isinstance(content, Value)]) or choice
    consider(assignment.name, choice, expander, assignment.span)
    return choice


# --- running ---------------------------------------------------------------------------------


def run_line(call: BuiltinCall, environment: dict[str, Choice], state: State, walker: Walker) -> Outcome:
    """One command line with a known first word."""
    if state is not call.expander.state:
        expander = Expander(state, walker)
        expander.consumers = call.expander.consumers
        call = call.replace(expander=expander)
    if not environment:
        return run_fields(call.words, call, functions=True)
    before = {name: state.variables.get(name) for name in environment}
    for name, choice in environment.items():
        old = state.variables.get(name)
        state.put(name, (old or Variable((None,))).replace(contents=choice, exported=True))
    outcome = run_fields(call.words, call, functions=True)
    if not (walker.dialect in ("posix", "unknown") and call.words[0].text in SPECIAL):
        for name, variable in before.items():
            state.put(name, variable)
    return outcome


def run_fields(fields: Fields, call: BuiltinCall, functions: bool) -> Outcome:
    """Run fields whose first is the command: a function (and, never less, what it hides), a builtin, or a program."""
    state, walker = call.state, call.walker
    walker.world.budget.spend(1)
    head = fields[0]
    if head.text is None:
        lines = lines_of(fields, None, state, walker, call.span)
        return each_way(lines, lambda line, branch: run_resolved(line, fields, call, functions, branch), state)
    name = head.text
    if walker.dialect in ("zsh", "unknown") and len(name) > 1:
        name = name[1:] if name[0] == "=" else name
        name = name[3:] if name.startswith("zf_") else name
        fields = (known(name), *fields[1:])
    bodies: tuple[FunctionBody | None, ...] = state.functions.get(name, ()) if functions else ()
    if not bodies:
        return run_own(name, fields, call, state)
    if walker.world.listed(name):
        bodies = (*bodies, None)  # the program that it hides

    def run(body: FunctionBody | None, branch: State) -> Outcome:
        return run_function(body, fields, branch, walker) if body else run_own(name, fields, call, branch)

    return each_way(bodies, run, state)


def run_resolved(line: Fields, given: Fields, call: BuiltinCall, functions: bool, state: State) -> Outcome:
    """A command line whose first word was not plain; a path with holes in it stays as it is."""
    if state is not call.state:
        call = call.replace(expander=Expander(state, call.walker))
    return run_program(line, call) if line == given else run_fields(line, call, functions)


def run_own(name: str, fields: Fields, call: BuiltinCall, state: State) -> Outcome:
    """A builtin, or a program."""
    walker = call.walker
    if state is not call.state:
        call = call.replace(expander=Expander(state, walker))
    for path in state.hashed.get(name, ()):
        run_program((path, *fields[1:]), call)
    builtin = builtin_for(name, walker.dialect)
    if builtin is None:
        return run_program(fields, call)
    if walker.world.tool_for(name):
        report(fields, call, None)
    return builtin(call.replace(name=name, words=fields[1:]))


def run_program(fields: Fields, call: BuiltinCall) -> Outcome:
    """A program of its own: reported, with what it writes and leaves where that is known."""
    state = call.state
    written = output(fields, state, call.walker)
    if base_name(fields[0].text or "") in MAKERS:
        from guardcmd.unwrap.effects import leave

        leave(fields, state)
    report(fields, call, single(written) if any(value.texts for value in written) else None)
    return Outcome(True if makes_folders(fields, call) else None, written)


def makes_folders(fields: Fields, call: BuiltinCall) -> bool:
    """`mkdir -p /tmp/x && cd /tmp/x`: whether it cannot but succeed, as the disk stands."""
    if base_name(fields[0].text or "") != "mkdir" or len(fields) < 3 or fields[1].text not in ("-p", "--parents"):
        return False
    paths = [field.text or "" for field in fields[2:]]
    files = call.walker.world.files
    return all(path.startswith("/tmp/") and ".." not in path and _is_free(path, files) for path in paths)


def _is_free(path: str, files: Files) -> bool:
    """Whether nothing but directories stands at the path and above it."""
    parts = path.rstrip("/").split("/")[1:]
    return len(parts) <= 8 and all(
        files.kind("/" + "/".join(parts[:count])) in ("missing", "directory") for count in range(1, len(parts) + 1)
    )


def report(fields: Fields, call: BuiltinCall, produces: Value | None) -> None:
    state, walker = call.state, call.walker
    for given in state.inputs():
        walker.report(
            Invocation(
                fields,
                state.exports(),
                state.directory,
                given,
                walker.at(call.span),
                walker.place(call.span),
                state.fork(),
                produces,
                call.text,
            )
        )


def run_function(body: FunctionBody, fields: Fields | None, state: State, walker: Walker) -> Outcome:
    """A function with these arguments (None: nobody called it); its locals end with it."""
    walker.world.budget.spend(8)
    found = walker.found
    again = id(body.script) in found.called
    found.called.add(id(body.script))
    inner = walker.inside(NESTED)
    name = f"{body.name}() {id(body.script)}"  # one that defines itself anew is another
    if inner is None or walker.active.count(name) >= TWICE:
        if walker.forking and fields and len(fields) == 1:  # :(){ :|:& };:
            walker.opaque("limit", f"{body.name}()", "it starts itself again without end", state, body.script.span)
        return UNSURE
    inner = inner.replace(
        active=(*walker.active, name),
        origin=walker.origin.replace(via=(*walker.origin.via, f"{body.name}()")),
        span=walker.span or body.span,
        why=body.why or walker.why,
        repeating=walker.repeating or again,
        breaks=None,
        returns=[],
    )
    before = state.positional
    state.positional = (fields[1:] if fields else None,)
    state.frames = (*state.frames, {})
    outcome = inner.run(body.script, state, inner)
    if inner.returns:
        from guardcmd.unwrap.join import join_all

        state.become(join_all([state, *inner.returns]))
        outcome = outcome.replace(status=None)
    for name, variable in state.frames[-1].items():
        state.put(name, variable)
    state.frames = state.frames[:-1]
    state.positional = before
    return outcome
