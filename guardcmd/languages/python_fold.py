"""Python expressions that can be computed from the text alone: strings, paths, lists, imports by name, decoding."""

from __future__ import annotations

from guardcmd.languages import decoding
from guardcmd.languages.reading import DECODED, HOLE, joined, mapped
from guardcmd.languages.things import (
    UNKNOWN,
    Code,
    Constant,
    Many,
    Ref,
    Table,
    Text,
    element,
    merged,
    text,
    under,
    value_in,
)
from guardcmd.shell.value import Value, known, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guardcmd.languages.python_walk import Walk
    from guardcmd.languages.reading import Reading
    from guardcmd.languages.things import Thing

    Args = list[Thing]
    Named = dict[str, Thing]

MOST_REPEATED = 4_096  # characters of "a" * n
ALIASES = {"posixpath": "os.path", "posix": "os", "nt": "os", "ntpath": "os.path", "builtins": ""}
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
        return Text(mapped(base.value, _directory), True)
    if name == "name":
        return Text(mapped(base.value, lambda path: path.rstrip("/").rpartition("/")[2]))
    if name in ("stem", "suffix"):
        return Text(unknown("part of a file name"))
    return None


def _directory(path: str) -> str:
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
        return Text(joined([value_in(left), value_in(right)]), False, _each(left) or _each(right))
    if operator == "Mod" and isinstance(left, Text):
        return Text(mapped(left.value, lambda template: percent(template, right)), False, _each(right))
    if operator == "Mult" and isinstance(left, Text) and isinstance(right, Constant):
        return _repeated(left, right.value)
    if operator in ("Add", "Sub") and isinstance(left, Constant) and isinstance(right, Constant):
        return _number(operator, left.value, right.value)
    return UNKNOWN


def _each(thing: Thing) -> bool:
    if isinstance(thing, Many):
        return any(_each(item) for item in thing.items)
    return isinstance(thing, Text) and thing.each


def _number(operator: str, left: object, right: object) -> Thing:
    if isinstance(left, int) and isinstance(right, int) and abs(left) < 1 << 32 and abs(right) < 1 << 32:
        return Constant(left + right if operator == "Add" else left - right)
    return UNKNOWN


def _repeated(thing: Text, count: object) -> Thing:
    single = thing.value.text
    if single is None or not isinstance(count, int) or len(single) * count > MOST_REPEATED:
        return Text(unknown("a repeated text"))
    return text(single * max(count, 0))


def holed(thing: Thing | None) -> str:
    """A thing inside a template: its only text, else HOLE around what is certain."""
    value = value_in(thing)
    if value.text is not None:
        return value.text
    return "".join([HOLE if piece is None else piece for piece in value.pieces]) or HOLE


def percent(template: str, given: Thing) -> str:
    """`"rm %s" % x`, whatever the widths."""
    items = given.items if isinstance(given, Many) else [given]
    parts = template.split("%")
    filled = [parts[0]]
    place = used = 0
    while place + 1 < len(parts):
        place += 1
        part = parts[place]
        if not part:  # %%
            filled.append("%")
            place += 1
            filled.append(parts[place] if place < len(parts) else "")
            continue
        name, part = _named_field(part)
        part = part.lstrip("-+ #0123456789.*")
        item = given.items.get(name) if name and isinstance(given, Table) else None
        if item is None:
            item = items[used] if used < len(items) and not isinstance(given, Table) else None
            used += 1
        filled += [holed(item), part[1:]]
    return "".join(filled)


def _named_field(part: str) -> tuple[str, str]:
    if part.startswith("(") and ")" in part:
        name, _, part = part[1:].partition(")")
        return name, part
    return "", part


