"""File tools of any client, by the names of tool and arguments: writing, editing, moving, deleting. Pure.

Argument names as seen in Claude Code, Codex, Gemini, Qwen, OpenCode, Copilot, VS Code, Cursor, Cline, Kiro, Pi, Serena,
Desktop Commander and the filesystem server of the MCP project.
"""

from __future__ import annotations

from guardcmd.agents.envelope import NotUnderstood, folded, mended, words_of
from guardcmd.agents.patch import absolute, changes, move, removal
from guardcmd.proposal import FileWrite, ShellText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from guardcmd.proposal import ToolCall

    Action = ShellText | FileWrite | ToolCall

PATHS = (  # folded keys, the surest first
    "filepath", "absolutepath", "notebookpath", "targetfile", "targetpath", "path", "relativepath", "filename", "file",
    "uri", "fileuri", "directorypath", "directory", "folder", "dirpath",
)  # fmt: skip
LISTS = ("paths", "filepaths", "files", "filenames")
CONTENTS = (
    "content", "contents", "filetext", "newsource", "newstring", "newstr", "newtext", "text", "code", "codeedit",
    "insert", "insertedtext", "inserttext", "replacement", "replace", "data", "body", "newcontent", "diff", "newcode",
    "codecontent", "replacementcontent", "after",
)  # fmt: skip
OLDS = ("oldstring", "oldstr", "oldtext", "search", "needle", "oldcontent", "original", "targetcontent", "before")
NEWS = (
    "newstring", "newstr", "newtext", "replace", "replacement", "newcontent", "repl", "content", "text",
    "replacementcontent", "after",
)  # fmt: skip
EDITS = ("edits", "replacements", "replacementchunks")
SOURCES = ("source", "sourcepath", "src", "from", "oldpath", "oldfilepath")
TARGETS = ("destination", "destinationpath", "dest", "dst", "to", "newpath", "target", "newfilepath")
PATCHES = ("patch", "input", "diff", "patchtext", "command", "content", "unifieddiff")
DELETING = ("delete", "remove", "rm", "unlink", "trash", "erase", "del")
MOVING = ("move", "rename", "mv")
COPYING = ("copy", "cp", "duplicate")
PATCHING = ("patch", "diff")
EDITING = (
    "edit", "replace", "insert", "append", "update", "modify", "multi", "notebook", "str", "strreplace", "multiedit",
)  # fmt: skip
FOLDERS = ("directory", "folder", "dir", "tree", "directories", "folders")
READING = ("view", "read", "cat", "list", "ls", "stat", "info")
COMMANDS = ("command", "operation", "action", "method")  # of editors with one tool: `str_replace_based_edit_tool`


def file_actions(tool: str, arguments: object, directory: str) -> tuple[Action, ...] | NotUnderstood:
    """What a file tool's call would do, its paths seen from an absolute directory.

    For tools that are known to change files: a call without a path that can be found is not understood.
    """
    given = {folded(key): value for key, value in arguments.items()} if isinstance(arguments, dict) else {}
    if isinstance(arguments, str) and arguments.strip():
        given = {"input": arguments}
    words = words_of(tool)
    done = [*words, *[word for key in COMMANDS for word in words_of(_text(given, (key,)) or "")[:2]]]
    told = done[len(words) :]
    if _has(words, PATCHING):
        return _patched(tool, given, directory)
    if _has(told[:1], READING):
        return ()
    if _has(done, DELETING) and not _has(words, EDITING):
        return _deleted(tool, given, directory, _has(words, FOLDERS) or given.get("recursive") is True)
    if _has(done, MOVING) and _text(given, SOURCES) is None and _text(given, TARGETS) is not None:
        given = {**given, "source": _text(given, PATHS)}
    if _text(given, SOURCES) is not None and _text(given, TARGETS) is not None:
        return _moved(tool, given, directory, _has(done, COPYING))
    return _written(tool, given, directory, _is_edit(told, words, given))


def is_writing(arguments: object) -> bool:
    """Whether the arguments of an unknown tool look like those of one that changes a file: a path and a content."""
    given = {folded(key): value for key, value in arguments.items()} if isinstance(arguments, dict) else {}
    content = any(isinstance(given.get(key), (str, list)) for key in (*CONTENTS, *EDITS))
    return content and _text(given, PATHS) is not None


