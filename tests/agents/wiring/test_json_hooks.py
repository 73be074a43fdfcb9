"""Our hooks in and out of a settings file, and nothing else changed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from guardcmd.agents.claude_code import ADAPTER
from guardcmd.agents.claude_settings import unguarded
from guardcmd.agents.wiring import json_hooks
from guardcmd.agents.wiring.change import Change
from guardcmd.errors import InputError, StateError

ARGV = ["/py", "-I", "-S", "/x/guardcmd/start.py", "hook", "claude-code"]
FILES = [
    "{}\n",
    '{"model": "x"}',
    '{\n  "model": "x",\n  "hooks": {\n    "PreToolUse": [\n      {"matcher": "Bash", "hooks": [{"type": "command",'
    ' "command": "lint"}]}\n    ]\n  },\n  "unknownKey": [1,  2]\n}\n',
    '{\n\t"hooks": {\n\t\t"Stop": [\n\t\t\t{"hooks": []}\n\t\t]\n\t}\n}',
]


def with_guard(path: Path, argv: list[str]) -> Change:
    return json_hooks.with_guard(ADAPTER, str(path), argv)


def without_guard(path: Path) -> Change:
    return json_hooks.without_guard(ADAPTER, str(path))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".claude" / "settings.json"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)


@pytest.mark.parametrize("text", FILES)
def test_in_and_out_again(path: Path, text: str) -> None:
    write(path, text)
    change = with_guard(path, ARGV)
    backup = change.apply()
    assert backup is not None
    assert backup.read_text() == text
    settings = json.loads(path.read_text())
    assert unguarded(settings) == ""
    assert {k: v for k, v in settings.items() if k != "hooks"} == {
        k: v for k, v in json.loads(text).items() if k != "hooks"
    }
    assert with_guard(path, ARGV).is_empty  # again changes nothing
    without_guard(path).apply()
    assert json.loads(path.read_text()) == json.loads(text)
    if text != FILES[1]:
        assert path.read_text() == text


def test_a_new_command_line_replaces_the_old_one(path: Path) -> None:
    write(path, "{}")
    with_guard(path, ARGV).apply()
    with_guard(path, [*ARGV, "--state", "/s"]).apply()
    hooks = json.loads(path.read_text())["hooks"]
    assert [len(hooks[event]) for event in ("PreToolUse", "ConfigChange")] == [1, 1]
    assert hooks["PreToolUse"][0]["hooks"][0]["args"][-2:] == ["--state", "/s"]


def test_a_foreign_hook_in_our_group_stays(path: Path) -> None:
    write(path, "{}")
    with_guard(path, ARGV).apply()
    settings = json.loads(path.read_text())
    settings["hooks"]["PreToolUse"][0]["hooks"].insert(0, {"type": "command", "command": "lint"})
    write(path, json.dumps(settings, indent=2))
    without_guard(path).apply()
    assert json.loads(path.read_text()) == {
        "hooks": {"PreToolUse": [{"matcher": "*", "hooks": [{"type": "command", "command": "lint"}]}]}
    }


def test_makes_file_and_folder(path: Path) -> None:
    assert with_guard(path, ARGV).apply() is None
    assert unguarded(json.loads(path.read_text())) == ""
    assert path.stat().st_mode & 0o777 == 0o600


def test_keeps_mode_and_link(path: Path, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.json"
    real.write_text("{}")
    real.chmod(0o640)
    path.parent.mkdir()
    path.symlink_to(real)
    with_guard(path, ARGV).apply()
    assert path.is_symlink()
    assert unguarded(json.loads(real.read_text())) == ""
    assert real.stat().st_mode & 0o777 == 0o640


def test_the_entry_is_as_the_client_wants_it(path: Path) -> None:
    change = with_guard(path, ARGV)
    assert change.after is not None
    (group,) = json.loads(change.after)["hooks"]["PreToolUse"]
    assert group == {
        "matcher": "*",
        "hooks": [{"type": "command", "command": "/py", "args": ARGV[1:], "timeout": 10, "onFailure": "block"}],
    }


@pytest.mark.parametrize(
    "text", ["{", '{"a": 1,}', "[]", '{"hooks": []}', '{"permissions": {"allow": "x"}}', "// x\n{}"]
)
def test_a_file_that_the_client_ignores_is_left_alone(path: Path, text: str) -> None:
    write(path, text)
    for change in (lambda: with_guard(path, ARGV), lambda: without_guard(path)):
        with pytest.raises(InputError) as raised:
            change()
        assert str(path) in raised.value.message
        assert raised.value.hint
    assert path.read_text() == text


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(path: Path) -> None:
    write(path, "{}")
    path.parent.chmod(0o500)
    with pytest.raises(StateError):
        with_guard(path, ARGV).apply()


def test_a_file_of_nothing_but_hooks_goes_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_guard(path, ARGV).apply()
    assert without_guard(path).after == "{}\n"
    monkeypatch.setattr(ADAPTER, "own_file", True)
    removal = without_guard(path)
    assert removal.after is None
    removal.apply()
    assert not path.exists()
    assert without_guard(path).is_empty


def test_places(path: Path) -> None:
    assert [place.state for place in (json_hooks.place_of(ADAPTER, str(path), True),) if place] == ["open"]
    assert json_hooks.place_of(ADAPTER, str(path)) is None
    with_guard(path, ARGV).apply()
    place = json_hooks.place_of(ADAPTER, str(path))
    assert place is not None
    assert (place.state, place.command) == ("guarded", tuple(ARGV))
    path.write_text(path.read_text().replace('"timeout": 10', '"timeout": "10"'))
    place = json_hooks.place_of(ADAPTER, str(path))
    assert place is not None
    assert place.state == "broken"
    path.write_text('{"disableAllHooks": true}')
    place = json_hooks.place_of(ADAPTER, str(path))
    assert place is not None
    assert place.state == "off"


def test_where_the_files_are(tmp_path: Path) -> None:
    (tmp_path / "p" / ".git").mkdir(parents=True)
    inner = tmp_path / "p" / "a"
    inner.mkdir()
    environment = {"HOME": "/home/me"}
    assert ADAPTER.locate("user", environment, str(inner)) == "/home/me/.claude/settings.json"
    assert ADAPTER.locate("user", {**environment, "CLAUDE_CONFIG_DIR": "/c"}, str(inner)) == "/c/settings.json"
    assert ADAPTER.locate("project", environment, str(inner)) == f"{tmp_path}/p/.claude/settings.local.json"
    found = ADAPTER.in_force(environment, str(inner))
    assert f"{tmp_path}/p/.claude/settings.json" in found
    assert f"{tmp_path}/p/a/.claude/settings.local.json" in found
