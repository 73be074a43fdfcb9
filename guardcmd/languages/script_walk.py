"""Reads Ruby, Perl, PHP and Lua in one pass: names, their arguments, and what their calls do, by tables.

Less is understood than of Python and JavaScript: assignments of texts, calls with or without parentheses, chains.
"""

from __future__ import annotations

from guardcmd.languages import decoding
from guardcmd.languages.cloud_call import aws
from guardcmd.languages.http_call import http_call
from guardcmd.languages.reading import DECODED, HOLE, joined, mapped, texts, value_of
from guardcmd.languages.script_tokens import Grammar, Token, scan
from guardcmd.languages.things import (
    UNKNOWN,
    Constant,
    Many,
    Ref,
    Table,
    Text,
    element,
    merged,
    under,
    value_in,
    values_in,
)
from guardcmd.record import Record
from guardcmd.shell.value import Value, known, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from guardcmd.languages.reading import Reading
    from guardcmd.languages.things import Thing

MOST_STEPS = 300_000
DEEPEST = 40
SQL_WORDS = (
    "DROP", "TRUNCATE", "DELETE", "UPDATE", "ALTER", "CREATE", "GRANT", "REVOKE", "WITH", "MERGE", "INSERT", "REPLACE",
    "SELECT", "CALL", "BEGIN", "DO", "COPY", "SET",
)  # fmt: skip


class TooLong(Exception):
    """The text takes too many steps."""


class Library(Record):
    """What the names of one language do. Names are dotted paths as the walk writes them, or their last part."""

    tool: str
    grammar: Grammar
    shell: tuple[str, ...]  # run a text, or an argv when given several arguments
    remove: Mapping[str, str]  # name -> the name that is reported
    write: tuple[str, ...]  # first argument is written
    open: tuple[str, ...]  # the mode decides
    onto: tuple[str, ...]  # last argument is overwritten
    glob: tuple[str, ...]
    evaluate: tuple[str, ...]  # run their text as code
    run_file: tuple[str, ...]
    join: tuple[str, ...]
    sql: tuple[str, ...]  # methods whose argument may be SQL
    http: Mapping[str, str]  # name -> method
    network: tuple[str, ...]  # what makes an evaluated text come from the network
    decoders: Mapping[str, str]  # name -> base64, hex, rot13, inflate
    concatenate: tuple[str, ...]  # operators that join texts
    bare: tuple[str, ...] = ()  # names that take arguments without parentheses
    chain: tuple[str, ...] = (".", "::", "->", "&.")
    mapper_delete: tuple[str, ...] = ()  # object mappers: every row
    same: tuple[str, ...] = ()  # give back their first argument


