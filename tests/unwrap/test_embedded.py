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
        # debuggers
        ("gdb -batch -ex run -ex '!rm x' p", ["shell: rm x"]),
        ("lldb -o 'platform shell rm x' p", ["shell: rm x"]),
        ("gdb -batch -ex 'python import os; os.remove(1)' p", ["python: import os; os.remove(1)"]),
        ("lldb -o 'script os.remove(1)' p", ["python: os.remove(1)"]),
        # code of other languages in vim
        ("vim -c 'call delete(\"x\", \"rf\")' f", ["shell: rm -r -- x"]),
        ("vim -c 'call delete(\"x\")' f", ["shell: rm -- x"]),
        ("nvim -c 'lua os.remove(1)'", ["lua: os.remove(1)"]),
        ("nvim -c 'py3 import os' f", ["python: import os"]),
        ("ex -s -c '!rm x' f", ["shell: rm x"]),
    ],
)  # fmt: skip
def test_shell_in_small_languages(line: str, inside: list[str]) -> None:
    files = {"/work/x.vim": "set nu\n!rm file\n"}
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
