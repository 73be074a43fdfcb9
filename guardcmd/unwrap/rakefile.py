"""What rake runs: the blocks of the tasks that are named, in the Rakefile and in lib/tasks."""

from __future__ import annotations

from guardcmd.record import Record
from guardcmd.shell.value import known
from guardcmd.unwrap.inner import code
from guardcmd.unwrap.pathtext import absolute, seen_from
from guardcmd.unwrap.program import words
from guardcmd.unwrap.task_files import MOST, divided, entered, in_file, text_of, values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.calls import Invocation
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World

FILES = ("Rakefile", "rakefile", "Rakefile.rb", "rakefile.rb")
FOLDERS = ("lib/tasks", "rakelib")
MOST_FILES = 10
MOST_LINES = 400  # of one block
TAKES = words("-f --rakefile -C --directory -I --libdir -r --require -j --jobs -e --execute -E -p -R --rakelib")
IDLE = words("-T --tasks -P --prereqs -D --describe -W --where -n --dry-run -h --help -V --version -A --all")
PUNCTUATION = " :\t\"',{}[]()=>"


class Task(Record):
    """One `task … do … end`: what it needs, its block, and the line that the block begins in."""

    name: str
    needs: tuple[str, ...]
    body: str
    file: str
    line: int


def open_rake(invocation: Invocation, world: World) -> list[Inner]:
    """`rake a:b`: the block as Ruby, and those of the tasks that it needs."""
    given, options = divided(invocation.argv[1:], TAKES)
    if any(name in IDLE for name, _ in options) or invocation.origin.remote:
        return []
    within = invocation
    for directory in values(options, "-C", "--directory"):
        within = within.replace(directory=seen_from(within.directory, directory))
    names = [(word.text or "").partition("[")[0] for word in given if "=" not in (word.text or "=")]
    program = (invocation.argv[0].text or "").rpartition("/")[2]
    if program == "rails" and not any(":" in name for name in names):
        return []
    chosen = [value.text or "" for value in values(options, "-f", "--rakefile")]
    tasks = [task for file in chosen or _files(within, world) for task in _tasks_in(file, within, world)]
    found: list[Inner] = []
    seen: set[str] = set()
    pending = names or ["default"]
    while pending and len(found) < MOST:
        name = pending.pop(0)
        if name in seen:
            continue
        seen.add(name)
        for task in tasks:
            if task.name == name:
                step = in_file(entered(within, program, name), task.file, task.line)
                if task.body.strip():
                    found.append(code(step, known(task.body), "ruby", "", (), invocation))
                pending += task.needs
    return found


def _files(within: Invocation, world: World) -> list[str]:
    root = within.directory.text
    names = list(FILES)
    for folder in FOLDERS if root is not None else ():
        listed = world.files.names(absolute(root or "", folder)) or ()
        names += [f"{folder}/{name}" for name in listed if name.endswith(".rake")][:MOST_FILES]
    return names


def _tasks_in(file: str, within: Invocation, world: World) -> list[Task]:
    text = text_of(file, within, world)
    return read(text, file) if isinstance(text, str) else []


def read(text: str, file: str = "Rakefile") -> list[Task]:
    """Tasks by indentation: a block ends at the `end` that stands as far to the left as its beginning."""
    lines = text.split("\n")
    spaces: list[tuple[int, str]] = []
    found: list[Task] = []
    for number, line in enumerate(lines):
        bare = line.strip()
        indent = len(line) - len(line.lstrip())
        if not bare:
            continue
        while spaces and indent <= spaces[-1][0] and bare == "end":
            spaces.pop()
        word = (bare.replace("(", " ", 1).split(None, 1) or [""])[0]
        if word == "namespace":
            spaces.append((indent, _name(bare[len(word) :])))
        elif word in ("task", "multitask", "file"):
            found.append(_task(lines, number, indent, ":".join([name for _, name in spaces]), file))
    return found


def _task(lines: list[str], number: int, indent: int, space: str, file: str) -> Task:
    bare = lines[number].strip()
    head, opens, tail = bare.partition(" do")
    if not opens and "{" in bare and "}" in bare[bare.index("{") :]:
        head, _, tail = bare.partition("{")
        block = tail.rpartition("}")[0]
        start = number
    else:
        start = number + 1
        end = next(
            (
                n
                for n in range(start, min(len(lines), start + MOST_LINES))
                if lines[n].strip().startswith("end") and _indent(lines[n]) <= indent
            ),
            min(len(lines), start + MOST_LINES),
        )
        block = "\n".join(lines[start:end]) if opens else ""
    rest = head.partition("task")[2] or head.partition("file")[2]
    name = _name(rest)
    needs = rest.partition("=>")[2] or (rest.partition(f"{name}:")[2] if f"{name}:" in rest else "")
    full = f"{space}:{name}" if space else name
    return Task(full, tuple(_names(needs, space)), block, file, start + 1)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _name(text: str) -> str:
    """`:clean`, `'db:clean'`, `clean: [...]`, `:clean, [:a] => …`"""
    bare = text.strip().lstrip("(").strip()
    quote = bare[:1]
    if quote in ("'", '"') and quote:
        return bare[1:].partition(quote)[0]
    bare = bare.lstrip(":")
    end = next((place for place, character in enumerate(bare) if character in PUNCTUATION), len(bare))
    return bare[:end]


def _names(text: str, space: str) -> list[str]:
    """Needed tasks, as they stand and within the namespace."""
    found: list[str] = []
    for word in text.replace("[", " ").replace("]", " ").replace(",", " ").split():
        name = word.strip("\"':(){}")
        if name and all(character.isalnum() or character in "_:-" for character in name):
            found += [name, f"{space}:{name}"] if space else [name]
    return found
