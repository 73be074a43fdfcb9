"""Lua text to what it does."""

from __future__ import annotations

import pytest

from tests.languages.support import lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("print('rm x')", []),
        ("-- os.execute('rm x')", []),
        ("--[[ os.execute('rm x') ]] print(1)", []),
        ("print([[os.execute('rm x')]])", []),
        ("x = #t; y = t[1]", []),
        ("io.open('x'):read()", []),
        ("os.execute('rm x')", ["shell: rm x"]),
        ("os.execute 'rm x'", ["shell: rm x"]),
        ("os.execute([[rm x]])", ["shell: rm x"]),
        ("local d = '/srv'\nos.execute('rm ' .. d)", ["shell: rm /srv"]),
        ("io.popen('rm x')", ["shell: rm x"]),
        ("if a then os.execute('rm x') end", ["shell: rm x"]),
        ("os.remove('x')", ["lua os.remove x"]),
        ("os.rename('a', '.env')", ["run: mv -- a .env"]),
        ("io.open('x', 'w')", ["redirect > x"]),
        ("load(\"os.remove('x')\")()", ["lua os.remove x"]),
        ("load(x)()", ["unread: variable"]),
    ],
)
def test_does(text: str, expected: list[str]) -> None:
    assert lines(text, "lua") == expected
