"""Packages within a package: what `npm -w`, `pnpm -r`, `yarn workspace`, turbo, nx and lerna run in them."""

from __future__ import annotations

from guardcmd.calls import Opaque
from guardcmd.jsontext import JsonError, loads
from guardcmd.shell.value import known
from guardcmd.unwrap.inner import enter, opaque
from guardcmd.unwrap.pathtext import absolute, base_name, seen_from
from guardcmd.unwrap.patterns import is_pattern, matches
from guardcmd.unwrap.program import words
from guardcmd.unwrap.task_files import at_line, divided, line_code, listed, number_of, table, text_of
from guardcmd.unwrap.yamltext import YamlError
from guardcmd.unwrap.yamltext import loads as read_yaml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from guardcmd.calls import Invocation
    from guardcmd.shell.value import Value
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World

MOST_PACKAGES = 12
TAKES = words(
    "--filter -F --scope --ignore --cwd --cache-dir --concurrency --env-mode --log-order --parallel -t --target "
    "--targets -p --projects --exclude --base --head --configuration -c --output-style --runner --stream-prefix --since"
)
TURBO_WORDS = words("prune login logout link unlink daemon bin gen generate config ls scan telemetry info query watch")
NX_WORDS = words(  # no targets
    "daemon graph g generate migrate report list show format format:check format:write repair reset sync import init "
    "connect add plugin release affected:graph login logout exec watch view-logs configure-ai-agents"
)


def packages(within: Invocation, world: World) -> list[tuple[str, dict[str, Any], str]]:
    """Folder, package.json and its text, of every package that the root's files name; a few of them."""
    found: list[tuple[str, dict[str, Any], str]] = []
    for folder in _folders(within, world)[:MOST_PACKAGES]:
        text = text_of(f"{folder}/package.json", within, world)
        if isinstance(text, str):
            package = _read(text)
            if package:
                found.append((folder, package, text))
    return found


def _read(text: str) -> dict[str, Any]:
    try:
        read = loads(text)
    except JsonError:
        return {}
    return read if isinstance(read, dict) else {}


def _folders(within: Invocation, world: World) -> list[str]:
    """The folders of the packages, seen from the root."""
    root = within.directory.text
    if root is None or within.origin.remote:
        return []
    entries: list[Any] = []
    for file in ("package.json", "lerna.json"):
        text = text_of(file, within, world)
        read = _read(text) if isinstance(text, str) else {}
        entry = read.get("workspaces") or (read.get("packages") if file == "lerna.json" else None)
        entries += listed(entry.get("packages") if isinstance(entry, dict) else entry)
    text = text_of("pnpm-workspace.yaml", within, world)
    if isinstance(text, str):
        try:
            found = read_yaml(text)
        except YamlError:
            found = None
        entries += listed(table(found).get("packages"))
    patterns = [each.removeprefix("./").rstrip("/") for each in entries if isinstance(each, str) and each[:1] != "!"]
    patterns = patterns or ["packages/*", "apps/*", "libs/*"]
    folders = [folder for pattern in patterns for folder in _fitting(root, pattern, world)]
    return list(dict.fromkeys(folders))


def _fitting(root: str, pattern: str, world: World) -> list[str]:
    head, _, last = pattern.replace("/**", "/*").rpartition("/")
    if not is_pattern(pattern):
        return [pattern]
    if is_pattern(head):
        return []
    names = world.files.names(absolute(root, head) if head else root) or ()
    return [f"{head}/{name}" if head else name for name in names if matches(last, name) and name[0] != "."]


def chosen(
    every: Sequence[tuple[str, dict[str, Any], str]], wanted: Sequence[str]
) -> list[tuple[str, dict[str, Any], str]]:
    """Those that a name, a folder or a pattern takes; `name...` and `...name` are read as the name."""
    names = [each.strip(".^{}").removeprefix("./").rstrip("/") for each in wanted]
    return [
        package
        for package in every
        if any(
            matches(name, str(package[1].get("name", "")))
            or matches(name, base_name(str(package[1].get("name", ""))))
            or matches(name, package[0])
            or matches(name, base_name(package[0]))
            for name in names
            if name
        )
    ]


