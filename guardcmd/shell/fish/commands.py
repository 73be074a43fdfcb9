"""Reads simple commands of fish and writes them for bash."""

from __future__ import annotations

from guardcmd.shell.fish.word import DIGITS, NAME, NotAlike, Word, kind_of
from guardcmd.shell.fish.words import BASHS_OWN, ENDS, FISHS_OWN, UNKNOWN, Words

FUNCTION = f"{NAME}-.:+@"
OPENERS = ("begin", "if", "while", "for", "function", "switch")
CLOSERS = ("end", "else", "case")
LOGIC = ("and", "or", "not", "!", "time", "argparse")
RESERVED = ("then", "do", "done", "fi", "esac", "elif", "until", "select", "coproc", "{", "}", "[[", "]]", "foreach")
CODE = ("trap", "bind", "fish_postexec", "emit", "repeat", "nocorrect", "noglob")  # run fish text, or are bash's words
MOVES = ("cd", "pushd", "popd", "prevd", "nextd", "cdh")
SETTERS = ("vared", "setenv", "getopts", "fish_opt")  # set variables in ways of their own
QUERIES = ("-q", "-s", "-v", "-a", "--query", "--search", "--all", "-sq", "-qs")
SCOPES = {"l": ("-l", "--local"), "f": ("-f", "--function"), "g": ("-g", "--global"), "U": ("-U", "--universal")}
PERHAPS_TRUE = "guardcmd-unknown"  # a command that may succeed


