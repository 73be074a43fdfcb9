"""Lists of names that let modules be loaded only when needed agree with the modules."""

from __future__ import annotations

import pytest

from guardcmd.unwrap.builtins import BUILTINS, builtin_for
from guardcmd.unwrap.effects import EFFECTS, WRAPPERS
from guardcmd.unwrap.filters import FILTERS
from guardcmd.unwrap.outputs import COMPUTED
from guardcmd.unwrap.simple import MAKERS
from guardcmd.unwrap.writers import WRITERS


def test_programs_that_make_files() -> None:
    assert set(EFFECTS) | WRAPPERS == MAKERS


def test_programs_whose_output_is_computed() -> None:
    assert set(WRITERS) | set(FILTERS) == COMPUTED


@pytest.mark.parametrize("name", sorted(BUILTINS))
def test_every_builtin_is_there(name: str) -> None:
    assert callable(builtin_for(name, "zsh"))
