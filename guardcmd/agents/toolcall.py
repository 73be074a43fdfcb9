"""The commands in the arguments of a tool call, for every client alike. Pure."""

from __future__ import annotations

from guardcmd.agents.envelope import NotUnderstood, mended, texts
from guardcmd.proposal import ShellText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.proposal import FileWrite, ToolCall

    Action = ShellText | FileWrite | ToolCall
    Actions = tuple[Action, ...] | NotUnderstood

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
