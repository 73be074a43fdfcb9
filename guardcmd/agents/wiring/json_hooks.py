"""Hooks in a client's JSON file: put ours in, take them out, tell where they stand. Every other character stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from guardcmd.agents.adapter import Adapter
from guardcmd.agents.ours import is_ours, line_of
from guardcmd.agents.wiring.change import Change, read
from guardcmd.agents.wiring.command_line import argv_of
from guardcmd.agents.wiring.json_edit import loads, put, remove, without_comments
from guardcmd.agents.wiring.place import Place
from guardcmd.errors import InputError

Keys = tuple[str | int, ...]


def with_guard(adapter: Adapter, path: str, argv: Sequence[str]) -> Change:
    """The file with our hooks, each once and as `argv` says."""
    before = read(path)
    text = before if before and before.strip() else adapter.skeleton
    text = without_entries(parsed(adapter, text, path), text)
    for keys, entry in adapter.entries(argv):
        text = put(with_containers(text, keys), keys, 0, entry)
    same = before is not None and before.strip() and loads(text) == loads(before)
    return Change(path, before, before if same else text)


def without_guard(adapter: Adapter, path: str) -> Change:
    """The file without our hooks and the lists that they leave empty; none where only hooks were in it."""
    before = read(path)
    if before is None or not before.strip():
        return Change(path, before, before)
    settings = parsed(adapter, before, path)
    text = without_entries(settings, before)
    if text == before:
        return Change(path, before, before)
    for keys, _ in adapter.entries([""]):
        text = without_empty(text, keys)
    emptied = adapter.own_file and loads(text) == loads(without_empty(adapter.skeleton, ("hooks",)))
    return Change(path, before, None if emptied and without_comments(text) == text else text)


def parsed(adapter: Adapter, text: str, path: str) -> object:
    """The settings. Raises InputError where the client itself would drop the file."""
    try:
        settings = adapter.loads(text)
    except ValueError as error:
        raise InputError(f"`{path}` is not JSON: {error}", "mend it first; the client ignores such a file") from None
    wrong = adapter.problems(settings)
    if wrong:
        hint = "mend it first; the client drops every hook of such a file without a word"
        raise InputError(f"`{path}`: {wrong[0]}", hint)
    return settings


def with_containers(text: str, keys: Sequence[str]) -> str:
    """The text with an object, and at last a list, at every key that leads there."""
    for length in range(1, len(keys) + 1):
        settings = loads(text)
        for key in keys[: length - 1]:
            settings = settings[key]
        if keys[length - 1] not in settings:
            text = put(text, tuple(keys[: length - 1]), keys[length - 1], [] if length == len(keys) else {})
    return text


def without_entries(settings: object, text: str) -> str:
    """The text without the list entries that are our hooks, or groups of nothing but our hooks."""
    for keys in reversed(list(our_entries(settings))):
        text = remove(text, keys)
    return text


def without_empty(text: str, keys: Sequence[str]) -> str:
    """The text without what is empty at the end of these keys."""
    for length in range(len(keys), 0, -1):
        settings = loads(text)
        for key in keys[:length]:
            settings = settings.get(key) if isinstance(settings, dict) else None
        if settings in ({}, []):
            text = remove(text, tuple(keys[:length]))
    return text


def our_entries(value: object, keys: Keys = ()) -> Iterator[Keys]:
    """The keys of each entry to take out, in the order of the text."""
    entries: Iterator[tuple[str | int, object]] = iter(())
    if isinstance(value, dict):
        entries = iter(value.items())
    elif isinstance(value, list):
        entries = iter(enumerate(value))
    for key, entry in entries:
        inner = entry.get("hooks") if isinstance(entry, dict) else None
        whole = isinstance(inner, list) and bool(inner) and all(is_ours(hook) for hook in inner)
        if isinstance(value, list) and (is_ours(entry) or whole):
            yield (*keys, key)
        else:
            yield from our_entries(entry, (*keys, key))


def our_hooks(value: object) -> Iterator[Mapping[str, object]]:
    """Every hook of ours in the settings."""
    if isinstance(value, dict) and is_ours(value):
        yield value
        return
    for entry in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from our_hooks(entry)


def unguarded(adapter: Adapter, settings: object) -> str:
    """Why a file that has hooks of ours does not guard; empty if it does."""
    off = adapter.switched_off(settings) or next(iter(adapter.problems(settings)), "")
    if off:
        return off
    ours = next(iter(our_hooks(settings)), None)
    if ours is None:
        return "it has no hook of guardcmd"
    missing = [keys for keys, entry in adapter.entries(argv_of(ours)) if not _stands(settings, keys, entry)]
    return f"guardcmd's hook at `{'.'.join(missing[0])}` was changed or is missing" if missing else ""


def _stands(settings: object, keys: Sequence[str], entry: Mapping[str, object]) -> bool:
    """Whether the entry is in its list just as `install` writes it."""
    for key in keys:
        settings = settings.get(key) if isinstance(settings, dict) else None
    return isinstance(settings, list) and entry in settings


def places(adapter: Adapter, environment: Mapping[str, str], directory: str) -> list[Place]:
    """The user's file, whether it exists or not, and every other one that has our hooks or harms them."""
    user = adapter.locate("user", environment, directory)
    files = dict.fromkeys([user, *adapter.in_force(environment, directory)])
    found = [place_of(adapter, path, path == user) for path in files]
    return [place for place in found if place is not None]


def place_of(adapter: Adapter, path: str, always: bool = False) -> Place | None:
    """None for a file that has nothing to do with the guard."""
    try:
        text = read(path)
        settings = adapter.loads(text) if text is not None else None
    except (InputError, ValueError) as error:
        return Place(path, "broken", f"the client ignores it: {error}")
    if text is None:
        return Place(path, "open", "no such file") if always else None
    ours = next(iter(our_hooks(settings)), None)
    if ours is not None:
        wrong = adapter.unguarded(settings)
        return Place(path, "broken" if wrong else "guarded", wrong, started(ours))
    off = adapter.switched_off(settings)
    if off:
        return Place(path, "off", off)
    return Place(path, "open", "no hook of guardcmd") if always else None


def started(hook: Mapping[str, object]) -> tuple[str, ...]:
    """What the client starts for a hook."""
    arguments = hook.get("args")
    if isinstance(arguments, list):
        return (str(hook.get("command", "")), *[str(word) for word in arguments])
    return ("/bin/sh", "-c", line_of(dict(hook)))


def wrong_lists(settings: object, prefix: Sequence[str]) -> tuple[str, ...]:
    """Why the hooks below these keys are not lists by event, as most clients want them."""
    if not isinstance(settings, dict):
        return ("the file does not hold a JSON object",)
    for key in prefix:
        settings = settings.get(key, {})
        if not isinstance(settings, dict):
            return (f"`{key}` must be an object",)
    named = ".".join(prefix)
    return tuple(
        f"`{named}.{key}`".replace("`.", "`") + " must be a list"
        for key in settings
        if not isinstance(settings[key], list)
    )
