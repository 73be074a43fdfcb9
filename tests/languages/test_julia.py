"""What Julia text does."""

from __future__ import annotations

import pytest

from tests.languages.support import lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('d = Dict("a" => 1); delete!(d, "a"); empty!(d)', []),
        ('#= rm("x") =# println("rm")', []),
        ('rm("x")', ["julia unlink x"]),
        ('rm("x", recursive=true, force=true)', ["julia deleteDirectory x"]),
        ('rm("x"; recursive=true)', ["julia unlink x"]),
        ("run(`rm -rf x`)", ["shell: rm -rf x"]),
        ('p = "/srv"; rm(joinpath(p, "x"), recursive=true)', ["julia deleteDirectory /srv/x"]),
        ('mv("a", "b", force=true)', ["run: mv -- a b"]),
        ("rm(mktempdir(), recursive=true)", ["julia deleteDirectory /tmp/scratch"]),
        ('for f in readdir("/srv", join=true)\n rm(f)\nend', ["julia unlink /srv/*"]),
        ('foreach(rm, readdir("/srv", join=true))', ["julia unlink /srv/*"]),
    ],
)
def test_does(text: str, expected: list[str]) -> None:
    assert lines(text, "julia") == expected
