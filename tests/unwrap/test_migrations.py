from __future__ import annotations

import pytest

from guardcmd.unwrap.migrations import open_migrations
from tests.unwrap.opening import invocation, shown, world

FILES = {
    "/work/prisma/migrations/20230101_a/migration.sql": "DROP TABLE old;",
    "/work/prisma/migrations/20240101_b/migration.sql": "CREATE TABLE x (a int);",
    "/work/prisma/migrations/20240201_c/migration.sql": "DROP TABLE y;",
    "/work/prisma/migrations/migration_lock.toml": "x",
    "/work/db/migrations/1_a.sql": "-- migrate:up\nCREATE TABLE x (a int);\n-- migrate:down\nDROP TABLE x;\n",
    "/work/db/migrate/20240101_a.rb": "def up\n  drop_table :users\nend\ndef down\n  drop_table :other\nend\n",
    "/work/migrations/1_a.up.sql": "DROP TABLE z;",
    "/work/migrations/1_a.down.sql": "DROP TABLE w;",
}


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("prisma migrate deploy", ["sql: CREATE TABLE x (a int);", "sql: DROP TABLE y;"]),
        ("prisma migrate status", []),
        ("prisma migrate deploy --help", []),
        ("dbmate up", ["sql: -- migrate:up\nCREATE TABLE x (a int);\n"]),
        ("rails db:migrate", ["sql: \nDROP TABLE users;\n\n"]),
        ("sqlx migrate run", ["sql: DROP TABLE z;"]),
        ("goose status", []),
    ],
)
def test_the_newest_migrations(line: str, inside: list[str]) -> None:
    found = shown(open_migrations(line.split()[0], invocation(line), world(FILES)))
    assert found == inside
