"""Where a wrapper's own options and operands end and the command that it runs begins."""

from __future__ import annotations

from guardcmd.record import Record
from guardcmd.unwrap.compose import certain_start, cut

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guardcmd.ruleset.model import Wrapper
    from guardcmd.shell.value import Value

    Chain = tuple[Any, Any] | None  # (all before, the last one)

MOST_READINGS = 16  # of one command line that are followed
MOST_STATES = 6  # of them at one word
LONGEST_GROUP = 40  # letters behind one dash
WORD_STYLES = ("goflag", "single-dash", "find")  # `-word` is one option, not a group of letters
PREFIX_STYLES = ("getopt", "argparse")

Given = tuple[str, "Value | None"]


class Reading(Record):
    """One way to read a wrapper's words. Options are canonical, in order; `command` is what it runs."""

    options: tuple[Given, ...] = ()
    operands: tuple[Value, ...] = ()
    command: tuple[Value, ...] = ()
    assignments: tuple[Value, ...] = ()

    def values(self, wanted: tuple[str, ...]) -> list[Value]:
        """The values given to any of these options (specifications like `-c/--command`)."""
        names = canonical(wanted)
        return [value for name, value in self.options if value is not None and name in names]

    def has(self, wanted: tuple[str, ...]) -> bool:
        names = canonical(wanted)
        return any(name in names for name, _ in self.options)


class Grammar:
    """The options of one level: spelling -> (canonical name, kind)."""

    def __init__(self, style: str, value: tuple[str, ...], optional: tuple[str, ...], flags: tuple[str, ...]) -> None:
        self.style = style
        self.known: dict[str, tuple[str, str]] = {}
        for kind, specifications in (("flag", flags), ("optional", optional), ("value", value)):
            for specification in specifications:
                names = spellings(specification)
                for name in names:
                    self.known[name] = (names[-1], kind)

    def find(self, name: str) -> tuple[str, str]:
        """The canonical name and kind (`value`, `optional`, `flag`, `unknown`) of an option as given."""
        if name in self.known:
            return self.known[name]
        if self.style == "goflag" and name[:2] == "--" and name[1:] in self.known:
            return self.known[name[1:]]
        if self.style in PREFIX_STYLES and name[:2] == "--":
            found = {entry for spelling, entry in self.known.items() if spelling.startswith(name)}
            if len(found) == 1:
                return found.pop()
        return name, "unknown"


def spellings(specification: str) -> list[str]:
    """`-n/--namespace` -> [`-n`, `--namespace`]; `/c` is one spelling, as `+e` is."""
    return specification.replace("/-", "\0-").split("\0")


def canonical(specifications: tuple[str, ...]) -> set[str]:
    return {spellings(each)[-1] for each in specifications}


Outcome = tuple[list[Given], str]  # the options in one word, and the one that takes the next word


def read_option(word: Value, grammar: Grammar) -> list[Outcome]:
    """Every reading of one option word: an unknown option may or may not take the next word."""
    start = certain_start(word)
    whole = word.text == start
    if start[:1] == "+" and "+" in grammar.known:
        return [([("+", cut(word, 1))], "")]
    name, equals, _ = start.partition("=")
    if (name in grammar.known and (whole or equals)) or name[:2] == "--" or grammar.style in WORD_STYLES:
        found, kind = grammar.find(name)
        if equals:
            return [([(found, cut(word, len(name) + 1))], "")]
        return _long(found, kind if whole else "unknown")
    return _group(word, start, whole, grammar)


def _long(name: str, kind: str) -> list[Outcome]:
    if kind == "value":
        return [([], name)]
    alone: Outcome = ([(name, None)], "")
    return [alone, ([], name)] if kind == "unknown" else [alone]


def _group(word: Value, start: str, whole: bool, grammar: Grammar) -> list[Outcome]:
    """`-it`, `-n5`, `-u$USER`: letters up to the first one that takes a value."""
    given: list[Given] = []
    if whole and start[1:].isdigit():
        return [([(start, None)], "")]
    last = len(start) - 1
    if last > LONGEST_GROUP:
        return [([(start, None)], ""), ([], start)]
    readings: list[Outcome] = []
    for place in range(1, len(start)):
        name, kind = grammar.find("-" + start[place])
        attached = place < last or not whole
        if kind == "value":
            readings.append(([*given, (name, cut(word, place + 1))], "") if attached else (given, name))
            return readings
        if kind == "optional":
            readings.append(([*given, (name, cut(word, place + 1) if attached else None)], ""))
            return readings
        if kind == "unknown" and not readings:
            readings.append(([*given, (name, cut(word, place + 1))], "") if attached else (given, name))
        given = [*given, (name, None)]
    readings.append((given, ""))
    return readings


class _State:
    """How far one reading has come. Options, operands and assignments are linked lists, the last one outermost."""

    __slots__ = ("assignments", "closed", "count", "level", "operands", "options")

    def __init__(
        self, level: int, count: int, closed: bool, options: Chain, operands: Chain, assignments: Chain
    ) -> None:
        self.level = level  # subcommand words that were matched
        self.count = count  # own operands that were taken
        self.closed = closed  # `--` was seen
        self.options = options
        self.operands = operands
        self.assignments = assignments

    def but(self, **changes: Any) -> _State:
        fields = {name: getattr(self, name) for name in self.__slots__}
        fields.update(changes)
        return _State(**fields)

    def with_operand(self, word: Value) -> _State:
        return self.but(operands=(self.operands, word), count=self.count + 1)


