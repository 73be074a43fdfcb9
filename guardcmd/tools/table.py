"""What an operation of a cloud's command line does: explicit entries, verb and noun (docs/rules.md, Tables)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guardcmd.ruleset.model import Table

PREPOSITIONS = ("by", "for", "from", "in", "of", "on", "to", "with")
LONGEST = 10  # words of an operation's path; gcloud's longest has eight
NO_PLURALS = ("kubernetes", "k8s", "k3s", "sks", "fs", "nfs", "vfs", "vps", "postgres", "dbaas")
HIDDEN = "?"  # the verb of an operation that an unknown word hides
CONTROLLED = ("modify", "create", "disrupt")
REBUILT = ("delete-minor", "delete-resource")


def classify(words: Sequence[str | None], table: Table) -> Mapping[str, str]:
    """The facts `class`, `service`, `verb` and `noun` of a call whose operands are these words.

    An unknown word is None; where it hides the operation, the class is `unknown`. Tracks (`alpha`) must be dropped
    before: see `without_tracks`.
    """
    known = leading(words)
    place = operation_place(known, table)
    verb, noun = verb_and_noun(known, place, table)
    if place < 0 and None in words[: table.depth or LONGEST]:
        verb = HIDDEN
    facts = {"service": known[0] if known else "", "verb": verb, "noun": noun}
    return {"class": explicit(known, table) or by_verb(words, facts, place, table), **facts}


def without_tracks(words: Sequence[str | None], table: Table) -> int:
    """How many leading words only name a track: `gcloud alpha compute` is 1."""
    count = 0
    while count < len(words) and words[count] in table.skip_words:
        count += 1
    return count


def leading(words: Sequence[str | None]) -> list[str]:
    """The known words before the first unknown one."""
    known: list[str] = []
    for word in words[:LONGEST]:
        if word is None:
            break
        known.append(word)
    return known


def explicit(known: list[str], table: Table) -> str:
    for length in range(len(known), 0, -1):
        found = table.explicit.get(" ".join(known[:length]))
        if found:
            return found
    return ""


def operation_place(known: list[str], table: Table) -> int:
    """The index of the word that names the operation, or -1."""
    if table.depth:
        return table.depth - 1 if len(known) >= table.depth else -1
    for place in range(1, len(known)):
        if known[place] not in table.groups and split_verb(known[place], table)[0] in table.verbs:
            return place
    return -1


def split_verb(word: str, table: Table) -> tuple[str, str]:
    """`batch-delete-item` is delete and item, where `batch` is skipped; `disk-delete` and `apps:destroy` likewise where
    verbs stand last."""
    parts = (hyphened(word) if table.camel_case else word).replace(":", "-").split("-")
    if table.verb_last and len(parts) > 1 and parts[-1] in table.verbs:
        return parts[-1], "-".join(parts[:-1])
    while len(parts) > 1 and parts[0] in table.skip_verbs:
        parts.pop(0)
    return parts[0], "-".join(parts[1:])


def hyphened(word: str) -> str:
    """`DeleteDBInstance` is delete-db-instance."""
    pieces = []
    for place, letter in enumerate(word):
        before, behind = word[place - 1 : place], word[place + 1 : place + 2]
        if letter.isupper() and (before.islower() or before.isdigit() or (before.isupper() and behind.islower())):
            pieces.append("-")
        pieces.append(letter.lower())
    return "".join(pieces)


def verb_and_noun(known: list[str], place: int, table: Table) -> tuple[str, str]:
    if place < 0:
        return "", ""
    verb, noun = split_verb(known[place], table)
    return verb, singular(noun or (known[place - 1] if place else ""))


def by_verb(words: Sequence[str | None], facts: Mapping[str, str], place: int, table: Table) -> str:
    if place < 0:  # too few words, or without a depth the name of a group alone: only the usage is printed
        short = None not in words[: table.depth] if table.depth else len(words) == 1 and words[0] is not None
        return "read" if not words or short else "unknown"
    if facts["verb"] in table.help_words:
        return "read"
    kind = table.verbs.get(facts["verb"], "unknown")
    if kind == "destroy":
        kind = destroyed(facts["noun"], table)
    if kind in CONTROLLED or kind in REBUILT:
        between = [] if table.depth else [word for word in words[1:place] if word]
        if controls(facts["service"], "-".join([*between, facts["noun"]]), table):
            return "control"
    return kind


def controls(service: str, noun: str, table: Table) -> bool:
    """Whether changing this noun of this service changes who may do what, or what is protected."""
    if any(service == one or (one.endswith("*") and service.startswith(one[:-1])) for one in table.control_services):
        return True
    marked = f"-{parts_singular(noun)}-"
    return any(f"-{parts_singular(word)}-" in marked for word in table.control)


def destroyed(noun: str, table: Table) -> str:
    """The class of destroying such a thing: the longest suffix of the noun that a list knows decides."""
    listed = (
        ("data", table.data),
        ("leaf", table.leaf),
        ("minor", table.minor),
        ("backup", table.backup),
        ("environment", table.environment),
    )
    parts = thing(noun).split("-")
    for start in range(len(parts)):
        suffix = "-".join(parts[start:])
        for kind, nouns in listed:
            if suffix in nouns:
                return f"delete-{kind}"
    return "delete-resource"


def thing(noun: str) -> str:
    """What is destroyed: the role of `roles-from-db-cluster`, the instance of `instance-in-auto-scaling-group`."""
    words = noun.split("-")
    end = next((place for place, word in enumerate(words) if place and word in PREPOSITIONS), len(words))
    return singular("-".join(words[:end]))


def parts_singular(noun: str) -> str:
    """`security-groups-to-subnet` is security-group-to-subnet."""
    return "-".join([singular(part) for part in noun.split("-")])


def singular(noun: str) -> str:
    """The noun without its plural ending, by spelling alone: `policies` is policy, `indexes` index, `status` status."""
    if noun.rpartition("-")[2] in NO_PLURALS:
        return noun
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("sses", "xes")):
        return noun[:-2]
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is", "alias", "dns")):
        return noun[:-1]
    return noun
