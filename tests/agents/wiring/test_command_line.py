"""The hook's command line: complete, and closed against whatever keeps the interpreter from answering."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from guardcmd.agents.wiring.command_line import (
    PACKAGE,
    argv_of,
    code,
    hook_argv,
    hook_words,
    shell_line,
    site_folders,
    start_file,
    wrapped,
)  # fmt: skip

CALL = json.dumps({
    "hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": {"command": "ls"}, "cwd": "/",
    "transcript_path": "x", "session_id": "s",
}).encode()  # fmt: skip


def test_is_absolute_and_complete() -> None:
    argv = hook_argv("claude-code", "/s", "/c", "/h/settings.json")
    assert argv[:4] == [sys.executable, "-I", "-S", "-c"]
    assert start_file(argv) == str(PACKAGE / "start.py")
    own = ["hook", "claude-code", "--state", "/s", "--config", "/c", "--settings", "/h/settings.json"]
    assert argv[argv.index("hook") :] == own
    sites = [argv[n + 1] for n, word in enumerate(argv) if word == "--site"]
    assert sites == site_folders()
    assert all(Path(site).is_absolute() for site in sites)
    assert any(Path(site, "bashlex").is_dir() for site in sites)


def test_the_shell_line_gives_the_argv_back() -> None:
    argv = hook_argv("codex", "/s p", "/c'q")
    assert argv_of({"command": shell_line(argv)}) == argv
    assert argv_of({"command": argv[0], "args": argv[1:]}) == argv
    assert hook_words(["/bin/sh", "-c", shell_line(argv)]) == argv
    assert hook_words(argv) == argv
    assert argv_of({"command": wrapped(shell_line(argv))}) == argv
    assert hook_words(["/bin/sh", "-c", wrapped(shell_line(argv))]) == argv
    assert (
        argv_of({"command": "'"}) == argv_of({"command": "/bin/sh -c '"}) == argv_of({"command": "/bin/sh -c "}) == []
    )


@pytest.fixture
def argv(tmp_path: Path) -> list[str]:
    """The hook of a copy of the package, which may be broken."""
    shutil.copytree(PACKAGE, tmp_path / "site" / "guardcmd", ignore=shutil.ignore_patterns("__pycache__"))
    found = hook_argv("claude-code", str(tmp_path / "state"), str(tmp_path / "config"))
    own, copy = str(PACKAGE.parent), str(tmp_path / "site")
    return [copy if word == own else word.replace(str(PACKAGE), f"{copy}/guardcmd") for word in found]


def run(line: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["/bin/sh", "-c", line], input=CALL, capture_output=True, check=False, timeout=60)


def test_a_sound_line_is_silent(argv: list[str]) -> None:
    done = run(shell_line(argv))
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.parametrize("shell", ["fish", "csh", "tcsh", "zsh", "dash", "bash"])
def test_a_wrapped_line_is_for_any_shell(argv: list[str], shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} here")
    for line, status in ((wrapped(shell_line(argv)), 0), (wrapped(shell_line(missing(argv))), 2)):
        done = subprocess.run([shell, "-c", line], input=CALL, capture_output=True, check=False, timeout=60)
        assert done.returncode == status, done.stderr


def test_a_refusal_is_said_once(argv: list[str]) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", shell_line(argv)],
        input=CALL.replace(b'"ls"', b'"terraform destroy"'), capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "terraform" in json.loads(done.stdout)["reason"]
    assert b"could not start" not in done.stderr


def emptied(argv: list[str]) -> list[str]:
    Path(start_file(argv)).write_text("")
    return argv


def cut(argv: list[str]) -> list[str]:
    start = Path(start_file(argv))
    start.write_text("".join(start.read_text().splitlines(keepends=True)[:2]))
    return argv


def broken(argv: list[str]) -> list[str]:
    Path(start_file(argv)).write_text("import nothing_like_it\n")
    return argv


def hangs(argv: list[str]) -> list[str]:
    Path(start_file(argv)).write_text("import time\ntime.sleep(600)\n")
    return [word.replace("alarm(5)", "alarm(1)") for word in argv]


def killed(argv: list[str]) -> list[str]:
    Path(start_file(argv)).write_text("import os\nos.kill(os.getpid(), 9)\n")
    return argv


def crashes(argv: list[str]) -> list[str]:
    Path(start_file(argv)).write_text("import os\nos.abort()\n")
    return argv


def missing(argv: list[str]) -> list[str]:
    return ["/nonexistent/python", *argv[1:]]


def gone(argv: list[str]) -> list[str]:
    Path(start_file(argv)).unlink()
    return argv


@pytest.mark.parametrize("fault", [emptied, cut, broken, hangs, killed, crashes, missing, gone])
@pytest.mark.parametrize("line", [shell_line, lambda argv: wrapped(shell_line(argv))], ids=["plain", "wrapped"])
def test_every_failure_is_a_refusal(argv: list[str], fault: object, line: Callable[[list[str]], str]) -> None:
    done = run(line(fault(argv)))  # type: ignore[operator]
    assert done.returncode == 2
    said = json.loads(done.stdout)
    assert said["permissionDecision"] == "deny"
    assert said["cancel"] is True
    assert b"guardcmd could not start" in done.stderr


@pytest.mark.parametrize("fault", [emptied, cut, broken, hangs, killed, crashes, gone])
def test_without_a_shell_every_failure_is_a_status(argv: list[str], fault: object) -> None:
    done = subprocess.run(fault(argv), input=CALL, capture_output=True, check=False)  # type: ignore[operator]
    assert done.returncode != 0


def test_the_code_names_the_file() -> None:
    assert "/a b/guardcmd/start.py" in code("/a b/guardcmd/start.py")
