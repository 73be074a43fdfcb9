"""Which typed lines cost no process: plain words of which none may be a program that any rule knows. Pure.

A line that passes is one that the full analysis allows. The shells' hooks do the same in their own language, over the
same words; `tests/shells` holds them to this.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

LONGEST = 1000  # characters
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
PLAIN = f"{LETTERS}-./,:+@%=;|&<>~^'\"*?$ \t\n"
NAME = f"{LETTERS}-."  # what the name of a program may have
TO_NOWHERE = (" 2>&1 ", " 2>/dev/null ", " >/dev/null ", " &>/dev/null ", " 2> /dev/null ", " > /dev/null ")
SEPARATORS = ";|&\n"
BREAKS = "/=:,@+%"  # where a quoted text may hold the name of a program
DEEPEST = 4  # aliases within aliases
HEAD_ONLY, ANYWHERE = "h", ""


def words(programs: Iterable[str], shell_words: Iterable[str]) -> dict[str, str]:
    """The words that want a judgement, in lower case: ANYWHERE in a line, or HEAD_ONLY as the name of a command."""
    heads = {word: HEAD_ONLY for word in shell_words if word and is_name(word)}
    return {**heads, **{program.lower(): ANYWHERE for program in programs}}


def passes(
    text: str,
    known: Mapping[str, str],
    aliases: Mapping[str, str] = {},
    functions: Collection[str] = (),
    depth: int = 0,
) -> bool:
    """Whether the text needs no judgement. `aliases` and `functions` are the shell's own."""
    if len(text) > LONGEST or depth > DEEPEST or not set(PLAIN).issuperset(text) or not plain_dollars(text):
        return False
    if "'" not in text and '"' not in text:
        return passes_unquoted(text, known, aliases, functions, depth)
    return all(
        passes_unquoted(reading, known, aliases, functions, depth)
        for unquoted in (text.replace("'", "").replace('"', ""), text.replace("'", " ").replace('"', " "))
        for reading in (unquoted, with_breaks(unquoted))
    )


def plain_dollars(text: str) -> bool:
    """Whether every dollar leads a variable or the last status: `$x`, `$?`."""
    return all(rest[:1] in LETTERS + "?" and rest for rest in text.split("$")[1:])


def with_breaks(text: str) -> str:
    """The same with every piece of a word as a word of its own."""
    for character in BREAKS:
        text = text.replace(character, " ")
    return text


def passes_unquoted(
    text: str, known: Mapping[str, str], aliases: Mapping[str, str], functions: Collection[str], depth: int
) -> bool:
    """The same for a text without quotes."""
    text = f" {text} "
    for nowhere in TO_NOWHERE:
        text = text.replace(nowhere, " ")
    if "<" in text or ">" in text:
        return False
    for separator in SEPARATORS:
        text = text.replace(separator, " ; ")
    head = True
    for word in text.split():
        if word == ";":
            head = True
        elif is_known(word, known, head):
            return False
        elif head:
            if not is_name(word) or word in functions:
                return False
            value = aliases.get(word)
            if value is not None and not alias_passes(word, value, known, aliases, functions, depth):
                return False
            head = False
    return True


def alias_passes(
    name: str,
    value: str,
    known: Mapping[str, str],
    aliases: Mapping[str, str],
    functions: Collection[str],
    depth: int,
) -> bool:
    """Whether an alias's text passes; behind a blank at its end the shell would expand the next word too."""
    others = {other: text for other, text in aliases.items() if other != name}
    return not value.endswith((" ", "\t")) and passes(value, known, others, functions, depth + 1)


def is_name(word: str) -> bool:
    return set(NAME).issuperset(word)


def is_known(word: str, known: Mapping[str, str], head: bool) -> bool:
    """Whether the word may name a program that is listed: itself, its last part, or what it is a version of."""
    word = word.lower()
    for piece in (word, word[word.rfind("=") + 1 :]) if "=" in word else (word,):
        name = piece.rstrip("/")
        name = name[name.rfind("/") + 1 :]
        while name:
            if name in known and (head or known[name] == ANYWHERE):
                return True
            name = shorter(name)
    return False


def shorter(name: str) -> str:
    """What the name may be a version of: `python3.11` of python3, that of python; empty at the end."""
    if "." in name:
        return name[: name.index(".")]
    if name.endswith("-v"):
        return name[:-2]
    return name[:-1] if name[-1] in "0123456789-_" else ""
