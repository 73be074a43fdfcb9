"""Which command a first word names, when it is not plain: alternatives, patterns, holes."""

from __future__ import annotations

from guardcmd.shell.value import Value, known
from guardcmd.unwrap.code import unread
from guardcmd.unwrap.pathtext import base_name
from guardcmd.unwrap.provenance import DEFAULTED, source_of
from guardcmd.unwrap.walker import HOLE
from guardcmd.world import last_component

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.shell.ir import Span, Word
    from guardcmd.unwrap.state import State
    from guardcmd.unwrap.walker import Walker

    Fields = tuple[Value, ...]


def commands(fields: Fields, word: Word | None, state: State, walker: Walker, span: Span) -> list[Fields]:
    """The command lines that one line of fields may be, each with a known first word, or a path with holes in it.

    A whole unknown first word is reported as opaque; unquoted, it may also be nothing, so the next word is tried.
    A hole in a first word is tried as nothing, and as whatever makes it a listed program.
    """
    if not fields:
        return []
    head, rest = fields[0], fields[1:]
    if len(head.texts) == 1 and not head.glob:
        return [fields]
    if head.texts:
        return [line for text in head.texts for line in named(known(text, head.glob), rest, state, walker, span)]
    if head.whole_unknown:
        if not nobodys(word, walker) and not head.why.endswith(DEFAULTED):
            source = source_of(head.why)
            carrier = word.raw.replace(HOLE, "…") if word else head.shown()
            reason = unread(head.why, source) if source != "variable" else "the name of the command cannot be known"
            walker.opaque(source, carrier, reason, state, span)
        return commands(rest, None, state, walker, span) if droppable(word) and not is_option(rest) else []
    last = head.pieces[-1]
    if last is not None and "/" in last and base_name(last):
        return [fields]
    if not any(last_component(head.pieces)):  # $DIR/$NAME: nothing is certain of the program
        walker.opaque("variable", head.shown(), "the name of the command cannot be known", state, span)
        return []
    lines: list[Fields] = [(known("".join([piece for piece in head.pieces if piece])), *rest)]
    lines += [(known(program), *rest) for program in walker.world.programs_like(head)[:32]]
    return lines


def named(head: Value, rest: Fields, state: State, walker: Walker, span: Span) -> list[Fields]:
    """A known first word; as a pattern it stands for the listed programs that fit."""
    if not head.glob:
        return [(head, *rest)]
    folder = head.texts[0].rpartition("/")[0]
    programs = walker.world.programs_like(head)
    if programs:
        return [(known(f"{folder}/{name}" if folder else name), *rest) for name in programs[:64]]
    if "/" not in head.texts[0]:
        walker.opaque("variable", head.texts[0], "the name of the command is a pattern", state, span)
        return []
    return [(head, *rest)]


def is_option(fields: Fields) -> bool:
    """`$C -rf x`: what follows is no command."""
    return bool(fields) and fields[0].may_start_with("-") and bool(fields[0].texts)


def droppable(word: Word | None) -> bool:
    """Whether a first word vanishes when what is in it is empty: `$SUDO rm x`, `"$@" rm x`."""
    if word is None:
        return False
    return not any(getattr(part, "quoted", False) and getattr(part, "name", "") != "@" for part in word.parts)


def nobodys(word: Word | None, walker: Walker) -> bool:
    """`"$@"` in a function that nobody called: nobody's arguments."""
    if not walker.uncalled or word is None:
        return False
    names = [getattr(part, "name", "") for part in word.parts]
    return any(name and (name in "@*" or name.isdigit()) for name in names)