class Commands(Words):
    def command(self) -> None:
        given = self.assignments(self.at)
        used = len(self.variables.uses)
        self.simple()
        self.not_used(given, used)

    def not_used(self, given: set[str], used: int) -> None:
        """fish sets what stands before a command before it expands the words behind."""
        for name, _, place in self.variables.uses[used:]:
            if name in given:
                raise self.stop(f"`{name}` in the command that it is set for", place)

    def assignments(self, start: int) -> set[str]:
        given: set[str] = set()
        while self.is_assignment():
            equals = self.text.index("=", self.at)
            name = self.text[self.at : equals]
            if not name.endswith("PATH") and name != "BASH_ENV":  # for the command, these are as in bash
                self.set_aside(name, start)
            used = len(self.variables.uses)
            self.put(f"{name}=")
            self.at = equals + 1
            if self.peek() and self.peek() not in ENDS:
                word = self.word()
                if word.many:
                    raise self.stop("a list as a value", word.start)
                word.unwrap()
                self.emit(word)
            self.not_used(given, used)
            given.add(name)
            self.put(" ")
            self.blanks()
            if not self.peek() or self.peek() in "\n;|&)":
                raise self.stop("a value without a command", start)
        return given

    def simple(self) -> None:
        head = self.word()
        self.changes += head.plain in MOVES or (head.plain is not None and self.may_be_folder(head.plain))
        special = {
            "set": self.the_set, "alias": self.the_alias, "eval": self.the_eval, "source": self.the_source,
            ".": self.the_source, "command": self.the_command, "builtin": self.the_builtin,
            "export": self.the_export, "fish_add_path": self.the_path, "functions": self.the_functions,
            "string": self.the_string,
            "prevd": self.moved, "nextd": self.moved, "cdh": self.moved, "read": self.the_read,
        }.get(head.plain or "")  # fmt: skip
        if head.plain in (*RESERVED, *CODE, *SETTERS, *OPENERS, *CLOSERS, *LOGIC) and not self.asks_for_help():
            raise self.stop(f"`{head.plain}` as a command", head.start)
        if special:
            special(head)
            return
        if head.inner and head.plain is None and self.text[head.start] in "($":
            raise self.stop("a command that is put together", head.start)
        out, places = len(self.out), len(self.places)
        if not self.arguments_into(head) and head.plain and self.may_be_folder(head.plain):
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
        return end > self.at and self.text[self.at] not in DIGITS and self.text[end : end + 1] == "="

    def name_of_variable(self) -> str:
        name = self.keyword()
        if not name or not set(NAME).issuperset(name) or name[0] in DIGITS:
            raise self.stop("no plain name of a variable")
        self.at += len(name)
        return name

    def set_aside(self, name: str, place: int) -> None:
        """Refuse names that mean something else in bash, or of which fish makes a list by their end."""
        listed = name.endswith("PATH") and name != "PATH"
        if listed or name in BASHS_OWN or name in FISHS_OWN or name.startswith("BASH"):
            raise self.stop(f"`{name}` is special", place)

    def set_variable(self, name: str, kind: str, scope: str, place: int) -> bool:
        """Note that it is set; `scope` as in Variables.set. Whether bash wants `local`."""
        self.set_aside(name, place)
        self.set_kind(name, kind)
        self.changes += 1
        return self.variables.set(name, scope, place)

    def make_unknown(self, name: str, scope: str, place: int) -> None:
        """From here on only fish knows the value."""
        self.set_aside(name, place)
        if any(name == used for used, _, _ in self.variables.uses):
            raise self.stop(f"`{name}` is used before", place)
        self.variables.set(name, scope, place)
        self.unknown.add(name)

    def set_kind(self, name: str, kind: str) -> None:
        known = self.kinds.get(name, kind)
        if known != kind or (kind != "one" and name in self.used):
            raise self.stop(f"`{name}` is set in two ways")
        self.kinds[name] = kind

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
            self.put(PERHAPS_TRUE, head.start)
            for word in words:
                self.put(" ")
                self.emit(word)
            return
        if "e" in flags:
            self.changes += 1
            for word in words:
                self.make_unknown(self.plain_name(word), "", head.start)
            self.put("unset", head.start)
            for word in words:
                self.put(f" {word.plain}", head.start)
            return
        name = self.plain_name(words.pop(0))
        scope = next((letter for letter in "lfgU" if letter in flags), "").replace("U", "g")
        if set(flags) & set("ap") and name != "PATH":
            raise self.stop("a list that grows", head.start)
        if any(word.braces for word in words):
            raise self.stop("braces in a value", head.start)
        local = self.set_variable(name, "one" if name == "PATH" else kind_of(words), scope, head.start)
        if len(words) == 1 and words[0].wants:
            self.perhaps_none.add(name)
        self.put(("local " if local else "") if "x" not in flags else "export ", head.start)
        if local and "x" in flags:
            raise self.stop("an exported variable of a function", head.start)
        self.put(f"{name}=", head.start)
        between = ":" if name == "PATH" else "' '"
        for number, word in enumerate(words):
            self.put(between if number else "")
            if number and word.text[:1] and word.text[0].startswith("~"):
                raise self.stop("a second home folder in a list", word.start)
            if name == "PATH":
                word.unwrap()
            self.emit(word)
        if set(flags) & set("ap"):
            self.put(f':"${name}"')

    def plain_name(self, word: Word) -> str:
        name = word.plain or ""
        if not name or not set(NAME).issuperset(name) or name[0] in DIGITS:
            raise self.stop("no plain name of a variable", word.start)
        return name

    def the_export(self, head: Word) -> None:
        """`export A=b`, as in bash, of global variables."""
        self.emit(head)
        for word in self.words():
            word.unwrap()
            name, equals, _ = "".join(word.text).partition("=")
            if not name or not set(NAME).issuperset(name) or (equals and word.many):
                raise self.stop("`export` of this form", word.start)
            if equals:
                self.set_variable(name, "one", "g", word.start)
                if word.wants:
                    self.perhaps_none.add(name)
            self.put(" ")
            self.emit(word)

    def the_path(self, head: Word) -> None:
        """Folders that are put into PATH."""
        self.changes += 1
        self.put("PATH=", head.start)
        for word in self.words():
            if (word.plain or "")[:1] != "-":
                word.unwrap()
                self.emit(word)
                self.put(":", head.start)
        self.put('"$PATH"', head.start)

    def the_functions(self, head: Word) -> None:
        """What takes a function away, or gives it another name, has no counterpart."""
        words = self.words()
        for word in words:
            if word.plain is None or (word.plain[:1] == "-" and set("ec") & set(word.plain)):
                raise self.stop("`functions` that changes them", word.start)
        self.put(PERHAPS_TRUE, head.start)

    def the_string(self, head: Word) -> None:
        """A named group of an expression sets a variable."""
        start = self.at
        self.arguments_into(head)
        if "(?" in self.text[start : self.at]:
            raise self.stop("a named group sets a variable, perhaps", start)

    def the_alias(self, head: Word) -> None:
        words = [word for word in self.words() if word.plain not in ("-s", "--save", "--")]
        if not words:
            self.put(PERHAPS_TRUE, head.start)
            return
        plain = [word.plain for word in words]
        if None in plain or len(plain) > 2:
            raise self.stop("an alias that is put together", head.start)
        name, equals, value = (plain[0] or "").partition("=") if len(plain) == 1 else (plain[0] or "", "=", plain[1])
        if not equals or not name or not value or not set(FUNCTION).issuperset(name) or name in RESERVED:
            raise self.stop("an alias of this form", head.start)
        self.changes += 1
        own = "command " if value.split()[0] == name else ""
        self.put(f"function {name} {{ ", head.start)
        self.functions += 1
        self.variables.enter(function=True)
        self.inlined(f"{own}{value} $argv", head.start)
        self.variables.leave()
        self.functions -= 1
        self.put("\n}", head.start)

    def the_eval(self, head: Word) -> None:
        """Text of fish, in the same scopes."""
        words = self.words()
        if len(words) == 1 and words[0].printed is not None:  # the setup of another program, mostly
            printed, places = words[0].printed
            self.emit(head)
            self.put(' "$(', head.start)
            self.out.append(printed)
            self.places += places
            self.put(')"', head.start)
            return
        text = " ".join([word.plain or "" for word in words])
        if any(word.plain is None or word.many for word in words) or not text.strip():
            raise self.stop("`eval` of text that is put together", head.start)
        self.inlined(text, head.start)

    def inlined(self, text: str, place: int) -> None:
        """The text as if it stood here, in a group."""
        outer = self.text, self.at, self.length, self.out, self.places
        self.text, self.at, self.length, self.out, self.places = text, 0, len(text), [], []
        try:
            self.jobs(())
            inner = "".join(self.out)
        except NotAlike as fault:
            raise NotAlike(fault.reason, place) from None
        finally:
            self.text, self.at, self.length, self.out, self.places = outer
        self.put(f"{{ {inner} \n}}", place)

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
        self.blanks()
        if self.keyword() in ("cd", "echo", "test", "pwd", "printf", "history", "jobs", "true", "false"):
            self.arguments_into(head)
        else:
            raise self.stop("a builtin by `builtin`")

    def moved(self, head: Word) -> None:
        """The folder of fish's own list of them."""
        self.words()
        self.put(f"cd {UNKNOWN}", head.start)

    def the_read(self, head: Word) -> None:
        words = self.words()
        scope = next((letter for word in words for letter in "lfgU" if word.plain in SCOPES[letter]), "")
        for word in words:
            if word.plain in self.kinds:
                raise self.stop("`read` into a variable that is set here", head.start)
            if word.plain is None or (word.plain[:1] != "-" and set(NAME).issuperset(word.plain) and word.plain):
                self.make_unknown(self.plain_name(word), scope.replace("U", "g"), head.start)
        self.put(PERHAPS_TRUE, head.start)

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
