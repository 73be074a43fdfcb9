"""JavaScript expressions: what they are, and every call in them with its arguments."""

from __future__ import annotations

from guardcmd.languages import js_effects, js_fold
from guardcmd.languages.js_scope import Body, Scope, TooLong
from guardcmd.languages.js_tokens import Token, Unbalanced, scan
from guardcmd.languages.reading import HOLE, joined, value_of
from guardcmd.languages.things import UNKNOWN, Code, Constant, Many, Ref, Table, Text, element, merged, value_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.languages.reading import Reading
    from guardcmd.languages.things import Thing

MOST_STEPS = 400_000
MOST_RUNS = 12  # how often the body of one function is walked
DEEPEST_CALLS = 12
DEEPEST = 40  # expressions within expressions

DECLARING = ("const", "let", "var")
SKIPPED = {
    "if", "else", "while", "do", "switch", "case", "default", "try", "finally", "throw", "export", "break", "continue",
    "with", "yield", "public", "private", "protected", "readonly", "static", "abstract", "declare", "using",
}  # fmt: skip
UNARY = ("!", "-", "+", "~", "++", "--", "typeof", "void", "delete", "await", "...")
BINARY = {
    "+", "-", "*", "/", "%", "**", "==", "!=", "===", "!==", "<", ">", "<=", ">=", "&&", "||", "??", "&", "|", "^",
    "<<",
    ">>", ">>>", "in", "instanceof",
}  # fmt: skip
ASSIGNING = ("=", "+=", "||=", "??=", "&&=", "-=", "*=", "/=")
TYPE_PARTS = (".", "<", ">", "|", "[", "]", ",", ">>", "&")
OVER = ("forEach", "map", "filter", "some", "every", "flatMap", "reduce", "find", "each")


