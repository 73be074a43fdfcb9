"""Unified diffs as changes. The form of `apply_patch` is tested where agents use it."""

from __future__ import annotations

import pytest

from guardcmd.languages.patch_text import Change, changes_in, is_patch
from tests.languages.support import lines

HUNK = "@@ -1 +1 @@\n-a\n+b\n"
AB = (("a", "b"),)


@pytest.mark.parametrize(
    ("text", "change"),
    [
        (f"--- a/x\n+++ b/x\n{HUNK}", Change("update", "x", pieces=AB)),
        (f"--- x\t2026-01-01\n+++ x\t2026-01-02\n{HUNK}", Change("update", "x", pieces=AB)),
        (
            "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n c\n-a\n\\ No newline at end of file\n+b\n",
            Change("update", "x", pieces=(("c\na", "c\nb"),)),
        ),
        ("--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n", Change("delete", "x", kept=True)),
        ("diff --git a/x b/x\ndeleted file mode 100644\nindex 1..0\n", Change("delete", "x", kept=True)),
        ("diff --git a/x b/x\nnew file mode 100644\nindex 0..1\n", Change("add", "x")),
        ("diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n", Change("move", "x", "y")),
        (f'--- "a/\\303\\244 b"\n+++ "b/\\303\\244 b"\n{HUNK}', Change("update", "ä b", pieces=AB)),
        # what looks like a header within a hunk is text
        (
            "--- a/x\n+++ b/x\n@@ -1 +1 @@\n--- a/.env\n+++ b/.env\n",
            Change("update", "x", pieces=(("-- a/.env", "++ b/.env"),)),
        ),
    ],
)
def test_a_diff(text: str, change: Change) -> None:
    assert changes_in(text) == (change,)


@pytest.mark.parametrize(("strip", "path"), [(None, "x/y"), (0, "a/x/y"), (1, "x/y"), (2, "y"), (9, "y")])
def test_leading_folders_are_taken_off(strip: int | None, path: str) -> None:
    found = changes_in("--- a/x/y\n+++ b/x/y\n@@ -1 +1 @@\n-a\n+b\n".replace("b/x", "a/x"), strip)
    assert [change.path for change in found if isinstance(change, Change)] == [path]


@pytest.mark.parametrize(
    "text", ["", "x", "--- a\n", "--- a\n+++", "diff --git", "@@ -1 +1 @@\n-a\n+b", "--- a\n+++ b\n@@ x"]
)
def test_never_raises(text: str) -> None:
    assert isinstance(changes_in(text), (str, tuple))


def test_is_patch() -> None:
    assert is_patch("\n *** Begin Patch \n")
    assert is_patch("apply_patch <<EOF\n*** Begin Patch\n")
    assert not is_patch("a\nb\nc\n*** Begin Patch")


def test_as_calls() -> None:
    text = "*** Begin Patch\n*** Add File: a\n+x\n*** Update File: b\n@@\n-a\n+b\n*** Delete File: c\n*** End Patch"
    assert lines(text, "patch") == ["write write a", "write edit b", "run: rm -- c"]
    assert lines("no patch", "patch") == []
