"""The administrator's form of Claude Code's hooks: one file for every user of the machine."""

from __future__ import annotations

import json
import os
import pwd
from pathlib import Path

import pytest

from guardcmd.agents.claude_code import ADAPTER
from guardcmd.agents.hook import at_home
from guardcmd.agents.wiring.change import Change
from guardcmd.agents.wiring.claude_places import managed_only, weighed
from guardcmd.agents.wiring.install import closed_places, not_for_everyone
from guardcmd.agents.wiring.place import Place
from guardcmd.errors import UsageError
from guardcmd.store.paths import everyones

USER = Place("/home/me/.claude/settings.json", "guarded")
OFF = Place("/work/.claude/settings.json", "off", "`disableAllHooks` switches every hook off")


def test_the_hook_finds_the_home_that_the_system_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/tmp/another")
    own = pwd.getpwuid(os.getuid()).pw_dir
    options = {"state": everyones("linux").state, "config": everyones("linux").config}
    assert at_home(options) == {"state": f"{own}/.local/state/guardcmd", "config": f"{own}/.config/guardcmd"}
    assert at_home({"state": "/s", "config": ""}) == {"state": "/s", "config": ""}


def test_is_a_file_of_its_own() -> None:
    path = ADAPTER.locate("managed", {}, "/work")
    assert path.endswith("/managed-settings.d/50-guardcmd.json")
    (change,) = ADAPTER.changes("managed", {}, "/work", ["/py", "/x/guardcmd/start.py", "hook", "claude-code"])
    assert change.shared
    assert ADAPTER.unguarded(json.loads(change.after or "")) == ""


def test_every_user_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "etc" / "d" / "50-guardcmd.json"
    before = os.umask(0o077)
    try:
        Change(str(path), None, "{}", shared=True).apply()
        Change(str(tmp_path / "own" / "x.json"), None, "{}").apply()
    finally:
        os.umask(before)
    assert [each.stat().st_mode & 0o777 for each in (path, path.parent, path.parents[1])] == [0o644, 0o755, 0o755]
    own = tmp_path / "own" / "x.json"
    assert [each.stat().st_mode & 0o777 for each in (own, own.parent)] == [0o600, 0o700]


def test_what_others_cannot_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o755)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    (closed / "python").touch(mode=0o755)
    assert closed_places(str(closed / "python"))[0] == str(closed)
    monkeypatch.setattr("sys.executable", str(closed / "python"))
    with pytest.raises(UsageError, match="cannot be read by every user"):
        not_for_everyone(False)
    assert "cannot be read by every user" in not_for_everyone(True)[0]


@pytest.fixture
def managed(tmp_path: Path) -> Path:
    (tmp_path / "managed-settings.d").mkdir()
    return tmp_path


def test_it_runs_whatever_other_files_say(managed: Path) -> None:
    own = Place(f"{managed}/managed-settings.d/50-guardcmd.json", "guarded")
    states = [(each.path, each.state) for each in weighed([USER, own, OFF], str(managed))]
    assert states == [(USER.path, "guarded"), (own.path, "guarded"), (OFF.path, "open")]
    assert [each.state for each in weighed([USER, OFF], str(managed))] == ["guarded", "off"]


def test_no_other_hooks_may_run(managed: Path) -> None:
    assert managed_only(str(managed)) == ""
    file = managed / "managed-settings.d" / "10.json"
    file.write_text('{"allowManagedHooksOnly": true}')
    assert managed_only(str(managed)) == str(file)
    (user,) = weighed([USER], str(managed))
    assert (user.state, str(file) in user.note) == ("off", True)
    own = Place(f"{managed}/managed-settings.d/50-guardcmd.json", "guarded")
    assert weighed([USER, own], str(managed)) == [own]
    (managed / "managed-settings.json").write_text("{")
    assert managed_only(str(managed)) == str(file)
