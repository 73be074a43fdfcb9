"""Code that this very shell reads from a value: `eval`, `source`, traps, aliases, prompts."""

from __future__ import annotations

from guardcmd.proposal import Missing
from guardcmd.shell.value import Value, one_of
from guardcmd.unwrap.choices import Choice
from guardcmd.unwrap.inputs import program_in
from guardcmd.unwrap.pathtext import base_name, seen_from
from guardcmd.unwrap.patterns import is_pattern
from guardcmd.unwrap.provenance import GRAVE, source_of
from guardcmd.unwrap.walker import DONE, NESTED, UNSURE, Outcome, union

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from guardcmd.shell.ir import Span
    from guardcmd.unwrap.state import State
    from guardcmd.unwrap.walker import Walker

    T = TypeVar("T")


def each_way(options: Sequence[T], run: Callable[[T, State], Outcome], state: State) -> Outcome:
    """One of several things happens; afterwards everything that any of them left may be so."""
    if len(options) == 1:
        return run(options[0], state)
    if not options:
        return DONE
    from guardcmd.unwrap.join import join_all

    outcomes: list[Outcome] = []
    branches: list[State] = []
    for option in options:
        branches.append(state.fork())
        outcomes.append(run(option, branches[-1]))
    state.become(join_all(branches))
    return union(outcomes)


def run_code(choice: Choice, state: State, walker: Walker, via: str, span: Span) -> Outcome:
    """Walk code in the current shell. Unknown text is reported as opaque, and so is what cannot be read."""
    from guardcmd.unwrap.nested import code_texts

    texts: list[tuple[str, str]] = []
    for value in choice:
        source = source_of(value.why)
        if value.whole_unknown and source == "file" and value.why not in walker.active:  # eval "$(cat f)"
            from guardcmd.unwrap.inputs import paths_in

            reading = walker.replace(active=(*walker.active, value.why))
            run_file(one_of(tuple(paths_in(value.why))), state, reading, via, span)
            continue
        if value.whole_unknown or (not value.texts and source in GRAVE):
            walker.opaque(source, via, unread(value.why, source), state, span)
        if not value.whole_unknown:
            texts += [(text, value.why) for text in code_texts(value)]
    if not texts:
        return UNSURE
    return each_way(texts, lambda text, branch: run_text(*text, branch, walker, via, span), state)


def unread(why: str, source: str) -> str:
    """Why code is opaque."""
    program = program_in(why)
    if source == "network":
        return f"`{program}` brings text from elsewhere that is run unread"
    if source == "decode":
        return f"`{program}` makes text that is run unread"
    return f"{why or 'text'} is run unread"


def run_text(text: str, why: str, state: State, walker: Walker, via: str, span: Span, counted: bool = False) -> Outcome:
    """`counted`: the text is a file's, and its lines are counted."""
    if not text.strip():
        return DONE
    inner = walker.inside(NESTED)
    if inner is None or walker.origin.depth >= walker.world.budget.depth:
        walker.world.budget.truncate("code within code is nested too deeply to follow")
        walker.opaque("limit", via, "it is nested too deeply to follow", state, span)
        return UNSURE
    from guardcmd.unwrap.nested import read_code

    origin, place, lines = walker.at(span).through(via), walker.place(span), text if counted else ""
    inner = inner.replace(origin=origin, span=place, why=why or walker.why, lines=lines)
    script = read_code(text, inner)
    prefix = getattr(script, "prefix", None)
    if prefix is None:
        return inner.run(script, state, inner)  # type: ignore[arg-type]
    walker.opaque("variable", via, f"it cannot be read: {script.reason}", state, span)  # type: ignore[union-attr]
    inner.run(prefix, state, inner)
    return UNSURE


def run_file(path: Value, state: State, walker: Walker, via: str, span: Span) -> Outcome:
    """Walk a file in the current shell: one that this text wrote, or one on the disk."""
    content = state.written(path)
    if content is not None:
        return run_code(content, state, walker, via, span)
    place = seen_from(state.directory, path)
    if not place.texts:
        walker.opaque("local", via, f"the path `{path.shown()}` cannot be known", state, span)
        return UNSURE
    codes: list[tuple[str, str]] = []
    for text in read_for(place.texts, state, walker):
        if sets_up(text):
            continue
        found = walker.world.files.read(text)
        if isinstance(found, bytes):
            codes.append((found.decode("utf-8", "surrogateescape"), text))
        elif not isinstance(found, Missing):
            walker.opaque("local", via, f"`{text}` cannot be read: {found.reason}", state, span)
    if not codes:
        return UNSURE
    return each_way(codes, lambda code, branch: run_found(*code, branch, walker, via, span), state)


def read_for(places: Sequence[str], state: State, walker: Walker) -> list[str]:
    """The files that are read for these: what was copied or linked there, and what a pattern takes."""
    found: list[str] = []
    for place in places:
        found += [place, *state.disk.originals(place)]
        if is_pattern(place) and walker.world.files.kind(place) == "missing":
            from guardcmd.unwrap.scripts import MOST_FITTING, fitting

            found += fitting(place, walker.world)[:MOST_FITTING]
    return found


# what a person's shell reads at its start, or a tool chain asks to be sourced: they set variables and functions
SET_UP = frozenset(
    (
        "activate", ".bashrc", ".bash_profile", ".bash_login", ".bash_aliases", ".profile", ".zshrc", ".zprofile",
        ".zshenv", ".zlogin", "nvm.sh", "conda.sh", "mamba.sh", "sdkman-init.sh", "asdf.sh", "gvm", "rvm",
        "chruby.sh", "virtualenvwrapper.sh", "emsdk_env.sh", "ghcup-env", "path.bash.inc",
    )
)  # fmt: skip


def sets_up(path: str) -> bool:
    """A file of the installation or of somebody's environment, which this text did not write: it is not read."""
    from guardcmd.unwrap.scripts import is_installed

    name = base_name(path)
    if name.startswith(".env"):  # secrets are not to end up in messages
        return True
    return name in SET_UP or path.endswith((".cargo/env", ".local/bin/env")) or is_installed(path)


def run_found(code: str, path: str, state: State, walker: Walker, via: str, span: Span) -> Outcome:
    named = walker.replace(origin=walker.at(span).replace(file=path, line=1), lines="")
    return run_text(code, "", state, named, via, span, True)
