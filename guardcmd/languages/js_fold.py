"""JavaScript expressions that can be computed from the text alone: strings, paths, decoding, modules."""

from __future__ import annotations

from guardcmd.languages import decoding
from guardcmd.languages.reading import DECODED, joined, mapped
from guardcmd.languages.things import UNKNOWN, Code, Constant, Many, Ref, Table, Text, element, text, under, value_in
from guardcmd.shell.value import Value, known, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guardcmd.languages.js_values import Values as Walk
    from guardcmd.languages.reading import Reading
    from guardcmd.languages.things import Thing

    Args = list[Thing]

ALIASES = {"fs/promises": "fs.promises", "graceful-fs": "fs", "original-fs": "fs", "node:test": "node:test"}
RENAMED = (("globalThis.", ""), ("global.", ""), ("window.", ""), ("Deno.default.", "Deno."))
SAME = ("path.normalize", "String", "fs.realpathSync", "decodeURIComponent", "String.raw", "structuredClone")
JOINS = ("path.join", "path.resolve", "path.posix.join", "path.posix.resolve")
MADE = ("fs.mkdtempSync", "fs.promises.mkdtemp", "Deno.makeTempDirSync", "Deno.makeTempDir", "tmp.dirSync()")
LISTS = ("fs.readdir", "fs.promises.readdir", "Deno.readDir")
GLOBS = ("glob.sync", "glob.globSync", "glob", "glob.glob", "globby", "globby.sync", "fast-glob", "fast-glob.sync")
MOST_JOINED = 4_096


def module_name(name: str) -> str:
    name = name.removeprefix("node:")
    return ALIASES.get(name, name)


def canonical(path: str) -> str:
    """One name for what has several: `globalThis.process`, `fs.default`."""
    for start, full in RENAMED:
        if path.startswith(start):
            path = full + path[len(start) :]
    return path.removesuffix(".default")


def kind_of(thing: Thing) -> str:
    return {Text: "str", Many: "list", Table: "dict", Code: "function"}.get(type(thing), "number")


def name(walk: Walk, word: str) -> Thing | None:
    if word == "__dirname":
        return Text(walk.reading.payload.directory)
    if word == "__filename":
        return text(walk.reading.payload.origin.file or ".")
    return None


def known_attribute(reading: Reading, path: str) -> Thing | None:
    if path == "process.argv":
        given = list(reading.payload.positional)
        return Many([text("node"), *[Text(value) for value in given]], not given)
    return None


def environment(reading: Reading, variable: str) -> Thing:
    given = reading.payload.environment.get(variable)
    if given is not None:
        return Text(given)
    if variable == "HOME":
        return text("~")
    session = getattr(reading.world, "environment", {}).get(variable)
    return text(session) if session is not None else Text(unknown(f"${variable}"))


def add(left: Thing, right: Thing) -> Thing:
    if isinstance(left, Text) or isinstance(right, Text):
        each = any(isinstance(part, Text) and part.each for part in (left, right))
        return Text(joined([value_in(left), value_in(right)]), False, each)
    return UNKNOWN


def call(walk: Walk, function: Ref, args: Args) -> Thing | None:
    """What a call gives, or None where it cannot be computed."""
    path, base = function.path, function.base
    if isinstance(base, Text):
        return _text_call(path.rpartition(".")[2], base, args)
    if isinstance(base, Many):
        return _list_call(path.rpartition(".")[2], base, args)
    first = args[0] if args else UNKNOWN
    if path in ("require", "import", "createRequire()", "module.createRequire()") or path.endswith(
        "mainModule.require"
    ):
        return walk.import_module(value_in(first).text or "a-module-that-is-not-known")
    return _path_call(walk, path, first, args) or _decoded(path, first, args)


