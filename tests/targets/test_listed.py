from __future__ import annotations

import pytest

from guardcmd.targets import listed
from guardcmd.targets.listed import AGENT_SETTINGS, STARTUP, STARTUP_SYSTEM


def parts(path: str) -> tuple[str, ...]:
    return tuple(path.split("/"))


@pytest.mark.parametrize("entry", AGENT_SETTINGS, ids="/".join)
def test_every_setting_of_an_agent_is_found_below_any_folder(entry: tuple[str, ...]) -> None:
    stated = entry[:-1] if entry[-1] == "**" else entry
    assert listed.is_agent_settings(("home", "dev", *stated))
    assert listed.is_agent_settings(("home", "dev", *[name.upper() for name in stated]))
    assert listed.is_agent_settings(("srv", *stated, "x")) is (entry[-1] == "**")


@pytest.mark.parametrize("entry", STARTUP, ids="/".join)
def test_every_place_that_others_run_is_found_below_any_folder(entry: tuple[str, ...]) -> None:
    stated = entry[:-1] if entry[-1] == "**" else entry
    assert listed.is_startup(("home", "dev", *stated))
    assert not listed.is_startup(("home", "dev", *stated[:-1], stated[-1] + "x"))


@pytest.mark.parametrize("entry", STARTUP_SYSTEM, ids="/".join)
def test_places_of_the_system_are_found_from_the_root(entry: tuple[str, ...]) -> None:
    stated = entry[:-1] if entry[-1] == "**" else entry
    assert listed.is_startup(stated)
    assert listed.is_startup(("chroot", *stated)) is listed.is_startup(("x", "y", *stated))


@pytest.mark.parametrize("name", ["node_modules/x", "a/dist", "x.pyc", "pkg.egg-info/SOURCES", "cmake-build-debug"])
def test_artefacts(name: str) -> None:
    assert listed.is_artefact(parts(name))


@pytest.mark.parametrize("name", ["src", "Dist", "distribution", "my-build", "builder/x", "pyc"])
def test_no_artefacts(name: str) -> None:
    assert not listed.is_artefact(parts(name))


@pytest.mark.parametrize(
    "name", ["environment.ts", "key.py", "sqlite.py", "db", "dumps/x", "backups.py", "id_rsa.pub", ".env.sample"]
)
def test_names_that_only_look_valuable(name: str) -> None:
    assert not listed.is_valuable(parts(name))


def test_a_glob_is_valuable_if_it_takes_something_valuable() -> None:
    assert listed.is_valuable(("*.p*",), glob=True)
    assert not listed.is_valuable(("*.p*",))
    assert not listed.is_valuable(("*v",), glob=True)  # takes no leading dot


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (".claude/\0", True),
        (".claude/\0.json", True),
        (".claude/\0/settings.json", True),  # what stands between may be nothing
        (".config/opencode/\0", True),
        (".claude/\0.md", False),
        (".claude/commands/\0", False),
        (".claude/projects/\0/x.jsonl", False),
        (".github/\0", False),
        ("\0/settings.json", False),
        (".codex/fast.config.toml", True),
        (".codex/fast.toml", False),
        (".local/bin/claude", True),
        ("src/bin/claude", False),
    ],
)
def test_what_may_be_a_setting(path: str, expected: bool) -> None:
    assert listed.is_agent_settings(("home", "dev", *parts(path))) is expected
