from __future__ import annotations

from typing import Any

import pytest

from guardcmd.calls import Call, Invocation
from guardcmd.context.database import Connection, connection_of, evidence, is_thrown_name
from guardcmd.policy.settings import Throwaway
from guardcmd.policy.verdict import Evidence
from guardcmd.proposal import Files
from guardcmd.targets.paths import place_of
from tests.context.fakes import call, finding, paper, proposal, sql, target, value

NONE = Throwaway()


def connection(about: Call, environment: dict[str, str] | None = None, files: Files | None = None) -> Connection | None:
    return connection_of(about, proposal(environment=environment or {}), files or paper())


@pytest.mark.parametrize(
    ("command", "hosts", "database"),
    [
        ("psql", (), ""),
        ("psql shop", (), "shop"),
        ("/usr/bin/psql-16 shop", (), "shop"),
        ("psql -h db1 shop", ("db1",), "shop"),
        ("psql -hdb1 -d shop", ("db1",), "shop"),
        ("psql --host=db1 --dbname shop", ("db1",), "shop"),
        ("psql -qAth db1 shop", ("db1",), "shop"),
        ("psql -h localhost -h db2", ("db2",), ""),
        ("psql -U me -c x shop", (), "shop"),
        ("psql -d shop other", (), "shop"),
        ("psql -h /var/run/postgresql", ("/var/run/postgresql",), ""),
        ("psql postgres://u:p@db1:5432/shop?sslmode=require", ("db1",), "shop"),
        ("psql -d postgresql://localhost/shop", ("localhost",), "shop"),
        ("psql postgresql://%2Fvar%2Frun/shop", ("/var/run",), "shop"),
        ("psql postgresql:///shop?host=db1", ("db1",), "shop"),
        ("psql postgresql://a,b/shop", ("a", "b"), "shop"),
        ("psql host=db1,db2", ("db1", "db2"), ""),
        ("mysql -h db1 -psecret shop", ("db1",), "shop"),
        ("mysql -phost shop", (), "shop"),
        ("mysql -D shop", (), "shop"),
        ("mariadb --host db1", ("db1",), ""),
        ("mongosh", (), ""),
        ("mongosh shop", (), "shop"),
        ("mongosh db1:27017/shop", ("db1",), "shop"),
        ("mongosh mongodb://u:p@db1:27017/shop", ("db1",), "shop"),
        ("mongosh --host db1 shop", ("db1",), "shop"),
        ("redis-cli flushall", ("127.0.0.1",), ""),
        ("redis-cli -h db1 -n 3 flushdb", ("db1",), "3"),
        ("redis-cli -u redis://db1:6379/2 flushdb", ("db1",), "2"),
        ("redis-cli del -h", ("127.0.0.1",), ""),  # the command's own word
        ("cqlsh db1 9042", ("db1",), ""),
        ("clickhouse-client --host db1 -q x", ("db1",), ""),
    ],
)
def test_where_a_client_connects(command: str, hosts: tuple[str, ...], database: str) -> None:
    assert connection(sql(command)) == Connection(hosts, database)


@pytest.mark.parametrize(
    ("about", "environment", "hosts", "database"),
    [
        (sql("psql"), {"PGHOST": "db1", "PGDATABASE": "shop"}, ("db1",), "shop"),
        (sql("psql -h localhost"), {"PGHOST": "db1"}, ("localhost",), ""),
        (sql("psql", environment={"PGHOST": "db2"}), {"PGHOST": "db1"}, ("db2",), ""),
        (sql("psql", environment={"PGHOST": ""}), {"PGHOST": "db1"}, (), ""),
        (sql("mysql"), {"MYSQL_HOST": "db1"}, ("db1",), ""),
        (call("dropdb", "shop", options={"--host": "db1"}), {}, ("db1",), "shop"),
        (call("dropdb", "shop"), {"PGHOST": "/tmp"}, ("/tmp",), "shop"),
        (call("mysqladmin", "drop", "shop"), {}, (), ""),
        (call("pg_restore", "x.dump", options={"--dbname": "shop"}), {}, (), "shop"),
        (call("prisma", "migrate", "reset"), {"DATABASE_URL": "postgres://localhost/shop"}, ("localhost",), "shop"),
        (call("rails", "db:drop", environment={"DATABASE_URL": "postgres://db1/shop"}), {}, ("db1",), "shop"),
    ],
)
def test_variables_and_plain_calls(
    about: Call, environment: dict[str, str], hosts: tuple[str, ...], database: str
) -> None:
    assert connection(about, environment) == Connection(hosts, database)


@pytest.mark.parametrize(
    ("about", "environment"),
    [
        (sql("psql -h $x"), {}),
        (sql("psql $x"), {}),
        (sql("psql", environment={"PGHOST": "$x"}), {}),
        (sql("psql"), {"PGSERVICE": "prod"}),
        (sql("psql service=prod"), {}),
        (sql("mysql --defaults-file=/x"), {}),
        (sql("mongosh mongodb+srv://c.example.net/shop"), {}),
        (call("dropdb", "$x"), {}),
    ],
)
def test_what_is_not_certain(about: Call, environment: dict[str, str]) -> None:
    found = connection(about, environment)
    assert found is not None
    assert not found.certain
    assert not found.is_local


@pytest.mark.parametrize("text", ["[client]\nhost=db1\n", "[client]\n host = db1\n", "!include /etc/my.cnf\n"])
def test_mysqls_own_file_may_name_another_host(text: str) -> None:
    files = paper(**{"/home/dev/.my.cnf": text})
    assert connection(sql("mysql"), files=files) == Connection(certain=False)
    assert connection(sql("mysql -h localhost"), files=files) == Connection(("localhost",))


