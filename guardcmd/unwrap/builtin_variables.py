"""Builtins that set variables: declare, export, read, mapfile, printf -v, set, shift, unset, let, getopts."""

from __future__ import annotations

from guardcmd.shell.value import Value, known, one_of, unknown
from guardcmd.unwrap.arithmetic import evaluate, number_of
from guardcmd.unwrap.assignments import assign, assign_choice, assign_element, index_of
from guardcmd.unwrap.builtin_call import flags_of, named
from guardcmd.unwrap.choices import Choice, texts_of
from guardcmd.unwrap.printing import formatted
from guardcmd.unwrap.state import Items, Variable
from guardcmd.unwrap.walker import DONE, UNSURE, Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guardcmd.unwrap.builtin_call import BuiltinCall
    from guardcmd.unwrap.state import Content, State
    from guardcmd.unwrap.words import Expander

    Fields = tuple[Value, ...]


# --- declare and its relatives ---------------------------------------------------------------


def declare(call: BuiltinCall) -> Outcome:
    """declare, typeset, local, export, readonly, integer, float."""
    flags, operands = flags_of(call.words)
    state = call.state
    if "f" in flags or "F" in flags:
        if call.name == "export" or "x" in flags:
            export_functions(operands, state)
        return UNSURE if "p" in flags or call.name != "export" else DONE
    exported = {"export": "n" not in flags}.get(call.name, True if "x" in flags else None)
    local = call.name == "local" or (call.name in ("declare", "typeset", "integer") and "g" not in flags)
    arrays = {assignment.name for assignment in call.assignments}
    for assignment in call.assignments:
        prepare(assignment.name, flags, call, local)
        assign(assignment, call.expander, exported)
    for word in operands:
        name, choice, append = named(word)
        if name in arrays and choice is None:
            continue
        declare_one(name, choice, append, flags, exported, local, call)
    return DONE


def declare_one(
    name: str,
    choice: Choice | None,
    append: bool,
    flags: dict[str, Value | None],
    exported: bool | None,
    local: bool,
    call: BuiltinCall,
) -> None:
    state, expander = call.state, call.expander
    if "[" in name:
        name, _, subscript = name.partition("[")
        index = expander.quoted((known(subscript.rpartition("]")[0]),))
        key = index_of(name, index, expander)
        if choice is not None and name.isidentifier():
            assign_element(name, key, choice, append, expander, call.span)
        return
    if not name.isidentifier():
        return
    prepare(name, flags, call, local)
    if "n" in flags:
        if choice is not None:
            state.put(name, Variable(choice, nameref=True))
        return
    if choice is not None:
        assign_choice(name, choice, append, expander, call.span, exported)
    elif exported is not None:
        old = state.variables.get(name) or Variable(state.inherited(name))
        state.put(name, old.replace(exported=exported))
    if "g" in flags and state.frames:  # what a local hides changes with it
        frames = [{**frame, name: state.variables.get(name)} if name in frame else frame for frame in state.frames]
        state.frames = tuple(frames)


def prepare(name: str, flags: dict[str, Value | None], call: BuiltinCall, local: bool) -> None:
    """Give a variable its attributes before its value."""
    state = call.state
    fresh = local and bool(state.frames)
    if fresh:
        hide(name, state)
    old = Variable((None,)) if fresh else state.variables.get(name)
    wanted = {"i", "u", "l", "A", "+i", "+n"} & flags.keys()
    if old is None and not wanted:
        return
    old = old or Variable((None,))
    contents: tuple[Content, ...] = old.contents
    if "A" in flags and not any(isinstance(content, Items) for content in contents):
        contents = (Items((), True),)
    case = "u" if "u" in flags else "l" if "l" in flags else old.case
    integer = (old.integer or "i" in flags or call.name == "integer") and "+i" not in flags
    nameref = old.nameref and "+n" not in flags
    state.put(name, Variable(contents, old.exported, integer, nameref, case))


def hide(name: str, state: State) -> None:
    """local: what the name meant comes back when the function ends."""
    frame = state.frames[-1]
    if name not in frame:
        state.frames = (*state.frames[:-1], {**frame, name: state.variables.get(name)})


def export_functions(names: Fields, state: State) -> None:
    for word in names:
        for text in word.texts:
            bodies = state.functions.get(text, ())
            if bodies:
                state.define(text, bodies[0].replace(exported=True))


# --- printf -v ---------------------------------------------------------------------------------


