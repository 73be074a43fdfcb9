"""Where a database call goes: its host, from options, URL and variables, and its database's name.

Sources: psql(1), libpq environment variables, mysql client options, mongosh(1), redis-cli, clickhouse-client,
cqlsh, cockroach and sqlite3 manuals. Nothing is contacted.
"""

from __future__ import annotations

from guardcmd.context.environment import variable
from guardcmd.context.locality import Url, host_of, is_loopback, is_url
from guardcmd.policy.verdict import Evidence
from guardcmd.record import Record
from guardcmd.shell.value import known
from guardcmd.targets.globs import matches_any
from guardcmd.targets.names import segments_of
from guardcmd.targets.paths import classify

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guardcmd.calls import Call
    from guardcmd.policy.settings import Throwaway
    from guardcmd.proposal import Files, Proposal
    from guardcmd.ruleset.model import Finding
    from guardcmd.shell.value import Value
    from guardcmd.targets.paths import Place

THROWN = ("test", "tests", "testing", "tmp", "temp", "scratch", "ci", "e2e", "dev", "development", "local")
MADE_AGAIN = ("test", "tests", "testing", "tmp", "temp", "scratch", "ci", "e2e")  # without a person's work in them
KEPT = ("prod", "production", "prd", "live", "main", "master", "primary")


class Client(Record):
    """How one family of clients says where it connects to."""

    hosts: tuple[str, ...] = ("-h", "--host")
    databases: tuple[str, ...] = ("-d", "--dbname")
    short_values: str = ""  # single letters that take a value
    host_variables: tuple[str, ...] = ()
    database_variables: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()  # options and variables that read the host from a file
    operand: str = "database"  # what the first operand is: database, host, url, file, command, other
    files: tuple[str, ...] = ()  # below the home, may name another host
    attached: str = ""  # single letters that take only an attached value: mysql -psecret
    default: str = ""  # where it connects when nothing names a host, and nothing else could


POSTGRES = Client(
    short_values="dhpUfFjLnNPStTIEODlZ",
    host_variables=("PGHOST", "PGHOSTADDR"),
    database_variables=("PGDATABASE",),
    elsewhere=("PGSERVICE", "PGSERVICEFILE"),
)
MYSQL = Client(
    databases=("-D", "--database"),
    short_values="hPuDeSR",
    attached="p",
    host_variables=("MYSQL_HOST",),
    elsewhere=("--defaults-file", "--defaults-extra-file", "--login-path", "--defaults-group-suffix"),
    files=(".my.cnf",),
)
MONGO = Client(hosts=("--host", "-host"), databases=("--db",), short_values="upf", operand="url")
REDIS = Client(databases=("-n",), short_values="hpsaunridDX", operand="command", default="127.0.0.1")
CLIENTS = {
    **dict.fromkeys(("psql", "pgcli"), POSTGRES.replace(short_values="cdfhpUvLoFPRT")),
    **dict.fromkeys(("dropdb", "createdb", "pg_dump", "vacuumdb", "reindexdb"), POSTGRES),
    **dict.fromkeys(("pg_restore", "dropuser"), POSTGRES.replace(operand="other")),
    **dict.fromkeys(("mysql", "mariadb", "mycli", "mysqlimport", "mysqldump"), MYSQL),
    **dict.fromkeys(("mysqladmin", "mariadb-admin"), MYSQL.replace(operand="command")),
    **dict.fromkeys(("mongosh", "mongo", "mongorestore"), MONGO),
    **dict.fromkeys(("redis-cli", "valkey-cli", "keydb-cli"), REDIS),
    "clickhouse-client": Client(
        databases=("-d", "--database"), short_values="hdquC", host_variables=("CLICKHOUSE_HOST",), operand="other"
    ),
    "cqlsh": Client((), ("-k", "--keyspace"), "upkfe", ("CQLSH_HOST",), operand="host"),
    "cockroach": Client(
        ("--host",), ("-d", "--database"), "def", ("COCKROACH_HOST", "COCKROACH_URL"), operand="command"
    ),
    **dict.fromkeys(("sqlite3", "sqlite", "duckdb", "litecli"), Client((), (), "", operand="file")),
}
# long options of sqlite3 and duckdb, with one dash or two, that take a value
FILE_CLIENT_VALUES = (
    "cmd", "c", "s", "f", "init", "separator", "newline", "nullvalue", "vfs", "maxsize", "mmap", "heap",
)  # fmt: skip
FILE_CLIENT_PAIRS = ("lookaside", "pagecache")  # take two
# tools that take DATABASE_URL before anything that stands in their files
BY_URL = ("prisma", "dbmate", "rails", "rake", "drizzle-kit")


