"""What text in a language without a reader of its own does."""

from __future__ import annotations

import pytest

from tests.languages.support import lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("print(1), system = 2", []),
        ("x = \"system('rm x')\"", []),
        ('system("rm x")', ["shell: rm x"]),
        ("system(x)", ["unread: variable"]),
        ('os:cmd("rm x"), halt().', ["shell: rm x"]),
        ('file:del_dir_r("x").', ["other deleteDirectory x"]),
        ('Sys.command "rm x"', ["shell: rm x"]),
        ('removeDirectoryRecursive "x"', ["other deleteDirectory x"]),
        ("Process.run('rm', ['x'])", ["run: rm x"]),
        ("Directory('x').deleteSync(recursive: true)", ["other deleteDirectory x"]),
        ('delete("a.mat")', ["other unlink a.mat"]),
    ],
)
def test_does(text: str, expected: list[str]) -> None:
    assert lines(text, "other") == expected
