"""Statements about rows: DELETE, UPDATE, MERGE, INSERT, REPLACE, LOAD, COPY, SELECT, and the functions they call."""

from __future__ import annotations

from guardcmd.languages.reading import HOLE
from guardcmd.languages.sql_cursor import Cursor, fold
from guardcmd.languages.sql_where import where_fact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guardcmd.languages.sql import Session
    from guardcmd.languages.sql_tokens import Token

AFTER_WHERE = ("RETURNING", "ORDER", "LIMIT", "OPTION")
BACKUPS = ("BACKUP", "BACKUPSET", "ARCHIVELOG", "OBSOLETE", "EXPIRED", "NOPROMPT", "FORCE", "COPY", "DATAFILECOPY")
MOST_INNER = 60  # statements and calls of note inside one statement
CHANGES = ("DELETE", "UPDATE", "MERGE", "INSERT", "REPLACE", "TRUNCATE", "DROP")
# functions that do more than compute, by what they carry or do (PostgreSQL 9.28, MySQL sys, Transact-SQL, SQLite)
CARRIERS = {  # function -> which argument is SQL
    "DBLINK": -1, "DBLINK_EXEC": -1, "DBLINK_SEND_QUERY": -1, "QUERY_TO_XML": 0, "OPENQUERY": 1, "DATABASE_TO_XML": 0,
    "EXECUTE_IMMEDIATE": 0, "EXEC_DDL_STATEMENT": 0, "PARSE": 1, "DO_SQL": 0, "RUN_COMMAND_ON_WORKERS": 0,
    "RUN_COMMAND_ON_SHARDS": 1, "SCHEDULE": -1,
    "SCHEDULE_IN_DATABASE": 2, "PG_TERM_EXEC": 0, "OPENROWSET": -1, "EXEC_SQL": 0, "QUERY": 0,
}  # fmt: skip
SHELL_FUNCTIONS = {"SYS_EXEC", "SYS_EVAL", "LIB_MYSQLUDF_SYS_EXEC"}
FUNCTIONS = {
    "PG_DROP_REPLICATION_SLOT", "PG_REPLICATION_ORIGIN_DROP", "PG_TERMINATE_BACKEND", "PG_PROMOTE", "LO_UNLINK",
    "PG_FILE_UNLINK", "PG_FILE_WRITE", "DROP_CHUNKS", "PG_SWITCH_XLOG", "PG_LOGICAL_SLOT_GET_CHANGES",
    "PG_WAL_REPLAY_PAUSE",
    "DROP_HYPERTABLE", "MASTER_DROP_ALL_SHARDS", "CITUS_DROP_ALL_SHARDS", "CITUS_REMOVE_NODE", "MASTER_REMOVE_NODE",
    "PG_DROP_LOGICAL_REPLICATION_SLOT", "DROPGEOMETRYTABLE", "DROPGEOMETRYCOLUMN", "RDS_KILL", "PG_STOP_BACKUP",
    "DISTRIBUTED_DROP", "UNDISTRIBUTE_TABLE", "PGQ_DROP_QUEUE", "DROP_QUEUE", "PURGE_QUEUE",
    "ADD_RETENTION_POLICY", "DROP_PARTITIONS", "DROP_PARTITION", "PURGE_TABLE", "FREMOVE", "EXPIRE_SNAPSHOTS",
    "REMOVE_ORPHAN_FILES", "EXPIRE_TABLE",
    "LO_EXPORT", "WRITEFILE", "LOAD_EXTENSION", "PG_RELOAD_CONF_FROM", "SYSTEM$ABORT_SESSION",
    "SYSTEM$CANCEL_ALL_QUERIES",
}  # fmt: skip


def delete(cursor: Cursor, out: Session) -> None:
    """DELETE [FROM] [ONLY] t ...; MySQL's `DELETE t FROM t JOIN u`; Cypher's is not SQL."""
    bounded = _options(cursor)
    if out.program == "rman" and cursor.key() in BACKUPS:
        out.act(("rman", "delete"), cursor.rest())
        return
    cursor.take("FROM")
    cursor.pass_words("ONLY")
    table = cursor.name() or HOLE
    _rows("delete", table, cursor, out, bounded)


