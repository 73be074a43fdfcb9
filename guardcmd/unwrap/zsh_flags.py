"""zsh's `${(flags)x}` and its subscripts, which count from one (zshexpn, zshparam)."""

from __future__ import annotations

from guardcmd.shell.value import Value, known
from guardcmd.unwrap.choices import mapped, merge
from guardcmd.unwrap.parameters import Result, expand_name, expand_parameter, lists_of, scalar_result
from guardcmd.unwrap.state import Items

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.shell.ir import Parameter, Word
    from guardcmd.unwrap.words import Expander

    Fields = tuple[Value, ...]

CASES = {"U": str.upper, "L": str.lower}
CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}


def flagged(part: Parameter, expander: Expander) -> Result:
    """The parameter without its flags, and what they make of it: `P` another name, `e` expanded again, `s` split."""
    close = part.operator.rindex(")")
    flags = part.operator[1:close]
    plain = part.replace(operator=part.operator[close + 1 :].lstrip("=~^+"))
    result = expand_parameter(plain, expander)
    if "P" in flags:
        names = [text for fields, _ in result.alternatives for value in fields for text in value.texts]
        inner = [expand_name(plain, name, None, expander) for name in names if name.isidentifier()]
        result = Result(tuple([each for one in inner for each in one.alternatives])) if inner else result
    for letter, change in CASES.items():
        if letter in flags:
            result = Result(tuple([(tuple([_each(value, change) for value in f]), d) for f, d in result.alternatives]))
    if "e" in flags:
        result = scalar_result(expander.quoted(merge([v for fields, _ in result.alternatives for v in fields])))
    separator = _separator(flags)
    if separator:
        return Result(tuple([(_split(fields, separator), True) for fields, _ in result.alternatives]))
    return result


def _each(value: Value, change: object) -> Value:
    return mapped((value,), change)[0]  # type: ignore[arg-type]


def _separator(flags: str) -> str:
    """Of `s:x:`, `f` (lines) and `z` (words); empty where nothing is split."""
    place = flags.find("s")
    if place >= 0 and place + 2 < len(flags):
        end = flags.find(CLOSING.get(flags[place + 1], flags[place + 1]), place + 2)
        return flags[place + 2 : end] if end > place + 2 else ""
    return "\n" if "f" in flags else " " if "z" in flags else ""


def _split(fields: Fields, separator: str) -> Fields:
    found: list[Value] = []
    for value in fields:
        parts = value.text.split(separator) if value.text is not None else None
        found += [known(part) for part in parts if part] if parts is not None else [value]
    return tuple(found)


def subscripted_list(name: str, index: Word, expander: Expander) -> list[Fields] | None:
    """`$a[2]`, `$a[-1]`, `$a[1,3]` of a plain array; None for a table of names or what is not known."""
    contents = expander.state.variable(name).contents
    if any(isinstance(content, Items) and content.associative for content in contents):
        return None
    choice = expander.text(index)
    texts = [text for value in choice for text in value.texts]
    if len(texts) != len(choice):
        return None
    found: list[Fields] = []
    for fields in lists_of(name, None, expander):
        for text in texts:
            first, comma, last = text.partition(",")
            start, end = _place(first, len(fields)), _place(last if comma else first, len(fields))
            if start is None or end is None:
                return None
            found.append(fields[max(start - 1, 0) : end])
    return found


def _place(text: str, count: int) -> int | None:
    bare = text.strip()
    if not bare.lstrip("-").isdigit() or len(bare) > 9:
        return None
    number = int(bare)
    return number + count + 1 if number < 0 else number
