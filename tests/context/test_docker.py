from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest

from guardcmd.context.docker import evidence
from tests.context.fakes import Paper, call, finding, paper, proposal, target

CONFIG = "/home/dev/.docker/config.json"


def meta(name: str) -> str:
    return f"/home/dev/.docker/contexts/meta/{sha256(name.encode()).hexdigest()}/meta.json"


def is_lowered(files: Paper | None = None, kind: str = "container", rule: str = "docker.rm", **fields: Any) -> bool:
    about = finding(call("docker", "rm", "web", **fields), target(kind, "web"), id=rule)
    return evidence(about, proposal(), files or paper()) is not None


@pytest.mark.parametrize("kind", ["container", "image", "network"])
def test_one_named_thing_of_this_machine(kind: str) -> None:
    assert is_lowered(kind=kind)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "volume"},
        {"kind": "project"},
        {"rule": "docker.volume-rm"},
        {"rule": "docker.rm-volumes"},
        {"rule": "docker.system-prune"},
        {"options": {"--volumes": None}},
        {"options": {"--all": None}},
        {"options": {"--host": "tcp://10.0.0.5:2376"}},
        {"options": {"--host": "ssh://web1"}},
        {"options": {"--host": "$x"}},
        {"options": {"--context": "prod"}},
        {"options": {"--context": "$x"}},
        {"options": {"": "$x"}},
        {"environment": {"DOCKER_HOST": "tcp://10.0.0.5:2376"}},
        {"environment": {"DOCKER_HOST": "$x"}},
        {"environment": {"DOCKER_CONTEXT": "prod"}},
    ],
)
def test_everything_else(fields: dict[str, Any]) -> None:
    assert not is_lowered(**fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"options": {"--host": "unix:///var/run/docker.sock"}},
        {"options": {"--context": "default"}},
        {"options": {"--context": "orbstack"}},
        {"environment": {"DOCKER_HOST": "unix:///run/user/1000/docker.sock"}},
    ],
)
def test_other_names_of_this_machine(fields: dict[str, Any]) -> None:
    assert is_lowered(**fields)


@pytest.mark.parametrize(
    ("files", "lowered"),
    [
        ({CONFIG: "{}"}, True),
        ({CONFIG: '{"currentContext": "desktop-linux"}'}, True),
        ({CONFIG: '{"currentContext": "prod"}'}, False),
        ({CONFIG: "{broken"}, False),
        ({CONFIG: '{"currentContext": 1}'}, False),
        ({CONFIG: '{"currentContext": "mine"}', meta("mine"): '{"Endpoints":{"docker":{"Host":"unix:///x"}}}'}, True),
        ({CONFIG: '{"currentContext": "mine"}', meta("mine"): '{"Endpoints":{"docker":{"Host":"tcp://x"}}}'}, False),
    ],
)
def test_the_current_context(files: dict[str, str], lowered: bool) -> None:
    assert is_lowered(paper(**files)) is lowered


def test_several_names_are_not_one() -> None:
    about = finding(call("docker", "rm", "a", "b"), target("container", "a"), target("container", "b"))
    assert evidence(about, proposal(), paper()) is None
    unknown = finding(call("docker", "rm", "$x"), target("container", "$x"))
    assert evidence(unknown, proposal(), paper()) is None
