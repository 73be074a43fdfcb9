"""Every trap that makes bash run `rm` is found; and bash itself says which ones do."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests.unwrap.shown import removals
from tests.unwrap.traps import NOT, RAN, TRAPS

# harmless although reported: bash would not have got there
OVER_REPORTED = {
    'alias ll="rm -rf"; ll x',
    "rm() { echo no; }; rm -rf x",
    "PROMPT_COMMAND='rm x'; true",
    "unset 'a[$(rm x)]'",
    "v='a[$(rm x)]'; echo ${x:v}",
    "rm x; )",
    "echo() { :; }; echo rm",
}
PROGRAMS = """
base64 basename bash cat cp env find head mkdir nice nohup rev sed sh sleep tee timeout touch tr xargs xxd yes
"""


def named(kinds_and_texts: list[tuple[str, str, bool]]) -> list[object]:
    return [pytest.param(text, ran, id=f"{kind}: {text}") for kind, text, ran in kinds_and_texts]


@pytest.mark.parametrize("text", [text for _, text, ran in TRAPS if ran is RAN])
def test_finds_what_bash_runs(text: str) -> None:
    assert removals(text.replace("STUBS", "/stubs"))


@pytest.mark.parametrize("text", [text for _, text, ran in TRAPS if ran is NOT and text not in OVER_REPORTED])
def test_finds_nothing_where_bash_runs_nothing(text: str) -> None:
    assert not removals(text)


@pytest.fixture(scope="module")
def stubs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is the whole PATH: harmless programs, and an `rm` that only writes down that it was called."""
    folder = tmp_path_factory.mktemp("stubs")
    for program in PROGRAMS.split():
        found = shutil.which(program)
        if found is None:
            pytest.skip(f"{program} is not installed")
        (folder / program).symlink_to(found)
    rm = folder / "rm"
    # sh, since bash would read BASH_ENV, call rm, and so on for ever
    rm.write_text(f'#!{shutil.which("sh")}\nunset BASH_ENV ENV\nprintf "%s\\n" "$*" >> "$TRAP_LOG"\n')
    rm.chmod(0o755)
    return folder


@pytest.mark.e2e
@pytest.mark.parametrize(("text", "ran"), named(TRAPS))
def test_bash_agrees(text: str, ran: bool, stubs: Path, tmp_path: Path) -> None:
    log = tmp_path.with_suffix(".log")
    log.touch()
    environment = {"PATH": str(stubs), "HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "TRAP_LOG": str(log)}
    bash = shutil.which("bash") or "bash"
    with subprocess.Popen(
        [bash, "--norc", "--noprofile", "-c", text.replace("STUBS", str(stubs))],
        cwd=tmp_path, env=environment, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as shell:  # fmt: skip
        try:
            shell.wait(10)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(shell.pid, signal.SIGKILL)
    assert bool(log.read_text()) is ran
    assert "rm" not in os.listdir(tmp_path) or (tmp_path / "rm").is_dir()
