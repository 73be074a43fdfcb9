"""Which texts in a written file would run."""

from __future__ import annotations

import pytest

from guardcmd.proposal import FileWrite
from guardcmd.unwrap.written import LONGEST, payloads, result
from tests.unwrap.opening import world


@pytest.mark.parametrize(
    ("path", "text", "place", "found"),
    [
        ("/w/x.sh", "a\nb", False, [("shell", "a\nb")]),
        ("/w/x", "#!/usr/bin/env bash\na", False, [("shell", "#!/usr/bin/env bash\na")]),
        ("/w/x", "#!/usr/bin/python3\na", False, [("python", "#!/usr/bin/python3\na")]),
        ("/w/x.py", "a", False, []),
        ("/w/x.py", "a", True, [("python", "a")]),
        ("/w/x.sql", "a", False, [("sql", "a")]),
        ("/w/x.ps1", "a", False, [("powershell", "a")]),
        ("/w/x.bat", "a", False, [("cmd", "a")]),
        ("/w/package.json", '{"scripts": {"a": "b", "c": 1}}', False, [("shell", "b")]),
        ("/w/package.json", '"a": "b"', False, []),
        ("/w/Makefile", "a:\n\t@b $$x\nc = 1\n", False, [("shell", "b $x")]),
        ("/w/.bashrc", "a", True, [("shell", "a")]),
        ("/w/.bashrc", "a", False, []),
        ("/w/ci.yml", "x:\n  steps:\n    - run: a\n    - uses: b\n", True, [("shell", "a")]),
        ("/w/ci.yml", "x:\n  script:\n    - a\n    - b\n", True, [("shell", "a\nb")]),
        ("/w/ci.yml", "x: [", True, []),
        ("/w/ci.yml", "x:\n  script: a\n", False, []),
        ("/w/notes.md", "#! no\nrm -rf /", False, []),
        ("/w/x.sh", "\0", False, []),
        ("/w/x.sh", " \n", False, []),
        ("/w/x.sh", "a" * (LONGEST + 1), False, []),
    ],
)
def test_payloads(path: str, text: str, place: bool, found: list[tuple[str, str]]) -> None:
    assert [(each.language, each.text.text) for each in payloads(path, text, place, world())] == found


@pytest.mark.parametrize(
    ("action", "told"),
    [
        (FileWrite("/w/a", "new"), ("new", True)),
        (FileWrite("/w/a", "new", True), ("new", False)),
        (FileWrite("/w/a", "y", True, (("x", "y"),)), ("1 y 2", True)),
        (FileWrite("/w/a", "y\n3", True, (("x", "y"), ("2", "3"))), ("1 y 3", True)),
        (FileWrite("/w/a", "y", True, (("z", "y"),)), ("y", False)),
        (FileWrite("/w/a", "y", True, (("", "y"),)), ("y", False)),
        (FileWrite("/w/none", "y", True, (("x", "y"),)), ("y", False)),
        (FileWrite("a", "y", True, (("x", "y"),)), ("y", False)),
        (FileWrite("/w/a", None), ("", True)),
    ],
)
def test_result(action: FileWrite, told: tuple[str, bool]) -> None:
    assert result(action, world({"/w/a": "1 x 2"})) == told
