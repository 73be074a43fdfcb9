"""What is asked for, and when nobody is asked."""

from __future__ import annotations

import pytest

from guardcmd.guard import Judgement
from guardcmd.policy.verdict import Verdict
from guardcmd.terminal.decline import hopeless, word

FAULT = "guardcmd itself failed: ValueError: x"


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (Verdict("ask"), "yes"),
        (Verdict("confirm", typed="prod"), "prod"),
        (Verdict("confirm"), "yes"),
        (Verdict("ask", notes=(FAULT,)), "RUN"),  # it was not judged at all
        (Verdict("confirm", typed="prod", notes=(FAULT,)), "RUN"),
    ],
)
def test_the_word(verdict: Verdict, expected: str) -> None:
    assert word(Judgement(verdict)) == expected


@pytest.mark.parametrize(
    ("verdict", "agent", "expected"),
    [
        (Verdict("confirm"), "", ""),
        (Verdict("confirm"), "an agent runs this", "an agent runs this"),
        (Verdict("block"), "an agent runs this", "it is blocked, and no confirmation lifts that"),
        (Verdict("confirm", quorum=2), "", "it needs the approval of 2 people"),
    ],
)
def test_when_no_answer_helps(verdict: Verdict, agent: str, expected: str) -> None:
    assert hopeless(Judgement(verdict), agent) == expected
