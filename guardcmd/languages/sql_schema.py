"""Statements about containers: DROP, TRUNCATE, ALTER, CREATE OR REPLACE, RESTORE, PURGE, DETACH."""

from __future__ import annotations

from guardcmd.calls import Option
from guardcmd.languages.reading import HOLE
from guardcmd.languages.sql_where import where_fact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.languages.sql import Session
    from guardcmd.languages.sql_cursor import Cursor
    from guardcmd.languages.sql_tokens import Token

PREFIXES = ("PUBLIC", "PLUGGABLE", "UNDO", "GLOBAL", "LOCAL", "TRANSIENT", "PRIVATE", "SECURE", "UNIQUE", "RECURSIVE")
FIRST = {
    "MATERIALIZED", "FOREIGN", "EXTERNAL", "DYNAMIC", "SNAPSHOT", "HYBRID", "ICEBERG", "EVENT", "ACCESS", "USER",
    "RESOURCE", "DATABASE", "SERVER", "APPLICATION", "ROW", "SETTINGS", "TEXT", "SECURITY", "MASTER", "SYMMETRIC",
    "ASYMMETRIC", "AVAILABILITY", "SEARCH", "FILE", "NETWORK", "MASKING", "NAMED", "OPERATOR", "PACKAGE", "TYPE", "XML",
    "FULLTEXT", "COLUMN", "VECTOR", "MODEL", "TABLE", "STORAGE", "COMPUTE", "WORKLOAD", "BROKER", "SNAPSHOTS", "BACKUP",
}  # fmt: skip
SECOND = {
    "VIEW", "TABLE", "TRIGGER", "METHOD", "MAPPING", "GROUP", "POOL", "LINK", "ROLE", "POLICY", "PROFILE", "KEY",
    "INDEX",
    "FORMAT", "RULE", "CLASS", "FAMILY", "BODY", "DATA", "SOURCE", "CATALOG", "LIBRARY", "CONFIGURATION", "DICTIONARY",
    "PARSER", "TEMPLATE", "CREDENTIAL", "AUDIT", "SPECIFICATION", "SEARCH", "WRAPPER", "COLLECTION", "SCHEMA",
    "FUNCTION",
    "MASTER", "ENCRYPTION", "INTEGRATION", "CONTEXT", "VOLUME", "SCOPED",
}  # fmt: skip
NOT_OBJECTS = ("PREPARE", "BEFORE")  # DROP PREPARE st


def drop(cursor: Cursor, out: Session) -> None:
    temporary = cursor.take_any("TEMPORARY", "TEMP") != ""
    if cursor.take("OWNED"):
        cursor.pass_words("BY")
        out.act(("drop", "owned"), cursor.names())
        return
    cursor.pass_words(*PREFIXES)
    kind = object_kind(cursor)
    if not kind or kind[0].upper() in NOT_OBJECTS:
        return
    exists = cursor.take("CONCURRENTLY") or cursor.take("IF", "EXISTS") or cursor.take("IF_EXISTS")
    cursor.take("IF", "EXISTS")
    names = cursor.names() or [HOLE]
    options = [Option("if-exists")] if exists else []
    options += [Option(word.lower()) for word in ("CASCADE", "PURGE", "FORCE", "UNSAFE") if cursor.find(word) >= 0]
    if cursor.has("ON", "CLUSTER"):
        options.append(Option("on-cluster"))
    out.drop_act(("drop", *kind), names, options, temporary)


def object_kind(cursor: Cursor) -> list[str]:
    """`table`, `materialized-view`, `text-search-configuration` ... in one word; empty without one."""
    if cursor.kind() not in ("word", "param"):
        return []
    kind = [HOLE if HOLE in cursor.text() or cursor.kind() == "param" else cursor.key().lower()]
    kind = ["database"] if kind == ["db"] else kind
    first = cursor.key()
    cursor.at += 1
    if first in FIRST:
        while len(kind) < 3 and cursor.key() in SECOND:
            kind.append(cursor.key().lower())
            cursor.at += 1
    return ["-".join(kind)]


