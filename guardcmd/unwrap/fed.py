"""Commands whose operands are read from standard input or a list: xargs and parallel."""

from __future__ import annotations

from guardcmd.calls import Opaque
from guardcmd.shell.value import known, one_of, unknown
from guardcmd.unwrap.compose import fill, holds, join
from guardcmd.unwrap.inner import NOTHING, code, command
from guardcmd.unwrap.scripts import file_text, from_input
from guardcmd.unwrap.split import split_lines, split_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guardcmd.calls import Input, Invocation
    from guardcmd.ruleset.model import Wrapper
    from guardcmd.shell.value import Value
    from guardcmd.unwrap.grammar import Reading
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World

APART = 16  # known items that get a command of their own
WHOLE = 4_096  # known items that are kept at all
SOURCES = (":::", ":::+", "::::", "::::+")
PLACEHOLDERS = ("{}", "{.}", "{/}", "{//}", "{/.}", "{#}", "{%}", "{0#}")
NUMBERED = ("{2}", "{3}", "{4}", "{1.}", "{1/}", "{1//}", "{1/.}", "{2.}", "{2/}")
PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./,:=@%+")
ITEMS_UNKNOWN = unknown("what is read from standard input", (None,), True)
ITEM_UNKNOWN = unknown("what is read from standard input")


def open_fed(within: Invocation, reading: Reading, wrapper: Wrapper, world: World) -> list[Inner]:
    """What xargs (`runs = "argv"`) or parallel (`runs = "joined"`) runs with its items."""
    if wrapper.runs == "joined":
        return _parallel(within, reading, world)
    return _xargs(within, reading, world)


# --- xargs ---------------------------------------------------------------------------------


def _xargs(within: Invocation, reading: Reading, world: World) -> list[Inner]:
    if not reading.command:
        return []  # it echoes
    quiet = within.replace(input=NOTHING)
    placeholder = _placeholder(reading)
    items = _items(_list_text(within, reading, world), reading, lines=bool(placeholder))
    if placeholder:
        return [command(quiet, filled) for filled in _each_filled(reading.command, placeholder, items)]
    if items is None:
        fed: list[Inner] = [command(quiet, (*reading.command, _items_of(within.input)))]
        if reading.has(("-r/--no-run-if-empty",)):
            return fed
        return [*fed, command(quiet, reading.command)]  # GNU xargs runs it once as it stands when it reads nothing
    return [command(quiet, (*reading.command, *items))]


def _items_of(given: Input) -> Value:
    """What stands for the items; whose output they are goes with it: `docker ps -q | xargs`."""
    told = f"`{given.command}`" if given.command else given.text.why if given.text is not None else ""
    told = f"`{given.path.shown()}`" if given.path is not None else told
    return ITEMS_UNKNOWN.replace(why=f"{ITEMS_UNKNOWN.why}: {told}") if "`" in told else ITEMS_UNKNOWN


def _placeholder(reading: Reading) -> str:
    for value in reading.values(("-I", "-i/--replace", "-J")):
        return value.text or "{}"
    return "{}" if reading.has(("-i/--replace",)) else ""


def _list_text(within: Invocation, reading: Reading, world: World) -> Value | None:
    """The text that the items are read from: standard input, or a file."""
    for path in reading.values(("-a/--arg-file",)):
        text = file_text(path.text, within, world) if path.text else None
        return None if isinstance(text, Opaque) else text
    return within.input.text


def _items(text: Value | None, reading: Reading, lines: bool) -> list[Value] | None:
    """The items that are known; None where nothing can be said about them."""
    if text is None or text.whole_unknown:
        return None
    separator = "\0" if reading.has(("-0/--null",)) else ""
    for value in reading.values(("-d/--delimiter",)):
        separator = {"\\n": "\n", "\\0": "\0", "\\t": "\t"}.get(value.text or "", value.text or "")
    if separator:
        items = split_lines(text, separator)
    elif lines:
        items = [_bare(line) for line in split_lines(text)]
    else:
        items = split_words(text)
    return items if len(items) <= WHOLE else None


def _bare(line: Value) -> Value:
    """A line as `xargs -I` hands it on: without blanks before it and quotes around it."""
    if line.text is None:
        return line
    text = line.text.strip()
    return known(text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text)


def _each_filled(words: tuple[Value, ...], placeholder: str, items: list[Value] | None) -> list[tuple[Value, ...]]:
    """The command for each item; many items stand in one command as alternatives."""
    if items is None:
        items = [ITEM_UNKNOWN]
    elif len(items) > APART:
        items = [_any_of(items)]
    return [tuple([fill(word, placeholder, item) for word in words]) for item in items]


def _any_of(items: Sequence[Value]) -> Value:
    texts = [text for item in items for text in item.texts]
    return one_of(tuple(texts)) if all(item.texts for item in items) else ITEM_UNKNOWN


# --- parallel ------------------------------------------------------------------------------


def _parallel(within: Invocation, reading: Reading, world: World) -> list[Inner]:
    words, sources = _divided(reading.command)
    given = within if reading.has(("--pipe", "--pipe-part")) else within.replace(input=NOTHING)
    items = _listed(within, reading, sources)
    if not words:
        if items is None and not sources:
            return from_input(within, world, "shell")
        return [code(given, item) for item in items or [ITEM_UNKNOWN]]
    text = join(words)
    if reading.has(("--pipe", "--pipe-part")) and not sources:
        return [code(given, text)]
    if not any(holds(text, each) for each in PLACEHOLDERS) and not _numbered(text):
        text = join((text, known("{}")))
    return [code(given, _put(text, item)) for item in _few(items)]


def _divided(words: tuple[Value, ...]) -> tuple[tuple[Value, ...], list[tuple[str, list[Value]]]]:
    """The command's words, and the lists behind `:::` and `::::` (and, in the other parallel, behind `--`)."""
    own: list[Value] = []
    sources: list[tuple[str, list[Value]]] = []
    for word in words:
        text = word.text
        if text in SOURCES or (text == "--" and not sources):
            sources.append((":::" if text == "--" else str(text), []))
        elif sources:
            sources[-1][1].append(word)
        else:
            own.append(word)
    return tuple(own), sources


def _listed(within: Invocation, reading: Reading, sources: list[tuple[str, list[Value]]]) -> list[Value] | None:
    if any(kind.startswith("::::") for kind, _ in sources) or reading.has(("-a/--arg-file",)):
        return None
    if len(sources) == 1:
        return sources[0][1]
    if sources:
        return None  # every combination of several lists
    text = within.input.text
    return None if text is None or text.whole_unknown else split_lines(text)


def _few(items: list[Value] | None) -> list[Value]:
    if items is None or not items:
        return [ITEM_UNKNOWN]
    return items if len(items) <= APART else [_any_of(items)]


def _numbered(text: Value) -> bool:
    return any(holds(text, f"{{{number}") for number in range(1, 5)) or holds(text, "{=")


def _put(text: Value, item: Value) -> Value:
    """The command line with the item, quoted as parallel does, in every place that stands for it."""
    written = one_of(tuple([quoted(each) for each in item.texts])) if item.texts and not item.glob else item
    for placeholder in ("{}", "{1}"):
        text = fill(text, placeholder, written)
    for placeholder in (*PLACEHOLDERS[1:], *NUMBERED):
        text = fill(text, placeholder, ITEM_UNKNOWN)
    return text


def quoted(text: str) -> str:
    """Text as one shell word."""
    if text and all(character in PLAIN for character in text):
        return text
    return "'" + text.replace("'", "'\\''") + "'"
