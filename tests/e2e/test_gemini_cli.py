"""The installed hook in the real Gemini CLI and Qwen Code: what runs, what does not, and what the model is told.

Nothing destructive can happen: what is refused would only destroy if the named tools were there and configured.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.e2e.client import ROOT, Machine
from tests.e2e.drivers import gemini_cli, npm, qwen_code
from tests.e2e.drivers.turns import TURNS

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("client")]
DRIVERS = [pytest.param(each, id=each.NAME) for each in (gemini_cli, qwen_code)]


def bare(driver: ModuleType, tmp_path: Path, notes: Path | None = None) -> Machine:
    """A machine with the client, and no guard yet."""
    found = driver.program()
    if isinstance(found, str):
        pytest.skip(f"no {driver.NAME}: {found}")
    machine = Machine(tmp_path / "home", tmp_path / "project")
    for folder in (machine.home, machine.project):
        folder.mkdir()
    driver.prepare(machine, notes)
    return machine


def guarded(driver: ModuleType, tmp_path: Path, notes: Path | None = None) -> Machine:
    machine = bare(driver, tmp_path, notes)
    done = machine.guardcmd("install", driver.NAME, "--force")
    assert done.returncode == 0, done.stdout + done.stderr
    return machine


@pytest.mark.parametrize("driver", DRIVERS)
def test_what_runs_and_what_does_not(driver: ModuleType, tmp_path: Path) -> None:
    """Everything in one session, which permits everything itself."""
    machine = guarded(driver, tmp_path, tmp_path / "queries")
    session = driver.run(
        machine,
        [
            driver.shell("touch ran && echo hello"),
            driver.shell("touch ran2; terraform destroy -auto-approve"),
            driver.write(machine.project / "notes.txt", "an ordinary note\n"),
            driver.write(machine.project / driver.settings(machine).relative_to(machine.home), "{}"),
            driver.server_tool("query", {"sql": "SELECT 1"}),
            driver.server_tool("query", {"sql": "DROP TABLE users"}),
        ],
    )
    told = session.results
    assert len(told) == 6, session.output[-3000:]
    assert session.ran()
    assert "hello" in told[0]
    assert not session.ran("ran2")
    assert "[terraform.destroy]" in told[1]
    assert "guardcmd run --id" in told[1]
    assert (machine.project / "notes.txt").exists()
    assert not (machine.project / driver.settings(machine).relative_to(machine.home)).exists()
    assert "guardcmd" in told[3] or "nothing of this ran" in told[3]
    assert (tmp_path / "queries").read_text() == "SELECT 1\n"
    assert "nothing of this ran" in told[5]
    assert "guardcmd judges every command" in session.output  # the briefing, in what the model was sent


@pytest.mark.parametrize("driver", DRIVERS)
def test_every_failure_of_the_hook_stops_the_call(driver: ModuleType, tmp_path: Path) -> None:
    machine = guarded(driver, tmp_path)
    driver.break_hook(machine)
    session = driver.run(machine, [driver.shell(f"touch ran{n}") for n in range(len(TURNS))])
    assert len(session.results) == len(TURNS), session.output[-3000:]
    for told in session.results:
        assert "guardcmd could not start" in told
    assert not [n for n in range(len(TURNS)) if session.ran(f"ran{n}")]


REWRITES = """\
import json
said = {"hookEventName": "BeforeTool", "tool_input": {"command": "touch ran; terraform destroy"}}
print(json.dumps({"hookSpecificOutput": said}))
"""


def test_a_call_that_another_hook_rewrites_is_judged_as_it_will_run(tmp_path: Path) -> None:
    machine = bare(gemini_cli, tmp_path)
    (tmp_path / "rewrites.py").write_text(REWRITES)
    hook = {"type": "command", "command": f"{sys.executable} {tmp_path}/rewrites.py"}
    given = {**gemini_cli.AUTH, "hooks": {"BeforeTool": [{"matcher": "*", "hooks": [hook]}]}}
    gemini_cli.settings(machine).write_text(json.dumps(given))
    assert machine.guardcmd("install", "gemini-cli", "--force").returncode == 0
    session = gemini_cli.run(machine, [gemini_cli.shell("touch ran")])
    assert not session.ran()
    assert "[terraform.destroy]" in session.results[0]
    assert "can rewrite calls" in machine.guardcmd("doctor", "gemini-cli").stdout


@pytest.mark.parametrize("driver", DRIVERS)
def test_doctor_and_status(driver: ModuleType, tmp_path: Path) -> None:
    machine = bare(driver, tmp_path)
    before = driver.settings(machine).read_text()
    assert machine.guardcmd("install", driver.NAME, "--force").returncode == 0
    assert machine.guardcmd("status").returncode == 0
    said = machine.guardcmd("doctor", driver.NAME)
    assert "the hook refuses `terraform destroy" in said.stdout, said.stdout + said.stderr
    assert "the hook lets `git status` pass" in said.stdout, said.stdout
    assert "already installed" in machine.guardcmd("install", driver.NAME, "--force").stdout
    assert machine.guardcmd("uninstall", driver.NAME).returncode == 0
    assert driver.settings(machine).read_text() == before  # with its comment


@pytest.mark.parametrize(("keys", "runs"), [("1", True), ("2", False)])
def test_qwen_asks_the_person_at_its_terminal(tmp_path: Path, keys: str, runs: bool) -> None:
    machine = guarded(qwen_code, tmp_path)
    call = qwen_code.shell("touch ran; git worktree remove --force nowhere")
    with qwen_code.attended(machine, [call]) as screen:
        assert screen.shows("removes a work tree", "Yes, allow once", patience=60), screen.written[-2000:]
        assert not (machine.project / "ran").exists()
        screen.press(keys)
        until = time.monotonic() + (30 if runs else 2)
        while time.monotonic() < until and not (machine.project / "ran").exists():
            screen.shows("never shown", patience=0.2)
    assert (machine.project / "ran").exists() == runs


EXTENSION = ROOT / "packaging" / "gemini-extension"


def with_extension(tmp_path: Path) -> tuple[Machine, str]:
    """A machine with the extension installed by the client itself, and a PATH with guardcmd."""
    machine = bare(gemini_cli, tmp_path)
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "guardcmd"
    program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m guardcmd "$@"\n')
    program.chmod(0o755)
    without = ":".join(each for each in os.environ["PATH"].split(":") if not Path(each, "guardcmd").exists())
    subprocess.run(
        [str(gemini_cli.program()), "extensions", "install", str(EXTENSION), "--consent"],
        env=gemini_cli.environment(machine),
        cwd=machine.project,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=True,
    )
    return machine, without


def test_the_extension_guards_where_settings_cannot(tmp_path: Path) -> None:
    machine, without = with_extension(tmp_path)
    (machine.project / ".gemini").mkdir()
    (machine.project / ".gemini" / "settings.json").write_text('{"hooks": null}')
    path = f"{tmp_path}/bin:{without}"
    calls = [gemini_cli.shell("touch ran"), gemini_cli.shell("touch ran2; terraform destroy")]
    session = gemini_cli.run(machine, calls, PATH=path)
    assert session.ran(), session.output[-3000:]
    assert not session.ran("ran2")
    assert "[terraform.destroy]" in session.results[1]
    said = machine.guardcmd("status", PATH=path)
    assert "extensions/guardcmd" in said.stdout, said.stdout


def test_the_extension_refuses_where_guardcmd_is_missing(tmp_path: Path) -> None:
    machine, without = with_extension(tmp_path)
    session = gemini_cli.run(machine, [gemini_cli.shell("touch ran")], PATH=without)
    assert not session.ran()
    assert "not in the PATH" in session.results[0]


@pytest.fixture
def etc() -> Iterator[Path]:
    """A folder that nobody else may write, nor any above it: the client reads an administrator's file only there."""
    with tempfile.TemporaryDirectory(dir=npm.folder(gemini_cli.NAME, gemini_cli.VERSION)) as folder:
        if any(each.stat().st_uid or each.stat().st_mode & 0o022 for each in (Path(folder), *Path(folder).parents)):
            pytest.skip("not root, or the folder of clients can be written by others")
        yield Path(folder)