class Values:
    """What one text is made of. `tool` is the tool of its calls; `mongo`: the text is of the MongoDB shell."""

    def __init__(self, reading: Reading, tool: str = "javascript", mongo: bool = False) -> None:
        self.reading = reading
        self.tool = tool
        self.mongo = mongo
        self.scope = Scope()
        self.tokens: list[Token] = []
        self.functions: list[Code] = []
        self.methods: dict[str, Code] = {}
        self.attributes: dict[str, Thing] = {}
        self.runs: dict[int, int] = {}
        self.modules: set[str] = set()
        self.steps = 0
        self.depth = 0
        self.calls = 0
        self.uncalled = False
        self.looping = 0
        self.returned: list[list[Thing]] = []

    def text(self, source: str) -> None:
        """Source text in the current scope."""
        if self.calls > DEEPEST_CALLS:
            self.reading.opaque("limit", "JavaScript text inside JavaScript text goes too deep to be read")
            return
        try:
            tokens = scan(source)
        except Unbalanced:
            self.reading.opaque("variable", "the JavaScript text cannot be read: its brackets do not fit")
            return
        kept, self.tokens = self.tokens, tokens
        self.calls += 1
        self.block(0, len(tokens) - 1)
        self.calls -= 1
        self.tokens = kept

    def block(self, place: int, end: int) -> None:
        """The statements between two places (js_walk)."""
        raise NotImplementedError

    def run(self, code: Code, args: list[Thing]) -> Thing:
        """Walk a function's body; what it returns (js_walk)."""
        raise NotImplementedError

    def class_body(self, place: int, end: int) -> int:
        """Read a class; where it ends (js_walk)."""
        raise NotImplementedError

    def import_module(self, name: str) -> Ref:
        name = js_fold.module_name(name)
        self.modules.add(name)
        return Ref(name)

    # --- tokens ----------------------------------------------------------------------------

    def _past(self, place: int) -> int:
        """Behind a token, or behind the bracket that it opens."""
        match = self.tokens[place].match
        return match + 1 if match > place else place + 1

    def _is(self, place: int, end: int, *texts: str) -> bool:
        return place < end and self.tokens[place].text in texts and self.tokens[place].kind in ("op", "word")

    def _next_item(self, place: int, end: int) -> int:
        """Behind the next comma."""
        while place < end and self.tokens[place].text != ",":
            place = self._past(place)
        return place + 1

    def step(self) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TooLong

    def _type(self, place: int, end: int) -> int:
        """Behind a TypeScript type."""
        while place < end and self.tokens[place].text not in ("=", ",", ";", ")", "of", "in"):
            if self.tokens[place].newline and self.tokens[place].text in DECLARING:
                break
            place = self._past(place)
        return place

    def _body_start(self, place: int, end: int) -> int:
        """The brace that opens a body, behind a TypeScript return type; -1 for none."""
        if self._is(place, end, ":"):
            place += 1
            while place < end and (self.tokens[place].kind == "word" or self.tokens[place].text in TYPE_PARTS):
                place += 1
        return place if self._is(place, end, "{") else -1

    def _code(self, name: str, parameters: tuple[int, int], body: int) -> Code:
        node = Body(self.tokens, parameters, body + 1, self.tokens[body].match)
        code = Code(name, node, self.scope)
        self.functions.append(code)
        return code

    def _function(self, place: int, end: int) -> tuple[Code, int]:
        """[async] function [*] [name] (params) { body }"""
        while self._is(place, end, "async", "function", "*"):
            place += 1
        name = ""
        if place < end and self.tokens[place].kind == "word":
            name = self.tokens[place].text
        while place < end and not self._is(place, end, "("):
            place += 1
        close = self.tokens[place].match if place < end else end
        body = self._body_start(close + 1, end)
        if body < 0:
            return Code(name, None), close + 1
        return self._code(name, (place + 1, close), body), self.tokens[body].match + 1

    # --- expressions -----------------------------------------------------------------------

    def expression(self, place: int, end: int) -> tuple[Thing, int]:
        """An expression with commas; where it ends."""
        thing, place = self.assignment(place, end)
        while self._is(place, end, ","):
            thing, place = self.assignment(place + 1, end)
        return thing, place

    def assignment(self, place: int, end: int) -> tuple[Thing, int]:
        self.step()
        if self.depth > DEEPEST:
            raise TooLong
        self.depth += 1
        found = self._arrow(place, end) or self._plain_assignment(place, end)
        self.depth -= 1
        return found

    def _plain_assignment(self, start: int, end: int) -> tuple[Thing, int]:
        thing, place = self.binary(start, end)
        if place < end and self.tokens[place].kind == "op":
            operator = self.tokens[place].text
            if operator in ASSIGNING:
                return self._assign(start, thing, operator, place + 1, end)
            if operator == "?":
                return self._conditional(place + 1, end)
        return thing, place

    def _arrow(self, place: int, end: int) -> tuple[Thing, int] | None:
        """x => e, (a, b) => { ... }, async () => e"""
        if self._is(place, end, "async") and not self._is(place + 1, end, "function", "=>"):
            place += 1
        if place >= end:
            return None
        token = self.tokens[place]
        if token.text == "(" and token.kind == "op":
            behind = token.match + 1
            parameters = (place + 1, token.match)
            if self._is(behind, end, ":"):
                behind = self._return_type(behind, end)
        elif token.kind == "word":
            behind, parameters = place + 1, (place, place + 1)
        else:
            return None
        return self._arrow_body(parameters, behind + 1, end) if self._is(behind, end, "=>") else None

    def _return_type(self, place: int, end: int) -> int:
        """(a): Promise<void> => ...; a conditional's `:` has no arrow soon behind it."""
        for ahead in range(place + 1, min(place + 12, end)):
            if self.tokens[ahead].text == "=>":
                return ahead
            if self.tokens[ahead].kind != "word" and self.tokens[ahead].text not in TYPE_PARTS:
                break
        return place

    def _arrow_body(self, parameters: tuple[int, int], place: int, end: int) -> tuple[Thing, int]:
        if self._is(place, end, "{"):
            code = self._code("", parameters, place)
            return code, self.tokens[place].match + 1
        following = self._expression_end(place, end)
        code = Code("", Body(self.tokens, parameters, place, following, True), self.scope)
        self.functions.append(code)
        return code, following

    def _expression_end(self, place: int, end: int) -> int:
        """Where an arrow function's expression ends: at a comma, a closing bracket, a semicolon, a new statement."""
        start = place
        while place < end:
            self.step()
            token = self.tokens[place]
            if token.kind == "op" and token.text in (",", ";", ")", "]", "}"):
                return place
            if token.newline and place > start and token.kind == "word" and self.tokens[place - 1].kind != "op":
                return place
            place = self._past(place)
        return place

    def _assign(self, start: int, before: Thing, operator: str, place: int, end: int) -> tuple[Thing, int]:
        thing, place = self.assignment(place, end)
        target = self.tokens[start]
        if operator == "+=":
            thing = js_fold.add(before, thing)
        if target.kind == "word" and self.tokens[start + 1].text == operator:
            scope = self.scope.owner(target.text) or self.scope
            kept = scope.names.get(target.text)
            told = kept is not None and kept is not UNKNOWN and operator != "+="
            scope.names[target.text] = merged([kept, thing]) if told and kept is not None else thing
        elif isinstance(before, Ref):
            self.attributes[before.path] = thing
        return thing, place

    def _conditional(self, place: int, end: int) -> tuple[Thing, int]:
        first, place = self.assignment(place, end)
        if self._is(place, end, ":"):
            second, place = self.assignment(place + 1, end)
            return merged([first, second]), place
        return first, place

    def binary(self, place: int, end: int) -> tuple[Thing, int]:
        thing, place = self.unary(place, end)
        while place < end:
            operator = self.tokens[place].text
            if operator in ("as", "satisfies") and not self.tokens[place].newline and self.tokens[place].kind == "word":
                place = self._type(place + 1, end)
                continue
            if operator not in BINARY or self.tokens[place].kind not in ("op", "word"):
                break
            right, place = self.unary(place + 1, end)
            thing = _binary(operator, thing, right)
        return thing, place

    def unary(self, place: int, end: int) -> tuple[Thing, int]:
        while self._is(place, end, *UNARY):
            place += 1
        if place >= end:
            return UNKNOWN, place
        return self.postfix(place, end)

    def postfix(self, place: int, end: int) -> tuple[Thing, int]:
        if self._is(place, end, "new") and place + 1 < end:
            place += 1
        thing, place = self.primary(place, end)
        while place < end:
            token = self.tokens[place]
            if token.kind == "template" and not token.newline:
                thing, place = js_effects.tagged(self, thing, self._template(token)), place + 1
                continue
            if token.kind != "op":
                break
            found = self._suffix(thing, token, place, end)
            if found is None:
                break
            thing, place = found
        return thing, place

    def _suffix(self, thing: Thing, token: Token, place: int, end: int) -> tuple[Thing, int] | None:
        """What `.x`, `[x]`, `(x)` and TypeScript's `!` and `<T>` make of a thing; None where it ends."""
        if token.text in (".", "?.") and self.tokens[place + 1].kind == "word":
            return self.attribute(thing, self.tokens[place + 1].text), place + 2
        if token.text == "[":
            key, _ = self.expression(place + 1, token.match)
            return self.item(thing, key), token.match + 1
        if token.text == "(":
            return self.call(thing, self.arguments(place + 1, token.match)), token.match + 1
        if token.text in ("++", "--", "?.") or (token.text == "!" and self._asserts(place)):
            return thing, place + 1
        if token.text == "<":
            behind = self._type_arguments(place, end)
            return (thing, behind) if behind > 0 else None
        return None

    def _asserts(self, place: int) -> bool:
        """TypeScript's `x!.y`"""
        return self.tokens[place + 1].text in (".", ")", "[", ",", ";", "?.")

    def _type_arguments(self, place: int, end: int) -> int:
        """Behind `<T>` where a call follows; -1 otherwise."""
        for ahead in range(place + 1, min(place + 14, end)):
            token = self.tokens[ahead]
            if token.text == ">" and self.tokens[ahead + 1].text == "(":
                return ahead + 1
            if token.kind not in ("word", "string") and token.text not in TYPE_PARTS:
                return -1
        return -1

    def arguments(self, place: int, end: int) -> list[Thing]:
        found: list[Thing] = []
        while place < end:
            spread = self._is(place, end, "...")
            thing, following = self.assignment(place, end)
            if spread and isinstance(thing, Many):
                found += thing.items
            else:
                found.append(thing)
            place = self._next_item(following, end)
        return found

    def primary(self, place: int, end: int) -> tuple[Thing, int]:
        token = self.tokens[place]
        if token.kind == "string":
            return Text(value_of(token.text)), place + 1
        if token.kind == "template":
            return self._template(token), place + 1
        if token.kind == "number":
            return Constant(int(token.text) if token.text.isdecimal() and len(token.text) < 16 else 0.5), place + 1
        if token.kind == "word":
            return self._word(place, end)
        if token.kind == "op" and token.match > place:
            return self._bracket(token, place), token.match + 1
        closes = token.kind == "op" and token.text in (")", "]", "}", ";", ",", ":")
        return UNKNOWN, place + (not closes)

    def _bracket(self, token: Token, place: int) -> Thing:
        if token.text == "(":
            return self.expression(place + 1, token.match)[0]
        if token.text == "[":
            return Many(self.arguments(place + 1, token.match))
        return self._object(place + 1, token.match)

    def _word(self, place: int, end: int) -> tuple[Thing, int]:
        word = self.tokens[place].text
        if word == "function" or (word == "async" and self._is(place + 1, end, "function")):
            return self._function(place, end)
        if word == "class":
            return UNKNOWN, self.class_body(place + 1, end)
        if word in ("true", "false"):
            return Constant(word == "true"), place + 1
        if word in ("null", "undefined"):
            return Constant(None), place + 1
        found = self.scope.get(word)
        if found is not None:
            return found, place + 1
        if HOLE in word:
            return Text(value_of(HOLE)), place + 1
        return js_fold.name(self, word) or Ref(word), place + 1

    def _template(self, token: Token) -> Text:
        texts, expressions = token.extra
        parts = [value_of(texts[0])]
        each = False
        for text, tokens in zip(texts[1:], expressions):
            kept, self.tokens = self.tokens, tokens
            thing, _ = self.expression(0, len(tokens) - 1)
            self.tokens = kept
            each = each or (isinstance(thing, Text) and thing.each)
            parts += [value_in(thing), value_of(text)]
        return Text(joined(parts), False, each)

    def _object(self, place: int, end: int) -> Table:
        items: dict[str, Thing] = {}
        while place < end:
            place = self._next_item(self._member(place, end, items), end)
        return Table(items)

    def _member(self, place: int, end: int, items: dict[str, Thing]) -> int:
        """One member of an object literal."""
        token = self.tokens[place]
        following = self.tokens[place + 1]
        if token.text == "..." and token.kind == "op":
            thing, place = self.assignment(place + 1, end)
            items.update(thing.items if isinstance(thing, Table) else {})
            return place
        if following.text == ":" and token.kind in ("word", "string", "number"):
            items[token.text], place = self.assignment(place + 2, end)
            return place
        if token.text == "[" and token.match > 0 and self._is(token.match + 1, end, ":"):
            key, _ = self.expression(place + 1, token.match)
            items[value_in(key).text or HOLE], place = self.assignment(token.match + 2, end)
            return place
        if token.kind == "word" and following.text == "(":
            body = self._body_start(following.match + 1, end)
            if body > 0:
                items[token.text] = self._code(token.text, (place + 2, following.match), body)
                return self.tokens[body].match + 1
        if token.kind == "word" and following.text in (",", "}"):
            items[token.text] = self._word(place, end)[0]
        return self._past(place)

    # --- names and calls -------------------------------------------------------------------

    def attribute(self, base: Thing, name: str) -> Thing:
        if isinstance(base, Table) and name in base.items:
            return base.items[name]
        if isinstance(base, Ref):
            if base.path == "process.env":
                return js_fold.environment(self.reading, name)
            path = js_fold.canonical(f"{base.path}.{name}")
            return self.attributes.get(path) or js_fold.known_attribute(self.reading, path) or Ref(path, base)
        return Ref(f"{js_fold.kind_of(base)}.{name}", base)

    def item(self, base: Thing, key: Thing) -> Thing:
        name = value_in(key).text
        if isinstance(base, Many):
            index = key.value if isinstance(key, Constant) else None
            return base.items[index] if isinstance(index, int) and 0 <= index < len(base.items) else element(base)
        if name is not None and not isinstance(key, Constant):
            return self.attribute(base, name)
        if isinstance(base, Table):
            return merged(list(base.items.values())) if base.items else UNKNOWN
        return Ref(f"{base.path}.{HOLE}", base) if isinstance(base, Ref) else UNKNOWN

    def call(self, function: Thing, args: list[Thing]) -> Thing:
        if isinstance(function, Code):
            return self.run(function, args)
        if not isinstance(function, Ref):
            return UNKNOWN
        indirect = self._indirect(function, args)
        if indirect is not None:
            return indirect
        folded = js_fold.call(self, function, args)
        if folded is None:
            js_effects.call(self, function, args)
        method = self.methods.get(function.path.rpartition(".")[2]) if "." in function.path else None
        if method is not None and folded is None:
            folded = self.run(method, args)
        self._callbacks(function, args)
        return folded if folded is not None else Ref(f"{function.path}()", function, args)

    def _indirect(self, function: Ref, args: list[Thing]) -> Thing | None:
        """f.bind(x) is f; f.call(x, a), f.apply(x, [a]) and Reflect.apply(f, x, [a]) are f(a)."""
        last = function.path.rpartition(".")[2]
        if last not in ("bind", "call", "apply"):
            return None
        if function.path == "Reflect.apply":
            target, args = (args[0], args[1:]) if args else (UNKNOWN, [])
        elif isinstance(function.base, Ref | Code):
            target = function.base
        else:
            return None
        if last == "bind":
            return target if len(args) < 2 else None
        given = args[1:] if last == "call" else args[1].items if len(args) > 1 and isinstance(args[1], Many) else []
        return self.call(target, list(given))

    def _callbacks(self, function: Ref, args: list[Thing]) -> None:
        """files.forEach(f => fs.unlinkSync(f)), files.map(fs.unlinkSync), promise.then(() => ...)"""
        last = function.path.rpartition(".")[2]
        over = function.base if last in OVER else None
        given = [element(over)] if over is not None else [function.base or UNKNOWN] if last == "then" else []
        for one in args:
            self.looping += over is not None
            if isinstance(one, Code):
                self.run(one, given)
            elif isinstance(one, Ref) and given and js_effects.is_effect(one.path):
                self.call(one, given)
            self.looping -= over is not None


def _binary(operator: str, left: Thing, right: Thing) -> Thing:
    if operator == "+":
        return js_fold.add(left, right)
    if operator == "&&":
        return right
    return merged([left, right]) if operator in ("||", "??") else UNKNOWN
