"""Whatever a project's file holds, opening it raises nothing."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guardcmd.unwrap.program import words
from guardcmd.unwrap.tomltext import TomlError, loads
from tests.unwrap.opening import opened

SOME = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
KEYS = st.sampled_from(
    words(
        "a scripts workspaces packages targets options commands command services entrypoint volumes name external "
        "tasks tool poe hatch envs default project items metadata kind resources env tox env_list run cmd sequence"
    )
)
LEAVES = st.one_of(
    st.sampled_from(["a", "packages/*", "a.b:c", "rm x", "", "sh"]), st.none(), st.booleans(), st.integers(0, 3)
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)
LINES = [
    ("npm run a -w a", "package.json"),
    ("npm run a", "package.json"),
    ("turbo run a", "package.json"),
    ("nx a", "packages/p/project.json"),
    ("lerna run a", "lerna.json"),
    ("docker compose up", "compose.yml"),
    ("docker compose down -v", "compose.yml"),
    ("kubectl delete -f a.json", "a.json"),
    ("kubectl delete -k .", "kustomization.yaml"),
    ("composer a", "composer.json"),
    ("task a", "Taskfile.yml"),
]
TOML = [
    ("poe a", "pyproject.toml"),
    ("pdm a", "pyproject.toml"),
    ("hatch run a", "pyproject.toml"),
    ("uv run a", "pyproject.toml"),
    ("mise run a", "mise.toml"),
    ("tox", "tox.toml"),
    ("tox -e a", "pyproject.toml"),
]


@pytest.mark.parametrize(("line", "file"), LINES)
@SOME
@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_odd_values(line: str, file: str, content: dict[str, object]) -> None:
    files = {f"/work/{file}": json.dumps(content), "/work/packages/p/package.json": json.dumps(content)}
    opened(line, None, files)


def toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(toml(each) for each in value) + "]"
    return json.dumps(value if value is not None else "")


@pytest.mark.parametrize(("line", "file"), TOML)
@SOME
@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_odd_tables(line: str, file: str, content: dict[str, object]) -> None:
    text = "\n".join(f"{key} = {toml(each)}" for key, each in content.items())
    opened(line, None, {f"/work/{file}": text + "\n# testenv a = "})


@pytest.mark.parametrize(
    "line", ["rake a", "nox -s a", "inv a", "make a", "just a", "poe a", "tox -e a", "kubectl delete -f Rakefile"]
)
@SOME
@given(st.text(alphabet="ab:=[]{}()\"'\n\t #.,-%$task defndo", max_size=80))
def test_odd_text(line: str, text: str) -> None:
    names = ("Rakefile", "noxfile.py", "tasks.py", "Makefile", "justfile", "pyproject.toml", "tox.ini")
    opened(line, None, {f"/work/{name}": text for name in names})


@SOME
@given(st.text(alphabet="a=[]{}\"'\n#.,\\ ", max_size=60))
def test_text_that_is_no_toml(text: str) -> None:
    with contextlib.suppress(TomlError):
        assert isinstance(loads(text), dict)
