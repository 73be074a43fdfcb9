"""What only zsh does: each trap that makes zsh run `rm` is found, and zsh itself says which ones do."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from guardcmd.shell.ir import Script
from guardcmd.shell.reader import read
from tests.unwrap.shown import removals

TRAPS = [
    ("=rm -rf x", True),
    ("noglob rm *", True),
    ("nocorrect rm x", True),
    ("repeat 2 rm x", True),
    ("functions[ls]='rm x'; ls", True),
    ("aliases[ls]='rm x'; eval ls", True),
    ("commands[ls]=$PWD/../stubs/rm; ls x", True),
    ("alias -g X='; rm x'; eval 'echo a X'", True),
    ("alias ll='rm x'; eval ll", True),
    ("emulate sh -c 'rm x'", True),
    ("setopt prompt_subst; print -P '$(rm x)'", True),
    ("a=(rm x); $a", True),
    ("echo rm | read c; $c x", True),
    ("TRAPEXIT() { rm x; }", True),
    ("f() { rm x; }; f", True),
    ("eval 'rm x'", True),
    ("c=rm; ${c} x", True),
    ("c=RM; ${c:l} x", True),
    ("for i in rm; do $i x; done", True),
    ("precmd() { rm x; }", False),
    ("echo 'rm x'", False),
    ("print 'rm x'", False),
]


@pytest.mark.parametrize("text", [text for text, ran in TRAPS if ran])
def test_finds_what_zsh_runs(text: str) -> None:
    assert removals(text, "zsh") or not isinstance(read(text, "zsh"), Script)


@pytest.mark.parametrize("text", ["echo 'rm x'", "print 'rm x'"])
def test_finds_nothing_where_zsh_runs_nothing(text: str) -> None:
    assert not removals(text, "zsh")


@pytest.mark.e2e
@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
@pytest.mark.parametrize(("text", "ran"), TRAPS)
def test_zsh_agrees(text: str, ran: bool, tmp_path: Path) -> None:
    stubs, here, log = tmp_path / "stubs", tmp_path / "here", tmp_path / "log"
    stubs.mkdir()
    here.mkdir()
    (stubs / "rm").write_text(f'#!{shutil.which("sh")}\nprintf "%s\\n" "$*" >> {log}\n')
    (stubs / "rm").chmod(0o755)
    zsh = shutil.which("zsh") or "zsh"
    with subprocess.Popen(
        [zsh, "-f", "-c", text],
        cwd=here, env={"PATH": str(stubs), "HOME": str(here)}, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as shell:  # fmt: skip
        try:
            shell.wait(10)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(shell.pid, signal.SIGKILL)
    assert log.exists() is ran
