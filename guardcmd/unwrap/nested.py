"""Text that the shell reads again: code in a value, and words in one."""

from __future__ import annotations

from guardcmd.shell.ir import Literal, SimpleCommand
from guardcmd.unwrap.walker import HOLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.shell.ir import Script, Unreadable, Word
    from guardcmd.shell.value import Value
    from guardcmd.unwrap.walker import Walker


def read_code(text: str, walker: Walker) -> Script | Unreadable:
    """Shell code in the walker's dialect."""
    from guardcmd.shell.reader import read

    walker.world.budget.spend(1 + len(text) // 64)
    return read(text, walker.dialect, walker.interactive)


def code_texts(value: Value) -> tuple[str, ...]:
    """The texts that a value may be when it is read as code; holes become a character that stands for them."""
    if value.texts:
        return value.texts
    return ("".join([HOLE if piece is None else piece for piece in value.pieces]),)


def quoted_word(text: str, walker: Walker) -> Word | None:
    """Text as the inside of a here-document: `$` and backquotes work in it, quotes do not."""
    delimiter = "E"
    while delimiter in text:
        delimiter += "E"
    script = read_code(f"cat <<{delimiter}\n{text}\n{delimiter}\n", walker)
    for statement in getattr(script, "statements", ()):
        command = statement.pipeline.commands[0]
        if isinstance(command, SimpleCommand) and command.redirects and command.redirects[0].here:
            return without_newline(command.redirects[0].here.body)
    return None


def without_newline(word: Word) -> Word:
    """The body without the newline before its delimiter, which is not of the text."""
    last = word.parts[-1] if word.parts else None
    if not isinstance(last, Literal) or not last.text.endswith("\n"):
        return word
    return word.replace(parts=(*word.parts[:-1], Literal(last.text[:-1], last.quoted)))
