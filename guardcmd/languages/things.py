"""What an expression of a scripting language may be, as far as its text tells: texts, lists, tables, dotted names."""

from __future__ import annotations

from guardcmd.languages.reading import joined
from guardcmd.shell.value import MOST, Value, known, one_of, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import TypeAlias

    Thing: TypeAlias = "Text | Many | Table | Constant | Ref | Code"

MOST_ITEMS = 4_096


class Text:
    """A string or bytes. `path`: a path object, whose methods touch files. `each`: it stands for many, one by one.

    `parts`: what it was put together from, where not all of that is known.
    """

    __slots__ = ("each", "parts", "path", "value")

    def __init__(self, value: Value, path: bool = False, each: bool = False, parts: tuple[object, ...] = ()) -> None:
        self.value = value
        self.path = path
        self.each = each
        self.parts = parts


class Many:
    """A list, tuple or set. `open`: there may be more items than these."""

    __slots__ = ("items", "open")

    def __init__(self, items: list[Thing], open: bool = False) -> None:
        self.items = items
        self.open = open


class Table:
    """A dictionary or object literal."""

    __slots__ = ("items",)

    def __init__(self, items: dict[str, Thing]) -> None:
        self.items = items


class Constant:
    """A number, a truth value or nothing."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value


class Ref:
    """A dotted name, with `()` for every call in it: `boto3.client().terminate_instances`.

    `base` is what the last part was taken from or called on; `args` and `named` are those of the last call.
    """

    __slots__ = ("args", "base", "named", "path")

    def __init__(
        self,
        path: str,
        base: Thing | None = None,
        args: list[Thing] | None = None,
        named: Mapping[str, Thing] | None = None,
    ) -> None:
        self.path = path
        self.base = base
        self.args = args or []
        self.named = named or {}


class Code:
    """A function of the text itself. `node` belongs to the language's reader."""

    __slots__ = ("name", "node", "scope")

    def __init__(self, name: str, node: object, scope: object = None) -> None:
        self.name = name
        self.node = node
        self.scope = scope


UNKNOWN = Ref("")


def text(value: str | Value, path: bool = False) -> Text:
    return Text(value if isinstance(value, Value) else known(value), path)


def value_in(thing: Thing | None, why: str = "a variable") -> Value:
    """The value of a thing as one argument; unknown where it is no text."""
    if isinstance(thing, Text):
        return thing.value
    if isinstance(thing, Constant) and isinstance(thing.value, int | float) and not isinstance(thing.value, bool):
        return known(str(thing.value))
    return unknown(why)


def values_in(thing: Thing | None) -> list[Value]:
    """The arguments that a list is, or the one that it is."""
    if isinstance(thing, Many):
        found = [value_in(item) for item in thing.items]
        return [*found, unknown("more arguments")] if thing.open else found
    return [value_in(thing)]


def element(thing: Thing | None) -> Thing:
    """Any one item of what is looped over."""
    if isinstance(thing, Many):
        found = merged(thing.items)
        if isinstance(found, Text) and thing.open and not found.value.glob:
            found = Text(Value((), (None,), "an item of a list"), found.path)
        return Text(found.value, found.path, True) if isinstance(found, Text) else found
    if isinstance(thing, Ref) and thing.path:
        return Ref(f"{thing.path}[]", thing)
    return Text(unknown("an item of a list"), False, True)


