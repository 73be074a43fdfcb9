"""The line in a start-up file: put in once, taken out without a trace."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from guardcmd.errors import InputError, UsageError
from guardcmd.shells.hook_text import hook_text, module
from guardcmd.shells.install import MARK, is_installed, plan, removal, remove, with_line, without_line
from tests.cli.world import World, world

__all__ = ["world"]
LINE = f"load {MARK}"


@pytest.mark.parametrize("text", ["", "a\n", "a\nb", "a\n\n", "\n"])
def test_taking_out_gives_back_every_byte(text: str) -> None:
    once = with_line(text, LINE)
    assert once.count(MARK) == 1
    assert with_line(once, LINE) == once
    assert without_line(once) == text


def test_an_old_line_is_replaced_where_it_stands() -> None:
    assert with_line(f"a\nold {MARK}\nb\nolder {MARK}\n", LINE) == f"a\n{LINE}\nb\n"


@pytest.mark.parametrize("shell", ["bash", "zsh"])
@pytest.mark.parametrize("before", [None, "", "export A=1\n", "export A=1"])
def test_home_is_afterwards_as_it_was(tmp_path: Path, before: str | None, shell: str) -> None:
    rc, environment = tmp_path / f".{shell}rc", {"HOME": str(tmp_path)}
    if before is not None:
        rc.write_text(before)
        rc.chmod(0o640)
    planned = plan(shell, environment, force=True)
    planned.change.apply()
    assert is_installed(shell, environment)
    assert plan(shell, environment, force=True).change.is_empty
    if before:
        assert rc.stat().st_mode & 0o777 == 0o640
        assert [path.read_text() for path in tmp_path.glob(f"{rc.name}.before-guardcmd-*")] == [before]
    remove(removal(shell, environment))
    assert not is_installed(shell, environment)
    assert [path.name for path in tmp_path.iterdir()] == ([rc.name] if before else [])
    assert not before or rc.read_text() == before


def test_the_folder_of_zsh(tmp_path: Path) -> None:
    """ZDOTDIR, from the environment or as ~/.zshenv sets it."""
    own, home = module("zsh"), tmp_path / "home"
    home.mkdir()
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin"}
    assert own.startup_file(home, environment) == home / ".zshrc"
    assert own.startup_file(home, {**environment, "ZDOTDIR": "/z"}) == Path("/z/.zshrc")
    (home / ".zshenv").write_text("echo noise\nZDOTDIR=$HOME/z\n")
    expected = home / "z" if shutil.which("zsh") else home
    assert own.startup_file(home, environment) == expected / ".zshrc"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "dotfiles").mkdir()
    real = tmp_path / "dotfiles" / "bashrc"
    real.write_text("a\n")
    (tmp_path / ".bashrc").symlink_to(real)
    environment = {"HOME": str(tmp_path)}
    plan("bash", environment, force=True).change.apply()
    assert MARK in real.read_text()
    remove(removal("bash", environment))
    assert (tmp_path / ".bashrc").is_symlink()
    assert real.read_text() == "a\n"
    assert [path.name for path in real.parent.iterdir()] == ["bashrc"]


def test_login_shells_that_load_something_else_are_named(tmp_path: Path) -> None:
    own = module("bash")
    assert "login shells are not guarded" in own.startup_warnings(tmp_path)[0]
    (tmp_path / ".profile").write_text(". ~/.bashrc\n")
    assert own.startup_warnings(tmp_path) == []
    (tmp_path / ".bash_profile").write_text("PATH=/x\n")
    assert ".bash_profile" in own.startup_warnings(tmp_path)[0]


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / ".bashrc").write_bytes(b"\xff\n")
    with pytest.raises(InputError, match="cannot be read"):
        plan("bash", {"HOME": str(tmp_path)}, force=True)


def test_an_unknown_shell() -> None:
    with pytest.raises(UsageError, match="no shell that guardcmd has a hook for"):
        hook_text("tcsh", "/s", "/c", [])


def test_the_line_stays_silent_where_nobody_types(tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    plan("bash", environment, force=True).change.apply()
    done = subprocess.run(
        ["bash", "-c", ". ~/.bashrc; echo ${__guardcmd_state-none}"], env=environment, capture_output=True, check=False
    )
    assert (done.stdout, done.stderr) == (b"none\n", b"")


@pytest.mark.parametrize("start", ["false", "true", "no-such-program"])
def test_a_hook_that_cannot_be_loaded_is_said(tmp_path: Path, start: str) -> None:
    line = module("bash").startup_line([start])
    done = subprocess.run(
        ["bash", "--norc", "-i", "-c", f"{line}\necho usable"],
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}, capture_output=True, check=False, start_new_session=True,
    )  # fmt: skip
    assert b"this shell is not guarded" in done.stderr
    assert done.stdout == b"usable\n"


def test_the_command_line(world: World) -> None:
    world.root.joinpath(".bashrc").write_text("a=1\n")
    assert MARK in world.guardcmd("install", "bash", "--dry-run", "--force").stdout
    assert world.root.joinpath(".bashrc").read_text() == "a=1\n"
    world.guardcmd("install", "bash", "--force")
    assert MARK in world.root.joinpath(".bashrc").read_text()
    assert "already installed" in world.guardcmd("install", "bash", "--force").stdout
    assert world.guardcmd("uninstall", "bash", CLAUDECODE="1").returncode != 0
    assert MARK in world.root.joinpath(".bashrc").read_text()
    world.guardcmd("uninstall", "bash")
    assert world.root.joinpath(".bashrc").read_text() == "a=1\n"
    assert world.guardcmd("shell-hook", "bash").stdout.startswith("__guardcmd_state=")
    assert world.guardcmd("shell-hook", "tcsh").returncode == 64


@pytest.mark.parametrize("before", [None, "set -g a 1\n", "set -g a 1"])
def test_fish(tmp_path: Path, before: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    rc, environment = tmp_path / ".config" / "fish" / "config.fish", {"HOME": str(tmp_path)}
    if before is not None:
        rc.parent.mkdir(parents=True)
        rc.write_text(before)
    plan("fish", environment, force=True).change.apply()
    assert is_installed("fish", environment)
    assert plan("fish", environment, force=True).change.is_empty
    remove(removal("fish", environment))
    assert (rc.read_text() if rc.exists() else None) == before
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "other"))
    assert module("fish").startup_file(tmp_path) == tmp_path / "other" / "fish" / "config.fish"
