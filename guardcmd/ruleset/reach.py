"""Patterns that no text can have: a word that an alias takes away, an option that is never read, a form that passes
before any rule is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guardcmd.glob import any_glob
from guardcmd.ruleset.index import alternatives
from guardcmd.shell.value import known
from guardcmd.tools.options import ONE_DASH, canonical, folded, grammar_for, read_options
from guardcmd.tools.read_call import aliased

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guardcmd.ruleset.model import Pattern, Rule, Tool

MOST = 64  # spellings of one subcommand that are tried


def out_of_reach(rule: Rule, tool: Tool) -> Iterator[str]:
    """What is wrong with each pattern of the rule, for a tool that has programs."""
    for pattern in rule.any_of:
        yield from words_out_of_reach(pattern, tool)
        if rule.layer == "built-in":  # with any other rule in force there is no fast path
            yield from passed_before(rule, pattern, tool)
        if pattern.unknown_verb and not tool.verbs:
            yield f"`unknown_verb` needs the verbs of `{tool.name}`"
        if pattern.target_class and "paths" not in rule.target:
            yield "`target_class` needs `target = { paths = ... }`"
        for program in pattern.program:
            if not any(each in tool.programs for each in program.split("|")) and "*" not in program:
                yield f"`{program}` is none of the programs of `{tool.name}`"
    for pattern in (*rule.any_of, *rule.unless):
        yield from nouns_out_of_reach(pattern, tool)
        for option in options_of(pattern):
            if not is_read(option, tool, pattern):
                yield f"`{option}` is never read as an option of `{tool.name}`, whose style is `{tool.style}`"
    for option in (*rule.worse, *rule.wider, *rule.unasked):
        if not any(is_read(option, tool, pattern) for pattern in rule.any_of):
            yield f"`{option}` is never read as an option of `{tool.name}`, whose style is `{tool.style}`"


# --- words -------------------------------------------------------------------------------


def words_out_of_reach(pattern: Pattern, tool: Tool) -> Iterator[str]:
    for words in pattern.subcommand:
        if tool.verbs and not any(verb in tool.verbs for verb in verbs_of(words[0], tool)):
            yield f"`{words[0]}` is none of the verbs of `{tool.name}`"
            continue
        spelled = alternatives(" ".join(words))[:MOST]
        if "*" not in "".join(spelled) and not any(fits(words, read_as(each, tool)) for each in spelled):
            yield f"`{' '.join(words)}` is read as `{read_as(spelled[0], tool)}`: it is an alias"


def read_as(words: str, tool: Tool) -> str:
    """What the tool's aliases make of the words."""
    return " ".join(word.text or "" for word in aliased(tuple(map(known, words.split())), tool.aliases))


def fits(words: tuple[str, ...], read: str) -> bool:
    given = read.split()
    return len(given) >= len(words) and all(any_glob(word, each) for word, each in zip(words, given))


def verbs_of(word: str, tool: Tool) -> list[str]:
    """What a pattern's first word stands for: `rm|del` both, `delete-*` the verbs that it fits, aliases resolved."""
    named = [tool.aliases.get(each, each) for each in word.split("|")]
    return [*named, *(verb for verb in tool.verbs if any_glob(word, verb))]


def passed_before(rule: Rule, pattern: Pattern, tool: Tool) -> Iterator[str]:
    """A harmless form that is the beginning of every command of the pattern: the fast path lets it pass unseen.

    Options that patterns name take a form off the fast path (index.named_by_rules); so do those of harmless_except,
    which may be where the rule's target stands.
    """
    target = rule.target.get("option", rule.target.get("paths", ""))
    if pattern.option or pattern.all_options or pattern.known_option or target.startswith("-"):
        return
    forms = [form.split() for listed in tool.harmless for form in alternatives(listed)]
    for words in pattern.subcommand:
        for form in forms:
            if len(form) <= len(words) and all(any_glob(each, word) for each, word in zip(form, words)):
                yield f"`{' '.join(words)}` passes before any rule is asked: `{' '.join(form)}` is called harmless"
                break


def nouns_out_of_reach(pattern: Pattern, tool: Tool) -> Iterator[str]:
    for noun in pattern.noun:
        if not tool.nouns and not tool.table:
            yield f"`noun` needs `nouns` of `{tool.name}`"
        elif "*" not in noun and noun not in tool.nouns and any(noun in spelled for spelled in tool.nouns.values()):
            yield f"`{noun}` is a spelling: the noun has another name"


# --- options -----------------------------------------------------------------------------


def options_of(pattern: Pattern) -> tuple[str, ...]:
    return (*pattern.option, *pattern.known_option, *pattern.all_options, *pattern.not_option)


def is_read(option: str, tool: Tool, pattern: Pattern) -> bool:
    """Whether the option can come out of reading a command line: before all words, or behind the pattern's."""
    name = option.partition("=")[0].rsplit("/", 1)[-1]
    if option == "--" or name in tool.environment_options.values():
        return True
    if name.split() != [name]:
        return False
    grammar = grammar_for(tool)
    leading = [" ".join(words).replace("*", "x") for words in pattern.subcommand] or [""]
    leading += [words for _, listed in grammar.scoped for words in listed]  # `*`, and words of options of their own
    for before in dict.fromkeys(("", *(each for words in leading for each in alternatives(words)[:MOST]))):
        table = grammar.under(before.split())
        wanted = canonical(folded(name) if tool.style in ONE_DASH else name, table)
        for spelled in (f"{name}=x",) if tool.style == "dd" else (name, f"{name}=x"):
            words = tuple(map(known, (*before.split(), spelled, "x")))
            if any(found.name == wanted for found in read_options(words, grammar).options):
                return True
    return False
