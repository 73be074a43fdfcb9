"""Builtins that read their input into variables: read, mapfile."""

from __future__ import annotations

from guardcmd.shell.value import MOST, Value, known, unknown
from guardcmd.unwrap.assignments import assign_choice
from guardcmd.unwrap.builtin_call import flags_of
from guardcmd.unwrap.choices import NOTHING, Choice, concat, merge
from guardcmd.unwrap.code import run_code
from guardcmd.unwrap.inputs import stdin, text_of
from guardcmd.unwrap.provenance import TYPED_IN
from guardcmd.unwrap.splitting import separators, split_text
from guardcmd.unwrap.state import Items
from guardcmd.unwrap.walker import UNSURE, Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guardcmd.unwrap.builtin_call import BuiltinCall
    from guardcmd.unwrap.state import State


def read(call: BuiltinCall) -> Outcome:
    """read NAME...: each line of the input is a possibility, split as IFS says."""
    flags, operands = flags_of(call.words, "adeinNptuk")
    state = call.state
    given = given_text(flags, state)
    names = [text for word in operands for text in word.texts[:1] if not text.startswith("?")]
    array = flags.get("a")
    keep = "r" in flags
    ends = flags["d"].text if flags.get("d") is not None and flags["d"] is not None else "\n"
    lines = lines_of(given, ends if ends is not None else "\n", keep)
    if array is not None and array.text:
        contents = tuple([items_of(fields_in(line, 0, state)) for line in lines[:6]])
        state.set(array.text, contents or (None,))
        return UNSURE
    for i, name in enumerate(names or ["REPLY"]):
        values = []
        for line in lines:
            fields = fields_in(line, len(names), state) if names else [line]
            values.append(fields[i] if i < len(fields) else known(""))
        base, bracket, _ = name.partition("[")
        if bracket:
            call.expander.quoted((known(name),))
        if base.isidentifier():
            assign_choice(base, merge(values) if values else NOTHING, False, call.expander, call.span)
    return UNSURE


def given_text(flags: dict[str, Value | None], state: State) -> Choice:
    """What read and mapfile read from: a descriptor or standard input."""
    descriptor = flags.get("u")
    if descriptor is not None and descriptor.text:
        return merge([value for given in state.inputs(descriptor.text) for value in text_of(given)])
    if state.inputs()[0].source == "none":
        return (unknown(TYPED_IN),)
    return stdin(state)


def lines_of(choice: Choice, end: str, keep: bool) -> list[Value]:
    """The lines of a text as values, at most `MOST`; holes stay in theirs."""
    found: list[Value] = []
    for value in choice:
        if not value.texts:
            found.append(value if len(value.pieces) < 2 else unknown(value.why))
            continue
        for text in value.texts:
            if not keep:
                text = text.replace("\\\n", "").replace("\\", "")
            lines = text.split(end) if end else text.split("\0")
            if lines and not lines[-1]:
                lines.pop()
            found += [known(line) for line in lines[:MOST]]
            if len(lines) > MOST:
                found.append(unknown("one of many lines"))
    return list(dict.fromkeys(found))


def fields_in(line: Value, count: int, state: State) -> list[Value]:
    """One line in fields; the last of `count` takes the rest."""
    if line.text is None:
        return [line] * max(count, 1)
    text, ifs = line.text, separators(state)[0]
    blanks = "".join([c for c in ifs if c in " \t\n"])
    text = text.strip(blanks) if blanks else text
    if count == 1:
        return [known(text)]
    fields = split_text(text, ifs)[1]
    if count and len(fields) > count:
        rest = text
        for field in fields[: count - 1]:
            rest = rest[rest.index(field) + len(field) :].lstrip(ifs)
        fields = [*fields[: count - 1], rest]
    return [known(field) for field in fields]


def items_of(values: Sequence[Value]) -> Items:
    return Items(tuple([(str(i), (value,)) for i, value in enumerate(values)]))


def mapfile(call: BuiltinCall) -> Outcome:
    """mapfile NAME: the lines of the input; -C CODE is run with a number and a line."""
    flags, operands = flags_of(call.words, "dnOsuCc")
    state = call.state
    lines = lines_of(given_text(flags, state), "\n", True)
    name = operands[0].text if operands else "MAPFILE"
    if name and name.isidentifier():
        state.set(name, (items_of(lines),))
    callback = flags.get("C")
    if callback is not None:
        words: Choice = (known(" 0 "),)
        code = concat((callback,), concat(words, merge(lines) if lines else NOTHING))
        run_code(code, state.fork(), call.walker, f"{call.name} -C", call.span)
    return UNSURE
