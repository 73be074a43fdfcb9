"""A word and what is known, turned into the fields it may become (POSIX XCU 2.6, and bash's additions).

One word gives alternatives, each a tuple of fields. Alternatives are kept apart where their fields differ in number
or where a hole stands beside known text; otherwise one value lists the texts.
"""

from __future__ import annotations

from guardcmd.record import Record
from guardcmd.shell.ir import (
    Arithmetic,
    CommandSubstitution,
    Literal,
    Parameter,
    ProcessSubstitution,
    Word,
)
from guardcmd.shell.value import MOST, Value, known, unknown
from guardcmd.unwrap.choices import EMPTY, NOTHING, Choice, concat, concat_values, merge, trimmed
from guardcmd.unwrap.patterns import is_pattern
from guardcmd.unwrap.splitting import separators, split_value
from guardcmd.unwrap.walker import HOLE, NESTED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guardcmd.shell.ir import Part, Script
    from guardcmd.unwrap.state import State
    from guardcmd.unwrap.walker import Walker

    Fields = tuple[Value, ...]
    Alternatives = tuple[Fields, ...]

NO_FIELDS: Alternatives = ((),)


class Draft(Record):
    """One alternative in the making: finished fields, and the one that is being written (None: not begun)."""

    fields: Fields = ()
    current: Value | None = None

    def joined(self, value: Value) -> list[Draft]:
        if self.current is None:
            return [Draft(self.fields, value)]
        return [Draft(self.fields, both) for both in concat_values(self.current, value)]

    def closed(self) -> Draft:
        return self if self.current is None else Draft((*self.fields, self.current))

    def finished(self) -> Fields:
        return self.fields if self.current is None else (*self.fields, self.current)


