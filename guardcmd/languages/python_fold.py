"""Python expressions that can be computed from the text alone: names of modules, operators, subscripts."""

from __future__ import annotations

from guardcmd.languages.python_templates import percent
from guardcmd.languages.reading import HOLE, joined, mapped
from guardcmd.languages.things import (
    UNKNOWN,
    Code,
    Constant,
    Many,
    Ref,
    Table,
    Text,
    any_each,
    element,
    merged,
    parts_of,
    text,
    under,
    value_in,
)
from guardcmd.shell.value import known, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guardcmd.languages.python_values import Values as Walk
    from guardcmd.languages.reading import Reading
    from guardcmd.languages.things import Thing

MOST_REPEATED = 4_096  # characters of "a" * n
ALIASES = {"posixpath": "os.path", "posix": "os", "nt": "os", "ntpath": "os.path", "builtins": "", "__builtins__": ""}
STARRED = {  # what `from x import *` brings that matters
    "os": (
        "system",
        "popen",
        "remove",
        "unlink",
        "rmdir",
        "removedirs",
        "rename",
        "execv",
        "execvp",
        "path",
        "environ",
    ),
    "shutil": ("rmtree", "move", "copy", "copyfile"),
    "subprocess": ("run", "call", "check_call", "check_output", "Popen", "getoutput"),
    "pathlib": ("Path",),
}


def starred(module: str) -> dict[str, Thing]:
    return {name: Ref(f"{module}.{name}") for name in STARRED.get(module, ())}


def kind_of(thing: Thing) -> str:
    if isinstance(thing, Text):
        return "path" if thing.path else "str"
    return {Many: "list", Table: "dict", Code: "function"}.get(type(thing), "number")


def own_file(reading: Reading) -> Thing:
    """`__file__`: the script that the text was read from."""
    return text(reading.payload.origin.file) if reading.payload.origin.file else Text(unknown("the script's own path"))


def attribute(reading: Reading, path: str) -> Thing | None:
    """Module attributes that stand for something known."""
    if path == "sys.argv":
        given = list(reading.payload.positional)
        own = [] if reading.payload.origin.file and given else [known("-c")]
        return Many([Text(value) for value in (*own, *given)], not given)
    if path in ("os.sep", "os.path.sep"):
        return text("/")
    if path in ("sys.executable",):
        return text("python3")
    if path.endswith("NamedTemporaryFile().name"):
        return Text(unknown("mktemp", ("/tmp/", None)))
    return None


def text_attribute(base: Thing, name: str) -> Thing | None:
    """Attributes of path objects."""
    if isinstance(base, Text) and base.value.why == "mktemp" and name == "name":
        return base
    if not (isinstance(base, Text) and base.path):
        return None
    if name == "parent":
        return Text(mapped(base.value, directory_of), True)
    if name == "name":
        return Text(mapped(base.value, lambda path: path.rstrip("/").rpartition("/")[2]))
    if name in ("stem", "suffix"):
        return Text(unknown("part of a file name"))
    return None


def written(nodes: list[Any], parts: list[Thing]) -> tuple[object, ...]:
    """What an f-string is put together from: its texts, and the very things that its names stand for.

    Empty where a part is more than a name or a text.
    """
    if not all(type(getattr(node, "value", None)).__name__ in ("Name", "Attribute", "str") for node in nodes):
        return ()
    shapes = [str(getattr(node, "conversion", "")) for node in nodes]
    formats = [text for node in nodes for text in _format(getattr(node, "format_spec", None))]
    found = parts_of(parts)
    return (*shapes, *formats, *found) if found else ()


def _format(spec: Any) -> list[str]:
    """The `:05d` of a part of an f-string; one that is computed is like no other."""
    if spec is None:
        return [""]
    return [value if isinstance(value := getattr(one, "value", None), str) else str(id(one)) for one in spec.values]


def directory_of(path: str) -> str:
    head, slash, tail = path.rstrip("/").rpartition("/")
    return head or slash or (HOLE if HOLE in tail else ".")


