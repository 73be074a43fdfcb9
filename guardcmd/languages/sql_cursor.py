"""A statement's tokens, read from left to right: keywords, names, conditions, folded strings."""

from __future__ import annotations

from guardcmd.languages.reading import HOLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guardcmd.languages.sql_tokens import Token

POWER = {
    "ALL", "PUBLIC", "SUPERUSER", "CREATEROLE", "CREATEDB", "BYPASSRLS", "REPLICATION", "ADMIN", "SYSADMIN", "DBA",
    "OWNERSHIP", "CONTROL", "ACCOUNTADMIN", "DB_OWNER",
}  # fmt: skip
JOINERS = ("||", "+", ",", "(", ")", "&", ";")
CONCATENATE = ("CONCAT", "CONCAT_WS", "FORMAT", "N", "SPRINTF", "PRINTF")


class Cursor:
    """A place in one statement. Every method that takes moves on."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def key(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.tokens[place][4] if place < len(self.tokens) else ""

    def kind(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.tokens[place][0] if place < len(self.tokens) else ""

    def text(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.tokens[place][1] if place < len(self.tokens) else ""

    @property
    def left(self) -> bool:
        return self.at < len(self.tokens)

    def take(self, *keys: str) -> bool:
        """Whether these keywords follow one another here; they are passed if so."""
        for ahead, key in enumerate(keys):
            if self.key(ahead) != key:
                return False
        self.at += len(keys)
        return True

    def take_any(self, *keys: str) -> str:
        """The keyword here if it is one of these."""
        key = self.key()
        if key and key in keys:
            self.at += 1
            return key
        return ""

    def pass_words(self, *keys: str) -> None:
        while self.take_any(*keys):
            pass

    def name(self) -> str:
        """A name with its dots and its `@host`; HOLE where it cannot be known; empty where no name stands."""
        parts: list[str] = []
        while self.left:
            kind, text, key = self.kind(), self.text(), self.key()
            if kind == "param" or key == "?":
                parts.append(text if text.startswith("@") else HOLE)
            elif kind in ("word", "name", "string") or text in ("*", "%"):
                parts.append(text)
            else:
                break
            self.at += 1
            if self.key() not in (".", "@"):
                break
            while self.key() in (".", "@"):
                parts.append(self.key())
                self.at += 1
        return "".join(parts)

    def names(self) -> list[str]:
        """Names between commas, each perhaps with an argument list."""
        found = []
        while self.left:
            name = self.name()
            if not name:
                break
            found.append(name)
            self.pass_parentheses()
            if not self.take(","):
                break
        return found

    def pass_parentheses(self) -> None:
        if self.key() != "(":
            return
        depth = 0
        while self.left:
            key = self.key()
            depth += (key == "(") - (key == ")")
            self.at += 1
            if not depth:
                return

    def find(self, *keys: str, limit: int = 1 << 30) -> int:
        """Where one of these stands outside parentheses, within `limit` tokens from here on; -1 for nowhere."""
        depth = 0
        for place in range(self.at, min(len(self.tokens), self.at + limit)):
            key = self.tokens[place][4]
            depth += (key == "(") - (key == ")")
            if not depth and key in keys:
                return place
        return -1

    def has(self, *keys: str) -> bool:
        """Whether these keywords follow one another anywhere from here on."""
        return has(self.tokens[self.at :], *keys)

    def clause(self, opening: str, *closing: str) -> list[Token] | None:
        """What stands behind a keyword outside parentheses, up to the closing ones; None without the keyword."""
        start = self.find(opening)
        if start < 0:
            return None
        behind = Cursor(self.tokens[start + 1 :])
        end = behind.find(*closing)
        return list(behind.tokens if end < 0 else behind.tokens[:end])

    def rest(self) -> list[str]:
        """Every remaining word, name and string as text; words that mean power in capitals, as rules write them."""
        left = [token for token in self.tokens[self.at :] if token[0] != "op" or token[1] == "*"]
        return [token[4] if token[4] in POWER else token[1] for token in left]


def has(tokens: Sequence[Token], *keys: str) -> bool:
    first, count = keys[0], len(keys)
    for place, token in enumerate(tokens):
        if token[4] == first and tuple([other[4] for other in tokens[place : place + count]]) == keys:
            return True
    return False


def fold(tokens: Sequence[Token]) -> str:
    """The text that an expression makes: literals as they are, everything else a hole."""
    parts: list[str] = []
    formatted = any(token[4] in ("FORMAT", "SPRINTF", "PRINTF") for token in tokens)
    for place, token in enumerate(tokens):
        kind, text, key = token[0], token[1], token[4]
        if kind == "string":
            parts.append(_filled(text) if formatted else text)
        elif kind == "number":
            parts.append(text)
        elif (
            not formatted
            and key not in JOINERS
            and not (key in CONCATENATE and _calls(tokens, place))
            and parts[-1:] != [HOLE]
        ):
            parts.append(HOLE)
    return "".join(parts)


def _calls(tokens: Sequence[Token], place: int) -> bool:
    return place + 1 < len(tokens) and tokens[place + 1][4] == "("


def _filled(text: str) -> str:
    """`DROP TABLE %I` with holes for its arguments."""
    for spec in ("%I", "%L", "%s", "%1$I", "%1$s", "%2$I", "%2$s"):
        text = text.replace(spec, HOLE)
    return text


def literal_groups(tokens: Sequence[Token]) -> list[str]:
    """The texts that runs of concatenated literals make, wherever they stand."""
    groups: list[str] = []
    place, count = 0, len(tokens)
    while place < count:
        if tokens[place][0] != "string":
            place += 1
            continue
        start = place
        while place < count and _continues(tokens, place):
            place += 1
        groups.append(_filled(fold(tokens[start:place])))
    return groups


def _continues(tokens: Sequence[Token], place: int) -> bool:
    """Whether the token belongs to the concatenation that its neighbours make."""
    token = tokens[place]
    if token[4] in ("||", "+"):
        return True
    before = tokens[place - 1][4] if place else ""
    behind = tokens[place + 1][4] if place + 1 < len(tokens) else ""
    if token[0] == "string":
        return True
    return before in ("||", "+") or (behind in ("||", "+") and token[4] not in (",", ";")) or token[4] == ")"
