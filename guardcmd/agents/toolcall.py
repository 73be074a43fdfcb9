"""From the arguments of a tool call to what it would do: shell text, a changed file. For every client alike. Pure."""

from __future__ import annotations

from guardcmd.agents.envelope import NotUnderstood, first, folded, mended, texts
from guardcmd.proposal import FileWrite, ShellText, ToolCall

TYPE_CHECKING = False
if TYPE_CHECKING:
    Action = ShellText | FileWrite | ToolCall
    Actions = tuple[Action, ...] | NotUnderstood

PATH_KEYS = ("filepath", "notebookpath", "path", "targetfile", "absolutepath", "file", "filename", "uri")  # folded
CONTENT_KEYS = (
    "content", "contents", "newstring", "newstr", "newsource", "newtext", "filetext", "codecontent", "codeedit",
    "replacementcontent", "after", "text", "replacement",
)  # fmt: skip
EDIT_LISTS = ("edits", "replacements", "replacementchunks")
SEVERAL = ("commands",)  # keys whose list holds commands of their own, not the words of one


def shell_actions(tool: str, key: str, value: object, shell: str) -> Actions:
    """A command argument: a text, one argv, or several commands."""
    found = texts(value)
    if found is None:
        return NotUnderstood(f"`{key}` of the tool `{tool}` is neither text nor a list of texts")
    if any("\0" in text for text in found):
        return NotUnderstood("the command holds a NUL character, and no shell can read that")
    if isinstance(value, list) and key not in SEVERAL:
        from guardcmd.shell.quote import quote

        return (ShellText(mended(quote(found)), shell),)
    separate = tuple([ShellText(mended(text), shell) for text in found])
    # a list may run in one shell or in one each: both are judged
    return separate if len(separate) == 1 else (*separate, ShellText(mended("\n".join(found)), shell))


def file_write(tool: str, arguments: object, directory: str, edit: bool = True) -> Actions:
    """`Write{file_path,content}`, `edit{filePath,newString}`, `str_replace{path,new_str}` and their like.

    `edit`: the content is only a part of what the file will hold.
    """
    given = {folded(key): value for key, value in arguments.items()} if isinstance(arguments, dict) else {}
    path = first(given, PATH_KEYS)
    if not isinstance(path, str) or "\0" in path:
        return NotUnderstood(f"the tool `{tool}` does not say which file it changes")
    path = path.removeprefix("file://")
    path = path if path.startswith(("/", "~")) else f"{directory}/{path}"
    content = content_of(given)
    return (FileWrite(mended(path), mended(content) if isinstance(content, str) else None, edit),)


def content_of(given: dict[str, object]) -> object:
    """The new text, of all edits together where there are several."""
    edits = first(given, EDIT_LISTS)
    if not isinstance(edits, list):
        return first(given, CONTENT_KEYS)
    parts = [
        first({folded(key): value for key, value in edit.items()}, CONTENT_KEYS)
        for edit in edits
        if isinstance(edit, dict)
    ]
    return "\n".join([str(part) for part in parts if part is not None])


def is_writing(arguments: object) -> bool:
    """Whether the arguments of an unknown tool look like those of one that writes a file."""
    given = {folded(key): value for key, value in arguments.items()} if isinstance(arguments, dict) else {}
    named = isinstance(first(given, PATH_KEYS), str)
    return named and any(isinstance(given.get(key), (str, list)) for key in (*CONTENT_KEYS, *EDIT_LISTS))
