from __future__ import annotations

import pytest

from guardcmd.context.environment import variable
from tests.context.fakes import call, proposal

SESSION = proposal(environment={"A": "session", "B": "other", "E": ""})


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ({}, ("A",), "session"),
        ({}, ("none", "B"), "other"),
        ({"A": "text"}, ("A",), "text"),
        ({"A": ""}, ("A",), ""),  # switched off for this command
        ({"A": ""}, ("A", "B"), "other"),
        ({"A": "$x"}, ("A", "B"), None),
        ({}, ("E",), ""),
        ({}, (), ""),
    ],
)
def test_the_text_wins_over_the_session(text: dict[str, str], names: tuple[str, ...], expected: str | None) -> None:
    assert variable(call("x", environment=text), SESSION, *names) == expected
