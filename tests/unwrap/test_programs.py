"""Small programs at random: whatever bash calls `rm` with, and where, is among what was foreseen."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from guardcmd.calls import Call
from guardcmd.expand import expand
from guardcmd.world import World
from tests.support import DictFiles
from tests.unwrap.shown import OneTool, proposal, script

FEW = 40  # programs per test: each starts a bash
VARIABLES = "xyz"


class Programs:
    """Makes programs of assignments, control flow, functions and files; deterministic for a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.loops = 0

    def program(self) -> str:
        start = "x=ls; y=ls; z=ls; a=(ls ls ls); set -- ls ls\n"
        return start + "\n".join(self.statement() for _ in range(self.random.randint(2, 6)))

    def one(self, *makers: Callable[[], str]) -> str:
        return self.random.choice(makers)()

    def variable(self) -> str:
        return self.random.choice(VARIABLES)

    def value(self, depth: int = 0) -> str:
        v = self.variable()
        simple = ["rm", "ls", "r", "m", f"${v}", f'"${v}"', f"${{{v}:-rm}}", f"${{{v}}}m", f"r${v}", f"${{{v}//l/r}}",
                  f"${{{v}:0:1}}", f"${{{v}+rm}}", "'r m'", f"${{a[{self.random.randrange(3)}]}}"]  # fmt: skip
        if depth < 2 and self.random.random() < 0.15:
            return f"$(echo {self.value(depth + 1)})"
        return self.random.choice(simple)

    def condition(self) -> str:
        v = self.variable()
        return self.random.choice(
            ["true", "false", f'[ -n "${v}" ]', f'[ "${v}" = rm ]', f"[[ ${v} == r* ]]", "! true", 'test -z "$y"']
        )

    def body(self, depth: int) -> str:
        return "; ".join(self.statement(depth + 1) for _ in range(self.random.randint(1, 2)))

    def loop(self, depth: int) -> str:
        self.loops += 1
        n = f"n{self.loops}"
        word, mark, join = self.random.choice([("while", "<", "&&"), ("until", ">", "||")])
        return f"{n}=0; {word} (( {n}++ {mark} 2 )) {join} {self.condition()}; do {self.body(depth)}; done"

    def statement(self, depth: int = 0) -> str:
        v, w, value = self.variable(), self.variable(), self.value
        plain: list[Callable[[], str]] = [
            lambda: f"{v}={value()}", lambda: f"{v}+={value()}", lambda: f"${v} {value()}", lambda: f"${{{v}}} a",
            lambda: f"a=({value()} {value()})", lambda: f"a[1]={value()}", lambda: f"read {v} {w} <<< {value()}",
            lambda: f"printf -v {v} %s {value()}", lambda: f"unset {v}", lambda: f"set -- {value()} {value()}",
            lambda: f"{v}=$1", lambda: f'echo "${v} d" > s.sh', lambda: ". ./s.sh", lambda: f"eval '{v}=rm'",
            lambda: f"echo {value()} | {{ read {v}; ${v} b; }}", lambda: f"{v}={value()} eval '${v} c'",
            lambda: f"{self.condition()} && break", lambda: f"{self.condition()} && return",
        ]  # fmt: skip
        if depth > 2:
            return self.one(*plain)
        nested: list[Callable[[], str]] = [
            lambda: f"if {self.condition()}; then {self.body(depth)}; else {self.body(depth)}; fi",
            lambda: f"if {self.condition()}; then {self.body(depth)}; fi",
            lambda: f"{self.condition()} && {self.statement(3)}", lambda: f"{self.condition()} || {self.statement(3)}",
            lambda: f"for {v} in {value()} {value()}; do {self.body(depth)}; done", lambda: f"( {self.body(depth)} )",
            lambda: f"{{ {self.body(depth)}; }}", lambda: f"f() {{ {self.body(depth)}; }}; f {value()}",
            lambda: f"f() {{ local {v}={value()}; {self.body(depth)}; }}; f", lambda: self.loop(depth),
            lambda: f"case ${v} in r*) {self.body(depth)};; *) {self.body(depth)};; esac",
        ]  # fmt: skip
        return self.one(*plain, *nested, *nested)


