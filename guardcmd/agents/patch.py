"""The text of a patch tool, as the actions that it stands for. Pure."""

from __future__ import annotations

from guardcmd.agents.envelope import NotUnderstood, mended
from guardcmd.languages.patch_text import Change, changes_in
from guardcmd.proposal import FileWrite, ShellText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.proposal import ToolCall

    Action = ShellText | FileWrite | ToolCall


def changes(text: str, directory: str, strip: int | None = None) -> tuple[Action, ...] | NotUnderstood:
    """What the patch would do, in a directory given by its absolute path.

    `text` is that of Codex's `apply_patch` (also within `apply_patch <<'EOF'`), or a unified diff with `strip` leading
    folders to be taken off its paths. Added and updated files are writes; what is deleted or moved away is judged as
    the `rm` and `mv` of it.
    """
    if "\0" in text:
        return NotUnderstood("the patch holds a NUL character")
    found = changes_in(mended(text), strip)
    if isinstance(found, str):
        return NotUnderstood(found)
    if any(not change.path or (change.kind == "move" and not change.target) for change in found):
        return NotUnderstood("the patch names a file without a name")
    actions: list[Action] = []
    for change in found:
        actions += _actions(change, directory)
    gone = [absolute(change.path, directory) for change in found if change.kind == "delete" and not change.kept]
    return (*actions, removal(gone)) if gone else tuple(actions)


def _actions(change: Change, directory: str) -> list[Action]:
    path = absolute(change.path, directory)
    if change.kind == "add":
        return [FileWrite(path, change.content)]
    if change.kind == "delete":  # of one that the patch itself holds nothing is lost, but its place may be protected
        return [FileWrite(path, None, edit=True)] if change.kept else []
    written = absolute(change.target, directory) if change.kind == "move" else path
    new = "\n".join([text for _, text in change.pieces])
    edit = FileWrite(written, new, edit=True, pieces=change.pieces)
    return [move(path, written), edit] if change.kind == "move" else [edit]


def absolute(path: str, directory: str) -> str:
    """The path as a tool reads it that was started in the directory; `file://` and `~` are understood."""
    path = path.removeprefix("file://")
    return path if path.startswith(("/", "~")) else f"{directory}/{path}"


def removal(paths: list[str], recursive: bool = False) -> ShellText:
    """What deletes the files, so that a file tool's deletion is judged, and can be approved, as `rm` is."""
    from guardcmd.shell.quote import quote

    return ShellText(quote(("rm", "-r", "--", *paths) if recursive else ("rm", "--", *paths)), "posix")


def move(source: str, target: str) -> ShellText:
    """What moves a file, judged as `mv` is."""
    from guardcmd.shell.quote import quote

    return ShellText(quote(("mv", "--", source, target)), "posix")