class Walk:
    """One text in one of these languages."""

    def __init__(self, reading: Reading, library: Library) -> None:
        self.reading = reading
        self.library = library
        self.names: dict[str, Thing] = {}
        self.tokens: list[Token] = []
        self.steps = 0
        self.depth = 0
        self.texts = 0

    def text(self, source: str) -> None:
        """Source text, with the names that are already known."""
        self.texts += 1
        if self.texts > 200 or self.depth > DEEPEST:
            raise TooLong
        kept, self.tokens = self.tokens, scan(source, self.library.grammar)
        self.depth += 1
        place = 0
        while place < len(self.tokens):
            following = self.statement(place)
            place = following if following > place else place + 1
        self.depth -= 1
        self.tokens = kept

    def statement(self, place: int) -> int:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TooLong
        token = self.tokens[place]
        if token.kind in ("word", "variable") and HOLE in token.text and self._alone(place):
            self.reading.opaque(self.reading.hole_source(), f"a {self.library.tool} statement is not known")
            return place + 1
        if token.kind == "word" and token.text in DECLARING:
            return place + 1
        if token.kind == "word" and token.text in ("for", "foreach"):
            return self._loop(place + 1)
        name = self._assigned(place)
        if name:
            thing, following = self.arguments(place + 2, False)
            self.names[name] = thing[0] if len(thing) == 1 else Many(thing)
            return following
        if token.kind in ("word", "variable", "shell", "code", "string"):
            return self.term(place)[1]
        return place + 1

    def _loop(self, place: int) -> int:
        """foreach my $f (glob "x/*"), foreach (glob("x/*") as $f), for f in list"""
        names: list[str] = []
        while place < len(self.tokens) and self.tokens[place].kind in ("word", "variable"):
            names.append(self.tokens[place].text)
            place += 1
        if place >= len(self.tokens) or self.tokens[place].text != "(":
            return place
        items, end = self.arguments(place + 1, True)
        last = items[-1] if items else None
        if not names and len(items) > 1 and isinstance(last, Ref):
            names, items = [last.path], items[:-1]
        if names and items:
            self.names[names[-1]] = element(items[0] if len(items) == 1 else Many(items))
        return end

    def _alone(self, place: int) -> bool:
        before = place == 0 or self.tokens[place - 1].text in ("\n", ";", "{", "}")
        after = place + 1 >= len(self.tokens) or self.tokens[place + 1].text in ("\n", ";", "}")
        return before and after

    def _assigned(self, place: int) -> str:
        """The name of `x = ...`, `$x = ...`, `local x = ...`; empty where nothing is assigned."""
        token = self.tokens[place]
        if place + 2 >= len(self.tokens) or self.tokens[place + 1].text != "=":
            return ""
        if self.tokens[place + 2].text in ("=", "~", ">") and not self.tokens[place + 2].blank:
            return ""
        return token.text if token.kind in ("word", "variable") else ""

    # --- expressions -----------------------------------------------------------------------

    def arguments(self, place: int, closed: bool) -> tuple[list[Thing], int]:
        """Arguments up to the closing bracket, or to the end of the statement; where they end."""
        found: list[Thing] = []
        while place < len(self.tokens):
            token = self.tokens[place]
            if token.text in (")", "]", "}", ";") and token.kind == "op":
                return found, place
            if token.kind == "newline":
                before = self.tokens[place - 1].text
                if not closed and before not in (",", "(", *self.library.concatenate):
                    return found, place
                place += 1
            elif token.kind == "word" and token.text in ENDING and not closed:
                return found, place
            elif token.text == "," or token.text == "=>":
                place += 1
            else:
                thing, following = self.concatenation(place)
                found.append(thing)
                place = following if following > place else place + 1
        return found, place

    def concatenation(self, place: int) -> tuple[Thing, int]:
        self.steps += 1
        if self.steps > MOST_STEPS or self.depth > DEEPEST:
            raise TooLong
        self.depth += 1
        thing, place = self.term(place)
        while place < len(self.tokens) and self.tokens[place].kind == "op":
            operator = self.tokens[place].text
            if operator in self.library.concatenate:
                right, place = self.term(place + 1)
                thing = Text(joined([value_in(thing), value_in(right)]))
            elif operator in ("||", "&&", "?", ":", "*", "+", "-", "/", "%", "==", "<", ">", "&", "|"):
                right, place = self.term(place + 1)
                thing = merged([thing, right]) if operator == "||" else UNKNOWN
            else:
                break
        self.depth -= 1
        return thing, place

    def term(self, place: int) -> tuple[Thing, int]:
        """One value: a literal, a variable, a call with its chain."""
        while place < len(self.tokens) and self.tokens[place].text in BEFORE_VALUE:
            place += 1
        if place >= len(self.tokens):
            return UNKNOWN, place
        token = self.tokens[place]
        if token.kind == "string":
            return self._chained(Text(self.string(token)), place + 1)
        if token.kind == "shell":
            self.reading.code("shell", self.string(token), f"{self.library.tool} backquotes")
            return self._chained(Ref("backquotes()"), place + 1)
        if token.kind == "code":
            self.text(token.text)
            return UNKNOWN, place + 1
        if token.kind == "number":
            return Constant(int(token.text) if token.text.isdecimal() and len(token.text) < 16 else 0.5), place + 1
        if token.kind == "variable":
            return self._chained(self.names.get(token.text) or Ref(token.text), place + 1)
        if token.kind == "word":
            return self._word(place)
        if token.text in ("(", "[", "{"):
            return self._bracketed(place)
        return UNKNOWN, place + (token.text not in (")", "]", "}", ";"))

    def _bracketed(self, place: int) -> tuple[Thing, int]:
        items, end = self.arguments(place + 1, True)
        thing: Thing = Many(items) if self.tokens[place].text != "(" or len(items) != 1 else items[0]
        if self.tokens[place].text == "{" and len(items) % 2 == 0:
            thing = Table({value_in(key).text or "": value for key, value in zip(items[::2], items[1::2])})
        return self._chained(thing, end + 1)

    def _word(self, place: int) -> tuple[Thing, int]:
        word = self.tokens[place].text
        following = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
        if following is not None and following.text == ":" and not following.blank:  # a keyword argument's name
            return self.concatenation(place + 2)
        thing = self.names.get(word)
        if thing is not None and (following is None or following.text != "("):
            return self._chained(thing, place + 1)
        return self._called(Ref(word), place + 1)

    def _called(self, function: Ref, place: int) -> tuple[Thing, int]:
        """A name with arguments behind it, or the name."""
        following = self.tokens[place] if place < len(self.tokens) else None
        if following is not None and following.text == "(" and not (following.blank and self._is_bare(function)):
            args, end = self.arguments(place + 1, True)
            return self._chained(self.call(function, args), end + 1)
        if self._is_bare(function) and following is not None and self._starts_argument(place):
            args, end = self.arguments(place, False)
            return self.call(function, args), end
        if self._binds_block(function, place):
            self.names[self.tokens[place + 2].text] = element(function.base)
            return UNKNOWN, place + 3
        if self._needs_no_arguments(function):
            return self._chained(self.call(function, []), place)
        return self._chained(function, place)

    def _needs_no_arguments(self, function: Ref) -> bool:
        last = function.path.rpartition(".")[2]
        removes = last in self.library.remove and isinstance(function.base, Text)
        return removes or last in self.library.mapper_delete or last in ("flushall", "flushdb")

    def _binds_block(self, function: Ref, place: int) -> bool:
        """Ruby: list.each { |f| ... }, list.each do |f| ... end"""
        opens = place + 2 < len(self.tokens) and self.tokens[place].text in ("{", "do")
        return opens and self.tokens[place + 1].text == "|" and self.tokens[place + 2].kind == "word"

    def _is_bare(self, function: Ref) -> bool:
        return function.path in self.library.bare or function.path.rpartition(".")[2] in self.library.bare

    def _starts_argument(self, place: int) -> bool:
        token = self.tokens[place]
        if token.kind in ("string", "variable", "shell", "number", "regex", "code"):
            return True
        if token.kind == "word":
            return token.text not in ENDING
        return token.text in ("(", "[", "*", "<", "@", "\\", ":", "{") and token.blank

    def _chained(self, thing: Thing, place: int) -> tuple[Thing, int]:
        """`.x`, `->x`, `::x`, `[x]` behind a value."""
        while place < len(self.tokens):
            token = self.tokens[place]
            following = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
            if token.text in self.library.chain and following is not None and following.kind in ("word", "variable"):
                if token.text in self.library.concatenate and (token.blank or following.blank):
                    break
                return self._called(self._member(thing, following.text), place + 2)
            if token.text == "[" and not token.blank:
                args, end = self.arguments(place + 1, True)
                thing, place = self._item(thing, args), end + 1
            elif token.text == "->" and following is not None and following.text in ("[", "{", "("):
                place += 1
            else:
                break
        return thing, place

    def _member(self, thing: Thing, name: str) -> Ref:
        if isinstance(thing, Ref):
            return Ref(f"{thing.path}.{name}", thing)
        return Ref(f"value.{name}", thing)

    def _item(self, thing: Thing, args: list[Thing]) -> Thing:
        if isinstance(thing, Ref) and thing.path in self.library.glob:
            return _globbed(args)
        if isinstance(thing, Ref) and thing.path in ("ENV", "_ENV", "_SERVER"):
            return self._environment(value_in(args[0] if args else None).text)
        if isinstance(thing, Many):
            return element(thing)
        if isinstance(thing, Table):
            found = thing.items.get(value_in(args[0]).text or "") if args else None
            return found or UNKNOWN
        return Ref(f"{thing.path}[]", thing, args) if isinstance(thing, Ref) else UNKNOWN

    def _environment(self, name: str | None) -> Thing:
        if name == "HOME":
            return Text(known("~"))
        given = self.reading.payload.environment.get(name or "")
        return Text(given or unknown(f"${name}"))

    def string(self, token: Token) -> Value:
        parts: list[Value] = []
        for kind, text in token.parts:
            if kind == "text":
                parts.append(value_of(text))
            elif kind == "variable":
                parts.append(value_in(self.names.get(text)))
            elif text in self.names:
                parts.append(value_in(self.names[text]))
            else:
                self.text(text)
                parts.append(unknown("a part of a text"))
        return joined(parts) if parts else known("")

    # --- calls -----------------------------------------------------------------------------

    def call(self, function: Ref, args: list[Thing]) -> Thing:
        """Report what a call does; what it gives."""
        library, path = self.library, function.path
        last = path.rpartition(".")[2]
        folded = self._folded(path, last, function, args)
        if folded is not None:
            return folded
        if _is(path, last, library.shell):
            self._shell(path, args)
        elif path in library.remove or (last in library.remove and not isinstance(function.base, Ref)):
            self._remove(library.remove.get(path) or library.remove[last], args, function)
        elif _is(path, last, library.evaluate):
            self._evaluate(args)
        else:
            self._others(path, last, function, args)
        for one in args:  # array_map("unlink", glob("x/*"))
            name = value_in(one).text if isinstance(one, Text) else None
            if name and name in library.remove and last in ("array_map", "array_walk", "map", "each"):
                self._remove(library.remove[name], [element(args[-1] if args[-1] is not one else args[0])], function)
        return Ref(f"{path}()", function, args)

    def _others(self, path: str, last: str, function: Ref, args: list[Thing]) -> None:
        library = self.library
        if path in library.write:
            self._write(args[:1], ">")
        elif path in library.open:
            self._open(args)
        elif path in library.onto:
            self._write(args[1:2], ">")
        elif path in library.run_file:
            self._run_file(args)
        elif path in library.http or last in library.http:
            method = library.http.get(path) or library.http[last]
            http_call(self.reading, method, value_in(args[0] if args else None))
        elif last in ("flushall", "flushdb"):
            self.reading.call("redis", (last,), None, (), f"{path}()")
        elif path.startswith("Aws.") and ".Client.new" in path and last != "new":
            named = _pairs(args)
            aws(self.reading, known(path.split(".")[1].lower()), last, named, f"{library.tool} aws-sdk")
        elif last in library.mapper_delete:
            where = "present" if ".where" in path or ".find" in path else "missing"
            self.reading.call("sql", ("delete", path.partition(".")[0]), {"where": where}, (), f"{path}()")
        elif last in library.sql:
            self._sql(last, args)

    def _folded(self, path: str, last: str, function: Ref, args: list[Thing]) -> Thing | None:
        library = self.library
        first = args[0] if args else None
        if path in library.decoders and first is not None:
            return self._decoded(library.decoders[path], first)
        if path in library.glob:
            return _globbed(args)
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

    def _shell(self, path: str, args: list[Thing]) -> None:
        step = f"{self.library.tool} {path}"
        given = [one for one in args if not isinstance(one, Table)]
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
        things = [item for one in args for item in (one.items if isinstance(one, Many) else [one])]
        if not things and isinstance(function.base, Text):
            things = [function.base]
        elif not things and isinstance(function.base, Ref) and function.base.args:
            things = function.base.args[:1]
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


DECLARING = ("my", "our", "local", "state", "var", "static")
BEFORE_VALUE = ("*", "!", "\\", "&", "-", "not", "new", "@", "#", *DECLARING)
ENDING = (
    "if",
    "unless",
    "while",
    "until",
    "and",
    "or",
    "do",
    "for",
    "foreach",
    "rescue",
    "then",
    "end",
    "else",
    "xor",
    "as",
)


def _is(path: str, last: str, names: tuple[str, ...]) -> bool:
    return path in names or (f"*.{last}" in names and "." in path)


def _globbed(args: list[Thing]) -> Thing:
    patterns = [value for one in args for value in values_in(one)]
    return Many([Text(value.replace(glob=True), False, True) for value in patterns])


def _pairs(args: list[Thing]) -> dict[str, Thing]:
    for one in args:
        if isinstance(one, Table):
            return one.items
    return {}


def read(reading: Reading, library: Library) -> None:
    """Read every text of a payload in one of these languages."""
    for text in reading.readable():
        try:
            Walk(reading, library).text(text)
        except (TooLong, RecursionError):
            reading.opaque("limit", f"the {library.tool} text is too long or too deep to be followed")
