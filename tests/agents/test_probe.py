"""What a driven session of a client comes to."""

from __future__ import annotations

from pathlib import Path

import pytest

from guardcmd.agents.adapter import Adapter
from guardcmd.agents.claude_code import ADAPTER
from guardcmd.agents.e2e.claude import driven
from guardcmd.agents.e2e.probe import findings, probe

TOLD = "guardcmd judges every command"
REFUSED = ["done", "nothing of this ran [terraform.destroy]"]


@pytest.mark.parametrize(
    ("ran", "results", "heard", "states"),
    [
        (("ran",), REFUSED, TOLD, ["ok", "ok"]),
        (("ran",), REFUSED, "x", ["ok", "ok", "warning"]),  # no word at the start of the session
        (("ran", "ran-too"), ["done", "done"], TOLD, ["failed", "ok"]),
        (("ran",), ["done", "needs your approval"], TOLD, ["failed", "ok"]),  # the client's own refusal proves nothing
        ((), ["refused"], TOLD, ["failed", "failed"]),
        ((), [], "", ["failed"]),
    ],
)
def test_findings(tmp_path: Path, ran: tuple[str, ...], results: list[str], heard: str, states: list[str]) -> None:
    for name in ran:
        (tmp_path / name).touch()
    assert [each.state for each in findings(ADAPTER, tmp_path, results, heard, "said", "1 s")] == states


def test_a_client_that_cannot_be_driven() -> None:
    class Silent(Adapter):
        title = "Silent"
        programs = ("silent",)
        shell_tools = {"sh": ""}

    assert [each.state for each in probe(Silent(), {})] == ["warning"]
    assert [each.state for each in probe(ADAPTER, {"PATH": "/nonexistent"})] == ["failed"]


def test_no_other_model_is_asked(tmp_path: Path) -> None:
    program = tmp_path / "claude"
    program.touch(mode=0o755)
    environment = {"PATH": str(tmp_path), "ANTHROPIC_AUTH_TOKEN": "x", "CLAUDE_CODE_USE_BEDROCK": "1", "HOME": "/h"}
    found = driven("http://127.0.0.1:1", environment)
    assert found is not None
    assert {"ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_USE_BEDROCK"}.isdisjoint(found.environment)
    assert found.environment["ANTHROPIC_BASE_URL"] == "http://127.0.0.1:1"
    assert found.environment["HOME"] == "/h"
    assert "http://127.0.0.1:1" in " ".join(found.argv)
