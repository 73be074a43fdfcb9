"""Findings, proposals and the built-in policy for the tests of the policy."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from guardcmd.calls import Call, Option, Origin, Target
from guardcmd.policy.settings import Settings, settings_from
from guardcmd.proposal import Proposal, ShellText
from guardcmd.ruleset.model import Finding, Rule
from guardcmd.shell.value import known

BUILT_IN: dict[str, Any] = tomllib.loads((Path(__file__).parents[2] / "rules" / "policy.toml").read_text())
HOME = "/home/dev"
PROJECT = "/home/dev/shop"


def settings(user: dict[str, Any] | None = None, *projects: dict[str, Any]) -> Settings:
    return settings_from(BUILT_IN, user, [(".guardcmd/policy.toml", project) for project in projects])


def proposal(**fields: Any) -> Proposal:
    return Proposal(**{"action": ShellText("x"), "directory": PROJECT, "home": HOME, "project": PROJECT, **fields})


def finding(
    effect: str = "data",
    reversibility: str = "irreversible",
    blast_radius: str = "resource",
    targets: tuple[Target, ...] = (),
    rule: dict[str, Any] | None = None,
    remote: bool = False,
    directory: str = PROJECT,
    options: tuple[str, ...] = (),
    **fields: Any,
) -> Finding:
    call = Call(
        tool="shop",
        program="shop",
        words=(),
        options=tuple(Option(name) for name in options),
        directory=known(directory),
        environment={},
        origin=Origin(remote=remote),
        span=(0, 1),
    )
    given = {"id": "shop.close", "tool": "shop", "title": "closes the shop", "why": "gone"}
    facts = {"effect": effect, "reversibility": reversibility, "blast_radius": blast_radius}
    return Finding(Rule(**{**given, **facts, **(rule or {})}), call, **facts, targets=targets, span=(0, 1), **fields)


def target(kind: str, name: str, path_class: str = "", glob: bool = False) -> Target:
    return Target(kind, known(name, glob), path_class, -1 if glob else 1)