def update(cursor: Cursor, out: Session) -> None:
    if cursor.key() == "STATISTICS" and cursor.key(1) != "SET":
        return
    bounded = _options(cursor)
    cursor.pass_words("ONLY", "OR", "IGNORE", "REPLACE", "ROLLBACK", "ABORT", "FAIL")
    table = cursor.name() or HOLE
    if cursor.find("SET") >= 0 or HOLE in "".join(cursor.rest()):
        _rows("update", table, cursor, out, bounded)


def _options(cursor: Cursor) -> bool:
    """What stands between the verb and the table; whether it bounds the rows: TOP (10)."""
    bounded = False
    while True:
        if cursor.take("TOP"):
            bounded = cursor.text() != "100"
            if cursor.key() == "(":
                bounded = True
                cursor.pass_parentheses()
            else:
                cursor.at += 1
            bounded = bounded and not cursor.take("PERCENT")
        elif not cursor.take_any("LOW_PRIORITY", "QUICK", "IGNORE", "HISTORY"):
            return bounded


def _rows(verb: str, table: str, cursor: Cursor, out: Session, bounded: bool) -> None:
    fact = where_fact(cursor.clause("WHERE", *AFTER_WHERE), table)
    if bounded or (cursor.find("LIMIT") >= 0 and fact in ("missing", "constant")):
        fact = "present"
    out.act((verb,), (table,), {"where": fact})


def with_clause(cursor: Cursor, out: Session) -> None:
    """WITH a AS (...), b AS (...) statement: changes inside are seen by `inner_changes`, the statement here."""
    start = cursor.find("SELECT", *CHANGES)
    if start >= 0:
        out.statement(cursor.tokens[start:])


def inner_changes(tokens: Sequence[Token], out: Session) -> None:
    """`WITH d AS (DELETE ...)`, `COPY (DELETE ...)`, `FROM (DELETE ... OUTPUT deleted.*)`: they run."""
    found = 0
    for place, token in enumerate(tokens):
        if token[4] != "(" or not _changes(tokens, place):
            continue
        found += 1
        if found > MOST_INNER:
            out.opaque("limit", "SQL inside SQL is too much to be read")
            return
        out.statement(_inside(tokens, place), inner=True)


def _changes(tokens: Sequence[Token], opening: int) -> bool:
    """Whether a statement that changes rows starts behind a parenthesis."""
    if opening + 2 >= len(tokens):
        return False
    key, following = tokens[opening + 1][4], tokens[opening + 2]
    if key == "UPDATE":
        return following[0] in ("word", "name") and _sets(tokens, opening)
    return (key == "DELETE" and following[4] in ("FROM", "TOP")) or (key == "MERGE" and following[4] == "INTO")


def _sets(tokens: Sequence[Token], place: int) -> bool:
    return any(token[4] == "SET" for token in tokens[place + 3 : place + 40])


def merge(cursor: Cursor, out: Session) -> None:
    cursor.pass_words("INTO")
    table = cursor.name() or HOLE
    if cursor.has("THEN", "DELETE") or (cursor.has("DELETE", "WHERE")):
        out.act(("merge", "delete"), (table,))
    elif cursor.has("THEN", "UPDATE"):
        out.act(("merge", "update"), (table,))


