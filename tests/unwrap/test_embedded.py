from __future__ import annotations

import pytest

from guardcmd.unwrap.embedded import READERS
from guardcmd.unwrap.openers import SMALL
from tests.unwrap.opening import opened, shown


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        # vim
        ("vim f", []),
        ("vim -c 'wq' f", []),
        ("vim -c 's/!/x/' f", []),
        ("vim +10 f", []),
        ("vim -c ':!rm x' f", ["shell: rm x"]),
        ("vim -c '%!rm x' f", ["shell: rm x"]),
        ("vim -c 'r !rm x' f", ["shell: rm x"]),
        ("vim -c 'silent !rm x' -c q f", ["shell: rm x"]),
        ("vim '+!rm x' f", ["shell: rm x"]),
        ("nvim --headless -c \"call system('rm x')\"", ["shell: rm x"]),
        ("nvim --cmd 'term rm x'", ["shell: rm x"]),
        ("vim -S x.vim", ["shell: rm file"]),
        ("ex -s f", []),
        # expect, tclsh
        ("expect -c 'spawn rm x; interact'", ["shell: rm x"]),
        ("expect -c 'spawn -noecho ssh web1; expect \"$\"; send \"rm x\\r\"'", ["shell: ssh web1", "shell: rm x\n"]),
        ("expect x.exp a", ["shell: rm file"]),
        ("tclsh x.exp", ["shell: rm file"]),
        # osascript
        ("osascript -e 'display dialog \"rm x\"'", []),
        ("osascript -e 'do shell script \"rm -rf \\\"a b\\\"\"'", ["shell: rm -rf \"a b\""]),
        ("osascript -e 'do shell script \"rm \" & x'", ["shell: rm …"]),
        ("osascript -e 'do shell script x'", ["opaque: variable"]),
        ("osascript -e 'tell app \"Terminal\" to do script \"rm x\"'", ["shell: rm x"]),
        # emacs
        ("emacs f", []),
        ("emacs --batch --eval '(message \"rm x\")'", []),
        ("emacs --batch --eval '(shell-command \"rm x\")'", ["shell: rm x"]),
        # debuggers
        ("gdb -batch -ex run -ex '!rm x' p", ["shell: rm x"]),
        ("lldb -o 'platform shell rm x' p", ["shell: rm x"]),
        # others
        ("julia -e 'system(x)'", ["opaque: variable"]),
        ("julia -e 'run(1)'", []),
    ],
)  # fmt: skip
def test_shell_in_small_languages(line: str, inside: list[str]) -> None:
    files = {"/work/x.vim": "set nu\n!rm file\n", "/work/x.exp": "spawn rm file\n"}
    assert shown(opened(line, None, files)) == inside


CRONTAB = """\
# m h dom mon dow command
MAILTO=me
0 3 * * * rm x
@daily rm y
*/5 * * * 1-5 cd /srv && date +\\%s
0 3
"""


def test_crontab_lines() -> None:
    inside = ["shell: rm x", "shell: rm y", "shell: cd /srv && date +%s"]
    assert shown(opened("crontab -", CRONTAB)) == inside
    assert shown(opened("crontab", CRONTAB)) == inside
    assert shown(opened("crontab -u me jobs", None, {"/work/jobs": CRONTAB})) == inside
    assert shown(opened("crontab -l", CRONTAB)) == []
    assert shown(opened("crontab -r")) == []


def test_ed_and_ex_read_commands_from_standard_input() -> None:
    assert shown(opened("ed f", "1d\n!rm x\nw\n")) == ["shell: rm x"]
    assert shown(opened("ex -s f", "%!rm x\nwq\n")) == ["shell: rm x"]


def test_every_small_language_has_a_reader() -> None:
    assert set(SMALL) == set(READERS)
