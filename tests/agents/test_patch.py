"""Patches of agents as actions."""

from __future__ import annotations

import pytest

from guardcmd.agents.envelope import NotUnderstood
from guardcmd.agents.patch import changes
from guardcmd.proposal import FileWrite, ShellText


def patch(*lines: str) -> str:
    return "\n".join(["*** Begin Patch", *lines, "*** End Patch"])


ADDED = (FileWrite("/p/a.md", "one\n"),)


@pytest.mark.parametrize(
    "text",
    [
        patch("*** Add File: a.md", "+one"),
        patch("*** Add File: a.md", "+one") + "\n",
        patch("  *** Add File: a.md  ", "+one", ""),
        patch("*** Add File: a.md", "+one").replace("\n", "\r\n"),
        patch("*** Environment ID: x", "*** Add File: a.md", "+one"),
        f"<<'EOF'\n{patch('*** Add File: a.md', '+one')}\nEOF",
        f"apply_patch <<'EOF'\n{patch('*** Add File: a.md', '+one')}\nEOF\n",
        patch("*** Add File: file:///p/a.md", "+one"),
        "--- /dev/null\n+++ b/a.md\n@@ -0,0 +1 @@\n+one\n",
    ],
)
def test_an_added_file(text: str) -> None:
    assert changes(text, "/p") == ADDED


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("*** Delete File: a",), (ShellText("rm -- /p/a", "posix"),)),
        (("*** Delete File: a", "*** Delete File: /b c"), (ShellText("rm -- /p/a '/b c'", "posix"),)),
        (
            ("*** Update File: a", "@@ def f():", " x", "-y", "+z"),
            (FileWrite("/p/a", "x\nz", True, (("x\ny", "x\nz"),)),),
        ),
        (
            ("*** Update File: a", "@@", "-y", "+z", "@@", "-1", "+2", "*** End of File"),
            (FileWrite("/p/a", "z\n2", True, (("y", "z"), ("1", "2"))),),
        ),
        (("*** Update File: a", "-y", "+z"), (FileWrite("/p/a", "z", True, (("y", "z"),)),)),  # without @@
        (
            ("*** Update File: a", "*** Move to: b", "@@", "-y", "+z"),
            (ShellText("mv -- /p/a /p/b", "posix"), FileWrite("/p/b", "z", True, (("y", "z"),))),
        ),
        # a marker within an added line is text
        (("*** Add File: a", "+*** Delete File: b"), (FileWrite("/p/a", "*** Delete File: b\n"),)),
        # one version of Codex takes a context line for a header: so it is read as both
        (
            ("*** Update File: a", "@@", "-y", "+z", " *** Delete File: .env"),
            (FileWrite("/p/a", "z", True, (("y", "z"),)), ShellText("rm -- /p/.env", "posix")),
        ),
    ],
)
def test_of_apply_patch(lines: tuple[str, ...], found: object) -> None:
    assert changes(patch(*lines), "/p") == found


def test_what_follows_the_end_is_read() -> None:
    text = patch("*** Add File: a.md", "+one") + "\n*** Delete File: b\n*** End Patch"
    assert changes(text, "/p") == (*ADDED, ShellText("rm -- /p/b", "posix"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "*** Begin Patch\n*** End Patch",
        patch("*** Add File: "),
        patch("rm -rf /"),
        patch("*** Add File: a", "no plus"),
        patch("*** Update File: a", "@@", "?x"),
        patch("*** Delete File: a", "+x"),
        patch("*** Update File: a", "*** Move to: ", "@@", "-a", "+b"),
        patch("*** Add File: a\0b", "+x"),
    ],
)
def test_is_not_understood(text: str) -> None:
    assert isinstance(changes(text, "/p"), NotUnderstood)
