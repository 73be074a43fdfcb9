"""What `kubectl delete -f` and `replace --force -f` delete: each object of the files, by its kind and name."""

from __future__ import annotations

from guardcmd.calls import Opaque
from guardcmd.shell.value import known
from guardcmd.unwrap.inner import command, enter
from guardcmd.unwrap.pathtext import absolute
from guardcmd.unwrap.program import words
from guardcmd.unwrap.task_files import at_line, divided, listed, table, text_of, values
from guardcmd.unwrap.yamltext import YamlError, loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guardcmd.calls import Invocation
    from guardcmd.shell.value import Value
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World

MOST_FILES = 8
DEEPEST = 3  # kustomizations within kustomizations
MOST_OBJECTS = 40
ENDINGS = (".yaml", ".yml", ".json")
TAKES = words(
    "-f --filename -k --kustomize -n --namespace --context --kubeconfig --cluster --user -s --server --as --as-group "
    "--token -l --selector --field-selector --timeout --grace-period -o --output --cascade"
)
WHERE = ("-n", "--namespace", "--context", "--kubeconfig", "--cluster", "-s", "--server", "--user", "--as")
PREVIEWS = ("client", "server", "true")


def open_manifests(invocation: Invocation, world: World) -> list[Inner]:
    """One `kubectl delete KIND NAME` for each object, so that a Namespace weighs as one."""
    given, options = divided(invocation.argv[1:], TAKES, ("-f", "-k", "-n"))
    verb = given[0].text if given else ""
    replaced = verb == "replace" and any(
        name == "--force" and value.text not in ("false", "0") for name, value in options
    )
    if (verb != "delete" and not replaced) or invocation.origin.remote:
        return []
    if any(name == "--dry-run" and value.text in (*PREVIEWS, "") for name, value in options):
        return []
    where: list[Value] = []
    for name, value in options:
        if name in WHERE:
            where += [known(name), value]
    found: list[Inner] = []
    for file, text in _texts(invocation, options, world):
        step = enter(invocation, f"kubectl {verb} -f")
        for line, kind, name, namespace in _objects(text)[:MOST_OBJECTS]:
            own = (
                ()
                if not namespace or any(word.text in ("-n", "--namespace") for word in where)
                else (known("-n"), known(namespace))
            )
            argv = (invocation.argv[0], *where, *own, known("delete"), known(kind.lower()), known(name))
            found.append(command(at_line(step, file, line), argv))
    return found


def _texts(invocation: Invocation, options: list[tuple[str, Value]], world: World) -> list[tuple[str, str]]:
    """The files that are named, those of folders, and the resources of a kustomization."""
    files: list[str] = []
    for value in values(options, "-f", "--filename"):
        for path in (value.text or "").split(","):
            if path == "-":
                given = invocation.input.text
                return [("-", given.text)] if given is not None and given.text else []
            files += _files(invocation, path, world) if path and "://" not in path else []
    for value in values(options, "-k", "--kustomize"):
        files += _kustomized(invocation, value.text or "", world)
    found: list[tuple[str, str]] = []
    for file in files[:MOST_FILES]:
        text = text_of(file, invocation, world)
        if isinstance(text, str):
            found.append((file, text))
    return found


def _files(invocation: Invocation, path: str, world: World) -> list[str]:
    root = invocation.directory.text
    names = world.files.names(absolute(root, path)) if root is not None else None
    if names is None:
        return [path]
    return [f"{path.rstrip('/')}/{name}" for name in names if name.endswith(ENDINGS)]


def _kustomized(invocation: Invocation, folder: str, world: World, depth: int = 0) -> list[str]:
    if depth > DEEPEST:
        return []
    for name in ("kustomization.yaml", "kustomization.yml", "Kustomization"):
        text = text_of(f"{folder.rstrip('/')}/{name}", invocation, world)
        if isinstance(text, Opaque) or text is None:
            continue
        try:
            read = loads(text)
        except YamlError:
            return []
        found: list[str] = []
        for each in [*listed(table(read).get("resources")), *listed(table(read).get("bases"))]:
            if isinstance(each, str) and "://" not in each:
                place = f"{folder.rstrip('/')}/{each}"
                found += [place] if each.endswith(ENDINGS) else _kustomized(invocation, place, world, depth + 1)
        return found
    return []


def _objects(text: str) -> list[tuple[int, str, str, str]]:
    """Line, kind, name and namespace of every object."""
    found: list[tuple[int, str, str, str]] = []
    line = 1
    for document in f"\n{text}".split("\n---"):
        found += _object(document, line)
        line += document.count("\n")
    return found


def _object(text: str, line: int) -> list[tuple[int, str, str, str]]:
    try:
        read: Any = loads(text.partition("\n")[2])
    except YamlError:
        return _by_lines(text, line)
    return [(line, *each) for each in _read(read)]


def _read(read: Any) -> list[tuple[str, str, str]]:
    if not isinstance(read, dict):
        return []
    items = read.get("items")
    if isinstance(items, list):
        return [each for item in items for each in _read(item)]
    metadata = table(read.get("metadata"))
    kind, name = read.get("kind"), metadata.get("name")
    if not isinstance(kind, str) or not isinstance(name, str):
        return []
    namespace = metadata.get("namespace")
    return [(kind, name, namespace if isinstance(namespace, str) else "")]


def _by_lines(text: str, line: int) -> list[tuple[int, str, str, str]]:
    """Kind and name where the rest of the document (templates, anchors) is not read."""
    kind = name = ""
    for row in text.split("\n"):
        if row.startswith("kind:"):
            kind = row[5:].strip().strip("\"'")
        elif row.startswith("  name:") and not name:
            name = row[7:].strip().strip("\"'")
    return [(line, kind, name, "")] if kind and name and kind[0].isalpha() else []
