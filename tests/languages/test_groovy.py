"""What Groovy, Scala, Kotlin and Java text does."""

from __future__ import annotations

import pytest

from tests.languages.support import lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("println new File('a').text // new File('a').delete()", []),
        ("def m = [a: 1]; m.remove('a'); m.clear()", []),
        ("new File('/srv/x').deleteDir()", ["groovy deleteDirectory /srv/x"]),
        ("new File('/srv/x').delete()", ["groovy unlink /srv/x"]),
        ('File("/srv/x").deleteRecursively()', ["groovy deleteDirectory /srv/x"]),
        ('Files.delete(Paths.get("/srv/x"))', ["groovy unlink /srv/x"]),
        ("'rm x'.execute()", ["shell: rm x"]),
        ("['rm', 'x'].execute()", ["run: rm x"]),
        ("sh 'rm x'", ["shell: rm x"]),
        ('"rm x".!', ["shell: rm x"]),
        ('Process("rm x").!', ["shell: rm x"]),
        ('Runtime.getRuntime().exec("rm x")', ["shell: rm x"]),
        ("sql.execute('DROP TABLE t')", ["sql: DROP TABLE t"]),
        ("for (f in ['a', 'b']) { new File(f).delete() }", ["groovy unlink {a,b}"]),
    ],
)
def test_does(text: str, expected: list[str]) -> None:
    assert lines(text, "groovy") == expected
