from __future__ import annotations

import pytest

from tests.unwrap.opening import opened, shown

PYPROJECT = """
[project]
name = "app"
[project.scripts]
wipe = "app.wipe:main"
[tool.pdm.scripts]
lint = "ruff check"
drop = { shell = "rm pdm" }
both = { composite = ["lint", "drop x"] }
pre_lint = "rm before"
[tool.poe.tasks]
clean = "rm poe"
all = ["clean"]
[tool.poe.tasks.long]
sequence = [{ cmd = "rm one" }, { ref = "clean" }]
[tool.hatch.envs.default.scripts]
clean = "rm hatch"
[tool.hatch.envs.ops.scripts]
clean = ["rm first", "rm second"]
[tool.pixi.tasks]
clean = { cmd = "rm pixi", depends-on = ["more"] }
more = "rm more"
"""
FILES = {
    "/work/pyproject.toml": PYPROJECT,
    "/work/app/wipe.py": "rm()",
    "/work/mise.toml": "[tasks.clean]\ndepends = ['more']\nrun = ['rm a', 'rm b']\n[tasks]\nmore = 'rm c'\n",
    "/work/.mise/tasks/file": "#!/bin/sh\nrm file\n",
    "/work/tox.ini": (
        "[tox]\nenvlist = py, clean\n[testenv]\ncommands = pytest {posargs}\n[testenv:clean]\ncommands =\n    - rm x\n"
        "    rm {toxinidir}/y\n"
    ),
    "/work/noxfile.py": "def a(session):\n    session.run('rm', 'x')\n\n\ndef b(session):\n    print(1)\n",
    "/work/tasks.py": "def clean_up(c):\n    c.run('rm x')\n    c.run(f'rm {y}')\n",
    "/work/broken/pyproject.toml": "[tool.poe.tasks\nclean = 1\n",
}


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("pdm install", []),
        ("pdm run missing", ["missing"]),
        ("pdm run drop", ["drop", "shell: rm pdm"]),
        ("pdm drop", ["shell: rm pdm"]),
        ("pdm run lint", ["lint", "shell: rm before", "shell: ruff check"]),
        ("pdm run both", ["both", "shell: ruff check", "shell: rm pdm"]),
        ("poe clean now", ["shell: rm poe now"]),
        ("poe all", ["shell: clean", "shell: rm poe"]),
        ("poe long", ["shell: rm one", "shell: rm poe"]),
        ("poe --help clean", []),
        ("poe -C broken clean", ["opaque: file"]),
        ("hatch run clean", ["clean", "shell: rm hatch"]),
        ("hatch run ops:clean", ["ops:clean", "shell: rm first", "shell: rm second"]),
        ("hatch env show", []),
        ("pixi run clean", ["clean", "shell: rm pixi", "shell: rm more"]),
        ("pixi list", []),
        ("uv run wipe", ["wipe", "python: rm()"]),
        ("poetry run wipe", ["wipe", "python: rm()"]),
        ("uv run pytest", ["pytest"]),
        ("uv sync", []),
        ("mise run clean", ["shell: rm a", "shell: rm b", "shell: rm c"]),
        ("mise clean", ["shell: rm a", "shell: rm b", "shell: rm c"]),
        ("mise run file", ["shell: #!/bin/sh\nrm file\n"]),
        ("mise ls", []),
        ("tox -e clean", ["shell: rm x", "shell: rm /y"]),
        ("tox -eclean", ["shell: rm x", "shell: rm /y"]),
        ("tox", ["shell: pytest", "shell: rm x", "shell: rm /y"]),
        ("tox -e other", ["shell: pytest"]),
        ("tox list", []),
        ("nox -s a", ["python: session.run('rm', 'x')\n\n", "rm x"]),
        ("nox -s b", ["python: print(1)\n"]),
        ("nox -l", []),
        ("inv clean-up", ["python: c.run('rm x')\nc.run(f'rm {y}')\n", "shell: rm x", "shell: rm {y}"]),
        ("inv missing", []),
    ],
)
def test_what_a_task_runs(line: str, inside: list[str]) -> None:
    assert shown(opened(line, None, FILES)) == inside


def test_the_line_is_told() -> None:
    (part,) = opened("poe clean", None, FILES)
    assert part.origin.via == ("poe clean", "pyproject.toml:12")
    assert opened("tox -e clean", None, FILES)[0].origin.via[-1] == "tox.ini:5"