def insert(cursor: Cursor, out: Session) -> None:
    cursor.pass_words("LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "IGNORE")
    if cursor.take("OVERWRITE"):
        cursor.pass_words("INTO", "TABLE", "LOCAL")
        if cursor.take("DIRECTORY"):
            out.act(("insert", "overwrite", "directory"), (cursor.name(),))
        else:
            out.act(("insert", "overwrite"), (cursor.name() or HOLE,))
    elif cursor.take("OR", "REPLACE") or cursor.take("OR", "OVERWRITE"):
        replace(cursor, out)


def replace(cursor: Cursor, out: Session) -> None:
    """MySQL and SQLite: a row with the same key is lost."""
    cursor.pass_words("LOW_PRIORITY", "DELAYED", "INTO")
    if cursor.key() in ("TABLE", "VIEW", "FUNCTION", "("):
        return
    out.act(("replace",), (cursor.name() or HOLE,))


def load(cursor: Cursor, out: Session) -> None:
    """LOAD DATA ... REPLACE INTO TABLE (MySQL), LOAD DATA INPATH ... OVERWRITE INTO TABLE (Hive), LOAD 'library'."""
    if cursor.kind() == "string":
        out.act(("load", "library"), (cursor.text(),))
    elif cursor.has("REPLACE", "INTO") or cursor.has("OVERWRITE", "INTO") or cursor.has("OVERWRITE"):
        place = cursor.find("TABLE")
        cursor.at = place + 1 if place >= 0 else cursor.at
        out.act(("load", "replace"), (cursor.name() if place >= 0 else HOLE,))


def copy(cursor: Cursor, out: Session) -> None:
    """COPY t FROM PROGRAM 'cmd', COPY t TO '/file' (on the server)."""
    place = cursor.find("PROGRAM")
    if place >= 0 and place + 1 < len(cursor.tokens):
        command = fold(cursor.tokens[place + 1 : place + 2])
        out.act(("copy", "program"), (command,))
        out.shell(command, "copy program", remote=True)
        return
    cursor.at = max(cursor.find("TO"), cursor.at)
    if cursor.take("TO") and cursor.kind() == "string":
        _written(("copy", "to"), cursor.text(), out)


def select(cursor: Cursor, out: Session) -> None:
    """Only what writes: INTO OUTFILE. Functions are looked at for every statement."""
    for word in ("OUTFILE", "DUMPFILE"):
        place = cursor.find(word)
        if place > 0 and place + 1 < len(cursor.tokens) and cursor.tokens[place + 1][0] in ("string", "param"):
            _written(("outfile",), fold(cursor.tokens[place + 1 : place + 2]), out)


def _written(verb: tuple[str, ...], path: str, out: Session) -> None:
    """On the server; a database without one, and ClickHouse's client, write beside the work."""
    if out.dialect in ("duckdb", "sqlite") or (out.dialect == "clickhouse" and verb == ("outfile",)):
        out.reading.write(path, text=f"{' '.join(verb)} {path}")
    else:
        out.act(verb, (path,))


def functions(tokens: Sequence[Token], out: Session) -> None:
    """Calls anywhere in a statement that do more than compute."""
    found = 0
    for place, token in enumerate(tokens):
        if token[4] != "(" or not place or tokens[place - 1][0] not in ("word", "name"):
            continue
        name = tokens[place - 1][4] or tokens[place - 1][1].upper()
        if name not in CARRIERS and name not in SHELL_FUNCTIONS and name not in FUNCTIONS and name not in out.routines:
            continue
        found += 1
        if found > MOST_INNER:
            out.opaque("limit", "SQL inside SQL is too much to be read")
            return
        if name in CARRIERS:
            _carried(name, _arguments(tokens, place), out)
        elif name in SHELL_FUNCTIONS:
            out.shell(fold(_inside(tokens, place)), f"sql {name.lower()}", remote=True)
        else:
            out.function(name.lower(), [fold(argument) for argument in _arguments(tokens, place)])


def _carried(name: str, arguments: list[list[Token]], out: Session) -> None:
    which = CARRIERS[name]
    if not arguments:
        return
    argument = arguments[which] if which < len(arguments) else arguments[-1]
    text = fold(argument)
    if text.strip(HOLE) or name.startswith("DBLINK"):
        out.nested(text, f"sql {name.lower()}")


def _inside(tokens: Sequence[Token], opening: int) -> list[Token]:
    inner = Cursor(tokens[opening:])
    inner.pass_parentheses()
    return list(inner.tokens[1 : inner.at - 1])


def _arguments(tokens: Sequence[Token], opening: int) -> list[list[Token]]:
    found: list[list[Token]] = [[]]
    depth = 0
    for token in _inside(tokens, opening):
        key = token[4]
        depth += (key == "(") - (key == ")")
        if key == "," and not depth:
            found.append([])
        else:
            found[-1].append(token)
    return [argument for argument in found if argument]


def executes(cursor: Cursor) -> bool:
    """EXPLAIN runs its statement only with ANALYZE."""
    if cursor.key() == "(":
        start = cursor.at
        cursor.pass_parentheses()
        options = cursor.tokens[start : cursor.at]
        for place, token in enumerate(options):
            if token[4] in ("ANALYZE", "ANALYSE") and options[place + 1][4] not in ("FALSE", "OFF", "0"):
                return True
        return False
    analyze = False
    while cursor.kind() == "word" and cursor.key() not in CHANGES and cursor.key() not in ("WITH", "SELECT", "CREATE"):
        analyze = analyze or cursor.key() in ("ANALYZE", "ANALYSE")
        cursor.at += 1
        if cursor.take("="):
            cursor.at += 1
    return analyze
