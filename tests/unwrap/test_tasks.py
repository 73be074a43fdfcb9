from __future__ import annotations

import pytest

from guardcmd.unwrap.tasks import RUNNERS, open_tasks
from tests.unwrap.opening import invocation, shown, world

FILES = {
    "/work/Makefile": "a:\n\trm make\n",
    "/work/package.json": '{"scripts": {"a": "rm node"}}',
    "/work/justfile": "a:\n  rm just\n",
    "/work/Taskfile.yml": "tasks:\n  a: rm task\n",
    "/work/composer.json": '{"scripts": {"a": "rm composer"}}',
}


BEFORE = {"npm": "run", "composer": "run", "node": "--run", "deno": "task"}


@pytest.mark.parametrize("name", sorted(RUNNERS))
def test_every_runner_reads_its_file(name: str) -> None:
    line = f"{name} {BEFORE.get(name, '')} a"
    (inside,) = shown(open_tasks(name, invocation(line), world(FILES)))
    assert inside.startswith("shell: rm ")


def test_every_runner_is_listed() -> None:
    assert all(world().listed(name) for name in RUNNERS)


def test_other_programs_run_no_tasks() -> None:
    assert open_tasks("ls", invocation("ls a"), world(FILES)) == []
