"""The installed hook as a process: every input ends in silence or in the refusal, with status 0 or 2."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from guardcmd import sessions
from guardcmd.agents import hook as hook_module
from guardcmd.agents.wiring.command_line import hook_argv, start_file
from tests.agents.fakes import ATTENDED, envelope, logged

FAST = {
    "guardcmd", "guardcmd.agents", "guardcmd.agents.hook", "guardcmd.audit", "guardcmd.audit.log",
    "guardcmd.audit.line", "guardcmd.jsontext", "guardcmd.builtin", "guardcmd.quick", "__future__", "_json", "_sha256",
    "_sha2", "fcntl", "_signal",
}  # fmt: skip


def call(command: object = "git status && ls -la", **fields: object) -> bytes:
    return json.dumps({
        "session_id": "s", "transcript_path": "t", "cwd": "/nonexistent", "permission_mode": "default",
        "hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": {"command": command}, **fields,
    }).encode()  # fmt: skip


class Hook:
    """The hook with scratch directories."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = folder / "state"
        self.argv = hook_argv("claude-code", state=str(self.state), config=str(folder / "config"))

    def __call__(self, data: bytes, *more: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
        done = subprocess.run(
            [*self.argv, *more],
            input=data,
            capture_output=True,
            env={"HOME": str(self.folder), "PATH": os.environ["PATH"], **environment},
            timeout=60,
            check=False,
        )
        assert done.returncode in (0, 2)
        assert (done.returncode == 2) == is_refusal(done)
        return done

    def log(self) -> list[dict[str, Any]]:
        path = self.state / "audit.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def is_refusal(done: subprocess.CompletedProcess[bytes]) -> bool:
    if not done.stdout:
        return False
    said = json.loads(done.stdout)
    return bool(
        said.get("decision") == "block" and said["permissionDecision"] == "deny" and said["cancel"] and done.stderr
    )


@pytest.fixture
def hook(tmp_path: Path) -> Hook:
    return Hook(tmp_path)


def test_a_plain_command_takes_the_fast_path(hook: Hook) -> None:
    done = hook(call())
    assert (done.stdout, done.stderr, done.returncode) == (b"", b"", 0)
    (line,) = hook.log()
    assert line["fast"] is True
    assert line["text"] == "git status && ls -la"


def test_the_fast_path_imports_next_to_nothing(hook: Hook) -> None:
    hook(call())  # compiles
    argv = [hook.argv[0], "-X", "importtime", *hook.argv[1:]]
    bare = subprocess.run(
        [*hook.argv[:1], "-X", "importtime", "-I", "-S", "-c", "pass"], capture_output=True, check=True
    )
    done = subprocess.run(argv, input=call(), capture_output=True, check=True)
    assert imported(done.stderr) - imported(bare.stderr) <= FAST


def imported(report: bytes) -> set[str]:
    return {line.rsplit("|", 1)[1].strip() for line in report.decode().splitlines() if line.startswith("import time:")}


@pytest.mark.parametrize("what", ["engaged", "rules", "project"])
def test_whatever_is_in_force_besides_the_rules_closes_the_fast_path(hook: Hook, what: str) -> None:
    project = hook.folder / "project" / "sub"
    project.mkdir(parents=True)
    hook.state.mkdir()
    if what == "engaged":
        (hook.state / "engaged").touch()
    elif what == "rules":
        (hook.folder / "config" / "rules").mkdir(parents=True)
    else:
        (project.parent / ".guardcmd").mkdir()
    assert hook(call(cwd=str(project))).returncode == 0
    assert "fast" not in hook.log()[0] or what != "engaged"
    assert hook.log()[0]["digest" if what == "engaged" else "decision"]


@pytest.mark.parametrize(
    "command",
    ["terraform destroy -auto-approve", "bash -c 'rm -rf ~'", "echo \"$(terraform destroy)\"", "guardcmd run --id X",
     "git reset --hard", "echo 'unterminated"],
)  # fmt: skip
def test_refuses(hook: Hook, command: str) -> None:
    assert hook(call(command)).returncode == 2
    assert hook.log()[0]["answer"] == "refused"


@pytest.mark.parametrize(
    "command",
    ["for f in a b; do [[ -e $f ]] && echo $f; done", "cat > notes.txt <<'E'\nrm -rf /\nE",
     "git commit -m 'terraform destroy'", "grep -rn 'DROP TABLE' src"],
)  # fmt: skip
def test_lets_pass(hook: Hook, command: str) -> None:
    done = hook(call(command))
    assert (done.stdout, done.returncode) == (b"", 0)
    assert hook.log()[0]["decision"] in ("allow", "notify")


def test_asks_where_a_person_is(hook: Hook) -> None:
    attended = {"AI_AGENT": "claude-code_2-1-329_harness", "CLAUDE_CODE_SESSION_ATTENDED": "1"}
    done = hook(call("git reset --hard", cwd=str(hook.folder)), **attended)
    assert json.loads(done.stdout)["hookSpecificOutput"]["permissionDecision"] == "ask"


BAD = {
    "nothing": b"",
    "blanks": b" \n",
    "cut off": call()[:-10],
    "no object": b"[1]",
    "a number": b"7",
    "two values": call() + call(),
    "a log line before": b"debug\n" + call(),
    "not UTF-8": call().replace(b"git", b"\xff\xfe"),
    "UTF-16": call().decode().encode("utf-16"),
    "no tool": call(tool_name=None),
    "a tool that is no text": call(tool_name=["Bash"]),
    "no input": call(tool_input=None),
    "no command": call(None),
    "a command that is a number": call(3),
    "a command that is an object": call({"x": "ls"}),
    "NUL": call("ls\0rm"),
    "deep": b'{"a":' * 100_000,
    "deep arguments": call().replace(b'"git status', b"[" * 100_000 + b'"git status'),
    "an unknown shell tool": call(tool_name="exec_new_thing", tool_input={"line": "ls"}),
    "a write without a path": call(tool_name="Write", tool_input={"content": "x"}),
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD)
def test_what_cannot_be_understood_is_refused(hook: Hook, data: bytes) -> None:
    done = hook(data)
    assert done.returncode == 2
    assert b"itself failed" not in done.stderr
    assert hook.log()[0]["answer"] == "refused"


ODD = {
    "a byte order mark": b"\xef\xbb\xbf" + call(),
    "unknown keys": call(zzz={"a": [1]}, effort=None),
    "no directory": call(cwd=None),
    "a relative directory": call(cwd="."),
    "no session": call(session_id=None),
    "a session that is a number": call(session_id=7),
    "an unknown tool": call(tool_name="FutureTool", tool_input={"x": 1}),
    "reading": call(tool_name="Read", tool_input={"file_path": "/etc/passwd"}),
    "camel case": json.dumps(
        {"toolName": "bash", "toolArgs": '{"command": "ls"}', "cwd": "/", "sessionId": "s"}
    ).encode(),
    "a lone surrogate": call("echo '\ud800'"),
    "an empty text": call(" "),
    "another event": json.dumps({"hook_event_name": "SessionStart", "session_id": "s"}).encode(),
}


@pytest.mark.parametrize("data", ODD.values(), ids=ODD)
def test_odd_calls_are_read_leniently(hook: Hook, data: bytes) -> None:
    assert hook(data).returncode == 0


HUGE = {
    "2 MB of words": "echo " + "word " * 400_000,
    "a 2 MB word": "x" * 2_000_000,
    "2 MB of destruction": "terraform destroy; " * 105_000,
    "1,000 substitutions": "echo " + "$(" * 1_000 + "date" + ")" * 1_000,
    "unterminated": "echo $(" * 500,
}


@pytest.mark.parametrize("command", HUGE.values(), ids=HUGE)
def test_huge_and_nested_text_is_refused_in_time(hook: Hook, command: str) -> None:
    done = hook(call(command))
    assert done.returncode == 2
    assert b"itself failed" not in done.stderr


def test_a_call_beyond_the_limit_is_refused(hook: Hook) -> None:
    assert b"bytes" in hook(call("x" * 9_000_000)).stderr


def test_an_input_that_never_ends_is_refused_at_the_deadline(hook: Hook) -> None:
    child = subprocess.Popen(hook.argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None
    out = child.stdout.read()
    assert json.loads(out)["decision"] == "block"
    assert child.wait() == 2
    assert hook.log()[0]["answer"] == "refused"


def test_the_alarm_stops_judging_that_takes_too_long(hook: Hook) -> None:
    code = (
        "import sys, time; sys.path += sys.argv[1].split(':')\n"
        "from guardcmd.agents import answer, hook\n"
        "answer.answer = lambda *_: time.sleep(60)\n"
        "hook.DEADLINE = 0.2\n"
        "hook.main(sys.argv[2:])"
    )
    sites = [hook.argv[n + 1] for n, word in enumerate(hook.argv) if word == "--site"]
    argv = [sys.executable, "-I", "-S", "-c", code, ":".join(sites), *hook.argv[4:]]
    done = subprocess.run(argv, input=call("terraform destroy"), capture_output=True, timeout=30, check=False)
    assert done.returncode == 2
    assert is_refusal(done)
    assert b"needed more than" in done.stderr


@pytest.mark.parametrize(
    "fault", ["raise MemoryError", "raise KeyboardInterrupt", "raise SystemExit(0)", "1 / 0", "f = lambda: f(); f()"]
)
def test_any_fault_is_a_refusal(hook: Hook, fault: str) -> None:
    code = (
        "import sys; sys.path += sys.argv[1].split(':')\n"
        "from guardcmd.agents import answer, hook\n"
        f"def broken(*_):\n    {fault.replace('; ', chr(10) + '    ')}\n"
        "answer.answer = broken\n"
        "hook.main(sys.argv[2:])"
    )
    sites = [hook.argv[n + 1] for n, word in enumerate(hook.argv) if word == "--site"]
    argv = [sys.executable, "-I", "-S", "-c", code, ":".join(sites), *hook.argv[4:]]
    done = subprocess.run(argv, input=call("terraform destroy"), capture_output=True, timeout=30, check=False)
    assert done.returncode == 2
    assert is_refusal(done)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["hook"],
        ["hook", "emacs"],
        ["--nonsense"],
        ["hook", "claude-code", "--state"],
        ["hook", "claude-code", "--state", "/dev/null/x"],
    ],
)
def test_wrong_arguments_refuse_what_is_not_harmless(hook: Hook, arguments: list[str]) -> None:
    start = hook.argv[: hook.argv.index("hook")]
    environment = {"HOME": str(hook.folder), "PATH": os.environ["PATH"], "XDG_STATE_HOME": str(hook.folder)}
    done = subprocess.run(
        [*start, *arguments], input=call("terraform destroy"), capture_output=True, env=environment, check=False
    )
    assert done.returncode == 2
    assert is_refusal(done)


