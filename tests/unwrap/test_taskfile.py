from __future__ import annotations

import json

import pytest

from tests.unwrap.opening import opened, shown

TASKFILE = """\
version: '3'
vars:
  DIR: build
tasks:
  default:
    deps: [build]
    cmds:
      - echo done
  build:
    desc: builds
    cmds:
      - mkdir -p {{.DIR}}
      - task: clean
      - cmd: rm c
        ignore_error: true
      - |
        cd x
        rm y
  clean: rm -rf {{.DIR}}/*
  list: [rm one, rm two]
  single:
    cmd: rm single
"""
COMPOSER = {
    "scripts": {
        "test": ["@lint", "phpunit"],
        "lint": "phpcs",
        "post-install-cmd": ["App\\Hooks::install", "@php artisan migrate:fresh"],
        "nest": "@composer test",
    }
}
FILES = {
    "/work/Taskfile.yml": TASKFILE,
    "/work/sub/Taskfile.yaml": "tasks:\n  default: rm sub\n",
    "/work/bad/Taskfile.yml": "tasks:\n\t- x\n",
    "/work/empty/Taskfile.yml": "x: y\n",
    "/work/composer.json": json.dumps(COMPOSER),
    "/work/bad/composer.json": "{",
}
BUILD = ["shell: mkdir -p …", "shell: rm c", "shell: cd x\nrm y\n", "shell: rm -rf …/*"]


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("task --list", []),
        ("task -n build", []),
        ("task missing", []),
        ("task -d empty", []),
        ("task", ["shell: echo done", *BUILD]),
        ("task build", BUILD),
        ("go-task build", BUILD),
        ("task clean DIR=x -- more", ["shell: rm -rf …/*"]),
        ("task list", ["shell: rm one", "shell: rm two"]),
        ("task single", ["shell: rm single"]),
        ("task -d sub", ["shell: rm sub"]),
        ("task --dir=sub", ["shell: rm sub"]),
        ("task -t sub/Taskfile.yaml", ["shell: rm sub"]),
        ("task -d bad", ["opaque: file"]),
        # composer
        ("composer", []),
        ("composer require x", []),
        ("composer install --no-scripts", []),
        ("composer -d missing test", []),
        ("composer test", ["shell: phpunit", "shell: phpcs"]),
        ("composer run-script test --x", ["shell: phpunit", "shell: phpcs"]),
        ("composer run lint a", ["shell: phpcs a"]),
        ("composer install", ["shell: php artisan migrate:fresh"]),
        ("composer nest", ["shell: composer test"]),
        ("composer -d bad test", ["opaque: file"]),
    ],
)  # fmt: skip
def test_what_a_task_runs(line: str, inside: list[str]) -> None:
    assert shown(opened(line, None, FILES)) == inside


def test_too_many_lines_are_told() -> None:
    text = "tasks:\n  a:\n    cmds:\n" + "      - rm x\n" * 300
    assert shown(opened("task a", None, {"/work/Taskfile.yml": text})) == ["opaque: limit"]
    many = json.dumps({"scripts": {"a": ["rm x"] * 300}})
    assert shown(opened("composer a", None, {"/work/composer.json": many})) == ["opaque: limit"]
