"""A word of fish on its way to bash, and what cannot be translated."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
DIGITS = "0123456789"
NAME = LETTERS + DIGITS
SAME = f"{NAME}-./,:+@%=^"  # characters that are themselves in both


SAME = f"{NAME}-./,:+@%=^"  # characters that are themselves in both


class NotAlike(Exception):
    """What stands at `position` has no certain counterpart. `before`: the statements up to there, as in `translate`."""

    before: tuple[str, Sequence[int]] = "", (0,)

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
        self.bare: tuple[list[str], list[int]] = self.text, self.places  # before `wrap`
        self.printed: tuple[str, list[int]] | None = None  # the commands, if it is nothing but a substitution
        self.lists = False  # has a list, which fish combines with all that stands next to it
        self.wants: list[str] = []  # bash's `NAME+` of what takes the whole word away where it has no value

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

    def want(self, test: str, quoted: bool) -> None:
        if not quoted and test not in self.wants:
            self.wants.append(test)

    def wrap(self) -> None:
        """In fish a word is dropped where an unquoted expansion in it has no value."""
        self.bare = self.text, self.places
        for want in self.wants:
            self.text = [f"${{{want}", *self.text, "}"]
            self.places = [self.start] * len(self.text[0]) + self.places + [self.start]

    def unwrap(self) -> None:
        """For a value, which is empty then."""
        self.text, self.places = self.bare

    def expansion(self, text: str, place: int, many: bool = False) -> None:
        self.put(text, place)
        self.plain = None
        self.many |= many


def kind_of(words: Sequence[Word]) -> str:
    """How a variable with these values is written: `one` word, a `list` that bash splits alike, or `blanks`."""
    if len(words) == 1 and not words[0].many:
        return "one"
    odd = any(set("".join(word.text)) & set(" \t\n'\"$\\") for word in words)
    return "blanks" if odd else "list"
