"""Methods of Python's texts, paths, lists and dictionaries that can be computed."""

from __future__ import annotations

from guardcmd.languages import decoding
from guardcmd.languages.python_templates import braces, holed
from guardcmd.languages.reading import joined, mapped
from guardcmd.languages.things import UNKNOWN, Many, Ref, Table, Text, any_each, element, text, under, value_in
from guardcmd.shell.value import Value, known, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guardcmd.languages.things import Thing

    Args = list[Thing]
    Named = dict[str, Thing]


MOST_REPEATED = 4_096  # characters that replacing or joining may add


def method(base: Thing, name: str, args: Args, named: Named) -> Thing | None:
    """What a method gives, or None where it cannot be computed."""
    if isinstance(base, Text):
        return _text_call(name, base, args, named)
    if isinstance(base, Many):
        return _list_call(name, base, args)
    return _table_call(name, base, args) if isinstance(base, Table) else None


def _first(args: Args) -> Thing:
    return args[0] if args else UNKNOWN


def _text_call(name: str, base: Text, args: Args, named: Named) -> Thing | None:
    if base.path:
        return _path_call(name, base, args)
    if name == "format":
        return Text(mapped(base.value, lambda template: braces(template, args, named)), False, any(map(any_each, args)))
    if name == "join":
        return _join(base, _first(args))
    if name in ("split", "rsplit", "splitlines"):
        return _split(name, base, args)
    if name == "replace" and len(args) > 1:
        old, new = value_in(args[0]).text, holed(args[1])
        long = old is not None and base.value.text is not None and len(new) * base.value.text.count(old) > MOST_REPEATED
        return Text(mapped(base.value, lambda each: each.replace(old or "\0", new))) if old and not long else None
    if name == "decode":
        codec = value_in(_first(args)).text or ""
        return Text(mapped(base.value, decoding.rot13 if "rot" in codec else decoding.as_utf8))
    if name in SAME_TEXT:
        return base
    if name in STRING_METHODS:
        method: Callable[[str], str] = getattr(str, name)
        return Text(mapped(base.value, method))
    return None


SAME_TEXT = ("encode", "format_map", "expandtabs", "as_posix", "tobytes", "as_string")
STRING_METHODS = ("strip", "lstrip", "rstrip", "lower", "upper", "swapcase", "capitalize", "title", "casefold")


def _join(separator: Text, items: Thing) -> Thing:
    if not isinstance(items, Many) or items.open or len(items.items) > MOST_REPEATED:
        return Text(unknown("joined texts"))
    parts: list[Value] = []
    for place, item in enumerate(items.items):
        parts += [separator.value] if place else []
        parts.append(value_in(item))
    return Text(joined(parts)) if parts else text("")


def _split(name: str, base: Text, args: Args) -> Thing:
    single = base.value.text
    separator = value_in(args[0]).text if args and isinstance(args[0], Text) else None
    if single is None or separator == "":
        return Ref("str.split()", base)
    if name == "splitlines":
        return Many([text(line) for line in single.splitlines()])
    return Many([text(part) for part in single.split(separator)])


def _path_call(name: str, base: Text, args: Args) -> Thing | None:
    if name == "joinpath":
        for argument in args:
            base = under(base, argument)
        return base
    if name in ("resolve", "absolute", "expanduser", "as_posix", "__str__"):
        return base
    if name in ("glob", "rglob"):
        pattern = under(base, _first(args)).value
        return Many([Text(pattern.replace(glob=True), True, True)])
    if name in ("iterdir", "walk"):
        return Many([Text(joined([base.value, known("/"), unknown("a file of a directory")]), True, True)])
    if name in ("with_suffix", "with_name", "with_stem", "relative_to"):
        return Text(unknown("a file name"), True)
    if name in ("read_text", "read_bytes"):
        return Ref("open().read()", base)
    return None


def _list_call(name: str, base: Many, args: Args) -> Thing | None:
    if name == "append" and args:
        base.items.append(args[0])
    elif name in ("extend", "__iadd__") and args:
        base.items += args[0].items if isinstance(args[0], Many) else [UNKNOWN]
        base.open = base.open or not isinstance(args[0], Many) or args[0].open
    elif name == "insert" and len(args) > 1:
        base.items.insert(0, args[1])
        base.open = True
    elif name in ("pop", "__getitem__"):
        return element(base)
    elif name == "copy":
        return Many(list(base.items), base.open)
    return None


def _table_call(name: str, base: Table, args: Args) -> Thing | None:
    if name in ("get", "pop", "setdefault") and args:
        wanted = value_in(args[0]).text
        found = base.items.get(wanted) if wanted is not None else None
        return found or (args[1] if len(args) > 1 else UNKNOWN)
    if name == "values":
        return Many(list(base.items.values()))
    if name == "keys":
        return Many([text(key) for key in base.items])
    if name == "items":
        return Many([Many([text(key), thing]) for key, thing in base.items.items()])
    if name == "update" and args and isinstance(args[0], Table):
        base.items.update(args[0].items)
    return None
