"""What is wrong with rules that can be read: no examples, out of reach, said already, advice that would be refused.

What a rule could do without, such as references, is a note: a complaint that fails nothing.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from guardcmd.record import Record
from guardcmd.ruleset.covers import excused, shadows
from guardcmd.ruleset.index import ANYTHING, alternatives, harmless_forms
from guardcmd.ruleset.model import Pattern
from guardcmd.ruleset.reach import is_read, out_of_reach
from guardcmd.ruleset.scaffold import FILL_IN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from guardcmd.ruleset.model import Rule, RuleFile, Tool

    Judge = Callable[[str], tuple[str, tuple[str, ...]]]  # decision, and the ids of the rules that matched

BACKTICKS = re.compile(r"`([^`]+)`")
FEWEST = 2  # examples of each kind
RUNS = ("allow", "notify")


class Complaint(Record):
    """One thing to mend. `rule` is empty where it is about a tool."""

    file: str
    rule: str
    what: str
    is_note: bool = False

    def shown(self) -> str:
        return f"{self.file}: " + (f"rule `{self.rule}`: " if self.rule else "") + self.what


def lint(files: Sequence[RuleFile], judge: Judge, passes: Callable[[str], bool] = lambda _: False) -> list[Complaint]:
    """Every complaint about the files. `judge` decides a command by the whole guard, these files included; `passes`
    says what the fast path allows."""
    found = list(clashes(files))
    tools = {tool.name: tool for file in reversed(files) for tool in file.tools if tool.programs}
    languages = [rule.tool for file in files for rule in file.rules if rule.layer == "built-in"]
    rules: dict[str, list[Rule]] = {}
    for rule in (rule for file in files for rule in file.rules):
        rules.setdefault(rule.tool, []).append(rule)
    for file in files:
        found += [Complaint(file.path, "", what) for tool in file.tools for what in of_tool(tool, judge)]
        for rule in file.rules:
            tool, siblings = tools.get(rule.tool), rules[rule.tool]
            said = [
                *unknown_tool(rule, (*tools, *languages)),
                *unfinished(rule),
                *examples(rule, judge),
                *repeated(rule),
            ]
            said += [*unseen(rule, passes), *(out_of_reach(rule, tool) if tool else ())]
            said += [*shadows(rule, siblings), *excused(rule), *advice(rule, judge)]
            found += [Complaint(file.path, rule.id, what) for what in said]
            titles = [each.title for each in siblings]
            found += [Complaint(file.path, rule.id, what, is_note=True) for what in lacking(rule, tool, titles)]
    return list(dict.fromkeys(found))  # a rule for several tools is there once for each


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
    if FILL_IN in rule.instead:
        return
    commands = [("instead", command) for command in BACKTICKS.findall(rule.instead)]
    commands += [("preview", rule.preview)] if rule.preview else []
    for key, command in commands:
        decision, matched = judge(command)
        if decision not in RUNS:
            yield f"`{key}` names `{command}`, which is {decision}" + (f" by `{matched[0]}`" if matched else "")


def unknown_tool(rule: Rule, known: Sequence[str]) -> Iterator[str]:
    """A tool that nobody described: no call is ever one of it."""
    if rule.tool not in known:
        near = get_close_matches(rule.tool, known, 1)
        yield f"no tool is called `{rule.tool}`" + (f"; did you mean `{near[0]}`?" if near else "")


def unfinished(rule: Rule) -> Iterator[str]:
    """What `guardcmd rules new` left to be said."""
    for key in ("title", "why", "instead", "preview"):
        if FILL_IN in getattr(rule, key):
            yield f"`{key}` is not filled in"


def repeated(rule: Rule) -> Iterator[str]:
    for key in ("must_match", "must_not_match"):
        seen: set[str] = set()
        for command in getattr(rule, key):
            if command in seen:
                yield f"`{key}` has `{command}` twice"
            seen.add(command)


def unseen(rule: Rule, passes: Callable[[str], bool]) -> Iterator[str]:
    """Commands that the fast path allows: no rule is asked about them."""
    for command in rule.must_match if rule.layer == "built-in" else ():
        if passes(command):
            yield f"`{command}` passes before any rule is asked: its words are called harmless"


def lacking(rule: Rule, tool: Tool | None, titles: Sequence[str]) -> Iterator[str]:
    """What a reader would miss."""
    if rule.layer == "built-in" and not rule.references:
        yield "has no `references`"
    if not rule.target and tool is not None and not tool.target_options and not tool.carriers:
        yield "has no `target`: nobody is told what would be lost"
    if not rule.instead:
        yield "has no `instead`"
    if titles.count(rule.title) > 1:
        yield f"another rule of `{rule.tool}` has the same title"


# --- tools -------------------------------------------------------------------------------


def of_tool(tool: Tool, judge: Judge) -> Iterator[str]:
    """Forms that the fast path would allow, and the full analysis does not; words and options that cannot occur."""
    for command in harmless_commands(tool):
        if judge(command)[0] not in RUNS:
            yield f"`{command}` is called harmless, and is {judge(command)[0]}"
    if tool.verbs and not tool.program_words:
        for form in (form for listed in tool.harmless for form in alternatives(listed)):
            verb = tool.aliases.get(form, form).split()[0]
            if "*" not in verb and verb not in tool.verbs and verb not in tool.aliases:
                yield f"`{form}` is called harmless, and is none of the verbs of `{tool.name}`"
    for option in tool.previews if tool.programs else ():
        if not is_read(option, tool, Pattern()):
            yield f"`{option}` of `previews` is never read as an option, the style being `{tool.style}`"


def harmless_commands(tool: Tool) -> list[str]:
    """The harmless forms of the tool's first program, of a family's each, as commands."""
    programs = tool.programs if tool.program_words else tool.programs[:1]
    forms = [(program, form) for program in programs for form in harmless_forms(tool, program)]
    return [program if form == ANYTHING else f"{program} {form.replace('*', 'x')}" for program, form in forms]
