"""Text of fish -> the same in bash, where it is certain that both mean it alike. Pure.

fish has one way to split words, no here-documents and few operators, so most of it has a counterpart. What has none is
not guessed at: `NotAlike` says where, and the text is unreadable from there (docs/decisions/008-fish.md).
"""

from __future__ import annotations

from guardcmd.shell.fish.statements import Statements
from guardcmd.shell.fish.word import NotAlike

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def translate(text: str) -> tuple[str, Sequence[int]]:
    """The text for bash, and for each of its characters (and its end) where that comes from. Raises NotAlike."""
    for position, character in enumerate(text):
        if (character < " " and character not in "\t\n") or "\ue000" <= character <= "\uf8ff" or character == "\x7f":
            raise NotAlike("a control character", position)
    fish = Statements(text)
    try:
        fish.jobs(())
        fish.variables.check()
    except NotAlike as fault:
        fault.before = fish.complete()
        raise
    return "".join(fish.out), [*fish.places, len(text)]
