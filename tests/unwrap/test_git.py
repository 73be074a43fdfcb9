from __future__ import annotations

import pytest

from guardcmd.unwrap.git import OWN, aliases, holds_code
from tests.unwrap.opening import opened, shown

CONFIG = """\
[core]
\tpager = less
[alias]
\tco = checkout
\tnuke = !git reset --hard && git clean -fdx ; a comment
\tundo = "reset --hard HEAD~1"  # a comment
\tquoted = "!sh -c \\"rm x\\""
[alias "spaced"]
\tcommand = clean -fd
[user]
\tname = !rm x
"""
FILES = {
    "/work/.git/config": CONFIG,
    "/home/me/.gitconfig": "[alias]\nhome = !rm home\n",
    "/srv/.git/config": "[alias]\nelse = !rm else\n",
}


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("git", []),
        ("git status", []),
        ("git -C d -c user.name=x commit -m '!rm x'", []),
        ("git -c core.pager=cat log", []),
        ("git -c alias.x", []),
        ("git missing", []),
        ("git config --get alias.x", []),
        ("git config --list", []),
        ("git config user.name '!rm x'", []),
        ("git config core.pager less", []),
        ("git config --unset alias.x", []),
        # settings on the command line
        ("git -c alias.x='!rm x' x", ["shell: rm x", "shell: rm x"]),
        ("git -c alias.x='!rm' x y", ["shell: rm", "shell: rm y"]),
        ("git -c alias.x='reset --hard' x", ["git reset --hard"]),
        ("git -c alias.x=reset x --hard y", ["git reset --hard y"]),
        ("git -c core.pager='rm x' log", ["shell: rm x"]),
        ("git -c CORE.SSHCOMMAND='rm x' fetch", ["shell: rm x"]),
        ("git -c core.fsmonitor='rm x' status", ["shell: rm x"]),
        ("git -c diff.a.textconv='rm x' diff", ["shell: rm x"]),
        ("git -c filter.a.smudge='rm x' checkout .", ["shell: rm x"]),
        ("git -c credential.helper='!rm x' fetch", ["shell: rm x"]),
        ("git -c credential.helper=store fetch", []),
        ("git -c pager.log='rm x' log", ["shell: rm x"]),
        ("git -c core.pager=<?> log", ["opaque: variable"]),
        # settings that are stored
        ("git config alias.x '!rm x'", ["shell: rm x"]),
        ("git config --global alias.x 'reset --hard'", ["git reset --hard"]),
        ("git config set --global alias.x '!rm x'", ["shell: rm x"]),
        ("git config --add core.editor 'rm x'", ["shell: rm x"]),
        ("git config --local core.hooksPath x", []),
        # stored aliases
        ("git co main", ["git checkout main"]),
        ("git nuke", ["shell: git reset --hard && git clean -fdx"]),
        ("git NUKE now", ["shell: git reset --hard && git clean -fdx now"]),
        ("git undo", ["git reset --hard HEAD~1"]),
        ("git quoted", ['shell: sh -c "rm x"']),
        ("git spaced", ["git clean -fd"]),
        ("git home", ["shell: rm home"]),
        ("git else", []),
        ("git -C /srv else", ["shell: rm else"]),
    ],
)  # fmt: skip
def test_what_git_runs(line: str, inside: list[str]) -> None:
    assert shown(opened(line, None, FILES)) == inside


def test_settings_in_variables() -> None:
    environment = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "alias.x",
        "GIT_CONFIG_VALUE_0": "reset --hard",
    }
    assert shown(opened("git x", environment=environment)) == ["git reset --hard"]


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("core.pager", True),
        ("Core.SSHCommand", True),
        ("diff.x.y.command", True),
        ("merge.x.driver", True),
        ("merge.x.name", False),
        ("filter.lfs.process", True),
        ("filter.lfs.required", False),
        ("pager.log", True),
        ("user.email", False),
        ("alias.x", False),
        ("", False),
    ],
)
def test_keys_that_hold_code(key: str, code: bool) -> None:
    assert holds_code(key) is code


def test_aliases_of_a_configuration() -> None:
    assert dict(aliases(CONFIG))["co"] == "checkout"
    assert "name" not in dict(aliases(CONFIG))
    assert aliases("[alias]") == []
    assert aliases("") == []
    assert aliases("[alias] a = b\n") == [("a", "b")]


def test_no_alias_takes_the_name_of_a_command() -> None:
    files = {"/work/.git/config": "[alias]\nstatus = !rm x\n"}
    assert shown(opened("git status", None, files)) == []
    assert "status" in OWN
