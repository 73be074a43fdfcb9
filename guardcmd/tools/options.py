"""The words of a command line to options and operands, by the style of its program: getopt_long(3), pflag, argparse."""

from __future__ import annotations

from guardcmd.calls import Option
from guardcmd.record import Record
from guardcmd.shell.value import known, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guardcmd.ruleset.model import Tool
    from guardcmd.shell.value import Value

PREFIXES = ("getopt", "argparse")  # unambiguous prefixes of long options are taken
ONE_DASH = ("goflag", "single-dash")  # `-word` is one option; `--word` is the same one
EQUALS = ("pflag", "click", "commander", "argparse")  # `-n=prod` is the value prod
EXEC = ("-exec", "-execdir", "-ok", "-okdir")
DEEPEST = 4  # words that scoped options can be listed under

Entry = tuple[str, str]  # canonical name; value, many, optional or flag


class Grammar:
    """What the options of a tool are called and whether they take a value: first, after a word, below given words."""

    def __init__(self, tool: Tool) -> None:
        self.style, self.ends = tool.style, tool.operands_end_options
        self.fold = tool.style in ONE_DASH
        self.scoped = (("flag", tool.subcommand_flags), ("value", tool.subcommand_value_options))
        self.aliases = tool.aliases
        flags = self.entries("flag", tool.flags) | self.entries("optional", tool.optional_value_options)
        self.first: Mapping[str, Entry] = flags | self.entries("value", tool.value_options)
        self.after: Mapping[str, Entry] = {**(flags if tool.globals_first else self.first), **self.below("*")}
        self._tables: dict[tuple[str, ...], Mapping[str, Entry]] = {}

    def under(self, words: Sequence[str]) -> Mapping[str, Entry]:
        """The options that hold behind these leading words."""
        keys = tuple([key for key in self.leading(words) if any(key in listed for _, listed in self.scoped)])
        if not keys:
            return self.after if words else self.first
        if keys not in self._tables:
            table = dict(self.after)
            for key in keys:
                table.update(self.below(key))
            self._tables[keys] = table
        return self._tables[keys]

    def leading(self, words: Sequence[str]) -> list[str]:
        """One word, two words ..., each as it is and as what it is an alias of."""
        keys = [" ".join(words[:count]) for count in range(1, min(len(words), DEEPEST) + 1)]
        return [each for key in keys for each in (self.aliases.get(key, ""), key) if each]

    def below(self, words: str) -> dict[str, Entry]:
        """The options that hold behind these words only."""
        table: dict[str, Entry] = {}
        for kind, listed in self.scoped:
            table.update(self.entries(kind, listed.get(words, ())))
        return table

    def entries(self, kind: str, options: Iterable[str]) -> dict[str, Entry]:
        """`-n/--namespace` to {-n: (--namespace, kind), --namespace: (--namespace, kind)}."""
        table: dict[str, Entry] = {}
        for option in options:
            many = option.endswith("...")
            spellings = (option[:-3] if many else option).split("/")
            if self.fold:
                spellings = [folded(name) for name in spellings]
            entry = (spellings[-1], "many" if many else kind)
            for name in spellings:
                table[name] = entry
        return table


_grammars: dict[int, tuple[Tool, Grammar]] = {}


def grammar_for(tool: Tool) -> Grammar:
    """The tool's grammar, built once a process."""
    kept = _grammars.get(id(tool))
    if kept is None or kept[0] is not tool:
        kept = _grammars[id(tool)] = (tool, Grammar(tool))
    return kept[1]


def folded(name: str) -> str:
    return name[1:] if name.startswith("--") and len(name) > 2 else name


def canonical(option: str, table: Mapping[str, tuple[str, str]]) -> str:
    """The canonical name of `-n`, `--namespace` or `-n/--namespace`."""
    name = option.rsplit("/", 1)[-1]
    entry = table.get(name) or table.get(name[1:] if name.startswith("--") else name)
    return entry[0] if entry else name


