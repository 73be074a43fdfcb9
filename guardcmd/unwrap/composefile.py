"""What compose files say: the command that a service runs, and the volumes that `down -v` removes."""

from __future__ import annotations

from guardcmd.calls import Opaque
from guardcmd.shell.value import known
from guardcmd.unwrap.inner import code, command, enter
from guardcmd.unwrap.pathtext import base_name, seen_from
from guardcmd.unwrap.program import words
from guardcmd.unwrap.split import split_words
from guardcmd.unwrap.task_files import at_line, divided, number_of, table, text_of
from guardcmd.unwrap.yamltext import YamlError, loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guardcmd.calls import Invocation
    from guardcmd.shell.value import Value
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World

FILES = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml", "docker-compose.override.yml")
TAKES = words(
    "-f --file -p --project-name --env-file --profile --project-directory --parallel --progress --ansi -e --env -u "
    "--user -v --volume -w --workdir --name --publish -l --label --entrypoint --scale -t --timeout --pull --cap-add"
)
GLOBALS = words("--context -c -H --host --config --log-level -l --tlscacert --tlscert --tlskey")
STARTING = ("up", "start", "create", "restart", "watch")


def open_compose(invocation: Invocation, world: World) -> list[Inner]:
    """`docker compose run SERVICE` and `up` run what the file says; `down -v` removes the volumes that it names."""
    given = list(invocation.argv[1:])
    program = (invocation.argv[0].text or "").rpartition("/")[2]
    if program in ("docker", "podman", "nerdctl"):
        position = 0
        while position < len(given) and (given[position].text or "")[:1] == "-":
            position += 2 if given[position].text in GLOBALS else 1
        if [word.text for word in given[position : position + 1]] != ["compose"]:
            return []
        given = given[position + 1 :]
    before = next((n for n, word in enumerate(given) if word.text in (*STARTING, "run", "down", "rm")), -1)
    if before < 0 or invocation.origin.remote:
        return []
    _, options = divided(given[:before], TAKES)
    own, flags = divided(given[before + 1 :], TAKES if given[before].text == "run" else ("--scale", "-t", "--timeout"))
    verb = given[before].text or ""
    within = invocation
    for name, value in options:
        if name == "--project-directory":
            within = within.replace(directory=seen_from(within.directory, value))
    chosen = [value.text or "" for name, value in options if name in ("-f", "--file")]
    names = [flag for flag, _ in flags]
    if "--dry-run" in [name for name, _ in options] or "--dry-run" in names:
        return []
    found: list[Inner] = []
    for file in chosen or FILES:
        text = text_of(file, within, world)
        if isinstance(text, Opaque) or text is None:
            continue
        try:
            read = loads(text)
        except YamlError:
            continue  # anchors, merges: compose reads more of YAML than is read here
        if isinstance(read, dict):
            if verb == "down":
                found += _volumes(invocation, read, names, options, file)
            else:
                found += _started(invocation, verb, own, read, file, text)
    return found


def _started(
    invocation: Invocation, verb: str, own: list[Value], read: dict[str, Any], file: str, text: str
) -> list[Inner]:
    services = table(read.get("services"))
    if verb == "run" and len(own) != 1:
        return []  # with words of its own it runs these: a wrapper
    wanted = [word.text or "" for word in own] or list(services)
    found: list[Inner] = []
    for name in wanted:
        service = services.get(name)
        if not isinstance(service, dict):
            continue
        step = enter(invocation, f"compose {verb}", remote=True, host=name)
        step = at_line(step, file, number_of(text, f"{name}:"))
        argv = [*_words(service.get("entrypoint")), *_words(service.get("command"))]
        if len(argv) > 2 and argv[1].text == "-c" and base_name(argv[0].text or "").endswith("sh"):
            found.append(code(step, argv[2], "shell", "posix"))
        elif argv:
            found.append(command(step, tuple(argv)))
    return found


def _words(value: Any) -> list[Value]:
    if isinstance(value, list):
        return [known(each) for each in value if isinstance(each, str)]
    return split_words(known(value.replace("$$", "$"))) if isinstance(value, str) and value else []


def _volumes(
    invocation: Invocation, read: dict[str, Any], names: list[str], options: list[tuple[str, Value]], file: str
) -> list[Inner]:
    """`down -v` as `docker volume rm` of each named volume that is not external."""
    if not any(name in ("-v", "--volumes") or (name[:1] == "-" and name[:2] != "--" and "v" in name) for name in names):
        return []
    project = next((value.text for name, value in options if name in ("-p", "--project-name")), None)
    project = project or str(read.get("name") or base_name(invocation.directory.text or ""))
    found: list[Inner] = []
    for name, given in table(read.get("volumes")).items():
        entry = table(given)
        if entry.get("external") in (None, "false", False):
            full = entry.get("name") if isinstance(entry.get("name"), str) else f"{project}_{name}"
            step = enter(invocation, "compose down")
            step = step.replace(origin=step.origin.replace(file=file, line=1))
            found.append(command(step, (known("docker"), known("volume"), known("rm"), known(str(full)))))
    return found
