"""What R text does."""

from __future__ import annotations

import pytest

from tests.languages.support import lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x <- c(1, 2); rm(x); print('unlink(1)')", []),
        ("df <- df[-1, ]  # unlink('x')", []),
        ("system.time(f())", []),
        ("unlink('a')", ["r unlink a"]),
        ("unlink('a', recursive = TRUE)", ["r deleteDirectory a"]),
        ("unlink('a', recursive = FALSE)", ["r unlink a"]),
        ("unlink(tempdir(), recursive = TRUE)", ["r deleteDirectory /tmp/scratch"]),
        ("d <- '/srv'; unlink(file.path(d, 'x'), recursive = TRUE)", ["r deleteDirectory /srv/x"]),
        ("d = '/srv'\nfs::dir_delete(d)", ["r deleteDirectory /srv"]),
        ("file.remove(list.files('/srv', full.names = TRUE))", ["r unlink /srv/*"]),
        ("sapply(list.files('/srv'), unlink)", ["r unlink /srv/*"]),
        ("'/srv/x' |> unlink()", ["r unlink /srv/x"]),
        ("system('rm x')", ["shell: rm x"]),
        ("system2('rm', c('-r', 'x'))", ["run: rm -r x"]),
        ("system2('rm', args = c('-r', 'x'))", ["run: rm -r x"]),
        ("system(r\"(rm 'a b')\")", ["shell: rm 'a b'"]),
        ("DBI::dbExecute(con, 'DROP TABLE t')", ["sql: DROP TABLE t"]),
        ("dbRemoveTable(con, 't')", ["sql drop table t"]),
        ("file.rename('a', 'b')", ["run: mv -- a b"]),
        ("for (f in list.files('/srv')) unlink(f)", ["r unlink /srv/*"]),
        ("for (i in 1:3) print(i)", []),
    ],
)
def test_does(text: str, expected: list[str]) -> None:
    assert lines(text, "r") == expected