class Reading(Record):
    """One way to read the words. `places` are the indices of the operands, `loose` those of undeclared options that
    might take the following word as their value."""

    options: tuple[Option, ...]
    operands: tuple[Value, ...]
    places: tuple[int, ...] = ()
    loose: tuple[int, ...] = ()


def read_options(
    words: Sequence[Value],
    grammar: Grammar,
    taking: Iterable[int] = (),
    leading: Sequence[str] = (),
    greedy: int = 0,
) -> Reading:
    """Options and operands of the words behind the program.

    `taking` are the indices of undeclared options that do take a value; with `greedy`, all of them do that stand
    before that many operands. `leading` are the words that the program's name stands for (`docker-compose`: `compose`).
    """
    if grammar.style == "none":
        return Reading((), tuple(words), tuple(range(len(words))))
    if grammar.style == "dd":
        return read_assignments(words)
    reader = FindReader if grammar.style == "find" else Reader
    return reader(words, grammar, taking, leading, greedy).read()


def read_assignments(words: Sequence[Value]) -> Reading:
    """dd if=a of=b: every `k=v` is an option."""
    options, operands, places = [], [], []
    for place, word in enumerate(words):
        name, equals, _ = head_of(word).partition("=")
        if equals:
            options.append(Option(name, tail_of(word, len(name) + 1), name))
        else:
            operands.append(word)
            places.append(place)
    return Reading(tuple(options), tuple(operands), tuple(places))


def head_of(word: Value) -> str:
    """The text that certainly begins the word."""
    return word.texts[0] if word.texts else (word.pieces[0] if word.pieces else None) or ""


def tail_of(word: Value, start: int) -> Value:
    """What follows the first `start` characters, which are certain."""
    if word.texts:
        return known(word.texts[0][start:], word.glob)
    rest = (word.pieces[0] or "")[start:]
    return unknown(word.why, (*((rest,) if rest else ()), *word.pieces[1:]), word.glob)


