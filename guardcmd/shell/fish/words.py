"""Reads words of fish and writes them for bash."""

from __future__ import annotations

from guardcmd.shell.fish.variables import Variables
from guardcmd.shell.fish.word import DIGITS, NAME, NotAlike, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

BLANKS, ENDS = " \t", " \t\n;|&<>()"
ESCAPES = {"a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
SPECIAL = {"status": "?", "fish_pid": "$", "last_pid": "!"}
# in bash these are not what fish makes of them
BASHS_OWN = (
    "_", "IFS", "RANDOM", "SECONDS", "LINENO", "PPID", "UID", "EUID", "GROUPS", "FUNCNAME", "DIRSTACK", "PIPESTATUS",
    "OPTIND", "OPTARG", "REPLY", "HISTCMD", "SHELLOPTS", "SRANDOM", "EPOCHSECONDS", "EPOCHREALTIME", "GLOBIGNORE",
)  # fmt: skip
FISHS_OWN = ("argv", "status", "pipestatus", "history", "fish_pid", "last_pid", "version")
ONE_LINE = ("pwd", "basename", "dirname", "realpath", "whoami", "hostname", "uname", "date", "mktemp", "id")
UNKNOWN = '"$(guardcmd-unknown)"'  # a value that only fish knows
PERHAPS = "guardcmd_unknown"  # a variable that may be set


class Cursor:
    """A place in the text, and what was written up to it."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.length = text, 0, len(text)
        self.out: list[str] = []
        self.places: list[int] = []
        self.kinds: dict[str, str] = {}  # of variables that are set here: one | list | blanks
        self.used: set[str] = set()  # before they were set
        self.variables = Variables()
        self.unknown: set[str] = set()  # variables with values that only fish knows
        self.perhaps_none: set[str] = set()  # variables that are set to what may be no word
        self.functions = 0
        self.depth = 0
        self.changes = 0  # of what fish keeps and a subshell of bash would lose: variables, functions, the directory
        self.finished = 0  # how much of `out` is statements that have ended

    def complete(self) -> tuple[str, Sequence[int]]:
        """The statements that were read whole, and where each character comes from."""
        text = "".join(self.out[: self.finished])
        return text, [*self.places[: len(text)], self.at]

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

    def jobs(self, until: Sequence[str], closing: str = "") -> None:
        """See Statements."""
        raise NotImplementedError


class Words(Cursor):
    def word(self) -> Word:
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
        pieces = bool(word.text)
        while self.at < self.length:
            character = self.text[self.at]
            if character in BLANKS or character in "\n;|<>)":
                break
            if character == "&":
                if self.peek(1) and self.peek(1) not in "\n;|&<> \t)":
                    raise self.stop("`&` within a word")
                break
            listed, word.printed = word.lists, None
            self.piece(word, character)
            if (listed or word.lists) and pieces:
                raise self.stop("text next to a list", word.start)
            pieces = True
        word.wrap()
        return word

    def piece(self, word: Word, character: str) -> None:
        place = self.at
        if character == "'":
            self.single(word)
        elif character == '"':
            self.double(word)
        elif character == "\\":
            self.escape(word)
        elif character == "$":
            self.dollar(word, quoted=False)
        elif character == "(":
            self.substitution(word, place, quoted=False)
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
                self.dollar(word, quoted=True)
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

    def dollar(self, word: Word, quoted: bool) -> None:
        place = self.at
        if self.peek(1) == "(":
            self.at += 1
            self.substitution(word, place, quoted)
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
        self.value(word, name, index, quoted, place)

    def value(self, word: Word, name: str, index: str, quoted: bool, place: int) -> None:
        if name == "argv" and self.functions and self.argument(word, index, quoted, place):
            return
        if name in SPECIAL and not index:
            word.expansion(f'"${SPECIAL[name]}"', place)
            return
        self.variables.use(name, place)
        if index and self.kinds.get(name):
            raise self.stop("a part of a list that is set here", place)
        kind = self.kinds.get(name)
        if index or name in self.unknown or name in (*BASHS_OWN, *FISHS_OWN) or name[0] in DIGITS:
            word.expansion(UNKNOWN, place)
            word.want(f"{PERHAPS}+", quoted)
            return
        if kind == "blanks":
            raise self.stop("a list with blanks in its values", place)
        if kind == "list" and not quoted:
            word.expansion(f"${{{name}}}", place, many=True)
            word.lists = True
            return
        if kind is None:
            self.used.add(name)
        word.want(f"{name}:+" if name in self.perhaps_none else f"{name}+", quoted)
        word.expansion(f'"${{{name}}}"', place)

    def argument(self, word: Word, index: str, quoted: bool, place: int) -> bool:
        """`$argv` of a function, if it has a counterpart."""
        if not index:
            word.expansion('"$*"' if quoted else '"$@"', place, not quoted)
            word.lists = not quoted
        elif index.isdigit() and index != "0":
            word.expansion(f'"${{{index}}}"', place)
            word.want(f"{index}+", quoted)
        elif index.endswith("..-1") and index[:-4].isdigit() and not quoted:
            word.expansion(f'"${{@:{index[:-4]}}}"', place, True)
            word.lists = True
        else:
            return False
        return True

    def substitution(self, word: Word, place: int, quoted: bool) -> None:
        """`(...)`: what is printed becomes a word for each line."""
        self.at += 1
        start = self.at
        out, places = self.out, self.places
        self.out, self.places = [], []
        self.variables.enter(function=False)
        changes = self.changes
        try:
            self.jobs((), ")")
            inner, at = self.out, self.places
        finally:
            self.out, self.places = out, places
        self.not_lost(changes, place)
        self.variables.leave()
        source = self.text[start : self.at]
        self.at += 1
        if source.rpartition("|")[2].split()[:1] == ["psub"]:  # the name of a file with what is printed
            self.process_substitution(word, "".join(inner), at, place)
            return
        alone = not word.text
        if self.peek() == "[":
            close = self.text.find("]", self.at)
            if close < 0 or not set("0123456789-. ").issuperset(self.text[self.at + 1 : close]):
                raise self.stop("an index of this form", place)
            self.at = close + 1
            source = ";"
        word.put('"$(', place)
        word.text += inner
        word.places += at
        if not quoted and not prints_one_line(source):
            word.put("\nguardcmd-unknown", place)
            word.want(f"{PERHAPS}+", quoted)
        word.expansion(')"', place)
        word.inner = True
        word.printed = ("".join(inner), at) if alone else None

    def process_substitution(self, word: Word, inner: str, places: list[int], place: int) -> None:
        """`(cmd | psub)` is `<(cmd)`."""
        inner = inner[: inner.rindex(" | psub")]
        word.put("<(", place)
        word.text.append(inner)
        word.places += places[: len(inner)]
        word.expansion(")", place)
        word.inner = True

    def not_lost(self, changes: int, place: int) -> None:
        """Refuse what was changed since, where bash has a subshell and fish has none."""
        if self.changes != changes:
            raise self.stop("what is set in a pipe, in the background or in parentheses stays", place)

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


def prints_one_line(source: str) -> bool:
    """Whether the commands of a substitution are one that prints one line, and nothing makes more of it."""
    words = source.split()
    if not words or set(source) & set(";\n\\|&"):
        return False
    if words[0] == "echo":
        return words[1:2] != ["-e"] and not set(source) & set("$(*?{~")
    if words[0] in ("which", "type", "command"):  # of one program
        return len([word for word in words[1:] if word[0] != "-"]) == 1
    return words[0] in ONE_LINE or words[:3] == ["git", "rev-parse", "--show-toplevel"]
