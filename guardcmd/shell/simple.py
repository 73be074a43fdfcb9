"""Simple commands: assignments, words and redirections (POSIX XCU 2.9.1)."""

from __future__ import annotations

from guardcmd.shell.heredoc import HereDocuments
from guardcmd.shell.ir import (
    ArrayValue,
    Assignment,
    CommandSubstitution,
    Literal,
    Parameter,
    Redirect,
    SimpleCommand,
    Word,
)
from guardcmd.shell.lexer import DIGITS, NAME, NAME_START, PLAIN, Refusal, Stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.shell.ir import Command, Part

_FAST_ENDS = " \t\n;&|)\0"
_DECLARES = frozenset(["declare", "typeset", "local", "export", "readonly", "alias", "eval", "let"])
_OPERATORS = ("&>>", "&>", "<<<", "<<-", "<<", "<&", "<>", "<", ">>", ">&", ">|", ">")


class Draft:
    """A simple command while it is read."""

    __slots__ = ("assignments", "declares", "end", "redirects", "start", "words")

    def __init__(self, start: int) -> None:
        self.assignments: list[Assignment] = []
        self.words: list[Word] = []
        self.redirects: list[Redirect] = []
        self.declares = False
        self.start = self.end = start


class SimpleCommands(HereDocuments):
    """Reads what is not a compound command."""

    array_elements = False  # x[1]=(a b)
    array_joins = True  # x=(a)b is one word
    command_ends = "\n;&|)\0"

    def simple(self) -> Command:
        """The simple command here, or the function definition or redirected compound that it turns out to be."""
        self.step()
        draft = Draft(self.at)
        text = self.text
        while (c := self.item_start()) not in self.command_ends or (c == "&" and self.redirects_both()):
            at = self.at
            stop = self.plain_end if at == draft.start else self.run(at, self.plain)
            if c in "<>&{" or text[stop] in "<>":
                stop, descriptor = self.descriptor_before(c, at, stop)
                if descriptor is not None:
                    self.at = stop
                    draft.redirects.append(self.redirect(at, descriptor))
                    draft.end = self.at
                    if not draft.words and (compound := self.redirected(draft)) is not None:
                        return compound
                    continue
            if c == "(" and not (draft.words and self.glob_starts()):
                if draft.assignments or draft.redirects or not draft.words:
                    raise self.unexpected(at)
                return self.function(draft.words, draft.start)
            self.item(draft, at, stop)
        return SimpleCommand(
            tuple(draft.assignments), tuple(draft.words), tuple(draft.redirects), (draft.start, draft.end)
        )

    def item_start(self) -> str:
        """Goes to the next word or operator of the command; its first character."""
        c = self.text[self.at]
        if c == " ":
            self.at += 1
            c = self.text[self.at]
        return self.blanks() if c in " \t\\#" else c

    def item(self, draft: Draft, at: int, stop: int) -> None:
        """Takes the assignment or word at `at`, whose plain characters end at `stop`."""
        words = draft.words
        after = self.text[stop]
        raw = self.text[at:stop]
        if (not words or draft.declares) and (after == "\\" or "=" in raw or "[" in raw):
            assignment = self.assignment(bool(words))
            if assignment is not None:
                if words:
                    words.append(Word((Literal(assignment.name),), assignment.name, assignment.span))
                draft.assignments.append(assignment)
                draft.end = self.at
                return
            self.at = at
        if after in _FAST_ENDS and stop > at:
            self.at = stop
            words.append(Word((Literal(raw),), raw, (at, stop)))
        else:
            words.append(self.subscripted(at) if not words and "[" in raw else self.word())
        draft.end = self.at
        if raw in _DECLARES and len(words) == 1:
            draft.declares = True

    def redirects_both(self) -> bool:
        """Whether the `&` at hand begins `&>`."""
        return self.text[self.joined(self.at + 1)] == ">"

    def descriptor_before(self, c: str, at: int, stop: int) -> tuple[int, str | None]:
        """Where the redirection operator of this item is and what stands before it; None if the item is a word."""
        place = self.run(at, PLAIN) if c == "{" and stop == at else stop  # {fd}>f, where braces end words
        if self.text[place] in "<>&" and (descriptor := self.descriptor(at, place)) is not None:
            return place, descriptor
        return stop, None

    def subscripted(self, start: int) -> Word:
        """A command word; `a[1 2]` is one, since a subscript could have come."""
        text = self.text
        bracket = text.find("[", start)
        if not is_name(text[start:bracket]):
            return self.word()
        self.at = bracket
        return self.rest(start, self.index())

    def rest(self, start: int, index: Word) -> Word:
        """The word whose subscript was just passed, though no `=` came."""
        text = self.text
        parts: list[Part] = [Literal(text[start : index.span[0]]), *index.parts, Literal("]")]
        parts += self.value().parts
        return Word(tuple(parts), text[start : self.at], (start, self.at))

    # --- assignments -------------------------------------------------------------------------

    def assignment(self, only_array: bool) -> Assignment | None:
        """The assignment here, or None, with the reader anywhere. `declare` takes plain ones as words."""
        start = self.at
        text = self.text
        if text[start] not in NAME_START:
            return None
        name = self.name(start)
        at = self.at
        index = None
        if text[at] == "[" and not only_array:
            index = self.index()
            at = self.at = self.joined(self.at)
        append = text[at] == "+"
        if append:
            at = self.joined(at + 1)
        if text[at] != "=":
            return None
        self.at = at = self.joined(at + 1)
        if text[at] == "(" and (index is None or self.array_elements):
            value: Word | ArrayValue = self.array()
            if self.array_joins and text[self.joined(self.at)] not in _FAST_ENDS + "<>":
                raise Refusal("text directly behind an array", self.at)  # x=(a)#b is text to bash, and no comment
        elif only_array:
            return None
        else:
            value = self.value()
            if text[self.at] == "(":
                raise self.unexpected(self.at)
        return Assignment(name, value, append, index, (start, self.at))

    def array(self) -> ArrayValue:
        """`(a b [k]=c)`."""
        start = self.at
        text = self.text
        self.deeper()
        self.at = start + 1
        values: list[Word] = []
        keys: list[Word | None] = []
        while True:
            self.lines()
            if text[self.at] == ")":
                break
            if self.at >= self.length:
                raise Stop("unclosed `(` of an array", start)
            key, value = self.element()
            keys.append(key)
            values.append(value)
        self.at += 1
        self.depth -= 1
        return ArrayValue(tuple(values), tuple(keys))

    def element(self) -> tuple[Word | None, Word]:
        start = self.at
        text = self.text
        if text[start] == "[":
            key = self.index()
            at = self.joined(self.at)
            if text[at] == "+":
                at = self.joined(at + 1)
            if text[at] == "=":
                if any(map(_expands_again, key.parts)):
                    raise Refusal("an expansion in an array's key, which bash makes twice", start)
                self.at = at + 1
                return key, self.value()
            return None, self.rest(start, key)
        return None, self.word()

    # --- redirections ------------------------------------------------------------------------

    def descriptor(self, at: int, stop: int) -> str | None:
        """What stands directly before a redirection at `stop`: a number, `{name}`, nothing; None if it is a word."""
        text = self.text
        following = text[self.joined(stop + 1)]
        if text[stop] == "&":
            return "" if at == stop and following == ">" else None
        if following == "(":
            return None
        if at == stop:
            return ""
        raw = text[at:stop]
        if not raw.strip(DIGITS):
            return raw if len(raw) < 10 or int(raw) <= 0x7FFFFFFF else None
        if raw[0] == "{" and raw[-1] == "}" and is_name(raw[1:-1].partition("[")[0]):
            return raw
        return None

    def redirect(self, start: int, descriptor: str) -> Redirect:
        """The redirection whose operator is here; `start` is where its descriptor begins."""
        self.step()
        operator = self.redirection_operator()
        self.blanks()
        text = self.text
        at = self.at
        if operator in ("<&", ">&") and text[at] == "-" and self.closes_descriptor(at):  # 2>&-
            self.at = at + 1
            return Redirect(operator, Word((Literal("-"),), "-", (at, at + 1)), descriptor, None, (start, at + 1))
        target = self.word()
        if not target.raw.strip(DIGITS) and text[self.at] in "<>" and operator not in ("<&", ">&"):  # >2>f
            raise self.unexpected(at)
        if operator == ">&" and any(map(_expands_again, target.parts)):
            raise Refusal("an expansion behind `>&`, which bash makes twice", at)
        if operator not in ("<<", "<<-"):
            return Redirect(operator, target, descriptor, None, (start, self.at))
        found = Redirect(operator, None, descriptor, None, (start, self.at))
        self.announce(found, target.raw, operator == "<<-")
        return found

    def closes_descriptor(self, at: int) -> bool:
        """Whether `-` is the whole target: always in bash, `2>&-word` goes on with another word."""
        return True

    def redirection_operator(self) -> str:
        text = self.text
        c = text[self.at]
        if c in "<>" and text[self.at + 1] not in "<>&|-\\":
            self.at += 1
            return c
        places = [self.at]
        for _ in range(2):
            places.append(self.joined(places[-1] + 1) if places[-1] < self.length else places[-1])
        three = "".join([text[place] for place in places])
        for operator in _OPERATORS:
            if three.startswith(operator):
                self.at = places[len(operator) - 1] + 1
                return operator
        raise self.unexpected(self.at)

    def redirections(self) -> tuple[Redirect, ...]:
        """All redirections behind a compound command."""
        found: list[Redirect] = []
        text = self.text
        while True:
            back = self.at
            self.blanks()
            at = self.at
            c = text[at]
            if c not in "<>&{" and c not in DIGITS:
                break
            stop = self.run(at, PLAIN)
            descriptor = self.descriptor(at, stop) if text[stop] in "<>&" else None
            if descriptor is None:
                break
            self.at = stop
            found.append(self.redirect(at, descriptor))
        self.at = back
        return tuple(found)

    def redirected(self, draft: Draft) -> Command | None:
        """The compound command behind redirections, where the dialect allows one."""
        return None

    def glob_starts(self) -> bool:
        """Whether the `(` before an operand starts a pattern."""
        return False

    def function(self, names: list[Word], start: int) -> Command:
        raise NotImplementedError


def _expands_again(part: Part) -> bool:
    """Whether a second expansion could run something: quoted text that is an expansion, the output of a command."""
    if isinstance(part, Literal):
        return part.quoted and any(sign in part.text for sign in ("$", "`", "<(", ">("))
    if isinstance(part, Parameter):
        return any(_expands_again(inner) for word in part.arguments for inner in word.parts)
    return isinstance(part, CommandSubstitution)


def is_name(text: str) -> bool:
    """Whether the text can name a variable."""
    return bool(text) and text[0] in NAME_START and not text.strip(NAME)
