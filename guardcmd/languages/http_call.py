"""One HTTP request as a call: method, URL, and what its host, path and body say."""

from __future__ import annotations

from guardcmd.languages.http_paths import (
    is_kube,
    is_local,
    names_container,
    path_verb,
    query_of,
    split_url,
    verb_of,
)
from guardcmd.languages.http_paths import words_of as words_of
from guardcmd.languages.http_shapes import TEST_KEYS, effect_of
from guardcmd.languages.reading import HOLE, texts
from guardcmd.languages.things import Many, Table, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from guardcmd.languages.reading import Reading
    from guardcmd.languages.things import Thing
    from guardcmd.shell.value import Value

LONGEST_BODY = 20_000
MATCH_ALL = ('"match_all"', "'match_all'", '"deleteAll":true', '"delete_all":true', "*:*")
OBJECTS = frozenset(
    (
        "table", "tables", "database", "schema", "view", "index", "user", "role", "materialized", "keyspace", "series",
        "measurement", "continuous", "retention", "shard", "function", "sequence", "type", "stream", "dictionary",
        "graph", "all", "system", "external", "foreign", "temporary", "catalog", "partition",
    )
)  # fmt: skip
SHORTEST = {"update": " set ", "grant": " to ", "revoke": " from "}  # what else such a statement holds
SQL_KEYS = ("sql", "statement", "stmt", "query", "q")
READING = ("GET", "HEAD", "OPTIONS")


def http_call(
    reading: Reading,
    method: str,
    url: Value,
    body: Value | None = None,
    thing: Thing | None = None,
    known_facts: Mapping[str, str] | None = None,
) -> None:
    """Report a request.

    Facts: host, local (yes), path, container (yes), verb (what the path asks for), body, mutation, rpc, destroys (yes),
    effect (outage, access ... by the shape of the path), engine (docker), test (yes: a key that moves no money).
    """
    text = texts(url)[0] if url.texts or url.pieces else HOLE
    host, path = split_url(text)
    method = method.upper()
    facts = {"host": shown_hole(host), "path": shown_hole(path), **(known_facts or {})}
    engine = facts.get("engine", "")
    elsewhere = reading.payload.origin.remote or engine or "forwarded" in facts or is_kube(path)
    if is_local(host) and not elsewhere:
        facts["local"] = "yes"
    content = texts(body)[0][:LONGEST_BODY] if body is not None else flat(thing)[:LONGEST_BODY]
    method = _overridden(method, path, content)
    if names_container(host, path) or (engine and _engine_container(path)):
        facts["container"] = "yes"
    verb = path_verb(path)
    if verb:
        facts["verb"] = verb
    if "graphql" in path or not _is_chat(content):
        facts.update(body_facts(content))
    if any(name in facts for name in ("verb", "mutation", "rpc")):
        facts["destroys"] = "yes"
    effect = _engine_effect(method, path, content) if engine else effect_of(method, host, path, content)
    if effect:
        facts["effect"] = effect
    if any(key in texts(word)[0] for word in _words(reading) for key in TEST_KEYS):
        facts["test"] = "yes"
    reading.call("http", (method or HOLE, url), facts, (), f"{method} {url.shown()}")
    statement = _statement(path, content)
    if statement and method not in ("HEAD", "OPTIONS") and "local" not in facts:
        reading.code("sql", statement, f"{reading.program} {shown_hole(host)}")


def _words(reading: Reading) -> tuple[Value, ...]:
    client = reading.payload.client
    return client.argv if client is not None else ()


def _overridden(method: str, path: str, body: str) -> str:
    """`_method=delete` in a form or query makes a POST what it says."""
    if method != "POST":
        return method
    said = query_of(path).get("_method", "") or query_of(f"?{body}").get("_method", "")
    return said.upper() if said.isalpha() else method


def _engine_container(path: str) -> bool:
    """`DELETE /v1.43/volumes/x`, `POST /volumes/prune`."""
    return "/volumes/" in path or path.partition("?")[0].endswith("/prune")


def _engine_effect(method: str, path: str, body: str) -> str:
    """A container that may do anything on the host."""
    if method != "POST" or ("/containers/create" not in path and "/exec" not in path):
        return ""
    packed = body.replace(" ", "")
    return "access" if '"Privileged":true' in packed or '"/:/' in packed or '"PidMode":"host"' in packed else ""


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


