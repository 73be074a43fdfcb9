"""Walks JavaScript in order, tolerantly: statements as they come, functions kept until they are called."""

from __future__ import annotations

from guardcmd.languages.js_scope import Body, Scope
from guardcmd.languages.js_values import DECLARING, DEEPEST_CALLS, MOST_RUNS, SKIPPED, Values
from guardcmd.languages.reading import HOLE
from guardcmd.languages.things import UNKNOWN, Code, Many, Ref, element, merged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.languages.things import Thing


class Walk(Values):
    """One text from its first statement to its last."""

    # --- entries ---------------------------------------------------------------------------

    def module(self, source: str) -> None:
        self.text(source)
        self.uncalled = True
        place = 0
        while place < len(self.functions):  # more are found on the way
            if id(self.functions[place].node) not in self.runs:
                self.run(self.functions[place], [])
            place += 1

    def run(self, code: Code, args: list[Thing]) -> Thing:
        """Walk a function's body; what it returns."""
        runs = self.runs.get(id(code.node), 0)
        self.runs[id(code.node)] = runs + 1
        body = code.node
        if runs >= MOST_RUNS or self.calls >= DEEPEST_CALLS or not isinstance(body, Body):
            return UNKNOWN
        kept = (self.scope, self.tokens, self.depth)
        self.scope = Scope(code.scope if isinstance(code.scope, Scope) else self.scope)
        self.tokens = body.tokens
        self.calls += 1
        self.returned.append([])
        self._bind(body, args)
        if body.expression:
            thing, _ = self.expression(body.start, body.end)
            self.returned[-1].append(thing)
        else:
            self.block(body.start, body.end)
        self.calls -= 1
        self.scope, self.tokens, self.depth = kept
        return merged(self.returned.pop())

    def _bind(self, body: Body, args: list[Thing]) -> None:
        place, end = body.parameters
        index = 0
        while place < end:
            thing = args[index] if index < len(args) else Ref("?")
            place = self._pattern(place, end, thing)
            place = self._next_item(place, end)
            index += 1

    # --- statements ------------------------------------------------------------------------

    def block(self, place: int, end: int) -> None:
        while place < end:
            self.step()
            following = self.statement(place, end)
            place = following if following > place else place + 1

    def statement(self, place: int, end: int) -> int:
        token = self.tokens[place]
        if token.kind == "word":
            return self._word_statement(token.text, place, end)
        if token.kind == "op" and token.text in ("{", "}", ";", ":", ")", "]", ","):
            return place + 1
        return self.expression(place, end)[1]

    def _word_statement(self, text: str, place: int, end: int) -> int:
        following = self.tokens[place + 1]
        if HOLE in text and self._alone(place, end):
            self.reading.opaque(self.reading.hole_source(), "a JavaScript statement is not known")
            return place + 1
        if text in DECLARING:
            return self._declaration(place + 1, end)
        if text == "import" and following.text not in ("(", "."):
            return self._import(place + 1, end)
        if text == "for":
            return self._for(place + 1, end)
        if text == "class":
            return self.class_body(place + 1, end)
        if text == "catch":
            return following.match + 1 if following.text == "(" else place + 1
        if text == "return":
            return self._return(place + 1, end)
        if text in ("interface", "type", "enum", "namespace") and following.kind == "word" and not following.newline:
            return self._type_declaration(text, place, end)
        if text == "function" or (text == "async" and following.text == "function"):
            return self._function_statement(place, end)
        if (text in SKIPPED and following.text not in (".", "(")) or text in ("if", "while", "switch", "with"):
            return place + 1
        return self.expression(place, end)[1]

    def _alone(self, place: int, end: int) -> bool:
        following = self.tokens[place + 1]
        return place + 1 >= end or following.text in (";", "}") or following.newline

    def _type_declaration(self, text: str, place: int, end: int) -> int:
        while place < end and self.tokens[place].text not in ("{", ";", "="):
            place += 1
        if place < end and self.tokens[place].text == "{" and text != "namespace":
            return self.tokens[place].match + 1
        return place + 1

    def _return(self, place: int, end: int) -> int:
        if place >= end or self.tokens[place].text in (";", "}"):
            return place
        thing, place = self.expression(place, end)
        if self.returned:
            self.returned[-1].append(thing)
        return place

    def _declaration(self, place: int, end: int) -> int:
        """const a = 1, {b, c: d} = e;"""
        while place < end:
            start = place
            place = self._past(place)
            if self._is(place, end, "!"):
                place += 1
            if self._is(place, end, ":"):
                place = self._type(place + 1, end)
            if self._is(place, end, "="):
                thing, place = self.assignment(place + 1, end)
                self._pattern(start, end, thing)
            elif self.tokens[start].kind == "word":
                self.scope.names.setdefault(self.tokens[start].text, UNKNOWN)
            if not self._is(place, end, ","):
                return place
            place += 1
        return place

    def _pattern(self, place: int, end: int, thing: Thing) -> int:
        """Bind a name or a destructuring pattern; where it ends."""
        token = self.tokens[place]
        if token.text == "..." and place + 1 < end:
            return self._pattern(place + 1, end, Many([element(thing)], True))
        if token.text == "{" and token.kind == "op":
            self._object_pattern(place + 1, token.match, thing)
            return token.match + 1
        if token.text == "[" and token.kind == "op":
            self._array_pattern(place + 1, token.match, thing)
            return token.match + 1
        if token.kind == "word":
            self.scope.names[token.text] = thing
        return place + 1

    def _object_pattern(self, place: int, end: int, thing: Thing) -> None:
        while place < end:
            name = self.tokens[place].text
            if name in ("...", ","):
                place += 1
                continue
            inner = self.attribute(thing, name)
            if self._is(place + 1, end, ":") and place + 2 < end:
                self._pattern(place + 2, end, inner)
            else:
                self.scope.names[name] = inner
            place = self._next_item(place, end)

    def _array_pattern(self, place: int, end: int, thing: Thing) -> None:
        index = 0
        while place < end:
            if not self._is(place, end, ","):
                item = thing.items[index] if isinstance(thing, Many) and index < len(thing.items) else element(thing)
                self._pattern(place, end, item)
            place = self._next_item(place, end)
            index += 1

    def _import(self, place: int, end: int) -> int:
        """import a, {b as c} from 'm'; import * as d from 'm'; import 'm'."""
        names: list[tuple[str, str]] = []  # imported name, local name
        start, braced = place, False
        while place < end and self.tokens[place].kind != "string" and place - start < 400:
            token = self.tokens[place]
            braced = braced or token.text == "{"
            if self.tokens[place - 1].text == "as" and names and token.kind == "word":
                names[-1] = (names[-1][0], token.text)
            elif token.kind == "word" and token.text not in ("from", "as", "type"):
                names.append((token.text if braced else "", token.text))
            elif token.text == "*":
                names.append(("", ""))
            place += 1
        if place < end and self.tokens[place].kind == "string":
            module = self.import_module(self.tokens[place].text)
            for imported, local in names:
                if local:
                    self.scope.names[local] = self.attribute(module, imported) if imported else module
        return place + 1

    def _for(self, place: int, end: int) -> int:
        """for (const f of files) ...: the body follows as statements."""
        if self._is(place, end, "await"):
            place += 1
        if not self._is(place, end, "("):
            return place
        close = self.tokens[place].match
        place += 1
        start = place + 1 if self._is(place, close, *DECLARING) else place
        over = self._past(start) if start < close else close
        if self._is(over, close, "of", "in"):
            thing, _ = self.expression(over + 1, close)
            self._pattern(start, close, element(thing))
        else:
            self.block(place, close)
        self.looping += 1
        following = self._body(close + 1, end)
        self.looping -= 1
        return following

    def _body(self, place: int, end: int) -> int:
        if self._is(place, end, "{"):
            self.block(place + 1, self.tokens[place].match)
            return self.tokens[place].match + 1
        return self.statement(place, end) if place < end else place

    def class_body(self, place: int, end: int) -> int:
        name = self.tokens[place].text
        while place < end and not self._is(place, end, "{"):
            place += 1
        if place >= end:
            return place
        close = self.tokens[place].match
        self.scope.names[name] = Ref(name)
        place += 1
        while place < close:
            token = self.tokens[place]
            body = self._body_start(token.match + 1, close) if token.text == "(" and token.match > 0 else -1
            if body > 0:
                code = self._code(self.tokens[place - 1].text, (place + 1, token.match), body)
                self.methods[code.name] = code
                place = self.tokens[body].match + 1
            elif token.kind == "op" and token.text == "=":
                _, following = self.assignment(place + 1, close)
                place = max(following, place + 1)
            else:
                place += 1
        return close + 1

    def _function_statement(self, place: int, end: int) -> int:
        code, following = self._function(place, end)
        if code.name:
            self.scope.names[code.name] = code
        return following
