"""TOML, already parsed, to the model of ruleset.model. Every mistake is named: file, rule, key, and the likely key."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from guardcmd.errors import RuleError
from guardcmd.ruleset.model import (
    BLAST_RADII,
    EFFECTS,
    REVERSIBILITIES,
    STYLES,
    Carrier,
    Pattern,
    Rule,
    RuleFile,
    Table,
    Tool,
    Wrapper,
)
from guardcmd.tools.options import ONE_DASH, folded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

RULE_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+")
RUNS = ("argv", "line", "code", "each", "joined", "package", "script", "none", "text")
CARRIED = ("option", "operand", "stdin")
TARGET_KEYS = ("operands", "operand", "option", "kind", "paths", "probe")


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


def one_of(*allowed: str) -> Callable[[Any, str, Place], str]:
    def read(value: Any, key: str, place: Place) -> str:
        if text(value, key, place) in allowed:
            return str(value)
        raise place.not_one_of(key, value, allowed)

    return read


def target(value: Any, key: str, place: Place) -> dict[str, str]:
    given = table_of(value, key, place)
    for name in given:
        if name not in TARGET_KEYS:
            raise place.within(f"{place.part} target").unknown_key(name, TARGET_KEYS)
    return {name: str(number(item, name, place)) if name == "operand" else text(item, f"{key}.{name}", place)
            for name, item in given.items()}  # fmt: skip


Reader = dict[str, "Callable[[Any, str, Place], Any]"]

CARRIER: Reader = {
    "language": text,
    "where": one_of(*CARRIED),
    "options": texts,
    "operand": number,
    "file": switch,
    "dialect": text,
    "subcommand": texts,
}
TOOL: Reader = {
    "name": text,
    "programs": texts,
    "style": one_of(*STYLES),
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
    "style": one_of(*STYLES),
    "value_options": texts,
    "optional_value_options": texts,
    "runs": one_of(*RUNS),
    "skip": number,
    "subcommand": texts,
    "code_options": texts,
    "file_options": texts,
    "assignments": switch,
    "elevated": switch,
    "remote": switch,
    "host": one_of("operand"),
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
    "replace": texts,
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
    "operands": span_of_numbers,
    "noun": texts,
    "target_class": texts,
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
    "title": text,
    "why": text,
    "instead": text,
    "preview": text,
    "effect": one_of(*EFFECTS),
    "reversibility": one_of(*REVERSIBILITIES),
    "blast_radius": one_of(*BLAST_RADII),
    "worse": texts,
    "wider": texts,
    "unasked": texts,
    "admin": texts,
    "target": target,
    "decision": one_of("block"),
    "references": texts,
    "must_match": texts,
    "must_not_match": texts,
}
TABLE: Reader = {
    "depth": number,
    "skip_words": texts,
    "skip_verbs": texts,
    "groups": texts,
    "control_services": texts,
}
NEEDED = ("title", "why", "reversibility", "blast_radius", "any_of")
PATH_CLASSES = (
    *("device", "root", "system", "home", "home-content", "outside", "repository", "valuable", "project-root"),
    *("project", "artefact", "scratch", "unknown", "unknown-tree", "guard", "agent-settings", "startup"),
)


def fields(given: dict[str, Any], reader: Reader, place: Place, others: tuple[str, ...] = ()) -> dict[str, Any]:
    """The values of one table, each by its reader. `others` are keys that the caller reads."""
    read = {}
    for key, value in given.items():
        if key in reader:
            read[key] = reader[key](value, key, place)
        elif key not in others:
            raise place.unknown_key(key, (*reader, *others))
    return read


# --- the parts of a file -----------------------------------------------------------------


def read_file(data: Mapping[str, Any], file: str, layer: str = "built-in") -> RuleFile:
    """One rule file. `data` is as tomllib gives it, `file` is the path for messages, such as `rules/psql.toml`."""
    place = Place(file)
    stem = file.rsplit("/", 1)[-1].removesuffix(".toml")
    known = {"tool", "wrapper", "rule", "table"}
    for key in data:
        if key not in known:
            raise place.unknown_key(key, tuple(known))
    tools = tuple(read_tool(item, stem, place) for item in items(data.get("tool", {"name": stem}), "tool", place))
    wrappers = tuple(read_wrapper(item, place) for item in items(data.get("wrapper", []), "wrapper", place))
    names = tuple(tool.name for tool in tools)
    rules = tuple(read_rule(item, names, place, layer) for item in items(data.get("rule", []), "rule", place))
    tables = (read_table(data["table"], names, place),) if "table" in data else ()
    check_unique(rules, place)
    elsewhere = dict.fromkeys(rule.tool for rule in rules if rule.tool not in names)
    tools += tuple(Tool(name, ()) for name in elsewhere)
    return RuleFile(file, finished(tools, rules, tables), wrappers, rules, tables)


def finished(tools: tuple[Tool, ...], rules: tuple[Rule, ...], tables: tuple[Table, ...]) -> tuple[Tool, ...]:
    """The tools with what the rules tell of them: options that rules name, how deep words go.

    A tool without programs is a language, or says what a file's rules add to a tool that another file has.
    """
    found = []
    for tool in tools:
        own = tuple(rule for rule in rules if rule.tool == tool.name)
        tables_of = tuple(table for table in tables if table.name == tool.name)
        found.append(with_rules(tool.replace(table=tool.name if tables_of else ""), own, tables_of))
    return tuple(found)


def with_rules(tool: Tool, rules: tuple[Rule, ...], tables: tuple[Table, ...] = ()) -> Tool:
    """The tool with `depth`, and with the options that only its rules name: compared with a value, they take one."""
    patterns = [pattern for rule in rules for pattern in (*rule.any_of, *rule.unless)]
    lengths = [len(words) for pattern in patterns for words in pattern.subcommand]
    lengths += [len(words.split()) for words in (*tool.aliases, *tool.harmless)]
    lengths += [table.depth or 7 for table in tables]
    lengths += [tool.noun_position + 1, 1 if tool.verbs else 0, tool.depth]
    named = [option for pattern in patterns for option in (*pattern.option, *pattern.all_options, *pattern.not_option)]
    named += [option for pattern in patterns for option in pattern.known_option]
    named += [option for rule in rules for option in (*rule.worse, *rule.wider, *rule.unasked)]
    named += [*tool.previews, *(f"{rule.target['option']}=" for rule in rules if "option" in rule.target)]
    return with_options(tool.replace(depth=max(lengths)), named)


def with_options(tool: Tool, named: list[str]) -> Tool:
    """The tool that also knows these options: with `=value` they take one, with `=` or `|` at the end perhaps none."""
    declared, kinds = declared_options(tool), dict[str, str]()
    for option in named:
        name, equals, values = option.partition("=")
        spelled = folded(name) if tool.style in ONE_DASH else name
        if spelled not in declared and name != "--" and tool.style not in ("dd", "none"):
            kind = "optional" if equals and "" in values.split("|") and values else "value" if equals else "flag"
            kinds[spelled] = max(kinds.get(spelled, ""), kind)  # flag, optional, value: as it happens, in this order
    valued = tuple(name for name, kind in kinds.items() if kind == "value")
    below = tool.subcommand_value_options
    if valued and tool.globals_first:
        below = {**below, "*": (*below.get("*", ()), *valued)}
    return tool.replace(
        flags=(*tool.flags, *(name for name, kind in kinds.items() if kind == "flag")),
        optional_value_options=(
            *tool.optional_value_options,
            *(name for name, kind in kinds.items() if kind == "optional"),
        ),
        value_options=(*tool.value_options, *valued),
        subcommand_value_options=below,
    )


def declared_options(tool: Tool) -> set[str]:
    """Every spelling of every option that the tool itself lists."""
    lists = [tool.value_options, tool.optional_value_options, tool.flags]
    lists += [*tool.subcommand_value_options.values(), *tool.subcommand_flags.values()]
    spellings = {name for listed in lists for option in listed for name in option.removesuffix("...").split("/")}
    return {folded(name) for name in spellings} if tool.style in ONE_DASH else spellings


def items(value: Any, key: str, place: Place) -> list[dict[str, Any]]:
    listed = value if isinstance(value, list) else [value]
    if all(isinstance(item, dict) for item in listed):
        return listed
    raise place.wrong(f"`{key}` must be a table or a list of tables")


def read_tool(given: dict[str, Any], stem: str, place: Place) -> Tool:
    place = place.within(f"tool `{given['name']}`" if isinstance(given.get("name"), str) else "[tool]")
    read = fields(given, TOOL, place, ("carrier",))
    carriers = tuple(read_carrier(item, place) for item in items(given.get("carrier", []), "carrier", place))
    if len(read) > ("name" in read) and "programs" not in read:
        raise place.wrong("`programs` is missing")
    name = read.pop("name", stem)
    return Tool(name=name, programs=read.pop("programs", ()), carriers=carriers, **read)


def read_carrier(given: dict[str, Any], place: Place) -> Carrier:
    place = place.within(f"{place.part} carrier")
    read = fields(given, CARRIER, place)
    for key in ("language", "where"):
        if key not in read:
            raise place.wrong(f"`{key}` is missing")
    return Carrier(**read)


def read_wrapper(given: dict[str, Any], place: Place) -> Wrapper:
    programs = given.get("programs")
    place = place.within(f"wrapper `{programs[0]}`" if isinstance(programs, list) and programs else "[[wrapper]]")
    read = fields(given, WRAPPER, place)
    if not read.get("programs"):
        raise place.wrong("`programs` is missing")
    return Wrapper(**read)


def read_rule(given: dict[str, Any], tools: tuple[str, ...], place: Place, layer: str) -> Rule:
    if not isinstance(given.get("id"), str):
        raise place.within("[[rule]]").wrong("`id` is missing")
    file, place = place.file, place.within(f"rule `{given['id']}`")
    read = fields(given, RULE, place, ("any_of", "unless"))
    if not RULE_ID.fullmatch(read["id"]):
        raise place.wrong("`id` must be `tool.what` in lower case", "such as `psql.drop-table`")
    for key in NEEDED:
        if given.get(key) in (None, "", []):
            raise place.wrong(f"`{key}` is missing")
    if len(tools) > 1 and "tool" not in read:
        raise place.wrong("`tool` is missing", "the file has several tools")
    any_of = tuple(read_pattern(item, "any_of", place) for item in items(given["any_of"], "any_of", place))
    unless = tuple(read_pattern(item, "unless", place) for item in items(given.get("unless", []), "unless", place))
    return Rule(tool=read.pop("tool", tools[0]), any_of=any_of, unless=unless, source=file, layer=layer, **read)


def read_pattern(given: dict[str, Any], key: str, place: Place) -> Pattern:
    place = place.within(f"{place.part} {key}")
    read = fields(given, PATTERN, place)
    for name in read.get("target_class", ()):
        if name not in PATH_CLASSES:
            raise place.not_one_of("target_class", name, PATH_CLASSES)
    return Pattern(**read)


def read_table(given: Any, tools: tuple[str, ...], place: Place) -> Table:
    place = place.within("[table]")
    read = fields(table_of(given, "table", place), TABLE, place, ("verbs", "nouns", "explicit"))
    nouns = mapping_of_texts(given.get("nouns", {}), "nouns", place)
    for key in nouns:
        if key not in ("data", "minor", "control"):
            raise place.within("[table.nouns]").unknown_key(key, ("data", "minor", "control"))
    verbs = mapping_of_texts(given.get("verbs", {}), "verbs", place)
    explicit = table_of(given.get("explicit", {}), "explicit", place)
    return Table(
        name=tools[0],
        verbs={verb: kind for kind, listed in verbs.items() for verb in listed},
        explicit={
            f"{service} {operation}".strip(): kind
            for kind, services in explicit.items()
            for service, listed in mapping_of_texts(services, f"explicit.{kind}", place).items()
            for operation in listed
        },
        data=nouns.get("data", ()),
        minor=nouns.get("minor", ()),
        control=nouns.get("control", ()),
        **read,
    )


def check_unique(rules: tuple[Rule, ...], place: Place) -> None:
    seen = set()
    for rule in rules:
        if rule.id in seen:
            raise place.within(f"rule `{rule.id}`").wrong("`id` is used twice")
        seen.add(rule.id)
