"""From the bytes of a call to the answer, with a guard that decides as it is told."""

from __future__ import annotations

import fcntl
import json
from pathlib import Path

import pytest

from guardcmd.agents.answer import answer
from guardcmd.agents.refusal import SILENCE, Answer
from guardcmd.proposal import Proposal, ShellText
from guardcmd.store.proposals import load, waiting
from tests.agents.fakes import ATTENDED, by_text, edge, judgement


def call(command: object = "ls", **fields: object) -> bytes:
    return json.dumps({
        "session_id": "s1", "transcript_path": "t", "cwd": "/p", "permission_mode": "default",
        "hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": {"command": command}, **fields,
    }).encode()  # fmt: skip


def logged(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "state" / "audit.jsonl").read_text().splitlines()]


def is_refusal(said: Answer) -> bool:
    return said.status == 2 and json.loads(said.stdout)["decision"] == "block" and bool(said.stderr)


@pytest.mark.parametrize("command", ["ls", "notify it"])
def test_no_objection_is_silence_and_a_line(tmp_path: Path, command: str) -> None:
    assert answer(call(command), edge(tmp_path)) == SILENCE
    (line,) = logged(tmp_path)
    assert (line["text"], line["answer"], line["session"], line["cwd"]) == (command, "silent", "s1", "/p")


@pytest.mark.parametrize("command", ["confirm it", "block it"])
@pytest.mark.parametrize("environment", [{}, ATTENDED])
def test_confirm_and_block_are_refused(tmp_path: Path, command: str, environment: dict[str, str]) -> None:
    assert is_refusal(answer(call(command), edge(tmp_path, environment)))
    (line,) = logged(tmp_path)
    assert (line["decision"], line["answer"], line["rules"]) == (command.split()[0], "refused", ["terraform.destroy"])
    assert line["tools"] == ["terraform"]
    assert line["targets"] == ["workspace prod"]


def test_ask_uses_the_dialog_where_a_person_is(tmp_path: Path) -> None:
    said = answer(call("ask it"), edge(tmp_path, ATTENDED))
    output = json.loads(said.stdout)["hookSpecificOutput"]
    assert (said.status, said.stderr, output["permissionDecision"]) == (0, "", "ask")
    assert output["permissionDecisionReason"].split("\n") == [
        "destroys every resource in the Terraform state [terraform.destroy]", "target: prod",
    ]  # fmt: skip
    assert logged(tmp_path)[0]["answer"] == "asked"


@pytest.mark.parametrize("environment", [{}, {**ATTENDED, "CLAUDE_CODE_SESSION_ATTENDED": "0"}])
def test_ask_is_refused_where_nobody_is(tmp_path: Path, environment: dict[str, str]) -> None:
    assert is_refusal(answer(call("ask it"), edge(tmp_path, environment)))


def test_a_refusal_can_be_run_by_its_id(tmp_path: Path) -> None:
    own = edge(tmp_path)
    command = "confirm it <<'E'\n  body\nE"
    said = answer(call(command), own)
    (stored,) = waiting(own.paths.proposals)
    assert f"guardcmd run --id {stored.id}" in said.stderr
    assert (stored.text, stored.directory, stored.decision) == (command, "/p", "confirm")
    assert logged(tmp_path)[0]["id"] == stored.id
    assert answer(call(command), own).stderr == said.stderr  # the same proposal, the same id
    assert load(own.paths.proposals, stored.id) == stored


def test_a_block_has_no_id(tmp_path: Path) -> None:
    said = answer(call("block it"), edge(tmp_path))
    assert "run --id" not in said.stderr
    assert "no approval lifts this" in said.stderr


def test_the_reason_is_short_and_in_order(tmp_path: Path) -> None:
    said = answer(call("confirm it " + "x" * 5_000), edge(tmp_path))
    reason = json.loads(said.stdout)["reason"]
    assert len(reason) <= 600
    parts = ("nothing of this ran", "[terraform.destroy]", "instead:", "guardcmd run --id", "do not re-form")
    places = [reason.index(part) for part in parts]
    assert places == sorted(places)


def test_of_several_texts_the_strictest_counts(tmp_path: Path) -> None:
    own = edge(tmp_path)
    data = call(tool_name="run", tool_input={"commands": ["ls", "confirm it", "ask it"]})
    assert is_refusal(answer(data, own))
    assert waiting(own.paths.proposals)[0].text == "ls\nconfirm it\nask it"


def test_a_write_is_refused_without_an_id(tmp_path: Path) -> None:
    data = call(tool_name="Write", tool_input={"file_path": "/x/block", "content": "{}"})
    said = answer(data, edge(tmp_path))
    assert is_refusal(said)
    assert logged(tmp_path)[0]["write"] == "/x/block"
    data = call(tool_name="Write", tool_input={"file_path": "/x/ask", "content": "{}"})
    assert "a person may do this themselves" in answer(data, edge(tmp_path)).stderr


