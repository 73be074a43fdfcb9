"""The guard in the real Copilot CLI, driven by a scripted model on loopback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from guardcmd.agents.refusal import GO_ON
from tests.e2e.client import Machine
from tests.e2e.drivers import copilot as client
from tests.e2e.drivers.failures import OF_A_LINE

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("copilot")]  # one worker installs the client
OFF = '{"disableAllHooks": true}'


@pytest.fixture(autouse=True)
def _client() -> None:
    found = client.program()
    if isinstance(found, str):
        pytest.skip(f"no Copilot CLI: {found}")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Guarded as a user would: `guardcmd install copilot`."""
    made = Machine(tmp_path / "home", tmp_path / "project")
    made.home.mkdir()
    made.project.mkdir()
    installed = made.guardcmd("install", "copilot", "--force")
    assert installed.returncode == 0, installed.stderr
    return made


def log(machine: Machine) -> list[dict[str, Any]]:
    path = machine.home / ".local" / "state" / "guardcmd" / "audit.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_an_everyday_command_runs_and_the_model_was_briefed(machine: Machine) -> None:
    session = client.run(machine, [client.shell("echo hello > ran && cat ran"), client.shell("git status | head")])
    assert session.ran()
    assert session.results[0].startswith("hello")
    assert session.denials == []
    assert [(line["client"], line["answer"], line.get("fast", False)) for line in log(machine)] == [
        ("copilot", "silent", False),
        ("copilot", "silent", True),
    ]
    assert "guardcmd judges every command" in session.output


@pytest.mark.parametrize("skip_permissions", [True, False])
def test_a_destructive_command_does_not_run_and_the_model_reads_why(machine: Machine, skip_permissions: bool) -> None:
    calls = [client.shell("touch ran; terraform destroy -auto-approve"), client.shell("echo next > later")]
    session = client.run(machine, calls, skip_permissions=skip_permissions)
    assert not session.ran()
    assert session.ran("later")
    assert session.denials == ["bash"]
    told = session.results[0]
    assert "nothing of this ran" in told
    assert "[terraform.destroy]" in told
    assert "guardcmd run --id" in told
    assert told.rstrip().endswith(GO_ON)


def test_what_would_be_asked_is_refused_since_a_model_may_answer(machine: Machine) -> None:
    """With assisted permissions a model approves what a hook asks."""
    (machine.project / ".git").mkdir()
    calls = [client.shell("touch ran; git reset --hard")]
    session = client.run(machine, calls, "--experimental", "--assisted-approval")
    assert not session.ran()
    assert session.denials == ["bash"]
    assert log(machine)[0]["answer"] == "refused"


@pytest.mark.parametrize("how", OF_A_LINE)
def test_a_hook_that_fails_stops_the_command(machine: Machine, how: str) -> None:
    client.break_hook(machine, how)
    session = client.run(machine, [client.shell("touch ran")])
    assert not session.ran()
    assert session.denials == ["bash"]
    assert "guardcmd" in session.results[0]


def test_the_agent_cannot_unhook_itself(machine: Machine) -> None:
    """Not by a file of the project, which would count for the user's hooks too, and not at the hook itself."""
    settings = machine.project / ".github" / "copilot" / "settings.local.json"
    settings.parent.mkdir(parents=True)
    (machine.project / ".claude").mkdir()
    calls = [
        client.write(settings, OFF),
        client.write(machine.project / ".claude" / "settings.json", OFF),
        client.shell(f"echo '{OFF}' > .github/copilot/settings.json"),
        client.shell(f"rm -f {client.hook_file(machine)}"),
        ("edit", {"path": str(client.hook_file(machine)), "old_str": "preToolUse", "new_str": "postToolUse"}),
    ]
    session = client.run(machine, calls)
    assert session.denials == [name for name, _ in calls]
    assert client.hook_file(machine).exists()
    assert [path for path in machine.project.rglob("*.json") if "copilot" in str(path) or "claude" in str(path)] == []


def test_a_patch_cannot_unhook_it_either(machine: Machine) -> None:
    """Models that are given a patch tool have no other to write with."""
    (machine.project / ".claude").mkdir()
    text = f"*** Begin Patch\n*** Add File: .claude/settings.json\n+{OFF}\n*** End Patch\n"
    session = client.run(machine, [client.patch(text)], COPILOT_MODEL="gpt-5.4")
    assert session.denials == ["apply_patch"]
    assert not (machine.project / ".claude" / "settings.json").exists()


def test_server_tools_are_judged_by_their_arguments(machine: Machine, tmp_path: Path) -> None:
    ran = tmp_path / "ran.sql"
    client.serve(machine, ran)
    calls = [
        client.server_tool("query", {"sql": "SELECT 1"}),
        client.server_tool("query", {"sql": "DROP TABLE users"}),
    ]
    session = client.run(machine, calls)
    assert ran.read_text() == "SELECT 1\n"
    assert session.denials == ["db-query"]
    assert "sql.drop-table" in session.results[1]


def test_an_agent_below_the_agent_is_guarded_too(machine: Machine) -> None:
    calls = [
        ("task", {"description": "x", "prompt": "go", "agent_type": "task", "name": "n"}),
        client.shell("touch ran; terraform destroy"),
    ]
    session = client.run(machine, calls)
    assert not session.ran()
    assert {line["answer"] for line in log(machine)} == {"refused"}


def test_doctor_says_that_all_is_well(machine: Machine) -> None:
    program = client.program()
    assert isinstance(program, Path)
    found = {**client.own_environment(), "PATH": f"{program.parent}:{machine.environment()['PATH']}"}
    said = machine.guardcmd("doctor", "copilot", **{**found, "HOME": str(machine.home)})
    assert said.returncode == 0, said.stdout
    assert f"copilot {client.VERSION} stops commands when the hook itself fails" in said.stdout


def test_after_uninstall_the_agent_is_on_its_own(machine: Machine) -> None:
    removed = machine.guardcmd("uninstall", "copilot")
    if "is for people" in removed.stderr:
        pytest.skip("this test itself runs under an agent")
    assert removed.returncode == 0, removed.stderr
    assert not client.hook_file(machine).exists()
    assert client.run(machine, [client.shell("touch ran")]).ran()
