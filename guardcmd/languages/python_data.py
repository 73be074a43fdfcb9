"""Database libraries of Python: SQL cursors, Django, SQLAlchemy, MongoDB, Redis, search engines."""

from __future__ import annotations

from guardcmd.calls import Input, Invocation
from guardcmd.languages.python_fold import kind_of
from guardcmd.languages.reading import HOLE, texts, value_of
from guardcmd.languages.things import Constant, Many, Ref, Table, Text, call_in, value_in, values_in
from guardcmd.shell.value import Value, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.languages.python_values import Values as Walk
    from guardcmd.languages.things import Thing

    Args = list[Thing]
    Named = dict[str, Thing]

# library -> (dialect, client that the connection stands for)
LIBRARIES = {
    "sqlite3": ("sqlite", "sqlite3"), "aiosqlite": ("sqlite", "sqlite3"), "apsw": ("sqlite", "sqlite3"),
    "psycopg2": ("postgresql", "psql"), "psycopg": ("postgresql", "psql"), "asyncpg": ("postgresql", "psql"),
    "pg8000": ("postgresql", "psql"), "pymysql": ("mysql", "mysql"), "MySQLdb": ("mysql", "mysql"),
    "mysql": ("mysql", "mysql"), "aiomysql": ("mysql", "mysql"), "mariadb": ("mysql", "mysql"),
    "pyodbc": ("sqlserver", "sqlcmd"), "pymssql": ("sqlserver", "sqlcmd"), "cx_Oracle": ("oracle", "sqlplus"),
    "oracledb": ("oracle", "sqlplus"), "duckdb": ("duckdb", "duckdb"), "snowflake": ("snowflake", "snowsql"),
    "clickhouse_driver": ("clickhouse", "clickhouse-client"), "clickhouse_connect": ("clickhouse", "clickhouse-client"),
}  # fmt: skip
OTHERS = (
    "sqlalchemy",
    "django",
    "records",
    "databases",
    "peewee",
    "pandas",
    "google",
    "pyspark",
    "trino",
    "flask",
    "app",
)
EXECUTING = (
    "execute",
    "executemany",
    "executescript",
    "exec_driver_sql",
    "execute_sql",
    "execute_query",
    "mogrify_execute",
)
SOMETIMES = (
    "query",
    "sql",
    "raw",
    "command",
    "run_query",
    "read_sql",
    "read_sql_query",
    "fetch",
    "fetchrow",
    "fetchval",
)
SQL_WORDS = (
    "SELECT", "INSERT", "UPDATE", "DELETE", "DROP", "TRUNCATE", "ALTER", "CREATE", "GRANT", "REVOKE", "WITH", "MERGE",
    "REPLACE", "CALL", "EXEC", "BEGIN", "SET", "COPY", "VACUUM", "PRAGMA", "SHOW", "EXPLAIN", "DO", "--", "/*",
)  # fmt: skip


def call(walk: Walk, function: Ref, path: str, args: Args, named: Named) -> bool:
    """Report what a call of such a library does; False where it is none."""
    last = path.rpartition(".")[2]
    for reader in (_git, _frame, _sql, _orm, _django, _mongo, _redis, _migration, _search):
        if reader(walk, function, path, last, args, named):
            return True
    return False


# --- SQL ---------------------------------------------------------------------------------


def _sql(walk: Walk, function: Ref, path: str, last: str, args: Args, named: Named) -> bool:
    if last not in EXECUTING and last not in SOMETIMES:
        return False
    given = args[0] if args else named.get("query", named.get("sql", named.get("statement", named.get("operation"))))
    if given is None or "." not in path:
        return False
    if isinstance(given, Ref):
        return _built(walk, given, last)
    if not isinstance(given, Text):
        return False
    if last in SOMETIMES and not _looks_like_sql(given.value):
        return False
    if given.value.whole_unknown and walk.uncalled:
        return True
    library = _library(walk, function)
    dialect, client = LIBRARIES.get(library, ("", ""))
    step = f"python {last}"
    walk.reading.code("sql", given.value, step, dialect, client=_client(walk, function, client) if client else None)
    return True


