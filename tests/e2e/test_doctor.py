"""`guardcmd doctor --e2e` with the real clients."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.e2e.client import Machine, claude
from tests.e2e.drivers import cline, codex, copilot, gemini_cli, opencode, pi, qwen_code
from tests.e2e.test_claude_code import _client, machine

__all__ = ["_client", "machine"]
pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("client")]


def doctor(machine: Machine) -> subprocess.CompletedProcess[str]:
    program = claude()
    assert isinstance(program, Path)
    return machine.guardcmd("doctor", "--e2e", "claude-code", PATH=f"{program.parent}:{machine.environment()['PATH']}")


def test_all_is_well(machine: Machine) -> None:
    said = doctor(machine)
    assert said.returncode == 0, said.stdout
    assert "Claude Code itself does not run `terraform destroy`, and its model reads why" in said.stdout
    assert "Claude Code itself runs `echo harmless > ran`" in said.stdout
    assert "warning" not in said.stdout


def test_settings_that_name_another_model_do_not_matter(machine: Machine) -> None:
    settings = json.loads(machine.settings.read_text())
    settings["env"] = {"ANTHROPIC_BASE_URL": "http://127.0.0.1:9"}
    machine.settings.write_text(json.dumps(settings))
    assert "its model reads why" in doctor(machine).stdout


def test_a_client_that_does_not_ask_the_guard(machine: Machine) -> None:
    """What no file shows: here, hooks that another file of the session switches off."""
    settings = json.loads(machine.settings.read_text())
    settings["hooks"]["PreToolUse"][0]["matcher"] = "Write"
    machine.settings.write_text(json.dumps(settings))
    said = doctor(machine)
    assert said.returncode == 1
    assert "Claude Code ran a command that must be refused" in said.stdout


DRIVERS = {
    "codex": codex, "copilot": copilot, "gemini-cli": gemini_cli, "qwen-code": qwen_code, "opencode": opencode,
    "pi": pi, "cline": cline,
}  # fmt: skip
SLOW = ("gemini-cli", "qwen-code", "opencode")


def guarded_by(name: str, tmp_path: Path) -> tuple[Machine, dict[str, str]]:
    """A machine with the client in its PATH and the guard installed, and the variables that the client needs here."""
    program = DRIVERS[name].program()
    if isinstance(program, str):
        pytest.skip(f"no {name}: {program}")
    found = Machine(tmp_path / "home", tmp_path / "project")
    found.home.mkdir()
    found.project.mkdir()
    installed = found.guardcmd("install", name, "--force")
    assert installed.returncode == 0, installed.stderr
    if name == "opencode":
        opencode.borrow_dependencies(found)
    more = {"PATH": f"{program.parent}:{found.environment()['PATH']}"}
    if name == "pi":
        more["PATH"] = f"{program.parent}:{pi.path()}"
    if name == "copilot":
        more["XDG_CACHE_HOME"] = copilot.own_environment()["XDG_CACHE_HOME"]
    return found, more


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow_e2e] if name in SLOW else []) for name in DRIVERS]
)
def test_each_client_that_can_be_driven(name: str, tmp_path: Path) -> None:
    found, more = guarded_by(name, tmp_path)
    before = files(found)
    said = found.guardcmd("doctor", "--e2e", name, **more)
    assert name in STARTING_WRITES or files(found) == before
    assert "itself does not run `terraform destroy`, and its model reads why" in said.stdout, said.stdout + said.stderr
    assert "itself runs `echo harmless > ran`" in said.stdout
    assert "failed" not in said.stdout


EDITED = ("settings.json", "hooks.json", "config.toml", "guardcmd.json", "guardcmd.js", "index.js", "PreToolUse")
STARTING_WRITES = ("qwen-code",)  # at every start it notes the version of its settings in them


def files(machine: Machine) -> dict[Path, str]:
    """The user's files that bear on hooks, and on the model."""
    names = (*EDITED, "providers.json", "models.json", "opencode.json")
    found = [path for name in names for path in machine.home.rglob(name) if "node_modules" not in path.parts]
    return {path: path.read_text() for path in found}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in ("pi", "cline") else [pytest.mark.slow_e2e]) for name in DRIVERS]
)
def test_a_client_without_the_guard_is_found(name: str, tmp_path: Path) -> None:
    """And the user's own files stay as they are."""
    found, more = guarded_by(name, tmp_path)
    removed = found.guardcmd("uninstall", name)
    assert removed.returncode == 0, removed.stdout + removed.stderr
    before = files(found)
    said = found.guardcmd("doctor", "--e2e", name, **more)
    assert said.returncode == 1
    assert "ran a command that must be refused" in said.stdout, said.stdout + said.stderr
    assert name in STARTING_WRITES or files(found) == before


def test_a_codex_that_skips_the_hook_is_found(tmp_path: Path) -> None:
    """Without the trust that belongs to it, Codex runs no hook and says nothing."""
    found, more = guarded_by("codex", tmp_path)
    (found.home / ".codex" / "config.toml").unlink()
    said = found.guardcmd("doctor", "--e2e", "codex", **more)
    assert said.returncode == 1
    assert "Codex CLI ran a command that must be refused" in said.stdout


@pytest.mark.parametrize(("name", "why"), [("amp", "an account of its own"), ("cursor", "an account of its own")])
def test_what_cannot_be_driven_says_so(name: str, why: str, tmp_path: Path) -> None:
    found = Machine(tmp_path / "home", tmp_path / "project")
    found.home.mkdir()
    found.project.mkdir()
    found.guardcmd("install", name, "--force")
    said = found.guardcmd("doctor", "--e2e", name)
    assert f"was not driven, it needs {why}" in said.stdout
