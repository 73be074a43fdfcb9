"""The clauses of a pattern, each against one call. Answers are levels of ruleset.fits; the least of them counts."""

from __future__ import annotations

from guardcmd.glob import any_glob
from guardcmd.ruleset.fits import BLIND, INVERSE, MAY, NO, SURE, best, fits
from guardcmd.shell.value import known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guardcmd.ruleset.model import Pattern
    from guardcmd.ruleset.view import View

UNLIMITED = 1_000_000


def level_of(pattern: Pattern, view: View, excuse: bool = False) -> int:
    """How certain it is that every clause holds. To excuse, the last of repeated options must hold."""
    level = view.subcommand(pattern)[0]
    view.excusing = excuse
    for clause in CLAUSES:
        if level == NO:
            break
        level = min(level, clause(view, pattern))
    return level


def option_clause(view: View, pattern: Pattern) -> int:
    if not pattern.option:
        return SURE
    level = best(view.option(option) for option in pattern.option)
    return level if view.excusing else max(level, repeated(view, pattern.option))


def repeated(view: View, wanted: Iterable[str]) -> int:
    """docker run -v /:/host -v a:b: where an option is compared with a value, any of its values may be meant."""
    asked = [option.partition("=") for option in wanted if "=" in option]
    return best(fits(value, values) for name, _, values in asked if values for value in view.values_of(name))


def known_option_clause(view: View, pattern: Pattern) -> int:
    """As `option` compared with a value, but a value that cannot be known is not enough."""
    if not pattern.known_option:
        return SURE
    asked = [option.partition("=") for option in pattern.known_option]
    levels = [(value, fits(value, values)) for name, _, values in asked for value in view.values_of(name)]
    return best(level for value, level in levels if value.texts or level == SURE)


def all_options_clause(view: View, pattern: Pattern) -> int:
    return min((view.option(option) for option in pattern.all_options), default=SURE)


def not_option_clause(view: View, pattern: Pattern) -> int:
    return INVERSE[best(view.option(option) for option in pattern.not_option)]


def operand_clause(view: View, pattern: Pattern) -> int:
    return view.operand_level(pattern, pattern.operand) if pattern.operand else SURE


def not_operand_clause(view: View, pattern: Pattern) -> int:
    return INVERSE[view.operand_level(pattern, pattern.not_operand)]


def known_operand_clause(view: View, pattern: Pattern) -> int:
    if not pattern.known_operand:
        return SURE
    words = view.operands(pattern)
    levels = [(word, fits(word, wanted)) for word in words for wanted in pattern.known_operand]
    return best(level for word, level in levels if word.texts or level == SURE)


def operand_from_clause(view: View, pattern: Pattern) -> int:
    """docker stop $(docker ps -q): what the words are cannot be known, but whose output they are."""
    if not pattern.operand_from:
        return SURE
    wanted = "|".join([f"*`{each}`" for each in pattern.operand_from])
    return MAY if any(not word.texts and any_glob(wanted, word.why) for word in view.operands(pattern)) else NO


def operands_clause(view: View, pattern: Pattern) -> int:
    """A glob stands for one word or more."""
    least, most = pattern.operands
    words = view.operands(pattern)
    if any(word.glob for word in words):
        return NO if len(words) > most else SURE if len(words) >= least and most >= UNLIMITED else MAY
    return SURE if least <= len(words) <= most else NO


def noun_clause(view: View, pattern: Pattern) -> int:
    if not pattern.noun:
        return SURE
    nouns = view.call.facts.get("noun", "").split(",")
    matched = [noun for noun in nouns if any(any_glob(wanted, noun) for wanted in pattern.noun)]
    if matched:
        return SURE if len(matched) == len(nouns) else MAY
    return BLIND if "?" in nouns else NO


def target_class_clause(view: View, pattern: Pattern) -> int:
    if not pattern.target_class:
        return SURE
    paths = view.path_targets(pattern)
    matched = sum(path.path_class in pattern.target_class for path in paths)
    return NO if not matched else SURE if matched == len(paths) else MAY


def fact_clause(view: View, pattern: Pattern) -> int:
    facts = view.call.facts
    held = all(any(any_glob(each, facts.get(name, "")) for each in wanted) for name, wanted in pattern.fact.items())
    return SURE if held else NO


def environment_clause(view: View, pattern: Pattern) -> int:
    levels = []
    for name, wanted in pattern.environment.items():
        value = view.call.environment.get(name)
        levels.append(best(fits(value, each) for each in wanted) if value is not None else NO)
    return min(levels, default=SURE)


def elevated_clause(view: View, pattern: Pattern) -> int:
    return SURE if view.call.origin.elevated or not pattern.elevated else NO


def unknown_verb_clause(view: View, pattern: Pattern) -> int:
    if not pattern.unknown_verb:
        return SURE
    if view.call.origin.guessed:
        return NO
    verbs = view.tool.verbs if view.tool else ()
    if not verbs or not view.call.words or not view.call.words[0].texts:
        return NO
    return INVERSE[best(fits(view.call.words[0], verb) for verb in verbs)]


def unknown_word_clause(view: View, pattern: Pattern) -> int:
    if not pattern.unknown_word:
        return SURE
    if view.call.origin.guessed:
        return NO
    return SURE if view.call.words and not view.call.words[0].texts else NO


def program_clause(view: View, pattern: Pattern) -> int:
    return best(fits(known(view.call.program), each) for each in pattern.program) if pattern.program else SURE


CLAUSES = (
    program_clause,
    option_clause,
    known_option_clause,
    all_options_clause,
    not_option_clause,
    noun_clause,
    operand_clause,
    not_operand_clause,
    known_operand_clause,
    operand_from_clause,
    operands_clause,
    fact_clause,
    environment_clause,
    elevated_clause,
    unknown_verb_clause,
    unknown_word_clause,
    target_class_clause,
)