def truncate(cursor: Cursor, out: Session) -> None:
    if cursor.take("ALL", "TABLES"):
        cursor.pass_words("FROM", "IN")
        out.act(("truncate", "database"), (cursor.name() or HOLE,))
        return
    if cursor.take_any("DATABASE", "SCHEMA"):
        cursor.take("IF", "EXISTS")
        out.act(("truncate", "database"), (cursor.name() or HOLE,))
        return
    if cursor.key() == "(":
        return
    cursor.pass_words("TABLE", "ONLY", "CLUSTER", "MATERIALIZED", "VIEW")
    cursor.take("IF", "EXISTS")
    names = cursor.names() or [HOLE]
    options = [Option("cascade")] if cursor.find("CASCADE") >= 0 else []
    if cursor.find("PARTITION") >= 0:
        options.append(Option("partition"))
    out.drop_act(("truncate",), names, options, False)


def alter(cursor: Cursor, out: Session) -> None:
    cursor.pass_words("ONLINE", "OFFLINE", "IGNORE", "FOREIGN")
    if cursor.take("TABLE"):
        alter_table(cursor, out)
    elif cursor.take_any("DATABASE", "SCHEMA", "KEYSPACE"):
        alter_database(cursor, out)
    elif cursor.take("SYSTEM"):
        out.act(("alter", "system"), cursor.rest())
    elif cursor.take("DEFAULT", "PRIVILEGES"):
        out.act(("alter", "default", "privileges"), cursor.rest())
    else:
        kind = object_kind(cursor)
        if kind and kind[0] in PRINCIPALS:
            cursor.take("IF", "EXISTS")
            retention = any("RETENTION" in word.upper() for word in cursor.rest())
            out.act(("alter", *kind), cursor.rest(), {"retention": "yes"} if retention else None)
        elif cursor.has("OWNER", "TO"):
            out.act(("alter", "owner"), (cursor.name(),))


PRINCIPALS = ("role", "user", "login", "group", "policy", "server-role", "account", "publication", "subscription")


def alter_table(cursor: Cursor, out: Session) -> None:
    """Each action between commas: ALTER TABLE t DROP COLUMN a, DROP PARTITION p."""
    cursor.take("IF", "EXISTS")
    cursor.pass_words("ONLY")
    table = cursor.name() or HOLE
    cursor.pass_words("*")
    if cursor.take("ON", "CLUSTER"):
        cursor.name()
    previous: tuple[str, ...] = ()
    for action in _actions(cursor):
        previous = _action(table, action, previous, out)


def _actions(cursor: Cursor) -> list[Cursor]:
    found: list[list[Token]] = [[]]
    depth = 0
    for token in cursor.tokens[cursor.at :]:
        key = token[4]
        depth += (key == "(") - (key == ")")
        if key == "," and not depth:
            found.append([])
        else:
            found[-1].append(token)
    return [type(cursor)(action) for action in found if action]


def _action(table: str, action: Cursor, previous: tuple[str, ...], out: Session) -> tuple[str, ...]:
    """What one action loses; the verb, since `DROP COLUMN a, b` names it once."""
    if action.take("DROP"):
        return _drop_action(table, action, out)
    if previous and len(action.tokens) <= 2 and action.kind() in ("word", "name"):
        action.pass_words("COLUMN")
        out.act(("alter", "table", *previous), (table, action.name()))
        return previous
    for verb, words in ACTIONS:
        if action.take(*verb):
            out.act(("alter", "table", *words), (table, *action.names()))
            return ()
    if action.take("SET"):
        _set_action(table, action, out)
        return ()
    if action.take("EXECUTE"):
        _procedure(table, action, out)
        return ()
    if action.take("ENGINE"):
        action.take("=")
        if action.key() == "BLACKHOLE":
            out.act(("truncate",), (table,))
        return ()
    if action.take("ALTER") or action.take("MODIFY"):
        _type_action(table, action, out)
        return ()
    if action.take("DELETE") or action.take("UPDATE"):
        verb_word = "delete" if action.tokens[0][4] == "DELETE" else "update"
        out.act((verb_word,), (table,), {"where": where_fact(action.clause("WHERE", "SETTINGS"))})
    return ()