def braces(template: str, args: Args, named: Named) -> str:
    """`"rm {}".format(x)`, whatever the format specs."""
    filled: list[str] = []
    used = place = 0
    while place < len(template):
        opening = template.find("{", place)
        if opening < 0:
            break
        filled.append(template[place:opening].replace("}}", "}"))
        if template.startswith("{{", opening):
            filled.append("{")
            place = opening + 2
            continue
        closing = template.find("}", opening)
        if closing < 0:
            place = opening
            break
        name = template[opening + 1 : closing].partition(":")[0].partition("!")[0]
        name = name.partition(".")[0].partition("[")[0]
        item: Thing | None = named.get(name)
        if not name or name.isdecimal():
            index = int(name) if name and len(name) < 6 else used
            used += 1
            item = args[index] if index < len(args) else None
        filled.append(holed(item))
        place = closing + 1
    filled.append(template[place:].replace("}}", "}"))
    return "".join(filled)


def subscript(walk: Walk, base: Thing, key: Thing) -> Thing:
    name = value_in(key).text
    if isinstance(base, Table):
        found = base.items.get(name) if name is not None else None
        return found or (merged(list(base.items.values())) if base.items else UNKNOWN)
    if isinstance(base, Many):
        return _item(base, key)
    if isinstance(base, Text):
        return _slice(base, key)
    if isinstance(base, Ref):
        if base.path == "os.environ":
            return environment(walk.reading, name)
        if base.path in ("sys.modules", "globals()", "locals()") and name:
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


# --- calls -------------------------------------------------------------------------------


def call(walk: Walk, function: Ref, args: Args, named: Named) -> Thing | None:
    """What a call gives, or None where it cannot be computed."""
    path = canonical(function.path)
    base = function.base
    if isinstance(base, Text):
        return _text_call(path.rpartition(".")[2], base, args, named)
    if isinstance(base, Many):
        return _list_call(path.rpartition(".")[2], base, args)
    if isinstance(base, Table):
        return _table_call(path.rpartition(".")[2], base, args)
    fold = FOLDS.get(path)
    return fold(walk, args, named) if fold is not None else None


def canonical(path: str) -> str:
    head, dot, rest = path.partition(".")
    if head in ALIASES:
        return f"{ALIASES[head]}.{rest}".lstrip(".") if dot else ALIASES[head]
    return path


def _first(args: Args) -> Thing:
    return args[0] if args else UNKNOWN


def _text_call(name: str, base: Text, args: Args, named: Named) -> Thing | None:
    if base.path:
        return _path_call(name, base, args)
    if name == "format":
        return Text(mapped(base.value, lambda template: braces(template, args, named)), False, any(map(_each, args)))
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


def _same(walk: Walk, args: Args, named: Named) -> Thing | None:
    return _first(args)


def _string(walk: Walk, args: Args, named: Named) -> Thing | None:
    first = _first(args)
    if isinstance(first, Text):
        return Text(first.value, False, first.each)
    if isinstance(first, Many):  # bytes([114, 109])
        codes = [item.value for item in first.items if isinstance(item, Constant)]
        if len(codes) == len(first.items) and all(isinstance(code, int) and 0 <= code < 256 for code in codes):
            return text("".join([chr(code) for code in codes if isinstance(code, int)]))
    return Text(value_in(first)) if isinstance(first, Constant) else None


def _list(walk: Walk, args: Args, named: Named) -> Thing | None:
    first = _first(args)
    if isinstance(first, Many):
        return first
    if isinstance(first, Text) and first.value.text is not None and len(first.value.text) < MOST_REPEATED:
        return Many([text(character) for character in first.value.text])
    if isinstance(first, Ref) and not args:
        return Many([])
    return Many([element(first)], True)


def _reversed(walk: Walk, args: Args, named: Named) -> Thing | None:
    items = _list(walk, args, named)
    return Many(items.items[::-1], items.open) if isinstance(items, Many) else None


def _character(walk: Walk, args: Args, named: Named) -> Thing | None:
    first = _first(args)
    code = first.value if isinstance(first, Constant) else None
    return text(chr(code)) if isinstance(code, int) and 0 <= code < 0x110000 else None


