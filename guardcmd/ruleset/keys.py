"""The keys of rule files: what each may be. The JSON Schema is made from these tables, too."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from guardcmd.errors import RuleError
from guardcmd.ruleset.model import BLAST_RADII, EFFECTS, REVERSIBILITIES, STYLES

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = ("argv", "line", "code", "each", "joined", "package", "script", "none", "text")
CARRIED = ("option", "operand", "stdin")
TARGET_KEYS = ("operands", "operand", "option", "noun", "kind", "paths", "probe")
NOUNS = ("data", "leaf", "backup", "environment", "minor", "control")
PATH_CLASSES = (
    *("device", "root", "system", "home", "home-content", "outside", "repository", "valuable", "project-root"),
    *("project", "artefact", "scratch", "unknown", "unknown-tree", "guard", "agent-settings", "startup"),
)


class Place:
    """Where in a file something stands; it makes the errors."""

    def __init__(self, file: str, part: str = "") -> None:
        self.file, self.part = file, part

    def within(self, part: str) -> Place:
        return Place(self.file, part)

    def wrong(self, what: str, hint: str = "") -> RuleError:
        return RuleError(": ".join(piece for piece in (self.file, self.part, what) if piece), hint)

    def unknown_key(self, key: str, keys: tuple[str, ...]) -> RuleError:
        near = get_close_matches(key, keys, 1)
        return self.wrong(f"unknown key `{key}`", f"did you mean `{near[0]}`?" if near else "")

    def not_one_of(self, key: str, value: str, allowed: tuple[str, ...]) -> RuleError:
        near = get_close_matches(value, allowed, 1)
        names = ", ".join(f"`{name}`" for name in allowed)
        return self.wrong(f"`{key}` is `{value}`, not one of {names}", f"did you mean `{near[0]}`?" if near else "")


# --- values ------------------------------------------------------------------------------


def text(value: Any, key: str, place: Place) -> str:
    if isinstance(value, str):
        return value
    raise place.wrong(f"`{key}` must be text")


def switch(value: Any, key: str, place: Place) -> bool:
    if isinstance(value, bool):
        return value
    raise place.wrong(f"`{key}` must be true or false")


def number(value: Any, key: str, place: Place) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise place.wrong(f"`{key}` must be a whole number")


def texts(value: Any, key: str, place: Place) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise place.wrong(f"`{key}` must be text or a list of texts")


def sequences(value: Any, key: str, place: Place) -> tuple[tuple[str, ...], ...]:
    found = tuple(tuple(words.split()) for words in texts(value, key, place))
    if all(found):
        return found
    raise place.wrong(f"`{key}` has an entry without words")


def table_of(value: Any, key: str, place: Place) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise place.wrong(f"`{key}` must be a table")


def mapping(value: Any, key: str, place: Place) -> dict[str, str]:
    return {name: text(item, f"{key}.{name}", place) for name, item in table_of(value, key, place).items()}


def mapping_of_texts(value: Any, key: str, place: Place) -> dict[str, tuple[str, ...]]:
    return {name: texts(item, f"{key}.{name}", place) for name, item in table_of(value, key, place).items()}


def span_of_numbers(value: Any, key: str, place: Place) -> tuple[int, int]:
    if isinstance(value, int) and not isinstance(value, bool):
        return value, value
    numbers = value if isinstance(value, list) and all(type(item) is int for item in value) else ()
    if len(numbers) == 2 and numbers[0] <= numbers[1]:
        return numbers[0], numbers[1]
    raise place.wrong(f"`{key}` must be a number or [least, most]")


class OneOf:
    """Text that is one of these; `many`: or a list of such texts."""

    def __init__(self, *allowed: str, many: bool = False) -> None:
        self.allowed, self.many = allowed, many

    def __call__(self, value: Any, key: str, place: Place) -> str | tuple[str, ...]:
        read = texts(value, key, place) if self.many else (text(value, key, place),)
        for each in read:
            if each not in self.allowed:
                raise place.not_one_of(key, each, self.allowed)
        return read if self.many else read[0]


def target(value: Any, key: str, place: Place) -> dict[str, str]:
    given = table_of(value, key, place)
    for name in given:
        if name not in TARGET_KEYS:
            raise place.within(f"{place.part} target").unknown_key(name, TARGET_KEYS)
    return {name: str(number(item, name, place)) if name == "operand" else text(item, f"{key}.{name}", place)
            for name, item in given.items()}  # fmt: skip


# --- keys --------------------------------------------------------------------------------

Reader = dict[str, "Callable[[Any, str, Place], Any]"]

CARRIER: Reader = {
    "language": text,
    "where": OneOf(*CARRIED),
    "options": texts,
    "operand": number,
    "file": switch,
    "prefix": text,
    "previews": texts,
    "dialect": text,
    "subcommand": texts,
}
TOOL: Reader = {
    "name": text,
    "programs": texts,
    "style": OneOf(*STYLES),
    "value_options": texts,
    "optional_value_options": texts,
    "subcommand_value_options": mapping_of_texts,
    "subcommand_flags": mapping_of_texts,
    "flags": texts,
    "globals_first": switch,
    "operands_end_options": switch,
    "program_words": mapping,
    "aliases": mapping,
    "verbs": texts,
    "harmless": texts,
    "harmless_except": texts,
    "nouns": mapping_of_texts,
    "noun_position": number,
    "previews": texts,
    "environment_options": mapping,
    "target_options": mapping,
    "target_environment": mapping,
    "table": text,
}
WRAPPER: Reader = {
    "programs": texts,
    "style": OneOf(*STYLES),
    "value_options": texts,
    "optional_value_options": texts,
    "runs": OneOf(*RUNS),
    "skip": number,
    "subcommand": texts,
    "code_options": texts,
    "file_options": texts,
    "program_options": texts,
    "assignments": switch,
    "elevated": switch,
    "remote": switch,
    "host": OneOf("operand"),
    "unknown_operands": switch,
    "terminator": text,
    "interactive": switch,
    "flags": texts,
    "global_options": texts,
    "global_flags": texts,
    "permute": switch,
    "dashes": switch,
    "command_options": texts,
    "split_options": texts,
    "directory_options": texts,
    "no_command": texts,
    "shell_options": texts,
    "module_options": texts,
    "placeholders": texts,
    "names": mapping,
    "code_environment": texts,
    "language": text,
    "dialect": text,
}
PATTERN: Reader = {
    "subcommand": sequences,
    "option": texts,
    "known_option": texts,
    "all_options": texts,
    "not_option": texts,
    "operand": texts,
    "not_operand": texts,
    "known_operand": texts,
    "operand_from": texts,
    "operands": span_of_numbers,
    "noun": texts,
    "target_class": OneOf(*PATH_CLASSES, many=True),
    "fact": mapping_of_texts,
    "environment": mapping_of_texts,
    "elevated": switch,
    "unknown_verb": switch,
    "unknown_word": switch,
    "program": texts,
}
RULE: Reader = {
    "id": text,
    "tool": text,
    "tools": texts,
    "title": text,
    "why": text,
    "instead": text,
    "preview": text,
    "effect": OneOf(*EFFECTS),
    "reversibility": OneOf(*REVERSIBILITIES),
    "blast_radius": OneOf(*BLAST_RADII),
    "worse": texts,
    "wider": texts,
    "unasked": texts,
    "admin": texts,
    "target": target,
    "decision": OneOf("block"),
    "references": texts,
    "must_match": texts,
    "must_not_match": texts,
}
TABLE: Reader = {
    "depth": number,
    "skip_words": texts,
    "skip_verbs": texts,
    "help_words": texts,
    "verb_last": switch,
    "camel_case": switch,
    "groups": texts,
    "control_services": texts,
}
