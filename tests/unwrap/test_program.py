from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardcmd.shell.value import known, one_of, unknown
from guardcmd.unwrap.program import head_names, program_name, program_names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("rm", "rm"),
        ("/bin/rm", "rm"),
        ("./node_modules/.bin/prisma", "prisma"),
        ("vendor/bin/phpunit", "phpunit"),
        ("../rm", "rm"),
        ("rm/", "rm"),
        ("git.exe", "git"),
        ("GIT.EXE", "GIT"),
        ("C:\\Windows\\System32\\cmd.exe", "cmd"),
        ("npm.cmd", "npm"),
        ("kafka-topics.sh", "kafka-topics"),
        ("python3", "python"),
        ("python3.11", "python"),
        ("/usr/local/bin/python3.12", "python"),
        ("pip3", "pip"),
        ("psql-16", "psql"),
        ("pg_dump-16", "pg_dump"),
        ("bash-5.2", "bash"),
        ("terraform-v1.5.7", "terraform"),
        ("terraform_1.5.7", "terraform"),
        ("kubectl1.28", "kubectl"),
        ("php8.2", "php"),
        ("perl5.36.0", "perl"),
        ("python3-3.11", "python"),
        # digits that belong to the name
        ("sqlite3", "sqlite3"),
        ("sqlite3-3.40", "sqlite3"),
        ("base64", "base64"),
        ("mkfs.ext4", "mkfs.ext4"),
        ("mke2fs", "mke2fs"),
        ("s3cmd", "s3cmd"),
        ("bzip2", "bzip2"),
        ("7z", "7z"),
        ("ntfs-3g", "ntfs-3g"),
        ("x86_64", "x86_64"),
        # names of scripts
        ("manage.py", "manage.py"),
        ("./manage.py", "manage.py"),
        ("server.js", "server.js"),
        # installed side by side
        ("~/.local/share/claude/versions/2.1.300", "claude"),
        ("/opt/versions/3.1", "opt"),
        ("/opt/x/versions/tool", "tool"),
        # nothing to take off
        ("[", "["),
        (".", "."),
        (".sh", ".sh"),
        ("-", "-"),
        ("/", "/"),
        ("2", "2"),
        ("x.", "x."),
    ],
)
def test_program_name(text: str, name: str) -> None:
    assert program_name(text) == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("mkfs.ext4", ("mkfs.ext4", "mkfs")),
        ("/sbin/fsck.vfat", ("fsck.vfat", "fsck")),
        ("vim.basic", ("vim.basic", "vim")),
        ("http.server", ("http.server",)),  # python -m http.server is not httpie
        ("RM", ("RM", "rm")),  # a disk that ignores letter case runs it
        ("rm", ("rm",)),
    ],
)
def test_program_names(text: str, names: tuple[str, ...]) -> None:
    assert program_names(text) == names


def test_a_hole_in_the_name_is_tried_as_nothing() -> None:
    assert head_names(unknown("$z", ("r", None, "m"))) == ("rm",)
    assert head_names(unknown("$x", (None, "/bin/rm"))) == ("rm",)
    assert head_names(unknown("$x")) == ()
    assert head_names(one_of(("rm", "/bin/ls"))) == ("rm", "ls")
    assert head_names(known("")) == ()


@given(st.text(max_size=30))
def test_any_text_has_a_name(text: str) -> None:
    assert program_name(text) or not text
    assert program_name(program_name(text)) or not text


@given(
    st.sampled_from(["rm", "terraform", "kubectl", "sqlite3", "git", "mkfs.ext4"]),
    st.sampled_from(["/bin/", "./", "a/b/"]),
)
def test_a_directory_changes_nothing(name: str, directory: str) -> None:
    assert program_names(directory + name) == program_names(name)
