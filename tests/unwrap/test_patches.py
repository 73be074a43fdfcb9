"""Which files a patch changes, as the lines above its hunks say."""

from __future__ import annotations

import pytest

from tests.unwrap.opening import opened, shown

ONE = "--- a/src/a.py\t2026-01-01\n+++ b/src/a.py\t2026-01-02\n@@ -1 +1 @@\n-x\n+y\n"
GIT = "diff --git a/a b/b\nrename from old/a\nrename to new/b\n--- a/gone\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n"
FILES = {"/work/one.diff": ONE, "/work/git.diff": GIT, "/work/sub/one.diff": ONE.replace("src", "lib")}


def tee(*paths: str) -> list[str]:
    return [f"tee -a {path}" for path in paths]


@pytest.mark.parametrize(
    ("line", "given", "inside"),
    [
        ("git apply one.diff", None, tee("src/a.py")),
        ("git apply", ONE, tee("src/a.py")),
        ("git apply -", ONE, tee("src/a.py")),
        ("git apply -p2 one.diff", None, tee("a.py")),
        ("git apply --directory=.claude one.diff", None, tee(".claude/src/a.py")),
        ("git apply git.diff", None, tee("old/a", "new/b", "gone")),
        ("git -C sub apply one.diff", None, tee("lib/a.py")),
        ("git am", ONE, tee("src/a.py")),
        ("git apply --check one.diff", None, []),
        ("git apply --stat one.diff", None, []),
        ("git apply missing.diff", None, []),
        ("git am --abort", ONE, []),
        ("git diff", ONE, []),
        ("patch -p1", ONE, tee("src/a.py")),
        ("patch", ONE, tee("a/src/a.py", "b/src/a.py")),
        ("patch -p1 -i one.diff", None, tee("src/a.py")),
        ("patch -p 1 -d .claude --input=one.diff", None, tee(".claude/src/a.py")),
        ("patch --dry-run -p1", ONE, []),
        ("patch src/x one.diff", None, tee("a/src/a.py", "b/src/a.py")),
        ("patch -p1", None, []),
        ("patch -p1", "no patch\n", []),
    ],
)
def test_the_files_of_a_patch(line: str, given: str | None, inside: list[str]) -> None:
    assert shown(opened(line, given, FILES)) == inside
