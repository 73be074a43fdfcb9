"""Plain commands of clients whose calls and answers differ from Claude Code's: the fast path answers them as well."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from guardcmd.agents.clients import adapter
from guardcmd.agents.hook import SPOKEN, flattened
from guardcmd.agents.wiring.command_line import hook_argv

ENVELOPES = Path(__file__).with_name("envelopes")
CALLS = {"opencode": "opencode/bash", "pi": "pi/bash", "amp": "amp/shell_command", "cline": "cline/run_commands"}


def ask(client: str, folder: Path, call: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    argv = hook_argv(client, state=str(folder / "state"), config=str(folder / "config"))
    environment = {"HOME": str(folder), "PATH": os.environ["PATH"]}
    return subprocess.run(
        argv, input=json.dumps(call), capture_output=True, text=True, timeout=60, env=environment, check=False
    )


def log(folder: Path) -> list[dict[str, Any]]:
    path = folder / "state" / "audit.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def recorded(name: str, command: str = "git status") -> dict[str, Any]:
    call: dict[str, Any] = json.loads((ENVELOPES / f"{name}.json").read_text())
    if "tool_call" in call:
        call["tool_call"]["input"] = {"commands": [command]}
    else:
        call["tool_input"]["command"] = command
    return call


@pytest.mark.parametrize(("client", "name"), CALLS.items())
def test_a_plain_command_is_answered_in_the_clients_words(client: str, name: str, tmp_path: Path) -> None:
    known = adapter(client)
    assert known is not None
    done = ask(client, tmp_path, recorded(name))
    assert (done.stdout, done.stderr, done.returncode) == (known.silence.stdout, "", 0)
    (line,) = log(tmp_path)
    assert (line["fast"], line["client"], line["text"]) == (True, client, "git status")
    assert line["session"]


@pytest.mark.parametrize(("client", "name"), CALLS.items())
@pytest.mark.parametrize("command", ["terraform destroy", "bash -c 'rm -rf ~'"])
def test_what_needs_a_look_gets_one(client: str, name: str, command: str, tmp_path: Path) -> None:
    assert ask(client, tmp_path, recorded(name, command)).returncode == 2
    assert log(tmp_path)[0]["answer"] == "refused"


@pytest.mark.parametrize("client", SPOKEN)
def test_the_words_of_the_fast_path_are_those_of_the_full_one(client: str) -> None:
    known = adapter(client)
    assert known is not None
    assert SPOKEN[client] == known.silence.stdout


@pytest.mark.parametrize(
    "given",
    [
        {"commands": ["git status", "terraform destroy"]},
        {"commands": ["git status"], "cwd": "/q"},
        {"commands": "terraform destroy"},
        {"command": "git status", "args": ["; terraform destroy"]},
        {},
    ],
)
def test_only_one_plain_text_of_clines_is_plain(given: dict[str, Any]) -> None:
    call = recorded("cline/run_commands")
    call["tool_call"]["input"] = given
    with pytest.raises(ValueError, match="unpack"):
        flattened(call)


def test_where_several_roots_are_open_no_command_is_plain() -> None:
    with pytest.raises(ValueError, match="unpack"):
        flattened({**recorded("cline/run_commands"), "workspaceRoots": ["/p", "/q"]})


AGENT = recorded("cline/run_commands")["agent_id"]


@pytest.mark.parametrize(
    ("agent", "turn", "more", "judged"),
    [
        (AGENT, "1", {}, False),
        (AGENT, "2", {}, True),  # of another turn
        (AGENT, "", {}, True),
        ("agent_other", "1", {}, True),
        (AGENT, "1", {"agent_id": f"../cline/{AGENT}"}, True),
        (AGENT, "1", {"agent_id": None}, True),
        (AGENT, "1", {"agent_id": 5}, True),
        (AGENT, "1", {"iteration": None}, True),
        (AGENT, "1", {"bridge": "cline"}, True),  # the plugin's own call
    ],
)  # fmt: skip
def test_the_hook_leaves_to_the_plugin_what_it_judges_in_this_turn(
    agent: str, turn: str, more: dict[str, Any], judged: bool, tmp_path: Path
) -> None:
    notes = tmp_path / "state" / "cline"
    notes.mkdir(parents=True)
    (notes / agent).write_text(turn)
    done = ask("cline", tmp_path, {**recorded("cline/run_commands", "terraform destroy"), **more})
    assert done.returncode == (2 if judged else 0)
    assert len(log(tmp_path)) == judged
