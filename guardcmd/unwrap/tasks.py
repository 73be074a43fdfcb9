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

    return open_task(invocation, world)


def _composer(invocation: Invocation, world: World) -> list[Inner]:
    from guardcmd.unwrap.taskfile import open_composer

    return open_composer(invocation, world)


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
}


def open_tasks(name: str, invocation: Invocation, world: World) -> list[Inner]:
    """The commands of the tasks that the program would run, read from its file."""
    runner = RUNNERS.get(name)
    return runner(invocation, world) if runner else []
