"""One call as patterns ask about it: its subcommand, operands, options in effect, targets and facts."""

from __future__ import annotations

from guardcmd.calls import Target
from guardcmd.ruleset.fits import BLIND, MAY, NO, SURE, best, fits
from guardcmd.shell.value import known
from guardcmd.tools.options import ONE_DASH, PREFIXES, canonical, folded, grammar_for
from guardcmd.tools.table import classify, leading, operation_place, without_tracks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from guardcmd.calls import Call, Option
    from guardcmd.ruleset.model import Pattern, Rule, Table, Tool
    from guardcmd.shell.value import Value

    Classify = Callable[[Value, Call], str]

OFF = ("false", "none", "0", "no")
# which operands are paths
PARTS = {
    "operands": slice(None),
    "first": slice(1),
    "rest": slice(1, None),
    "last": slice(-1, None),
    "sources": slice(-1),
}
NAMING = ("-name", "-id", "-ids", "-identifier", "-arn")  # ends of the options that name a thing
DESTINATION = "--target-directory"  # GNU cp, mv, ln and install


class View:
    """Answers are levels of ruleset.fits. Options and targets are looked up once."""

    def __init__(self, call: Call, tool: Tool | None, table: Table | None, classify: Classify) -> None:
        self.call = classified(call, table) if table else call
        self.tool, self.classify = tool, classify
        self.help_words = table.help_words if table else ()
        self.style = tool.style if tool else ""
        self.table: Mapping[str, tuple[str, str]] = {}
        if tool:
            self.table = grammar_for(tool).under([word.text or "" for word in self.call.words[:4]])
        self.states: dict[str, int] = {}
        self.excusing = False
        self.rule: Rule | None = None
        self.paths: dict[int, tuple[Target, ...]] = {}
        self.classes: dict[object, str] = {}

    def is_preview(self) -> bool:
        previews = self.tool.previews if self.tool else ()
        return any(self.option(option) == SURE for option in previews) or self.is_help()

    def is_help(self) -> bool:
        """`aws ec2 terminate-instances help`: nothing but such a word behind the operation."""
        behind = self.call.words[len(self.call.facts.get("operation", "").split()) :]
        return len(behind) == 1 and behind[0].text in self.help_words

    # --- words ---

    def subcommand(self, pattern: Pattern) -> tuple[int, int]:
        """The level of the best fitting word sequence, and its length."""
        if not pattern.subcommand:
            return SURE, len(self.call.facts.get("operation", "").split())
        words = self.call.words
        return max(
            (
                (min(fits(word, each) for word, each in zip(words, sequence)), len(sequence))
                for sequence in pattern.subcommand
                if len(sequence) <= len(words)
            ),
            default=(NO, 0),
        )

    def operands(self, pattern: Pattern) -> tuple[Value, ...]:
        """The words behind the subcommand, and behind the resource type where there is one."""
        behind = self.subcommand(pattern)[1]
        if self.tool is not None and self.tool.noun_position >= 0 and "noun" in self.call.facts:
            behind = max(behind, self.tool.noun_position + 1)
        return self.call.words[behind:]

    def operand_level(self, pattern: Pattern, wanted: Iterable[str]) -> int:
        return best(fits(word, each) for word in self.operands(pattern) for each in wanted)

    def word_level(self, pattern: Pattern, wanted: str) -> int:
        """Some operand or option value is this."""
        values = [option.value for option in self.call.options if option.value is not None]
        return best(fits(value, wanted) for value in (*self.operands(pattern), *values))

    # --- options ---

    def option(self, wanted: str) -> int:
        """Whether the option is in effect: the last one given counts, and a value may switch it off."""
        if wanted not in self.states:
            self.states[wanted] = self.option_level(wanted)
        return self.states[wanted]

    def option_level(self, wanted: str) -> int:
        given_name, equals, values = wanted.partition("=")
        name = self.canonical(given_name)
        opposite = "--" + name[5:] if name.startswith("--no-") else "--no-" + name[2:] if name[:2] == "--" else ""
        level = perhaps = NO
        for option in self.call.options:
            if option.name == name:
                level = value_level(option, values if equals else None)
                if option.uncertain:
                    level = min(level, MAY)
            elif option.name == opposite and opposite:
                level = NO
            elif option.uncertain and self.may_mean(option, name):
                found = min(MAY, value_level(option, values if equals else None)) if option.name else BLIND
                perhaps = max(perhaps, found)
        return max(level, perhaps)

    def canonical(self, option: str) -> str:
        return canonical(folded(option) if self.style in ONE_DASH else option, self.table)

    def may_mean(self, option: Option, name: str) -> bool:
        """`-$x`, `--fo$x` and ambiguous prefixes."""
        if option.name:
            return self.style in PREFIXES and len(option.name) > 2 and name.startswith(option.name)
        return name.startswith(option.given) or option.given == "-"

    # --- targets ---

    def target_of(self, rule: Rule) -> None:
        """The rule whose targets the next questions are about."""
        self.rule, self.paths = rule, {}

    def path_targets(self, pattern: Pattern) -> tuple[Target, ...]:
        """Every path that the rule or the call's reader names, classified."""
        behind = self.subcommand(pattern)[1]
        if behind not in self.paths:
            targets = [*self.named_paths(pattern), *(each for each in self.call.targets if each.kind == "path")]
            self.paths[behind] = tuple(single for target in targets for single in self.with_class(target))
        return self.paths[behind]

    def named_paths(self, pattern: Pattern) -> list[Target]:
        where = self.rule.target.get("paths", "") if self.rule else ""
        operands = self.operands(pattern) if where in PARTS else self.values_of(where) if where else ()
        into = self.values_of(DESTINATION) if where in ("last", "sources") else ()
        if into:  # mv -t dir a b: every operand is a source
            operands = into if where == "last" else operands
        elif where in PARTS:
            operands = operands[PARTS[where]]
        return [Target("path", word, "", -1 if word.glob else 1) for word in operands]

    def with_class(self, target: Target) -> list[Target]:
        if target.path_class:
            return [target]
        names = [known(text, target.name.glob) for text in target.name.texts] or [target.name]
        return [target.replace(name=name, path_class=self.class_of(name)) for name in names]

    def class_of(self, path: Value) -> str:
        key = (path.texts, path.pieces, path.glob)
        if key not in self.classes:
            self.classes[key] = self.classify(path, self.call)
        return self.classes[key]

    def values_of(self, option: str) -> tuple[Value, ...]:
        name = self.canonical(option)
        return tuple(each.value for each in self.call.options if each.name == name and each.value is not None)

    def values_by_noun(self, pattern: Pattern) -> tuple[Value, ...]:
        """What names the thing that the operation is about: `--package x` of delete-package, else a name or an id.

        An option that the tool's file does not list leaves its value among the operands: then all of these.
        """
        noun = self.call.facts.get("noun", "").rpartition("-")[2]
        where = self.tool.target_options if self.tool else {}
        given = [each for each in self.call.options if each.value is not None and each.name not in where]
        of_noun = [each for each in given if noun and noun in each.name.split("-")]
        chosen = of_noun or [each for each in given if each.name.endswith(NAMING)]
        behind = () if chosen else self.operands(pattern)
        return behind or tuple([each.value for each in chosen or given if each.value is not None])

    def targets_for(self, pattern: Pattern) -> tuple[Target, ...]:
        """What the rule says is lost; of paths only those that the pattern asks for."""
        wanted = self.rule.target if self.rule else {}
        kind = wanted.get("kind", "resource")
        if "operands" in wanted:
            return tuple(named(wanted["operands"], word) for word in self.operands(pattern))
        if "operand" in wanted:
            index = int(wanted["operand"])
            return tuple(named(kind, word) for word in self.operands(pattern)[index : index + 1 or None])
        if "option" in wanted:
            return tuple(named(kind, value) for value in self.values_of(wanted["option"]))
        if "noun" in wanted:
            return tuple(named(wanted["noun"], value) for value in self.values_by_noun(pattern))
        paths = self.path_targets(pattern) if "paths" in wanted else ()
        return tuple(path for path in paths if not pattern.target_class or path.path_class in pattern.target_class)


def classified(call: Call, table: Table) -> Call:
    """The call without words that name a track, with the table's facts and `operation`, the words that name it."""
    names = [word.text for word in call.words]
    tracks = without_tracks(names, table)
    words = leading(names[tracks:])
    operation = " ".join(words[: operation_place(words, table) + 1])
    facts = {**call.facts, **classify(names[tracks:], table), "operation": operation}
    if call.origin.guessed and facts["class"] == "unknown":
        facts["class"] = "read"  # of words that may be no command
    return call.replace(words=call.words[tracks:], facts=facts)


def named(kind: str, name: Value) -> Target:
    return Target(kind, name, "", -1 if name.glob else 1)


def value_level(option: Option, values: str | None) -> int:
    """Whether an option that is given is in effect, or has one of the wanted values."""
    if values is not None:
        return fits(option.value or known(""), values)
    if option.value is None:
        return SURE
    if not option.value.texts:
        return MAY
    off = sum(text.lower() in OFF for text in option.value.texts)
    return SURE if not off else NO if off == len(option.value.texts) else MAY
