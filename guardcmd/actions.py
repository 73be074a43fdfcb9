"""What a file write or another tool's call would do, as calls. Pure."""

from __future__ import annotations

from guardcmd.calls import Call, Input, Invocation, Origin, Payload, Target
from guardcmd.policy.verdict import Note
from guardcmd.proposal import FileWrite, ToolCall
from guardcmd.record import Record
from guardcmd.shell.value import known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guardcmd.guard import Guard
    from guardcmd.proposal import Proposal
    from guardcmd.world import World

DEPTH = 12  # of nested JSON
STRINGS = 400  # that are looked at
STATEMENT_KEYS = ("sql", "query", "statement", "statements", "queries")
PROSE_KEYS = (
    "title",
    "body",
    "description",
    "message",
    "comment",
    "summary",
    "content",
    "prompt",
    "text",
    "note",
    "name",
)
DATABASE_WORDS = (
    "db", "sql", "database", "postgres", "postgresql", "mysql", "mariadb", "sqlite", "bigquery", "snowflake",
    "redshift", "clickhouse", "duckdb", "supabase", "neon", "oracle", "mssql", "query", "execute",
)  # fmt: skip
STATEMENT_WORDS = (
    "alter", "begin", "call", "create", "delete", "do", "drop", "exec", "execute", "grant", "insert", "merge",
    "replace", "revoke", "select", "truncate", "update", "with",
)  # fmt: skip


class Opened(Record):
    """The calls of an action, how they were found, and what could not be looked at.

    `later` are the calls that a written script makes when it runs.
    """

    calls: tuple[Call, ...]
    trace: tuple[str, ...]
    notes: tuple[Note, ...] = ()
    later: tuple[Call, ...] = ()


def calls_of(action: FileWrite | ToolCall, proposal: Proposal, guard: Guard) -> Opened:
    """What one tool call of an agent would do.

    A write is one call of the tool `write`, and what the file would do when it is run. Any other tool is one call of
    `mcp`, named by the words of its name, and the statements in its arguments are read as SQL.
    """
    if isinstance(action, FileWrite):
        return _write(action, proposal, guard)
    return _tool_call(action, proposal, guard)


def _write(action: FileWrite, proposal: Proposal, guard: Guard) -> Opened:
    from guardcmd.unwrap.written import result
    from guardcmd.world import World

    world = World(proposal, guard.files, guard.ruleset)
    text, whole = result(action, world)
    verb = "edit" if action.edit and not (whole and not text.strip()) else "write"  # nothing is left of it
    path = known(action.path)
    call = _call("write", (known(verb), path), proposal, f"{verb} {action.path}").replace(
        targets=(Target("path", path),)
    )
    later, told = _later(action.path, text, call, world, guard)
    return Opened((call,), (f"open: {verb} of `{action.path}`", *told), (), later)


def _later(path: str, text: str, call: Call, world: World, guard: Guard) -> tuple[tuple[Call, ...], tuple[str, ...]]:
    """The calls of a script that is written, and how they were found. What cannot be read is read when it runs."""
    from guardcmd.expand import expand_items
    from guardcmd.targets.paths import classify
    from guardcmd.unwrap.written import payloads

    others = classify(call.words[1], guard.place(world.proposal).seen_from(call)) == "startup"
    items = payloads(path, text, others, world)
    if not items:
        return (), ()
    expansion = expand_items(items, world.proposal, world)
    return tuple([each for each in expansion.calls if each.tool != "opaque"]), expansion.trace


def _tool_call(action: ToolCall, proposal: Proposal, guard: Guard) -> Opened:
    from guardcmd.expand import expand_items
    from guardcmd.world import World

    server, words = name_words(action.name)
    strings, cut = _strings(action.arguments)
    operands = tuple(known(text) for _, text in strings if len(text) <= 200 and "\n" not in text)
    call = _call("mcp", (*(known(word) for word in words), *operands), proposal, action.name)
    call = call.replace(facts={"server": server, "verb": words[0] if words else ""})
    notes = (Note("limit", "ask", "the tool call has more arguments than can be looked at"),) if cut else ()
    about_data = is_about_data(server, words)
    payloads = [_statement(text, call) for key, text in strings if is_statement(key, text, about_data)]
    expansion = expand_items(payloads, proposal, World(proposal, guard.files, guard.ruleset))
    trace = (f"open: tool `{action.name}` of server `{server}`", *expansion.trace)
    return Opened((call, *expansion.calls), trace, notes)


def name_words(name: str) -> tuple[str, tuple[str, ...]]:
    """(`server`, words) of a tool's name: `mcp__db__dropTable` gives `db` and drop, table."""
    server = ""
    if name.startswith("mcp__"):
        server, _, name = name[5:].rpartition("__")
    words: list[str] = []
    current = ""
    for place, char in enumerate(name):
        boundary = not char.isalnum() or (char.isupper() and place > 0 and name[place - 1].islower())
        if boundary and current:
            words.append(current.lower())
            current = ""
        if char.isalnum():
            current += char
    return server, tuple([*words, current.lower()] if current else words)


def is_about_data(server: str, words: tuple[str, ...]) -> bool:
    """Whether a server or its tool speaks of databases: its prose may then be SQL too."""
    return any(word in DATABASE_WORDS for word in (*words, *name_words(server)[1]))


def is_statement(key: str, text: str, about_data: bool = True) -> bool:
    """Whether an argument is SQL: by its name, or by its first word with something behind it."""
    words = text.split(None, 1)
    if not words or (key.lower() in PROSE_KEYS and not about_data):
        return False
    if key.lower() in STATEMENT_KEYS:
        return True
    return len(words) > 1 and words[0].lower().rstrip("(") in STATEMENT_WORDS


def _statement(text: str, call: Call) -> Payload:
    client = Invocation(call.words, {}, call.directory, Input(), call.origin, call.span, text=call.text)
    return Payload("sql", known(text), call.origin, call.span, call.directory, {}, client=client)


def _call(tool: str, words: tuple[object, ...], proposal: Proposal, text: str) -> Call:
    return Call(tool, "", words, (), known(proposal.directory), {}, Origin(), (0, len(text)), text=text)  # type: ignore[arg-type]


def _strings(arguments: object) -> tuple[list[tuple[str, str]], bool]:
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
