"""The doctor in a real shell: what is proved, and what is named."""

from __future__ import annotations

import shutil

import pytest

from guardcmd.shells.doctor import examine
from guardcmd.shells.install import plan
from tests.shells.terminal import Home


@pytest.mark.parametrize(
    ("rc", "states", "said"),
    [
        ("", ["ok", "ok"], ""),
        ("bind '\"\\C-m\": accept-line'", ["ok", "ok", "failed"], "binds Enter"),
        ("set +o emacs", ["ok", "ok", "failed"], "line editing is off"),
        ("shopt -u histverify", ["ok", "ok", "warning"], "histverify"),
        ("BLE_VERSION=1", ["ok", "ok", "warning"], "ble.sh"),
    ],
)
def test_bash(home: Home, rc: str, states: list[str], said: str) -> None:
    environment = home.environment()
    plan("bash", environment, force=True).change.apply()
    with (home.root / ".bashrc").open("a") as file:
        file.write(f"{rc}\n")
    checks = list(examine(environment))
    assert [check.state for check in checks] == states, checks
    assert said in checks[-1].what


@pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not installed")
@pytest.mark.parametrize(
    ("rc", "states", "said"),
    [
        ("", ["ok", "ok"], ""),
        ("me() { zle .accept-line }; zle -N me; bindkey '^M' me", ["ok", "ok", "failed"], "widget `me`"),
        ("unsetopt zle", ["ok", "ok", "failed"], "line editing is off"),
    ],
)
def test_zsh(home: Home, rc: str, states: list[str], said: str) -> None:
    environment = {**home.environment(), "ZDOTDIR": str(home.root)}
    plan("zsh", environment, force=True).change.apply()
    with (home.root / ".zshrc").open("a") as file:
        file.write(f"HISTFILE=~/kept SAVEHIST=100\nsetopt inc_append_history\n{rc}\n")
    checks = list(examine(environment))
    assert [check.state for check in checks] == states, checks
    assert said in checks[-1].what
    assert (home.root / "kept").read_text() == ""  # its lines are not in the history


def test_a_shell_without_the_hook_is_not_started(home: Home) -> None:
    assert list(examine(home.environment())) == []


def test_a_hook_that_does_not_stop_it(home: Home) -> None:
    environment = home.environment()
    plan("bash", environment, force=True).change.apply()
    (home.root / ".bashrc").write_text((home.root / ".bashrc").read_text().replace("case $-", "false && case $-"))
    assert "failed" in [check.state for check in examine(environment)]


@pytest.fixture
def home(tmp_path) -> Home:  # type: ignore[no-untyped-def]
    return Home(tmp_path)


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
@pytest.mark.parametrize(
    ("rc", "states", "said"),
    [
        ("", ["ok", "ok"], ""),
        ("function f -e fish_prompt; bind \\r execute; end", ["ok", "failed"], "binds Enter"),
    ],
)
def test_fish(home: Home, monkeypatch: pytest.MonkeyPatch, rc: str, states: list[str], said: str) -> None:
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    environment = home.environment()
    environment.pop("XDG_CONFIG_HOME", None)
    plan("fish", environment, force=True).change.apply()
    with (home.root / ".config" / "fish" / "config.fish").open("a") as file:
        file.write(f"{rc}\n")
    checks = list(examine(environment))
    assert [check.state for check in checks][: len(states)] == states, checks
    assert any(said in check.what for check in checks)