class Expander:
    """Expands words in one state. What stands in substitutions is walked on the way, and reported."""

    __slots__ = ("consumers", "state", "walker")

    def __init__(self, state: State, walker: Walker) -> None:
        self.state = state
        self.walker = walker
        self.consumers: list[Script] = []  # >(...): they read what the command writes

    # --- words ---------------------------------------------------------------------------

    def words(self, words: Sequence[Word]) -> Alternatives:
        """All words of a command: the alternatives of its argv."""
        result: Alternatives = NO_FIELDS
        for word in words:
            result = self.combined(result, self.word(word))
        return result

    def word(self, word: Word, split: bool = True) -> Alternatives:
        """One word. Without `split` nothing but braces and arrays makes more than one field of it."""
        parts = word.parts
        self.walker.world.budget.spend(1 + len(word.raw) // 256)
        if len(parts) == 1 and isinstance(parts[0], Literal) and (parts[0].quoted or plain(parts[0].text)):
            text = parts[0].text
            return ((self.literal(text, parts[0].quoted),),)
        if not split or not has_braces(parts):
            return self.parts(parts, split)
        from guardcmd.unwrap.braces import expand_braces

        variants, more = expand_braces(parts)
        self.walker.world.budget.spend(len(variants))
        result: Alternatives = NO_FIELDS
        for variant in variants:
            result = self.combined(result, self.parts(variant, split))
        return tuple([(*fields, unknown("more words of a brace expansion")) for fields in result]) if more else result

    def default(self, word: Word) -> Alternatives:
        """The word in an unquoted `${x:-a b}`: its plain text is split as well."""
        drafts = [Draft()]
        for i, part in enumerate(word.parts):
            if isinstance(part, Literal) and not part.quoted:
                choice = self.tilde(part.text, i == 0, i == len(word.parts) - 1, False)
                drafts = self.add(drafts, ((value,) for value in choice), True)
            else:
                drafts = self.added(drafts, part, True, False, False)
        return distinct([draft.finished() for draft in drafts[:MOST]])

    def text(self, word: Word, tilde: bool = False) -> Choice:
        """A word where nothing is split: assignments, here-documents, redirections. `tilde`: `=~` and `:~` count."""
        parts = word.parts
        if len(parts) == 1 and isinstance(parts[0], Literal) and (parts[0].quoted or "~" not in parts[0].text):
            return (self.literal(parts[0].text, True),)
        result: Choice = NOTHING
        for i, part in enumerate(parts):
            if isinstance(part, Literal) and not part.quoted and "~" in part.text:
                choice = self.tilde(part.text, i == 0, i == len(parts) - 1, tilde)
            elif isinstance(part, Literal):
                choice = (self.literal(part.text, True),)
            else:
                choice = self.scalar(part)
            result = concat(result, choice)
        self.walker.world.budget.spend(1 + sum([len(text) for value in result for text in value.texts]) // 256)
        return result

    def pattern(self, word: Word) -> Choice:
        """A word as a pattern: what is quoted in it is escaped, so that it stands for itself."""
        result: Choice = NOTHING
        for part in word.parts:
            if isinstance(part, Literal):
                choice: Choice = (self.literal(escaped(part.text) if part.quoted else part.text, True),)
            else:
                choice = self.scalar(part)
                if getattr(part, "quoted", False):
                    choice = merge([v.replace(texts=tuple([escaped(t) for t in v.texts])) for v in choice])
            result = concat(result, choice)
        return result

    # --- parts ---------------------------------------------------------------------------

    def parts(self, parts: Sequence[Part], split: bool) -> Alternatives:
        drafts = [Draft()]
        for i, part in enumerate(parts):
            drafts = self.added(drafts, part, split, i == 0, i == len(parts) - 1)
            if len(drafts) > MOST:
                self.walker.world.budget.truncate("a word has too many possible values")
                drafts = [Draft((), unknown("too many values"))]
        self.walker.world.budget.spend(len(drafts))
        return distinct([draft.finished() for draft in drafts])

    def added(self, drafts: list[Draft], part: Part, split: bool, first: bool, last: bool) -> list[Draft]:
        """Each draft with each thing that one part may be."""
        if isinstance(part, Literal):
            return self.add_literal(drafts, part, first, last)
        if isinstance(part, Parameter):
            return self.add_parameter(drafts, part, split)
        return self.add(drafts, ((value,) for value in self.scalar(part)), split and not quoted(part))

    def add_literal(self, drafts: list[Draft], part: Literal, first: bool, last: bool) -> list[Draft]:
        if not part.quoted and "~" in part.text:
            choice = self.tilde(part.text, first, last, True)
        else:
            choice = (self.literal(part.text, part.quoted),)
        return [new for draft in drafts for value in choice for new in draft.joined(value)]

    def add_parameter(self, drafts: list[Draft], part: Parameter, split: bool) -> list[Draft]:
        from guardcmd.unwrap.parameters import expand_parameter

        result = []
        for fields, done in expand_parameter(part, self).alternatives:
            result += self.add(drafts, (fields,), split and not part.quoted and not done)
        return result

    def add(self, drafts: list[Draft], alternatives: Iterable[Fields], split: bool) -> list[Draft]:
        """Each draft with each alternative: its first field joins on, every other begins a new one."""
        ifs = separators(self.state) if split else ()
        result = []
        for fields in alternatives:
            grown = drafts
            for i, value in enumerate(fields):
                if i:
                    grown = [draft.closed() for draft in grown]
                if split:
                    grown = [new for draft in grown for new in added_split(draft, value, ifs)]
                else:
                    grown = [new for draft in grown for new in draft.joined(value)]
            result += grown
            if len(result) > 4 * MOST:
                break
        return result

    def scalar(self, part: Part) -> Choice:
        """One part as one text."""
        if isinstance(part, Parameter):
            from guardcmd.unwrap.parameters import expand_parameter

            return expand_parameter(part, self).joined(separators(self.state)[0][:1])
        if isinstance(part, CommandSubstitution):
            return self.substitution(part.script)
        if isinstance(part, ProcessSubstitution):
            return (self.process(part),)
        if isinstance(part, Arithmetic):
            from guardcmd.unwrap.arithmetic import evaluate

            return evaluate(self.text(Word(part.parts, "", (0, 0))), self)
        return (self.literal(part.text, part.quoted),)

    def literal(self, text: str, quoted: bool) -> Value:
        """Text as written; in nested text a hole may stand in it."""
        glob = not quoted and "noglob" not in self.state.options and is_pattern(text)
        if HOLE not in text:
            return known(text, glob)
        pieces: list[str | None] = []
        for i, piece in enumerate(text.split(HOLE)):
            pieces += [None, piece] if i else [piece]
        return unknown(self.walker.why, tuple([piece for piece in pieces if piece != ""]), glob)

    # --- substitutions -------------------------------------------------------------------

    def substitution(self, script: Script) -> Choice:
        """`$(...)`: what is in it is walked in a subshell; its output where it can be computed."""
        inner = self.walker.inside(NESTED)
        if inner is None:
            return (unknown("output of a substitution"),)
        return trimmed(inner.apart(script, self.state, inner).output)

    def process(self, part: ProcessSubstitution) -> Value:
        """`<(...)`, `=(...)`: the name of a file that holds the output; `>(...)` waits for what the command writes."""
        if part.direction == ">":
            self.consumers.append(part.script)
            return known(self.state.disk.pipe((unknown("what the command writes"),)))
        inner = self.walker.inside(NESTED)
        if inner is None:
            return known(self.state.disk.pipe((unknown("output of a substitution"),)))
        return known(self.state.disk.pipe(inner.apart(part.script, self.state, inner).output))

    def quoted(self, choice: Choice) -> Choice:
        """Values expanded once more, as text in double quotes is: `${v@P}`, PS4, `a[$(x)]` in arithmetic."""
        from guardcmd.unwrap.nested import quoted_word

        result: list[Value] = []
        for value in choice:
            for text in value.texts:
                word = quoted_word(text, self.walker) if "$" in text or "`" in text else None
                result += self.text(word) if word else (known(text),)
            if not value.texts:
                result.append(value)
        return merge(result)

    # --- tilde ---------------------------------------------------------------------------

    def tilde(self, text: str, first: bool, last: bool, inner: bool) -> Choice:
        """`~`, `~/x`, `~user`, `~+`, `~-` at the start, and behind `=` or `:` of what looks like an assignment."""
        if first and text.startswith("~"):
            return self.tilde_prefix(text, last)
        name, mark, rest = text.partition("=")
        if inner and first and mark and rest.startswith("~") and name.lstrip("-").replace("-", "_").isidentifier():
            return concat((self.literal(name + mark, False),), self.tilde_prefix(rest, last))
        return (self.literal(text, False),)

    def tilde_prefix(self, text: str, last: bool) -> Choice:
        end = min([place for place in (text.find("/"), text.find(":"), len(text)) if place >= 0])
        if end == len(text) and not last:
            return (self.literal(text, False),)
        home = self.home_of(text[1:end])
        return concat(home, (self.literal(text[end:], False),)) if end < len(text) else home

    def home_of(self, user: str) -> Choice:
        if not user:
            return self.state.variable("HOME").scalar()
        if user in "+-":
            return (self.state.directory if user == "+" else self.state.previous,)
        home = self.walker.world.home
        if user == "root":
            return (known("/root"),)
        if user == self.walker.world.proposal.user:
            return (known(home),)
        return (known(home.rsplit("/", 1)[0] + "/" + user),)

    # --- alternatives --------------------------------------------------------------------

    def combined(self, left: Alternatives, right: Alternatives) -> Alternatives:
        """Every left one followed by every right one; beyond `MOST` each of them at least once."""
        if len(left) == 1 and len(right) == 1:
            return (left[0] + right[0],)
        if len(left) * len(right) <= MOST:
            self.walker.world.budget.spend(len(left) * len(right))
            return tuple([a + b for a in left for b in right])
        self.walker.world.budget.truncate("a command has too many possible readings")
        count = min(max(len(left), len(right)), MOST)
        return tuple([left[i % len(left)] + right[i % len(right)] for i in range(count)])


def added_split(draft: Draft, value: Value, ifs: Sequence[str]) -> list[Draft]:
    """A draft with an unquoted value, split in each way that IFS may split it."""
    result = []
    for separator in ifs:
        for lead, fields, trail in split_value(value, separator):
            grown = [draft.closed() if lead else draft]
            for i, field in enumerate(fields):
                if i:
                    grown = [each.closed() for each in grown]
                grown = [new for each in grown for new in each.joined(field)]
            result += [each.closed() for each in grown] if trail else grown
    return result


def distinct(alternatives: list[Fields]) -> Alternatives:
    """Each alternative once; those of one field are gathered into as few values as possible."""
    if len(alternatives) == 1:
        return (alternatives[0],)
    single = merge([fields[0] for fields in alternatives if len(fields) == 1] or [EMPTY])
    others = [fields for fields in alternatives if len(fields) != 1]
    if len(others) == len(alternatives):
        return tuple(dict.fromkeys(others))
    return (*((value,) for value in single), *dict.fromkeys(others))


def has_braces(parts: Sequence[Part]) -> bool:
    """Whether a word may be more than one through braces."""
    return any(isinstance(part, Literal) and not part.quoted and "{" in part.text for part in parts)


def plain(text: str) -> bool:
    """Whether unquoted text stands for itself, but for a pattern."""
    return "{" not in text and "~" not in text


def quoted(part: Part) -> bool:
    return isinstance(part, ProcessSubstitution) or part.quoted


def escaped(text: str) -> str:
    for character in "\\*?[(|)":
        if character in text:
            text = text.replace(character, "\\" + character)
    return text
