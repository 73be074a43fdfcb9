"""What a tool's name says that it does: `delete_repository`, `pods_delete`, `bulkDeleteUsers`, `get_deleted_items`.

Servers name their tools freely, so this is a reading of words: the first verb of the name decides, and a name that only
asks, lists or prepares passes, whatever it speaks of.
"""

from __future__ import annotations

from guardcmd.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# names that begin with these only ask; in a joined name the first word may be a server's, so fewer count there
ASKING = _words(
    """
    get list show describe is has can should preview check count explain find search read view fetch lookup look query
    validate verify inspect analyze analyse browse compare diff estimate simulate plan status monitor watch wait export
    retrieve detect summarize summarise suggest help info history audit report calculate resolve test
    """
)
ASKING_JOINED = _words("get list show describe is has can should preview check count explain retrieve lookup")
# what makes, changes or undoes: what follows is only spoken of
OTHER = _words(
    """
    create add set update edit upsert insert put post patch write open start enable register send reply cancel
    undo restore recover prevent protect undelete copy move rename import upload attach assign mark tag label comment
    generate build make configure publish merge approve render draw resume unpause abort
    """
)
DESTROYING = _words(
    """
    delete del drop destroy terminate purge wipe truncate erase remove rm revoke uninstall unpublish nuke prune flush
    kill expunge obliterate decommission deprovision teardown trash discard evict reset clear empty unlink rb
    forget deletion removal termination destruction
    """
)
WEAK = _words("reset clear empty flush remove prune discard evict kill drop trash")  # of these things: no loss
LIGHT = _words(
    """
    cache caches console screen view zoom selection filter filters label labels reaction reactions highlight highlights
    breakpoint breakpoints cookies cookie field fields input text form cart watcher star like favorite favourite cursor
    search terminal background shadow context emulation viewport mock mocks route routes overlay tab browser
    element mouse
    """
)
# what holds more than itself
CONTAINERS = _words(
    """
    all everything bucket buckets database databases db table tables schema schemas index indices indexes collection
    collections namespace namespaces cluster clusters project projects repository repositories repo repos volume
    volumes disk disks instance instances stack stacks server servers queue queues topic topics branch environment
    workspace workspaces group groups org organization organisation account accounts tenant vm vms vpc subnet
    droplet app site zone domain keyspace dataset datasets warehouse backup backups snapshot snapshots directory
    folder folders tree bulk many batch multiple system keys users tables records rows events messages channel drive
    vault space team helm release deployment statefulset crd kv d1 hard
    """
)
STOPPING = _words("stop pause suspend shutdown reboot restart disable detach drain cordon deactivate halt poweroff")
SERVING = _words(
    """
    instance instances project projects database databases db droplet vm vms machine machines node nodes cluster server
    servers host site dyno app service services function functions replication broker zone domain deployment
    """
)
OWN = _words("dev local container containers process session browser task job test recording")
PAYING = {  # the first verb, and what it is done to
    "cancel": _words("subscription subscriptions order orders payout payment booking reservation"),
    "create": _words("refund refunds payout transfer charge"),
    "refund": _words("payment charge order customer"),
    "send": _words("payment payout money transfer crypto transaction"),
    "place": _words("order trade bid"),
    "transfer": _words("funds money balance domain ownership"),
    "buy": _words("domain number stock crypto"),
    "purchase": _words("domain number plan reservation"),
}
JOINS = ("and", "or", "then")


class Deed(Record):
    """`kind` is destroy, stop, pay or empty; `verb` the word that says so; `container` whether what goes holds more."""

    kind: str = ""
    verb: str = ""
    container: bool = False


NOTHING = Deed()


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name in snake, kebab or camel case: `s3DeleteBucket` gives s3, delete, bucket."""
    words: list[str] = []
    current = ""
    for place, char in enumerate(name):
        if not char.isalnum() or (current and _begins(name, place)):
            words += [current.lower()] if current else []
            current = ""
        current += char if char.isalnum() else ""
    return tuple([*words, current.lower()] if current else words)


def _begins(name: str, place: int) -> bool:
    """Whether a capital begins a word: behind a small letter or a digit, or before a small letter (`APIKey`)."""
    if not name[place].isupper():
        return False
    before, behind = name[place - 1], name[place + 1 : place + 2]
    return not before.isupper() or behind.islower()


def split_name(name: str) -> tuple[str, str]:
    """(server, tool) of `mcp__server__tool`; without a server where the name does not tell them apart."""
    if not name.startswith("mcp__"):
        return "", name.removeprefix("mcp_")
    server, _, tool = name[5:].rpartition("__")
    return (server, tool) if server else ("", tool)


def deed_of(words: Iterable[str], joined: bool = False, more: Iterable[str] = ()) -> Deed:
    """What the words of a tool's name say. `joined`: a server's name may stand before it.

    `more` are words of an argument that names the action: `manage_instance` with `action = "terminate"`.
    """
    named = [part for word in words for part in _unjoined(word)]
    told = [part for word in more for part in _unjoined(word)]
    found = _deed([*told, *named], False) if told else NOTHING
    return found if found.kind else _deed(named, joined)


def _unjoined(word: str) -> list[str]:
    """`dropdb`, `flushall`, `deletebucket`: two words in one."""
    for verb in DESTROYING:
        rest = word[len(verb) :]
        if rest and word.startswith(verb) and (rest in CONTAINERS or rest in ("user", "object", "item", "file")):
            return [verb, rest]
    return [word]


def _deed(words: list[str], joined: bool) -> Deed:
    masked = False
    asking = ASKING_JOINED if joined else ASKING
    for place, word in enumerate(words):
        rest = words[:place] + words[place + 1 :]
        if word in PAYING and not masked and not PAYING[word].isdisjoint(rest):
            return Deed("pay", word)
        if word in JOINS:
            masked = False
        elif word in DESTROYING and not masked:
            return _destroying(word, rest)
        elif word in STOPPING and not masked and not SERVING.isdisjoint(rest) and OWN.isdisjoint(rest):
            return Deed("stop", word)
        elif word in asking or (word in OTHER and _is_verb(words, place)):
            masked = True
    return NOTHING


def _is_verb(words: list[str], place: int) -> bool:
    """`request_post_deletion`, `label_write`: words that are also things are verbs only where they begin the name."""
    return words[place] not in ("post", "label", "comment", "tag", "mark", "copy", "start", "make", "set") or place == 0


def _destroying(verb: str, rest: list[str]) -> Deed:
    if verb in WEAK and not LIGHT.isdisjoint(rest) and CONTAINERS.isdisjoint(rest):
        return NOTHING
    return Deed("destroy", verb, not CONTAINERS.isdisjoint(rest))