class Reader:
    """Walks over the words once, from left to right."""

    def __init__(
        self, words: Sequence[Value], grammar: Grammar, taking: Iterable[int], leading: Sequence[str], greedy: int
    ) -> None:
        self.words, self.grammar, self.leading = words, grammar, leading
        self.taking, self.greedy = taking, greedy
        self.table = grammar.under(leading)
        self.at = 0
        self.ended = False
        self.options: list[Option] = []
        self.operands: list[Value] = []
        self.places: list[int] = []
        self.loose: list[int] = []

    def read(self) -> Reading:
        while self.at < len(self.words):
            word = self.words[self.at]
            self.at += 1
            head = head_of(word)
            if self.ended or head[:1] != "-" or (head == "-" and word.texts):
                self.operand(word)
            elif head == "--" and word.texts:
                self.ended = self.grammar.style != "goflag"  # terragrunt run -- destroy -auto-approve
                self.options.append(Option("--", None, "--"))
            else:
                self.option(word, head)
        return Reading(tuple(self.options), tuple(self.operands), tuple(self.places), tuple(self.loose))

    def operand(self, word: Value) -> None:
        self.operands.append(word)
        self.places.append(self.at - 1)
        self.ended = self.ended or self.grammar.ends
        if len(self.operands) <= DEEPEST:
            self.table = self.grammar.under([*self.leading, *(operand.text or "" for operand in self.operands)])

    def option(self, word: Value, head: str) -> None:
        if self.grammar.style not in ONE_DASH and not head.startswith("--"):
            self.letters(word, head)
            return
        name, equals, _ = head.partition("=")
        if not word.texts and not equals:
            self.any_option(head)
            return
        if self.grammar.style in ONE_DASH:
            name = folded(name)
        attached = tail_of(word, head.index("=") + 1) if equals else None
        entry = self.table.get(name) or self.by_prefix(name)
        if entry is None:
            self.undeclared(name, attached)
        else:
            self.declared(entry, attached, name)

    def by_prefix(self, name: str) -> Entry | None:
        if self.grammar.style not in PREFIXES or len(name) < 3:
            return None
        near = {entry for known_name, entry in self.table.items() if known_name.startswith(name)}
        return near.pop() if len(near) == 1 else None

    def letters(self, word: Value, head: str) -> None:
        """-abc, -nprod, -n=prod, -n prod."""
        doubtful = False
        for place in range(1, len(head)):
            name = "-" + head[place]
            if name == "--":  # no letter of any program: -a-b
                doubtful = True
                continue
            rest: Value | None = tail_of(word, place + 1)
            if place + 1 == len(head) and word.texts:
                rest = None
            entry = self.table.get(name)
            if rest is not None and self.grammar.style in EQUALS and head[place + 1 : place + 2] == "=":
                rest = tail_of(word, place + 2)
                self.add(entry[0] if entry else name, rest, name, doubtful)
                return
            if entry is None:
                if rest is None:
                    self.undeclared(name, None, doubtful)
                else:
                    self.add(name, None, name, doubtful)
                doubtful = True
            elif entry[1] == "flag" or rest is None:
                self.declared(entry, None, name, doubtful)
            else:
                self.add(entry[0], rest, name, doubtful)
                return
        if not word.texts:
            self.any_option("-")

    def declared(self, entry: Entry, attached: Value | None, given: str, doubtful: bool = False) -> None:
        name, kind = entry
        if attached is None and kind == "value" and self.next_is_value():
            attached = self.take()
        elif attached is None and kind == "many":
            start = self.at
            while self.next_is_value() and head_of(self.words[self.at])[:1] != "-":
                self.add(name, self.take(), given, doubtful)
            if self.at > start:
                return
        self.add(name, attached, given, doubtful)

    def undeclared(self, name: str, attached: Value | None, doubtful: bool = False) -> None:
        index = self.at - 1
        negated = name.startswith("--no-") and "--" + name[5:] in self.table
        if attached is None and not negated and self.next_is_value():
            if index in self.taking or len(self.operands) < self.greedy:
                attached = self.take()
            elif head_of(self.words[self.at])[:1] != "-":
                self.loose.append(index)
        ambiguous = self.grammar.style in PREFIXES and any(known_name.startswith(name) for known_name in self.table)
        self.add(name, attached, name, doubtful or (ambiguous and name[:2] == "--"))

    def any_option(self, head: str) -> None:
        self.options.append(Option("", None, head, True))

    def add(self, name: str, value: Value | None, given: str, doubtful: bool) -> None:
        self.options.append(Option(name, value, given, doubtful))

    def next_is_value(self) -> bool:
        """Whether a word follows that can be a value. argparse takes none that looks like an option."""
        if self.at >= len(self.words):
            return False
        head = head_of(self.words[self.at])
        return self.grammar.style != "argparse" or head[:1] != "-" or head[1:2].isdigit() or head == "-"

    def take(self) -> Value:
        self.at += 1
        return self.words[self.at - 1]


class FindReader(Reader):
    """find: starting points, then an expression whose primaries look like options (find(1))."""

    def read(self) -> Reading:
        expression = False
        while self.at < len(self.words):
            word = self.words[self.at]
            self.at += 1
            head = head_of(word)
            if head in ("(", ")", "!", ","):
                expression = True
            elif head[:1] == "-" and head != "-":
                expression = expression or (head not in ("-H", "-L", "-P", "-D", "--") and head[:2] != "-O")
                self.primary(word, head)
            elif not expression:
                self.operand(word)
        return Reading(tuple(self.options), tuple(self.operands), tuple(self.places))

    def primary(self, word: Value, head: str) -> None:
        if not word.texts:
            self.any_option(head)
        elif head in EXEC:
            self.add(head, None, head, False)
            while self.at < len(self.words) and self.take().text not in (";", "+"):
                pass
        else:
            self.declared(self.table.get(head, (head, "flag")), None, head)