# --- the body ----------------------------------------------------------------------------


def _is_chat(content: str) -> bool:
    """What is said to a language model: words about deleting, and nobody who deletes."""
    return '"messages"' in content and '"role"' in content and '"jsonrpc"' not in content


def body_facts(content: str) -> dict[str, str]:
    """What a body asks for: a GraphQL mutation with a destroying name, every document, an XML-RPC or JSON-RPC verb."""
    facts: dict[str, str] = {}
    if not content:
        return facts
    mutation = mutation_verb(content)
    if mutation:
        facts["mutation"] = mutation
    if any(word in content for word in MATCH_ALL) or '"match_all"' in content.replace("\\", ""):
        facts["body"] = "match_all"
    method = _rpc_method(content) or _bulk(content)
    if method:
        facts["rpc"] = method
    return facts


def mutation_verb(content: str) -> str:
    """The first destroying field of a GraphQL mutation: `delete` of `mutation { deleteVolume(id: 1) { ok } }`."""
    place = content.find("mutation")
    if place < 0 or (place and content[place - 1].isalnum()):
        return ""
    for field in _fields(content[place + 8 :].replace("\\n", " ").replace("\\t", " ")):
        verb = verb_of(field)
        if verb:
            return verb
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
    """`{"method": "user.delete"}` of JSON-RPC, `<methodName>user.delete</methodName>` of XML-RPC."""
    for key in ('"method"', "'method'", "<methodName>"):
        place = content.find(key)
        if place < 0:
            continue
        rest = content[place + len(key) :].lstrip(" :\t\n")[:80]
        name = rest.partition("<")[0] if key[0] == "<" else rest[1:].partition(rest[:1])[0] if rest[:1] else ""
        for part in name.split("."):
            verb = verb_of(part)
            if verb:
                return verb
    return ""


def _bulk(content: str) -> str:
    """`{"delete": {"_id": ...}}` of a bulk request, `<delete>` of Solr."""
    text = content.lstrip()
    if text.startswith(("<delete>", "<Delete")):
        return "delete"
    for line in text.splitlines()[:2_000]:
        if line.replace(" ", "").startswith(('{"delete":{', '{"delete":"')):
            return "delete"
    return ""


def _statement(path: str, body: str) -> str:
    """SQL that a database takes over HTTP: `?query=DROP TABLE x`, `{"sql": "DELETE FROM t"}`, or the body itself."""
    for name, value in query_of(path).items():
        if name in ("query", "q", "sql"):
            text = unquoted(value)
            if _is_statement(text):
                return text
    if _is_statement(body):
        return body
    for key in SQL_KEYS:
        place = body.find(f'"{key}"')
        rest = body[place + len(key) + 2 :].lstrip(" :\n\t") if place >= 0 else ""
        if rest.startswith('"') and _is_statement(rest[1:]):
            return _to_quote(rest[1:])
    return unquoted(body[2:]) if body.startswith("q=") and _is_statement(unquoted(body[2:])) else ""


def _to_quote(text: str) -> str:
    """A JSON string up to its closing quote, with the usual escapes read."""
    place = 0
    while place < len(text) and text[place] != '"':
        place += 2 if text[place] == "\\" else 1
    return text[:place].replace("\\n", "\n").replace("\\t", " ").replace('\\"', '"')


def _is_statement(text: str) -> bool:
    """`DROP TABLE`, `DELETE FROM`, `TRUNCATE x`, and not "drop shipping"."""
    words = text[:400].lower().split(None, 2)
    if len(words) < 2:
        return False
    first, second = words[0], words[1].rstrip(";")
    if first in SHORTEST:
        return SHORTEST[first] in f" {text[:4000].lower()} "
    if first == "delete":
        return second == "from" or (len(words) == 3 and words[2].startswith("from "))
    if first == "truncate":
        return second == "table" or len(words) == 2
    return first in ("drop", "alter", "rename", "detach", "optimize") and second in OBJECTS


def unquoted(text: str) -> str:
    """A parameter with `+` and `%20` read."""
    parts = text.replace("+", " ").split("%")
    read = [parts[0]]
    for part in parts[1:]:
        code = part[:2]
        if len(code) == 2 and all(digit in "0123456789abcdefABCDEF" for digit in code):
            read.append(chr(int(code, 16)) + part[2:])
        else:
            read.append("%" + part)
    return "".join(read)