def _map(walk: Walk, args: Args, named: Named) -> Thing | None:
    function = _first(args)
    if len(args) == 2 and isinstance(function, Ref) and function.path in ("chr", "str") and isinstance(args[1], Many):
        return Many([walk.call(function, [item], {}) for item in args[1].items], args[1].open)
    return None


def _zip(walk: Walk, args: Args, named: Named) -> Thing | None:
    return Many([Many([element(one) for one in args])], True)


def _enumerate(walk: Walk, args: Args, named: Named) -> Thing | None:
    return Many([Many([Constant(0), element(_first(args))])], True)


def _getattr(walk: Walk, args: Args, named: Named) -> Thing | None:
    name = value_in(args[1]).text if len(args) > 1 else None
    if name is None:
        return Ref(f"{args[0].path}.{HOLE}", args[0]) if args and isinstance(args[0], Ref) else None
    return walk.attribute(args[0], name)


def _module(walk: Walk, args: Args, named: Named) -> Thing | None:
    name = value_in(_first(args)).text
    if name is None:
        return Ref(HOLE)
    walk.imports.add(name.partition(".")[0])
    return Ref(name.partition(".")[0] if len(args) > 1 or "." not in name else name)


def _join_path(walk: Walk, args: Args, named: Named) -> Thing | None:
    path: Thing = _first(args)
    for argument in args[1:]:
        path = under(path, argument)
    return Text(value_in(path), False, _each(path))


def _path(walk: Walk, args: Args, named: Named) -> Thing | None:
    path = _join_path(walk, args or [text(".")], named)
    return Text(value_in(path), True, _each(path)) if path is not None else None


def _parent(walk: Walk, args: Args, named: Named) -> Thing | None:
    return Text(mapped(value_in(_first(args)), _directory))


def _base_name(walk: Walk, args: Args, named: Named) -> Thing | None:
    return Text(mapped(value_in(_first(args)), lambda path: path.rpartition("/")[2]))


def _here(walk: Walk, args: Args, named: Named) -> Thing | None:
    return Text(walk.reading.payload.directory)


def _here_path(walk: Walk, args: Args, named: Named) -> Thing | None:
    return Text(walk.reading.payload.directory, True)


def _home(walk: Walk, args: Args, named: Named) -> Thing | None:
    return text("~", True)


def _getenv(walk: Walk, args: Args, named: Named) -> Thing | None:
    return environment(walk.reading, value_in(_first(args)).text, args[1] if len(args) > 1 else None)


def _entries(walk: Walk, args: Args, named: Named) -> Thing | None:
    return Many([Text(unknown("a file of a directory"), False, True)], True)


def _scan(walk: Walk, args: Args, named: Named) -> Thing | None:
    directory = value_in(args[0]) if args else known(".")
    return Many([Text(joined([directory, known("/"), unknown("a file of a directory")]), True, True)])


def _tree(walk: Walk, args: Args, named: Named) -> Thing | None:
    directory = value_in(args[0]) if args else known(".")
    inner = Text(joined([directory, unknown("a folder of a directory")]), False, True)
    names = Many([Text(unknown("a file of a directory"), False, True)], True)
    return Many([Many([inner, names, names])])


def _glob(walk: Walk, args: Args, named: Named) -> Thing | None:
    pattern = value_in(_first(args))
    return Many([Text(pattern.replace(glob=True), False, True)])


def _temporary(walk: Walk, args: Args, named: Named) -> Thing | None:
    return Text(unknown("mktemp", ("/tmp/", None)), False)


def _temporary_pair(walk: Walk, args: Args, named: Named) -> Thing | None:
    return Many([Constant(3), Text(unknown("mktemp", ("/tmp/", None)))])


def _shell_words(walk: Walk, args: Args, named: Named) -> Thing | None:
    single = value_in(_first(args)).text
    if single is None or any(character in single for character in "'\"\\#"):
        return Ref("shlex.split()", None, args)
    return Many([text(word) for word in single.split()])


