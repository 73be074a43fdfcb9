"""The JSON Schema of rule files, made from the tables that read them; tools/rule_schema.py writes it down."""

from __future__ import annotations

from typing import Any

from guardcmd.ruleset import keys
from guardcmd.ruleset.read import NEEDED, RULE_ID

TEXTS = {"$ref": "#/$defs/texts"}
DEFINITIONS = {"texts": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}}
SHAPES: dict[Any, dict[str, Any]] = {
    keys.text: {"type": "string"},
    keys.switch: {"type": "boolean"},
    keys.number: {"type": "integer"},
    keys.texts: TEXTS,
    keys.sequences: TEXTS,
    keys.mapping: {"type": "object", "additionalProperties": {"type": "string"}},
    keys.mapping_of_texts: {"type": "object", "additionalProperties": TEXTS},
    keys.span_of_numbers: {
        "anyOf": [
            {"type": "integer"},
            {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
        ]
    },
    keys.target: {
        "type": "object",
        "properties": {key: {"type": "integer" if key == "operand" else "string"} for key in keys.TARGET_KEYS},
        "additionalProperties": False,
    },
}


def schema() -> dict[str, Any]:
    """The schema, draft 2020-12."""
    pattern = {"$ref": "#/$defs/pattern"}
    rule = table(keys.RULE, ("id", *NEEDED), any_of=one_or_more(pattern), unless=one_or_more(pattern))
    rule["properties"]["id"] = {"type": "string", "pattern": f"^{RULE_ID.pattern}$"}
    tool = table(keys.TOOL, carrier=one_or_more(table(keys.CARRIER, ("language", "where"))))
    nouns = dict.fromkeys(keys.NOUNS, TEXTS)
    parts = {
        "tool": tool,
        "wrapper": table(keys.WRAPPER, ("programs",)),
        "rule": rule,
        "table": table(
            keys.TABLE,
            verbs=SHAPES[keys.mapping_of_texts],
            nouns={"type": "object", "properties": nouns, "additionalProperties": False},
            explicit={"type": "object", "additionalProperties": SHAPES[keys.mapping_of_texts]},
        ),
    }
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "guardcmd rule file"}
    definitions = {**DEFINITIONS, "pattern": table(keys.PATTERN)}
    named = {name: {"$ref": f"#/$defs/{name}"} for name in ("tool", "wrapper", "rule")}
    properties = {**{name: one_or_more(each) for name, each in named.items()}, "table": parts.pop("table")}
    return {**head, "type": "object", "properties": properties, "additionalProperties": False,
            "$defs": {**definitions, **parts}}  # fmt: skip


def table(reader: keys.Reader, required: tuple[str, ...] = (), **others: Any) -> dict[str, Any]:
    properties = {**{key: shape(read) for key, read in reader.items()}, **others}
    found = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**found, "required": list(required)} if required else found


def shape(read: Any) -> dict[str, Any]:
    if not isinstance(read, keys.OneOf):
        return SHAPES[read]
    one = {"type": "string", "enum": list(read.allowed)}
    return {"anyOf": [one, {"type": "array", "items": one}]} if read.many else one


def one_or_more(item: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [item, {"type": "array", "items": item}]}