def _git(walk: Walk, function: Ref, path: str, last: str, args: Args, named: Named) -> bool:
    """GitPython: repo.git.reset("--hard") is git reset --hard."""
    if "git" not in walk.imports or ".git." not in path or path.rpartition(".")[0].rpartition(".")[2] != "git":
        return False
    options = [known(f"{'-' if len(name) == 1 else '--'}{name.replace('_', '-')}") for name in named]
    values = [value for one in args for value in values_in(one)]
    walk.reading.run(["git", last.replace("_", "-"), *options, *values], "python GitPython")
    return True


def _frame(walk: Walk, function: Ref, path: str, last: str, args: Args, named: Named) -> bool:
    """pandas: frame.to_sql("t", connection, if_exists="replace") drops the table first."""
    if last != "to_sql" or value_in(named.get("if_exists")).text != "replace":
        return False
    table = value_in(args[0] if args else named.get("name"))
    connection = args[1] if len(args) > 1 else named.get("con")
    made = call_in(connection, "connect()") or call_in(connection, "create_engine()")
    address = value_in(made.args[0]).text or "" if made is not None and made.args else ""
    program, _, file = address.partition("://")
    argv = ["sqlite3", file.removeprefix("/") or ":memory:"] if program.startswith("sqlite") else []
    argv = ["sqlite3", address] if made is not None and "sqlite3" in made.path else argv
    own = walk.reading.payload
    if argv:
        words = tuple([known(word) for word in argv])
        client = Invocation(words, own.environment, own.directory, Input(), own.origin, own.span, own.state)
        walk.reading.payload = own.replace(client=client)
    walk.reading.call("sql", ("create", "or", "replace", "table", table), None, (), f"{path}(…)")
    walk.reading.payload = own
    return True


def _looks_like_sql(value: Value) -> bool:
    words = texts(value)[0][:200].split(None, 1)
    return bool(words) and words[0].strip("(").upper() in SQL_WORDS


def _library(walk: Walk, function: Ref) -> str:
    name = function.path.partition(".")[0].partition("(")[0]
    if name in LIBRARIES:
        return name
    imported = [library for library in LIBRARIES if library in walk.imports]
    return imported[0] if len(imported) == 1 else ""


def _client(walk: Walk, function: Ref, program: str) -> Invocation:
    """The command-line client that would have the same connection: it says which database it is."""
    connected = call_in(function.base, "connect()") or call_in(function.base, "create_pool()")
    argv = [known(program)]
    if connected is not None:
        argv += [value_in(one) for one in connected.args[:1] if isinstance(one, Text)]
        for key, option in (("host", "-h"), ("user", "-U" if program == "psql" else "-u")):
            argv += [known(option), value_in(connected.named[key])] if key in connected.named else []
        for key in ("dbname", "database", "db"):
            if key in connected.named:
                argv += [known("-d" if program == "psql" else "-D"), value_in(connected.named[key])]
    payload = walk.reading.payload
    return Invocation(
        tuple(argv),
        payload.environment,
        payload.directory,
        Input(),
        payload.origin,
        payload.span,
        payload.state,
    )


def _built(walk: Walk, given: Ref, last: str) -> bool:
    """An expression object: sqlalchemy.delete(User).where(...), or something that is not known."""
    for verb in ("delete", "update"):
        made = call_in(given, f".{verb}()") or call_in(given, f"{verb}()")
        if made is not None and "sqlalchemy" in walk.imports:
            narrowed = ".where()" in given.path or ".filter()" in given.path or ".filter_by()" in given.path
            walk.reading.call("sql", (verb, _table(made)), {"where": "present" if narrowed else "missing"})
            return True
    library = bool((set(LIBRARIES) | set(OTHERS)) & walk.imports)
    known_object = given.path.startswith(("sqlalchemy.", "select", "insert", "self")) or "()" in given.path
    if last in EXECUTING and library and not known_object and not walk.uncalled and not given.path.startswith("?"):
        walk.reading.opaque("variable", f"the SQL that `{given.path}` holds is not known")
        return True
    return False


