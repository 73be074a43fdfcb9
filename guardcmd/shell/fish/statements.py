"""Reads lists, pipelines and blocks of fish and writes them for bash."""

from __future__ import annotations

from guardcmd.shell.fish.commands import CLOSERS, CODE, FUNCTION, OPENERS, RESERVED, Commands
from guardcmd.shell.fish.word import NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

DEEPEST = 60


class Statements(Commands):
    def jobs(self, until: Sequence[str], closing: str = "") -> None:
        """Statements up to a keyword of `until` (left standing), to `closing`, or to the end."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.stop("nested too deep")
        pending = ""
        while True:
            self.lines()
            if not self.peek():
                if until or closing:
                    raise self.stop("the text ends within a block")
                break
            word = self.keyword()
            if (closing and self.peek() == closing) or word in until:
                break
            if word in CLOSERS or self.peek() in ")&|<>":
                raise self.stop(f"unexpected `{word or self.peek()}`")
            if pending:
                pending = self.joined(word, pending)
            elif word in ("and", "or"):
                self.at += len(word)
                self.blanks()
            self.put(pending)
            start, changes = self.at, self.changes
            self.chain()
            if self.depth == 1:
                self.finished = len(self.out)
            self.blanks()
            pending = "\n"
            if self.peek() == "&":
                self.not_lost(changes, start)
                self.at += 1
                pending = " & "
        if pending:
            self.put(pending)
        else:
            self.put(":\n")
        self.depth -= 1

    def joined(self, word: str, pending: str) -> str:
        if word not in ("and", "or"):
            return pending
        if "&" in pending:
            raise self.stop(f"`{word}` behind a background job")
        self.at += len(word)
        self.blanks()
        return " && " if word == "and" else " || "

    def chain(self) -> None:
        """A job, `&&`, a job, `||` ..."""
        self.job()
        self.blanks()
        while self.text.startswith(("&&", "||"), self.at):
            self.put(f" {self.text[self.at : self.at + 2]} ")
            self.at += 2
            self.lines_only()
            self.job()
            self.blanks()

    def lines_only(self) -> None:
        self.blanks()
        while self.peek() == "\n":
            self.at += 1
            self.blanks()

    def job(self) -> None:
        while self.keyword() in ("not", "!", "time"):
            word = self.keyword()
            self.put("time " if word == "time" else "! ")
            self.at += len(word)
            self.blanks()
        start, changes = self.at, self.changes
        self.statement()
        self.blanks()
        while (self.peek() == "|" and self.peek(1) != "|") or self.text.startswith("&|", self.at):
            both = self.peek() == "&"
            self.put(" |& " if both else " | ")
            self.at += 1 + both
            self.lines_only()
            if self.keyword() in ("and", "or", "not", "!", "time"):
                raise self.stop("a word of logic within a pipe")
            self.statement()
            self.blanks()
            self.not_lost(changes, start)

    # --- statements

    def statement(self) -> None:
        word = self.keyword()
        if not word or word in RESERVED or word in CODE or word in CLOSERS:
            raise self.stop(f"`{word or self.peek()}` where a command begins")
        if word in OPENERS:
            start, behind = self.at, self.at + len(word)
            self.at = behind
            self.blanks()
            if self.text.startswith(("-h", "--help"), self.at):
                self.at = start
            else:
                getattr(self, f"the_{word}")(start)
                self.redirections_of_block()
                return
        self.command()

    def ended(self, start: int) -> None:
        if self.keyword() != "end":
            raise self.stop("a block without its end", start)
        self.at += 3

    def redirections_of_block(self) -> None:
        self.blanks()
        while self.redirection():
            self.blanks()
        if self.peek() and self.peek() not in "\n;|&)":
            raise self.stop("words behind `end`")

    def the_begin(self, start: int) -> None:
        self.put("{ ", start)
        self.block(("end",))
        self.ended(start)
        self.put("}")

    def block(self, until: Sequence[str], function: bool = False) -> None:
        """Statements with a scope of their own."""
        self.variables.enter(function)
        self.jobs(until)
        self.variables.leave()

    def condition(self) -> None:
        """A job, and what is joined to it by `; and` on the lines behind."""
        self.chain()
        while True:
            before = self.at
            self.lines()
            if self.keyword() not in ("and", "or") or before == self.at:
                return
            self.put(self.joined(self.keyword(), "\n"))
            self.chain()

    def the_if(self, start: int) -> None:
        self.put("if ", start)
        self.condition()
        self.put("\nthen ")
        self.block(("end", "else"))
        while self.keyword() == "else":
            self.at += 4
            self.blanks()
            if self.keyword() == "if":
                self.at += 2
                self.blanks()
                self.put("elif ")
                self.condition()
                self.put("\nthen ")
                self.block(("end", "else"))
            else:
                self.put("else ")
                self.block(("end",))
        self.ended(start)
        self.put("fi")

    def the_while(self, start: int) -> None:
        self.put("while ", start)
        self.condition()
        self.put("\ndo ")
        self.block(("end",))
        self.ended(start)
        self.put("done")

    def the_for(self, start: int) -> None:
        name = self.name_of_variable()
        if self.set_variable(name, "one", "l", start):
            self.put(f"local {name}\n", start)
        self.blanks()
        if self.keyword() != "in":
            raise self.stop("`for` without `in`")
        self.at += 2
        self.put(f"for {name} in", start)
        for word in self.words():
            self.put(" ")
            self.emit(word)
        self.put("\ndo ")
        self.block(("end",))
        self.ended(start)
        self.put("done")

    def the_switch(self, start: int) -> None:
        """Each case is judged as one that may be the right one."""
        self.put("if test", start)
        for word in self.words():
            self.put(" ")
            self.emit(word)
        self.lines()
        self.put("\nthen :\n")
        while self.keyword() == "case":
            self.at += 4
            self.put("elif test")
            for word in self.words():
                self.put(" ")
                self.emit(word)
            self.put("\nthen ")
            self.block(("end", "case"))
        self.ended(start)
        self.put("fi")

    def the_function(self, start: int) -> None:
        words = self.words()
        name = words[0].plain if words else None
        if not name or not set(FUNCTION).issuperset(name) or name in RESERVED or name[0] == "-":
            raise self.stop("a function without a plain name", start)
        self.changes += 1
        self.put(f"function {name} {{ ", start)
        arguments, taking = [], False
        rest = iter(words[1:])
        for word in rest:
            option = word.plain
            if option is None:
                raise self.stop("an option that is put together", word.start)
            if option in ("-a", "--argument-names", "--argument"):
                taking = True
            elif option in ("-d", "-w", "--description", "--wraps"):
                next(rest, None)
                taking = False
            elif option.startswith(("--description=", "--wraps=")) or option in ("-S", "--no-scope-shadowing"):
                taking = False
            elif taking and option and set(NAME).issuperset(option):
                arguments.append(option)
            else:
                raise self.stop(f"`{option}` of a function", word.start)
        self.variables.enter(function=True)
        for number, argument in enumerate(arguments, 1):
            self.set_variable(argument, "one", "f", start)
            self.perhaps_none.add(argument)
            self.put(f'local {argument}="${{{number}}}"\n', start)
        self.functions += 1
        self.jobs(("end",))
        self.functions -= 1
        self.variables.leave()
        self.ended(start)
        self.put("}")
