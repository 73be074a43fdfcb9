"""The cell and the floor of a finding: how bad it is before anything about here and now is known."""

from __future__ import annotations

from guardcmd.policy.verdict import DECISIONS
from guardcmd.ruleset.model import BLAST_RADII

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    Matrix = Mapping[str, tuple[str, ...]]

# what a cell may say: a decision, or `quorum` for a confirm by as many people as the policy asks for
CELLS = ("allow", "notify", "ask", "confirm", "quorum", "block")


def cell(matrix: Matrix, reversibility: str, blast_radius: str) -> str:
    """The cell of one actor's matrix. Facts that no matrix knows count as the worst."""
    row = matrix.get(reversibility) or matrix["irreversible"]
    column = BLAST_RADII.index(blast_radius) if blast_radius in BLAST_RADII else len(BLAST_RADII) - 1
    return row[column]


def decision_of(cell_value: str) -> str:
    """`quorum` is a count on `confirm`, no step of its own."""
    return "confirm" if cell_value == "quorum" else cell_value


def stricter(one: str, other: str) -> str:
    return max(one, other, key=DECISIONS.index)


def raised(decision: str) -> str:
    """One step up; steps never lead to `block`."""
    return (
        DECISIONS[min(DECISIONS.index(decision) + 1, DECISIONS.index("confirm"))] if decision != "block" else decision
    )


def lowered(decision: str) -> str:
    """One step down; nothing that is here and now lifts a `block`."""
    return decision if decision == "block" else DECISIONS[max(DECISIONS.index(decision) - 1, 0)]
