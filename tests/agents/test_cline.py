"""Cline's calls as actions, its answers, its files, and the script that stands between it and the hook."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from guardcmd.agents.answer import answer
from guardcmd.agents.clients import caller
from guardcmd.agents.cline import ADAPTER, commands
from guardcmd.agents.envelope import Envelope, NotUnderstood, read
from guardcmd.agents.wiring.cline_files import PATIENCE, argv_in, checks, documents, place_of, script, with_hook
from guardcmd.agents.wiring.command_line import hook_argv
from guardcmd.errors import InputError
from guardcmd.proposal import FileWrite, ShellText, ToolCall
from tests.agents.fakes import edge, plainly

ENVELOPES = Path(__file__).with_name("envelopes") / "cline"
PASSED = '{"cancel":false,"guardcmd":"pass"}\n'


def recorded(name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((ENVELOPES / f"{name}.json").read_text())
    return found


def actions(call: dict[str, object]) -> object:
    envelope = read(json.dumps(call).encode())
    assert isinstance(envelope, Envelope)
    assert caller(ADAPTER, envelope) is ADAPTER
    envelope = ADAPTER.complete(envelope)
    return ADAPTER.actions(envelope, envelope.directory, "unknown")


def of(tool: str, given: object) -> object:
    return actions({**recorded("run_commands"), "tool_call": {"id": "1", "name": tool, "input": given}})


def shell(*texts: str) -> tuple[ShellText, ...]:
    return tuple(ShellText(text, "unknown") for text in texts)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("run_commands", shell("echo hi")),
        ("several_commands", shell("cd /", "echo b", "cd /\necho b")),
        ("editor", (FileWrite("/p/y.txt", "aaa"),)),
        ("server_tool", (ToolCall("mcp__db__query", {"sql": "SELECT 1"}),)),
        ("extension_command", shell("echo hi")),
        ("extension_server_tool", (ToolCall("mcp__db__query", {"sql": "SELECT 1"}),)),
    ],
)
def test_recorded_calls(name: str, found: object) -> None:
    assert plainly(actions(recorded(name))) == found


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"commands": ["ls"]}, ["ls"]),
        ({"commands": "ls"}, ["ls"]),
        ({"commands": '["ls", "rm x"]'}, ["ls", "rm x"]),  # encoded as a text
        ({"commands": "[ -e x ] && rm x"}, ["[ -e x ] && rm x"]),
        ({"commands": [{"command": "rm", "args": ["-rf", "a b"]}]}, ["rm -rf 'a b'"]),
        ({"command": "rm", "args": ["x"]}, ["rm x"]),
        ({"command": "rm x"}, ["rm x"]),
        ({"cmd": "rm x"}, ["rm x"]),
        (["ls", {"command": "rm x"}], ["ls", "rm x"]),
        ("rm x", ["rm x"]),
        ({"commands": [5]}, [None]),
        ({"commands": [{"command": "rm", "args": [5]}]}, [None]),
        ({}, [None]),
        (None, [None]),
    ],
)
def test_every_form_of_commands(given: object, found: list[object]) -> None:
    """All that the client itself takes; what is no text is left to be refused."""
    assert commands(given) == {"commands": found}


@pytest.mark.parametrize("given", [None, {}, {"commands": []}, {"commands": [5]}, {"commands": ["ls", 5]}, 5])
def test_commands_that_are_none_are_not_understood(given: object) -> None:
    assert isinstance(of("run_commands", given), NotUnderstood)


@pytest.mark.parametrize(
    ("tool", "given"),
    [
        ("read_files", {"files": [{"path": "/x"}]}),
        ("team_run_task", {"task": "rm -rf /"}),  # a teammate's own calls are hooked
        ("spawn_agent", {"task": "x"}),
        ("ask_question", {"question": "x"}),
    ],
)
def test_is_none_of_our_business(tool: str, given: object) -> None:
    assert of(tool, given) == ()


def test_a_command_that_closes_a_task_is_judged() -> None:
    assert of("attempt_completion", {"result": "done", "command": "rm -rf /"}) == shell("rm -rf /")


def test_unknown_tools_with_a_command_are_judged_and_without_one_refused() -> None:
    assert of("new_terminal", {"script": "rm x"}) == shell("rm x")
    assert isinstance(of("new_terminal", {}), NotUnderstood)


def test_answers(tmp_path: Path) -> None:
    call = recorded("run_commands")
    assert answer(json.dumps(call).encode(), edge(tmp_path), "cline").stdout == PASSED
    call["tool_call"] = {"id": "1", "name": "run_commands", "input": {"commands": ["ls", "ask it"]}}
    refused = answer(json.dumps(call).encode(), edge(tmp_path), "cline")
    said = json.loads(refused.stdout)
    assert said["cancel"] is True
    assert "nothing of this ran" in said["errorMessage"]
    assert ADAPTER.denied(refused.stdout, refused.stderr, refused.status)
    assert not ADAPTER.denied(PASSED, "", 0)


def test_a_warning_still_is_the_answer_that_the_script_knows() -> None:
    assert ADAPTER.warn("x").stdout == PASSED


# --- the script


def run(argv: list[str], folder: Path, data: str = "{}", text: str = "") -> dict[str, object]:
    """What Cline hears."""
    path = folder / "PreToolUse"
    path.write_text(text or script(argv))
    done = subprocess.run(["sh", path], input=data, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0
    heard: dict[str, object] = json.loads(done.stdout)
    return heard


def test_the_script_passes_on_what_the_hook_says(tmp_path: Path) -> None:
    argv = hook_argv("cline", state=str(tmp_path / "state"), config=str(tmp_path / "config"))
    assert run(argv, tmp_path, json.dumps(recorded("run_commands")))["cancel"] is False
    call = recorded("run_commands")
    call["tool_call"] = {"id": "1", "name": "run_commands", "input": {"commands": ["terraform destroy"]}}
    heard = run(argv, tmp_path, json.dumps(call))
    assert heard["cancel"] is True
    assert "terraform.destroy" in str(heard["errorMessage"])


@pytest.mark.parametrize(
    "argv",
    [
        ["/nonexistent/python"],
        ["/bin/sh", "-c", "cat > /dev/null"],
        ["/bin/sh", "-c", "exit 2"],
        ["/bin/sh", "-c", "echo all is well"],
        ["/bin/sh", "-c", """echo hm; echo '{"cancel":false,"guardcmd":"pass"}'"""],
        ["/bin/sh", "-c", """echo '{"cancel":false}'"""],
        ["/bin/sh", "-c", "kill -9 $$"],
        [sys.executable, "-c", "raise SystemError"],
    ],
)
def test_whatever_is_no_answer_cancels(argv: list[str], tmp_path: Path) -> None:
    heard = run(argv, tmp_path)
    assert heard["cancel"] is True
    assert "could not start" in str(heard["errorMessage"])


def test_a_hook_that_hangs_is_ended(tmp_path: Path) -> None:
    argv = ["/bin/sh", "-c", "exec sleep 60"]
    quicker = script(argv).replace(f"sleep {PATIENCE}", "sleep 1")
    assert run(argv, tmp_path, text=quicker)["cancel"] is True


def test_a_reason_with_every_character_arrives_whole(tmp_path: Path) -> None:
    reason = "".join(map(chr, range(1, 256))) + "\\n %s \\c $(x) `y`"
    said = json.dumps({"cancel": True, "errorMessage": reason}, separators=(",", ":"))
    argv = [sys.executable, "-c", f"print({said!r})"]
    assert run(argv, tmp_path)["errorMessage"] == reason


def test_the_command_line_reads_back() -> None:
    argv = ["/a b/python", "-c", 'it\'s "quoted"', "hook"]
    assert argv_in(script(argv)) == argv


# --- the files


def home(folder: Path) -> dict[str, str]:
    return {"HOME": str(folder), "PATH": os.environ["PATH"]}


def install(folder: Path, scope: str = "user", argv: list[str] | None = None) -> list[str]:
    found = ADAPTER.changes(scope, home(folder), str(folder / "p"), argv or ["/usr/bin/python3", "hook"])
    for change in found:
        change.apply()
    return [change.path.removeprefix(str(folder)) for change in found]


def states(folder: Path) -> list[tuple[str, str]]:
    found = ADAPTER.places(home(folder), str(folder / "p"))
    return [(place.path.removeprefix(str(folder)), place.state) for place in found]


def test_in_and_out(tmp_path: Path) -> None:
    assert states(tmp_path) == [("/Documents/Cline/Hooks/PreToolUse", "open")]
    assert install(tmp_path) == ["/Documents/Cline/Hooks/PreToolUse", "/.cline/plugins/guardcmd.js"]
    assert states(tmp_path) == [
        ("/Documents/Cline/Hooks/PreToolUse", "guarded"), ("/.cline/plugins/guardcmd.js", "guarded"),
    ]  # fmt: skip
    assert os.access(tmp_path / "Documents/Cline/Hooks/PreToolUse", os.X_OK)
    again = ADAPTER.changes("user", home(tmp_path), "/p", ["/usr/bin/python3", "hook"])
    assert all(change.is_empty for change in again)
    for change in ADAPTER.removals("user", home(tmp_path), "/p"):
        change.apply()
    assert states(tmp_path) == [("/Documents/Cline/Hooks/PreToolUse", "open")]


def test_a_project(tmp_path: Path) -> None:
    assert install(tmp_path, "project") == ["/p/.clinerules/hooks/PreToolUse", "/p/.cline/plugins/guardcmd.js"]


def test_where_documents_lie_elsewhere_both_forms_get_a_hook(tmp_path: Path) -> None:
    (tmp_path / ".config").mkdir()
    (tmp_path / ".config" / "user-dirs.dirs").write_text('XDG_DOCUMENTS_DIR="$HOME/Dokumente"\n')
    assert documents(home(tmp_path)) == f"{tmp_path}/Dokumente"
    assert install(tmp_path)[:2] == ["/Dokumente/Cline/Hooks/PreToolUse", "/.cline/hooks/PreToolUse"]
    assert [state for _, state in states(tmp_path)] == ["guarded"] * 3


@pytest.mark.parametrize("text", ['XDG_DOCUMENTS_DIR="$HOME/"\n', "XDG_DOCUMENTS_DIR=\n", "", "XDG_MUSIC_DIR=x\n"])
def test_documents_by_default(text: str, tmp_path: Path) -> None:
    (tmp_path / ".config").mkdir()
    (tmp_path / ".config" / "user-dirs.dirs").write_text(text)
    assert documents(home(tmp_path)) == f"{tmp_path}/Documents"


def test_a_hook_of_the_users_own_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "Documents" / "Cline" / "Hooks" / "PreToolUse"
    path.parent.mkdir(parents=True)
    path.write_text("#!/bin/sh\necho mine\n")
    with pytest.raises(InputError, match="a hook of your own") as raised:
        install(tmp_path)
    assert "PreToolUse.sh" in raised.value.hint
    assert path.read_text() == "#!/bin/sh\necho mine\n"
    assert states(tmp_path) == [("/Documents/Cline/Hooks/PreToolUse", "open")]
    path.rename(path.with_suffix(".sh"))  # as the hint says
    install(tmp_path)
    assert [check.what for check in checks(ADAPTER, home(tmp_path), str(tmp_path)) if ".sh" in check.what]


def test_a_changed_hook_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "PreToolUse"
    with_hook(str(path), ["/bin/python"]).apply()
    assert place_of(str(path)).state == "guarded"
    path.chmod(0o600)
    assert place_of(str(path)).state == "broken"
    path.chmod(0o700)
    path.write_text(path.read_text().replace('"$@"', "true"))
    assert place_of(str(path)).state == "broken"
