"""More of the real Claude Code: the start of a session, files, sub-agents, other hooks, and a hook that fails."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from guardcmd.agents.wiring.command_line import PACKAGE, site_folders
from tests.e2e.client import Machine
from tests.e2e.test_claude_code import _client, bash, log, machine

__all__ = ["_client", "machine"]
pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("client")]
ALLOW = '{"hookSpecificOutput":{"hookEventName":"PermissionRequest","decision":{"behavior":"allow"}}}'


def add_hook(machine: Machine, event: str, line: str) -> None:
    settings = json.loads(machine.settings.read_text())
    entry = {"matcher": "*", "hooks": [{"type": "command", "command": line}]}
    settings["hooks"].setdefault(event, []).append(entry)
    machine.settings.write_text(json.dumps(settings))


# --- the start of a session --------------------------------------------------------------


def test_the_model_hears_what_the_guard_will_not_let_pass(machine: Machine) -> None:
    config = machine.home / ".config" / "guardcmd"
    config.mkdir(parents=True)
    (config / "policy.toml").write_text('[production]\npatterns = ["acme-eu-*"]\n')
    heard = machine.run([bash("echo x")]).heard
    assert "Never approvable" in heard
    assert "acme-eu-*" in heard


# --- files -------------------------------------------------------------------------------


def test_files_that_the_guard_protects(machine: Machine) -> None:
    rules = machine.home / ".config" / "guardcmd" / "policy.toml"
    notebook = machine.project / ".guardcmd" / "x.ipynb"
    rules.parent.mkdir(parents=True)
    rules.write_text("# mine\n")
    cell = {"cell_type": "code", "metadata": {}, "source": ["1"], "outputs": [], "execution_count": None, "id": "a"}
    notebook.parent.mkdir()
    notebook.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    before = notebook.read_text()
    session = machine.run([
        ("Read", {"file_path": str(rules)}),
        ("Edit", {"file_path": str(rules), "old_string": "# mine", "new_string": "mode = 'observe'"}),
        ("Write", {"file_path": str(rules), "content": "mode = 'observe'"}),
        ("Read", {"file_path": str(notebook)}),
        ("NotebookEdit", {"notebook_path": str(notebook), "cell_id": "a", "new_source": "2"}),
    ])  # fmt: skip
    assert session.denials == ["Edit", "Write", "NotebookEdit"]
    assert rules.read_text() == "# mine\n"
    assert notebook.read_text() == before


# --- sub-agents --------------------------------------------------------------------------


def test_a_sub_agents_calls_are_judged(machine: Machine) -> None:
    """The scripted model gives the sub-agent the same calls; its first is not offered there and fails."""
    start = ("Agent", {"description": "x", "prompt": "do", "subagent_type": "general-purpose"})
    machine.run([start, bash("touch ran; terraform destroy")])
    assert not (machine.project / "ran").exists()
    assert len([line for line in log(machine) if line.get("answer") == "refused"]) >= 2


# --- other hooks -------------------------------------------------------------------------


def test_a_hook_that_permits_does_not_lift_a_refusal(machine: Machine) -> None:
    add_hook(machine, "PermissionRequest", f"echo '{ALLOW}'")
    session = machine.run([bash("touch ran; terraform destroy")])
    assert not session.ran()


def test_the_guard_does_not_ask_where_another_hook_would_answer(machine: Machine) -> None:
    (machine.project / ".git").mkdir()
    add_hook(machine, "PermissionRequest", f"touch answered; echo '{ALLOW}'")
    with machine.attended([bash("touch ran; git reset --hard")], "--permission-mode", "default") as screen:
        assert screen.shows("nothing of this ran", patience=20), screen.written[-3000:]
        time.sleep(1)
    assert not (machine.project / "ran").exists()
    assert not (machine.project / "answered").exists()
    assert log(machine)[-1]["answer"] == "refused"


# --- a hook that fails -------------------------------------------------------------------


def own_package(machine: Machine) -> Path:
    """A copy of guardcmd that the hook is made to run."""
    copy = machine.home / "lib" / "guardcmd"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    settings = json.loads(machine.settings.read_text())
    del settings["hooks"]["SessionStart"]
    for groups in settings["hooks"].values():
        hook = groups[0]["hooks"][0]
        place = {str(PACKAGE / "start.py"): str(copy / "start.py"), site_folders()[0]: str(copy.parent)}
        hook["args"] = [_moved(word, place) for word in hook["args"]]
    machine.settings.write_text(json.dumps(settings))
    return copy


def _moved(word: str, places: dict[str, str]) -> str:
    for old, new in places.items():
        if word == old or f"'{old}'" in word:
            return word.replace(old, new)
    return word


def interpreter_missing(machine: Machine, copy: Path) -> None:
    settings = json.loads(machine.settings.read_text())
    settings["hooks"]["PreToolUse"][0]["hooks"][0]["command"] = "/nonexistent/python3"
    machine.settings.write_text(json.dumps(settings))


def package_broken(machine: Machine, copy: Path) -> None:
    (copy / "agents" / "hook.py").write_text("def broken(:\n")


def start_emptied(machine: Machine, copy: Path) -> None:
    (copy / "start.py").write_text("")


def killed(machine: Machine, copy: Path) -> None:
    (copy / "agents" / "hook.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")


def stalled_at_start(machine: Machine, copy: Path) -> None:
    (copy / "start.py").write_text("import time\ntime.sleep(60)\n")


def stalled_while_judging(machine: Machine, copy: Path) -> None:
    (copy / "quick.py").write_text("import time\ntime.sleep(60)\n")


FAILURES = [interpreter_missing, package_broken, start_emptied, killed, stalled_at_start, stalled_while_judging]


@pytest.mark.parametrize("fail", FAILURES, ids=lambda fail: fail.__name__)
def test_nothing_runs_when_the_hook_fails(machine: Machine, fail: Callable[[Machine, Path], Any]) -> None:
    copy = own_package(machine)
    fail(machine, copy)
    session = machine.run([bash("touch ran")])
    assert not session.ran()
    assert session.denials == ["Bash"]


def test_the_copied_package_works_unless_broken(machine: Machine) -> None:
    own_package(machine)
    assert machine.run([bash("echo hello > ran")]).ran()


# --- the stop ----------------------------------------------------------------------------


def test_a_stop_ends_the_session(machine: Machine) -> None:
    assert machine.guardcmd("stop", "--reason", "strange calls").returncode == 0
    session = machine.run([bash("touch ran"), bash("touch ran")])
    assert not session.ran()
    assert json.loads(session.output)["terminal_reason"] == "hook_stopped"
    assert len(log(machine)) == 2  # the stop, and one call