class Connection(Record):
    """`hosts` is empty where nothing names one. `certain` is false where something is unknown."""

    hosts: tuple[str, ...] = ()
    database: str = ""
    file: str | None = None  # SQLite: the path as written
    certain: bool = True

    @property
    def is_local(self) -> bool:
        """Whether what is named is this machine. That nothing is named says little: see docs/decisions/004."""
        named = self.certain and bool(self.hosts)
        return named and all(host.startswith("/") or is_loopback(host) for host in self.hosts)


def evidence(
    finding: Finding, proposal: Proposal, files: Files, thrown: Throwaway, place: Place, tunnel: bool
) -> Evidence | None:
    """What is known of the database that a finding is about; None where it is none or nothing is known."""
    connection = connection_of(finding.call, proposal, files)
    if connection is None or not connection.certain:
        return None
    if connection.file is not None:
        return file_evidence(connection.file, place.seen_from(finding.call))
    names = [target.name.text or "" for target in finding.targets if target.kind == "database"] or [connection.database]
    if any(names) and all(matches_any(thrown.databases, name) for name in names):
        return Evidence("throwaway", f"your policy calls the database `{names[0]}` throw-away", throwaway=True)
    if connection.hosts and all(matches_any(thrown.hosts, host) for host in connection.hosts):
        return Evidence("throwaway", f"your policy calls the host `{connection.hosts[0]}` throw-away", throwaway=True)
    if tunnel:
        return None
    if not connection.hosts and any(names) and all(is_thrown_name(name) for name in names):
        about = f"`{names[0]}` is called a test, and no host is named"
        thrown_away = all(any(segment in MADE_AGAIN for segment in segments_of(name)) for name in names)
        return Evidence("test-name", about, throwaway=True) if thrown_away else Evidence("test-name", about, lowers=1)
    if not connection.is_local:
        return None
    if all(is_thrown_name(name) for name in names):
        return Evidence("throwaway", f"`{names[0]}` is a test database on this machine", throwaway=True)
    return Evidence("local-database", "the database is on this machine", lowers=1)


def file_evidence(path: str, place: Place) -> Evidence | None:
    """SQLite: in memory, in a temporary folder, or called a test."""
    if path in (":memory:", "") or path.startswith("file::memory:") or "mode=memory" in path.partition("?")[2]:
        return Evidence("throwaway", "the database is only in memory", throwaway=True)
    path = path.removeprefix("file:").partition("?")[0] if path.startswith("file:") else path
    if classify(known(path), place) == "scratch":
        return Evidence("throwaway", f"`{path}` is in a temporary folder", throwaway=True)
    if is_thrown_name(path.rpartition("/")[2]):
        return Evidence("throwaway", f"`{path}` is a test database", throwaway=True)
    return None


def is_thrown_name(name: str) -> bool:
    """A whole segment says test, scratch, dev ..., and none says production."""
    segments = segments_of(name)
    return any(segment in THROWN for segment in segments) and not any(segment in KEPT for segment in segments)


# --- the connection ----------------------------------------------------------------------


def connection_of(call: Call, proposal: Proposal, files: Files) -> Connection | None:
    program = program_of(call)
    if program in BY_URL:
        url = variable(call, proposal, "DATABASE_URL")
        return from_url(url) if url else None
    client = CLIENTS.get(program)
    if client is None:
        return None
    words = call.client.argv[1:] if call.client is not None else None
    if client.operand == "file":
        return file_connection(words if words is not None else call.words)
    options, operands = options_of(words, client) if words is not None else options_of_call(call)
    return connected(client, options, operands, call, proposal, files)


def program_of(call: Call) -> str:
    name = call.program
    if call.client is not None and call.client.argv:
        name = call.client.argv[0].text or ""
    name = name.rpartition("/")[2].removesuffix(".exe")
    return name if name in CLIENTS or name in BY_URL else name.rstrip("0123456789.-")


def connected(
    client: Client,
    options: dict[str, Value],
    operands: Sequence[Value],
    call: Call,
    proposal: Proposal,
    files: Files,
) -> Connection:
    unsure = Connection(certain=False)
    if any(name in options or variable(call, proposal, name) != "" for name in client.elsewhere):
        return unsure
    given = [
        options[name] for name in (*client.hosts, "-u", "--url", "--uri") if name in options and url_like(name, client)
    ]
    first = operands[0] if operands and client.operand not in ("command", "other") else None
    named = [options[name] for name in client.databases if name in options]
    if any(value.text is None for value in (*given, *named, *([first] if first else []))):
        return unsure
    texts = [value.text or "" for value in given]
    database = (named[-1].text if named else "") or ""
    if first is not None and client.operand == "host":
        texts.append(first.text or "")
    elif first is not None and not named:
        database = first.text or ""
    for text in (database, *texts):
        if is_url(text):
            return from_url(text)
    if "=" in database:
        return from_conninfo(database)
    if client.operand == "url":
        host, _, database = database.rpartition("/") if "/" in database else ("", "", database)
        texts += [host_of(host)] if host else []
    return with_defaults(client, texts, database, call, proposal, files)