ACTIONS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("TRUNCATE", "PARTITION"), ("truncate", "partition")),
    (("TRUNCATE", "SUBPARTITION"), ("truncate", "partition")),
    (("DETACH", "PARTITION"), ("detach", "partition")),
    (("DETACH", "PART"), ("detach", "partition")),
    (("DISCARD", "TABLESPACE"), ("discard", "tablespace")),
    (("DISCARD", "PARTITION"), ("discard", "tablespace")),
    (("CLEAR", "COLUMN"), ("drop", "column")),
    (("SET", "UNUSED"), ("drop", "column")),
    (("DISABLE", "ROW", "LEVEL", "SECURITY"), ("disable", "row", "level", "security")),
    (("NO", "FORCE", "ROW", "LEVEL", "SECURITY"), ("disable", "row", "level", "security")),
    (("DISABLE", "TRIGGER"), ("disable", "trigger")),
    (("OWNER", "TO"), ("owner",)),
    (("RENAME", "TO"), ("rename",)),
    (("RENAME", "AS"), ("rename",)),
    (("SWAP", "WITH"), ("rename",)),
    (("EXCHANGE", "PARTITION"), ("rename",)),
    (("SWITCH",), ("rename",)),
    (("MOVE", "PARTITION"), ("rename",)),
    (("MODIFY", "TTL"), ("ttl",)),
    (("REPLACE", "PARTITION"), ("replace", "partition")),
    (("UNSET", "TAG"), ("unset", "tag")),
)
LONG_ENOUGH = 30  # days of history that no one would call too few
EXPIRING = ("EXPIRE_SNAPSHOTS", "REMOVE_ORPHAN_FILES", "DROP_EXTENDED_STATS")


def _set_action(table: str, action: Cursor, out: Session) -> None:
    """SET DATA_RETENTION_TIME_IN_DAYS = 0, SET TBLPROPERTIES (...), SET OPTIONS (expiration_timestamp = ...)."""
    words = [word.upper() for word in action.rest()]
    long = any(word.isdecimal() and int(word) >= LONG_ENOUGH for word in words)
    names = [token[1].upper() for token, behind in zip(action.tokens, action.tokens[1:]) if behind[4] == "="]
    if not long and any("RETENTION" in name or "EXPIRATION" in name for name in names):
        out.act(("alter", "table", "retention"), (table, *words))


def _procedure(table: str, action: Cursor, out: Session) -> None:
    """Trino and Iceberg: ALTER TABLE t EXECUTE expire_snapshots(...)."""
    if action.key() in EXPIRING:
        out.act(("alter", "table", "retention"), (table, action.text()))


def _type_action(table: str, action: Cursor, out: Session) -> None:
    """ALTER COLUMN a TYPE t USING expression: every value becomes another one; a mere cast fails or keeps it."""
    action.pass_words("COLUMN")
    column = action.name()
    start = action.find("USING")
    if start < 0 or not column:
        return
    behind = [token for token in action.tokens[start + 1 :] if token[0] == "string" or token[4] == "("]
    cast = not behind or (len(behind) == 1 and (action.tokens[start + 1][4] in ("CAST", "(")))
    if not cast:
        out.act(("alter", "table", "using"), (table, column))


LOSES_NOTHING = ("NOT", "DEFAULT", "IDENTITY", "EXPRESSION", "STATISTICS", "INHERIT", "GENERATED")


def _drop_action(table: str, action: Cursor, out: Session) -> tuple[str, ...]:
    kind = action.take_any(
        "COLUMN", "CONSTRAINT", "INDEX", "KEY", "PRIMARY", "FOREIGN", "CHECK", "PARTITION", "SUBPARTITION", "PART",
        "PARTITIONS", "PROJECTION", "DETACHED", "COLUMNS", "UNIQUE", "SEARCH", "PERIOD", "ROW", *LOSES_NOTHING,
    )  # fmt: skip
    if kind in LOSES_NOTHING and kind:
        return ()
    action.pass_words("KEY", "OPTIMIZATION", "PARTITION", "PART")
    action.take("IF", "EXISTS")
    if kind in (
        "CONSTRAINT",
        "INDEX",
        "KEY",
        "PRIMARY",
        "FOREIGN",
        "CHECK",
        "UNIQUE",
        "PROJECTION",
        "SEARCH",
        "PERIOD",
        "ROW",
    ):
        out.act(("alter", "table", "drop", "constraint"), (table, *action.names()))
        return ("drop", "constraint")
    what = "partition" if kind in ("PARTITION", "SUBPARTITION", "PART", "PARTITIONS", "DETACHED") else "column"
    if action.key() == "(":
        action.at += 1
    names = action.names() or [HOLE]
    options = [Option("cascade")] if action.find("CASCADE") >= 0 else []
    out.act(("alter", "table", "drop", what), (table, *names), None, options)
    return ("drop", what)


