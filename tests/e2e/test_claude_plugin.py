"""The plugin in the real Claude Code: valid, and closed where guardcmd itself is missing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.client import ROOT, Machine, claude
from tests.e2e.test_claude_code import bash

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("client")]
MARKET = ROOT / "packaging" / "claude-plugin"
PLUGIN = MARKET / "guardcmd"


@pytest.fixture(scope="module")
def client() -> str:
    found = claude()
    if isinstance(found, str):
        pytest.skip(f"no Claude Code client: {found}")
    return str(found)


@pytest.fixture
def machine(client: str, tmp_path: Path) -> Machine:
    """Nothing is installed; a `guardcmd` of this checkout lies in a folder of its own."""
    made = Machine(tmp_path / "home", tmp_path / "project")
    for folder in (made.home, made.project, tmp_path / "bin"):
        folder.mkdir()
    program = tmp_path / "bin" / "guardcmd"
    program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m guardcmd "$@"\n')
    program.chmod(0o755)
    return made


def path_with(machine: Machine) -> str:
    return f"{machine.home.parent}/bin:{without_guardcmd()}"


def without_guardcmd() -> str:
    folders = os.environ["PATH"].split(":")
    return ":".join(folder for folder in folders if not Path(folder, "guardcmd").exists())


@pytest.mark.parametrize("folder", [MARKET, PLUGIN], ids=["marketplace", "plugin"])
def test_is_valid(machine: Machine, client: str, folder: Path) -> None:
    command = [client, "plugin", "validate", str(folder)]
    done = subprocess.run(
        command, capture_output=True, text=True, env=machine.environment(), timeout=60, cwd=machine.project, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_guards(machine: Machine) -> None:
    session = machine.run(
        [bash("echo hello > ran && cat ran"), bash("touch ran2; terraform destroy")],
        "--plugin-dir",
        str(PLUGIN),
        PATH=path_with(machine),
    )
    assert session.results[0] == "hello"
    assert "[terraform.destroy]" in session.results[1]
    assert not session.ran("ran2")


def test_refuses_where_guardcmd_is_missing(machine: Machine) -> None:
    session = machine.run([bash("touch ran")], "--plugin-dir", str(PLUGIN), PATH=without_guardcmd())
    assert not session.ran()
    assert "not in the PATH" in session.results[0]


def test_guards_beside_broken_settings(machine: Machine) -> None:
    machine.settings.parent.mkdir()
    machine.settings.write_text('{"model": 1}')
    session = machine.run([bash("touch ran; terraform destroy")], "--plugin-dir", str(PLUGIN), PATH=path_with(machine))
    assert not session.ran()


def test_installed_from_the_marketplace(machine: Machine, client: str) -> None:
    """Also `status` and `doctor` see it."""
    environment = machine.environment(PATH=path_with(machine), DISABLE_TELEMETRY="1")
    for words in (("marketplace", "add", str(MARKET)), ("install", "guardcmd@guardcmd")):
        subprocess.run([client, "plugin", *words], env=environment, timeout=60, cwd=machine.project, check=True)
    session = machine.run([bash("touch ran; terraform destroy")], PATH=path_with(machine))
    assert not session.ran()
    said = machine.guardcmd("status", PATH=path_with(machine))
    assert said.returncode == 0, said.stdout
    (guarded,) = [line for line in said.stdout.splitlines() if line.startswith("guarded")]
    assert "/plugins/" in guarded
    doctor = machine.guardcmd("doctor", "claude-code", PATH=path_with(machine))
    assert "the hook refuses `terraform destroy" in doctor.stdout, doctor.stdout
    assert json.loads(machine.settings.read_text())["enabledPlugins"] == {"guardcmd@guardcmd": True}
