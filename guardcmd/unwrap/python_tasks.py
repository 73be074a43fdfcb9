"""Tasks of Python projects and of mise: pdm, poe, hatch, pixi, rye, tox, nox; and scripts that a package declares."""

from __future__ import annotations

from guardcmd.calls import Opaque
from guardcmd.shell.value import known
from guardcmd.unwrap.inner import command, opaque
from guardcmd.unwrap.pathtext import seen_from
from guardcmd.unwrap.program import words
from guardcmd.unwrap.scripts import file_payload
from guardcmd.unwrap.task_files import (
    MOST,
    at_line,
    divided,
    entered,
    in_file,
    line_code,
    listed,
    number_of,
    shell_of,
    table,
    text_of,
    unreadable,
    values,
)
from guardcmd.unwrap.tomltext import TomlError, loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from guardcmd.calls import Invocation
    from guardcmd.shell.value import Value
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World

TAKES = words(
    "-C --directory -P --project -p -e --environment --env --env-file --manifest-path --venv --cwd --with -w --extra "
    "--group --python --package --cd -E -j --jobs --executor -f --file"
)
DIRECTORIES = ("-C", "--directory", "--project", "-P", "--cwd", "--cd")
PROJECT = "pyproject.toml"
# program -> files and the table in each that holds its tasks
TABLES: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "pdm": ((PROJECT, ("tool", "pdm", "scripts")),),
    "poe": ((PROJECT, ("tool", "poe", "tasks")), ("poe_tasks.toml", ("tasks",))),
    "rye": ((PROJECT, ("tool", "rye", "scripts")),),
    "pixi": ((PROJECT, ("tool", "pixi", "tasks")), ("pixi.toml", ("tasks",))),
    "task": ((PROJECT, ("tool", "taskipy", "tasks")),),
    "pipenv": (("Pipfile", ("scripts",)),),
    "mise": (("mise.toml", ("tasks",)), (".mise.toml", ("tasks",)), (".config/mise.toml", ("tasks",)),
             (".mise/config.toml", ("tasks",)), ("mise/config.toml", ("tasks",))),
}  # fmt: skip
ALIASES = {"poethepoet": "poe", "rtx": "mise"}
RUN_WORDS = {"mise": ("run", "r"), "poe": (), "task": ()}  # the others: run
DECLARING = ("uv", "poetry", "pdm", "rye", "hatch", "pipenv")  # they run what the package itself declares
OWN_WORDS = {  # bare words that are no tasks
    "pdm": words(
        "add build cache config export fix import info init install list lock outdated plugin publish python py "
        "remove run search self show sync update use venv completion new"
    ),
    "mise": words(
        "activate alias backends bin-paths cache completion config current deactivate direnv doctor en env exec x "
        "fmt generate implode install i install-into latest link ls ls-remote outdated plugins prune registry "
        "reshim search self-update set settings shell sync tasks test-tool tool trust uninstall unset upgrade up use "
        "version watch where which"
    ),
}
FOLDERS = ("mise-tasks", ".mise-tasks", "mise/tasks", ".mise/tasks", ".config/mise/tasks")  # a file is a task
IDLE = ("--list", "-l", "--help", "-h", "--version", "-V", "--dry-run", "-d", "-n")
LINES = ("cmd", "shell", "script", "run", "interpreter", "expr", "call")
NEEDS = ("deps", "depends", "depends-on", "depends_on", "sequence", "composite", "chain", "parallel", "depends_post")


def open_python_tasks(invocation: Invocation, world: World) -> list[Inner]:
    """`pdm run x`, `poe x`, `hatch run env:x`, `mise run x`, `uv run x`: what the project's files say that it is."""
    name = (invocation.argv[0].text or "").rpartition("/")[2]
    program = ALIASES.get(name, name)
    given, options = divided(invocation.argv[1:], TAKES)
    within = invocation
    for directory in values(options, *DIRECTORIES):
        within = within.replace(directory=seen_from(within.directory, directory))
    run = RUN_WORDS.get(program, ("run",))
    named = bool(given) and given[0].text in run
    task = given[1:] if named else given
    if not task or not task[0].text or (run and not named and program not in OWN_WORDS):
        return []
    if not named and given[0].text in OWN_WORDS.get(program, ()):
        return []
    if program in ("poe", "mise", "task", "pixi") and any(flag in IDLE for flag, _ in options):
        return []
    step = entered(within, program, task[0].text)
    found: list[Inner] = []
    if program == "hatch":
        found += _hatch(step, task[0].text, task[1:], world)
    for file, path in TABLES.get(program, ()):
        found += _listed(step, file, path, task[0].text, task[1:], world)
    if program == "mise":
        for folder in FOLDERS:
            place = known(f"{folder}/{task[0].text.replace(':', '/')}")
            found += file_payload(place, step, world, "", "", tuple(task))
    if program in DECLARING and not found:
        found += _declared(step, task[0].text, task[1:], world)
    return found


