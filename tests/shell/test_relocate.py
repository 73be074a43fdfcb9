"""Spans put back to where a copied text stands."""

from __future__ import annotations

from guardcmd.shell.ir import Literal, Word
from guardcmd.shell.relocate import relocate


def test_moves_every_span() -> None:
    inner = Word((Literal("b"),), "b", (1, 2))
    outer = (Word((Literal("a"),), "a", (0, 1)), (inner,))
    relocate(outer, [10, 12, 14])
    assert outer[0].span == (10, 11)  # type: ignore[union-attr]
    assert inner.span == (12, 13)
