"""Rules against calls. What cannot be known counts as what a rule needs; an excuse must be certain."""

from __future__ import annotations

from guardcmd.ruleset.clauses import level_of
from guardcmd.ruleset.fits import BLIND, MAY, NO, SURE, best
from guardcmd.ruleset.model import BLAST_RADII, Finding
from guardcmd.ruleset.view import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from guardcmd.calls import Call, Target
    from guardcmd.ruleset.model import Pattern, Rule
    from guardcmd.ruleset.ruleset import Ruleset
    from guardcmd.shell.value import Value

    Classify = Callable[[Value, Call], str]


def unclassified(_path: Value, _call: Call) -> str:
    return ""


def match(calls: Iterable[Call], ruleset: Ruleset, classify: Classify = unclassified) -> tuple[Finding, ...]:
    """All findings, each once. `classify` gives the class of a path as a call of that directory sees it."""
    found: dict[object, Finding] = {}
    for call in calls:
        for finding in match_call(call, ruleset, classify):
            names = tuple(target.name.shown() for target in finding.targets)
            facts = (finding.effect, finding.reversibility, finding.blast_radius)
            found.setdefault((finding.rule.id, finding.span, call.origin.via, names, facts), finding)
    return tuple(found.values())


def match_call(call: Call, ruleset: Ruleset, classify: Classify) -> list[Finding]:
    view = View(call, ruleset.tool_named(call.tool), ruleset.table_for(call.tool), classify)
    rules = ruleset.rules_for(call.tool, view.call.words[0].text if view.call.words else None)
    if not rules or view.is_preview():
        return []
    found, loose, settled = [], [], False
    for rule in rules:
        level, pattern = rule_level(rule, view)
        if pattern is None:
            continue
        if view.subcommand(pattern)[0] == BLIND or (level == BLIND and pattern.noun):  # kubectl delete $x
            if not call.origin.guessed or view.subcommand(pattern)[0] != BLIND:
                loose.append(finding_of(rule, pattern, view, level))
        else:
            found.append(finding_of(rule, pattern, view, level))
            settled = settled or (pattern.unknown_word and rule.layer == "built-in")  # a project's only adds
    return found if settled or not loose else [*found, loose[0].replace(effect="data")]


def rule_level(rule: Rule, view: View) -> tuple[int, Pattern | None]:
    """How certainly the rule matches, and by which pattern; no pattern where it does not, or is excused."""
    view.target_of(rule)
    level, chosen = NO, None
    for pattern in rule.any_of:
        found = level_of(pattern, view)
        if found > level:
            level, chosen = found, pattern
    if chosen is None or any(level_of(pattern, view, excuse=True) == SURE for pattern in rule.unless):
        return NO, None
    return level, chosen


# --- the finding -------------------------------------------------------------------------


def finding_of(rule: Rule, pattern: Pattern, view: View, level: int) -> Finding:
    """The rule's facts for this call, after `worse`, `wider`, `admin` and the unknown-target clause."""
    reversibility, radius, notes = rule.reversibility, rule.blast_radius, []
    targets = view.targets_for(pattern)
    if level == BLIND:
        reversibility, radius = "irreversible", unknown_radius(view, pattern)
        notes.append("what it acts on cannot be known")
    for option in rule.worse:
        if view.option(option) >= MAY:
            reversibility = "irreversible"
            notes.append(f"`{option}` removes the way back")
    for option in rule.wider:
        if view.option(option) >= MAY:
            radius = wider(radius)
            notes.append(f"`{option}` reaches further")
    notes += [f"`{option}` skips the tool's own question" for option in rule.unasked if view.option(option) >= MAY]
    return Finding(
        rule=rule,
        call=view.call,
        effect=rule.effect,
        reversibility=reversibility,
        blast_radius=radius,
        targets=once((*targets, *view.call.targets)),
        span=view.call.span,
        notes=tuple(notes),
        admin=best(view.word_level(pattern, word) for word in rule.admin) >= MAY,
    )


def once(targets: Iterable[Target]) -> tuple[Target, ...]:
    """Each thing once; a path keeps the reading that has a class."""
    kept: dict[tuple[str, Value], Target] = {}
    for target in targets:
        key = (target.kind, target.name)
        if key not in kept or not kept[key].path_class:
            kept[key] = target
    return tuple(kept.values())


def wider(radius: str) -> str:
    return BLAST_RADII[min(BLAST_RADII.index(radius) + 1, len(BLAST_RADII) - 1)]


def unknown_radius(view: View, pattern: Pattern) -> str:
    """An unknown followed by `/` or another unknown is a tree; a whole unknown word is one thing, never everything."""
    unknown_words = [word for word in view.operands(pattern) if not word.texts]
    tree = any("/" in (piece or "") for word in unknown_words for piece in word.pieces)
    tree = tree or any(word.pieces.count(None) > 1 for word in unknown_words)
    return "collection" if tree else "resource"
