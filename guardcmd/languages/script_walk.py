"""Reads Ruby, Perl, PHP and Lua in one pass: names, their arguments, and what their calls do, by tables.

Less is understood than of Python and JavaScript: assignments of texts, calls with or without parentheses, chains.
"""

from __future__ import annotations

from guardcmd.languages.reading import HOLE, joined, value_of
from guardcmd.languages.script_calls import Calls, globbed
from guardcmd.languages.script_tokens import scan
from guardcmd.languages.things import UNKNOWN, Constant, Many, Ref, Table, Text, element, merged, value_in
from guardcmd.shell.value import Value, known, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.languages.reading import Reading
    from guardcmd.languages.script_library import Library
    from guardcmd.languages.script_tokens import Token
    from guardcmd.languages.things import Thing

MOST_STEPS = 300_000
DEEPEST = 40
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


class TooLong(Exception):
    """The text takes too many steps."""


class Walk(Calls):
    """One text in one of these languages."""

    def __init__(self, reading: Reading, library: Library) -> None:
        super().__init__(reading, library)
        self.names: dict[str, Thing] = {}
        self.tokens: list[Token] = []
        self.steps = 0
        self.depth = 0
        self.texts = 0
        self.piped: Thing | None = None

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
        if token.kind == "word" and (token.text == "for" or (token.text == "foreach" and self.library.tool != "julia")):
            return self._loop(place + 1)
        name = self._assigned(place)
        if name:
            thing, following = self.arguments(place + 2, False)
            self.names[name] = thing[0] if len(thing) == 1 else Many(thing)
            return following
        if token.kind in ("word", "variable", "shell", "code", "string") or token.text in ("(", "["):
            return self.concatenation(place)[1]
        return place + 1

    def _loop(self, place: int) -> int:
        """foreach my $f (glob "x/*"), foreach (glob("x/*") as $f), for f in list"""
        inside = place + (place < len(self.tokens) and self.tokens[place].text == "(")
        while inside < len(self.tokens) and self.tokens[inside].text in DECLARING:
            inside += 1
        if inside + 2 < len(self.tokens) and self.tokens[inside + 1].text in ("in", "<-", "="):
            items_of, end = self.concatenation(inside + 2)  # for (f in x), for f in x, for f <- x
            if self.tokens[inside + 1].text != "=" or isinstance(items_of, Many):
                self.names[self.tokens[inside].text] = element(items_of)
            return end
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
        if place + 2 >= len(self.tokens) or self.tokens[place + 1].text not in ("=", "<-"):
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
            elif closed and token.kind == "word" and self._assigned(place):
                thing, following = self.concatenation(place + 2)
                found.append(Table({token.text: thing}))
                place = following if following > place + 2 else place + 3
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
            if self.library.pipe and self._pipes(place):
                self.piped = thing
                thing, place = self.term(place + len(self.library.pipe))
                self.piped = None
            elif operator in self.library.concatenate:
                right, place = self.term(place + 1)
                thing = Text(joined([value_in(thing), value_in(right)]))
            elif operator in ("||", "&&", "?", ":", "*", "+", "-", "/", "%", "==", "<", ">", "&", "|"):
                right, place = self.term(place + 1)
                arity = operator == "/" and self.library.pipe and isinstance(thing, Ref) and isinstance(right, Constant)
                if not arity:  # &File.rm/1 is the function itself
                    thing = merged([thing, right]) if operator == "||" else UNKNOWN
            else:
                break
        self.depth -= 1
        return thing, place

    def _pipes(self, place: int) -> bool:
        """`x |> f()`, whose characters are tokens of their own."""
        return (
            "".join([token.text for token in self.tokens[place : place + len(self.library.pipe)]]) == self.library.pipe
        )

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
            piped, self.piped = self.piped, None
            args, end = self.arguments(place + 1, True)
            args = args if piped is None else [piped, *args]
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
        removes = removes or (function.path == "unlink" and self.library.tool == "perl")
        mapper = last in self.library.mapper_delete or (last in self.library.record_delete and "." in function.path)
        return removes or mapper or last in ("flushall", "flushdb")

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
            if token.text == "." and following is not None and following.text == "!" and self.library.shell_methods:
                self.run_text(thing, "!")  # Scala: "rm x".!
                place += 2
                continue
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
            return globbed(args)
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


def read(reading: Reading, library: Library) -> None:
    """Read every text of a payload in one of these languages."""
    for text in reading.readable():
        try:
            Walk(reading, library).text(text)
        except (TooLong, RecursionError):
            reading.opaque("limit", f"the {library.tool} text is too long or too deep to be followed")
