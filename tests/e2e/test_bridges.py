"""The guard in clients that know no hook commands, or whose hooks cannot tell the model why: one table over all."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pexpect
import pytest

from guardcmd.agents.e2e.model_server import ModelServer
from guardcmd.agents.refusal import GO_ON
from tests.e2e.client import Machine, Screen
from tests.e2e.drivers import cline, opencode, pi
from tests.e2e.drivers.failures import FAILURES, TURNS, broken

pytestmark = pytest.mark.e2e
CLIENTS = (opencode, pi, cline)


@pytest.fixture(
    params=[pytest.param(client, id=client.NAME, marks=pytest.mark.xdist_group(client.NAME)) for client in CLIENTS]
)
def client(request: pytest.FixtureRequest) -> ModuleType:
    found: ModuleType = request.param
    program = found.program()
    if isinstance(program, str):
        pytest.skip(f"no {found.NAME}: {program}")
    return found


def guarded(folder: Path, client: ModuleType) -> Machine:
    """A scratch machine, guarded as a user would: `guardcmd install`."""
    made = Machine(folder / "home", folder / "project")
    made.home.mkdir()
    made.project.mkdir()
    (made.project / ".git").mkdir()
    installed = made.guardcmd("install", client.NAME, "--force")
    assert installed.returncode == 0, installed.stderr
    return made


@pytest.fixture
def machine(client: ModuleType, tmp_path: Path) -> Machine:
    return guarded(tmp_path, client)


def log(machine: Machine) -> list[dict[str, Any]]:
    path = machine.home / ".local" / "state" / "guardcmd" / "audit.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_every_kind_of_tool_is_judged(client: ModuleType, machine: Machine, tmp_path: Path) -> None:
    ran = tmp_path / "ran.sql"
    client.serve(machine, ran)
    calls = [
        client.shell("echo hello > early && cat early"),
        client.shell("git status"),
        client.shell("touch ran; terraform destroy -auto-approve"),
        client.server_tool("query", {"sql": "SELECT 1"}),
        client.server_tool("query", {"sql": "DROP TABLE users"}),
        client.write(machine.project / "notes.txt", "x"),
        client.write(client.hook_file(machine), "x"),
        client.shell("echo next > later"),
    ]
    session = client.run(machine, calls)
    assert len(session.results) == len(calls)
    assert "hello" in session.results[0]
    assert session.ran("early")
    assert session.ran("later")
    assert not session.ran()
    assert ran.read_text() == "SELECT 1\n"
    assert session.ran("notes.txt")
    assert session.denials == [calls[number][0] for number in (2, 4, 6)]
    told = session.results[2]
    assert "nothing of this ran" in told
    assert "[terraform.destroy]" in told
    assert "guardcmd run --id" in told
    assert told.rstrip('"}\n').endswith(GO_ON)
    assert "sql.drop-table" in session.results[4]
    assert "self.files" in session.results[6]
    assert "guardcmd judges every command" in session.output  # the session's briefing
    lines = log(machine)
    assert [line["answer"] for line in lines] == [
        "silent", "silent", "refused", "silent", "refused", "silent", "refused", "silent",
    ]  # fmt: skip
    assert lines[1]["fast"] is True
    assert {line["client"] for line in lines} == {client.NAME}
    assert len({line["session"] for line in lines}) == 1
    assert all(line["session"] for line in lines)


def test_with_permissions_of_its_own_the_client_obeys_too(client: ModuleType, machine: Machine) -> None:
    calls = [client.shell("touch ran; terraform destroy")]
    session = client.run(machine, calls, skip_permissions=False)
    assert not session.ran()
    assert session.denials == [calls[0][0]]


def test_whatever_a_bridge_hears_but_an_answer_stops_the_call(client: ModuleType, machine: Machine) -> None:
    """One failure after the other in one session; at last the interpreter itself is gone."""
    file = client.plugin_file(machine) if client is cline else client.hook_file(machine)
    file.write_text(broken(file.read_text(), "turns", machine.home / "broken"))
    session = client.run(machine, [client.shell(f"touch ran; echo {number}") for number in range(TURNS)])
    assert not session.ran()
    assert len(session.denials) == TURNS
    reasons = ["status 1", "no answer", "ended by SIGKILL", "that is none", "status 3", "no answer within", "ENOENT"]
    for reason, told in zip(reasons, session.results, strict=True):
        assert reason in told


@pytest.mark.slow_e2e
@pytest.mark.parametrize("how", FAILURES)
def test_a_hook_that_fails_stops_the_command(client: ModuleType, machine: Machine, how: str) -> None:
    client.break_hook(machine, how)
    calls = [client.shell("touch ran")]
    session = client.run(machine, calls)
    assert not session.ran()
    assert session.denials == [calls[0][0]]


@pytest.mark.slow_e2e
def test_doctor_says_that_all_is_well(client: ModuleType, machine: Machine) -> None:
    program = client.program()
    path = client.path() if client is pi else machine.environment()["PATH"]
    said = machine.guardcmd("doctor", client.NAME, PATH=f"{program.parent}:{path}")
    assert said.returncode == 0, said.stdout
    assert "failed" not in said.stdout
    assert "the bridge refuses" in said.stdout


@pytest.mark.slow_e2e
def test_after_uninstall_the_agent_is_on_its_own(client: ModuleType, machine: Machine) -> None:
    removed = machine.guardcmd("uninstall", client.NAME)
    if "is for people" in removed.stderr:
        pytest.skip("this test itself runs under an agent")
    assert removed.returncode == 0, removed.stderr
    assert not client.hook_file(machine).exists()
    assert client.run(machine, [client.shell("touch ran")]).ran()


def only(client: ModuleType, folder: Path) -> Machine:
    program = client.program()
    if isinstance(program, str):
        pytest.skip(f"no {client.NAME}: {program}")
    return guarded(folder, client)


@pytest.mark.slow_e2e
@pytest.mark.xdist_group("opencode")
def test_an_agent_below_the_agent_is_guarded_too(tmp_path: Path) -> None:
    """The agent below plays the same script: it has no `task`, so its first call fails."""
    machine = only(opencode, tmp_path)
    below = ("task", {"description": "x", "prompt": "go", "subagent_type": "general"})
    session = opencode.run(machine, [below, opencode.shell("touch ran; terraform destroy")])
    assert not session.ran()
    refused = [line["session"] for line in log(machine) if line["answer"] == "refused"]
    assert len(set(refused)) == 2


@pytest.mark.xdist_group("pi")
def test_what_a_script_of_the_model_calls_is_judged(tmp_path: Path) -> None:
    machine = only(pi, tmp_path)
    calls = [
        pi.code('return await tools.bash({command: "echo hello > early"})'),
        pi.code('return await tools.bash({command: "touch ran; terraform destroy"})'),
    ]
    session = pi.run(machine, calls, "--tools", "+codemode")
    assert session.ran("early")
    assert not session.ran()
    assert "terraform.destroy" in session.results[1]


@pytest.mark.xdist_group("pi")
@pytest.mark.parametrize(("keys", "ran"), [("\r", False), ("\x1b[B\r", True)], ids=["no", "yes"])
def test_a_person_at_the_client_is_asked(tmp_path: Path, keys: str, ran: bool) -> None:
    """The first choice is no: Enter alone approves nothing."""
    machine = only(pi, tmp_path)
    with ModelServer([pi.shell("git reset --hard 2>/dev/null; touch ran")]) as server:
        child = pexpect.spawn(
            str(pi.program()),
            [*pi.arguments(machine, server), "go"],
            env={**pi.client_environment(machine), "TERM": "xterm-256color"},
            cwd=str(machine.project),
            dimensions=(40, 120),
            encoding="utf-8",
        )
        try:
            screen = Screen(child)
            assert screen.shows("[git.", "No, do not run it", "Yes, run it"), screen.written[-3000:]
            assert not (machine.project / "ran").exists()
            screen.press(keys)
            assert screen.shows("done"), screen.written[-3000:]
        finally:
            child.close(force=True)
    assert (machine.project / "ran").exists() is ran
    assert log(machine)[0]["answer"] == "asked"


@pytest.mark.xdist_group("cline")
def test_where_a_plugin_takes_all_others_away_the_hook_judges(tmp_path: Path) -> None:
    machine = only(cline, tmp_path)
    hanging = machine.project / ".cline" / "plugins" / "hanging.js"
    hanging.parent.mkdir(parents=True)
    hanging.write_text("await new Promise((done) => setTimeout(done, 30000))\nexport default {}\n")
    calls = [cline.shell("echo hello > early"), cline.shell("touch ran; terraform destroy"), cline.shell("touch late")]
    session = cline.run(machine, calls)
    assert session.ran("early")
    assert not session.ran()
    assert not session.ran("late")  # the hook's refusal ends the run
    assert [line["answer"] for line in log(machine)] == ["silent", "refused"]
