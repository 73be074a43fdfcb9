"""Commands of zsh that bash does not have: short loops, braces for bodies, `always`, anonymous functions (zshmisc)."""

from __future__ import annotations

from guardcmd.shell.commands import Commands, plain_name
from guardcmd.shell.ir import (
    ArithmeticFor,
    Case,
    CaseArm,
    Command,
    Conditional,
    For,
    FunctionDefinition,
    Group,
    If,
    Literal,
    Pipeline,
    Script,
    SimpleCommand,
    Statement,
    While,
    Word,
)
from guardcmd.shell.lexer import Stop
from guardcmd.shell.simple import Draft
from guardcmd.shell.zsh_words import ZshWords

_MORE_BINARY = frozenset(["-pcre-match", "-regex-match"])
_MORE_UNARY = frozenset(["-prefix", "-suffix", "-after", "-between"])


class ZshReader(ZshWords):
    """Reads zsh. What it shares with bash is read by the classes below."""

    prefixes = Commands.prefixes | {"nocorrect"}
    closers = Commands.closers | {"end"}
    terminators = (*Commands.terminators, ";|")
    binary = Commands.binary | _MORE_BINARY
    unary = Commands.unary | _MORE_UNARY

    # --- lists -------------------------------------------------------------------------------

    def stray(self) -> bool:
        if self.text[self.at] != ";" or self.text[self.at + 1] in ";&|":
            return False
        self.at += 1
        return True

    def list_operator(self) -> str:
        c = self.blanks()
        two = self.text[self.at : self.at + 2]
        if two in ("&|", "&!"):
            self.at += 2
            return "&"
        if two == ";|" or c == "}":
            return ""
        return super().list_operator()

    def script(self) -> Script:
        outside, self.globs_run = self.globs_run, True
        found = super().script()
        self.globs_run = outside
        return found

    def conditional(self, start: int) -> Conditional:
        outside, self.globs_run = self.globs_run, False
        found = super().conditional(start)
        self.globs_run = outside
        return found

    def filled(self, what: str, start: int) -> Script:
        return self.script()

    def sublist(self) -> Script:
        """Pipelines joined by `&&` and `||`: the body of a short loop. What follows is left standing."""
        self.deeper()
        start = self.at
        found: list[Statement] = []
        while True:
            at = self.at
            pipeline = self.pipeline()
            if pipeline is None:
                raise self.unexpected(at)
            self.blanks()
            two = self.text[self.at : self.at + 2]
            operator = two if two in ("&&", "||") else ""
            found.append(Statement(pipeline, operator, (at, pipeline.span[1])))
            if not operator:
                self.depth -= 1
                return Script(tuple(found), (start, pipeline.span[1]))
            self.at += 2
            self.lines()

    def redirection_operator(self) -> str:
        operator = super().redirection_operator()
        c = self.text[self.at]
        if c == "(" and operator in ("<<", ">>"):  # cat <<(a) is cat < <(a)
            self.at -= 1
            return operator[0]
        if operator == ">>" and c == "&":
            self.at += 1
            operator, c = "&>>", self.text[self.at]
        if c in "!|" and operator in (">", ">>", ">&", "&>", "&>>"):
            self.at += 1
            return ">|" if operator == ">" else operator
        return operator

    def closes_descriptor(self, at: int) -> bool:
        return self.text[at + 1] in self.word_ends

    def redirected(self, draft: Draft) -> Command | None:
        if draft.assignments:
            return None
        c = self.blanks()
        raw, end = self.bare()
        if c != "(" and raw not in self.compounds and raw not in self.prefixes:
            return None
        pipeline = self.prefixed(raw, end)
        body = Script((Statement(pipeline, "", pipeline.span),), pipeline.span)
        return Group(body, (*draft.redirects, *self.redirections()), (draft.start, self.at))

    def prefixed(self, raw: str, end: int) -> Pipeline:
        """One command, perhaps behind `time`, `!` or `nocorrect`."""
        start = self.at
        while raw in self.prefixes:
            self.at = end
            self.blanks()
            raw, end = self.bare()
        command = self.command(raw, end)
        if command is None:
            raise self.unexpected(self.at)
        return Pipeline((command,), False, (start, command.span[1]))

    # --- bodies ------------------------------------------------------------------------------

    def in_braces(self, start: int) -> Script:
        """`{ ... }`, from `{`."""
        self.keyword("{", start, "{")
        body = self.script()
        self.keyword("{", start, "}")
        return body

    def do_body(self, start: int) -> Script:
        self.lines()
        raw, end = self.bare()
        if raw == "{":
            return self.in_braces(start)
        if raw != "do":
            return self.sublist()
        self.at = end
        body = self.script()
        self.keyword("do", start, "done")
        return body

    def condition(self, start: int) -> Command:
        clauses: list[tuple[Script, Script]] = []
        otherwise = None
        word = "if"
        while word in ("if", "elif"):
            test = self.script()
            raw, end = self.bare()
            if raw == "then":
                self.at = end
                clauses.append((test, self.script()))
                word = self.keyword("if", start, "elif", "else", "fi")
            elif raw == "{":
                clauses.append((test, self.in_braces(start)))
                word = self.another()
            else:
                clauses.append((test, self.sublist()))
                word = ""
        if word == "else":
            self.lines()
            if self.bare()[0] == "{":
                otherwise = self.in_braces(start)
            else:
                otherwise = self.script()
                self.keyword("if", start, "fi")
        return If(tuple(clauses), otherwise, self.redirections(), (start, self.at))

    def another(self) -> str:
        """`elif` or `else` behind a body in braces, passed; or nothing."""
        back = self.at
        self.blanks()
        raw, end = self.bare()
        self.at = end if raw in ("elif", "else") else back
        return raw if raw in ("elif", "else") else ""

    def loop(self, start: int) -> Command:
        until = self.text[start] == "u"
        test = self.script()
        body = self.do_body(start)
        return While(test, body, until, self.redirections(), (start, self.at))

    def for_loop(self, start: int) -> Command:
        self.blanks()
        text = self.text
        if text.startswith("((", self.at):
            return self.arithmetic_for(start)
        names: list[str] = []
        words: tuple[Word, ...] | None = None
        while True:
            c = self.blanks()
            if c == "(":
                self.at += 1
                words = self.parenthesised(start)
                break
            if c in ";\n":
                if c == ";":
                    self.at += 1
                    break
                self.lines()
            raw, end = self.bare()
            if raw == "in":
                self.at = end
                words = self.items()
                break
            if raw in ("do", "{"):
                break
            names.append(plain_name(self.word()))
        if self.blanks() == ";":
            self.at += 1
        foreach = text.startswith("foreach", start)
        body = self.until_end(start) if foreach else self.do_body(start)
        return For(" ".join(names), words, body, self.redirections(), (start, self.at))

    def until_end(self, start: int) -> Script:
        """The body of `foreach`, up to `end`."""
        self.lines()
        if self.bare()[0] in ("do", "{"):
            return self.do_body(start)
        body = self.script()
        self.keyword("foreach", start, "end")
        return body

    def parenthesised(self, start: int) -> tuple[Word, ...]:
        """Words up to `)`, which is passed."""
        words: list[Word] = []
        while True:
            self.lines()
            if self.at >= self.length:
                raise Stop("unclosed `(`", start)
            if self.text[self.at] == ")":
                self.at += 1
                return tuple(words)
            words.append(self.word())

    def arithmetic_for(self, start: int) -> Command:
        begin = self.at
        parts = self.arithmetic(begin)[0]
        if parts is None:
            raise self.unexpected(begin)
        header = self.between(parts, begin, self.at)
        if self.blanks() == ";":
            self.at += 1
        return ArithmeticFor(header, self.do_body(start), self.redirections(), (start, self.at))

    def repeat(self, start: int) -> Command:
        """`repeat count body`: a loop without a name over the count."""
        self.blanks()
        count = self.word()
        if self.blanks() == ";":
            self.at += 1
        return For("", (count,), self.do_body(start), self.redirections(), (start, self.at))

    # --- case --------------------------------------------------------------------------------

    def case(self, start: int) -> Command:
        self.blanks()
        subject = self.word()
        if self.blanks() == ";":
            self.at += 1
        self.lines()
        closer = "esac" if self.keyword("case", start, "in", "{") == "in" else "}"
        arms: list[CaseArm] = []
        while True:
            self.lines()
            raw, end = self.bare()
            if raw == closer:
                self.at = end
                return Case(subject, tuple(arms), self.redirections(), (start, self.at))
            if self.at >= self.length:
                raise Stop("unclosed `case`", start)
            arms.append(self.arm())

    def arm(self) -> CaseArm:
        self.step()
        start = self.at
        self.globs_run = False
        if self.text[start] == "(":
            self.group()
            after = self.text[self.at]
            self.at = start
            if after in " \t\n;&":  # (a|b) command
                self.at = start + 1
                self.blanks()
        patterns = [self.word()]
        while self.blanks() == "|":
            self.at += 1
            self.blanks()
            patterns.append(self.word())
        self.globs_run = True
        if self.text[self.at] != ")" or self.at >= self.length:
            raise self.unexpected(self.at)
        self.at += 1
        body = self.script()
        return CaseArm(tuple(patterns), body, self.terminator())

    def terminator(self) -> str:
        return "" if self.text[self.at] == "}" else super().terminator()

    # --- functions and groups ----------------------------------------------------------------

    def parenthesis(self, start: int) -> Command:
        after = self.run(start + 1, " \t")
        if self.text[after] != ")":
            return super().parenthesis(start)
        self.at = after + 1
        return self.anonymous(start)

    def anonymous(self, start: int) -> Command:
        """`() { ... } a b` runs at once, with `a b` as its parameters."""
        self.lines()
        body = self.in_braces(start) if self.bare()[0] == "{" else self.sublist()
        words: list[Word] = []
        while self.blanks() not in self.command_ends and self.text[self.at] not in "<>":
            words.append(self.word())
        if words:
            at = (words[0].span[0], words[0].span[0])
            setter = (Word((Literal("set"),), "set", at), Word((Literal("--"),), "--", at), *words)
            command = SimpleCommand((), setter, (), (at[0], words[-1].span[1]))
            statement = Statement(Pipeline((command,), False, command.span), ";", command.span)
            body = Script((statement, *body.statements), body.span)
        return Group(body, self.redirections(), (start, self.at))

    def braced(self, start: int) -> Command:
        body = self.script()
        self.keyword("{", start, "}")
        back = self.at
        self.blanks()
        raw, end = self.bare()
        if raw == "always":
            self.at = end
            self.blanks()
            finally_ = self.in_braces(start)
            body = Script(body.statements + finally_.statements, (body.span[0], finally_.span[1]))
        else:
            self.at = back
        return Group(body, self.redirections(), (start, self.at))

    def function(self, names: list[Word], start: int) -> Command:
        self.at += 1
        if self.blanks() != ")":
            raise self.unexpected(self.at)
        self.at += 1
        return self.named(names, start)

    def keyword_function(self, start: int) -> Command:
        names: list[Word] = []
        text = self.text
        while self.blanks() not in "({\n;" and self.at < self.length:
            if text[self.at] == "-" and not names:  # function -T f
                self.word()
                continue
            names.append(self.word())
        if text[self.at] == "(" and text[self.run(self.at + 1, " \t")] == ")":
            self.at = self.run(self.at + 1, " \t") + 1
        return self.named(names, start) if names else self.anonymous(start)

    def named(self, names: list[Word], start: int) -> Command:
        """A function's body, which may be any command; several names share it."""
        self.lines()
        if self.text[self.at] == ";":
            self.at += 1
            self.lines()
        raw, end = self.bare()
        body = self.prefixed(raw, end).commands[0]
        return FunctionDefinition(" ".join(map(plain_name, names)), body, (start, self.at))

    compounds = {
        **Commands.compounds,
        "{": braced,
        "if": condition,
        "while": loop,
        "until": loop,
        "for": for_loop,
        "foreach": for_loop,
        "select": for_loop,
        "repeat": repeat,
        "case": case,
        "function": keyword_function,
        "[[": conditional,
    }