def _decoder(decode: Callable[[str], str | None]) -> Callable[[Walk, Args, Named], Thing | None]:
    def fold(walk: Walk, args: Args, named: Named) -> Thing | None:
        single = value_in(_first(args)).text
        decoded = decode(single) if single is not None else None
        return Text(known(decoded).replace(why=DECODED)) if decoded is not None else None

    return fold


def _codec(walk: Walk, args: Args, named: Named) -> Thing | None:
    codec = (value_in(args[1]).text or "") if len(args) > 1 else ""
    decode = next((found for name, found in CODECS if name in codec), None)
    return _decoder(decode)(walk, args, named) if decode is not None else _same(walk, args, named)


CODECS: tuple[tuple[str, Callable[[str], str | None]], ...] = (
    ("rot", decoding.rot13),
    ("base64", decoding.base64),
    ("hex", decoding.hexadecimal),
    ("zlib", decoding.inflated),
    ("zip", decoding.inflated),
)

FOLDS: dict[str, Callable[[Walk, Args, Named], Thing | None]] = {
    "str": _string,
    "bytes": _string,
    "bytearray": _string,
    "repr": _string,
    "os.fspath": _string,
    "os.fsdecode": _string,
    "list": _list,
    "tuple": _list,
    "set": _list,
    "sorted": _list,
    "iter": _list,
    "reversed": _reversed,
    "chr": _character,
    "map": _map,
    "zip": _zip,
    "enumerate": _enumerate,
    "getattr": _getattr,
    "__import__": _module,
    "importlib.import_module": _module,
    "importlib.__import__": _module,
    "os.path.join": _join_path,
    "os.path.expanduser": _same,
    "os.path.expandvars": _same,
    "os.path.abspath": _same,
    "os.path.realpath": _same,
    "os.path.normpath": _same,
    "os.path.dirname": _parent,
    "os.path.basename": _base_name,
    "os.getcwd": _here,
    "os.getenv": _getenv,
    "os.environ.get": _getenv,
    "os.environ.pop": _getenv,
    "pathlib.Path": _path,
    "pathlib.PosixPath": _path,
    "pathlib.PurePath": _path,
    "pathlib.Path.home": _home,
    "pathlib.Path.cwd": _here_path,
    "os.listdir": _entries,
    "os.scandir": _scan,
    "os.walk": _tree,
    "glob.glob": _glob,
    "glob.iglob": _glob,
    "tempfile.mkdtemp": _temporary,
    "tempfile.mktemp": _temporary,
    "tempfile.TemporaryDirectory": _temporary,
    "tempfile.mkstemp": _temporary_pair,
    "tempfile.gettempdir": lambda walk, args, named: text("/tmp"),
    "shlex.split": _shell_words,
    "shlex.quote": _same,
    "pipes.quote": _same,
    "textwrap.dedent": _same,
    "inspect.cleandoc": _same,
    "sqlalchemy.text": _same,
    "sqlalchemy.sql.text": _same,
    "sqlalchemy.sql.expression.text": _same,
    "django.db.models.expressions.RawSQL": _same,
    "psycopg2.sql.SQL": _same,
    "psycopg.sql.SQL": _same,
    "psycopg2.sql.Identifier": _same,
    "psycopg.sql.Identifier": _same,
    "base64.b64decode": _decoder(decoding.base64),
    "base64.urlsafe_b64decode": _decoder(decoding.base64),
    "base64.standard_b64decode": _decoder(decoding.base64),
    "base64.decodebytes": _decoder(decoding.base64),
    "base64.b16decode": _decoder(decoding.hexadecimal),
    "binascii.a2b_base64": _decoder(decoding.base64),
    "binascii.unhexlify": _decoder(decoding.hexadecimal),
    "binascii.a2b_hex": _decoder(decoding.hexadecimal),
    "bytes.fromhex": _decoder(decoding.hexadecimal),
    "bytearray.fromhex": _decoder(decoding.hexadecimal),
    "zlib.decompress": _decoder(decoding.inflated),
    "gzip.decompress": _decoder(decoding.inflated),
    "codecs.decode": _codec,
}
