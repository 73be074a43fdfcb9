"""Lists, pipelines and compound commands (POSIX XCU 2.9.2 to 2.9.5, bash manual 3.2)."""

from __future__ import annotations

from guardcmd.shell.conditional import Conditionals
from guardcmd.shell.ir import (
    ArithmeticCommand,
    ArithmeticFor,
    Case,
    CaseArm,
    Coprocess,
    For,
    FunctionDefinition,
    Group,
    If,
    Literal,
    Pipeline,
    Script,
    SimpleCommand,
    Statement,
    Subshell,
    While,
    Word,
)
from guardcmd.shell.lexer import QUOTES, Refusal, Stop, plain_without

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from guardcmd.shell.ir import Command, Part

_CLOSERS = frozenset(["then", "else", "elif", "fi", "do", "done", "esac", "}", "]]"])
_NOTHING = "\n;&|)\0"
_PLAIN_HEADER = plain_without("()" + QUOTES)
_TERMINATORS = (";;&", ";;", ";&")


class Commands(Conditionals):
    """Reads whole scripts."""

    prefixes = frozenset(["!", "time"])
    closers = _CLOSERS
    terminators: tuple[str, ...] = _TERMINATORS

    # --- lists -------------------------------------------------------------------------------

    def script(self) -> Script:
        """Statements up to what cannot start one: a closing word, `)`, `;;` or the end. The caller knows if it fits."""
        self.deeper()
        start = self.at
        statements: list[Statement] = []
        self.statements(statements)
        self.depth -= 1
        return Script(tuple(statements), (start, self.at))

    def statements(self, found: list[Statement]) -> None:
        required = False
        while True:
            if self.lines():
                self.line_complete(found, required)
            start = self.at
            pipeline = self.pipeline()
            if pipeline is None:
                if required:
                    raise self.unexpected(start)
                if self.stray():
                    continue
                return
            operator = self.list_operator()
            found.append(Statement(pipeline, operator, (start, pipeline.span[1])))
            if not operator:
                return
            required = operator in ("&&", "||")
            if operator == "\n":
                self.line_complete(found, False)

    def stray(self) -> bool:
        """Passes a `;` that follows nothing, where the dialect lets it stand."""
        return False

    def line_complete(self, found: list[Statement], required: bool) -> None:
        """Called at each line end; the outermost reader notes what bash would have run by now."""

    def list_operator(self) -> str:
        """Passes the operator behind a pipeline; empty where the list ends."""
        c = self.blanks()
        if c == "\n":
            self.newline()
            return c
        if c not in ";&|":
            return ""
        after = self.joined(self.at + 1)
        following = self.text[after]
        if c == ";":
            if following == ";" or following == "&":
                return ""
            self.at = after
            return c
        if following == c:
            self.at = after + 1
            return c + c
        self.at = after
        return c

    def filled(self, what: str, start: int) -> Script:
        """A list that must not be empty."""
        script = self.script()
        if not script.statements:
            if self.at >= self.length:
                raise Stop(f"unclosed `{what}`", start)
            raise self.unexpected(self.at)
        return script

    # --- pipelines ---------------------------------------------------------------------------

    def pipeline(self) -> Pipeline | None:
        """The pipeline here; None where none can start."""
        start = self.at
        raw, end = self.bare()
        negated = prefixed = False
        while raw in self.prefixes:
            prefixed = True
            negated ^= raw == "!"
            self.at = end
            self.blanks()
            if raw == "time":
                self.time_options()
            raw, end = self.bare()
        command = self.command(raw, end)
        if command is None:
            if not prefixed:
                return None
            if self.text[self.at] not in ";\n\0}":
                raise self.unexpected(self.at)
            empty = SimpleCommand((), (), (), (start, start))
            return Pipeline((empty,), negated, (start, self.at), ())
        commands = [command]
        joints: list[bool] = []
        while self.blanks() == "|":
            after = self.joined(self.at + 1)
            following = self.text[after]
            if following == "|":
                break
            joints.append(following == "&")
            self.at = after + 1 if following == "&" else after
            self.lines()
            at = self.at
            raw, end = self.bare()
            command = None if raw == "!" else self.command(raw, end)
            if command is None:
                raise self.unexpected(at)
            commands.append(command)
        return Pipeline(tuple(commands), negated, (start, commands[-1].span[1]), tuple(joints))

    def time_options(self) -> None:
        for option in ("-p", "--"):
            raw, end = self.bare()
            if raw == option:
                self.at = end
                self.blanks()

    def command(self, raw: str, end: int) -> Command | None:
        """The command here, whose first word is `raw` if that is plain; None where a list can end."""
        start = self.at
        handler = self.compounds.get(raw)
        if handler is not None:
            self.at = end
            return handler(self, start)
        c = self.text[start]
        if c == "(":
            return self.parenthesis(start)
        if raw in self.closers:
            return None
        if c in _NOTHING and (c != "&" or self.text[self.joined(start + 1)] != ">"):
            return None
        return self.simple()

    # --- compound commands -------------------------------------------------------------------

    def keyword(self, opener: str, start: int, *wanted: str) -> str:
        """Passes the reserved word that must come now."""
        raw, end = self.bare()
        if raw not in wanted:
            raise Stop(f"unclosed `{opener}`", start) if self.at >= self.length else self.unexpected(self.at)
        self.at = end
        return raw

    def parenthesis(self, start: int) -> Command:
        """`((...))` or a subshell."""
        if self.text[self.joined(start + 1)] == "(":
            parts = self.arithmetic(start)[0]
            if parts is not None:
                expression = self.between(parts, start, self.at)
                return ArithmeticCommand(expression, self.redirections(), (start, self.at))
        return self.subshell(start)

    def subshell(self, start: int) -> Command:
        self.at = start + 1
        body = self.filled("(", start)
        if self.text[self.at] != ")" or self.at >= self.length:
            raise Stop("unclosed `(`", start) if self.at >= self.length else self.unexpected(self.at)
        self.at += 1
        return Subshell(body, self.redirections(), (start, self.at))

    def between(self, parts: list[Part], start: int, end: int) -> Word:
        """What stands between double parentheses, as a word."""
        return Word(tuple(parts), self.text[start + 2 : end - 2], (start + 2, end - 2))

    def braced(self, start: int) -> Command:
        body = self.filled("{", start)
        self.keyword("{", start, "}")
        return Group(body, self.redirections(), (start, self.at))

    def condition(self, start: int) -> Command:
        """From behind `if`."""
        clauses = []
        otherwise = None
        word = "if"
        while word in ("if", "elif"):
            test = self.filled("if", start)
            self.keyword("if", start, "then")
            clauses.append((test, self.filled("if", start)))
            word = self.keyword("if", start, "elif", "else", "fi")
        if word == "else":
            otherwise = self.filled("if", start)
            self.keyword("if", start, "fi")
        return If(tuple(clauses), otherwise, self.redirections(), (start, self.at))

    def loop(self, start: int) -> Command:
        """From behind `while` or `until`."""
        until = self.text[start] == "u"
        test = self.filled("while", start)
        self.keyword("while", start, "do")
        body = self.filled("while", start)
        self.keyword("while", start, "done")
        return While(test, body, until, self.redirections(), (start, self.at))

    def for_loop(self, start: int) -> Command:
        """From behind `for` or `select`."""
        self.blanks()
        if self.text[self.at] == "(" and self.text[self.joined(self.at + 1)] == "(":
            return self.arithmetic_for(start)
        name = plain_name(self.word())
        self.blanks()
        words: tuple[Word, ...] | None = None
        if self.text[self.at] == ";":
            self.at += 1
        else:
            self.lines()
            raw, end = self.bare()
            if raw == "in":
                self.at = end
                words = self.items()
        body = self.do_body(start)
        return For(name, words, body, self.redirections(), (start, self.at))

    def items(self) -> tuple[Word, ...]:
        """The words behind `in`, and the `;` or line end that must follow."""
        words: list[Word] = []
        while (c := self.blanks()) not in ";\n":
            words.append(self.word())
        if c == ";":
            self.at += 1
        return tuple(words)

    def do_body(self, start: int) -> Script:
        """`do ...; done` or `{ ...; }`."""
        self.lines()
        opener = self.keyword("for", start, "do", "{")
        body = self.filled("for", start)
        self.keyword("for", start, "done" if opener == "do" else "}")
        return body

    def arithmetic_for(self, start: int) -> Command:
        begin = self.at
        parts = self.arithmetic(begin)[0]
        if parts is None:
            raise self.unexpected(begin)
        header = self.between(parts, begin, self.at)
        if self.blanks() == ";":
            self.at += 1
        body = self.do_body(start)
        return ArithmeticFor(header, body, self.redirections(), (start, self.at))

    def case(self, start: int) -> Command:
        """From behind `case`."""
        self.blanks()
        subject = self.word()
        self.lines()
        self.keyword("case", start, "in")
        arms: list[CaseArm] = []
        while True:
            self.lines()
            raw, end = self.bare()
            if raw == "esac":
                self.at = end
                return Case(subject, tuple(arms), self.redirections(), (start, self.at))
            if self.at >= self.length:
                raise Stop("unclosed `case`", start)
            arms.append(self.arm())

    def arm(self) -> CaseArm:
        self.step()
        text = self.text
        if text[self.at] == "(":
            self.at += 1
            self.blanks()
        patterns = [self.word()]
        while self.blanks() == "|":
            self.at += 1
            self.blanks()
            patterns.append(self.word())
        if text[self.at] != ")" or self.at >= self.length:
            raise self.unexpected(self.at)
        self.at += 1
        body = self.script()
        return CaseArm(tuple(patterns), body, self.terminator())

    def terminator(self) -> str:
        """Passes `;;`, `;&` or `;;&`; empty before `esac`."""
        if self.text[self.at] != ";":
            if self.bare()[0] != "esac":
                raise self.unexpected(self.at)
            return ""
        found = ""
        at = self.at
        while any(t.startswith(found + self.text[at]) for t in self.terminators):
            found += self.text[at]
            at = self.joined(at + 1)
        if found not in self.terminators:
            raise self.unexpected(self.at)
        self.at = at
        return found

    def function(self, names: list[Word], start: int) -> Command:
        """From `(` behind a name."""
        if len(names) > 1:
            raise self.unexpected(self.at)
        self.at += 1
        if self.blanks() != ")":
            raise self.unexpected(self.at)
        self.at += 1
        return self.function_body(names[0], start)

    def keyword_function(self, start: int) -> Command:
        """From behind `function`."""
        self.blanks()
        name = self.word()
        back = self.at
        if self.blanks() == "(" and self.text[self.run(self.at + 1, " \t")] == ")":
            return self.function([name], start)
        self.at = back
        return self.function_body(name, start)

    def function_body(self, name: Word, start: int) -> Command:
        self.lines()
        raw, end = self.bare()
        at = self.at
        if raw not in self.compounds and self.text[at] != "(":
            raise self.unexpected(at)
        body = self.command(raw, end)
        if body is None or isinstance(body, SimpleCommand | FunctionDefinition):
            raise self.unexpected(at)
        return FunctionDefinition(plain_name(name), body, (start, self.at))

    def coprocess(self, start: int) -> Command:
        """From behind `coproc`."""
        self.blanks()
        raw, end = self.bare()
        name = "COPROC"
        if raw and raw not in self.compounds:
            back = self.at
            self.at = end
            if self.blanks() == "(" or self.bare()[0] in self.compounds:
                name = raw  # coproc NAME { a; }
            else:
                self.at = back
            raw, end = self.bare()
        body = self.command(raw, end) if raw != "!" else None
        if body is None:
            raise self.unexpected(self.at)
        return Coprocess(name, body, (start, body.span[1]))

    compounds: dict[str, Callable[[Any, int], Command]] = {
        "{": braced,
        "if": condition,
        "while": loop,
        "until": loop,
        "for": for_loop,
        "select": for_loop,
        "case": case,
        "function": keyword_function,
        "coproc": coprocess,
        "[[": Conditionals.conditional,
    }


def plain_name(word: Word) -> str:
    """The name of a function or a loop variable."""
    if not all(isinstance(part, Literal) for part in word.parts):
        raise Refusal("an expansion in a name", word.span[0])
    return "".join([part.text for part in word.parts if isinstance(part, Literal)])
