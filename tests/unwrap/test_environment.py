from __future__ import annotations

import pytest

from guardcmd.shell.value import known
from guardcmd.unwrap.environment import code_in
from guardcmd.unwrap.program import ELSEWHERE
from tests.unwrap.opening import invocation, opened, shown, world

FILES = {
    "/work/x.js": "x()",
    "/work/x.py": "x()",
    "/work/x.rb": "x()",
    "/work/x.sh": "rm x",
    "/work/x.so": b"\x7fELF\0",
}


@pytest.mark.parametrize(
    ("name", "value", "inside"),
    [
        ("NODE_OPTIONS", "--max-old-space-size=4096", []),
        ("NODE_OPTIONS", "-r dotenv/config", []),
        ("NODE_OPTIONS", "-r ./missing.js", []),
        ("NODE_OPTIONS", "-r ./x.js", ["javascript: x()"]),
        ("NODE_OPTIONS", "--no-warnings --import=./x.js", ["javascript: x()"]),
        ("PYTHONSTARTUP", "x.py", ["python: x()"]),
        ("PYTHONSTARTUP", "", []),
        ("RUBYOPT", "-W0", []),
        ("RUBYOPT", "-W0 -r./x", ["ruby: x()"]),
        ("PERL5OPT", "-Mstrict", []),
        ("PERL5OPT", "-Mstrict;x()", ["perl: x()"]),
        ("PERL5DB", "x()", ["perl: x()"]),
        ("TAR_OPTIONS", "--no-same-owner", []),
        ("TAR_OPTIONS", "--to-command=rm", ["shell: rm"]),
        ("LD_PRELOAD", "/usr/lib/x.so", []),
        ("LD_PRELOAD", "libx.so", []),
        ("LD_PRELOAD", "./x.so:/usr/lib/y.so", ["opaque: file"]),
        ("npm_config_script_shell", "/bin/bash", []),
        ("npm_config_script_shell", "./x.sh", ["shell: ./x.sh", "shell: rm x"]),
        ("npm_config_script_shell", "/tmp/sh", ["opaque: variable"]),
        ("npm_config_script_shell", "rm x", ["shell: rm x"]),
    ],
)
def test_code_in_variables(name: str, value: str, inside: list[str]) -> None:
    assert name in ELSEWHERE
    assert shown(code_in(name, known(value), invocation("x"), world(FILES))) == inside


def test_assigned_by_a_wrapper() -> None:
    assert shown(opened("env NODE_OPTIONS=-r./x.js npm test", None, FILES))[0] != "javascript: x()"
    assert "javascript: x()" in shown(opened("env NODE_OPTIONS='-r ./x.js' npm test", None, FILES))
