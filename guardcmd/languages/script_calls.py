"""What calls of Ruby, Perl, PHP and Lua do, by the tables of each language."""

from __future__ import annotations

from guardcmd.languages import decoding
from guardcmd.languages.cloud_call import aws
from guardcmd.languages.http_call import http_call
from guardcmd.languages.reading import DECODED, mapped, texts
from guardcmd.languages.things import (
    Constant,
    Many,
    Ref,
    Table,
    Text,
    call_in,
    element,
    text,
    under,
    value_in,
    values_in,
)
from guardcmd.shell.value import Value, known, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.languages.reading import Reading
    from guardcmd.languages.script_library import Library
    from guardcmd.languages.things import Thing

SQL_WORDS = (
    "DROP", "TRUNCATE", "DELETE", "UPDATE", "ALTER", "CREATE", "GRANT", "REVOKE", "WITH", "MERGE", "INSERT", "REPLACE",
    "SELECT", "CALL", "BEGIN", "DO", "COPY", "SET",
)  # fmt: skip


EACH = ("find_each", "each", "map", "in_batches", "find_in_batches", "each_record")
FINDING = (
    "query", "newQuery", "where", "find", "find_by", "all", "first", "last", "each", "in_batches", "unscoped", "table",
    "withTrashed", "onlyTrashed", "orderBy", "whereIn", "whereNull", "latest", "oldest", "findOrFail", "limit",
)  # fmt: skip
MAPPING = ("array_map", "array_walk", "map", "each", "foreach", "lapply", "sapply", "vapply", "walk", "do.call", "Map")
NARROWING = ("where", "find", "filter", "query()[]", "first", "limit", "take", "only")


