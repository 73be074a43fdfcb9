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
    "/work/pyproject.toml": """
        tool.pdm.scripts.a = "rm pdm"
        tool.poe.tasks.a = "rm poe"
        tool.pixi.tasks.a = "rm pixi"
        tool.rye.scripts.a = "rm rye"
        tool.hatch.envs.default.scripts.a = "rm hatch"
        project.scripts = { a = "app.a:main" }
    """,
    "/work/app/a.py": "rm declared",
    "/work/Pipfile": "[scripts]\na = 'rm pipenv'\n",
    "/work/mise.toml": "[tasks.a]\nrun = 'rm mise'\n",
    "/work/tox.ini": "[testenv:a]\ncommands = rm tox\n",
    "/work/noxfile.py": "import nox\n@nox.session\ndef a(session):\n    session.run('rm', 'nox')\n",
    "/work/tasks.py": "from invoke import task\n@task\ndef a(c):\n    c.run('rm invoke')\n",
    "/work/fabfile.py": "def a(c):\n    c.run('rm fab')\n",
    "/work/packages/web/package.json": '{"name": "web", "scripts": {"a": "rm web"}}',
    "/work/Rakefile": "task :a do\n  rm rake\nend\nnamespace :a do\n  task :b do\n    rm rails\n  end\nend\n",
    "/work/shop/management/commands/a.py": "rm django",
    "/work/app/Console/Commands/A.php": "<?php $signature = 'a:b'; rm artisan",
    "/work/parts/a": "rm run-parts",
    "/work/compose.yml": "services:\n  a:\n    command: rm compose\n",
    "/work/all.yml": "kind: rm\nmetadata:\n  name: kubectl\n",
}


LINES = {
    "npm": "run a", "composer": "run a", "node": "--run a", "deno": "task a", "hatch": "run a", "pixi": "run a",
    "rye": "run a", "pipenv": "run a", "poetry": "run a", "uv": "run a", "mise": "run a", "rtx": "r a", "tox": "-e a",
    "nox": "-s a", "lerna": "run a", "rails": "a:b", "artisan": "a:b", "run-parts": "parts", "docker": "compose run a",
    "podman": "compose run a", "nerdctl": "compose up", "docker-compose": "up -d a", "podman-compose": "run --rm a",
    "kubectl": "delete -f all.yml", "oc": "delete -f all.yml",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(RUNNERS))
def test_every_runner_reads_its_file(name: str) -> None:
    inside = shown(open_tasks(name, invocation(f"{name} {LINES.get(name, 'a')}"), world(FILES)))
    assert any("rm " in each for each in inside)


def test_every_runner_is_listed() -> None:
    assert all(world().listed(name) for name in RUNNERS)


def test_other_programs_run_no_tasks() -> None:
    assert open_tasks("ls", invocation("ls a"), world(FILES)) == []