def in_packages(
    within: Invocation, program: str, task: str, rest: Sequence[Value], wanted: Sequence[str] | None, world: World
) -> list[Inner]:
    """The script of this name in the packages that are meant; None means all of them."""
    every = packages(within, world)
    found: list[Inner] = []
    for folder, package, text in every if wanted is None else chosen(every, wanted):
        scripts = table(package.get("scripts"))
        step = enter(within, f"{program} run {task}").replace(directory=seen_from(within.directory, known(folder)))
        for name in (f"pre{task}", task, f"post{task}"):
            line = scripts.get(name)
            if isinstance(line, str):
                at = at_line(step, f"{folder}/package.json", number_of(text, f'"{name}"'))
                found.append(line_code(at, line, rest if name == task else ()))
        found += _target(step, folder, task, world) if program == "nx" else []
    if len(_folders(within, world)) > MOST_PACKAGES:
        reason = f"it has more than {MOST_PACKAGES} packages"
        found.append(opaque(enter(within, f"{program} run {task}"), "file", reason))
    return found


def _target(within: Invocation, folder: str, task: str, world: World) -> list[Inner]:
    """A target of nx's own file, where it runs commands."""
    text = text_of("project.json", within, world)
    if not isinstance(text, str):
        return []
    target = table(table(_read(text).get("targets")).get(task))
    options = table(target.get("options"))
    lines = [options.get("command"), target.get("command")]
    lines += [each.get("command") if isinstance(each, dict) else each for each in listed(options.get("commands"))]
    step = at_line(within, f"{folder}/project.json", number_of(text, f'"{task}"'))
    return [line_code(step, line) for line in lines if isinstance(line, str)]


def open_workspace_runner(invocation: Invocation, world: World) -> list[Inner]:
    """`turbo run x`, `nx run api:x`, `nx x api`, `nx run-many -t x`, `lerna run x`: scripts of the packages."""
    program = (invocation.argv[0].text or "").rpartition("/")[2]
    given, options = divided(invocation.argv[1:], TAKES)
    names = [word.text or "" for word in given]
    if any(name in ("--dry", "--dry-run", "--help", "-h", "--version", "--graph") for name, _ in options) or not names:
        return []
    wanted: list[str] | None = None
    limits = ("--filter", "-F", "--scope", "-p", "--projects")
    limited = [value.text or "" for name, value in options if name in limits]
    if limited:
        wanted = [each for value in limited for each in value.split(",")]
    tasks: list[str] = []
    if program == "nx":
        if names[0] in ("run-many", "affected"):
            given_tasks = [value.text or "" for name, value in options if name in ("-t", "--target", "--targets")]
            tasks = [each for value in given_tasks for each in value.split(",")] + names[1:]
        elif names[0] == "run" and len(names) > 1:
            project, _, task = names[1].partition(":")
            tasks, wanted = [task.partition(":")[0]], [project]
        elif names[0] not in NX_WORDS:
            tasks, wanted = names[:1], names[1:2] or wanted
    elif names[0] == "run":
        tasks = names[1:2] if program == "lerna" else names[1:]
    elif names[0] not in TURBO_WORDS and program == "turbo":
        tasks = names
    found: list[Inner] = []
    for task in tasks:
        if task:
            found += in_packages(invocation, program, task, (), wanted, world)
            found += _root(invocation, program, task, world) if wanted is None and program == "turbo" else []
    return found


def _root(within: Invocation, program: str, task: str, world: World) -> list[Inner]:
    """turbo runs a script of the root under the name `//#x`."""
    text = text_of("package.json", within, world)
    if isinstance(text, Opaque) or text is None or not task.startswith("//#"):
        return []
    line = table(_read(text).get("scripts")).get(task[3:])
    step = at_line(enter(within, f"{program} run {task}"), "package.json", number_of(text, f'"{task[3:]}"'))
    return [line_code(step, line)] if isinstance(line, str) else []
