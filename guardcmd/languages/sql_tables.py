"""Statements about whole tables, and about where others happen: USE, ATTACH, VACUUM, LOCK, RENAME, OPTIMIZE."""

from __future__ import annotations

from guardcmd.languages.reading import HOLE
from guardcmd.languages.sql_blocks import pieces
from guardcmd.languages.sql_cursor import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.languages.sql import Session
    from guardcmd.languages.sql_cursor import Cursor


def batch(cursor: Cursor, out: Session) -> None:
    """Cassandra: BEGIN [UNLOGGED] BATCH [USING TIMESTAMP n] statement [;] statement APPLY BATCH."""
    start = cursor.find("INSERT", "UPDATE", "DELETE")
    for piece in pieces(cursor.tokens[start:], True) if start >= 0 else ():
        out.statement(piece.tokens)


def use(cursor: Cursor, out: Session) -> None:
    """USE prod: the statements behind it happen there."""
    cursor.pass_words("DATABASE", "SCHEMA", "CATALOG")
    out.database = cursor.name() or out.database


def attach(cursor: Cursor, out: Session) -> None:
    """SQLite and DuckDB: ATTACH 'app.db' AS p."""
    cursor.pass_words("DATABASE", "OR", "REPLACE")
    cursor.take("IF", "NOT", "EXISTS")
    file = fold(cursor.tokens[cursor.at : cursor.at + 1]) or HOLE
    cursor.at += 1
    name = cursor.name() if cursor.take("AS") else file.rpartition("/")[2].partition(".")[0]
    out.attached[name.lower()] = file


def vacuum(cursor: Cursor, out: Session) -> None:
    """VACUUM FULL keeps everybody out meanwhile; Delta's VACUUM ... RETAIN 0 HOURS removes what time travel needs."""
    if cursor.has("RETAIN"):
        out.act(("vacuum", "retain"), (cursor.name(),))
        return
    options = cursor.tokens[: cursor.find(")") + 1] if cursor.key() == "(" else cursor.tokens[cursor.at : cursor.at + 1]
    if any(token[4] == "FULL" for token in options):
        cursor.pass_parentheses()
        cursor.pass_words("FULL", "FREEZE", "VERBOSE", "ANALYZE")
        out.act(("vacuum", "full"), cursor.names())


def lock(cursor: Cursor, out: Session) -> None:
    """LOCK TABLE t: nobody reads or writes it until the transaction ends; weaker modes let readers through."""
    if out.dialect == "mysql":
        return
    cursor.pass_words("TABLE", "TABLES", "ONLY")
    names = cursor.names()
    if not cursor.has("IN") or (cursor.has("EXCLUSIVE", "MODE") and not cursor.has("ROW", "EXCLUSIVE")):
        out.act(("lock",), names)


def rename(cursor: Cursor, out: Session) -> None:
    """RENAME TABLE a TO b, c TO d."""
    if cursor.take_any("TABLE", "TABLES", "DATABASE"):
        out.act(("rename", "table"), (cursor.name() or HOLE,))


def exchange(cursor: Cursor, out: Session) -> None:
    """ClickHouse: EXCHANGE TABLES a AND b."""
    if cursor.take_any("TABLES", "DICTIONARIES"):
        out.act(("rename", "table"), (cursor.name() or HOLE,))


def optimize(cursor: Cursor, out: Session) -> None:
    """ClickHouse: OPTIMIZE TABLE t DEDUPLICATE BY a keeps one of several rows."""
    cursor.pass_words("TABLE", "NO_WRITE_TO_BINLOG", "LOCAL")
    table = cursor.name() or HOLE
    if cursor.find("DEDUPLICATE") >= 0:
        out.act(("delete",), (table,), {"where": "present"})