def binary(operator: str, left: Thing, right: Thing) -> Thing:
    if operator == "Div" and isinstance(left, Text) and left.path:
        return under(left, right)
    if operator == "Div" and isinstance(right, Text) and right.path:
        return under(left, right)
    if operator == "Add" and isinstance(left, Many) and isinstance(right, Many):
        return Many([*left.items, *right.items], left.open or right.open)
    if operator == "Add" and isinstance(left, Many):
        return Many([*left.items, UNKNOWN], True)
    if operator == "Add" and (isinstance(left, Text) or isinstance(right, Text)):
        return Text(joined([value_in(left), value_in(right)]), False, any_each(left) or any_each(right))
    if operator == "Mod" and isinstance(left, Text):
        return Text(mapped(left.value, lambda template: percent(template, right)), False, any_each(right))
    if operator == "Mult" and isinstance(left, Text) and isinstance(right, Constant):
        return _repeated(left, right.value)
    if operator in ("Add", "Sub") and isinstance(left, Constant) and isinstance(right, Constant):
        return _number(operator, left.value, right.value)
    return UNKNOWN


def _number(operator: str, left: object, right: object) -> Thing:
    if isinstance(left, int) and isinstance(right, int) and abs(left) < 1 << 32 and abs(right) < 1 << 32:
        return Constant(left + right if operator == "Add" else left - right)
    return UNKNOWN


def _repeated(thing: Text, count: object) -> Thing:
    single = thing.value.text
    if single is None or not isinstance(count, int) or len(single) * count > MOST_REPEATED:
        return Text(unknown("a repeated text"))
    return text(single * max(count, 0))


def subscript(walk: Walk, base: Thing, key: Thing) -> Thing:
    name = value_in(key).text
    if isinstance(base, Table):
        found = base.items.get(name) if name is not None else None
        if found is not None or not base.items:
            return found or UNKNOWN
        thing = merged(list(base.items.values()))
        if isinstance(thing, Ref):  # another key may be another item: never the same thing twice
            return Ref(thing.path, thing.base, thing.args, thing.named)
        return Text(thing.value, thing.path, thing.each) if isinstance(thing, Text) else thing
    if isinstance(base, Many):
        return _item(base, key)
    if isinstance(base, Text):
        return _slice(base, key)
    if isinstance(base, Ref):
        if base.path == "os.environ":
            return environment(walk.reading, name)
        if base.path in ("sys.modules", "globals()", "locals()", "vars()") and name and not base.args:
            return walk.scope.get(name) or Ref(name)
        if name and base.path.endswith((".__dict__", "vars()")):
            owner = base.base if base.path.endswith(".__dict__") else (base.args or [UNKNOWN])[0]
            return walk.attribute(owner, name) if owner is not None else UNKNOWN
        return Ref(f"{base.path}[]", base, [key])
    return UNKNOWN


def _item(base: Many, key: Thing) -> Thing:
    if isinstance(key, Constant) and isinstance(key.value, int) and -len(base.items) <= key.value < len(base.items):
        return base.items[key.value]
    if isinstance(key, Ref) and key.path == "slice":
        ends = _ends(key)
        return Many(base.items[slice(*ends)], base.open) if ends is not None else base
    if isinstance(key, Constant) and base.open:
        return Text(unknown("an item of a list"))
    return element(base)


def _slice(base: Text, key: Thing) -> Thing:
    if isinstance(key, Ref) and key.path == "slice":
        ends = _ends(key)
        if base.value.text is not None and ends is not None:
            return text(base.value.text[slice(*ends)])
        return Text(unknown("part of a text"))
    single, index = base.value.text, key.value if isinstance(key, Constant) else None
    if single is not None and isinstance(index, int) and -len(single) <= index < len(single):
        return text(single[index])
    return Text(unknown("part of a text"))


def _ends(key: Ref) -> list[int | None] | None:
    """Start, end and step of a slice where all are known."""
    ends: list[int | None] = []
    for end in key.args:
        value = end.value if isinstance(end, Constant) else ""
        if value is not None and not isinstance(value, int):
            return None
        ends.append(value)
    return None if ends[2:] == [0] else ends


def environment(reading: Reading, name: str | None, default: Thing | None = None) -> Thing:
    """os.environ["X"]: what the command line or the session gives the program."""
    if name is None:
        return Text(unknown("an environment variable"))
    given = reading.payload.environment.get(name)
    if given is not None:
        return Text(given)
    if name == "HOME":
        return text("~")
    session = getattr(reading.world, "environment", {}).get(name)
    if session is not None:
        return text(session)
    if isinstance(default, Text):
        return Text(unknown(f"${name}"))
    return Text(unknown(f"${name}"))


def canonical(path: str) -> str:
    path = path.removesuffix(".__call__")
    head, dot, rest = path.partition(".")
    if head in ALIASES:
        return f"{ALIASES[head]}.{rest}".lstrip(".") if dot else ALIASES[head]
    return path