class Places(Programs):
    """Programs that change the directory."""

    paths = ("d", "d/e", "..", ".", "nope", "d/../g", "$x", '"$y"', "-", "~", "${x%/*}", "$PWD/d", "$OLDPWD")

    def program(self) -> str:
        return "x=d; y=g\n" + "\n".join(self.statement() for _ in range(self.random.randint(2, 6)))

    def path(self) -> str:
        return self.random.choice(self.paths)

    def condition(self) -> str:
        return self.random.choice(["true", "false", "! true", "[ -d d ]", f"cd {self.path()}", f"! cd {self.path()}"])

    def statement(self, depth: int = 0) -> str:
        plain: list[Callable[[], str]] = [
            lambda: f"cd {self.path()}", lambda: f"cd {self.path()} && rm q", lambda: "rm a", lambda: "rm $PWD",
            lambda: f"x={self.random.choice(['d', 'g', 'nope', 'd/e'])}", lambda: "y=$(pwd)", lambda: "popd",
            lambda: f"y=$(cd {self.path()} && pwd)", lambda: f"pushd {self.path()}", lambda: "mkdir -p m && cd m",
            lambda: f"cd {self.path()} || rm c", lambda: 'echo "rm w" > w.sh', lambda: "[ -f w.sh ] && . ./w.sh",
        ]  # fmt: skip
        if depth > 2:
            return self.one(*plain)
        nested: list[Callable[[], str]] = [
            lambda: f"if {self.condition()}; then {self.body(depth)}; else {self.body(depth)}; fi",
            lambda: f"{self.condition()} && {self.statement(3)}", lambda: f"{self.condition()} || {self.statement(3)}",
            lambda: f"( {self.body(depth)} )", lambda: f"f() {{ {self.body(depth)}; }}; f", lambda: "set -e",
            lambda: f"for x in d g; do {self.body(depth)}; done", lambda: f"{self.statement(3)} | cat",
            lambda: f"while {self.condition()}; do {self.body(depth)}; break; done",
        ]  # fmt: skip
        return self.one(*plain, *nested)


@pytest.fixture(scope="module")
def stubs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole PATH: cat, mkdir, and an `rm` that writes down where and with what it was called."""
    folder = tmp_path_factory.mktemp("stubs")
    for program in ("cat", "mkdir"):
        (folder / program).symlink_to(shutil.which(program) or f"/bin/{program}")
    rm = folder / "rm"
    rm.write_text(f'#!{shutil.which("sh")}\nprintf "%s\\037" "$PWD" "$@" >> "$LOG"; echo >> "$LOG"\n')
    rm.chmod(0o755)
    return folder


def removals_by_bash(text: str, stubs: Path, here: Path, log: Path) -> set[tuple[str, ...]]:
    """Each call of `rm`: the directory and the arguments."""
    log.write_text("")
    with subprocess.Popen(
        [shutil.which("bash") or "bash", "--norc", "--noprofile", "-c", text],
        cwd=here, env={"PATH": str(stubs), "HOME": str(here), "LOG": str(log)}, start_new_session=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (2, 2)),
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as shell:  # fmt: skip
        try:
            shell.wait(10)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(shell.pid, signal.SIGKILL)
    return {tuple(line.split("\x1f")[:-1]) for line in log.read_text().splitlines()}


def foreseen(call: tuple[str, ...], calls: tuple[Call, ...]) -> bool:
    """Whether some call may be this one."""
    where, *words = call
    return any(
        each.directory.may_be(where)
        and (
            (len(each.words) == len(words) and all(value.may_be(word) for value, word in zip(each.words, words)))
            or any(value.whole_unknown for value in each.words)
        )
        for each in calls
        if each.tool == "rm"
    )


@pytest.mark.e2e
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("kind", [Programs, Places])
def test_what_bash_does_was_foreseen(kind: type[Programs], seed: int, stubs: Path, tmp_path: Path) -> None:
    programs = kind(seed)
    for number in range(FEW):
        text = programs.program()
        # deep enough that no `cd ..` leaves the folder of this program
        here = tmp_path / str(number) / "1/2/3/4/5/6/7/8"
        (here / "d/e").mkdir(parents=True)
        (here / "g").mkdir()
        proposed = proposal(text, directory=str(here), home=str(here))
        files = DictFiles({}, [str(here / part) for part in (".", "d", "d/e", "g")])
        expansion = expand(script(text), proposed, World(proposed, files, OneTool()))
        ran = removals_by_bash(text, stubs, here, tmp_path / f"{number}.log")
        missed = [call for call in ran if not foreseen(call, expansion.calls)]
        assert expansion.truncated or not missed, text
