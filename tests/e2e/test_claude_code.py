"""The guard in the real Claude Code client, driven by a scripted model on loopback."""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from guardcmd.agents.refusal import GO_ON
from tests.e2e.client import Machine, claude

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("client")]  # one worker installs the client


@pytest.fixture(autouse=True)
def _client() -> None:
    found = claude()
    if isinstance(found, str):
        pytest.skip(f"no Claude Code client: {found}")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Guarded as a user would: `guardcmd install claude-code`."""
    made = Machine(tmp_path / "home", tmp_path / "project")
    made.home.mkdir()
    made.project.mkdir()
    installed = made.guardcmd("install", "claude-code", "--force")
    assert installed.returncode == 0, installed.stderr
    return made


def bash(command: str) -> tuple[str, dict[str, Any]]:
    return "Bash", {"command": command, "description": "a scripted call"}


def log(machine: Machine) -> list[dict[str, Any]]:
    path = machine.home / ".local" / "state" / "guardcmd" / "audit.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_an_everyday_command_runs(machine: Machine) -> None:
    session = machine.run([bash("echo hello > ran && cat ran")])
    assert session.ran()
    assert session.results == ["hello"]
    assert session.denials == []
    assert [(line["decision"], line["answer"]) for line in log(machine)] == [("allow", "silent")]


def test_a_plain_command_takes_the_fast_path(machine: Machine) -> None:
    session = machine.run([bash("git status && ls -la")])
    assert session.denials == []
    assert log(machine)[0]["fast"] is True


def test_a_destructive_command_does_not_run_and_the_model_reads_why(machine: Machine) -> None:
    session = machine.run([bash("touch ran; terraform destroy -auto-approve")])
    assert not session.ran()
    assert session.denials == ["Bash"]
    (told,) = session.results
    assert "nothing of this ran" in told
    assert "[terraform.destroy]" in told
    assert "guardcmd run --id" in told
    assert told.rstrip().endswith(GO_ON)


def test_the_agent_goes_on_after_a_refusal(machine: Machine) -> None:
    session = machine.run([bash("terraform destroy"), bash("echo next > ran")])
    assert session.ran()
    assert len(session.results) == 2


def test_ask_does_not_run_where_nobody_is(machine: Machine) -> None:
    session = machine.run([bash("touch ran; git reset --hard")])
    assert not session.ran()
    assert session.denials == ["Bash"]
    assert log(machine)[0]["decision"] in ("ask", "confirm")


BROKEN = {
    "a crash": ("-c", "raise SystemError"),
    "another exit status": ("-c", "raise SystemExit(1)"),
    "a missing file": ("-I", "-S", "/nonexistent/guardcmd/start.py", "hook"),
    "a segmentation fault": ("-c", "import ctypes; ctypes.string_at(0)"),
}


@pytest.mark.parametrize("arguments", BROKEN.values(), ids=BROKEN)
def test_a_broken_hook_stops_the_command(machine: Machine, arguments: tuple[str, ...]) -> None:
    change_hook(machine, args=list(arguments))
    session = machine.run([bash("touch ran")])
    assert not session.ran()


def test_a_removed_interpreter_stops_the_command(machine: Machine) -> None:
    change_hook(machine, command="/nonexistent/python")
    assert not machine.run([bash("touch ran")]).ran()


def change_hook(machine: Machine, **fields: object) -> None:
    settings = json.loads(machine.settings.read_text())
    settings["hooks"]["PreToolUse"][0]["hooks"][0].update(fields)
    del settings["hooks"]["ConfigChange"]
    machine.settings.write_text(json.dumps(settings))


@pytest.mark.parametrize("name", ["settings.json", "settings.local.json"])
def test_the_agent_cannot_write_settings(machine: Machine, name: str) -> None:
    path = machine.project / ".claude" / name
    session = machine.run([
        ("Write", {"file_path": str(path), "content": '{"disableAllHooks": true}'}),
        bash(f"mkdir -p .claude; echo '{{\"disableAllHooks\": true}}' > .claude/{name}"),
        bash("terraform destroy; touch ran"),
    ])  # fmt: skip
    assert not path.exists()
    assert not session.ran()
    assert len(session.denials) == 3


def test_hooks_switched_off_on_disk_do_not_count_while_the_session_runs(machine: Machine) -> None:
    """The file changes behind the guard's back: the ConfigChange hook turns it down."""
    folder = machine.project / ".claude"
    folder.mkdir()
    path = folder / "settings.local.json"
    late = threading.Timer(1.5, path.write_text, ('{"disableAllHooks": true}',))
    late.start()
    session = machine.run([bash("sleep 1"), bash("sleep 4"), bash("touch ran; terraform destroy")])
    assert path.exists()
    assert session.denials == ["Bash"]
    assert not session.ran()


def test_the_client_permits_nothing_that_was_written_elsewhere(machine: Machine) -> None:
    session = machine.run([("Write", {"file_path": str(machine.project / "ran"), "content": "x"})])
    assert session.ran()
    assert session.denials == []


def test_tools_of_servers_are_judged(machine: Machine) -> None:
    ran = machine.project / "ran"
    server = {"command": sys.executable, "args": [str(Path(__file__).with_name("mcp_server.py")), str(ran)]}
    config = json.dumps({"mcpServers": {"db": server}})
    session = machine.run(
        [("mcp__db__query", {"sql": "SELECT 1"}), ("mcp__db__query", {"sql": "DROP TABLE users"})],
        "--mcp-config",
        config,
        ENABLE_TOOL_SEARCH="0",
    )
    assert ran.read_text() == "SELECT 1\n"
    assert session.denials == ["mcp__db__query"]
    assert "sql.drop-table" in session.results[1]


@pytest.mark.parametrize("mode", ["default", "acceptEdits", "bypassPermissions"])
def test_ask_opens_the_dialog_where_a_person_is(machine: Machine, mode: str) -> None:
    (machine.project / ".git").mkdir()
    with machine.attended([bash("touch ran; git reset --hard")], "--permission-mode", mode) as screen:
        assert screen.shows("[git.", "1. Yes", "2. No"), screen.written[-3000:]
        assert not (machine.project / "ran").exists()
        screen.press("\x1b")  # leaves the dialog
        time.sleep(1)
    assert not (machine.project / "ran").exists()
    assert log(machine)[0]["answer"] == "asked"


def test_doctor_says_that_all_is_well(machine: Machine) -> None:
    program = claude()
    assert isinstance(program, Path)
    said = machine.guardcmd("doctor", PATH=f"{program.parent}:{machine.environment()['PATH']}")
    assert said.returncode == 0, said.stdout
    assert "failed" not in said.stdout


def test_after_uninstall_the_agent_is_on_its_own(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    removed = machine.guardcmd("uninstall", "claude-code")
    if "is for people" in removed.stderr:
        pytest.skip("this test itself runs under an agent")
    assert removed.returncode == 0, removed.stderr
    assert machine.run([bash("touch ran")]).ran()
    assert not (machine.home / ".local" / "state" / "guardcmd" / "audit.jsonl").exists()