def merged(things: Iterable[Thing]) -> Thing:
    """What is one of several things: texts become alternatives, lists are merged place by place."""
    kept = list(things)[:MOST_ITEMS]
    if not kept:
        return UNKNOWN
    first = kept[0]
    if all(one is first for one in kept):
        return first
    if all(isinstance(one, Text) for one in kept):
        return _merged_texts([one for one in kept if isinstance(one, Text)])
    if all(isinstance(one, Many) for one in kept):
        lists = [one for one in kept if isinstance(one, Many)]
        longest = max(len(one.items) for one in lists)
        places = [merged([one.items[i] for one in lists if i < len(one.items)]) for i in range(min(longest, 64))]
        return Many(places, any(one.open or len(one.items) != longest for one in lists))
    if all(isinstance(one, Ref) for one in kept):
        known_refs = [one for one in kept if isinstance(one, Ref) and one.path]
        return known_refs[-1] if known_refs else UNKNOWN
    told = [one for one in kept if not isinstance(one, Constant)]  # x = None, and later something
    if told and len(told) < len(kept):
        return merged(told)
    if any(isinstance(one, Text) for one in told):
        return Text(unknown("one of several values"))
    lists = [one for one in told if isinstance(one, Many)]
    return Many([item for one in lists for item in one.items], True) if lists else first


def _merged_texts(found: list[Text]) -> Text:
    path, each = any(one.path for one in found), any(one.each for one in found)
    values = [one.value for one in found]
    if all(value.texts for value in values):
        every = tuple(dict.fromkeys([text for value in values for text in value.texts]))
        if len(every) <= MOST:
            return Text(one_of(every, any(value.glob for value in values)), path, each)
    if all(value == values[0] for value in values):
        return Text(values[0], path, each)
    return Text(unknown("one of several values"), path, each)


def any_each(thing: Thing) -> bool:
    """Whether a text in it stands for many, one by one."""
    if isinstance(thing, Many):
        return any(any_each(item) for item in thing.items)
    return isinstance(thing, Text) and thing.each


def under(directory: Thing, name: Thing) -> Text:
    """A path below a directory; an absolute name stands for itself."""
    inner, outer = value_in(name), value_in(directory)
    each = any(isinstance(part, Text) and part.each for part in (directory, name))
    if inner.text is not None and inner.text.startswith("/"):
        return Text(inner, True, each)
    if outer.text == "":
        return Text(inner, True, each)
    slash = [] if outer.text is not None and outer.text.endswith("/") else [known("/")]
    return Text(joined([outer, *slash, inner]), True, each, parts_of([directory, name]))


def parts_of(things: Iterable[Thing]) -> tuple[object, ...]:
    """What a text is put together from: the texts that are known, and the very things that are not. Empty: unsure."""
    parts: list[object] = []
    for thing in things:
        if thing is UNKNOWN:
            return ()
        text = thing.value.text if isinstance(thing, Text) and not thing.value.glob else None
        parts.append(thing if text is None else text)
    return tuple(parts)


def same(one: Thing, other: Thing) -> bool:
    """Whether two things are certainly the same text: one object, or put together alike from the same parts."""
    one, other = _origin(one), _origin(other)
    if one is other:
        return one is not UNKNOWN
    if not (isinstance(one, Text) and isinstance(other, Text)):
        return False
    if one.value.text is not None:
        return one.value.text == other.value.text and not (one.value.glob or other.value.glob)
    return bool(one.parts) and len(one.parts) == len(other.parts) and all(map(_same_part, one.parts, other.parts))


def _origin(thing: Thing) -> Thing:
    """`p` of `str(p)` and `Path(p)`."""
    while isinstance(thing, Text) and len(thing.parts) == 1 and isinstance(thing.parts[0], Text):
        thing = thing.parts[0]
    return thing


def _same_part(one: object, other: object) -> bool:
    if isinstance(one, Text) and isinstance(other, Text):
        return same(one, other)
    return one is other or (isinstance(one, str) and one == other)


def root(ref: Ref) -> str:
    """The leading name: the module or variable that a dotted name starts from."""
    return ref.path.partition(".")[0].partition("(")[0].partition("[")[0]


def call_in(ref: Thing | None, ending: str) -> Ref | None:
    """The call within a chain whose path ends so: `boto3.client()` within `boto3.client().x.y()`."""
    while isinstance(ref, Ref):
        if ref.path.endswith(ending):
            return ref
        ref = ref.base
    return None
