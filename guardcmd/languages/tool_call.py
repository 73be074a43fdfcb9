"""A call of an MCP tool: what its name says, and the SQL, GraphQL and MongoDB that stand in its arguments."""

from __future__ import annotations

from guardcmd.calls import Target
from guardcmd.languages.http_call import mutation_verb
from guardcmd.languages.reading import Reading, unique
from guardcmd.shell.value import known
from guardcmd.tools.deeds import deed_of, name_words, split_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from guardcmd.calls import Payload
    from guardcmd.languages.reading import Found

DEPTH = 12  # of nested JSON
STRINGS = 400  # that are looked at
STATEMENT_KEYS = ("query", "queries", "statement", "statements", "q", "stmt", "ddl", "querystring", "querytext")
ACTION_KEYS = ("action", "method", "operation", "op", "verb", "mode", "requesttype")
NAMING = ("id", "name", "identifier", "path", "key", "url", "arn", "repo", "bucket", "database", "table", "collection")
PROSE_KEYS = (
    "title", "body", "description", "message", "comment", "summary", "content", "contents", "prompt", "text", "note",
    "notes", "name", "thought", "observation", "observations", "element", "reason", "question", "instructions",
    "markdown", "html", "insight", "information", "value", "values", "memo", "fact", "caption", "subject", "details",
    "task", "searchphrase", "label", "newtext", "oldtext",
)  # fmt: skip
SEARCHING = (
    "search",
    "docs",
    "documentation",
    "suggest",
    "web",
    "find",
    "browse",
    "lookup",
    "knowledge",
    "memory",
    "help",
)
DATABASE_WORDS = (
    "db", "sql", "database", "postgres", "postgresql", "mysql", "mariadb", "sqlite", "bigquery", "snowflake",
    "redshift", "clickhouse", "duckdb", "supabase", "neon", "oracle", "mssql", "d1", "turso",
    "planetscale", "cockroachdb", "databricks", "athena", "trino", "motherduck", "pg",
)  # fmt: skip
STATEMENT_WORDS = (
    "alter", "begin", "call", "create", "delete", "do", "drop", "exec", "execute", "grant", "insert", "merge",
    "replace", "revoke", "select", "truncate", "update", "with",
)  # fmt: skip
OPENINGS = {  # beyond doubt, wherever they stand
    "drop": ("table", "database", "schema", "view", "index", "user", "role", "column", "owned"),
    "delete": ("from",), "truncate": ("table", "only"), "alter": ("table", "database", "user", "role", "system"),
}  # fmt: skip
GRAPHQL = ("mutation", "query", "subscription", "fragment")


def read(payload: Payload, world: Any) -> list[Found]:
    """The call that a command line makes: the payload's text is the tool's name, its positional words the arguments."""
    reading = Reading(payload, world)
    name = payload.text.text or ""
    server, _, tool = name.rpartition(".") if "." in name else ("", "", name)
    arguments: dict[str, object] = {}
    for word in payload.positional:
        key, _, value = (word.text or "").partition("=")
        arguments[key.strip("-")] = value
    called(name, server, tool, arguments, reading)
    return unique(reading.found)


def called(name: str, server: str, tool: str, arguments: object, reading: Reading, by_name: bool = True) -> bool:
    """Add what a tool's call does to the reading; whether its arguments were more than are looked at.

    `by_name` is False where something else has told what the call does, so that only its arguments count.
    """
    strings, cut = strings_in(arguments)
    if not tool:
        server, tool = split_name(name)
    words = name_words(tool)
    every = (*name_words(server), *words)
    if by_name:
        _named(name, server, words, strings, reading)
    about_data = any(word in DATABASE_WORDS for word in every)
    searching = any(word in SEARCHING for word in words) and "sql" not in every
    for key, text in strings:
        if is_graphql(text):
            _mutation(name, text, reading)
        elif is_statement(key, text, about_data, searching):
            reading.code("sql", known(text), f"tool {name}", client=reading.payload.client)
    _pipeline(arguments, reading)
    return cut


