"""Text of fish -> the same in bash, where it is certain that both mean it alike. Pure.

fish has one way to split words, no here-documents and few operators, so most of it has a counterpart. What has none is
not guessed at: `NotAlike` says where, and the text is unreadable from there (docs/decisions/008-fish.md).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
NAME = f"{LETTERS}0123456789"
SAME = f"{NAME}-./,:+@%=^"  # characters that are themselves in both
FUNCTION = f"{NAME}-.:+@"
BLANKS, ENDS = " \t", " \t\n;|&<>()"
OPENERS = ("begin", "if", "while", "for", "function", "switch")
CLOSERS = ("end", "else", "case")
LOGIC = ("and", "or", "not", "!", "time", "argparse")
RESERVED = ("then", "do", "done", "fi", "esac", "elif", "until", "select", "coproc", "{", "}", "[[", "]]", "foreach")
CODE = ("trap", "bind", "fish_postexec", "emit", "repeat", "nocorrect", "noglob")  # run fish text, or are bash's words
ESCAPES = {"a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
# names that mean something to bash, or that fish sets by itself
NOT_OURS = ("argv", "IFS", "UID", "EUID", "PPID", "RANDOM", "SECONDS", "LINENO", "OPTIND", "SHELLOPTS", "BASHOPTS", "_")
SPECIAL = {"status": "?", "fish_pid": "$", "last_pid": "!"}
QUERIES = ("-q", "-s", "-v", "-a", "--query", "--search", "--all", "-sq", "-qs")
DEEPEST = 60
UNKNOWN = '"$(guardcmd-unknown)"'  # a value that only fish knows


class NotAlike(Exception):
    """What stands at `position` has no certain counterpart."""

    def __init__(self, reason: str, position: int) -> None:
        super().__init__(reason)
        self.reason, self.position = reason, position


class Word:
    """A word: its bash text with places, what it is without expansions (None if it has any), how often it is a word."""

    def __init__(self, start: int) -> None:
        self.start = start
        self.text: list[str] = []
        self.places: list[int] = []
        self.plain: str | None = ""
        self.many = False  # may become several words, or none
        self.braces = False
        self.inner = False  # has a command substitution
        self.list = False  # has a list, which text beside it would be put to each value of

    def put(self, text: str, place: int) -> None:
        self.text.append(text)
        self.places += [place] * len(text)

    def literal(self, character: str, place: int) -> None:
        if character in SAME or ord(character) > 127:
            self.put(character, place)
        else:
            self.put("\\'" if character == "'" else f"'{character}'", place)
        if self.plain is not None:
            self.plain += character

    def expansion(self, text: str, place: int, many: bool = False) -> None:
        self.put(text, place)
        self.plain = None
        self.many |= many


def translate(text: str) -> tuple[str, Sequence[int]]:
    """The text for bash, and for each of its characters (and its end) where that comes from. Raises NotAlike."""
    for position, character in enumerate(text):
        if (character < " " and character not in "\t\n") or "\ue000" <= character <= "\uf8ff" or character == "\x7f":
            raise NotAlike("a control character", position)
    fish = _Fish(text)
    fish.jobs(())
    return "".join(fish.out), [*fish.places, len(text)]


def kind_of(words: Sequence[Word]) -> str:
    """How a variable with these values is written: `one` word, a `list` that bash splits alike, or `blanks`."""
    if len(words) == 1 and not words[0].many:
        return "one"
    odd = any(set("".join(word.text)) & set(" \t\n'\"$\\") for word in words)
    return "blanks" if odd else "list"


class _Fish:
    def __init__(self, text: str) -> None:
        self.text, self.at, self.length = text, 0, len(text)
        self.out: list[str] = []
        self.places: list[int] = []
        self.kinds: dict[str, str] = {}  # of variables that are set here: one | list | blanks | unknown
        self.used: set[str] = set()  # before they were set
        self.blocks = [0]  # around this place
        self.bodies = [0]  # of functions among them
        self.opened = 0
        self.homes: dict[str, int] = {}  # the block that a variable of these ends with
        self.passed: set[str] = set()  # variables for the command that stands here
        self.lasting = 0  # commands that change the shell itself, which fish does in pipes and parentheses too
        self.functions = 0
        self.depth = 0

    def stop(self, reason: str, position: int | None = None) -> NotAlike:
        return NotAlike(f"fish: {reason}", self.at if position is None else position)

    def put(self, text: str, place: int | None = None) -> None:
        self.out.append(text)
        self.places += [min(self.at if place is None else place, max(self.length - 1, 0))] * len(text)

    def emit(self, word: Word) -> None:
        self.out.append("".join(word.text))
        self.places += word.places

    def peek(self, ahead: int = 0) -> str:
        return self.text[self.at + ahead : self.at + ahead + 1]

    # --- blanks

    def blanks(self) -> None:
        """Over blanks, joined lines and a comment."""
        while self.at < self.length:
            if self.text[self.at] in BLANKS:
                self.at += 1
            elif self.text.startswith("\\\n", self.at):
                self.at += 2
            elif self.text[self.at] == "#":
                while self.at < self.length and self.text[self.at] != "\n":
                    self.at += 1
            else:
                return

    def lines(self) -> None:
        self.blanks()
        while self.peek() in ("\n", ";") and self.peek():
            self.at += 1
            self.blanks()

    def keyword(self) -> str:
        """The bare word that comes, without moving."""
        end = self.at
        while end < self.length and self.text[end] not in ENDS:
            end += 1
        return self.text[self.at : end]

    # --- lists

    def block(self, until: Sequence[str]) -> None:
        """Statements of which local variables end with them."""
        self.opened += 1
        self.blocks.append(self.opened)
        self.jobs(until)
        self.blocks.pop()

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
            before, start = self.lasting, self.at
            self.chain()
            self.blanks()
            pending = "\n"
            if self.peek() == "&":
                self.stays(before, start)
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

    def stays(self, before: int, place: int) -> None:
        """Raises where something since then changes the shell: bash would do it in a process that ends."""
        if self.lasting != before:
            raise self.stop("a change of the shell itself in a pipe, in parentheses or in the background", place)

    def job(self) -> None:
        before, start = self.lasting, self.at
        while self.keyword() in ("not", "!", "time"):
            word = self.keyword()
            self.put("time " if word == "time" else "! ")
            self.at += len(word)
            self.blanks()
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
            self.stays(before, start)

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
        self.set_kind(name, "one")
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
        self.lasting += 1
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
        self.opened += 1
        self.blocks.append(self.opened)
        self.bodies.append(self.opened)
        for number, argument in enumerate(arguments, 1):
            self.set_kind(argument, "one", self.opened)
            self.put(f'{argument}="${{{number}}}"\n', start)
        self.functions += 1
        self.jobs(("end",))
        self.functions -= 1
        self.bodies.pop()
        self.blocks.pop()
        self.ended(start)
        self.put("}")

    # --- a command

    def command(self) -> None:
        before, self.passed = self.passed, set(self.passed)
        self.passed_command()
        self.passed = before

    def passed_command(self) -> None:
        start = self.at
        while self.is_assignment():
            equals = self.text.index("=", self.at)
            name = self.text[self.at : equals]
            self.passed.add(name)
            self.put(f"{name}=")
            self.at = equals + 1
            if self.peek() and self.peek() not in ENDS:
                word = self.word()
                if word.many:
                    raise self.stop("a list as a value", word.start)
                self.emit(word)
            self.put(" ")
            self.blanks()
            if not self.peek() or self.peek() in "\n;|&)":
                raise self.stop("a value without a command", start)
        head = self.word(head=True)
        special = {
            "set": self.the_set, "alias": self.the_alias, "eval": self.the_eval, "source": self.the_source,
            ".": self.the_source, "command": self.the_command, "builtin": self.the_builtin,
            "prevd": self.moved, "nextd": self.moved, "cdh": self.moved, "read": self.the_read,
        }.get(head.plain or "")  # fmt: skip
        if head.plain in (*RESERVED, *CODE, *OPENERS, *CLOSERS, *LOGIC) and not self.asks_for_help():
            raise self.stop(f"`{head.plain}` as a command", head.start)
        if special:
            special(head)
            return
        if head.inner and head.plain is None and self.text[head.start] in "($":
            raise self.stop("a command that is put together", head.start)
        out, places = len(self.out), len(self.places)
        if head.plain in ("cd", "pushd", "popd", "exit", "exec", "functions", "fish_add_path"):
            self.lasting += 1
        if not self.arguments_into(head) and head.plain and self.may_be_folder(head.plain):
            self.lasting += 1
            self.out.insert(out, "{ ")
            self.places[places:places] = [head.start] * 2
            self.put(" || cd ")
            self.emit(head)
            self.put("; }")

    def may_be_folder(self, word: str) -> bool:
        """fish changes into a folder whose path is the whole command."""
        return word.startswith(("/", "..")) and (word.endswith("/") or set(word) <= {".", "/"})

    def asks_for_help(self) -> bool:
        self.blanks()
        return self.text.startswith(("-h", "--help"), self.at)

    def arguments_into(self, head: Word) -> int:
        """Emit the command with all behind it. How many words and redirections that is."""
        self.emit(head)
        count = 0
        while True:
            self.blanks()
            if self.redirection():
                count += 1
                continue
            if not self.peek() or self.peek() in "\n;|&)":
                return count
            self.put(" ")
            self.emit(self.word())
            count += 1

    def words(self) -> list[Word]:
        """The words up to the end of the command, which has no redirections."""
        found: list[Word] = []
        while True:
            self.blanks()
            if not self.peek() or self.peek() in "\n;|&)":
                return found
            if self.peek() in "<>":
                raise self.stop("a redirection here")
            found.append(self.word())

    def is_assignment(self) -> bool:
        end = self.at
        while end < self.length and self.text[end] in NAME:
            end += 1
        return end > self.at and self.text[self.at] not in "0123456789" and self.text[end : end + 1] == "="

    def name_of_variable(self) -> str:
        name = self.keyword()
        if not name or not set(NAME).issuperset(name) or name[0] in "0123456789":
            raise self.stop("no plain name of a variable")
        self.at += len(name)
        return name

    def set_kind(self, name: str, kind: str, home: int | None = None) -> None:
        """The variable is set here. `home`: the block that it ends with, if that is another than the function's."""
        if name in NOT_OURS or name.startswith("BASH"):
            raise self.stop(f"`{name}` is set")
        known, new = self.kinds.get(name, kind), name not in self.kinds
        if home is None:
            home = self.homes.get(name, self.bodies[-1] if new else 0)
        if known != kind or (not new and self.homes.get(name, 0) != home) or home not in self.blocks:
            raise self.stop(f"`{name}` is set in two ways")
        if name in self.used and (kind != "one" or home):
            raise self.stop(f"`{name}` is set in two ways")
        self.kinds[name] = kind
        if home:
            self.homes[name] = home

    def the_set(self, head: Word) -> None:
        words, flags = self.words(), ""
        while words and (option := words[0].plain or "").startswith("-"):
            words.pop(0)
            if option == "--":
                break
            letters = {"--local": "l", "--global": "g", "--export": "x", "--universal": "U", "--unexport": "u"}
            more = {"--function": "f", "--erase": "e", "--query": "q", "--append": "a", "--prepend": "p"}
            more |= {"--show": "S", "--names": "n", "--long": "L"}
            found = letters.get(option) or more.get(option) or option[1:]
            if not set(found) <= set("lgxUufeqapSnL"):
                raise self.stop("an option of `set`", head.start)
            flags += found
        if not words or set(flags) & set("SnLq"):
            self.put("true", head.start)
            for word in words:
                self.put(" ")
                self.emit(word)
            return
        name = words.pop(0).plain or ""
        if not name or not set(NAME).issuperset(name) or name[0] in "0123456789":
            raise self.stop("no plain name of a variable", head.start)
        if name in self.homes and ("e" in flags or "g" in flags or "U" in flags):
            raise self.stop(f"`{name}` of several scopes", head.start)
        if "l" not in flags or len(self.blocks) == 1:
            self.lasting += 1
        if "e" in flags:
            self.put(f"unset {name}", head.start)
            return
        if set(flags) & set("ap") and name != "PATH":
            raise self.stop("a list that grows", head.start)
        if any(word.braces for word in words):
            raise self.stop("braces in a value", head.start)
        if name != "PATH":
            local = self.blocks[-1] if "l" in flags else self.bodies[-1] if "f" in flags else None
            self.set_kind(name, kind_of(words), 0 if set(flags) & set("gU") else local)
        elif set(flags) & set("lf") or self.functions:
            raise self.stop("a PATH of a part of the text", head.start)
        self.put(f"export {name}=" if "x" in flags else f"{name}=", head.start)
        between = ":" if name == "PATH" else "' '"
        for number, word in enumerate(words):
            self.put(between if number else "")
            if number and word.text[:1] and word.text[0].startswith("~"):
                raise self.stop("a second home folder in a list", word.start)
            self.emit(word)
        if set(flags) & set("ap"):
            self.put(f':"${name}"')

    def the_alias(self, head: Word) -> None:
        self.lasting += 1
        words = [word for word in self.words() if word.plain not in ("-s", "--save", "--")]
        if not words:
            self.put("true", head.start)
            return
        plain = [word.plain for word in words]
        if None in plain or len(plain) > 2:
            raise self.stop("an alias that is put together", head.start)
        name, equals, value = (plain[0] or "").partition("=") if len(plain) == 1 else (plain[0] or "", "=", plain[1])
        if not equals or not name or not value or not set(FUNCTION).issuperset(name) or name in RESERVED:
            raise self.stop("an alias of this form", head.start)
        inner = _Fish(f"{value} $argv")
        inner.functions, inner.depth = 1, self.depth + 1
        try:
            inner.jobs(())
        except NotAlike as fault:
            raise self.stop(fault.reason, head.start) from None
        if value.split()[0] == name:
            self.put(f"function {name} {{ command {''.join(inner.out)} }}", head.start)
        else:
            self.put(f"function {name} {{ {''.join(inner.out)} }}", head.start)

    def the_eval(self, head: Word) -> None:
        self.lasting += 1
        words = self.words()
        for word in words:
            if word.plain is None or not set(f"{SAME} ;\n|").issuperset(word.plain):
                raise self.stop("`eval` of text that is put together", word.start)
        self.emit(head)
        for word in words:
            self.put(" ")
            self.emit(word)

    def the_source(self, head: Word) -> None:
        """The file is one in fish's language."""
        fish = Word(head.start)
        fish.put("fish", head.start)
        self.arguments_into(fish)

    def the_command(self, head: Word) -> None:
        self.blanks()
        if self.keyword() in QUERIES:
            self.at += len(self.keyword())
            head.put(" -v", head.start)
        elif self.peek() == "-":
            raise self.stop("an option of `command`")
        self.arguments_into(head)

    def the_builtin(self, head: Word) -> None:
        self.lasting += 1
        self.blanks()
        if self.keyword() in ("cd", "echo", "test", "pwd", "printf", "history", "jobs", "true", "false"):
            self.arguments_into(head)
        else:
            raise self.stop("a builtin by `builtin`")

    def moved(self, head: Word) -> None:
        """The folder of fish's own list of them."""
        self.lasting += 1
        self.words()
        self.put(f"cd {UNKNOWN}", head.start)

    def the_read(self, head: Word) -> None:
        for word in self.words():
            if word.plain and set(NAME).issuperset(word.plain):
                self.set_kind(word.plain, "unknown")
        self.put("true", head.start)

    # --- redirections

    def redirection(self) -> bool:
        start = at = self.at
        while self.text[at : at + 1].isdigit():
            at += 1
        number, rest = self.text[start:at], self.text[at : at + 3]
        if number and (at - start > 1 or rest[:1] not in ("<", ">")):
            return False
        if rest.startswith("&>") and not number:
            sign = "&>>" if rest == "&>>" else "&>"
        elif rest.startswith((">>", ">&", ">?", "<&")):
            sign = rest[:2]
        elif rest[:1] in ("<", ">"):
            sign = rest[0]
        else:
            return False
        at += len(sign)
        if self.text[at : at + 1] in ("|", "<", ">", "?", "(") and self.text[at : at + 1]:
            raise self.stop("a redirection of this form")
        self.at = at
        self.put(f" {number}{sign.replace('?', '')}", start)
        if sign.endswith("&") and sign != "&>":
            target = self.keyword()
            if target != "-" and not (len(target) == 1 and target.isdigit()):
                raise self.stop("a redirection to no number")
            self.put(target)
            self.at += len(target)
            return True
        self.blanks()
        word = self.word()
        if word.many:
            raise self.stop("a redirection to a list", word.start)
        self.emit(word)
        return True

    # --- words

    def word(self, head: bool = False) -> Word:
        word = Word(self.at)
        if not self.peek() or self.peek() in "\n;|&)<>":
            raise self.stop("a word is missing")
        if self.keyword() in ("[", "]"):
            word.put(self.peek(), self.at)
            word.plain = self.peek()
            self.at += 1
            return word
        if self.peek() == "~":
            self.tilde(word)
        if self.text.startswith("%self", self.at):
            raise self.stop("`%self`")
        while self.at < self.length:
            character = self.text[self.at]
            if character in BLANKS or character in "\n;|<>)":
                break
            if character == "&":
                if self.peek(1) and self.peek(1) not in "\n;|&<> \t)":
                    raise self.stop("`&` within a word")
                break
            self.piece(word, character, head)
        if word.list and not self.is_one_dollar(word):
            raise self.stop("a list beside text", word.start)
        return word

    def is_one_dollar(self, word: Word) -> bool:
        """Whether the word is one variable and nothing else."""
        source = self.text[word.start : self.at]
        name = source[1:].partition("[")[0]
        return source[0] == "$" and set(NAME).issuperset(name) and source.count("$") == 1 and "]" not in source[:-1]

    def piece(self, word: Word, character: str, head: bool) -> None:
        place = self.at
        if character == "'":
            self.single(word)
        elif character == '"':
            self.double(word)
        elif character == "\\":
            self.escape(word)
        elif character == "$":
            self.dollar(word, quoted=False, head=head)
        elif character == "(":
            self.substitution(word, place)
        elif character == "{":
            self.brace(word)
        elif character in "*?":
            word.expansion(character, place, many=True)
            self.at += 1
        elif character == "}" or (character == "[" and not word.text):
            word.literal(character, place)
            self.at += 1
        else:
            word.literal(character, place)
            self.at += 1

    def tilde(self, word: Word) -> None:
        place = self.at
        self.at += 1
        while self.peek() and self.peek() in f"{NAME}-.":
            self.at += 1
        if self.peek() and self.peek() not in "/" + ENDS:
            raise self.stop("`~` of this form", place)
        user = self.text[place + 1 : self.at]
        word.expansion(f"~{user}" if user else "~", place)

    def single(self, word: Word) -> None:
        start = self.at
        self.at += 1
        word.put("''", start)
        while True:
            character = self.peek()
            if not character:
                raise self.stop("an open quote", start)
            if character == "'":
                self.at += 1
                return
            if character == "\\" and self.peek(1) in ("'", "\\") and self.peek(1):
                self.at += 1
            word.literal(self.peek(), self.at)
            self.at += 1

    def double(self, word: Word) -> None:
        start = self.at
        self.at += 1
        word.put("''", start)
        while True:
            character = self.peek()
            if not character:
                raise self.stop("an open quote", start)
            if character == '"':
                self.at += 1
                return
            if character == "\\" and self.peek(1) == "\n":
                self.at += 2
            elif character == "$":
                self.dollar(word, quoted=True, head=False)
            else:
                if character == "\\" and self.peek(1) and self.peek(1) in '"$\\':
                    self.at += 1
                word.literal(self.peek(), self.at)
                self.at += 1

    def escape(self, word: Word) -> None:
        place, character = self.at, self.peek(1)
        if not character:
            raise self.stop("the text ends behind a backslash")
        self.at += 2
        if character == "\n":
            return
        if character in ESCAPES:
            word.literal(ESCAPES[character], place)
        elif character in "xX01234567uUc":
            raise self.stop("a character by its number", place)
        else:
            word.literal(character, place)

    def dollar(self, word: Word, quoted: bool, head: bool) -> None:
        place = self.at
        if self.peek(1) == "(":
            self.at += 1
            self.substitution(word, place)
            return
        self.at += 1
        start = self.at
        while self.peek() and self.peek() in NAME:
            self.at += 1
        name = self.text[start : self.at]
        if not name:
            raise self.stop("`$` of this form", place)
        index = ""
        if self.peek() == "[":
            close = self.text.find("]", self.at)
            index = self.text[self.at + 1 : close]
            if close < 0 or not set("0123456789-. ").issuperset(index) or not index:
                raise self.stop("an index of this form", place)
            self.at = close + 1
        text, place, many = self.value_of(name, index, quoted, head, place)
        word.list |= many and not text.startswith(UNKNOWN)
        word.expansion(text, place, many)

    def value_of(self, name: str, index: str, quoted: bool, head: bool, place: int) -> tuple[str, int, bool]:
        if name in self.passed:
            raise self.stop(f"`{name}` is set for this command", place)
        if self.homes.get(name, 0) not in (0, *self.blocks):
            raise self.stop(f"`{name}` of another block", place)
        if name == "argv" and self.functions and not index:
            return ('"$*"' if quoted else '"$@"'), place, not quoted
        if name == "argv" and self.functions and index.isdigit() and index != "0":
            return f'"${{{index}}}"', place, False
        if name == "argv" and self.functions and index.endswith("..-1") and index[:-4].isdigit():
            return f'"${{@:{index[:-4]}}}"', place, True
        if index:
            if self.kinds.get(name, "unknown") != "unknown":
                raise self.stop("a part of a list that is set here", place)
            return UNKNOWN, place, True
        if name in SPECIAL:
            return f'"${SPECIAL[name]}"', place, False
        if name in ("pipestatus", "argv"):
            return UNKNOWN, place, True
        kind = self.kinds.get(name)
        if kind == "unknown":
            return UNKNOWN, place, True
        if kind == "blanks" and not quoted:
            raise self.stop("a list with blanks in its values", place)
        if kind == "list" and not quoted:
            return f"${{{name}}}", place, True
        if kind is None:
            self.used.add(name)
            if head and not quoted:
                return f"${{{name}}}", place, True
        return f'"${{{name}}}"', place, False

    def substitution(self, word: Word, place: int) -> None:
        """`(...)`: what is printed becomes a word for each line."""
        self.at += 1
        start = self.at
        out, places = self.out, self.places
        self.out, self.places = [], []
        before = self.lasting
        self.jobs((), ")")
        self.stays(before, place)
        inner, at = self.out, self.places
        self.out, self.places = out, places
        source = self.text[start : self.at]
        self.at += 1
        indexed = self.peek() == "["
        known = "echo" in source or "printf" in source
        if "printf" in source or (known and (indexed or set(source) & set(";\n\\|&") or "-e" in source)):
            raise self.stop("a command in parentheses that prints several lines, perhaps", place)
        if indexed:
            close = self.text.find("]", self.at)
            if close < 0 or not set("0123456789-. ").issuperset(self.text[self.at + 1 : close]):
                raise self.stop("an index of this form", place)
            self.at = close + 1
        word.put('"$(', place)
        word.text += inner
        word.places += at
        word.expansion(')"', place)
        word.inner = True

    def brace(self, word: Word) -> None:
        """`{a,b}` of plain characters is alike, `{a}` is itself."""
        close = self.text.find("}", self.at)
        inner = self.text[self.at + 1 : close]
        if close < 0 or not set(f"{NAME}-./,:+@=*").issuperset(inner):
            raise self.stop("braces of this form")
        if "," not in inner:
            for offset, character in enumerate(self.text[self.at : close + 1]):
                word.literal(character, self.at + offset)
        else:
            if ".." in inner:
                raise self.stop("braces of this form")
            for offset, character in enumerate(self.text[self.at : close + 1]):
                word.put(character, self.at + offset)
            word.plain, word.many, word.braces = None, True, True
        self.at = close + 1