def test_a_start_without_its_package_is_a_refusal(hook: Hook, tmp_path: Path) -> None:
    start = start_file(hook.argv)
    argv = [sys.executable, "-I", "-S", start, "--site", str(tmp_path), "hook", "claude-code"]
    done = subprocess.run(argv, input=call(), capture_output=True, check=False)
    assert done.returncode == 2
    assert json.loads(done.stdout)["permissionDecision"] == "deny"
    assert b"could not start" in done.stderr


def test_a_question_that_cannot_be_asked_is_refused(hook: Hook) -> None:
    """Silence with status 0 would be no objection."""
    data = call("git reset --hard", cwd=str(hook.folder))
    environment = {"HOME": str(hook.folder), "PATH": os.environ["PATH"], **ATTENDED}
    (hook.folder / ".git").mkdir()
    asked = subprocess.run(hook.argv, input=data, capture_output=True, env=environment, check=False)
    assert (asked.returncode, b'"ask"' in asked.stdout) == (0, True)
    done = subprocess.run(["sh", "-c", f"{shlex.join(hook.argv)} >&-"], input=data, env=environment, check=False)
    assert done.returncode == 2


def test_who_types_unseen_is_known_to_both_paths() -> None:
    assert hook_module.TYPING == sessions.TYPING


@pytest.mark.parametrize("client", ["codex", "gemini-cli", "claude-code"])
def test_clines_note_silences_no_other_client(tmp_path: Path, client: str) -> None:
    (tmp_path / "state" / "cline").mkdir(parents=True)
    (tmp_path / "state" / "cline" / "agent_1").write_text("1")
    given = {"tool_call": {}, "agent_id": "agent_1", "iteration": 1, "tool_name": "Bash", "cwd": "/"}
    data = json.dumps({**given, "tool_input": {"command": "terraform destroy"}}).encode()
    assert as_client(client, tmp_path, data).returncode == 2


