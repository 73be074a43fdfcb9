"""What a cloud's command line takes from files and JSON: `file://`, `@file`, `--cli-input-json`, `--flags-file`.

The command is read again with the content in its place: with what cannot be read as an unknown value, and not at all
where the file is missing. Sources: AWS CLI user guide, "Load a parameter from a file" and "Skeletons"; az, "Use quotes
and files in parameters"; `gcloud topic flags-file`.
"""

from __future__ import annotations

from guardcmd.calls import Opaque
from guardcmd.jsontext import JsonError, dumps, loads
from guardcmd.shell.value import known, unknown
from guardcmd.tools.kebab import kebab
from guardcmd.unwrap import yamltext
from guardcmd.unwrap.compose import certain_start
from guardcmd.unwrap.scripts import file_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guardcmd.calls import Invocation
    from guardcmd.shell.value import Value
    from guardcmd.world import World

MOST_BODY = 20_000  # characters of one body
MOST_OPTIONS = 200  # that one body is read as
MARKS = {"aws": ("file://", "fileb://"), "az": ("@",), "gcloud": ()}
WHOLE = {"aws": ("--cli-input-json", "--cli-input-yaml"), "az": (), "gcloud": ("--flags-file",)}
FILES = {"aws": (), "az": (), "gcloud": ("--lifecycle-file", "--ddl-file", "--metadata-from-file")}  # name a file


def with_bodies(invocation: Invocation, cloud: str, world: World) -> tuple[Value, ...] | None:
    """The words with every body in its place; None where there is none, or where a file of it is missing."""
    words: list[Value] = []
    behind: list[Value] = []
    changed = False
    rest = list(invocation.argv[1:])
    while rest:
        word = rest.pop(0)
        start = certain_start(word)
        name, equals, _ = start.partition("=")
        if name in WHOLE[cloud] or name in FILES[cloud]:
            value = tail(word, len(name) + 1) if equals else rest.pop(0) if rest else known("")
            if not value.texts:  # stays as unknown as it is
                behind += [known(name), value]
                continue
            body = whole_body(value, cloud, invocation, world)
            if body is None:
                return None
            changed = True
            given = options_in(body, cloud) if name in WHOLE[cloud] else [known(name), body]
            behind += [known(name), unread(body)] if given is None else given
            continue
        mark = next((each for each in MARKS[cloud] if start.startswith(each)), "")
        attached = equals and next((each for each in MARKS[cloud] if start[len(name) + 1 :].startswith(each)), "")
        if not mark and not (attached and start[:2] == "--"):
            words.append(word)
            continue
        head = "" if mark else f"{name}="
        read = content(tail(word, len(head) + len(mark or attached)), invocation, world)
        if read is None:
            return None
        changed = True
        words.append(joined(head, read))
    return (invocation.argv[0], *words, *behind) if changed else None


def tail(word: Value, length: int) -> Value:
    if word.texts:
        return known(word.texts[0][length:])
    first = (word.pieces[0] or "")[length:]
    return unknown(word.why, (*((first,) if first else ()), *word.pieces[1:]))


def joined(head: str, value: Value) -> Value:
    if not head:
        return value
    return known(head + value.texts[0]) if value.texts else unknown(value.why, (head, *value.pieces))


def whole_body(value: Value, cloud: str, invocation: Invocation, world: World) -> Value | None:
    """The text that `--cli-input-json` and `--flags-file` name; gcloud takes a path, aws a URL or the text itself."""
    start = certain_start(value)
    for mark in MARKS[cloud]:
        if start.startswith(mark):
            return content(tail(value, len(mark)), invocation, world)
    return content(value, invocation, world) if cloud == "gcloud" else value


def content(path: Value, invocation: Invocation, world: World) -> Value | None:
    """What the file holds; unknown where it cannot be read, None where it is missing."""
    if len(path.texts) != 1:
        return unknown("a file that is not known")
    if path.texts[0] in ("-", "/dev/stdin"):
        return invocation.input.text or unknown("standard input")
    found = file_text(path.texts[0], invocation, world)
    if found is None:
        return None
    if isinstance(found, Opaque) or not found.texts:
        return unknown("a file that cannot be read")
    text = found.texts[0].strip()
    if len(text) > MOST_BODY or text.startswith(("file://", "fileb://", "@")):
        return unknown("a file that is too long or names another one")
    return known(text)


def unread(body: Value) -> Value:
    return unknown(body.why or "a body that is no JSON")


def options_in(body: Value, cloud: str) -> list[Value] | None:
    """The options that a body stands for; None where it is no mapping that can be read."""
    if not body.texts:
        return None
    given = parsed(body.texts[0])
    entries = given if isinstance(given, list) else [given]
    if not all(isinstance(entry, dict) for entry in entries):
        return None
    found: list[Value] = []
    for entry in entries:
        for key, value in list(entry.items())[:MOST_OPTIONS]:
            if not isinstance(key, str):
                return None
            found += option(key if cloud == "gcloud" else f"--{kebab(key)}", value, cloud)
    return found


def parsed(text: str) -> Any:
    try:
        return loads(text)
    except JsonError:
        pass
    try:
        return yamltext.loads(text)
    except yamltext.YamlError:
        return None


def option(name: str, value: Any, cloud: str) -> list[Value]:
    """One parameter as its option: switches, lists, and what is nested as JSON."""
    if value is None and cloud == "aws":
        return []
    if value is True or value is None or value == "true":
        return [known(name)]
    if value is False or value == "false":
        return [known(f"--no-{name[2:]}" if name[:2] == "--" else name)]
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        texts = [",".join(value)] if cloud == "gcloud" else value
        return [known(name), *(known(text) for text in texts)]
    if isinstance(value, (dict, list)):
        return [known(name), known(dumps(value)[:MOST_BODY])]
    return [known(name), known(str(value))]
