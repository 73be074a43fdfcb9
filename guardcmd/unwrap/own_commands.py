"""Commands that a project adds to its framework (manage.py, artisan), and folders of scripts (run-parts)."""

from __future__ import annotations

from guardcmd.calls import Payload
from guardcmd.shell.value import known
from guardcmd.unwrap.pathtext import absolute, seen_from
from guardcmd.unwrap.scripts import file_payload
from guardcmd.unwrap.task_files import divided, entered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.calls import Invocation
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World

MOST_FOLDERS = 40
MOST_FILES = 12
ARTISAN = "app/Console/Commands"


def open_own_command(invocation: Invocation, world: World) -> list[Inner]:
    """`manage.py purge` is APP/management/commands/purge.py; `artisan shop:purge` the class with that signature."""
    given, options = divided(invocation.argv[1:], ("--settings", "--pythonpath", "--env", "-v"))
    name = given[0].text if given else None
    root = invocation.directory.text
    if not name or root is None or invocation.origin.remote or any(each in ("--help", "-h") for each, _ in options):
        return []
    program = (invocation.argv[0].text or "").rpartition("/")[2]
    within = entered(invocation, program, name)
    if program == "artisan":
        return _artisan(within, root, name, world)
    if not name.replace("_", "").isalnum():
        return []
    found: list[Inner] = []
    for folder in ("", *[f"{each}/" for each in (world.files.names(root) or ())[:MOST_FOLDERS]]):
        path = f"{folder}management/commands/{name}.py"
        if world.files.kind(absolute(root, path)) == "file":
            found += file_payload(known(path), within, world, "python", "", tuple(given), within)
    return found


def _artisan(within: Invocation, root: str, name: str, world: World) -> list[Inner]:
    if ":" not in name and "-" not in name:
        return []
    found: list[Inner] = []
    for file in [each for each in world.files.names(absolute(root, ARTISAN)) or () if each.endswith(".php")][
        :MOST_FILES
    ]:
        for part in file_payload(known(f"{ARTISAN}/{file}"), within, world, "php", "", (), within):
            text = part.text.text if isinstance(part, Payload) else ""
            if text and (f"'{name}" in text or f'"{name}' in text):
                found.append(part)
    return found


def open_run_parts(invocation: Invocation, world: World) -> list[Inner]:
    """`run-parts DIR`: every file in it is run."""
    given, options = divided(invocation.argv[1:], ("-a", "--arg", "-u", "--umask", "--regex"))
    if any(name in ("--test", "--list", "--help", "-h", "--version") for name, _ in options):
        return []
    found: list[Inner] = []
    within = entered(invocation, "run-parts")
    for folder in given:
        for place in seen_from(invocation.directory, folder).texts:
            names = world.files.names(place) or ()
            for name in names[:MOST_FILES]:
                found += file_payload(known(f"{place}/{name}"), within, world, "", "", ())
    return found