class Calls:
    """Reports what the calls of one text do."""

    def __init__(self, reading: Reading, library: Library) -> None:
        self.reading = reading
        self.library = library

    def text(self, source: str) -> None:
        """Source text, with the names that are already known (script_walk)."""
        raise NotImplementedError

    def call(self, function: Ref, args: list[Thing]) -> Thing:
        """Report what a call does; what it gives."""
        library, path = self.library, function.path
        last = path.rpartition(".")[2]
        folded = self._folded(path, last, function, args)
        if folded is not None:
            return folded
        if last in library.shell_methods and isinstance(function.base, Text | Many):
            self.run_text(function.base, last)
        elif _is(path, last, library.shell):
            self._shell(path, args)
        elif path in library.remove or (last in library.remove and not isinstance(function.base, Ref)):
            self._remove(library.remove.get(path) or library.remove[last], args, function)
        elif _is(path, last, library.evaluate):
            self._evaluate(args)
        else:
            self._others(path, last, function, args)
        for one in args:  # array_map("unlink", glob("x/*"))
            name = value_in(one).text if isinstance(one, Text) else one.path if isinstance(one, Ref) else None
            if name and name in library.remove and last in MAPPING:
                others = [other for other in args if other is not one and not isinstance(other, Table)]
                self._remove(library.remove[name], [element(others[-1] if others else None)], function)
        return Ref(f"{path}()", function, args)

    def _truncated(self, path: str, args: list[Thing], function: Ref) -> bool:
        """`database()->truncate("users")` names its table; `DB::table("users")->truncate()` has named it before."""
        named = [value_in(one) for one in args if isinstance(one, Text)]
        if path.endswith(".truncate") and named and self.library.tool == "php":
            self.reading.call("sql", ("truncate", named[0]), None, (), f"{path}()")
            return True
        return False

    def _others(self, path: str, last: str, function: Ref, args: list[Thing]) -> None:
        library = self.library
        if path in library.write:
            self._write(args[:1], ">")
            if len(args) > 1 and isinstance(args[1], Text):
                self.reading.content(value_in(args[0]), args[1].value)
        elif path in library.open:
            self._open(args)
        elif path in library.onto and len(args) > 1:
            if any(word in last.lower() for word in ("rename", "move", "mv")):
                self.reading.move(value_in(args[0]), value_in(args[1]), f"{library.tool} {path}")
            else:
                self._write(args[1:2], ">")
        elif path in library.run_file:
            self._run_file(args)
        elif path in library.drops or last in library.drops:
            named = next((value_in(one) for one in args if isinstance(one, Text)), known(path.partition(".")[0]))
            words = (library.drops.get(path) or library.drops[last]).split()
            self.reading.call("sql", (*words, named), None, (), f"{path}()")
        elif path in library.http or last in library.http:
            method = library.http.get(path) or library.http[last]
            http_call(self.reading, method, value_in(args[0] if args else None))
        elif last in ("flushall", "flushdb"):
            self.reading.call("redis", (last,), None, (), f"{path}()")
        elif path.startswith("Aws.") and ".Client.new" in path and last != "new":
            pairs = _pairs(args)
            aws(self.reading, known(path.split(".")[1].lower()), last, pairs, f"{library.tool} aws-sdk")
        elif self._truncated(path, args, function):
            return
        elif last in library.mapper_delete:
            self._mapped(path, library.mapper_delete[last], args, function)
        elif last in library.record_delete and _finds_rows(path, last):
            self._mapped(path, "delete", args, function)
        elif last in EACH and any(isinstance(one, Ref) and one.path in library.record_delete for one in args):
            self._mapped(path, "delete", [], function)
        elif last in library.sql:
            self._sql(last, args)

    def _folded(self, path: str, last: str, function: Ref, args: list[Thing]) -> Thing | None:
        library = self.library
        first = args[0] if args else None
        if path in library.decoders and first is not None:
            return self._decoded(library.decoders[path], first)
        if path in library.glob:
            return globbed(args)
        if path in library.listing:
            folder = next((one for one in args if not isinstance(one, Table)), text("."))
            return Many([Text(under(folder, Text(known("*", True))).value.replace(glob=True), True, True)])
        if path in library.lists:
            return Many([item for one in args for item in (one.items if isinstance(one, Many) else [one])])
        if path in library.scratch:
            return Text(known("/tmp/scratch"), True)
        if path in library.join and args:
            base: Thing = args[0]
            for argument in args[1:]:
                base = under(base, argument)
            return Text(value_in(base), True)
        if path in library.same or (last in library.same and isinstance(function.base, Text)):
            return first or function.base
        if last in ("each", "map", "foreach") and isinstance(function.base, Many):
            return element(function.base)
        return None

    def _decoded(self, how: str, first: Thing) -> Thing | None:
        single = value_in(first).text
        if single is None:
            return None
        if how == "inflate":
            plain = decoding.inflated(single)
        else:
            plain = {"base64": decoding.base64, "hex": decoding.hexadecimal, "rot13": decoding.rot13}[how](single)
        value = known(decoding.as_utf8(plain)) if plain is not None else None
        return Text(value.replace(why=DECODED)) if value is not None else None

    def _mapped(self, path: str, verb: str, args: list[Thing], function: Ref) -> None:
        """An object mapper's deletes and updates: `User.where(x).delete_all`, `Repo.delete_all(User)`."""
        chain = path.partition(".")[2].split(".")[:-1]
        narrowed = any(part.lower().startswith(NARROWING) for part in chain)
        narrowed = narrowed or any(isinstance(one, Ref) and one.path.startswith("from") for one in args)
        repository = path.startswith(("Repo.", "Ecto.")) or ".Repo." in path
        table = args[0] if repository and args else None
        named = call_in(function.base, "table()")
        table = named.args[0] if named is not None and named.args else table
        name = table.path if isinstance(table, Ref) else value_in(table).text if isinstance(table, Text) else ""
        words = (verb, name or path.partition(".")[0].partition("(")[0])
        facts = {"where": "present" if narrowed else "missing"} if verb != "truncate" else None
        self.reading.call("sql", words, facts, (), f"{path}()")

    def run_text(self, thing: Thing, how: str) -> None:
        """A text or list whose own method runs it."""
        step = f"{self.library.tool} {how}"
        if isinstance(thing, Many):
            self.reading.run(values_in(thing), step)
        elif isinstance(thing, Text):
            self.reading.code("shell", thing.value, step)
        elif isinstance(thing, Ref) and thing.args:
            self.run_text(thing.args[0] if len(thing.args) == 1 else Many(thing.args), how)

    def _shell(self, path: str, args: list[Thing]) -> None:
        step = f"{self.library.tool} {path}"
        given: list[Thing] = [one for one in args if not isinstance(one, Table)]
        if given and isinstance(given[0], Ref) and given[0].path == "backquotes()":  # Julia: run(`rm x`)
            return
        given += [
            one.items[name]
            for one in args
            if isinstance(one, Table)
            for name in ("command", "args")
            if name in one.items
        ]
        if len(given) == 1 and isinstance(given[0], Many):
            self.reading.run(values_in(given[0]), step)
        elif (
            len(given) > 1 and all(isinstance(one, Text | Ref | Many) for one in given) and not path.startswith("open")
        ):
            words = [value for one in given for value in values_in(one)]
            if self.library.tool == "php":
                words = words[:1]
            if len(words) > 1:
                self.reading.run(words, step)
            else:
                self.reading.code("shell", words[0], step)
        elif given:
            self.reading.code("shell", value_in(given[0]), step)

    def _remove(self, name: str, args: list[Thing], function: Ref) -> None:
        if name in self.library.trees and any(_is_recursive(one) for one in args):
            name = self.library.trees[name]
        things = [item for one in args for item in (one.items if isinstance(one, Many) else [one])]
        if not things and isinstance(function.base, Text):
            things = [function.base]
        elif not things and isinstance(function.base, Ref) and function.base.args:
            things = function.base.args[:1]
        if not things and self.library.tool == "perl":  # unlink; removes $_
            things = [Text(unknown("$_"))]
        for thing in things:
            if isinstance(thing, Table | Constant) or (isinstance(thing, Ref) and ":" in thing.path):
                continue
            value = value_in(thing)
            each = isinstance(thing, Text) and (thing.each or value.glob)
            facts = {"each": "yes"} if each else None
            self.reading.call(self.library.tool, (name, value), facts, (), f"{name} {value.shown()}")

    def _write(self, args: list[Thing], operator: str) -> None:
        for thing in args:
            if not isinstance(thing, Constant):
                self.reading.write(value_in(thing), operator)

    def _open(self, args: list[Thing]) -> None:
        """open(F, ">", path), open(F, "|-", cmd), File.open(path, "w"), fopen(path, "w"), io.open(path, "w")."""
        given = [value_in(one) for one in args if isinstance(one, Text | Ref)]
        if self.library.tool == "perl":
            self._perl_open([value_in(one) for one in args[1:]])
        elif len(given) > 1 and any(letter in (given[1].text or "") for letter in "wax"):
            self.reading.write(given[0], ">>" if "a" in (given[1].text or "") else ">")
        elif given and (given[0].text or "").startswith("|"):
            self.reading.code("shell", mapped(given[0], lambda each: each[1:]), f"{self.library.tool} open")

    def _perl_open(self, args: list[Value]) -> None:
        mode = (args[0].text or "").strip() if args else ""
        if mode in ("-|", "|-") and len(args) > 1:
            if len(args) > 2:
                self.reading.run(args[1:], "perl open")
            else:
                self.reading.code("shell", args[1], "perl open")
        elif mode.startswith("|") or mode.endswith("|"):
            self.reading.code("shell", known(mode.strip("|")), "perl open")
        elif mode.startswith((">", "+>")):
            path = args[1] if len(args) > 1 else known(mode.lstrip("+>").partition(":")[0].strip())
            self.reading.write(path, ">>" if mode.startswith(">>") else ">")

    def _evaluate(self, args: list[Thing]) -> None:
        thing = args[0] if args else None
        value = value_in(thing)
        if isinstance(thing, Text) and not value.whole_unknown:
            if value.why == DECODED:
                self.reading.opaque("decode", f"{self.library.tool} text that is executed is written in a code")
            for text in texts(value):
                self.text(text)
            return
        if thing is None or isinstance(thing, Table | Many):
            return
        path = thing.path if isinstance(thing, Ref) else ""
        source = "network" if any(word in path for word in self.library.network) else "variable"
        source = "decode" if source == "variable" and any(word in path for word in self.library.decoders) else source
        self.reading.opaque(source, f"{self.library.tool} text that is executed is not known")

    def _run_file(self, args: list[Thing]) -> None:
        value = value_in(args[0] if args else None)
        if value.known and not value.texts[0].startswith(("http:", "https:")):
            self.reading.file(value, self.library.tool, f"{self.library.tool} load")
        elif value.known:
            self.reading.opaque("network", f"{self.library.tool} text that is executed comes from the network")

    def _sql(self, last: str, args: list[Thing]) -> None:
        for one in args:
            if not isinstance(one, Text):
                continue
            words = texts(one.value)[0][:200].split(None, 1)
            if words and words[0].strip("(").upper() in SQL_WORDS:
                self.reading.code("sql", one.value, f"{self.library.tool} {last}")
                return


def _is(path: str, last: str, names: tuple[str, ...]) -> bool:
    return path in names or (f"*.{last}" in names and "." in path)


def _finds_rows(path: str, last: str) -> bool:
    """Whether a chain starts from a model: `User.find(3).destroy`, `User::query()->delete()`, not `cache.delete`."""
    chain = path.split(".")[1:-1]
    if not path[:1].isupper():
        return False
    if last.startswith(("destroy", "really", "force")):
        return True
    return any(part.split("(")[0].split("[")[0] in FINDING for part in chain)


def _is_recursive(thing: Thing) -> bool:
    """recursive=TRUE among the arguments."""
    given = thing.items.get("recursive") if isinstance(thing, Table) else None
    return given is not None and not (isinstance(given, Ref) and given.path.upper() in ("FALSE", "F"))


def globbed(args: list[Thing]) -> Thing:
    patterns = [value for one in args for value in values_in(one)]
    return Many([Text(value.replace(glob=True), False, True) for value in patterns])


def _pairs(args: list[Thing]) -> dict[str, Thing]:
    for one in args:
        if isinstance(one, Table):
            return one.items
    return {}
