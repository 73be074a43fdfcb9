"""What go-task (`task`) and composer run: the commands of Taskfile.yml and the scripts of composer.json."""

from __future__ import annotations

from guardcmd.calls import Opaque
from guardcmd.jsontext import JsonError
from guardcmd.jsontext import loads as read_json
from guardcmd.shell.value import Value, known, unknown
from guardcmd.unwrap.compose import concat, join
from guardcmd.unwrap.inner import code, enter, opaque
from guardcmd.unwrap.pathtext import seen_from
from guardcmd.unwrap.scripts import file_text
from guardcmd.unwrap.task_files import divided
from guardcmd.unwrap.yamltext import YamlError
from guardcmd.unwrap.yamltext import loads as read_yaml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guardcmd.calls import Invocation
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World

TASKFILES = ("Taskfile.yml", "taskfile.yml", "Taskfile.yaml", "taskfile.yaml", "Taskfile.dist.yml")
TASK_PREVIEWS = ("-n", "--dry", "-l", "--list", "-a", "--list-all", "--summary", "--status", "--version", "--help")
MOST = 200
COMPOSER_EVENTS = {
    "install": ("pre-install-cmd", "post-install-cmd", "pre-autoload-dump", "post-autoload-dump"),
    "update": ("pre-update-cmd", "post-update-cmd", "pre-autoload-dump", "post-autoload-dump"),
    "dump-autoload": ("pre-autoload-dump", "post-autoload-dump"),
    "create-project": ("post-root-package-install", "post-create-project-cmd"),
}


# --- task ----------------------------------------------------------------------------------


def open_task(invocation: Invocation, world: World) -> list[Inner]:
    """The commands of the tasks that are named (`default` without a name) and of those that they need."""
    words, options = _divided(invocation.argv[1:], ("-d", "--dir", "-t", "--taskfile", "-o", "--output", "-C"))
    within = enter(invocation, " ".join(["task", *[word.shown() for word in words[:1]]]))
    if any(name in TASK_PREVIEWS for name in options):
        return []
    directory = options.get("-d") or options.get("--dir")
    if directory is not None:
        within = within.replace(directory=seen_from(within.directory, directory))
    chosen = options.get("-t") or options.get("--taskfile")
    for name in (chosen.text or "",) if chosen is not None else TASKFILES:
        text = file_text(name, within, world)
        if isinstance(text, Opaque):
            return [text]
        if text is not None:
            return _tasks(within, text.text or "", name, [word.text or "" for word in words if "=" not in word.shown()])
    return []


def _tasks(within: Invocation, text: str, file: str, wanted: list[str]) -> list[Inner]:
    try:
        read = read_yaml(text)
    except YamlError as error:
        return [opaque(within, "file", f"`{file}` cannot be read: {error}")]
    tasks = read.get("tasks") if isinstance(read, dict) else None
    if not isinstance(tasks, dict):
        return []
    found: list[Inner] = []
    seen: set[str] = set()
    pending = wanted or ["default"]
    while pending:
        name = pending.pop(0)
        if name in seen or name not in tasks:
            continue
        seen.add(name)
        number = next((n for n, line in enumerate(text.split("\n"), 1) if line.strip().startswith(f"{name}:")), 1)
        step = within.replace(origin=within.origin.replace(file=file, line=number))
        lines, needs = _commands(tasks[name])
        if len(found) + len(lines) > MOST:
            return [*found, opaque(within, "limit", "its tasks have too many lines")]
        found += [code(step, _with_holes(line), "shell", "posix") for line in lines]
        pending += needs
    return found


def _commands(task: Any) -> tuple[list[str], list[str]]:
    """The shell lines of one task, and the other tasks that it runs."""
    if isinstance(task, str):
        return [task], []
    listed = task if isinstance(task, list) else []
    needs: list[Any] = []
    if isinstance(task, dict):
        listed = task.get("cmds") or task.get("cmd") or []
        listed = listed if isinstance(listed, list) else [listed]
        needs = task.get("deps") or []
        needs = list(needs) if isinstance(needs, list) else []
        listed = [*listed, *(task.get("status") or []), *(task.get("preconditions") or [])]
    lines: list[str] = []
    names: list[str] = []
    for each in listed:
        if isinstance(each, str):
            lines.append(each)
        elif isinstance(each, dict):
            lines += [str(each[key]) for key in ("cmd", "defer", "sh") if isinstance(each.get(key), str)]
            needs.append(each)
    for need in needs:
        name = need.get("task") if isinstance(need, dict) else need
        if isinstance(name, str):
            names.append(name)
    return lines, names


def _with_holes(line: str) -> Value:
    """`{{.NAME}}` is not known."""
    parts: list[Value] = []
    for place, piece in enumerate(line.split("{{")):
        if place:
            inner, _, piece = piece.partition("}}")
            parts.append(unknown("{{" + inner + "}}"))
        parts.append(known(piece))
    return concat(parts)


def _divided(words: tuple[Value, ...], takes: tuple[str, ...]) -> tuple[list[Value], dict[str, Value]]:
    """Operands before `--`, and options with their values (known("") for those without)."""
    end = next((place for place, word in enumerate(words) if word.text == "--"), len(words))
    operands, options = divided(words[:end], takes)
    return operands, dict(options)


# --- composer ------------------------------------------------------------------------------


def open_composer(invocation: Invocation, world: World) -> list[Inner]:
    """The scripts of composer.json that a command runs."""
    words, options = _divided(invocation.argv[1:], ("-d", "--working-dir"))
    directory = options.get("-d") or options.get("--working-dir")
    within = invocation
    if directory is not None:
        within = within.replace(directory=seen_from(within.directory, directory))
    if "--no-scripts" in options or not words:
        return []
    verb = words[0].text or ""
    rest = words[1:]
    if verb in ("run", "run-script") and rest:
        verb, rest = rest[0].text or "", rest[1:]
    text = file_text("composer.json", within, world)
    if text is None:
        return []
    if isinstance(text, Opaque):
        return [text]
    step = enter(within, f"composer {verb}")
    try:
        read = read_json(text.text or "")
    except JsonError as error:
        return [opaque(step, "file", f"`composer.json` cannot be read: {error}")]
    scripts = read.get("scripts") if isinstance(read, dict) else None
    if not isinstance(scripts, dict):
        return []
    step = step.replace(origin=step.origin.replace(file="composer.json", line=1))
    lines = _composer_lines(scripts, list(COMPOSER_EVENTS.get(verb, (f"pre-{verb}-cmd", verb, f"post-{verb}-cmd"))))
    if len(lines) > MOST:
        return [opaque(step, "limit", "its scripts have too many lines")]
    return [code(step, join((known(line), *rest)), "shell", "posix") for line in lines]


def _composer_lines(scripts: dict[str, Any], names: list[str]) -> list[str]:
    """Each script is a line or a list of lines; `@name` is another script, `@php` the program, `A::b` a PHP method."""
    lines: list[str] = []
    seen: set[str] = set()
    while names and len(lines) <= MOST:
        name = names.pop(0)
        if name in seen:
            continue
        seen.add(name)
        listed = scripts.get(name, [])
        for line in listed if isinstance(listed, list) else [listed]:
            if not isinstance(line, str) or ("::" in line and " " not in line):
                continue
            word = line[1:].split(" ", 1)[0] if line[:1] == "@" else ""
            if word in scripts:
                names.append(word)
            else:
                lines.append(f"composer {line[10:]}" if word == "composer" else line.removeprefix("@"))
    return lines