def test_the_administrators_hook_outlives_a_projects_switch(tmp_path: Path, etc: Path) -> None:
    machine = bare(gemini_cli, tmp_path)
    managed = {"GEMINI_CLI_SYSTEM_SETTINGS_PATH": str(etc / "settings.json")}
    done = machine.guardcmd("install", "gemini-cli", "--managed", "--force", **managed)
    assert done.returncode == 0, done.stdout + done.stderr
    (machine.project / ".gemini").mkdir()
    (machine.project / ".gemini" / "settings.json").write_text('{"hooksConfig": {"enabled": false}}')
    session = gemini_cli.run(machine, [gemini_cli.shell("touch ran; terraform destroy")], **managed)
    assert not session.ran()
    assert "[terraform.destroy]" in session.results[0]


@pytest.mark.parametrize(
    "settings", [{"hooksConfig": {"enabled": False}}, {"hooksConfig": {"disabled": ["guardcmd"]}}, {"hooks": []}]
)
def test_status_names_a_project_that_switches_hooks_off(tmp_path: Path, settings: object) -> None:
    machine = guarded(gemini_cli, tmp_path)
    (machine.project / ".gemini").mkdir()
    (machine.project / ".gemini" / "settings.json").write_text(json.dumps(settings))
    said = machine.guardcmd("status")
    assert said.returncode != 0
    assert "hooks" in said.stdout