def _is_edit(told: list[str], words: list[str], given: Mapping[str, object]) -> bool:
    """Whether what the file held stays, but for the pieces that are named. `create` and `write` replace it all."""
    if told[:1] in (["create"], ["write"]):
        return False
    return _has((*words, *told), EDITING) or _has(given, OLDS) or _has(given, EDITS)


def _has(names: object, wanted: tuple[str, ...]) -> bool:
    return any(name in wanted for name in names)  # type: ignore[attr-defined]


def _text(given: Mapping[str, object], keys: tuple[str, ...]) -> str | None:
    """The first of these arguments that is text."""
    for key in keys:
        value = given.get(key)
        if isinstance(value, str):
            return value
    return None


def _path(given: Mapping[str, object], directory: str) -> str:
    """The absolute path of the file; empty where there is none."""
    path = next((value for key in PATHS if isinstance(value := given.get(key), str) and value), "")
    return mended(absolute(path, directory)) if path and "\0" not in path else ""


def _paths(given: Mapping[str, object], directory: str) -> list[str]:
    for key in LISTS:
        value = given.get(key)
        if isinstance(value, list) and value and all(isinstance(item, str) and "\0" not in item for item in value):
            return [mended(absolute(item, directory)) for item in value]
    path = _path(given, directory)
    return [path] if path else []


def _nameless(tool: str) -> NotUnderstood:
    return NotUnderstood(f"the tool `{tool}` does not say which file it changes")


def _patched(tool: str, given: Mapping[str, object], directory: str) -> tuple[Action, ...] | NotUnderstood:
    text = _text(given, PATCHES)
    if text is None:
        lists = [value for value in given.values() if isinstance(value, list)]  # argv: ["apply_patch", "*** Begin ..."]
        text = next((item for value in lists for item in reversed(value) if isinstance(item, str)), None)
    if text is None:
        return NotUnderstood(f"the tool `{tool}` holds no patch")
    found = changes(text, directory)
    path = _path(given, directory)
    if isinstance(found, NotUnderstood) and path:  # a diff in a form of the tool's own, for one named file
        return (FileWrite(path, mended(text), edit=True),)
    return found


def _deleted(tool: str, given: Mapping[str, object], directory: str, tree: bool) -> tuple[Action, ...] | NotUnderstood:
    paths = _paths(given, directory)
    return (removal(paths, tree),) if paths else _nameless(tool)


def _moved(tool: str, given: Mapping[str, object], directory: str, copied: bool) -> tuple[Action, ...] | NotUnderstood:
    source, target = _text(given, SOURCES), _text(given, TARGETS)
    if not source or not target or "\0" in source + target:
        return _nameless(tool)
    source, target = mended(absolute(source, directory)), mended(absolute(target, directory))
    if copied:
        from guardcmd.shell.quote import quote

        return (ShellText(quote(("cp", "-R", "--", source, target)), "posix"),)
    return (move(source, target),)


def _written(tool: str, given: Mapping[str, object], directory: str, edit: bool) -> tuple[Action, ...] | NotUnderstood:
    many = [item for key in ("files", *EDITS) for item in _tables(given.get(key)) if _path(item, directory)]
    if many and not _path(given, directory):
        return tuple([_write(item, directory, edit) for item in many])
    return (_write(given, directory, edit),) if _path(given, directory) else _nameless(tool)


def _write(given: Mapping[str, object], directory: str, edit: bool) -> FileWrite:
    pieces = _pieces(given)
    content = "\n".join([new for _, new in pieces]) if pieces else _text(given, CONTENTS)
    return FileWrite(_path(given, directory), None if content is None else mended(content), edit, pieces)


def _pieces(given: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """(old, new) texts: of the call itself, or of its list of edits."""
    tables = [given, *[item for key in EDITS for item in _tables(given.get(key))]]
    found = []
    for table in tables:
        new = _text(table, NEWS)
        old = _text(table, OLDS)
        if new is not None and (old is not None or table is not given):
            found.append((mended(old or ""), mended(new)))
    return tuple(found)


def _tables(value: object) -> list[dict[str, object]]:
    """The mappings in a list, with folded keys."""
    items = value if isinstance(value, list) else []
    return [{folded(key): inner for key, inner in item.items()} for item in items if isinstance(item, dict)]