def test_a_closed_output_still_refuses(hook: Hook) -> None:
    done = subprocess.run(
        ["sh", "-c", f"{shlex.join(hook.argv)} >&- 2>&-"], input=call("terraform destroy"), check=False
    )
    assert done.returncode == 2


@pytest.mark.parametrize("state", ["file", "locked", "corrupt"])
def test_a_broken_state_directory_refuses_all_but_the_harmless(hook: Hook, state: str) -> None:
    holder = None
    if state == "file":
        hook.state.write_text("")
    else:
        hook.state.mkdir()
        (hook.state / "audit.jsonl").write_bytes(b"\xff garbage" if state == "corrupt" else b"")
    if state == "locked":
        code = (
            "import fcntl, sys, time; f = open(sys.argv[1]); fcntl.flock(f, fcntl.LOCK_EX); "
            "print(1, flush=True); time.sleep(60)"
        )
        holder = subprocess.Popen([sys.executable, "-c", code, str(hook.state / "audit.jsonl")], stdout=subprocess.PIPE)
        assert holder.stdout is not None
        holder.stdout.readline()
    try:
        harmless = hook(call())
        assert harmless.returncode == 0
        assert (set(json.loads(harmless.stdout)) == {"systemMessage"}) if harmless.stdout else state == "corrupt"
        assert hook(call("terraform destroy")).returncode == 2
    finally:
        if holder is not None:
            holder.send_signal(signal.SIGKILL)
            holder.wait()