class _Reader:
    def __init__(self, words: tuple[Value, ...], wrapper: Wrapper) -> None:
        self.words = words
        self.wrapper = wrapper
        self.levels = len(wrapper.subcommand)
        before = Grammar(wrapper.style, wrapper.global_options, (), wrapper.global_flags)
        self.grammars = [before] * self.levels + [own_grammar(wrapper)]
        # python -m module: what follows is the module's
        self.ends = canonical(wrapper.command_options + wrapper.module_options)
        self.places = canonical(wrapper.directory_options)  # git -C d bisect run: kept from any level
        self.mixed = wrapper.permute and wrapper.runs == "each"  # hyperfine 'cmd' -w 3 'cmd'
        self.waiting: dict[int, dict[tuple[int, int, bool], _State]] = {}
        self.found: list[Reading] = []
        self.complete = True

    def read(self) -> None:
        self.push(0, _State(0, 0, False, None, None, None))
        for position in range(len(self.words) + 1):
            for state in self.waiting.pop(position, {}).values():
                self.step(position, state)
            if not self.waiting:
                break

    def push(self, position: int, state: _State) -> None:
        states = self.waiting.setdefault(position, {})
        key = (state.level, state.count, state.closed)
        if len(states) < MOST_STATES:
            states.setdefault(key, state)
        elif key not in states:
            self.complete = False

    def step(self, position: int, state: _State) -> None:
        if position >= len(self.words):
            if state.level == self.levels:
                self.done(position, state)
            return
        word = self.words[position]
        if word.text == "--" and not state.closed:
            self.dashes(position, state)
        elif self.is_option(word, state):
            self.option(position, word, state)
        elif state.level < self.levels:
            if any(word.may_be(each) for each in self.wrapper.subcommand[state.level].split("|")):
                self.push(position + 1, state.but(level=state.level + 1, closed=False))
        else:
            self.operand(position, word, state)

    def dashes(self, position: int, state: _State) -> None:
        enough = self.wrapper.dashes or state.count >= self.wrapper.skip
        if state.level == self.levels and enough and not self.mixed:
            self.done(position + 1, state)
        else:
            self.push(position + 1, state.but(closed=state.level == self.levels))

    def is_option(self, word: Value, state: _State) -> bool:
        if state.closed or (state.count and not (self.wrapper.permute or self.wrapper.dashes)):
            return False
        if self.wrapper.style == "none" and state.level == self.levels:
            return False
        start = certain_start(word)
        known = self.grammars[state.level].known
        return (start[:1] == "-" and len(start) > 1) or start in known or (start[:1] == "+" and "+" in known)

    def option(self, position: int, word: Value, state: _State) -> None:
        following = self.words[position + 1] if position + 1 < len(self.words) else None
        outcomes = read_option(word, self.grammars[state.level])
        certain = len(outcomes) == 1
        for given, pending in outcomes:
            used = 1
            if pending and following is not None:
                if not certain and certain_start(following)[:1] == "-":
                    continue
                used = 2
            if pending:
                given = [*given, (pending, following)]
            options = state.options
            for each in given:
                if state.level == self.levels or each[0] in self.places:
                    options = (options, each)
            if given and given[-1][0] in self.ends:
                self.done(position + used, state.but(options=options))
            else:
                self.push(position + used, state.but(options=options))

    def operand(self, position: int, word: Value, state: _State) -> None:
        wrapper = self.wrapper
        if wrapper.skip < 0:
            self.push(position + 1, state)
        elif self.mixed or wrapper.dashes or state.count < wrapper.skip:
            self.push(position + 1, state.with_operand(word))
        elif wrapper.assignments and "=" in certain_start(word)[1:]:
            self.push(position + 1, state.but(assignments=(state.assignments, word)))
        else:
            self.done(position, state)

    def done(self, position: int, state: _State) -> None:
        if len(self.found) >= MOST_READINGS:
            self.complete = False
            return
        operands = in_order(state.operands)
        command = operands if self.mixed else self.words[position:]
        if self.wrapper.dashes and (not position or self.words[position - 1].text != "--"):
            command = ()
        if command and command[0].text == "--":
            command = command[1:]
        self.found.append(Reading(in_order(state.options), operands, command, in_order(state.assignments)))


def in_order(chain: Chain) -> tuple[Any, ...]:
    items: list[Any] = []
    while chain is not None:
        chain, item = chain
        items.append(item)
    return tuple(reversed(items))


def readings(words: tuple[Value, ...], wrapper: Wrapper) -> tuple[list[Reading], bool]:
    """Every way to read the words behind the program's name, and whether these are all.

    Linear in the number of words: readings that meet at the same word go on as one, and few are followed at once.
    """
    reader = _Reader(words, wrapper)
    reader.read()
    return reader.found, reader.complete


def own_grammar(wrapper: Wrapper) -> Grammar:
    """The options behind the subcommand words, with those that carry code, directories and commands."""
    return Grammar(wrapper.style, _with_values(wrapper), wrapper.optional_value_options, _flags(wrapper))


def _with_values(wrapper: Wrapper) -> tuple[str, ...]:
    extra = [each.split("=", 1)[0] for each in wrapper.code_options]
    known = {name for each in wrapper.value_options + wrapper.optional_value_options for name in spellings(each)}
    missing = [each for each in extra if not known.intersection(spellings(each))]
    return (
        wrapper.value_options
        + tuple(dict.fromkeys(missing))
        + wrapper.split_options
        + wrapper.directory_options
        + wrapper.module_options
        + wrapper.file_options
        + wrapper.program_options
    )


def _flags(wrapper: Wrapper) -> tuple[str, ...]:
    return wrapper.flags + wrapper.no_command + wrapper.shell_options + wrapper.command_options
