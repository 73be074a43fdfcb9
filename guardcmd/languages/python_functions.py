"""Functions of Python and its libraries that can be computed: paths, lists, imports by name, decoding."""

from __future__ import annotations

from guardcmd.languages import decoding
from guardcmd.languages.python_fold import canonical, directory_of, environment
from guardcmd.languages.python_methods import MOST_REPEATED, method
from guardcmd.languages.reading import DECODED, HOLE, joined, mapped
from guardcmd.languages.things import (
    UNKNOWN,
    Constant,
    Many,
    Ref,
    Table,
    Text,
    any_each,
    element,
    text,
    under,
    value_in,
)
from guardcmd.shell.value import known, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guardcmd.languages.python_values import Values as Walk
    from guardcmd.languages.things import Thing

    Args = list[Thing]
    Named = dict[str, Thing]


def call(walk: Walk, function: Ref, args: Args, named: Named) -> Thing | None:
    """What a call gives, or None where it cannot be computed."""
    path = canonical(function.path)
    if path.endswith(".__getattribute__") and function.base is not None:
        return _getattr(walk, [function.base, *args], named)
    if path == "operator.attrgetter()" and function.args and args:
        return _getattr(walk, [args[0], function.args[0]], named)
    if isinstance(function.base, Text | Many | Table):
        return method(function.base, path.rpartition(".")[2], args, named)
    fold = FOLDS.get(path)
    return fold(walk, args, named) if fold is not None else None


def _first(args: Args) -> Thing:
    return args[0] if args else UNKNOWN


def _same(walk: Walk, args: Args, named: Named) -> Thing | None:
    return _first(args)


def _string(walk: Walk, args: Args, named: Named) -> Thing | None:
    first = _first(args)
    if isinstance(first, Text):
        return Text(first.value, False, first.each, (first,))
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
    return Text(value_in(path), False, any_each(path), (path,))


def _path(walk: Walk, args: Args, named: Named) -> Thing | None:
    path = _join_path(walk, args or [text(".")], named)
    return Text(value_in(path), True, any_each(path), (path,)) if path is not None else None


def _parent(walk: Walk, args: Args, named: Named) -> Thing | None:
    return Text(mapped(value_in(_first(args)), directory_of))


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
    "shutil.which": _same,
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
