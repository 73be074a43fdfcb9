from __future__ import annotations

import pytest

from guardcmd.shell.value import known
from guardcmd.targets.paths import Place
from guardcmd.targets.roots import HOLE, Roots, components, is_home, plain


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("/", ()),
        ("/a//b/./c/", ("a", "b", "c")),
        ("/a/../b", ("b",)),
        ("/../..", ()),
        (f"/a/{HOLE}/b", ("a", HOLE, "b")),
        (f"/a/{HOLE}/..", None),
        (f"/a/x{HOLE}/../b", None),
        (f"/a/{HOLE}/b/../c", ("a", HOLE, "c")),
    ],
)
def test_components(text: str, names: tuple[str, ...] | None) -> None:
    assert components(text) == names


def roots(**fields: object) -> Roots:
    return Roots(Place(**{"directory": known("/"), "home": "/home/dev", **fields}))  # type: ignore[arg-type]


@pytest.mark.parametrize("project", ["/", "/home", "/home/dev", "/etc", "/usr/lib/x", "/home/bob", "relative", ""])
def test_what_is_no_project(project: str) -> None:
    assert roots(project=project).project == ()


@pytest.mark.parametrize("project", ["/home/dev/a", "/srv/a", "/tmp/a", "/usr/src/app", "/var/www/a", "/work"])
def test_what_can_be_a_project(project: str) -> None:
    assert roots(project=project).project == (components(project),)


def test_the_longest_root_wins() -> None:
    found = roots(project="/home/dev/a")
    assert found.longest(("home", "dev", "a", "x"), (*found.home, *found.project)) == 3
    assert found.longest(("home", "dev", "b"), (*found.home, *found.project)) == 2
    assert found.longest(("srv",), (*found.home, *found.project)) == -1


@pytest.mark.parametrize("path", ["/home/bob", "/Users/eve", "/root", "/var/root"])
def test_homes(path: str) -> None:
    assert is_home(components(path) or ())


@pytest.mark.parametrize("path", ["/home", "/home/bob/x", "/roots"])
def test_no_homes(path: str) -> None:
    assert not is_home(components(path) or ())


def test_macos_keeps_some_below_private() -> None:
    assert plain(("private", "tmp", "x")) == ("tmp", "x")
    assert plain(("private", "x")) == ("private", "x")