def _table(made: Ref) -> Value:
    first = made.args[0] if made.args else made.base
    return value_of(first.path if isinstance(first, Ref) and first.path else HOLE)


# --- object mappers ----------------------------------------------------------------------


def _orm(walk: Walk, function: Ref, path: str, last: str, args: Args, named: Named) -> bool:
    """User.objects.all().delete(), session.query(User).delete(), Base.metadata.drop_all(), Model.drop_table()."""
    if last == "drop_all":
        walk.reading.call("sql", ("drop", "table", value_of(HOLE)), {"every": "yes"}, (), f"{path}()")
        return True
    if last in ("drop_table", "drop_tables") and {"peewee", "pony"} & walk.imports:
        walk.reading.call("sql", ("drop", "table", value_of(path.rpartition(".")[0] or HOLE)), None, (), f"{path}()")
        return True
    if last not in ("delete", "update", "_raw_delete", "adelete", "aupdate"):
        return False
    verb = "update" if "update" in last else "delete"
    if ".objects." in path or path.endswith(f".objects.{last}"):
        model = path.partition(".objects.")[0]
        chain = path.partition(".objects.")[2].split(".")[:-1]
    elif ".query()" in path or ".query." in path:
        query = call_in(function.base, ".query()")
        model = _table(query).shown() if query is not None and query.args else path.partition(".query")[0]
        chain = (path.partition(".query()")[2] or path.partition(".query")[2]).split(".")[:-1]
    else:
        return False
    narrowing = any(part.startswith(("filter", "exclude", "get", "where", "filter_by")) for part in chain)
    if any(part.startswith("get()") for part in chain) or (chain and chain[-1].endswith("[]")):
        narrowing = True
    walk.reading.call("sql", (verb, value_of(model)), {"where": "present" if narrowing else "missing"}, (), f"{path}()")
    return True


def _django(walk: Walk, function: Ref, path: str, last: str, args: Args, named: Named) -> bool:
    """call_command("flush", interactive=False), execute_from_command_line(["manage.py", "flush"])."""
    if last == "call_command" and args:
        flags = [known("--noinput")] if isinstance(named.get("interactive"), Constant) else []
        values = [value_in(one) for one in args if isinstance(one, Text)]
        walk.reading.run(["django-admin", *values, *flags], "python call_command")
        return True
    if last == "execute_from_command_line" and args and isinstance(args[0], Many):
        items = [value_in(one) for one in args[0].items[1:]]
        if items:
            walk.reading.run(["django-admin", *items], "python execute_from_command_line")
        return True
    return False


def _migration(walk: Walk, function: Ref, path: str, last: str, args: Args, named: Named) -> bool:
    """alembic: op.drop_table("x"), op.drop_column("t", "c")."""
    if "alembic" not in path and "alembic" not in walk.imports:
        return False
    if last == "drop_table":
        walk.reading.call("sql", ("drop", "table", value_in(args[0] if args else None)))
    elif last == "drop_column":
        walk.reading.call("sql", ("alter", "table", "drop", "column", *(value_in(one) for one in args[:2])))
    elif last == "main" and isinstance(named.get("argv", args[0] if args else None), Many):
        walk.reading.run(["alembic", *values_in(named.get("argv", args[0] if args else None))], "python alembic")
    elif last in ("downgrade",) and args:
        walk.reading.run(["alembic", "downgrade", value_in(args[-1])], "python alembic")
    else:
        return False
    return True


# --- MongoDB, Redis, search --------------------------------------------------------------