def _table(file: str, within: Invocation, world: World, wanted: str) -> tuple[Any, str] | Opaque | None:
    """A file that holds the word, read, with its text."""
    text = text_of(file, within, world)
    if text is None or isinstance(text, Opaque):
        return text
    if wanted not in text:
        return None
    try:
        return loads(text), text
    except TomlError as error:
        return unreadable(within, file, error)


def _listed(
    within: Invocation, file: str, path: tuple[str, ...], name: str, rest: list[Value], world: World
) -> list[Inner]:
    read = _table(file, within, world, name)
    if isinstance(read, Opaque):
        return [read]
    return _run(within, file, _inside(read[0], path), name, rest, read[1]) if read is not None else []


def _inside(read: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        read = read.get(name) if isinstance(read, dict) else None
    return read


def _run(within: Invocation, file: str, tasks: Any, name: str, rest: list[Value], text: str) -> list[Inner]:
    """The lines of a task and of those that it needs."""
    if not isinstance(tasks, dict):
        return []
    found: list[Inner] = []
    seen: set[str] = set()
    pending = [f"pre_{name}", name, f"post_{name}"]
    while pending:
        task = pending.pop(0)
        if task in seen or task not in tasks:
            continue
        seen.add(task)
        step = at_line(within, file, _line(text, task))
        lines, needs = _parts(tasks[task], tasks)
        if len(found) + len(lines) > MOST:
            return [*found, opaque(within, "limit", "its tasks have too many lines")]
        found += [line_code(step, line, rest if task == name else ()) for line in lines if line]
        pending += needs
    return found


def _line(text: str, task: str) -> int:
    starts = (f"{task} ", f"{task}=", f'"{task}"', f"[tasks.{task}]", f"[tasks.{task}.")
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if bare.startswith(starts) or bare.endswith(f".{task}]"):
            return number
    return 1


def _parts(task: Any, tasks: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Lines of shell, and names of other tasks."""
    if isinstance(task, str):
        word = task.split(None, 1)[0] if task.split() else ""
        return ([task], [word] if word in tasks else [])
    if isinstance(task, list):
        lines, needs = [], []
        for each in task:
            more, names = _parts(each, tasks)
            lines += more
            needs += names
        return lines, needs
    lines, needs = [], []
    for key, value in task.items() if isinstance(task, dict) else ():
        if key in LINES:
            lines += [shell_of(value)] if key == "cmd" or isinstance(value, str) else _parts(value, tasks)[0]
            needs += _parts(value, tasks)[1]
        elif key in NEEDS:
            for each in value if isinstance(value, list) else [value]:
                more, names = _parts(each, tasks)
                lines += [] if names and isinstance(each, str) else more
                needs += names
        elif key == "ref" and isinstance(value, str):
            needs.append(value)
    return lines, needs


# --- hatch ---------------------------------------------------------------------------------


def _hatch(within: Invocation, name: str, rest: list[Value], world: World) -> list[Inner]:
    environment, colon, task = name.rpartition(":")
    environment = environment.lstrip("+") if colon else "default"
    found: list[Inner] = []
    for file, path in ((PROJECT, ("tool", "hatch", "envs")), ("hatch.toml", ("envs",))):
        read = _table(file, within, world, task)
        if isinstance(read, Opaque):
            found.append(read)
        elif read is not None:
            scripts = _inside(read[0], (*path, environment, "scripts"))
            found += _run(within, file, scripts, task, rest, read[1])
    return found


# --- what the package declares ---------------------------------------------------------------


def _declared(within: Invocation, name: str, rest: list[Value], world: World) -> list[Inner]:
    """`[project.scripts] wipe = "app.wipe:main"`: the module that it lives in, read as a script."""
    if any(character in name for character in "./"):
        return []
    read = _table(PROJECT, within, world, f"{name} =") or _table(PROJECT, within, world, f"{name}=")
    if read is None or isinstance(read, Opaque):
        return []
    for path in (("project", "scripts"), ("tool", "poetry", "scripts")):
        target = table(_inside(read[0], path)).get(name)
        if isinstance(target, dict):
            target = target.get("reference") or target.get("callable")
        if isinstance(target, str):
            module = target.partition(":")[0].strip().replace(".", "/")
            places = [f"{folder}{module}{end}" for folder in ("", "src/") for end in (".py", "/__init__.py")]
            for place in places:
                parts = file_payload(known(place), within, world, "python", "", (known(name), *rest), within)
                if parts:
                    return parts
    return []


# --- tox -------------------------------------------------------------------------------------

TOX_VALUES = words("-e -c --workdir --root --conf -x --override --result-json -f --factors -m --labels --skip-env")
TOX_WORDS = words("run r run-parallel p legacy le devenv d exec e")
TOX_IDLE = words(
    "list l config c quickstart depends de -l --listenvs -a --listenvs-all --showconfig --version --help -n --notest"
)


def open_tox(invocation: Invocation, world: World) -> list[Inner]:
    """`tox -e x`: the commands of `[testenv:x]`; without -e those of env_list."""
    given, options = divided(invocation.argv[1:], TOX_VALUES, ("-e",))
    verb = given[0].text if given else ""
    if verb in TOX_IDLE or any(name in TOX_IDLE for name, _ in options):
        return []
    within = entered(invocation, "tox")
    text, file, sections = None, "", {}
    for file in ("tox.ini", PROJECT, "setup.cfg", "tox.toml"):
        text = text_of(file, within, world)
        if isinstance(text, Opaque):
            return [text]
        if text is not None and ("testenv" in text or "env_run_base" in text):
            break
    if not isinstance(text, str):
        return []
    try:
        sections = _sections(file, text)
    except TomlError as error:
        return [unreadable(within, file, error)]
    names = [name for value in values(options, "-e") for name in (value.text or "").split(",") if name]
    if verb in ("exec", "e"):
        return []
    if not names:
        names = [
            name.strip() for name in _text(sections.get("tox", {}), "envlist", "env_list").replace("\n", ",").split(",")
        ]
    found: list[Inner] = []
    for name in names or ["py"]:
        section = f"testenv:{name}" if f"testenv:{name}" in sections else "testenv"
        lines = _text(sections.get(section, {}), "commands_pre", "commands", "commands_post").split("\n")
        step = at_line(within, file, number_of(text, f"[{section}]"))
        found += [line_code(step, line.strip().lstrip("-!").strip()) for line in lines[:MOST] if line.strip()]
    return found


def _text(section: Mapping[str, str], *names: str) -> str:
    return "\n".join([section[name] for name in names if name in section])


def _sections(file: str, text: str) -> dict[str, dict[str, str]]:
    """Sections with their values; continued lines are kept, `{posargs}` and comments are left out."""
    if file.endswith(".toml"):
        read = loads(text)
        legacy = _inside(read, ("tool", "tox", "legacy_tox_ini"))
        if isinstance(legacy, str):
            return _sections("", legacy)
        base = read if file == "tox.toml" else table(_inside(read, ("tool", "tox")))
        found = {
            "tox": {"env_list": ",".join([each for each in listed(base.get("env_list")) if isinstance(each, str)])}
        }
        for name, each in {"": base.get("env_run_base"), **table(base.get("env"))}.items():
            lines = "\n".join([shell_of(line) for line in listed(table(each).get("commands"))])
            found[f"testenv:{name}" if name else "testenv"] = {"commands": lines}
        return found
    sections: dict[str, dict[str, str]] = {}
    section: dict[str, str] = {}
    key = ""
    for line in text.replace("\\\n", " ").split("\n"):
        bare = line.strip()
        if bare[:1] in ("#", ";"):
            continue
        if line[:1] == "[" and "]" in line:
            section = sections.setdefault(line[1 : line.index("]")].removeprefix("tox:"), {})
        elif line[:1] in (" ", "\t") and key:
            section[key] += "\n" + bare
        elif "=" in line:
            key = line.partition("=")[0].strip()
            section[key] = line.partition("=")[2].strip()
    return {name: {key: _bare(value) for key, value in each.items()} for name, each in sections.items()}


def _bare(text: str) -> str:
    """Without tox's own substitutions: what they stand for is not known, and mostly arguments of a test run."""
    first, *others = text.split("{")
    return first + "".join([each.partition("}")[2] if "}" in each else each for each in others])


# --- nox, invoke, fab --------------------------------------------------------------------------

SESSION_VALUES = words(
    "-s --session --sessions -e -p --python --pythons -f --noxfile -k --keywords -t --tags -H -c --collection -r --root"
)
CALLS = (".run(", ".run_always(", ".run_install(", ".local(", ".sudo(", "sh(", "run(")


def open_sessions(invocation: Invocation, world: World) -> list[Inner]:
    """`nox -s x`, `inv x`, `fab x`: the function of that name, as Python, and the commands that it runs."""
    program = (invocation.argv[0].text or "").rpartition("/")[2]
    given, options = divided(invocation.argv[1:], SESSION_VALUES, ("-s", "-e"))
    if any(name in ("-l", "--list", "--help", "-h", "--version") for name, _ in options):
        return []
    within = entered(invocation, program)
    file = {"nox": "noxfile.py", "fab": "fabfile.py"}.get(program, "tasks.py")
    for path in values(options, "-f", "--noxfile"):
        file = path.text or file
    text = text_of(file, within, world)
    if not isinstance(text, str):
        return [text] if text is not None else []
    every = _functions(text)
    names = [word.text or "" for word in given]
    if program == "nox":
        chosen = values(options, "-s", "--session", "--sessions", "-e")
        names += [name for value in chosen for name in (value.text or "").replace(",", " ").split()]
        names = names or list(every)
    found: list[Inner] = []
    for name in names:
        wanted = name.partition("-")[0] if program == "nox" and name not in every else name
        function = every.get(wanted.replace("-", "_")) or every.get(wanted.rpartition(".")[2].replace("-", "_"))
        if function is not None:
            found += _function(within, file, *function)
    return found


def _functions(text: str) -> dict[str, tuple[int, str]]:
    """Top-level functions: the line that each begins in, and its text."""
    found: dict[str, tuple[int, str]] = {}
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if line.startswith(("def ", "async def "))]
    for start in starts:
        end = next(
            (n for n in range(start + 1, len(lines)) if lines[n][:1] not in ("", " ", "\t", ")", "#")), len(lines)
        )
        name = lines[start].partition("def ")[2].partition("(")[0].strip()
        found[name] = (start + 1, "\n".join(lines[start:end]))
    return found


def _function(within: Invocation, file: str, number: int, text: str) -> list[Inner]:
    from guardcmd.unwrap.inner import code

    lines = text.split("\n")
    body = lines[1:]
    indent = min([len(line) - len(line.lstrip()) for line in body if line.strip()], default=0)
    step = in_file(within, file, number + 1)
    source = "\n".join([line[indent:] if line.strip() else "" for line in body])
    found: list[Inner] = [code(step, known(source), "python", "", (), step)]
    for call in CALLS:
        place = text.find(call)
        while place >= 0 and len(found) < MOST:
            arguments = _literals(text, place + len(call))
            line = at_line(within, file, number + text.count("\n", 0, place))
            if len(arguments) == 1:
                found.append(line_code(line, arguments[0]))
            elif arguments:
                found.append(command(line, tuple([known(each) for each in arguments])))
            place = text.find(call, place + 1)
    return found


def _literals(text: str, at: int) -> list[str]:
    """The quoted arguments of a call, up to the first that is something else."""
    found: list[str] = []
    while True:
        while at < len(text) and text[at] in " \t\n,":
            at += 1
        if text[at : at + 1] in ("f", "r") and text[at + 1 : at + 2] in ("'", '"'):
            at += 1
        quote = text[at : at + 1]
        end = text.find(quote, at + 1) if quote and quote in "'\"" else -1
        if end < 0:
            return found
        found.append(text[at + 1 : end])
        at = end + 1
