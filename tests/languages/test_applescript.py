"""What AppleScript does."""

from __future__ import annotations

import pytest

from tests.languages.support import lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('display dialog "rm x"', []),
        ('display dialog "delete" -- tell application "Finder"', []),
        ('do shell script "rm -rf \\"a b\\""', ['shell: rm -rf "a b"']),
        ('do shell script "rm " & x', ["shell: rm …"]),
        ("do shell script x", ["unread: variable"]),
        ('tell app "Terminal" to do script "rm x"', ["shell: rm x"]),
        ('tell application "Finder" to delete file "a" of home', ['applescript delete file "a" of home']),
        ('tell application "Finder" to empty the trash', ["applescript empty trash"]),
        ('tell application "System Events" to shut down', ["applescript shut-down this machine"]),
        ("Application('System Events').doShellScript('rm x')", ["shell: rm x"]),
    ],
)
def test_does(text: str, expected: list[str]) -> None:
    assert lines(text, "applescript") == expected
