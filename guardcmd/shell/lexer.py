"""Where the reader stands in a text: runs of plain characters, blanks, comments, line ends, budgets."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.shell.ir import Redirect, Script

DEEPEST = 60  # nestings; bash text written by people stays below 20

_LETTERS = "etaoinsrlhdcumpfgybvkwxjqzETAOINSRLHDCUMPFGYBVKWXJQZ"
_FREQUENT = _LETTERS + "0123456789-/._"
_ORDERED = _FREQUENT + "".join([chr(code) for code in range(1, 128) if chr(code) not in _FREQUENT])


def plain_without(specials: str) -> str:
    """Every ASCII character but NUL and these; the frequent ones first, since str.lstrip looks from the left."""
    return "".join([c for c in _ORDERED if c not in specials])


NAME_START = _LETTERS + "_"
NAME = NAME_START + "0123456789"
DIGITS = "0123456789"
WORD_ENDS = " \t\n;&|<>()\0"
QUOTES = "'\"\\$`"
PLAIN = plain_without(WORD_ENDS + QUOTES)


class Stop(Exception):
    """The text cannot be read further. Never leaves the reader: it becomes an Unreadable."""

    def __init__(self, reason: str, position: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.position = position


class Refusal(Stop):
    """The text can be read, and shells may make more of it than it says."""


class Pending:
    """A here-document that was announced on this line and whose body has not come yet."""

    __slots__ = ("delimiter", "quoted", "redirect", "strip")

    def __init__(self, redirect: Redirect, delimiter: str, quoted: bool, strip: bool) -> None:
        self.redirect = redirect
        self.delimiter = delimiter
        self.quoted = quoted
        self.strip = strip


class Lexer:
    """A text and a place in it. NULs, which occur nowhere else, end the text, so that looking ahead is safe."""

    plain = PLAIN  # characters that mean nothing by themselves in a word
    word_ends = WORD_ENDS

    def __init__(
        self, text: str, dialect: str = "bash", depth: int = 0, comments: bool = True, steps: int = -1
    ) -> None:
        self.text = text + "\0\0\0\0"
        # the same text with ? for what is not ASCII, so that runs are found by sets of ASCII characters alone
        self.shadow = self.text if text.isascii() else self.text.encode("ascii", "replace").decode("ascii")
        self.length = len(text)
        self.outermost_text = text
        self.mentioned: dict[str, bool] = {}
        self.at = 0
        self.plain_end = 0
        self.dialect = dialect
        # "${x:-it's}": bash pairs the quote, zsh and bash in POSIX mode leave it
        self.pairs_quotes = dialect not in ("zsh", "posix")
        self.depth = depth
        self.comments = comments
        self.steps_left = steps if steps >= 0 else 2_000 + 20 * len(text)
        self.pending: list[Pending] = []
        self.in_substitution = 0
        self.in_arithmetic = 0  # also in subscripts: quotes protect no expansion there
        self.in_body = False  # of a here-document
        self.in_test = False  # the right side of [[ a == b ]]: extended globs are always on
        self.doubt: Refusal | None = None  # what is refused if the text before it stands as it was read
        self.glob_at = -1  # the first extended glob of this command
        # what was read at a place, where it ended, what was doubtful: text that looks like arithmetic is read twice
        self.substitutions: dict[int, tuple[Script, int, Refusal | None]] = {}

    def run(self, at: int, plain: str) -> int:
        """Where the run of plain characters that starts at `at` ends."""
        shadow = self.shadow
        size = 48
        while True:
            chunk = shadow[at : at + size]
            left = len(chunk.lstrip(plain))
            if left:
                return at + len(chunk) - left
            at += size
            size = min(size * 4, 65_536)

    def joined(self, at: int) -> int:
        """The first place from `at` that is no line continuation."""
        text = self.text
        while text[at] == "\\" and text[at + 1] == "\n":
            at += 2
        return at

    def bare(self) -> tuple[str, int]:
        """The word that starts here and where it ends, if it is plain, unquoted and whole; else empty."""
        start = self.at
        text = self.text
        self.plain_end = end = self.run(start, self.plain)
        if text[end] in self.word_ends:
            return text[start:end], end
        if text[end] != "\\" or text[end + 1] != "\n":
            return "", start
        found = ""
        while text[end] == "\\" and text[end + 1] == "\n":  # i\⏎f
            found += text[start:end]
            start = end + 2
            end = self.run(start, self.plain)
        return (found + text[start:end], end) if text[end] in self.word_ends else ("", start)

    def blanks(self) -> str:
        """Goes to the next token on this line, and returns its first character."""
        text = self.text
        at = self.at
        while True:
            c = text[at]
            if c == " " or c == "\t":
                at += 1
            elif c == "\\" and text[at + 1] == "\n":
                at += 2
            elif c == "#" and self.comments:
                end = text.find("\n", at)
                at = end if end >= 0 else self.length
            else:
                self.at = at
                return c

    def newline(self) -> None:
        """Passes the line end at hand, and the here-document bodies behind it."""
        self.at += 1
        if self.pending:
            self.here_documents()

    def lines(self) -> bool:
        """Passes blanks, comments and line ends; whether there was a line end."""
        passed = False
        while self.blanks() == "\n":
            self.newline()
            passed = True
        return passed

    def mentions(self, word: str) -> bool:
        """Whether a word stands anywhere in the outermost text, in whatever case."""
        if word not in self.mentioned:
            self.mentioned[word] = word in self.outermost_text.lower()
        return self.mentioned[word]

    def step(self) -> None:
        self.steps_left -= 1
        if self.steps_left < 0:
            raise Stop("too complex to read within the budget of steps", self.at)

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Stop(f"nested deeper than {DEEPEST}", self.at)
        self.step()

    def finish(self) -> None:
        """At the end of the text: here-documents that still wait have no body."""
        if self.at < self.length:
            raise self.unexpected(self.at)
        if self.pending:
            self.here_documents()
        self.command_ends_here()
        if self.doubt is not None:
            raise self.doubt

    def command_ends_here(self) -> None:
        """Refuses an extended glob with another line behind it in the same command.

        With extglob off it is an error, after which bash may go on with the next line, whatever quotes are open:
        a=( @(x) "⏎rm y⏎" )
        """
        if self.glob_at < 0:
            return
        end = self.text.find("\n", self.glob_at)
        if 0 <= end < self.at - 1 and self.dialect != "zsh" and not self.mentions("extglob"):
            raise Refusal("an extended glob in a command of several lines", self.glob_at)
        self.glob_at = -1

    def unexpected(self, at: int) -> Stop:
        """What to raise when the token at `at` cannot stand there."""
        text = self.text
        if at >= self.length:
            return Stop("the text ends in the middle of a command", self.length)
        end = self.run(at, PLAIN)
        shown = text[at : max(end, at + 1)][:30]
        return Stop(f"unexpected {'line end' if shown == chr(10) else f'`{shown}`'}", at)

    def here_documents(self) -> None:
        raise NotImplementedError

    def script(self) -> Script:
        raise NotImplementedError

    def whole(self) -> Script:
        raise NotImplementedError