def url_like(name: str, client: Client) -> bool:
    """`-u` is a user for most clients, a URL for redis-cli."""
    return name != "-u" or client is REDIS


def with_defaults(
    client: Client, hosts: list[str], database: str, call: Call, proposal: Proposal, files: Files
) -> Connection:
    """What variables and the client's own file say where the command line says nothing."""
    if not hosts:
        host = variable(call, proposal, *client.host_variables)
        if host is None:
            return Connection(certain=False)
        if is_url(host):
            return from_url(host)
        hosts = [host_of(host)] if host else [client.default] if client.default else []
    if not hosts and any(names_host(f"{proposal.home}/{name}", files) for name in client.files):
        return Connection(certain=False)
    database = database or variable(call, proposal, *client.database_variables) or ""
    return Connection(tuple([host for text in hosts for host in text.split(",")]), database)


def names_host(path: str, files: Files) -> bool:
    """Whether a client's own file sets a host, or cannot be read."""
    content = files.read(path, 16_384)
    if not isinstance(content, bytes):
        return files.kind(path) != "missing"
    lines = [line.strip() for line in content.decode("utf-8", "replace").splitlines()]
    return any(line.partition("=")[0].strip() == "host" or line.startswith("!include") for line in lines)


def from_url(text: str) -> Connection:
    url = Url(text)
    if url.scheme.startswith(("sqlite", "file")):
        path = text.partition("://")[2].partition("?")[0]
        return Connection(file=path[1:] if path.startswith("/") and not path.startswith("//") else path)
    if url.scheme.endswith("+srv"):
        return Connection(certain=False)
    hosts = url.parameter("host") or url.parameter("hostaddr")
    listed = tuple([host for host in (hosts.split(",") if hosts else url.hosts) if host])
    return Connection(tuple([host.replace("%2F", "/").replace("%2f", "/") for host in listed]), url.path)


def from_conninfo(text: str) -> Connection:
    """`host=localhost dbname=shop`"""
    pairs = dict([part.partition("=")[::2] for part in text.split()])
    if "service" in pairs or "'" in text:
        return Connection(certain=False)
    hosts = pairs.get("host") or pairs.get("hostaddr") or ""
    return Connection(tuple([host for host in hosts.split(",") if host]), pairs.get("dbname", ""))


def file_connection(words: Sequence[Value]) -> Connection:
    """`sqlite3 -batch app.db 'sql'`: the first word that is no option."""
    at = 0
    while at < len(words):
        text = words[at].text
        if text is None:
            break
        if not text.startswith("-"):
            return Connection(file=text)
        name = text.lstrip("-")
        at += 2 if name in FILE_CLIENT_VALUES else 3 if name in FILE_CLIENT_PAIRS else 1
    return Connection(file="") if at >= len(words) else Connection(certain=False)


# --- the command line --------------------------------------------------------------------


def options_of_call(call: Call) -> tuple[dict[str, Value], tuple[Value, ...]]:
    return {option.name: option.value or known("") for option in call.options}, call.words


def options_of(words: Sequence[Value], client: Client) -> tuple[dict[str, Value], list[Value]]:
    """The last value of each option, and the operands. An unknown word may be any option: then the host is unknown."""
    options: dict[str, Value] = {}
    operands: list[Value] = []
    at = 0
    while at < len(words):
        word, at = words[at], at + 1
        text = word.text
        if text is None:
            if not word.may_start_with("-"):
                operands.append(word)
                continue
            options[client.hosts[0] if client.hosts else "-h"] = word
        elif text == "--":
            operands += words[at:]
            break
        elif text.startswith("--") or (text in client.hosts and len(text) > 2):
            name, equals, value = text.partition("=")
            takes = name in (*client.hosts, *client.databases, *client.elsewhere, "--url", "--uri")
            if not equals and takes and at < len(words):
                options[name], at = words[at], at + 1
            else:
                options[name] = known(value)
        elif len(text) > 1 and text[0] == "-":
            at = short_options(text, words, at, client, options)
        else:
            operands.append(word)
            if client.operand == "command":
                break  # redis-cli: what follows is the command
    return options, operands


def short_options(text: str, words: Sequence[Value], at: int, client: Client, options: dict[str, Value]) -> int:
    """`-h db1`, `-hdb1`, `-qAth db1`; returns the next place."""
    for place, letter in enumerate(text[1:], 1):
        if letter in client.attached:
            return at
        if letter in client.short_values:
            rest = text[place + 1 :]
            if not rest and at < len(words):
                options["-" + letter] = words[at]
                return at + 1
            options["-" + letter] = known(rest)
            return at
        options["-" + letter] = known("")
    return at
