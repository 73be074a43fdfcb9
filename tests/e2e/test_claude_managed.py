"""The administrator's hook in the real Claude Code: whatever switches a user's hooks off leaves it in force."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.client import Machine, claude
from tests.e2e.test_claude_code import bash

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("client")]
# copies of /etc and of the real home, which only the processes inside see
COPIES = """
set -e
mount -t tmpfs none "$1"
for place in /etc "$2"; do
  mkdir -p "$1$place.up" "$1$place.work"
  mount -t overlay overlay -o "lowerdir=$place,upperdir=$1$place.up,workdir=$1$place.work" "$place"
done
echo ready
exec sleep 300
"""
BYPASSES: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "bare": (("--bare",), {}),
    "safe mode": (("--safe-mode",), {}),
    "simple": ((), {"CLAUDE_CODE_SIMPLE": "1"}),
    "setting sources": (("--setting-sources", "project"), {}),
    "settings": (("--settings", '{"disableAllHooks":true}'), {}),
    "another folder": ((), {"CLAUDE_CONFIG_DIR": "/tmp/no-such-claude-folder"}),
}


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A machine with copies of /etc and of the home of its user, where the administrator installed the guard."""
    found = claude()
    if isinstance(found, str):
        pytest.skip(f"no Claude Code client: {found}")
    if os.geteuid() != 0 or not shutil.which("unshare") or not shutil.which("nsenter"):
        pytest.skip("managed settings are written as root, in a mount namespace of their own (unshare, nsenter)")
    root = tmp_path_factory.mktemp("managed")
    copies = root / "copies"
    copies.mkdir()
    command = ["unshare", "-m", "sh", "-c", COPIES, "sh", str(copies), os.path.expanduser("~root")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as holder:
        try:
            assert holder.stdout is not None
            assert holder.stderr is not None
            if holder.stdout.readline() != "ready\n":
                pytest.skip(f"no private copy of /etc can be mounted: {holder.stderr.read().strip()}")
            enter = ("nsenter", "-m", "-t", str(holder.pid), "env", "-C")
            machine = Machine(root / "home", root / "project", (*enter, str(root / "project")))
            machine.home.mkdir()
            machine.project.mkdir()
            installed = machine.guardcmd("install", "claude-code", "--managed", "--force")
            assert installed.returncode == 0, installed.stderr
            yield machine
        finally:
            holder.kill()


@pytest.fixture
def machine(inside: Machine) -> Iterator[Machine]:
    yield inside
    for path in (inside.project / "ran", inside.settings):
        path.unlink(missing_ok=True)


def test_nothing_is_left_outside(inside: Machine) -> None:
    assert not Path("/etc/claude-code/managed-settings.d/50-guardcmd.json").exists()


def test_status_and_doctor_know_it(machine: Machine) -> None:
    assert "/etc/claude-code/managed-settings.d/50-guardcmd.json" in machine.guardcmd("status").stdout
    program = claude()
    assert isinstance(program, Path)
    said = machine.guardcmd("doctor", PATH=f"{program.parent}:{machine.environment()['PATH']}")
    assert said.returncode == 0, said.stdout


def test_an_everyday_command_runs(machine: Machine) -> None:
    session = machine.run([bash("echo hello > ran && cat ran")])
    assert session.results == ["hello"]


def test_a_destructive_command_does_not_run(machine: Machine) -> None:
    session = machine.run([bash("touch ran; terraform destroy")])
    assert not session.ran()
    assert "[terraform.destroy]" in session.results[0]


@pytest.mark.parametrize(("arguments", "variables"), BYPASSES.values(), ids=BYPASSES)
def test_no_option_or_variable_switches_it_off(
    machine: Machine, arguments: tuple[str, ...], variables: dict[str, str]
) -> None:
    session = machine.run([bash("touch ran; terraform destroy")], *arguments, **variables)
    assert not session.ran()
    assert "[terraform.destroy]" in session.results[0]


def test_a_users_file_does_not_switch_it_off(machine: Machine) -> None:
    machine.settings.parent.mkdir(exist_ok=True)
    machine.settings.write_text(json.dumps({"disableAllHooks": True}))
    session = machine.run([bash("touch ran; terraform destroy")])
    assert not session.ran()
    assert "the administrator's hook runs nevertheless" in machine.guardcmd("status").stdout


def test_uninstall_leaves_nothing(inside: Machine) -> None:
    removed = inside.guardcmd("uninstall", "claude-code", "--managed")
    if "is for people" in removed.stderr:
        pytest.skip("this test itself runs under an agent")
    assert removed.returncode == 0, removed.stderr
    assert inside.run([bash("touch ran")]).ran()