def test_mcp_calls_are_judged(tmp_path: Path) -> None:
    assert is_refusal(answer(call(tool_name="mcp__x__confirm", tool_input={}), edge(tmp_path)))
    assert answer(call(tool_name="mcp__x__read", tool_input={}), edge(tmp_path)) == SILENCE


@pytest.mark.parametrize("tool", ["Read", "Glob", "SomethingNew"])
def test_other_tools_pass_without_a_line(tmp_path: Path, tool: str) -> None:
    assert answer(call(tool_name=tool, tool_input={"x": 1}), edge(tmp_path)) == SILENCE
    assert not (tmp_path / "state").exists()


@pytest.mark.parametrize("event", ["PostToolUse", "Stop", "UserPromptSubmit"])
def test_other_events_pass(tmp_path: Path, event: str) -> None:
    data = json.dumps({"hook_event_name": event, "session_id": "s"}).encode()
    assert answer(data, edge(tmp_path)) == SILENCE


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"[]", b"\xff", b'{"tool_name": "Bash"}', call(None), call(3), call("a\0b"), call(tool_name=None),
        call(tool_input=None), call(tool_input="rm"), b'{"hook_event_name": "PreToolUse"}', b"{}", b"null",
        b'{"a":' * 5_000,
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_and_logged(tmp_path: Path, data: bytes) -> None:
    assert is_refusal(answer(data, edge(tmp_path)))
    assert logged(tmp_path)[0]["event"] == "refused-input"


def test_an_unknown_client_is_refused(tmp_path: Path) -> None:
    assert is_refusal(answer(call(), edge(tmp_path), "clod"))


def test_the_calls_directory_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def judging(proposal: Proposal):  # type: ignore[no-untyped-def]
        seen.append(proposal.directory)
        return judgement("allow")

    monkeypatch.chdir(tmp_path)
    for cwd in ("/q", "sub", "", None):
        answer(call(cwd=cwd), edge(tmp_path, judging=judging))
    here = str(tmp_path)
    assert seen == ["/q", f"{here}/sub", here, here]


def test_the_proposal_says_who_and_where(tmp_path: Path) -> None:
    (tmp_path / "p" / ".git").mkdir(parents=True)
    (tmp_path / "p" / "sub").mkdir()
    seen: list[Proposal] = []

    def judging(proposal: Proposal):  # type: ignore[no-untyped-def]
        seen.append(proposal)
        return judgement("allow")

    secrets = {"AWS_PROFILE": "prod", "AWS_SECRET_ACCESS_KEY": "x", "PGPASSWORD": "x", "UNRELATED": "x"}
    answer(call(cwd=f"{tmp_path}/p/sub"), edge(tmp_path, {**ATTENDED, **secrets}, judging))
    (proposal,) = seen
    assert proposal.action == ShellText("ls", "bash")
    assert (proposal.project, proposal.actor, proposal.attended) == (f"{tmp_path}/p", "agent", True)
    assert dict(proposal.environment) == {"HOME": str(tmp_path), "SHELL": "/bin/bash", "AWS_PROFILE": "prod"}


# --- where no audit line can be written --------------------------------------------------


@pytest.fixture
def unwritable(tmp_path: Path) -> Path:
    (tmp_path / "state").write_text("a file where a directory belongs")
    return tmp_path


def test_harmless_passes_with_a_warning(unwritable: Path) -> None:
    said = answer(call("ls"), edge(unwritable))
    assert said.status == 0
    assert set(json.loads(said.stdout)) == {"systemMessage"}
    assert "could not log" in said.stderr


def test_ask_is_then_refused(unwritable: Path) -> None:
    assert is_refusal(answer(call("ask it"), edge(unwritable, ATTENDED)))


def test_all_else_is_refused(unwritable: Path) -> None:
    said = answer(call("confirm it"), edge(unwritable))
    assert is_refusal(said)
    assert "run --id" not in said.stderr  # it could not be kept either


def test_a_policy_may_refuse_what_cannot_be_logged(unwritable: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = edge(unwritable)
    monkeypatch.setattr(own, "audit_required", lambda proposal: True)
    assert is_refusal(answer(call("ls"), own))


def test_a_locked_log_counts_as_unwritable(tmp_path: Path) -> None:
    own = edge(tmp_path, ATTENDED)
    answer(call("ls"), own)
    with (tmp_path / "state" / "audit.jsonl").open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert is_refusal(answer(call("ask it"), own))


def test_a_corrupt_log_does_not_stop_the_guard(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "audit.jsonl").write_bytes(b"\xff\xfe garbage\n{half")
    assert answer(call("ls"), edge(tmp_path, judging=by_text)) == SILENCE
    assert is_refusal(answer(call("block it"), edge(tmp_path)))


def test_secrets_are_not_logged(tmp_path: Path) -> None:
    answer(call("PGPASSWORD=hunter2 confirm it"), edge(tmp_path))
    assert "hunter2" not in (tmp_path / "state" / "audit.jsonl").read_text()
