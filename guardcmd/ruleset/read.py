"""TOML, already parsed, to the model of ruleset.model. Every mistake is named: file, rule, key, and the likely key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from guardcmd.ruleset.keys import (
    CARRIER,
    NOUNS,
    PATTERN,
    RULE,
    TABLE,
    TOOL,
    WRAPPER,
    Place,
    Reader,
    mapping_of_texts,
    table_of,
)
from guardcmd.ruleset.model import Carrier, Pattern, Rule, RuleFile, Table, Tool, Wrapper
from guardcmd.ruleset.named import finished

if TYPE_CHECKING:
    from collections.abc import Mapping

RULE_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+")
NEEDED = ("title", "why", "reversibility", "blast_radius", "any_of")


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
    stem = "-".join(file.rsplit("/", 1)[-1].removesuffix(".toml").split())
    known = {"tool", "wrapper", "rule", "table"}
    for key in data:
        if key not in known:
            raise place.unknown_key(key, tuple(known))
    tools = tuple(read_tool(item, stem, place) for item in items(data.get("tool", {"name": stem}), "tool", place))
    wrappers = tuple(read_wrapper(item, place) for item in items(data.get("wrapper", []), "wrapper", place))
    names = tuple(tool.name for tool in tools)
    listed = items(data.get("rule", []), "rule", place)
    rules = tuple(read_rule(item, names, place, layer) for each in listed for item in per_tool(each, place))
    tables = (read_table(data["table"], names, place),) if "table" in data else ()
    check_unique(listed, place)
    check_layer(data, wrappers, layer, place)
    elsewhere = dict.fromkeys(rule.tool for rule in rules if rule.tool not in names)
    tools += tuple(Tool(name, ()) for name in elsewhere)
    return RuleFile(file, finished(tools, rules, tables), wrappers, rules, tables)


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
    check_words((name, *read.get("programs", ())), place)
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
    check_words(read["programs"], place)
    return Wrapper(**read)


def per_tool(given: dict[str, Any], place: Place) -> list[dict[str, Any]]:
    """A rule with `tools` is one rule for each of them, with the same id."""
    if "tools" not in given:
        return [given]
    place = place.within(f"rule `{given.get('id')}`")
    if "tool" in given:
        raise place.wrong("`tool` and `tools` exclude each other")
    return [{**given, "tool": name, "tools": []} for name in RULE["tools"](given["tools"], "tools", place)]


def read_rule(given: dict[str, Any], tools: tuple[str, ...], place: Place, layer: str) -> Rule:
    if not isinstance(given.get("id"), str):
        raise place.within("[[rule]]").wrong("`id` is missing")
    file, place = place.file, place.within(f"rule `{given['id']}`")
    read = fields(given, RULE, place, ("any_of", "unless"))
    read.pop("tools", None)
    check_words((read.get("tool", "x"),), place)
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
    return Pattern(**read)


def read_table(given: Any, tools: tuple[str, ...], place: Place) -> Table:
    place = place.within("[table]")
    read = fields(table_of(given, "table", place), TABLE, place, ("verbs", "nouns", "explicit"))
    nouns: dict[str, Any] = {**mapping_of_texts(given.get("nouns", {}), "nouns", place)}
    for key in nouns:
        if key not in NOUNS:
            raise place.within("[table.nouns]").unknown_key(key, NOUNS)
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
        **nouns,
        **read,
    )


def check_words(names: tuple[str, ...], place: Place) -> None:
    """Names of tools and programs stand between blanks and tabs in the compiled form."""
    for name in names:
        if name.split() != [name]:
            raise place.wrong(f"`{name}` is not one word")


def check_unique(given: list[dict[str, Any]], place: Place) -> None:
    seen = set()
    for rule in given:
        if rule["id"] in seen:
            raise place.within(f"rule `{rule['id']}`").wrong("`id` is used twice")
        seen.add(rule["id"])


def check_layer(data: Mapping[str, Any], wrappers: tuple[Wrapper, ...], layer: str, place: Place) -> None:
    """A project may only add rules: a program that it made known would no longer be looked into as an unknown one, and
    a table could drop words that a rule needs."""
    tools = items(data.get("tool", {}), "tool", place)
    if layer == "project" and (wrappers or "table" in data or any(set(tool) - {"name"} for tool in tools)):
        hint = "they belong to your own rules folder"
        raise place.wrong("a project's file may not define tools, tables or wrappers", hint)
    if layer == "user" and "table" in data and not any("programs" in tool for tool in tools):
        raise place.wrong("`[table]` needs a `[tool]` with programs", "a table reads the tool that its file defines")
    for wrapper in wrappers:
        if wrapper.runs == "text" and layer != "built-in":
            raise place.within(f"wrapper `{wrapper.programs[0]}`").wrong('only built-in files may say `runs = "text"`')
