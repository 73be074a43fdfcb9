"""What is wrong with rules that can be read: no examples, out of reach, said already, advice that would be refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from guardcmd.record import Record
from guardcmd.ruleset.index import ANYTHING, harmless_forms
from guardcmd.ruleset.model import BLAST_RADII, REVERSIBILITIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from guardcmd.ruleset.model import Pattern, Rule, RuleFile, Tool

    Judge = Callable[[str], tuple[str, tuple[str, ...]]]  # decision, and the ids of the rules that matched

BACKTICKS = re.compile(r"`([^`]+)`")
FEWEST = 2  # examples of each kind
RUNS = ("allow", "notify")


class Complaint(Record):
    """One thing to mend. `rule` is empty where it is about a tool."""

    file: str
    rule: str
    what: str
    hint: str = ""

    def shown(self) -> str:
        return f"{self.file}: " + (f"rule `{self.rule}`: " if self.rule else "") + self.what


def lint(files: Sequence[RuleFile], judge: Judge) -> list[Complaint]:
    """Every complaint about the files. `judge` decides a command by the whole guard, these files included."""
    found = list(clashes(files))
    tools = {tool.name: tool for file in reversed(files) for tool in file.tools if tool.programs}
    rules = [rule for file in files for rule in file.rules]
    for file in files:
        found += [Complaint(file.path, "", what) for tool in file.tools for what in of_tool(tool, judge)]
        for rule in file.rules:
            siblings = [other for other in rules if other.tool == rule.tool]
            said = [*examples(rule, judge), *reach(rule, tools.get(rule.tool)), *shadows(rule, siblings)]
            found += [Complaint(file.path, rule.id, what) for what in [*said, *advice(rule, judge)]]
    return found


def clashes(files: Sequence[RuleFile]) -> Iterator[Complaint]:
    """An id or a program in two files."""
    ids: dict[str, str] = {}
    owners: dict[str, str] = {}
    for file in files:
        for rule in file.rules:
            if ids.setdefault(rule.id, file.path) != file.path:
                yield Complaint(file.path, rule.id, f"`{ids[rule.id]}` has a rule of this id")
        for tool in file.tools:
            for program in tool.programs:
                if owners.setdefault(program, tool.name) != tool.name:
                    yield Complaint(file.path, "", f"`{program}` belongs to the tool `{owners[program]}`")


# --- one rule ----------------------------------------------------------------------------


def examples(rule: Rule, judge: Judge) -> Iterator[str]:
    """Too few of them, or one that shows the contrary."""
    for key, listed in (("must_match", rule.must_match), ("must_not_match", rule.must_not_match)):
        if len(listed) < FEWEST:
            yield f"`{key}` has {len(listed)} of at least {FEWEST} examples"
    for command in rule.must_match:
        if rule.id not in judge(command)[1]:
            yield f"does not match `{command}`"
    for command in rule.must_not_match:
        if rule.id in judge(command)[1]:
            yield f"matches `{command}`"


def advice(rule: Rule, judge: Judge) -> Iterator[str]:
    """Commands that a person is sent to, and that the guard would stop."""
    commands = [("instead", command) for command in BACKTICKS.findall(rule.instead)]
    commands += [("preview", rule.preview)] if rule.preview else []
    for key, command in commands:
        decision, matched = judge(command)
        if decision not in RUNS:
            yield f"`{key}` names `{command}`, which is {decision}" + (f" by `{matched[0]}`" if matched else "")


def reach(rule: Rule, tool: Tool | None) -> Iterator[str]:
    """Patterns that no call can have."""
    if tool is None:
        return
    for pattern in rule.any_of:
        for words in pattern.subcommand:
            if tool.verbs and not any(verb in tool.verbs for verb in verbs_of(words[0], tool)):
                yield f"`{words[0]}` is none of the verbs of `{tool.name}`"
        for noun in pattern.noun:
            if "*" not in noun and noun not in tool.nouns and any(noun in spelled for spelled in tool.nouns.values()):
                yield f"`{noun}` is a spelling: the noun has another name"
        if pattern.unknown_verb and not tool.verbs:
            yield f"`unknown_verb` needs the verbs of `{tool.name}`"
        if pattern.target_class and "paths" not in rule.target:
            yield "`target_class` needs `target = { paths = ... }`"
        for program in pattern.program:
            if not any(each in tool.programs for each in program.split("|")) and "*" not in program:
                yield f"`{program}` is none of the programs of `{tool.name}`"


def verbs_of(word: str, tool: Tool) -> list[str]:
    """What a pattern's first word stands for: `rm|del` both, `delete-*` the verbs that it fits, aliases resolved."""
    from guardcmd.glob import any_glob

    named = [tool.aliases.get(each, each) for each in word.split("|")]
    return [*named, *(verb for verb in tool.verbs if any_glob(word, verb))]


# --- rules that say the same -------------------------------------------------------------


def shadows(rule: Rule, others: Sequence[Rule]) -> Iterator[str]:
    """Another rule of the tool matches whatever this one does, and is at least as severe."""
    for other in others:
        if other is not rule and not other.unless and at_least_as_severe(other, rule):
            covered = [any(covers(wide, narrow) for wide in other.any_of) for narrow in rule.any_of]
            same = other.any_of == rule.any_of and severity(other) == severity(rule) and other.id > rule.id
            if all(covered) and not same:
                yield f"`{other.id}` matches all of it and is as severe"


def at_least_as_severe(one: Rule, other: Rule) -> bool:
    return one.effect == other.effect and all(mine >= its for mine, its in zip(severity(one), severity(other)))


def severity(rule: Rule) -> tuple[int, int]:
    return REVERSIBILITIES.index(rule.reversibility), BLAST_RADII.index(rule.blast_radius)


def covers(wide: Pattern, narrow: Pattern) -> bool:
    """Whether every clause of the wide pattern also stands in the narrow one, there with no more alternatives."""
    for field in wide._fields:
        ours, theirs = getattr(wide, field), getattr(narrow, field)
        if ours == wide._defaults[field] or ours == theirs:
            continue
        narrowed = field in (
            "subcommand",
            "option",
            "operand",
            "noun",
            "target_class",
            "program",
            "known_operand",
            "operand_from",
        )
        if not (narrowed and theirs and set(theirs) <= set(ours)):
            return False
    return True


# --- tools -------------------------------------------------------------------------------


def of_tool(tool: Tool, judge: Judge) -> Iterator[str]:
    """Forms that the fast path would allow, and the full analysis does not."""
    for command in harmless_commands(tool):
        if judge(command)[0] not in RUNS:
            yield f"`{command}` is called harmless, and is {judge(command)[0]}"


def harmless_commands(tool: Tool) -> list[str]:
    """The harmless forms of the tool's first program, of a family's each, as commands."""
    programs = tool.programs if tool.program_words else tool.programs[:1]
    forms = [(program, form) for program in programs for form in harmless_forms(tool, program)]
    return [program if form == ANYTHING else f"{program} {form.replace('*', 'x')}" for program, form in forms]
