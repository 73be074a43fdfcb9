"""The guard in the real Codex CLI, driven by a scripted model on loopback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from guardcmd.agents.refusal import GO_ON
from tests.e2e.client import Machine
from tests.e2e.drivers import codex
from tests.e2e.drivers.failures import OF_A_LINE

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("codex")]  # one worker installs the client


@pytest.fixture(autouse=True)
def _client() -> None:
    found = codex.program()
    if isinstance(found, str):
        pytest.skip(f"no Codex CLI: {found}")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Guarded as a user would: `guardcmd install codex`."""
    made = Machine(tmp_path / "home", tmp_path / "project")
    made.home.mkdir()
    made.project.mkdir()
    installed = made.guardcmd("install", "codex", "--force")
    assert installed.returncode == 0, installed.stderr
    return made


def log(machine: Machine) -> list[dict[str, Any]]:
    path = machine.home / ".local" / "state" / "guardcmd" / "audit.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_everyday_commands_run(machine: Machine) -> None:
    session = codex.run(machine, [codex.shell("git status; ls -la"), codex.shell("echo hello > ran && cat ran")])
    assert session.ran()
    assert session.denials == []
    assert session.results[1].endswith("hello\n")
    lines = [line for line in log(machine) if line["event"] == "decision"]
    assert [(line["client"], line["decision"], line.get("fast", False)) for line in lines] == [
        ("codex", "allow", True),
        ("codex", "allow", False),
    ]


def test_a_destructive_command_does_not_run_and_the_model_reads_why(machine: Machine) -> None:
    session = codex.run(machine, [codex.shell("touch ran; terraform destroy -auto-approve"), codex.shell("touch next")])
    assert not session.ran()
    assert session.ran("next")
    told = session.results[0]
    assert "nothing of this ran" in told
    assert "[terraform.destroy]" in told
    assert "guardcmd run --id" in told
    assert GO_ON in told


@pytest.mark.parametrize("skip_permissions", [True, False], ids=["permissions skipped", "in the client's sandbox"])
def test_commands_within_code_are_judged(machine: Machine, skip_permissions: bool) -> None:
    calls = ["touch harmless", "touch ran; terraform destroy"]
    text = "".join(f"text(await tools.exec_command({{cmd: {json.dumps(each)}}}));" for each in calls)
    session = codex.run(machine, [codex.code(text)], skip_permissions=skip_permissions)
    assert not session.ran()
    assert "[terraform.destroy]" in session.results[0]


def test_what_asks_is_refused(machine: Machine) -> None:
    session = codex.run(machine, [codex.shell("touch ran; git reset --hard")])
    assert not session.ran()
    assert log(machine)[-1]["answer"] == "refused"


def test_the_agent_gets_no_terminal_to_type_into(machine: Machine) -> None:
    """The client judges what starts, and asks no hook about what is typed into it."""
    text = """
      const shell = await tools.exec_command({cmd: 'bash -i', tty: true, yield_time_ms: 500});
      await tools.write_stdin({session_id: shell.session_id, chars: 'touch ran\\n', yield_time_ms: 500});
    """
    session = codex.run(machine, [codex.code(text)])
    assert not session.ran()
    assert "[opaque.typed]" in session.results[0]
    alone = [codex.code(text.replace("bash -i", "head -1 && touch ran"))]
    assert codex.run(machine, alone).ran()  # so the way itself is there


def test_the_agent_cannot_unhook_itself(machine: Machine) -> None:
    pytest.importorskip("guardcmd.agents.patch")
    before = codex.hook_file(machine).read_text()
    session = codex.run(
        machine,
        [
            codex.write(machine.project / ".codex" / "config.toml", "[features]\nhooks = false\n"),
            codex.shell(f"apply_patch <<'E'\n{codex.write(codex.hook_file(machine), '{}')[1]['input']}E\n"),
            codex.shell(f"sed -i s/sha256/x/ {codex.config_file(machine)}"),
            codex.write(machine.project / "ran", "x"),
        ],
    )
    assert session.ran()
    assert len(session.denials) == 3
    assert not (machine.project / ".codex").exists()
    assert codex.hook_file(machine).read_text() == before


@pytest.mark.parametrize("how", OF_A_LINE)
def test_a_broken_hook_stops_the_command(machine: Machine, how: str) -> None:
    codex.break_hook(machine, how)
    session = codex.run(machine, [codex.shell("touch ran")])
    assert not session.ran()
    assert "guardcmd could not start" in session.results[0]


def test_tools_of_servers_are_judged(machine: Machine) -> None:
    codex.serve(machine, machine.project / "ran")
    session = codex.run(
        machine,
        [codex.server_tool("query", {"sql": "SELECT 1"}), codex.server_tool("query", {"sql": "DROP TABLE users"})],
    )
    assert (machine.project / "ran").read_text() == "SELECT 1\n"
    assert "sql.drop-table" in session.results[1]


def test_a_hook_that_nobody_trusts_is_no_guard_and_status_says_so(machine: Machine) -> None:
    codex.config_file(machine).write_text("")
    assert codex.run(machine, [codex.shell("touch ran")]).ran()
    said = machine.guardcmd("status")
    assert said.returncode == 1
    assert "does not trust" in said.stdout


def test_the_session_starts_with_what_the_guard_tells_the_model(machine: Machine) -> None:
    session = codex.run(machine, [codex.shell("true")])
    assert "guardcmd judges every command" in session.output


def test_doctor_asks_the_client_itself(machine: Machine) -> None:
    program = codex.program()
    assert isinstance(program, Path)
    path = f"{program.parent}:{machine.environment()['PATH']}"
    said = machine.guardcmd("doctor", "codex", PATH=path)
    assert said.returncode == 0, said.stdout
    assert "Codex itself lists the guard's hook" in said.stdout
    codex.config_file(machine).write_text(codex.config_file(machine).read_text().replace("sha256:", "sha256:0"))
    said = machine.guardcmd("doctor", "codex", PATH=path)
    assert said.returncode == 1


def test_after_uninstall_the_agent_is_on_its_own(machine: Machine) -> None:
    removed = machine.guardcmd("uninstall", "codex")
    if "is for people" in removed.stderr:
        pytest.skip("this test itself runs under an agent")
    assert removed.returncode == 0, removed.stderr
    assert not codex.hook_file(machine).exists()
    assert codex.run(machine, [codex.shell("touch ran")]).ran()
