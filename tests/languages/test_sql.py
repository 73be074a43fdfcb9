"""SQL text to what its statements do."""

from __future__ import annotations

import pytest
import sqlglot
import sqlparse
from hypothesis import given, settings
from hypothesis import strategies as st

from guardcmd.calls import Call
from guardcmd.languages.sql_blocks import chunks
from guardcmd.languages.sql_tokens import LEXICONS, scan
from tests.languages.support import facts, found, lines

HARMLESS = [
    "",
    ";;;",
    "SELECT 1",
    "SELECT 'DROP TABLE users'",
    'SELECT "DROP TABLE users" FROM t',
    "-- DROP TABLE users",
    "/* DROP TABLE users */ SELECT 1",
    "/* a /* DROP TABLE users */ b */ SELECT 1",
    "SELECT $$DROP TABLE users$$",
    "SELECT $tag$; DROP TABLE users; $tag$",
    "INSERT INTO log VALUES ('DELETE FROM users')",
    "INSERT INTO users VALUES (1) ON CONFLICT (id) DO UPDATE SET a = 1",
    "CREATE TABLE t (id int REFERENCES u ON DELETE CASCADE ON UPDATE SET NULL)",
    "CREATE TRIGGER t AFTER DELETE ON users FOR EACH ROW EXECUTE FUNCTION f()",
    "CREATE INDEX CONCURRENTLY i ON t (a)",
    "CREATE OR REPLACE VIEW v AS SELECT 1",
    "CREATE OR REPLACE FUNCTION f() RETURNS void AS $$ DELETE FROM users $$ LANGUAGE sql",
    "CREATE RULE r AS ON INSERT TO t DO INSTEAD DELETE FROM u",
    "ALTER TABLE t ADD COLUMN a int, ALTER COLUMN b DROP NOT NULL, ALTER COLUMN c DROP DEFAULT",
    "ALTER TABLE t RENAME COLUMN a TO u",
    "EXPLAIN DELETE FROM users",
    "EXPLAIN (ANALYZE false) DELETE FROM users",
    "EXPLAIN (FORMAT json) UPDATE users SET a = 1",
    "SELECT * FROM users FOR UPDATE",
    "SELECT truncate(x, 2), replace(a, 'b', 'c') FROM t",
    "VACUUM; REINDEX TABLE t; ANALYZE",
    "COPY t TO STDOUT",
    "COPY t FROM '/tmp/x.csv'",
    "SET statement_timeout = 0; RESET ALL; SHOW ALL",
    "BEGIN; SELECT 1; COMMIT",
    "COMMENT ON TABLE t IS 'DROP TABLE t'",
    "WITH x AS (SELECT 1) SELECT * FROM x",
    "SELECT delete FROM t",
    "DO $$ BEGIN RAISE NOTICE 'DROP TABLE users'; END $$",
    "NOTIFY channel, 'DELETE FROM users'",
    "CREATE ROLE reader",
    "DISCARD ALL",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless(text: str) -> None:
    harmless = [line for line in lines(text, "sql", "postgresql") if not line.startswith("sql create role")]
    assert harmless == []


DOES = [
    ("DROP TABLE users", "sql drop table users"),
    ('drop table if exists public.users, "Orders" cascade', "sql drop table public.users Orders"),
    ("DROP/**/TABLE users", "sql drop table users"),
    ("SELECT 1; DROP TABLE users; --", "sql drop table users"),
    ("(DROP TABLE users)", "sql drop table users"),
    ("DROP TABLE ⟨⟩", "sql drop table …"),
    ("DROP DATABASE app WITH (FORCE)", "sql drop database app"),
    ("DROP SCHEMA public CASCADE", "sql drop schema public"),
    ("DROP TABLESPACE fast", "sql drop tablespace fast"),
    ("DROP MATERIALIZED VIEW mv", "sql drop materialized-view mv"),
    ("DROP FUNCTION f(int, text), g()", "sql drop function f g"),
    ("DROP USER MAPPING FOR x SERVER s", "sql drop user-mapping FOR"),
    ("DROP OWNED BY app CASCADE", "sql drop owned app"),
    ("DROP POLICY p ON users", "sql drop policy p"),
    ("TRUNCATE TABLE ONLY a, b RESTART IDENTITY CASCADE", "sql truncate a b"),
    ("DELETE FROM users", "sql delete users"),
    ("DELETE FROM ONLY app.users USING x WHERE a = b", "sql delete app.users"),
    ("UPDATE users SET a = 1", "sql update users"),
    ("UPDATE ONLY users SET a = 1 FROM b WHERE c", "sql update users"),
    ("WITH gone AS (DELETE FROM t RETURNING *) SELECT * FROM gone", "sql delete t"),
    ("WITH x AS (SELECT 1) DELETE FROM t WHERE a IN (SELECT * FROM x)", "sql delete t"),
    ("COPY (DELETE FROM t RETURNING *) TO STDOUT", "sql delete t"),
    ("EXPLAIN ANALYZE DELETE FROM t", "sql delete t"),
    ("EXPLAIN (ANALYZE, BUFFERS) UPDATE t SET a = 1", "sql update t"),
    ("MERGE INTO a USING b ON x WHEN MATCHED THEN DELETE", "sql merge delete a"),
    ("MERGE INTO a USING b ON x WHEN MATCHED THEN UPDATE SET c = 1", "sql merge update a"),
    ("ALTER TABLE users DROP COLUMN email, ADD x int", "sql alter table drop column users email"),
    ("ALTER TABLE IF EXISTS ONLY users DROP email CASCADE", "sql alter table drop column users email"),
    ("ALTER TABLE users DROP CONSTRAINT c", "sql alter table drop constraint users c"),
    ("ALTER TABLE logs DETACH PARTITION logs_2020", "sql alter table detach partition logs logs_2020"),
    ("ALTER TABLE t DISABLE ROW LEVEL SECURITY", "sql alter table disable row level security t"),
    ("ALTER SYSTEM SET fsync = off", "sql alter system SET fsync off"),
    ("ALTER ROLE app SUPERUSER", "sql alter role app SUPERUSER"),
    (
        "ALTER DEFAULT PRIVILEGES IN SCHEMA x GRANT ALL ON TABLES TO y",
        "sql alter default privileges IN SCHEMA x GRANT ALL ON TABLES TO y",
    ),
    ("GRANT ALL ON t TO PUBLIC", "sql grant ALL ON t TO PUBLIC"),
    ("grant all on t to public", "sql grant ALL on t to PUBLIC"),
    ("REVOKE SELECT ON t FROM x", "sql revoke SELECT ON t FROM x"),
    ("DO $$ BEGIN EXECUTE 'DROP TABLE x'; END $$", "sql drop table x"),
    ("DO $$ BEGIN IF true THEN DROP TABLE x; END IF; END $$", "sql drop table x"),
    ("DO $$ BEGIN FOR r IN DELETE FROM t RETURNING * LOOP NULL; END LOOP; END $$", "sql delete t"),
    ("DO $$ BEGIN EXECUTE 'DROP TABLE ' || quote_ident(r.t) || ' CASCADE'; END $$", "sql drop table …"),
    ("DO $$ BEGIN EXECUTE format('DROP TABLE %I', r.t); END $$", "sql drop table …"),
    ("DO $$ DECLARE s text := 'DELETE FROM t'; BEGIN EXECUTE s; END $$", "sql delete t"),
    ("DO LANGUAGE plpython3u $$ import os; os.remove('x') $$", "python:  import os; os.remove('x') "),
    ("CREATE FUNCTION f() RETURNS void AS $$ DELETE FROM t $$ LANGUAGE sql; SELECT f()", "sql delete t"),
    ("PREPARE p AS DELETE FROM t", "sql delete t"),
    ("SELECT dblink_exec('c', 'DROP TABLE x')", "sql drop table x"),
    ("SELECT cron.schedule('n', '* * * * *', 'DELETE FROM t')", "sql delete t"),
    ("SELECT pg_drop_replication_slot('s1')", "sql call pg_drop_replication_slot s1"),
    ("SELECT pg_terminate_backend(pid) FROM pg_stat_activity", "sql call pg_terminate_backend …"),
    ("SELECT lo_unlink(1)", "sql call lo_unlink 1"),
    ("COPY t TO '/tmp/x'", "sql copy to /tmp/x"),
    ("REASSIGN OWNED BY a TO b", "sql reassign owned BY a TO b"),
    ("CREATE OR REPLACE TABLE t AS SELECT 1", "sql create or replace table t"),
    ("E'x' ; DROP TABLE a", "sql drop table a"),
    ("SELECT E'it\\'s; DROP TABLE no'; DROP TABLE a", "sql drop table a"),
]


@pytest.mark.parametrize(("text", "expected"), DOES)
def test_does(text: str, expected: str) -> None:
    assert expected in lines(text, "sql", "postgresql")


DIALECTS = [
    ("mysql", "SELECT 1; /*!50000 DROP TABLE users */", "sql drop table users"),
    ("mysql", "DROP TABLE `a``b`", "sql drop table a`b"),
    ("mysql", "# DROP TABLE a\nDROP TABLE b", "sql drop table b"),
    ("mysql", 'SELECT "a; DROP TABLE no"; DROP TABLE b', "sql drop table b"),
    ("mysql", "SELECT 'it\\'s; DROP TABLE no'; DROP TABLE b", "sql drop table b"),
    ("mysql", "DELIMITER //\nCREATE PROCEDURE p() BEGIN DELETE FROM x; END//\nDELIMITER ;\nCALL p()", "sql delete x"),
    ("mysql", "DELETE u FROM users u JOIN gone g ON g.id = u.id", "sql delete u"),
    ("mysql", "REPLACE INTO t VALUES (1)", "sql replace t"),
    ("mysql", "LOAD DATA INFILE 'x' REPLACE INTO TABLE t", "sql load replace t"),
    ("mysql", "SELECT 1 INTO OUTFILE '/var/www/x.php'", "sql outfile /var/www/x.php"),
    ("mysql", "PURGE BINARY LOGS BEFORE NOW()", "sql purge binary logs BEFORE NOW"),
    ("mysql", "RESET MASTER", "sql reset master"),
    ("mysql", "SET @s = 'DROP TABLE x'; PREPARE st FROM @s; EXECUTE st", "sql drop table x"),
    ("mysql", "SET GLOBAL read_only = 1", "sql set global read_only 1"),
    ("mysql", "DROP USER 'app'@'%'", "sql drop user app@%"),
    ("mysql", "ALTER TABLE t DROP a, DROP INDEX i", "sql alter table drop column t a"),
    ("mysql", "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM t", "sql delete t"),
    ("mysql", "SELECT sys_exec('rm x')", "shell: rm x"),
    ("sqlite", "DROP TABLE [a b]", "sql drop table a b"),
    ("sqlite", "CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; END; DROP TABLE c", "sql drop table c"),
    ("sqlite", "SELECT writefile('/x', 'y')", "sql call writefile /x y"),
    ("sqlite", "INSERT OR REPLACE INTO t VALUES (1)", "sql replace t"),
    ("sqlserver", "IF OBJECT_ID('x') IS NOT NULL DROP TABLE x", "sql drop table x"),
    ("sqlserver", "DELETE FROM a UPDATE b SET c = 1", "sql update b"),
    ("sqlserver", "SELECT 1\nGO\nDROP TABLE [dbo].[x]\nGO", "sql drop table dbo.x"),
    ("sqlserver", "DECLARE @s nvarchar(max) = N'DROP TABLE ' + @t; EXEC(@s)", "sql drop table …"),
    ("sqlserver", "EXEC sp_executesql N'DELETE FROM x'", "sql delete x"),
    ("sqlserver", "EXEC master..xp_cmdshell 'del x'", "sql call xp_cmdshell del x"),
    ("sqlserver", "RESTORE DATABASE app FROM DISK='x' WITH REPLACE", "sql restore database app"),
    ("sqlserver", "BEGIN TRY DELETE FROM a END TRY BEGIN CATCH ROLLBACK END CATCH", "sql delete a"),
    ("sqlserver", "ALTER DATABASE app SET OFFLINE", "sql alter database outage app SET OFFLINE"),
    ("sqlserver", "DROP TABLE $(name)", "sql drop table …"),
    ("oracle", "CREATE PROCEDURE p IS x NUMBER; BEGIN DELETE FROM y; END;\n/\nDROP TABLE a PURGE;", "sql drop table a"),
    ("oracle", "BEGIN EXECUTE IMMEDIATE 'DROP TABLE a'; END;\n/", "sql drop table a"),
    ("oracle", "SELECT q'[it's; DROP TABLE no]' FROM dual; DROP TABLE a", "sql drop table a"),
    ("oracle", "PURGE RECYCLEBIN", "sql purge recyclebin"),
    ("clickhouse", "ALTER TABLE e DROP PARTITION '202601'", "sql alter table drop partition e 202601"),
    ("clickhouse", "ALTER TABLE e DELETE WHERE a = 1", "sql delete e"),
    ("clickhouse", "TRUNCATE DATABASE d", "sql truncate database d"),
    ("clickhouse", "SYSTEM SHUTDOWN", "sql system shutdown"),
    ("clickhouse", "DETACH TABLE t PERMANENTLY", "sql detach table t"),
    ("hive", "INSERT OVERWRITE TABLE t SELECT 1", "sql insert overwrite t"),
    (
        "snowflake",
        "ALTER ACCOUNT SET DATA_RETENTION_TIME_IN_DAYS = 0",
        "sql alter account SET DATA_RETENTION_TIME_IN_DAYS 0",
    ),
    ("snowflake", "CREATE OR REPLACE DATABASE prod", "sql create or replace database prod"),
    ("snowflake", "REMOVE @stage/x", "sql remove stage @stage"),
    ("bigquery", "SELECT '''a; DROP TABLE no'''; DROP TABLE b", "sql drop table b"),
    ("cassandra", "DROP KEYSPACE app", "sql drop keyspace app"),
    ("trino", "MATCH (n) DETACH DELETE n", "sql cypher-delete"),
    ("", "SELECT 'a\\'; DROP TABLE a; --'", "sql drop table a"),  # one string in MySQL, two statements elsewhere
    ("", "SELECT 'a\\'; --'; DROP TABLE a", "sql drop table a"),  # and the other way round
]


@pytest.mark.parametrize(("dialect", "text", "expected"), DIALECTS)
def test_dialects(dialect: str, text: str, expected: str) -> None:
    assert expected in lines(text, "sql", dialect, [CLIENTS.get(dialect, "psql")])


CLIENTS = {"mysql": "mysql", "sqlite": "sqlite3", "sqlserver": "sqlcmd", "oracle": "sqlplus", "snowflake": "snowsql"}


@pytest.mark.parametrize(
    ("dialect", "text"),
    [
        ("mysql", "CREATE PROCEDURE p() BEGIN DELETE FROM x; END"),
        ("mysql", 'SELECT "DROP TABLE a; DROP TABLE b"'),
        ("sqlite", "CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; END"),
        ("sqlite", "DETACH DATABASE x"),
        ("sqlserver", "UPDATE STATISTICS users"),
        ("sqlserver", "SELECT [DROP TABLE x] FROM t"),
        ("oracle", "CREATE PROCEDURE p IS BEGIN DELETE FROM y; END;\n/"),
        ("clickhouse", "SYSTEM DROP DNS CACHE"),
        ("mysql", "DROP PREPARE st"),
        ("mysql", "SELECT 5 # DROP TABLE x"),
    ],
)
def test_harmless_in_a_dialect(dialect: str, text: str) -> None:
    assert lines(text, "sql", dialect, [CLIENTS.get(dialect, "clickhouse-client")]) == []


CONDITIONS = [
    ("", "missing"),
    (" WHERE id = 3", "present"),
    (" WHERE 1=1", "constant"),
    (" WHERE 1", "constant"),
    (" WHERE TRUE", "constant"),
    (" WHERE '' = ''", "constant"),
    (" WHERE id = id", "constant"),
    (" WHERE t.id = t.id", "constant"),
    (" WHERE 2 > 1", "constant"),
    (" WHERE ((1=1))", "constant"),
    (" WHERE id = 3 OR 1=1", "constant"),
    (" WHERE NOT FALSE", "constant"),
    (" WHERE name LIKE '%'", "constant"),
    (" WHERE now() > '2020-01-01'", "constant"),
    (" WHERE EXISTS (SELECT 1)", "constant"),
    (" WHERE 1=1 AND id = 3", "present"),
    (" WHERE email IS NOT NULL", "present"),
    (" WHERE id IN (SELECT id FROM u)", "present"),
    (" WHERE EXISTS (SELECT 1 FROM u)", "present"),
    (" WHERE a BETWEEN 1 AND 2", "present"),
    (" WHERE ⟨⟩", "present"),
    (" WHERE id = ⟨⟩", "present"),
    (" WHERE CURRENT OF c", "present"),
    (" WHERE false", "never"),
    (" WHERE 1 = 0 AND id = 3", "never"),
    (" WHERE a = 1 RETURNING *", "present"),
    (" WHERE CASE WHEN a THEN true ELSE false END", "present"),
]


@pytest.mark.parametrize(("condition", "expected"), CONDITIONS)
def test_conditions(condition: str, expected: str) -> None:
    assert facts(f"DELETE FROM t{condition}", "sql", "postgresql") == {"where": expected}
    assert facts(f"UPDATE t SET a = 1{condition}", "sql", "postgresql") == {"where": expected}


def test_limits_bound_the_rows() -> None:
    assert facts("DELETE FROM t ORDER BY a LIMIT 10", "sql", "mysql") == {"where": "present"}
    assert facts("DELETE TOP (10) FROM t", "sql", "sqlserver") == {"where": "present"}
    assert facts("DELETE TOP (10) PERCENT FROM t", "sql", "sqlserver") == {"where": "missing"}


TRANSACTIONS = [
    ("postgresql", "BEGIN; DROP TABLE a; ROLLBACK", True),
    ("postgresql", "START TRANSACTION; DELETE FROM a; ABORT", True),
    ("postgresql", "BEGIN; DROP TABLE a; ROLLBACK TO s; COMMIT", False),
    ("postgresql", "BEGIN; DROP TABLE a; COMMIT; ROLLBACK", False),
    ("postgresql", "DROP TABLE a; BEGIN; ROLLBACK", False),
    ("postgresql", "BEGIN; SELECT pg_drop_replication_slot('a'); ROLLBACK", False),
    ("postgresql", "BEGIN; DROP DATABASE a; ROLLBACK", False),
    ("sqlite", "BEGIN; DROP TABLE a; ROLLBACK", True),
    ("sqlserver", "BEGIN TRAN; DROP TABLE a; ROLLBACK", True),
    ("sqlserver", "BEGIN TRAN DELETE FROM a IF @@ERROR <> 0 ROLLBACK ELSE COMMIT", False),
    ("mysql", "BEGIN; DELETE FROM a; ROLLBACK", True),
    ("mysql", "BEGIN; DROP TABLE a; ROLLBACK", False),
    ("mysql", "BEGIN; DELETE FROM a; CREATE TABLE b (c int); ROLLBACK", False),
    ("oracle", "BEGIN; DROP TABLE a; ROLLBACK", False),
    ("", "BEGIN; DROP TABLE a; ROLLBACK", False),
]


@pytest.mark.parametrize(("dialect", "text", "undone"), TRANSACTIONS)
def test_transactions(dialect: str, text: str, undone: bool) -> None:
    assert (facts(text, "sql", dialect).get("transaction") == "rollback") is undone


@pytest.mark.parametrize(
    ("text", "temporary"),
    [
        ("CREATE TEMP TABLE a (b int); DROP TABLE a", True),
        ("CREATE TEMPORARY TABLE a AS SELECT 1; TRUNCATE a", True),
        ("CREATE TEMP TABLE a (b int); DELETE FROM a", True),
        ("CREATE TABLE a (b int); DROP TABLE a", False),
        ("CREATE TEMP TABLE a (b int); DROP TABLE public.a", False),
        ("DROP TABLE pg_temp.a", True),
    ],
)
def test_temporary_tables(text: str, temporary: bool) -> None:
    assert (facts(text, "sql", "postgresql").get("temporary") == "yes") is temporary


def test_a_temporary_table_is_dropped_once() -> None:
    text = "CREATE TEMP TABLE a (b int); DROP TABLE a; DROP TABLE a"
    assert [call.facts.get("temporary") for call in found(text, "sql", "postgresql")] == ["yes", None]  # type: ignore[union-attr]


COMMANDS = [
    ("postgresql", "\\! rm -rf x", "shell: rm -rf x"),
    ("postgresql", "SELECT 1 \\! rm x", "shell: rm x"),
    ("postgresql", "\\copy t from program 'rm x'", "shell: rm x"),
    ("postgresql", "\\copy t to /tmp/x csv", "redirect > /tmp/x"),
    ("postgresql", "\\o |rm x", "shell: rm x"),
    ("postgresql", "SELECT 1 \\g |rm x", "shell: rm x"),
    ("postgresql", "SELECT 1 \\g /etc/x", "redirect > /etc/x"),
    ("postgresql", "\\i drop.sql", "sql: DROP TABLE t"),
    ("postgresql", "\\x \\i drop.sql", "sql: DROP TABLE t"),
    ("postgresql", "SELECT 'DROP TABLE ' || t FROM x \\gexec", "sql drop table …"),
    ("postgresql", "SELECT format('DROP TABLE %I', t) FROM x \\gexec", "sql drop table …"),
    ("postgresql", "SELECT t FROM x \\gexec", "unread: variable"),
    ("postgresql", "DROP TABLE a \\g", "sql drop table a"),
    ("postgresql", "COPY t FROM stdin;\nDROP TABLE no;\n\\.\nDROP TABLE a;", "sql drop table a"),
    ("mysql", "system rm x", "shell: rm x"),
    ("mysql", "\\! rm x", "shell: rm x"),
    ("mysql", "source drop.sql", "sql: DROP TABLE t"),
    ("mysql", "\\. drop.sql", "sql: DROP TABLE t"),
    ("mysql", "DROP TABLE a\\G", "sql drop table a"),
    ("mysql", "pager rm x", "shell: rm x"),
    ("sqlite", ".shell rm x", "shell: rm x"),
    ("sqlite", ".system rm x", "shell: rm x"),
    ("sqlite", ".read drop.sql", "sql: DROP TABLE t"),
    ("sqlite", ".read |rm x", "shell: rm x"),
    ("sqlite", ".import '|rm x' t", "shell: rm x"),
    ("sqlite", ".restore old.db", "sql restore database old.db"),
    ("sqlite", ".output /etc/x", "redirect > /etc/x"),
    ("sqlite", ".load x.so", "unread: file"),
    ("sqlserver", ":!! del x", "shell: del x"),
    ("sqlserver", "!!del x", "shell: del x"),
    ("sqlserver", ":r drop.sql", "sql: DROP TABLE t"),
    ("oracle", "host rm x", "shell: rm x"),
    ("oracle", "!rm x", "shell: rm x"),
    ("oracle", "@drop.sql", "sql: DROP TABLE t"),
    ("oracle", "spool /etc/x", "redirect > /etc/x"),
    ("snowflake", "!system rm x", "shell: rm x"),
    ("cassandra", "SOURCE 'drop.sql'", "sql: DROP TABLE t"),
]


@pytest.mark.parametrize(("dialect", "text", "expected"), COMMANDS)
def test_commands_of_clients(dialect: str, text: str, expected: str) -> None:
    files = {"/work/app/drop.sql": b"DROP TABLE t"}
    assert expected in lines(text, "sql", dialect, ["client"], files=files)


def test_a_database_that_is_only_read() -> None:
    argv = ["sqlite3", "-readonly", "app.db"]
    assert lines("DROP TABLE t;\n.shell rm x", "sql", "sqlite", argv) == ["shell: rm x"]


def test_a_missing_file_is_nothing() -> None:
    assert lines("\\i drop.sql", "sql", "postgresql", ["psql"]) == []


def test_without_a_client_its_commands_are_no_commands() -> None:
    assert lines(".shell rm x", "sql", "sqlite") == []


@pytest.mark.parametrize("text", ["⟨⟩", "SELECT 1; ⟨⟩", "⟨⟩ TABLE users", ":statement"])
def test_unknown_statements(text: str) -> None:
    assert "unread: variable" in lines(text, "sql", "postgresql", ["psql"])


def test_deep_nesting_is_told() -> None:
    text = "SELECT 1"
    for depth in range(20):
        text = f"DO $d{depth}$ BEGIN {text}; END $d{depth}$"
    assert "unread: limit" in lines(text, "sql", "postgresql")


# --- referees -----------------------------------------------------------------------------

SPLITTING = [
    *[text for text, _ in DOES if "⟨⟩" not in text],
    "SELECT 'a;b'; SELECT 2",
    'SELECT "a;b"; SELECT 2',
    "SELECT $$a;b$$; SELECT 2",
    "SELECT 1 -- a;b\n; SELECT 2",
    "SELECT 1 /* a;b */; SELECT 2",
    "SELECT 'it''s;'; SELECT 2",
    "INSERT INTO t VALUES (';'), ('x;y'); DELETE FROM t",
    "SELECT $a$ x; $b$ y; $b$ $a$; SELECT 2",
]


WHOLE = ("DO ", "CREATE FUNCTION", "E'", "EXPLAIN", "PREPARE")  # sqlglot reads the rest of these as one string


@pytest.mark.parametrize("text", SPLITTING)
def test_splits_as_sqlparse_does(text: str) -> None:
    ours = [chunk for chunk in chunks(scan(text, LEXICONS["postgresql"][0], False), False) if chunk.tokens]
    theirs = [each for each in sqlparse.split(text) if sqlparse.format(each, strip_comments=True).strip(" ;\n")]
    assert len(ours) == len(theirs) or "$$" in text or "$d" in text or "/**/" in text


@pytest.mark.parametrize("text", [text for text in SPLITTING if not text.startswith(WHOLE)])
def test_strings_as_sqlglot_does(text: str) -> None:
    ours = [token[1] for token in scan(text, LEXICONS["postgresql"][0], False) if token[0] == "string"]
    tokens = sqlglot.tokenize(text, read="postgres")
    theirs = [token.text for token in tokens if "STRING" in token.token_type.name]
    assert [each.replace("\\'", "'") for each in ours] == [each.replace("\\'", "'") for each in theirs]


SOUP = st.lists(
    st.sampled_from(
        ["DROP", "TABLE", "DELETE", "FROM", "WHERE", "BEGIN", "END", ";", "(", ")", "'", '"', "$$", "/*", "*/", "--",
         "\n", "`", "[",
         "]", "\\", "\\!", "x", "1", "=", ",", "CASE", "IF", "THEN", "LOOP", "EXEC", "GO", "DO", "CREATE", "FUNCTION",
         "AS", "E'", ":x",
         "@v", "#t", "EXECUTE", "WITH", "ALTER", "\ua66e", ".shell", "dblink(", "UPDATE", "SET", "DELIMITER", "/*!"]
    ),
    max_size=40,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(SOUP, st.sampled_from([*LEXICONS, ""]), st.booleans())
def test_never_raises(words: list[str], dialect: str, client: bool) -> None:
    found(" ".join(words), "sql", dialect, ["psql"] if client else [])


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.sampled_from([*LEXICONS, ""]))
def test_never_raises_on_any_text(text: str, dialect: str) -> None:
    found(text, "sql", dialect, ["psql"])


def clients(text: str, dialect: str, argv: list[str]) -> list[tuple[str, ...]]:
    """The client of every call, as one that says where the statement happens, and the database that is named."""
    calls = [one for one in found(text, "sql", dialect, argv) if isinstance(one, Call)]
    return [
        (*(word.shown() for word in call.client.argv[1:]), *(f"db={target.name.shown()}" for target in call.targets))
        for call in calls
        if call.client is not None
    ]


@pytest.mark.parametrize(
    ("dialect", "argv", "text", "expected"),
    [
        ("postgresql", ["psql", "test"], "DROP TABLE t", ("test",)),
        ("postgresql", ["psql", "test"], "\\c prod\nDROP TABLE t", ("test", "db=prod")),
        (
            "postgresql",
            ["psql", "test"],
            "\\c prod app db1\nDROP TABLE t",
            ("test", "-d", "prod", "-h", "db1", "db=prod"),
        ),
        ("postgresql", ["psql", "test", "-c", "\\c prod"], "DROP TABLE t", ("test", "-c", "\\c prod", "db=prod")),
        ("mysql", ["mysql", "test"], "USE prod; DROP TABLE t", ("test", "db=prod")),
        ("mysql", ["mysql", "test"], "DROP TABLE prod.t", ("test", "db=prod")),
        ("sqlite", ["sqlite3", ":memory:"], ".open app.db\nDROP TABLE t", ("app.db",)),
        ("sqlite", ["sqlite3", ":memory:"], "ATTACH 'app.db' AS p; DROP TABLE p.t", ("app.db",)),
        ("sqlite", ["sqlite3", ":memory:"], "ATTACH 'app.db' AS p; DROP TABLE t", (":memory:",)),
    ],
)
def test_where_a_statement_happens(dialect: str, argv: list[str], text: str, expected: tuple[str, ...]) -> None:
    assert clients(text, dialect, argv) == [expected]


@pytest.mark.parametrize(
    ("dialect", "text", "expected"),
    [
        ("mysql", "SELECT 1; system rm x;", ["shell: rm x"]),
        ("mysql", "system ls; DROP TABLE t", ["shell: ls", "sql drop table t"]),
        ("hive", "SELECT 1; !rm x;", ["shell: rm x"]),
        ("hive", "dfs -rm -r /x; DROP TABLE t", ["run: hdfs dfs -rm -r /x", "sql drop table t"]),
        ("hive", "!tables", []),
        ("hive", "SELECT 1 != 2", []),
        ("db2", "!rm x", ["shell: rm x"]),
        (
            "postgresql",
            "\\copy (DELETE FROM t RETURNING *) to '/tmp/x'",
            ["sql: DELETE FROM t RETURNING *", "redirect > /tmp/x"],
        ),
        (
            "cassandra",
            "BEGIN UNLOGGED BATCH DELETE FROM t WHERE a = 1; INSERT INTO u VALUES (1); APPLY BATCH",
            ["sql delete t"],
        ),
        ("sqlserver", "SET NOCOUNT ON DELETE FROM t", ["sql delete t"]),
        ("duckdb", "COPY t TO '/tmp/x.parquet'", ["redirect > /tmp/x.parquet"]),
    ],
)
def test_commands_among_statements(dialect: str, text: str, expected: list[str]) -> None:
    assert lines(text, "sql", dialect, ["client"]) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("id IS NOT NULL", "constant"),
        ("t.id > 0", "constant"),
        ("id <> ''", "constant"),
        ("a IS NULL OR a IS NOT NULL", "constant"),
        ("NOT a OR a", "constant"),
        ("id IN (SELECT id FROM t)", "constant"),
        ("name ~ '.*'", "constant"),
        ("id > 5", "present"),
        ("user_id IS NOT NULL", "present"),
        ("id IN (SELECT id FROM u)", "present"),
        ("id IN (SELECT id FROM t WHERE old)", "present"),
        ("name NOT LIKE '%'", "present"),
    ],
)
def test_conditions_that_hold_for_every_row(condition: str, expected: str) -> None:
    assert facts(f"DELETE FROM t WHERE {condition}", "sql", "postgresql")["where"] == expected
