"""Python's text templates filled in: `%` and `str.format`, whatever the widths."""

from __future__ import annotations

from guardcmd.languages.reading import HOLE
from guardcmd.languages.things import Many, Table, value_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.languages.things import Thing

    Args = list[Thing]
    Named = dict[str, Thing]


def holed(thing: Thing | None) -> str:
    """A thing inside a template: its only text, else HOLE around what is certain."""
    value = value_in(thing)
    if value.text is not None:
        return value.text
    return "".join([HOLE if piece is None else piece for piece in value.pieces]) or HOLE


def percent(template: str, given: Thing) -> str:
    """`"rm %s" % x`, whatever the widths."""
    items = given.items if isinstance(given, Many) else [given]
    parts = template.split("%")
    filled = [parts[0]]
    place = used = 0
    while place + 1 < len(parts):
        place += 1
        part = parts[place]
        if not part:  # %%
            filled.append("%")
            place += 1
            filled.append(parts[place] if place < len(parts) else "")
            continue
        name, part = _named_field(part)
        part = part.lstrip("-+ #0123456789.*")
        item = given.items.get(name) if name and isinstance(given, Table) else None
        if item is None:
            item = items[used] if used < len(items) and not isinstance(given, Table) else None
            used += 1
        filled += [holed(item), part[1:]]
    return "".join(filled)


def _named_field(part: str) -> tuple[str, str]:
    if part.startswith("(") and ")" in part:
        name, _, part = part[1:].partition(")")
        return name, part
    return "", part


def braces(template: str, args: Args, named: Named) -> str:
    """`"rm {}".format(x)`, whatever the format specs."""
    filled: list[str] = []
    used = place = 0
    while place < len(template):
        opening = template.find("{", place)
        if opening < 0:
            break
        filled.append(template[place:opening].replace("}}", "}"))
        if template.startswith("{{", opening):
            filled.append("{")
            place = opening + 2
            continue
        closing = template.find("}", opening)
        if closing < 0:
            place = opening
            break
        name = template[opening + 1 : closing].partition(":")[0].partition("!")[0]
        name = name.partition(".")[0].partition("[")[0]
        item: Thing | None = named.get(name)
        if not name or name.isdecimal():
            index = int(name) if name and len(name) < 6 else used
            used += 1
            item = args[index] if index < len(args) else None
        filled.append(holed(item))
        place = closing + 1
    filled.append(template[place:].replace("}}", "}"))
    return "".join(filled)