def printf(call: BuiltinCall) -> Outcome:
    """printf, printf -v NAME."""
    words = call.words
    if not words or words[0].text != "-v":
        return Outcome(True, formatted(words))
    target = words[1].text if len(words) > 1 else None
    if target is None:
        return UNSURE
    choice = formatted(words[2:])
    declare_one(target, choice, False, {}, None, False, call)
    return DONE


# --- positional parameters and the rest ------------------------------------------------------


def set_options(call: BuiltinCall) -> Outcome:
    """set -- a b, set -x, set +o name."""
    state, words = call.state, call.words
    if not words:
        return UNSURE
    i = 0
    while i < len(words):
        text = words[i].text
        if text in ("--", "-"):
            i += 1
            state.positional = (words[i:],)
            return DONE
        if text is None or len(text) < 2 or text[0] not in "-+":
            break
        if text[1:] in ("o", "A"):
            i += 1
            name = words[i].text if i < len(words) else None
            switch(state, name or "", text[0] == "-")
        for letter in text[1:]:
            switch(state, LETTERS.get(letter, ""), text[0] == "-")
        i += 1
    if i < len(words):
        state.positional = (words[i:],)
    return DONE


LETTERS = {"f": "noglob", "a": "allexport", "x": "xtrace", "e": "errexit"}


def switch(state: State, name: str, on: bool) -> None:
    name = name.lower().replace("_", "")
    if name:
        state.options = state.options | {name} if on else state.options - {name}


def shopt(call: BuiltinCall) -> Outcome:
    """shopt -s NAME, setopt NAME, unsetopt NAME."""
    flags, operands = flags_of(call.words)
    on = call.name == "setopt" or (call.name == "shopt" and "s" in flags)
    if on or call.name == "unsetopt" or "u" in flags:
        for word in operands:
            switch(call.state, (word.text or ""), on)
        return DONE
    return UNSURE


def shift(call: BuiltinCall) -> Outcome:
    count = number_of((call.words[0],), call.expander) if call.words else 1
    found = [None if fields is None or count is None else fields[count:] for fields in call.state.positional]
    call.state.positional = tuple(dict.fromkeys(found))
    return DONE


def unset(call: BuiltinCall) -> Outcome:
    """unset NAME, unset -f NAME, unset 'a[key]'."""
    flags, operands = flags_of(call.words)
    for word in operands:
        for text in word.texts:
            base, bracket, _ = text.partition("[")
            if bracket:
                call.expander.quoted((known(text),))
                continue
            if "v" not in flags and ("f" in flags or text not in call.state.variables):
                call.state.forget_function(text)
            if "f" not in flags and base.isidentifier():
                old = call.state.variables.get(base)
                target = old is not None and old.nameref and "n" not in flags
                call.state.put(base, Variable((None,), base in exported_names(call)))
                if target and old is not None:
                    call.state.put(base, old)
    return DONE


def exported_names(call: BuiltinCall) -> Sequence[str]:
    """Variables of the environment: an unset one reaches programs as empty."""
    return tuple(call.walker.world.environment)


def let(call: BuiltinCall) -> Outcome:
    for word in call.words:
        evaluate((word,), call.expander)
    return UNSURE


def getopts(call: BuiltinCall) -> Outcome:
    """getopts SPEC NAME."""
    if len(call.words) > 1 and call.words[1].text:
        letters = tuple([c for text in texts_of(call.words[:1]) for c in text if c != ":"])
        call.state.set(call.words[1].text, (one_of((*letters, "?")),))
        call.state.set("OPTARG", (unknown("$OPTARG"),))
        call.state.set("OPTIND", (unknown("a number"),))
    return UNSURE


def test(call: BuiltinCall) -> Outcome:
    """test, [: `-v 'a[$(x)]'` and number comparisons read their operands as arithmetic does."""
    previous = ""
    for i, word in enumerate(call.words):
        following = call.words[i + 1].text if i + 1 < len(call.words) else ""
        if previous == "-v" or previous in COMPARISONS or following in COMPARISONS:
            scan_name(word, call.expander)
        previous = word.text or ""
    return UNSURE


COMPARISONS = frozenset(("-eq", "-ne", "-lt", "-le", "-gt", "-ge"))


def scan_name(word: Value, expander: Expander) -> None:
    """A name whose subscript may hold substitutions."""
    for text in word.texts:
        if "$" in text or "`" in text:
            expander.quoted((known(text),))
