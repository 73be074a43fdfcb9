from __future__ import annotations

import pytest

from guardcmd.policy.decide import decide
from guardcmd.policy.matrix import cell, lowered, raised
from guardcmd.policy.verdict import DECISIONS
from guardcmd.ruleset.model import BLAST_RADII, EFFECTS, REVERSIBILITIES
from tests.policy.samples import finding, proposal, settings

# resource, collection, environment, account
AGENT = {
    "reversible": ("allow", "notify", "ask", "confirm"),
    "recoverable": ("ask", "ask", "confirm", "confirm"),
    "irreversible": ("ask", "confirm", "confirm", "block"),
}
HUMAN = {
    "reversible": ("allow", "allow", "ask", "confirm"),
    "recoverable": ("notify", "notify", "confirm", "confirm"),
    "irreversible": ("notify", "ask", "confirm", "block"),
}
CI = {
    "reversible": ("allow", "notify", "ask", "confirm"),
    "recoverable": ("notify", "ask", "confirm", "confirm"),
    "irreversible": ("notify", "confirm", "confirm", "block"),
}
FLOORS = {
    "data": "allow",
    "outage": "ask",
    "access": "ask",
    "commitment": "ask",
    "exposure": "confirm",
    "recovery": "confirm",
}
CELLS = [
    (actor, reversibility, radius, matrix[reversibility][column])
    for actor, matrix in (("agent", AGENT), ("human", HUMAN), ("ci", CI))
    for reversibility in REVERSIBILITIES
    for column, radius in enumerate(BLAST_RADII)
]


@pytest.mark.parametrize(("actor", "reversibility", "radius", "decision"), CELLS)
def test_every_cell(actor: str, reversibility: str, radius: str, decision: str) -> None:
    verdict = decide([finding("data", reversibility, radius)], [()], settings(), proposal(actor=actor))
    assert verdict.decision == decision


@pytest.mark.parametrize("effect", EFFECTS)
@pytest.mark.parametrize(("actor", "reversibility", "radius", "decision"), CELLS)
def test_every_floor(actor: str, reversibility: str, radius: str, decision: str, effect: str) -> None:
    verdict = decide([finding(effect, reversibility, radius)], [()], settings(), proposal(actor=actor))
    assert verdict.decision == max(decision, FLOORS[effect], key=DECISIONS.index)


@pytest.mark.parametrize("matrix", settings().matrices.values(), ids=settings().matrices)
def test_cells_never_fall_to_the_right_or_downwards(matrix: dict[str, tuple[str, ...]]) -> None:
    order = ("allow", "notify", "ask", "confirm", "quorum", "block")
    rows = [[order.index(value) for value in matrix[name]] for name in REVERSIBILITIES]
    assert all(row == sorted(row) for row in rows)
    assert all(list(column) == sorted(column) for column in zip(*rows))


def test_an_unknown_fact_counts_as_the_worst() -> None:
    matrix = settings().matrix("agent")
    assert cell(matrix, "odd", "resource") == "ask"
    assert cell(matrix, "irreversible", "odd") == "block"


def test_an_unknown_actor_is_an_agent() -> None:
    assert settings().matrix("robot") == settings().matrix("agent")


def test_the_quorum_is_a_count_on_confirm() -> None:
    one = decide([finding(blast_radius="environment")], [()], settings(), proposal())
    three = decide([finding(blast_radius="environment")], [()], settings({"approval": {"quorum": 3}}), proposal())
    tree = decide([finding(blast_radius="collection")], [()], settings({"approval": {"quorum": 3}}), proposal())
    assert [(each.decision, each.quorum) for each in (one, three, tree)] == [
        ("confirm", 1),
        ("confirm", 3),
        ("confirm", 1),
    ]


@pytest.mark.parametrize(
    ("before", "up", "down"),
    [
        ("allow", "notify", "allow"),
        ("notify", "ask", "allow"),
        ("ask", "confirm", "notify"),
        ("confirm", "confirm", "ask"),
        ("block", "block", "block"),
    ],
)
def test_steps(before: str, up: str, down: str) -> None:
    assert (raised(before), lowered(before)) == (up, down)
