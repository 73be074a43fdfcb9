"""Rule files to the form that is judged with: an index, one unit for each tool, one for all wrappers.

JSON, read with the C scanner: as fast as importing the same as a Python module (both 0.2 ms for 25 KB, and the module
needs its .pyc), and safe to keep outside the wheel.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from guardcmd.record import Record
from guardcmd.ruleset.compiled import Compiled
from guardcmd.ruleset.index import index_of
from guardcmd.ruleset.ruleset import merged
from guardcmd.unwrap.openers import SPECIAL
from guardcmd.unwrap.tasks import RUNNERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guardcmd.ruleset.model import Rule, RuleFile, Table, Tool

WRAPPERS = "wrappers"
LEFT_OUT = ("must_match", "must_not_match", "references")  # nobody asks for them while judging


def compiled(files: Sequence[RuleFile]) -> dict[str, str]:
    """Unit name to text: `index`, `wrappers`, and `tool-NAME` for each tool that has programs or rules."""
    wrappers, places = wrapper_entries(files)
    units = {"index": index_of(files, (*RUNNERS, *SPECIAL), places), WRAPPERS: wrappers}
    tools, rules, tables = by_name(files)
    for name in dict.fromkeys([*tools, *rules]):
        tool = merged(tools.get(name, []))
        unit: dict[str, object] = {
            "tools": [row(tool)] if tool else [],
            "rules": [row(rule, LEFT_OUT) for rule in rules.get(name, ())],
            "tables": [row(table) for table in tables.get(name, ())],
        }
        units[f"tool-{name}"] = dumped({key: value for key, value in unit.items() if value})
    return units


def whole(file: RuleFile) -> dict[str, object]:
    """The file as JSON holds it, without examples; compiled.rule_file reads it."""
    return row(file.replace(rules=tuple(rule.replace(must_match=(), must_not_match=()) for rule in file.rules)))


def layer_of(files: Sequence[RuleFile]) -> Compiled:
    """Rule files that were just read as a layer, compiled in memory."""
    units = compiled(files)
    return Compiled(units["index"], lambda name: units.get(name, ""))


def by_name(
    files: Sequence[RuleFile],
) -> tuple[dict[str, list[Tool]], dict[str, list[Rule]], dict[str, list[Table]]]:
    """Everything that the files say, by the name of the tool that it is about."""
    tools: dict[str, list[Tool]] = {}
    rules: dict[str, list[Rule]] = {}
    tables: dict[str, list[Table]] = {}
    for file in files:
        for tool in file.tools:
            tools.setdefault(tool.name, []).append(tool)
        for rule in file.rules:
            rules.setdefault(rule.tool, []).append(rule)
        for table in file.tables:
            tables.setdefault(table.name, []).append(table)
    return tools, rules, tables


def wrapper_entries(files: Sequence[RuleFile]) -> tuple[str, dict[str, str]]:
    """Every entry on a line, and for each program where its own are (`120+47`), so that no other is looked at."""
    text = ""
    places: dict[str, list[str]] = {}
    for wrapper in (wrapper for file in files for wrapper in file.wrappers):
        entry = dumped(row(wrapper, ("programs",)))
        for program in wrapper.programs:
            places.setdefault(program, []).append(f"{len(text)}+{len(entry)}")
        text += f"{entry}\n"
    return text, {program: " ".join(found) for program, found in places.items()}


def row(record: Record, without: tuple[str, ...] = ()) -> dict[str, object]:
    """The fields that differ from their defaults."""
    defaults = record._defaults
    values = {field: getattr(record, field) for field in record._fields if field not in without}
    return {field: plain(value) for field, value in values.items() if field not in defaults or defaults[field] != value}


def plain(value: object) -> object:
    if isinstance(value, Record):
        return row(value)
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def dumped(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
