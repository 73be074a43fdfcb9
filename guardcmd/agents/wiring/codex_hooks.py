"""Codex's hooks.json and the trust beside it: what `install` writes there, and how one can tell that it counts."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence

from guardcmd.agents.adapter import Adapter
from guardcmd.agents.wiring import codex_trust, toml_edit
from guardcmd.agents.wiring.change import Change, read
from guardcmd.agents.wiring.codex_managed import is_pinned, managed_place
from guardcmd.agents.wiring.codex_settings import OFF, is_off
from guardcmd.agents.wiring.folders import home, project_root, upwards
from guardcmd.agents.wiring.json_edit import put, replace
from guardcmd.agents.wiring.json_hooks import (
    Keys,
    our_entries,
    parsed,
    place_of,
    with_containers,
    without_entries,
    without_guard,
)
from guardcmd.agents.wiring.place import Place
from guardcmd.errors import InputError, UsageError

# --- where things stand


def folder(environment: Mapping[str, str]) -> str:
    """Codex follows links of CODEX_HOME, not of ~/.codex, and remembers hooks by the path that this gives."""
    own = environment.get("CODEX_HOME")
    return os.path.realpath(own) if own else f"{home(environment)}/.codex"


def project_file(directory: str) -> str:
    return f"{project_root(directory)}/.codex/hooks.json"


def config_of(environment: Mapping[str, str]) -> tuple[str, dict[str, object]]:
    """The user's config.toml and what it says."""
    path = f"{folder(environment)}/config.toml"
    return path, toml_edit.data_of(read(path), path)


# --- in and out


def changes(adapter: Adapter, environment: Mapping[str, str], path: str, argv: Sequence[str]) -> list[Change]:
    """The hooks, and that they are trusted."""
    config, said = config_of(environment)
    if is_off(said) and not is_pinned():
        raise UsageError(f"`{config}`: {OFF}", "take that out first, the guard would not run")
    before = read(path)
    settings = json.loads(before) if before and before.strip() else {}
    text = wired(adapter, before, path, argv)
    return [Change(path, before, text), trust_change(config, path, settings, json.loads(text))]


def removals(adapter: Adapter, environment: Mapping[str, str], path: str) -> list[Change]:
    change = without_guard(adapter, path)
    before = json.loads(change.before) if change.before and change.before.strip() else {}
    after = json.loads(change.after) if change.after and change.after.strip() else {}
    return [change, trust_change(config_of(environment)[0], path, before, after)]


def trust_change(config: str, path: str, before: object, after: object) -> Change:
    """What config.toml must say when the hooks of `path` change."""
    text = read(config)
    updated = codex_trust.updated(text or "", config, path, before, after)
    if updated == (text or ""):
        return Change(config, text, text)
    return Change(config, text, updated if updated.strip() else None)


def wired(adapter: Adapter, before: str | None, path: str, argv: Sequence[str]) -> str:
    """The hooks.json with ours, each once: in its old place, else at the end. No foreign hook moves without need."""
    text = before if before and before.strip() else adapter.skeleton
    settings = parsed(adapter, text, path)
    wanted = adapter.entries(argv)
    found = list(our_entries(settings))
    if len(found) == len(wanted) and all(_is_group_of(keys, found) for keys, _ in wanted):
        for keys, entry in wanted:
            place = next(each for each in found if each[:-1] == keys)
            text = text if _at(settings, place) == entry else replace(text, place, entry)
        return text
    text = without_entries(settings, text)
    for keys, entry in wanted:
        text = put(with_containers(text, keys), keys, 0, entry)
    return text


def _is_group_of(keys: Sequence[str], found: Sequence[Keys]) -> bool:
    return sum(each[:-1] == tuple(keys) for each in found) == 1


def _at(value: object, keys: Keys) -> object:
    for key in keys:
        value = value[key]  # type: ignore[index]
    return value


# --- what it comes to


def places(adapter: Adapter, environment: Mapping[str, str], directory: str) -> list[Place]:
    """The user's file, whether it exists or not, and every other one that has our hooks or harms them."""
    try:
        config, said = config_of(environment)
    except InputError as error:
        return [Place(f"{folder(environment)}/config.toml", "broken", f"Codex does not start: {error}")]
    user = f"{folder(environment)}/hooks.json"
    found = [_judged(place_of(adapter, user, True), said, user)]
    for path in dict.fromkeys(f"{place}/.codex/hooks.json" for place in upwards(directory)):
        if path != user:
            found.append(_of_project(_judged(place_of(adapter, path), said, path), said))
    if not is_pinned():
        found += _switched_off(config, said, directory)
    return [place for place in (*found, managed_place()) if place is not None]


def _judged(place: Place | None, config: Mapping[str, object], path: str) -> Place | None:
    """A file that has our hooks guards only where Codex trusts them."""
    if place is None or place.state != "guarded":
        return place
    why = codex_trust.distrusted(config, path, json.loads(read(path) or "{}"))
    return Place(path, "broken", why, place.command) if why else place


def _of_project(place: Place | None, config: Mapping[str, object]) -> Place | None:
    if place is None or place.state != "guarded" or _is_trusted(config, place.path.removesuffix("/.codex/hooks.json")):
        return place
    return Place(
        place.path, "broken", "Codex ignores it: the project is not one that you trust in Codex", place.command
    )


def _is_trusted(config: Mapping[str, object], project: str) -> bool:
    projects = config.get("projects")
    levels = projects if isinstance(projects, dict) else {}
    return any(
        isinstance(level := levels.get(place or "/"), dict) and level.get("trust_level") == "trusted"
        for place in upwards(project)
    )


def _switched_off(config: str, said: dict[str, object], directory: str) -> Iterator[Place]:
    """The settings in force that switch hooks off: the user's, and those of projects that Codex trusts."""
    found = {config: said}
    for place in upwards(directory):
        path = f"{place}/.codex/config.toml"
        if path not in found and _is_trusted(said, place):
            try:
                found[path] = toml_edit.data_of(read(path), path)
            except InputError:
                continue  # Codex does not start with it
    yield from (Place(path, "off", OFF) for path, each in found.items() if is_off(each))
