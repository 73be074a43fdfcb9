"""Statements about rights and about the server: GRANT, REVOKE, SET, KILL, SHUTDOWN, RESET, EXEC, SYSTEM."""

from __future__ import annotations

from guardcmd.languages.reading import HOLE
from guardcmd.languages.sql_cursor import Cursor, fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.languages.sql import Session

# stored procedures that do more than they look (Transact-SQL, MySQL for RDS, Oracle packages)
PROCEDURES = {
    "XP_CMDSHELL", "SP_DETACH_DB", "SP_DELETE_BACKUPHISTORY", "SP_ADDSRVROLEMEMBER", "SP_ADDROLEMEMBER", "SP_DROPLOGIN",
    "SP_DROPUSER", "SP_DROPROLEMEMBER", "SP_REVOKEDBACCESS", "SP_DELETE_JOB", "SP_OACREATE", "XP_REGWRITE",
    "XP_REGDELETEKEY", "XP_REGDELETEVALUE", "SP_CONFIGURE", "SP_REMOVEDBREPLICATION", "SP_DROPSERVER", "RDS_KILL",
    "XP_DELETE_FILE", "SP_DELETE_DATABASE_BACKUPHISTORY", "SP_DBREMOVE", "RDS_DROP_DATABASE", "SP_PASSWORD",
}  # fmt: skip
CARRYING = {"SP_EXECUTESQL", "SP_MSFOREACHTABLE", "SP_MSFOREACHDB", "SP_EXECUTE_EXTERNAL_SCRIPT", "SP_PREPEXEC"}


def grant(cursor: Cursor, out: Session) -> None:
    out.act(("grant",), cursor.rest())


def revoke(cursor: Cursor, out: Session) -> None:
    out.act(("revoke",), cursor.rest())


def deny(cursor: Cursor, out: Session) -> None:
    out.act(("deny",), cursor.rest())


def reassign(cursor: Cursor, out: Session) -> None:
    cursor.pass_words("OWNED")
    out.act(("reassign", "owned"), cursor.rest())


def set_(cursor: Cursor, out: Session) -> None:
    """SET PASSWORD, SET GLOBAL; `SET @sql = 'DROP ...'` is seen where it is executed."""
    if cursor.take("PASSWORD"):
        out.act(("set", "password"), cursor.rest()[:1])
    elif cursor.key() in ("GLOBAL", "PERSIST", "PERSIST_ONLY") or cursor.text().lower().startswith(
        ("@@global", "@@persist")
    ):
        cursor.pass_words("GLOBAL", "PERSIST", "PERSIST_ONLY")
        out.act(("set", "global"), (cursor.name(), *cursor.rest()))
    elif cursor.key() == "CLUSTER" and cursor.key(1) == "SETTING":
        out.act(("set", "global"), cursor.rest())


def kill(cursor: Cursor, out: Session) -> None:
    out.act(("kill",), cursor.rest())


def shutdown(cursor: Cursor, out: Session) -> None:
    out.act(("shutdown",), cursor.rest())


def reset(cursor: Cursor, out: Session) -> None:
    if cursor.take("MASTER") or cursor.take("BINARY"):
        out.act(("reset", "master"), ())
    elif cursor.take_any("SLAVE", "REPLICA"):
        out.act(("reset", "replica"), cursor.rest())


def stop(cursor: Cursor, out: Session) -> None:
    if cursor.take_any("SLAVE", "REPLICA", "GROUP_REPLICATION", "ALL"):
        out.act(("stop", "replica"), cursor.rest())


def change(cursor: Cursor, out: Session) -> None:
    if cursor.take("MASTER", "TO") or cursor.take("REPLICATION"):
        out.act(("change", "master"), ())


def system(cursor: Cursor, out: Session) -> None:
    """ClickHouse: SYSTEM SHUTDOWN, KILL, DROP REPLICA, STOP MERGES; dropping a cache loses nothing."""
    words = [word.lower() for word in cursor.rest()]
    if words and (words[0] in ("shutdown", "kill", "stop") or words[:2] in (["drop", "replica"], ["drop", "database"])):
        out.act(("system", *words[:2]), words[2:])


def dbcc(cursor: Cursor, out: Session) -> None:
    if cursor.has("REPAIR_ALLOW_DATA_LOSS"):
        out.act(("dbcc", "repair"), cursor.rest())


def remove(cursor: Cursor, out: Session) -> None:
    """Snowflake: REMOVE @stage/path."""
    if cursor.kind() == "param" or cursor.key() == "@":
        out.act(("remove", "stage"), (cursor.text(),))


def do(cursor: Cursor, out: Session) -> None:
    """DO [LANGUAGE x] $$ ... $$: an anonymous block, run at once."""
    language = "plpgsql"
    body = ""
    while cursor.left:
        if cursor.take("LANGUAGE"):
            language = cursor.name().lower()
        elif cursor.kind() == "string":
            body = body or cursor.text()
            cursor.at += 1
        else:
            cursor.at += 1
    if not body:
        return
    if language.startswith("plpython"):
        out.foreign("python", body, f"DO {language}")
    elif language.startswith("plperl"):
        out.foreign("perl", body, f"DO {language}")
    else:
        out.nested(body, "DO", procedural=True)


def prepare(cursor: Cursor, out: Session) -> None:
    """PREPARE st FROM 'DELETE ...' | @sql (MySQL), PREPARE p AS DELETE ... (PostgreSQL)."""
    name = cursor.name()
    if cursor.take("FROM"):
        out.dynamic(cursor.tokens[cursor.at :], f"PREPARE {name}")
        return
    cursor.pass_parentheses()
    if cursor.take("AS"):
        out.statement(cursor.tokens[cursor.at :])


def execute(cursor: Cursor, out: Session) -> None:
    """EXECUTE IMMEDIATE 'x', EXECUTE 'x' || y, EXEC (@sql), EXEC sp_executesql N'x', EXEC xp_cmdshell 'x'."""
    if cursor.take("IMMEDIATE"):
        out.dynamic(_until(cursor, "INTO", "USING", "BULK"), "EXECUTE IMMEDIATE")
        return
    if cursor.key() == "(":
        start = cursor.at
        cursor.pass_parentheses()
        out.dynamic(cursor.tokens[start : cursor.at], "EXEC")
        return
    if cursor.kind() == "string" or (out.procedural and out.dialect not in ("sqlserver", "mysql")):
        out.dynamic(_until(cursor, "INTO", "USING"), "EXECUTE")
        return
    if cursor.kind() == "param" and cursor.key(1) == "=":
        cursor.at += 2
    call(cursor, out)


def _until(cursor: Cursor, *keys: str) -> list[tuple[str, str, int, int, str]]:
    end = cursor.find(*keys)
    return list(cursor.tokens[cursor.at : end if end >= 0 else len(cursor.tokens)])


def call(cursor: Cursor, out: Session) -> None:
    """CALL p(...), EXEC p ...: what a known procedure does, or what one defined in this text holds."""
    name = cursor.name()
    last = name.rpartition(".")[2].upper()
    arguments = cursor.tokens[cursor.at :]
    if last in CARRYING:
        out.dynamic(arguments, last.lower())
    elif last in PROCEDURES:
        out.function(last.lower(), [fold(arguments)] if arguments else [])
    elif name.upper() in out.routines or last in out.routines:
        out.function(last.lower(), [])
    elif HOLE in name:
        out.opaque("variable", "the procedure that is called is not known")