def alter_database(cursor: Cursor, out: Session) -> None:
    name = cursor.name()
    words = [word.upper() for word in cursor.rest()]
    if any(word in words for word in ("SINGLE_USER", "OFFLINE", "EMERGENCY", "RESTRICTED_USER", "READ_ONLY", "CLOSE")):
        out.act(("alter", "database", "outage"), (name, *words))
    elif "SIMPLE" in words or any("RETENTION" in word for word in words) or "NOARCHIVELOG" in words:
        out.act(("alter", "database", "recovery"), (name, *words))
    elif "OWNER" in words or "AUTHORIZATION" in words:
        out.act(("alter", "owner"), (name, *words))
    elif ("LIMIT" in words and "0" in words) or ("ALLOW_CONNECTIONS" in words and "FALSE" in words):
        out.act(("alter", "database", "outage"), (name, *words))
    elif "DROP" in words or "REMOVE" in words:
        out.act(("alter", "database", "drop"), (name, *words))


def create(cursor: Cursor, out: Session) -> None:
    """CREATE OR REPLACE of what holds rows; roles with power; what is temporary."""
    replaces = cursor.take("OR", "REPLACE")
    temporary = False
    while word := cursor.take_any(
        "TEMP", "TEMPORARY", "GLOBAL", "LOCAL", "UNLOGGED", "TRANSIENT", "VOLATILE", "EXTERNAL"
    ):
        temporary = temporary or word in ("TEMP", "TEMPORARY", "VOLATILE")
    kind = object_kind(cursor)
    conditional = cursor.take("IF", "NOT", "EXISTS")
    if kind in (["table"], ["view"]):
        name = cursor.name()
        if temporary or name.startswith("#"):
            out.temporary.add(name.lower())
        elif replaces and kind == ["table"] and not conditional:
            out.act(("create", "or", "replace", "table"), (name or HOLE,))
    elif replaces and kind and kind[0] in REPLACED:
        out.act(("create", "or", "replace", kind[0]), (cursor.name() or HOLE,))
    elif kind and kind[0] in ("role", "user", "login", "group"):
        out.act(("create", *kind[:1]), cursor.rest())
    elif kind == ["event"] or kind == ["task"]:
        scheduled(cursor, out)


REPLACED = ("schema", "database", "dynamic-table", "iceberg-table", "hybrid-table", "stage", "keyspace")


def scheduled(cursor: Cursor, out: Session) -> None:
    """A MySQL event or a Snowflake task runs by itself later."""
    place = max(cursor.find("DO"), cursor.find("AS"))
    if place >= 0:
        out.statement(cursor.tokens[place + 1 :])


def restore(cursor: Cursor, out: Session) -> None:
    if cursor.key() in ("VERIFYONLY", "HEADERONLY", "FILELISTONLY", "LABELONLY", "REWINDONLY"):
        return
    kind = cursor.take_any("DATABASE", "LOG", "TABLE", "DATABASES", "TABLES", "PLUGGABLE", "TABLESPACE") or "DATABASE"
    facts = {"replace": "yes"} if cursor.find("REPLACE") >= 0 or cursor.has("ALLOW_NON_EMPTY_TABLES") else {}
    out.act(("restore", kind.lower()), (cursor.name() or HOLE,), facts)


def purge(cursor: Cursor, out: Session) -> None:
    """PURGE BINARY LOGS (MySQL); PURGE RECYCLEBIN, TABLE, DBA_RECYCLEBIN (Oracle)."""
    if cursor.take_any("BINARY", "MASTER"):
        cursor.take("LOGS")
        out.act(("purge", "binary", "logs"), cursor.rest())
        return
    kind = cursor.take_any("RECYCLEBIN", "DBA_RECYCLEBIN", "TABLE", "INDEX", "TABLESPACE", "SNAPSHOT") or "RECYCLEBIN"
    out.act(("purge", kind.lower()), cursor.names())


def detach(cursor: Cursor, out: Session) -> None:
    """ClickHouse takes a table or database out of sight; SQLite's DETACH closes a file."""
    kind = cursor.take_any("TABLE", "VIEW", "DICTIONARY", "DATABASE")
    if kind and cursor.key() and out.dialect == "clickhouse":
        permanent = cursor.find("PERMANENTLY") >= 0
        out.act(("detach", kind.lower()), cursor.names(), {"permanent": "yes"} if permanent else None)


def flashback(cursor: Cursor, out: Session) -> None:
    kind = cursor.take_any("TABLE", "DATABASE", "PLUGGABLE")
    if kind and not cursor.has("BEFORE", "DROP"):
        out.act(("flashback", kind.lower()), cursor.names())