def _named(name: str, server: str, words: Sequence[str], strings: Sequence[tuple[str, str]], reading: Reading) -> None:
    told = [
        word for key, text in strings if folded(key) in ACTION_KEYS and len(text) <= 60 for word in name_words(text)
    ]
    deed = deed_of(words, not server, told)
    short = [(key, text) for key, text in strings if len(text) <= 200 and "\n" not in text]
    targets = [Target("resource", known(text)) for key, text in short if folded(key).endswith(NAMING)][:3]
    facts = {"server": server, "deed": deed.kind, "verb": deed.verb, "of": "container" if deed.container else "one"}
    operands = [known(text) for _, text in short]
    reading.call("mcp", ("call", known(name), *operands), facts, (), name, tuple(targets) if deed.kind else ())


def _mutation(name: str, text: str, reading: Reading) -> None:
    """A GraphQL mutation whose field destroys something."""
    verb = mutation_verb(text)
    if verb:
        facts = {"server": "", "deed": "destroy", "verb": verb, "of": "one"}
        reading.call("mcp", ("call", known(name)), facts, (), " ".join(text.split()))


def _pipeline(arguments: object, reading: Reading) -> None:
    """An aggregation of MongoDB that ends in `$out` or `$merge` writes a collection."""
    given = arguments if isinstance(arguments, dict) else {}
    stages = given.get("pipeline")
    if not isinstance(stages, list) or not any(isinstance(stage, dict) and "$out" in stage for stage in stages):
        return
    from guardcmd.jsontext import dumps

    collection = given.get("collection")
    source = dumps(collection if isinstance(collection, str) else "x")
    reading.code("mongo", known(f"db.getCollection({source}).aggregate({dumps(stages)})"), "tool aggregate")


# --- arguments ---------------------------------------------------------------------------


def folded(key: str) -> str:
    return key.replace("_", "").replace("-", "").lower()


def is_statement(key: str, text: str, about_data: bool = True, searching: bool = False) -> bool:
    """Whether an argument is SQL: by its name, or by its first words.

    `about_data` says that server or tool speak of databases, `searching` that the tool looks for words.
    """
    words = text.split(None, 2)
    name = folded(key)
    if not words:
        return False
    if name.startswith("sql") or name.endswith("sql"):
        return True
    if name in STATEMENT_KEYS:
        return not searching and (about_data or name not in ("q", "query") or _opens(words))
    if len(words) < 2 or (name in PROSE_KEYS and not about_data) or searching:
        return False
    return words[0].lower().rstrip("(") in STATEMENT_WORDS if about_data else _opens(words)


def _opens(words: Sequence[str]) -> bool:
    """`DROP TABLE`, `DELETE FROM`, `UPDATE x SET`, `SELECT ...`."""
    first, second = words[0].lower(), words[1].lower() if len(words) > 1 else ""
    if first == "update":
        return len(words) > 2 and words[2].lower().startswith("set")
    return second in OPENINGS.get(first, ())


def is_graphql(text: str) -> bool:
    """A document of GraphQL: `mutation { ... }`, `query X { ... }`, `{ field }`."""
    lines = [line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    start = lines[0].strip() if lines else ""
    return "{" in text and (start.startswith("{") or start.split("(")[0].split("{")[0].split(" ")[0] in GRAPHQL)


def strings_in(arguments: object) -> tuple[list[tuple[str, str]], bool]:
    """(key, text) of every string in the arguments, and whether some were left out."""
    found: list[tuple[str, str]] = []
    cut = False
    for entry in _walk("", arguments, 0):
        if entry is None or len(found) >= STRINGS:
            cut = True
            break
        found.append(entry)
    return found, cut


def _walk(key: str, value: object, depth: int) -> Iterator[tuple[str, str] | None]:
    if depth > DEPTH:
        yield None
    elif isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _walk(str(name), inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(key, inner, depth + 1)
