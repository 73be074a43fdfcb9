"""Programs that turn known text into known text: what they write is computed, nothing is run."""

from __future__ import annotations

from guardcmd.unwrap.escapes import unescaped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Words = Sequence[str]
    Change = Callable[[str], str | None]

LONGEST = 65_536


def change_of(program: str, words: Words) -> Change | None:
    """What the program with these operands and options does to its input, or None where that is not known."""
    maker = FILTERS.get(program)
    return maker(words) if maker else None


def unchanged(words: Words) -> Change:
    """Programs that leave out or reorder lines: every line may still come."""
    return lambda text: text


def reverse(words: Words) -> Change:
    return lambda text: "\n".join([line[::-1] for line in text.split("\n")])


def translate(words: Words) -> Change | None:
    """tr SET1 SET2, tr -d SET."""
    options = "".join([word[1:] for word in words if word.startswith("-") and len(word) > 1])
    sets = [word for word in words if not word.startswith("-") or word == "-"]
    if options.strip("ds") or not sets or len(sets) > 2:
        return None
    first = members(sets[0])
    if "d" in options:
        return lambda text: "".join([c for c in text if c not in first])
    if len(sets) == 1:
        return (lambda text: text) if "s" in options else None
    second = members(sets[1])
    table = {ord(c): second[min(i, len(second) - 1)] for i, c in reversed(list(enumerate(first)))} if second else {}
    return lambda text: text.translate(table)


def members(text: str) -> str:
    """The characters of a set: ranges, classes, escapes."""
    for name, characters in (
        ("[:upper:]", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        ("[:lower:]", "abcdefghijklmnopqrstuvwxyz"),
        ("[:digit:]", "0123456789"),
        ("[:space:]", " \t\n\r\v\f"),
        ("[:blank:]", " \t"),
    ):
        text = text.replace(name, characters)
    text = unescaped(text)
    found = []
    i = 0
    while i < len(text):
        if i + 2 < len(text) and text[i + 1] == "-" and ord(text[i]) <= ord(text[i + 2]) <= ord(text[i]) + 256:
            found += [chr(code) for code in range(ord(text[i]), ord(text[i + 2]) + 1)]
            i += 3
        else:
            found.append(text[i])
            i += 1
    return "".join(found)


def base64(words: Words) -> Change | None:
    if not any(decodes(word, "dD", ("--decode",)) for word in words):
        return encoded64
    return decoded64


def openssl(words: Words) -> Change | None:
    if "-d" not in words or ("base64" not in words and "-base64" not in words and "-a" not in words):
        return None
    return None if any(word.startswith("-aes") or word in ("-in", "-k", "-pass") for word in words) else decoded64


def xxd(words: Words) -> Change | None:
    return decoded16 if any(decodes(word, "r", ("-revert",)) for word in words) and has_p(words) else None


def has_p(words: Words) -> bool:
    return any(word.startswith("-") and "p" in word for word in words)


def decodes(word: str, letters: str, names: tuple[str, ...]) -> bool:
    if word in names or (len(word) > 3 and names[0].startswith(word)):
        return True
    return word.startswith("-") and not word.startswith("--") and any(letter in word[1:] for letter in letters)


def decoded64(text: str) -> str | None:
    from binascii import Error, a2b_base64

    try:
        return a2b_base64(text.encode("ascii", "ignore")).decode("utf-8", "surrogateescape").replace("\0", "")
    except (Error, ValueError):
        return None


def encoded64(text: str) -> str | None:
    from binascii import b2a_base64

    return b2a_base64(text.encode("utf-8", "surrogateescape")).decode("ascii")


def decoded16(text: str) -> str | None:
    from binascii import Error, unhexlify

    try:
        return unhexlify("".join(text.split())).decode("utf-8", "surrogateescape").replace("\0", "")
    except (Error, ValueError):
        return None


FILTERS: dict[str, Callable[[Words], Change | None]] = {
    **dict.fromkeys(
        ("cat", "tac", "head", "tail", "sort", "uniq", "grep", "egrep", "fgrep", "rg", "tee", "less", "more", "pv"),
        unchanged,
    ),
    **dict.fromkeys(
        ("nl", "fold", "fmt", "column", "dos2unix", "iconv", "unbuffer", "shuf", "bat", "envsubst"), unchanged
    ),
    "rev": reverse,
    "tr": translate,
    "base64": base64,
    "gbase64": base64,
    "openssl": openssl,
    "xxd": xxd,
}
