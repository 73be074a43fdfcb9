"""What the user wants of an agent: never asked in its own dialog; a session that nobody attends ends and waits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guardcmd.agents.answer import answer
from guardcmd.agents.claude_code import ADAPTER
from guardcmd.agents.refusal import SILENCE
from tests.agents.fakes import ATTENDED, edge
from tests.agents.test_answer import call, is_refusal, logged

HEADLESS = {"AI_AGENT": "claude-code_2-1-329_harness", "CLAUDE_CODE_SESSION_ATTENDED": "0"}
DEFER = '[agents.claude-code]\nheadless = "defer"\n'
NEVER = '[agents.claude-code]\nattended = "never"\n'


def policy(folder: Path, text: str) -> Path:
    (folder / "config").mkdir(exist_ok=True)
    (folder / "config" / "policy.toml").write_text(text)
    return folder


def decision(stdout: str) -> str:
    return str(json.loads(stdout)["hookSpecificOutput"]["permissionDecision"])


@pytest.mark.parametrize("command", ["ask it", "confirm it"])
def test_defers_where_the_user_says_so(tmp_path: Path, command: str) -> None:
    said = answer(call(command), edge(policy(tmp_path, DEFER), HEADLESS))
    assert (said.status, decision(said.stdout)) == (0, "defer")
    (line,) = logged(tmp_path)
    assert line["answer"] == "deferred"
    assert line["id"]


@pytest.mark.parametrize(
    ("text", "environment", "fields"),
    [
        ("", HEADLESS, {}),
        (NEVER, HEADLESS, {}),
        (DEFER.replace("claude-code", "codex"), HEADLESS, {}),
        ("[agents.claude-code]\nheadless = 'bogus'\n", HEADLESS, {}),  # cannot be read
        (DEFER, {}, {}),
        (DEFER, {**HEADLESS, "AI_AGENT": "claude-code_2-1-197_harness"}, {}),  # not measured
        (DEFER, {**HEADLESS, "AI_AGENT": "claude-code_2-1-329_agent"}, {}),  # the word of a command, not of the client
        (DEFER, HEADLESS, {"agent_id": "a1"}),
        (DEFER, HEADLESS, {"hook_event_name": "PermissionRequest"}),
    ],
)
def test_refuses_elsewhere(tmp_path: Path, text: str, environment: dict[str, str], fields: dict[str, object]) -> None:
    assert is_refusal(answer(call("confirm it", **fields), edge(policy(tmp_path, text), environment)))


def test_a_block_is_never_deferred(tmp_path: Path) -> None:
    assert is_refusal(answer(call("block it"), edge(policy(tmp_path, DEFER), HEADLESS)))


def test_with_a_person_there_it_asks(tmp_path: Path) -> None:
    said = answer(call("ask it"), edge(policy(tmp_path, DEFER), ATTENDED))
    assert decision(said.stdout) == "ask"


def test_never_asks_where_the_user_says_so(tmp_path: Path) -> None:
    assert is_refusal(answer(call("ask it"), edge(policy(tmp_path, NEVER), ATTENDED)))


@pytest.mark.parametrize("agent", ["", "claude-code_harness", "claude-code_x-y_harness", "codex_9_harness"])
def test_odd_names_of_the_client_do_not_defer(agent: str) -> None:
    from guardcmd.agents.envelope import Envelope

    assert not ADAPTER.defers(Envelope("PreToolUse", "Bash", {}), {**HEADLESS, "AI_AGENT": agent})


@pytest.mark.parametrize(("notices", "shown"), [("", False), ('[agents.claude-code]\nnotices = "show"\n', True)])
def test_what_is_noted_is_shown_to_who_wants_it(tmp_path: Path, notices: str, shown: bool) -> None:
    own = edge(policy(tmp_path, notices), ATTENDED)
    said = answer(call("notify it"), own)
    assert said.status == 0
    assert (said != SILENCE) == shown
    if shown:
        assert json.loads(said.stdout)["systemMessage"].startswith("guardcmd notes: destroys every resource")
    assert answer(call("ls"), own) == SILENCE
