"""A builtin as it is called, and how its options are read."""

from __future__ import annotations

from guardcmd.record import Record
from guardcmd.shell.value import Value, known, one_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.shell.ir import Assignment, Span
    from guardcmd.unwrap.choices import Choice
    from guardcmd.unwrap.state import State
    from guardcmd.unwrap.walker import Walker
    from guardcmd.unwrap.words import Expander

    Fields = tuple[Value, ...]


class BuiltinCall(Record):
    """A builtin as it is called: its arguments, and the array assignments behind `declare`."""

    name: str
    words: Fields
    expander: Expander
    span: Span
    text: str = ""
    assignments: tuple[Assignment, ...] = ()

    @property
    def state(self) -> State:
        return self.expander.state

    @property
    def walker(self) -> Walker:
        return self.expander.walker


def flags_of(words: Fields, taking: str = "") -> tuple[dict[str, Value | None], Fields]:
    """Single-letter options with their values, and the operands. `taking`: letters whose value follows."""
    found: dict[str, Value | None] = {}
    i = 0
    while i < len(words):
        text = words[i].text or ""
        if text == "--":
            return found, words[i + 1 :]
        if len(text) < 2 or text[0] not in "-+":
            break
        for place, letter in enumerate(text[1:], 1):
            if letter not in taking:
                found[text[0].strip("-") + letter] = None
                continue
            rest = text[place + 1 :]
            if not rest:
                i += 1
            found[letter] = known(rest) if rest else (words[i] if i < len(words) else None)
            break
        i += 1
    return found, words[i:]


def named(word: Value) -> tuple[str, Choice | None, bool]:
    """`name=value` or `name+=value` in an argument: name, value (None: only a name), whether it appends."""
    if not word.texts:
        head = (word.pieces[0] if word.pieces else "") or ""
        name, mark, rest = head.partition("=")
        if not mark:
            return head, None, False
        value = word.replace(pieces=(*((rest,) if rest else ()), *word.pieces[1:]))
        return name.rstrip("+"), (value,), name.endswith("+")
    name, mark, _ = word.texts[0].partition("=")
    if not mark:
        return name, None, False
    values = tuple([text.partition("=")[2] for text in word.texts if text.partition("=")[0] == name])
    return name.rstrip("+"), (one_of(values),), name.endswith("+")