def test_mysqls_own_file_without_a_host() -> None:
    assert connection(sql("mysql"), files=paper(**{"/home/dev/.my.cnf": "[client]\nuser=me\n"})) == Connection()


@pytest.mark.parametrize(
    "about", [call("git", "push"), call("terraform", "destroy"), call("prisma", "migrate", "reset")]
)
def test_what_is_no_known_connection(about: Call) -> None:
    assert connection(about) is None


def test_the_client_counts_not_the_language() -> None:
    about = sql("psql shop").replace(program="sql")
    assert connection(about) == Connection((), "shop")
    assert isinstance(about.client, Invocation)


# --- evidence


def about(
    command: str, *targets: str, thrown: Throwaway = NONE, tunnel: bool = False, **fields: Any
) -> Evidence | None:
    found = finding(sql(command, **fields), *[target("database", name) for name in targets])
    here = proposal()
    return evidence(found, here, paper(), thrown, place_of(here), tunnel)


@pytest.mark.parametrize(
    "command",
    [
        "psql -h localhost shop",
        "mysql -h 127.0.0.1 shop",
        "psql -h /tmp main_test",
        "psql postgres://[::1]/shop",
        "redis-cli -u redis://localhost/0 x",
    ],
)
def test_a_database_of_this_machine_lowers(command: str) -> None:
    found = about(command)
    assert found is not None
    assert (found.kind, found.lowers, found.throwaway) == ("local-database", 1, False)


@pytest.mark.parametrize(
    "command",
    ["psql -h localhost shop_test", "psql -h ::1 dev", "mysql -h localhost ci-42", "psql -h /run/x shop-test2"],
)
def test_a_test_database_of_this_machine_is_throwaway(command: str) -> None:
    found = about(command)
    assert found is not None
    assert found.throwaway


@pytest.mark.parametrize(
    "command", ["psql -h db1 shop_test", "psql postgres://db1/shop_test", "psql -h $x shop_test", "psql $x"]
)
def test_another_machine_is_no_evidence(command: str) -> None:
    assert about(command) is None


@pytest.mark.parametrize("command", ["psql", "psql shop", "psql test_prod", "mysql shop", "mongosh", "mongosh shop"])
def test_that_no_host_is_named_says_nothing(command: str) -> None:
    assert about(command) is None


@pytest.mark.parametrize(
    ("command", "lowers"), [("psql shop_test", 0), ("mysql ci-42", 0), ("mongosh test", 0), ("psql -d shop_dev", 1)]
)
def test_without_a_host_the_name_of_a_test_counts(command: str, lowers: int) -> None:
    found = about(command)
    assert found is not None
    assert (found.kind, found.lowers, found.throwaway) == ("test-name", lowers, not lowers)
    assert about(command, tunnel=True) is None


def test_redis_cli_without_a_host_is_on_this_machine() -> None:
    found = about("redis-cli x")
    assert found is not None
    assert (found.kind, found.lowers) == ("local-database", 1)


def test_a_tunnel_leads_elsewhere() -> None:
    assert about("psql -h localhost shop_test", tunnel=True) is None
    assert about("psql -h localhost shop", tunnel=True) is None


def test_the_database_that_is_dropped_counts() -> None:
    dropped = about("psql -h localhost postgres", "shop_test")
    assert dropped is not None
    assert dropped.throwaway
    kept = about("psql -h localhost shop_test", "shop")
    assert kept is not None
    assert not kept.throwaway


@pytest.mark.parametrize(
    ("command", "thrown"),
    [
        ("psql -h db1 shop", Throwaway(databases=("sho*",))),
        ("psql -h ci-7 shop", Throwaway(hosts=("ci-*",))),
        ("psql postgres://ci-7/shop", Throwaway(hosts=("ci-*",))),
    ],
)
def test_what_the_user_calls_throwaway(command: str, thrown: Throwaway) -> None:
    found = about(command, thrown=thrown)
    assert found is not None
    assert found.throwaway
    assert "your policy" in found.about


@pytest.mark.parametrize(
    ("command", "throwaway"),
    [
        ("sqlite3 :memory:", True),
        ("sqlite3", True),
        ("sqlite3 /tmp/x.db", True),
        ("sqlite3 file::memory:", True),
        ("sqlite3 file:x?mode=memory&cache=shared", True),
        ("sqlite3 file:/tmp/x.db?mode=rwc", True),
        ("sqlite3 file:app.db?mode=rwc", False),
        ("sqlite3 test.db", True),
        ("sqlite3 db/test.sqlite3 x", True),
        ("sqlite3 tmp/x.db", False),  # a database is worth something wherever it stands in the project
        ("sqlite3 app.db", False),
        ("sqlite3 prod_test.db", False),
        ("sqlite3 /srv/x.db", False),
        ("sqlite3 -init /tmp/x app.db", False),
    ],
)
def test_sqlite(command: str, throwaway: bool) -> None:
    found = about(command)
    assert (found is not None and found.throwaway) is throwaway


@pytest.mark.parametrize("name", ["test", "shop_test", "TEST-1", "e2e", "dev2", "shop.ci", "tmp"])
def test_thrown_names(name: str) -> None:
    assert is_thrown_name(name)


@pytest.mark.parametrize(
    "name", ["", "shop", "latest", "contest", "device", "prod_test", "test_live", "main-test", "testing1x"]
)
def test_kept_names(name: str) -> None:
    assert not is_thrown_name(name)


def test_an_unknown_word_may_be_the_host() -> None:
    assert connection(sql("psql").replace(client=sql("psql").client.replace(argv=(value("psql"), value("$x"))))) == (  # type: ignore[union-attr]
        Connection(certain=False)
    )