MONGO = ("pymongo", "motor", "mongoengine", "beanie", "mongomock")
MONGO_METHODS = {
    "drop_database": "dropDatabase", "drop_collection": "drop", "delete_many": "deleteMany", "delete_one": "deleteOne",
    "remove": "remove", "update_many": "updateMany", "find_one_and_delete": "findOneAndDelete",
    "drop_index": "dropIndex",
    "drop_indexes": "dropIndexes", "replace_one": "replaceOne",
}  # fmt: skip


def _mongo(walk: Walk, function: Ref, path: str, last: str, args: Args, named: Named) -> bool:
    if not set(MONGO) & walk.imports and not path.startswith(MONGO):
        return False
    if last == "drop" and not args and not named and kind_of(function) != "str":
        walk.reading.call("mongo", ("drop", value_of(_collection(function))), None, (), f"{path}()")
        return True
    if last == "command" and args:
        wanted = value_in(args[0]).text or ""
        if wanted.startswith(("drop", "shutdown", "delete")):
            walk.reading.call("mongo", (wanted, *(value_in(one) for one in args[1:])), None, (), f"{path}({wanted})")
            return True
        return False
    if last not in MONGO_METHODS:
        return False
    verb = MONGO_METHODS[last]
    first = args[0] if args else named.get("filter", named.get("name_or_database"))
    if verb in ("dropDatabase", "drop"):
        walk.reading.call("mongo", (verb, value_in(first)), None, (), f"{path}(…)")
        return True
    empty = isinstance(first, Table) and not first.items
    facts = {"filter": "empty" if empty else "present", "collection": _collection(function)}
    walk.reading.call("mongo", (verb, value_of(_collection(function))), facts, (), f"{path}(…)")
    return True


def _collection(function: Ref) -> str:
    """`db.users` of `db.users.drop`."""
    base = function.base
    if isinstance(base, Ref) and base.path.endswith("[]") and base.args:
        return value_in(base.args[0]).shown()
    return base.path.rpartition(".")[2].replace("()", "") if isinstance(base, Ref) else HOLE


def _redis(walk: Walk, function: Ref, path: str, last: str, args: Args, named: Named) -> bool:
    if last in ("flushall", "flushdb"):
        walk.reading.call("redis", (last,), None, (), f"{path}()")
        return True
    if not ({"redis", "aioredis", "valkey"} & walk.imports):
        return False
    if last in ("delete", "unlink", "shutdown", "config_set", "script_flush", "replicaof", "slaveof"):
        words = {"delete": ["del"], "config_set": ["config", "set"], "script_flush": ["script", "flush"]}.get(
            last, [last]
        )
        walk.reading.call("redis", (*words, *(value_in(one) for one in args)), None, (), f"{path}(…)")
        return True
    if last in ("execute_command", "eval"):
        if last == "eval":
            walk.reading.code("redis", _quoted(["EVAL", *args[:1]]), "python redis")
        else:
            walk.reading.code("redis", _quoted(args), "python redis")
        return True
    return False


def _quoted(words: list[Thing] | list[str | Thing]) -> Value:
    """Redis words as one command line."""
    parts = [word if isinstance(word, str) else texts(value_in(word))[0] for word in words]
    return value_of(" ".join(['"' + part.replace("\\", "\\\\").replace('"', '\\"') + '"' for part in parts]))


def _search(walk: Walk, function: Ref, path: str, last: str, args: Args, named: Named) -> bool:
    """es.indices.delete(index="x"), es.delete_by_query(index="x"), es.snapshot.delete(...)."""
    if not {"elasticsearch", "opensearchpy"} & walk.imports:
        return False
    from guardcmd.languages.http_call import http_call

    index = value_in(named.get("index", args[0] if args else None)).shown()
    if path.endswith(".indices.delete"):
        http_call(walk.reading, "DELETE", known(f"elasticsearch/{index}"))
    elif last == "delete_by_query":
        http_call(walk.reading, "POST", known(f"elasticsearch/{index}/_delete_by_query"), thing=named.get("body"))
    else:
        return False
    return True
