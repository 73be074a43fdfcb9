"""File tools of many clients, as they name their arguments."""

from __future__ import annotations

import pytest

from guardcmd.agents.envelope import NotUnderstood
from guardcmd.agents.file_tools import file_actions
from guardcmd.proposal import FileWrite, ShellText

WRITTEN = (FileWrite("/p/a", "x"),)
EDITED = (FileWrite("/p/a", "y", True, (("x", "y"),)),)
REMOVED = (ShellText("rm -- /p/a", "posix"),)
MOVED = (ShellText("mv -- /p/a /p/b", "posix"),)


@pytest.mark.parametrize(
    ("tool", "arguments", "found"),
    [
        ("Write", {"file_path": "/p/a", "content": "x"}, WRITTEN),  # Claude Code
        ("write_file", {"file_path": "a", "content": "x"}, WRITTEN),  # Gemini, Qwen
        ("write", {"filePath": "/p/a", "content": "x"}, WRITTEN),  # OpenCode
        ("create", {"path": "/p/a", "file_text": "x"}, WRITTEN),  # Copilot
        ("create_file", {"filePath": "/p/a", "content": "x"}, WRITTEN),  # VS Code
        ("write_to_file", {"path": "a", "content": "x"}, WRITTEN),  # Cline
        ("fs_write", {"command": "create", "path": "/p/a", "file_text": "x"}, WRITTEN),  # Kiro
        ("str_replace_based_edit_tool", {"command": "create", "path": "/p/a", "file_text": "x"}, WRITTEN),
        ("create_text_file", {"relative_path": "a", "content": "x"}, WRITTEN),  # Serena
        ("Write", {"file_path": "file:///p/a", "content": "x"}, WRITTEN),
        ("Edit", {"file_path": "/p/a", "old_string": "x", "new_string": "y"}, EDITED),
        ("replace", {"file_path": "/p/a", "old_string": "x", "new_string": "y"}, EDITED),
        ("edit", {"filePath": "/p/a", "oldString": "x", "newString": "y"}, EDITED),
        ("edit", {"path": "/p/a", "old_str": "x", "new_str": "y"}, EDITED),
        ("fs_write", {"command": "str_replace", "path": "/p/a", "old_str": "x", "new_str": "y"}, EDITED),
        ("replace_string_in_file", {"filePath": "/p/a", "oldString": "x", "newString": "y"}, EDITED),
        ("edit_file", {"path": "/p/a", "edits": [{"oldText": "x", "newText": "y"}]}, EDITED),
        ("multi_replace_string_in_file", {"replacements": [{"filePath": "/p/a", "oldString": "x", "newString": "y"}]},
         EDITED),
        ("MultiEdit", {"file_path": "/p/a", "edits": [{"old_string": "x", "new_string": "y"}]}, EDITED),
        ("NotebookEdit", {"notebook_path": "/p/a", "new_source": "x"}, (FileWrite("/p/a", "x", True),)),
        ("insert_edit_into_file", {"filePath": "/p/a", "code": "x"}, (FileWrite("/p/a", "x", True),)),
        ("replace_in_file", {"path": "/p/a", "diff": "x"}, (FileWrite("/p/a", "x", True),)),
        ("apply_patch", {"input": "*** Begin Patch\n*** Add File: a\n+x\n*** End Patch"}, (FileWrite("/p/a", "x\n"),)),
        ("apply_patch", {"command": ["apply_patch", "*** Begin Patch\n*** Delete File: a\n*** End Patch"]}, REMOVED),
        ("apply_patch", "*** Begin Patch\n*** Delete File: a\n*** End Patch", REMOVED),
        ("Delete", {"path": "/p/a"}, REMOVED),  # Cursor
        ("delete_file", {"target_file": "a"}, REMOVED),
        ("delete_files", {"paths": ["a", "/b"]}, (ShellText("rm -- /p/a /b", "posix"),)),
        ("delete_directory", {"path": "a"}, (ShellText("rm -r -- /p/a", "posix"),)),
        ("move_file", {"source": "a", "destination": "b"}, MOVED),
        ("rename_file", {"oldPath": "a", "newPath": "b"}, MOVED),
        ("fs", {"command": "rename", "path": "a", "new_path": "b"}, MOVED),
        ("copy_file", {"source": "a", "destination": "b"}, (ShellText("cp -R -- /p/a /p/b", "posix"),)),
        ("str_replace_based_edit_tool", {"command": "view", "path": "/p/a"}, ()),
        ("Write", {"file_path": "~/a", "content": "x"}, (FileWrite("~/a", "x"),)),
        ("Write", {"file_path": "/p/a", "content": "\ud800"}, (FileWrite("/p/a", "\ufffd"),)),
    ],
)  # fmt: skip
def test_what_it_would_do(tool: str, arguments: object, found: object) -> None:
    assert file_actions(tool, arguments, "/p") == found


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("Write", {"content": "x"}),
        ("Write", {"file_path": 3, "content": "x"}),
        ("Write", {"file_path": "a\0b"}),
        ("Write", None),
        ("Delete", {}),
        ("delete_files", {"paths": ["a", 3]}),
        ("move_file", {"source": "a", "destination": ""}),
        ("apply_patch", {"input": "no patch"}),
        ("apply_patch", {}),
    ],
)
def test_is_not_understood(tool: str, arguments: object) -> None:
    assert isinstance(file_actions(tool, arguments, "/p"), NotUnderstood)
