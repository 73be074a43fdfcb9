"""Task runners: which program's tasks are read by which module, each loaded when it occurs."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guardcmd.calls import Invocation
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World


def _make(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.make import open_make

    return open_make(invocation, world)


def _node(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.node_scripts import open_node

    return open_node(invocation, world)


def _node_run(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.node_scripts import open_node_run

    return open_node_run(invocation, world)


def _deno(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.node_scripts import open_deno

    return open_deno(invocation, world)


def _just(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.justfile import open_just

    return open_just(invocation, world)


def _task(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.taskfile import open_task

    return open_task(invocation, world) or _python(invocation, world)


def _composer(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.taskfile import open_composer

    return open_composer(invocation, world)


def _python(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.python_tasks import open_python_tasks

    return open_python_tasks(invocation, world)


def _tox(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.python_tasks import open_tox

    return open_tox(invocation, world)


def _sessions(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.python_tasks import open_sessions

    return open_sessions(invocation, world)


def _workspaces(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.node_workspaces import open_workspace_runner

    return open_workspace_runner(invocation, world)


def _rake(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.rakefile import open_rake

    return open_rake(invocation, world)


def _console(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.own_commands import open_own_command

    return open_own_command(invocation, world)


def _run_parts(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.own_commands import open_run_parts

    return open_run_parts(invocation, world)


def _compose(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.composefile import open_compose

    return open_compose(invocation, world)


def _kubectl(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.manifests import open_manifests

    return open_manifests(invocation, world)


MIGRATES = frozenset(("prisma", "dbmate", "goose", "sqlx", "supabase", "drizzle-kit", "rails", "rake", "diesel"))

RUNNERS: dict[str, Callable[[Invocation, World], list[Inner]]] = {
    "make": _make,
    "gmake": _make,
    "gnumake": _make,
    "npm": _node,
    "yarn": _node,
    "yarnpkg": _node,
    "pnpm": _node,
    "bun": _node,
    "node": _node_run,
    "deno": _deno,
    "just": _just,
    "task": _task,
    "go-task": _task,
    "composer": _composer,
    **dict.fromkeys(
        ("pdm", "poe", "poethepoet", "hatch", "pixi", "rye", "pipenv", "poetry", "uv", "mise", "rtx"), _python
    ),
    "tox": _tox,
    **dict.fromkeys(("nox", "invoke", "inv", "fab"), _sessions),
    **dict.fromkeys(("turbo", "nx", "lerna"), _workspaces),
    **dict.fromkeys(("rake", "rails"), _rake),
    **dict.fromkeys(("manage.py", "django-admin", "artisan"), _console),
    "run-parts": _run_parts,
    **dict.fromkeys(("docker", "docker-compose", "podman", "podman-compose", "nerdctl"), _compose),
    **dict.fromkeys(("kubectl", "oc"), _kubectl),
}


def open_tasks(name: str, invocation: Invocation, world: World) -> list[Inner]:
    """The commands of the tasks that the program would run, read from its file."""
    runner = RUNNERS.get(name)
    found = runner(invocation, world) if runner else []
    if name in MIGRATES:
        from guardcmd.unwrap.migrations import open_migrations

        found = [*found, *open_migrations(name, invocation, world)]
    return found
