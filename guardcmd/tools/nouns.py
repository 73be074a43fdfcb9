"""Resource types on a command line: `ns/foo`, `pod,svc`, `deployments.apps` (kubectl, oc, flux)."""

from __future__ import annotations

from guardcmd.shell.value import known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.ruleset.model import Tool
    from guardcmd.shell.value import Value

UNKNOWN = "?"


def canonical_noun(words: tuple[Value, ...], tool: Tool) -> tuple[tuple[Value, ...], str]:
    """The words with type and names apart, and the canonical types joined by commas; `?` for one that is unknown.

    `delete ns/a svc/b` becomes `delete ns,svc a b`, and `namespace,service`.
    """
    place = noun_place(words, tool)
    if place >= len(words):
        return words, ""
    types: dict[str, None] = {}
    names: list[Value] = []
    word = words[place]
    if "/" not in shown(word):
        types.update(dict.fromkeys(types_of(word, tool)))
        names.extend(words[place + 1 :])
    else:
        kinds = []
        for each in words[place:]:
            kind, name = split_name(each)
            types.update(dict.fromkeys(types_of(kind, tool)))
            kinds.append(shown(kind))
            names.extend(name)
        if UNKNOWN not in types:
            word = known(",".join(dict.fromkeys(kinds)))
    return (*words[:place], word, *names), ",".join(types)


def noun_place(words: tuple[Value, ...], tool: Tool) -> int:
    """Usually `noun_position`; one further where only the next word is a type (`rollout restart deploy/x`)."""
    place = tool.noun_position
    if place + 1 < len(words) and not is_type(words[place], tool) and is_type(words[place + 1], tool):
        return place + 1
    return place


def is_type(word: Value, tool: Tool) -> bool:
    return spelled(shown(word).partition("/")[0].partition(",")[0].lower(), tool) != ""


def shown(word: Value) -> str:
    return word.texts[0] if word.texts else "".join(piece or "" for piece in word.pieces)


def split_name(word: Value) -> tuple[Value, tuple[Value, ...]]:
    """ns/foo to ns and foo; a word without a slash, or that cannot be known, names something of its type."""
    if len(word.texts) == 1 and "/" in word.texts[0]:
        kind, _, name = word.texts[0].partition("/")
        return known(kind), (known(name),)
    head = (word.pieces[0] if word.pieces else None) or ""
    if not word.texts and "/" in head:
        kind, _, rest = head.partition("/")
        return known(kind), (word.replace(pieces=(*((rest,) if rest else ()), *word.pieces[1:])),)
    return (word, ()) if not word.texts else (word, (word,))


def types_of(word: Value, tool: Tool) -> list[str]:
    if not word.texts:
        return [UNKNOWN]
    found = []
    for text in word.texts:
        found += [spelled(each.lower(), tool) or each.lower() for each in text.split(",")]
    return found


def spelled(name: str, tool: Tool) -> str:
    """The canonical type of a spelling: its own, a listed one, a plural, or or one of these before a group."""
    for canonical, spellings in tool.nouns.items():
        if name == canonical or name in spellings or name in (canonical + "s", canonical + "es"):
            return canonical
        if canonical.endswith("y") and name == canonical[:-1] + "ies":
            return canonical
    head, dot, _ = name.partition(".")
    return spelled(head, tool) if dot else ""
