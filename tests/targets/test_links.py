from __future__ import annotations

import pytest

from guardcmd.policy.verdict import Evidence
from guardcmd.targets.links import LinkedFiles, choices, in_both
from tests.support import DictFiles, judge

FILES = DictFiles({"/srv/a/x": b"1"}, ("/srv/a",))


def test_what_stands_behind_a_link() -> None:
    files = LinkedFiles(FILES, {"/tmp/l": ("/srv/a",), "/tmp/m": ("/tmp/l",)})
    assert files.resolve("/tmp/l/x") == files.resolve("/tmp/m/x") == "/srv/a/x"
    assert files.read("/tmp/m/x") == b"1"
    assert (files.kind("/tmp/l"), files.kind("/tmp/l/x"), files.kind("/tmp/other")) == ("link", "file", "missing")
    assert files.names("/tmp/l") == ("x",)
    assert files.led("/tmp/longer") == "/tmp/longer"


def test_links_in_a_circle_end() -> None:
    assert LinkedFiles(FILES, {"/a": ("/b",), "/b": ("/a",)}).led("/a/x")


def test_each_choice_is_a_reading() -> None:
    links = {"/tmp/l": ("/srv", "/tmp/y"), "/tmp/k": ("/tmp/z",)}
    assert choices(links) == 2
    assert [LinkedFiles(FILES, links, n).led("/tmp/l/x") for n in (0, 1)] == ["/srv/x", "/tmp/y/x"]


def test_what_lowers_must_hold_in_both_cases() -> None:
    one, other, raising = Evidence("session-made", "a"), Evidence("tracked-clean", "b"), Evidence("production", "c")
    assert in_both([(one, raising)], [(one, other)]) == [(one, raising)]


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        ("ln -s /srv /tmp/x && rm -rf /tmp/x/data", "confirm"),
        ("ln -s /tmp/y /srv/x; rm -rf /srv/x/data", "confirm"),
        ("ln -sfn /tmp/y /tmp/x; ln -sfn /srv /tmp/x; rm -rf /tmp/x/data", "confirm"),
        ("ln -s /srv /tmp/x; rm -rf /tmp/x/$y", "confirm"),
        ("sudo mount --bind /srv /tmp/x; rm -rf /tmp/x/data", "confirm"),
        ("ln -s /srv/data /tmp/x; rm /tmp/x", "allow"),
        ("ln -s /tmp/y /tmp/x; rm -rf /tmp/x/data", "allow"),
        ("ln -s ~/.bashrc bashrc", "allow"),
    ],
)
def test_the_text_s_own_links_and_mounts(text: str, decision: str) -> None:
    assert judge(text).decision == decision