def test_a_signal_from_outside_does_not_let_it_pass(hook: Hook) -> None:
    child = subprocess.Popen(hook.argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(0.3)
    child.send_signal(signal.SIGINT)
    assert child.wait(timeout=20) != 0
    child.communicate()


def test_the_second_answer_of_a_session_is_stricter(hook: Hook) -> None:
    """After two refusals of one tool its asks become confirms."""
    attended = {"AI_AGENT": "claude-code_2-1-329_harness", "CLAUDE_CODE_SESSION_ATTENDED": "1"}
    data = call("git reset --hard", cwd=str(hook.folder))
    assert hook(data, **attended).returncode == 0  # the dialog
    for _ in range(2):
        assert hook(data).returncode == 2  # nobody there
    assert hook(data, **attended).returncode == 2
    assert hook.log()[-1]["decision"] == "confirm"


def test_what_the_session_made_it_may_remove(hook: Hook) -> None:
    project = hook.folder / "project"
    (project / ".git").mkdir(parents=True)
    for name in ("made.txt", "old.txt"):
        data = call(f"for f in a; do echo $f > {name}; done", cwd=str(project))
        if name == "made.txt":
            hook(data)
        (project / name).write_text("x")
    assert hook(call("rm made.txt", cwd=str(project))).returncode == 0
    assert hook.log()[-1]["decision"] == "notify"
    assert hook(call("rm old.txt", cwd=str(project))).returncode == 2


def test_a_start_without_package_and_output_still_refuses(hook: Hook, tmp_path: Path) -> None:
    command = f"'{sys.executable}' -I -S '{start_file(hook.argv)}' --site '{tmp_path}' hook claude-code >&- 2>&-"
    assert subprocess.run(["sh", "-c", command], input=call(), check=False).returncode == 2


# --- other clients, in their own forms ----------------------------------------------------

PLAIN_CALLS = [  # the client whose hook it is, whose call it is, the recorded call, what is printed
    ("copilot", "copilot", "bash", b""),
    ("copilot", "vscode", "run_in_terminal", b""),
    ("vscode", "vscode", "run_in_terminal", b""),
    ("cursor", "cursor", "shell", b'{"permission":"allow"}\n'),
    ("cursor", "cursor", "before_shell", b'{"permission":"allow"}\n'),
]


def as_client(name: str, folder: Path, data: bytes) -> subprocess.CompletedProcess[bytes]:
    argv = hook_argv(name, state=str(folder / "state"), config=str(folder / "config"))
    environment = {"HOME": str(folder), "PATH": os.environ["PATH"]}
    return subprocess.run(argv, input=data, capture_output=True, env=environment, timeout=60, check=False)


@pytest.mark.parametrize(("wired", "client", "name", "printed"), PLAIN_CALLS)
def test_a_plain_command_of_each_client_is_fast(
    tmp_path: Path, wired: str, client: str, name: str, printed: bytes
) -> None:
    command = {"command": "git status && ls -la"}
    fields: dict[str, object] = {key: command for key in ("toolArgs", "tool_input") if key in recorded(client, name)}
    done = as_client(wired, tmp_path, envelope(client, name, **(fields or command), cwd="/nonexistent"))
    assert (done.stdout, done.stderr, done.returncode) == (printed, b"", 0)
    (line,) = logged(tmp_path)
    assert "user" not in line  # which the full path adds
    assert (line["fast"], line["client"], line["cwd"], line["text"]) == (
        True,
        client,
        "/nonexistent",
        "git status && ls -la",
    )


def recorded(client: str, name: str) -> dict[str, object]:
    return dict(json.loads(envelope(client, name)))


@pytest.mark.parametrize(
    ("client", "name", "fields"),
    [
        ("cursor", "before_mcp", {"command": "git status"}),
        ("cursor", "after_shell", {}),
        ("cursor", "shell", {"tool_name": "Await"}),
        ("cursor", "before_shell", {"working_directory": "/x", "workspace_roots": []}),
        ("copilot", "view", {}),
        ("copilot", "bash", {"toolArgs": '{"command": "git status"}'}),
        ("copilot", "bash_claude_form", {"tool_input": {"command": "git status"}}),
        ("vscode", "after", {}),
    ],
)
def test_any_other_call_takes_the_full_path(tmp_path: Path, client: str, name: str, fields: dict[str, object]) -> None:
    done = as_client(client, tmp_path, envelope(client, name, **fields))
    assert done.returncode in (0, 2)
    assert all("user" in line or line["event"] != "decision" for line in logged(tmp_path))


@pytest.mark.parametrize("client", ["copilot", "cursor"])
def test_a_destructive_command_of_each_client_is_refused(tmp_path: Path, client: str) -> None:
    name, key = ("bash", "toolArgs") if client == "copilot" else ("shell", "tool_input")
    done = as_client(client, tmp_path, envelope(client, name, **{key: {"command": "terraform destroy"}}))
    assert done.returncode == 2
    assert b"[terraform.destroy]" in done.stderr
    assert b'"deny"' in done.stdout
