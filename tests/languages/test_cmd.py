"""What cmd.exe's text does."""

from __future__ import annotations

import pytest

from tests.languages.support import lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dir & echo rd /s /q C:\\", []),
        ("rem rd /s /q x", []),
        ("if exist x echo y", []),
        ("rd /s /q C:\\data", ["cmd rd /mnt/c/data"]),
        ("rd/s/q C:\\data", ["cmd rd /mnt/c/data"]),
        ('RMDIR /S "C:\\a b"', ["cmd rd /mnt/c/a b"]),
        ("d^el x.txt", ["cmd del x.txt"]),
        ("cd C:\\x && del *.db", ["cmd del *.db"]),
        ("echo y | del /q C:\\data\\*.*", ["cmd del /mnt/c/data/*.*"]),
        ("if exist x (del x) else del y", ["cmd del x", "cmd del y"]),
        ("for %f in (*.db) do del %f", ["cmd del %f"]),
        ('cmd /c "del x"', ["cmd del x"]),
        ('start "" /b del x', ["cmd del x"]),
        ("call del x", ["cmd del x"]),
        ("format D: /q", ["cmd format /mnt/d/"]),
        ("reg delete HKLM\\a /f", ["run: reg delete HKLM/a /f"]),
        ("echo x > C:\\a.txt", ["redirect > /mnt/c/a.txt"]),
        ("dir > nul 2>&1", []),
        ("del %TEMP%\\x", ["cmd del /tmp/x"]),
        ("rd /s /q C:\\", ["cmd rd /"]),
    ],
)
def test_does(text: str, expected: list[str]) -> None:
    assert lines(text, "cmd") == expected
