"""The schemas that editors use, against the files and against the code that reads them."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from guardcmd.ruleset.schema import schema
from tests.support import ROOT, RULES

INVALID = sorted((ROOT / "tests/ruleset/invalid").glob("*.toml"))
BEYOND_SCHEMA = {"not-toml", "repeated-id", "tool-not-told", "text-is-built-in", "blank-in-program", "blank-in-tool",
                 "table-without-tool"}  # fmt: skip


def stored(name: str) -> dict[str, object]:
    return json.loads((ROOT / "schema" / name).read_text())  # type: ignore[no-any-return]


def test_the_stored_schema_is_the_made_one() -> None:
    """Make it again with `python tools/rule_schema.py`."""
    assert stored("rules.schema.json") == schema()


@pytest.mark.parametrize("path", sorted(RULES.glob("*.toml")), ids=lambda path: path.stem)
def test_files_follow_their_schema(path: Path) -> None:
    name = "policy.schema.json" if path.stem == "policy" else "rules.schema.json"
    jsonschema.validate(tomllib.loads(path.read_text()), stored(name))
    assert path.read_text().startswith(f"#:schema ../schema/{name}\n")


@pytest.mark.parametrize(
    "path", [path for path in INVALID if path.stem not in BEYOND_SCHEMA], ids=lambda path: path.stem
)
def test_the_schema_refuses_mistakes(path: Path) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(tomllib.loads(path.read_text()), schema())
