"""One HTTP request as a call: method, URL, and what its host, path and body say."""

from __future__ import annotations

from guardcmd.languages.reading import HOLE, texts
from guardcmd.languages.things import Many, Table, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.languages.reading import Reading
    from guardcmd.languages.things import Thing
    from guardcmd.shell.value import Value

LONGEST_BODY = 20_000
DESTROYING = (
    "delete", "destroy", "purge", "drop", "remove", "terminate", "truncate", "wipe", "erase", "clear", "expunge",
    "flush",
    "uninstall", "deprovision", "deletes", "deleted", "batchdelete", "bulkdelete",
)  # fmt: skip
# paths whose last part names what holds others: host ending, leading parts, how many parts there are at most
CONTAINERS = (
    ("api.github.com", "repos", 3), ("api.github.com", "orgs", 2), ("api.cloudflare.com", "client", 4),
    ("gitlab.com", "api", 4), ("api.heroku.com", "apps", 2), ("api.digitalocean.com", "v2", 3), ("api.vercel.com",
    "v9", 3),
    ("api.netlify.com", "api", 4), ("api.supabase.com", "v1", 3), ("console.neon.tech", "api", 4),
    ("api.machines.dev", "v1", 3),
)  # fmt: skip
MATCH_ALL = ('"match_all"', "'match_all'")


def http_call(reading: Reading, method: str, url: Value, body: Value | None = None, thing: Thing | None = None) -> None:
    """Report a request. Facts: host, local (yes), path, verb (what the path asks for), body, mutation."""
    text = texts(url)[0] if url.texts or url.pieces else HOLE
    host, path = split_url(text)
    facts = {"host": shown_hole(host), "path": shown_hole(path)}
    if is_local(host):
        facts["local"] = "yes"
    if names_container(host, path):
        facts["container"] = "yes"
    verb = path_verb(path)
    if verb:
        facts["verb"] = verb
    content = texts(body)[0][:LONGEST_BODY] if body is not None else flat(thing)[:LONGEST_BODY]
    facts.update(body_facts(content))
    if any(name in facts for name in ("verb", "mutation", "rpc")):
        facts["destroys"] = "yes"
    reading.call("http", (method.upper() or HOLE, url), facts, (), f"{method.upper()} {url.shown()}")


def shown_hole(text: str) -> str:
    return text.replace(HOLE, "…")


def flat(thing: Thing | None, depth: int = 0) -> str:
    """The texts in a JSON-like value, joined: enough to find words in it."""
    if isinstance(thing, Text):
        return texts(thing.value)[0]
    if depth > 6:
        return ""
    if isinstance(thing, Table):
        return " ".join([f"{key} {flat(value, depth + 1)}" for key, value in thing.items.items()])
    if isinstance(thing, Many):
        return " ".join([flat(item, depth + 1) for item in thing.items[:200]])
    return ""


def split_url(url: str) -> tuple[str, str]:
    """(host with port, path with query) of a URL with or without its scheme; user and password are left out."""
    rest = url.split("://", 1)[1] if "://" in url else url
    for mark in "/?#":
        place = rest.find(mark)
        if place >= 0:
            return rest[:place].rpartition("@")[2].lower(), rest[place:]
    return rest.rpartition("@")[2].lower(), "/"


LOCAL = ("localhost", "127.0.0.1", "[::1]", "0.0.0.0", "host.docker.internal", "::1")


def is_local(host: str) -> bool:
    """This machine: localhost, 127.0.0.0/8, [::1], *.localhost, a bare port."""
    name = host
    if name.startswith("["):
        name = name.partition("]")[0] + "]"
    elif name.count(":") == 1:
        name = name.partition(":")[0]
    return name in LOCAL or name.endswith(".localhost") or _is_loopback(name)


def _is_loopback(name: str) -> bool:
    parts = name.split(".")
    return len(parts) == 4 and parts[0] == "127" and all(part.isdigit() for part in parts)


def names_container(host: str, path: str) -> bool:
    """A repository, zone, project or search index, `_all`, or a pattern."""
    route = path.partition("?")[0].partition("#")[0]
    parts = [part for part in route.split("/") if part]
    if "*" in route or "_all" in parts:
        return True
    if len(parts) == 1 and host.endswith((":9200", ":9243")) and not parts[0].startswith("_"):
        return True
    name = host.partition(":")[0]
    return any(
        name.endswith(ending) and parts[:1] == [first] and len(parts) == length for ending, first, length in CONTAINERS
    )


def path_verb(path: str) -> str:
    """`delete` of `/orders/_delete_by_query`, `/v1/things:batchDelete`, `/admin/purge`; empty for none."""
    place = path.find("?")
    route = path[:place] if place >= 0 else path
    for word in reversed(words_of(route)):
        if word in DESTROYING:
            return word
    return ""


def words_of(text: str) -> list[str]:
    """The words of a name in any case style, lower case."""
    words: list[str] = []
    word = ""
    for place, character in enumerate(text):
        if not character.isalnum():
            words.append(word)
            word = ""
            continue
        if character.isupper() and word and not text[place - 1].isupper():
            words.append(word)
            word = ""
        word += character.lower()
    return [each for each in [*words, word] if each]


def body_facts(content: str) -> dict[str, str]:
    """What a body asks for: a GraphQL mutation with a destroying name, every document, an XML-RPC or JSON-RPC verb."""
    facts: dict[str, str] = {}
    if not content:
        return facts
    mutation = mutation_verb(content)
    if mutation:
        facts["mutation"] = mutation
    if any(word in content for word in MATCH_ALL):
        facts["body"] = "match_all"
    method = _rpc_method(content)
    if method:
        facts["rpc"] = method
    return facts


def mutation_verb(content: str) -> str:
    """The first destroying field of a GraphQL mutation: `delete` of `mutation { deleteVolume(id: 1) { ok } }`."""
    place = content.find("mutation")
    if place < 0 or (place and content[place - 1].isalnum()):
        return ""
    for field in _fields(content[place + 8 :].replace("\\n", " ").replace("\\t", " ")):
        words = words_of(field)
        if words and words[0] in DESTROYING:
            return words[0]
    return ""


def _fields(text: str) -> list[str]:
    """The fields that a mutation asks for: names inside one brace and no parentheses."""
    found: list[str] = []
    start, braces, parentheses = -1, 0, 0
    for place, character in enumerate(text):
        if character.isalnum() or character == "_":
            start = place if start < 0 else start
            continue
        if start >= 0 and braces == 1 and not parentheses:
            found.append(text[start:place])
        start = -1
        braces += (character == "{") - (character == "}")
        parentheses += (character == "(") - (character == ")")
    return found


def _rpc_method(content: str) -> str:
    """`{"method": "user.delete"}` of JSON-RPC."""
    for key in ('"method"', "'method'"):
        place = content.find(key)
        if place < 0:
            continue
        value = content[place + len(key) :].lstrip(" :\t\n")[:80]
        name = value[1:].partition(value[:1])[0] if value[:1] in "\"'" and value[:1] else ""
        for word in words_of(name):
            if word in DESTROYING:
                return word
    return ""