def _path_call(walk: Walk, path: str, first: Thing, args: Args) -> Thing | None:
    if path in JOINS:
        return _joined_path(args)
    if path in SAME:
        return first
    if path == "path.dirname":
        return Text(mapped(value_in(first), lambda each: each.rstrip("/").rpartition("/")[0] or "."))
    if path == "path.basename":
        return Text(mapped(value_in(first), lambda each: each.rpartition("/")[2]))
    if path in ("process.cwd", "Deno.cwd"):
        return Text(walk.reading.payload.directory)
    if path in ("os.homedir", "os.tmpdir"):
        return text("~" if path == "os.homedir" else "/tmp")
    if path in MADE:
        return Text(unknown("mktemp", ("/tmp/", None)))
    if path.startswith(LISTS):
        return Many([Text(unknown("a file of a directory"), False, True)], True)
    if path in GLOBS:
        return Many([Text(value_in(first).replace(glob=True), False, True)])
    return None


def _joined_path(args: Args) -> Thing:
    path: Thing = args[0] if args else text(".")
    for argument in args[1:]:
        path = under(path, argument)
    return Text(value_in(path), False, isinstance(path, Text) and path.each)


def _decoded(path: str, first: Thing, args: Args) -> Thing | None:
    single = value_in(first).text
    if path == "String.fromCharCode":
        codes = [item.value for item in args if isinstance(item, Constant)]
        return text("".join([chr(code) for code in codes if isinstance(code, int) and 0 <= code < 0x110000]))
    if single is None:
        return None
    plain: str | None = None
    if path == "atob":
        plain = decoding.base64(single)
    elif path in ("Buffer.from", "Buffer"):
        encoding = value_in(args[1]).text if len(args) > 1 else ""
        decoder = DECODERS.get(encoding or "")
        plain = decoder(single) if decoder is not None else single
        if decoder is None:
            return text(single)
    return Text(known(plain).replace(why=DECODED)) if plain is not None else None


DECODERS = {"base64": decoding.base64, "base64url": decoding.base64, "hex": decoding.hexadecimal}


def _text_call(method: str, base: Text, args: Args) -> Thing | None:
    if method in ("toString", "valueOf", "normalize", "toLocaleString"):
        return Text(mapped(base.value, decoding.as_utf8), False, base.each)
    if method in CHANGES:
        return Text(mapped(base.value, CHANGES[method]), False, base.each)
    if method == "concat":
        return Text(joined([base.value, *(value_in(one) for one in args)]))
    if method == "split":
        return _split(base.value.text, args)
    if method in ("replace", "replaceAll"):
        return _replaced(base.value, args)
    if method in ("slice", "substring", "substr", "padStart", "padEnd", "repeat", "at", "charAt"):
        return Text(unknown("part of a text"), False, base.each)
    return None


CHANGES: dict[str, Callable[[str], str]] = {
    "trim": str.strip,
    "trimEnd": str.rstrip,
    "trimStart": str.lstrip,
    "toLowerCase": str.lower,
    "toUpperCase": str.upper,
}


def _split(single: str | None, args: Args) -> Thing:
    separator = value_in(args[0]).text if args and isinstance(args[0], Text) else None
    if single is None or separator is None or len(single) > 65_536:
        return Many([Text(unknown("part of a text"), False, True)], True)
    return Many([text(part) for part in (single.split(separator) if separator else single[:MOST_JOINED])])


def _replaced(value: Value, args: Args) -> Thing:
    old = value_in(args[0]).text if len(args) > 1 else None
    new = value_in(args[1]).text if len(args) > 1 else None
    if old and new is not None and value.text is not None and len(new) * value.text.count(old) < MOST_JOINED:
        return text(value.text.replace(old, new))
    return Text(unknown("a changed text"))


def _list_call(method: str, base: Many, args: Args) -> Thing | None:
    if method == "join":
        return _join(base, value_in(args[0]) if args else known(","))
    if method == "reverse":
        return Many(base.items[::-1], base.open)
    if method == "push":
        base.items += args
    elif method == "concat":
        added = [item for one in args for item in (one.items if isinstance(one, Many) else [one])]
        return Many([*base.items, *added], base.open)
    elif method in ("slice", "sort", "flat"):
        return base
    elif method in ("pop", "shift", "at"):
        return element(base)
    return None


def _join(base: Many, separator: Value) -> Thing:
    if base.open or len(base.items) > MOST_JOINED:
        return Text(unknown("joined texts"))
    parts: list[Value] = []
    for place, item in enumerate(base.items):
        parts += [separator] if place else []
        parts.append(value_in(item))
    return Text(joined(parts)) if parts else text("")
