"""What Tcl and expect text does."""

from __future__ import annotations

import pytest

from tests.languages.support import lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("puts [file exists /srv]; # file delete x", []),
        ('set x 1; if {$x} {puts "exec rm"}', []),
        ("file delete /srv/x", ["tcl unlink /srv/x"]),
        ("file delete -force -- /srv/x {a b}", ["tcl deleteDirectory /srv/x", "tcl deleteDirectory a b"]),
        ("set d /srv; file delete -force $d/x", ["tcl deleteDirectory /srv/x"]),
        ("foreach f [glob /srv/*] {file delete $f}", ["tcl unlink /srv/*"]),
        ("if {[file exists x]} {exec rm x}", ["run: rm x"]),
        ("exec ls | xargs rm > out", ["run: ls", "run: xargs rm"]),
        ("catch {exec rm x} msg", ["run: rm x"]),
        ("proc p {} {exec rm x}; p", ["run: rm x"]),
        ('spawn -noecho ssh web1; expect "$"; send "rm x\\r"', ["run: ssh web1", "shell: rm x\n"]),
        ('expect { "yes/no" { send "yes\\r" } }', ["shell: yes\n"]),
        ('open "|rm x"', ["shell: rm x"]),
        ("open x w", ["redirect > x"]),
        ('system "rm x"', ["shell: rm x"]),
        ("eval {exec rm x}", ["run: rm x"]),
        ("file rename -force a b", ["redirect > b"]),
    ],
)
def test_does(text: str, expected: list[str]) -> None:
    assert lines(text, "tcl") == expected
