"""The newest migration that a `migrate` command would run, where its folder is known: what it drops.

Which ones are pending only the database knows; older ones are taken to have run.
"""

from __future__ import annotations

from guardcmd.shell.value import known
from guardcmd.unwrap.inner import code, enter
from guardcmd.unwrap.pathtext import absolute
from guardcmd.unwrap.task_files import divided, in_file, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.calls import Invocation
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World

NEWEST = 2  # files of one folder that are read
# program -> leading words -> folders; a folder's entries sort by their time
FORWARD: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "prisma": (("migrate deploy", ("prisma/migrations",)),),
    "dbmate": (("up", ("db/migrations",)), ("migrate", ("db/migrations",))),
    "goose": (("up", ("migrations", "db/migrations", "sql")),),
    "sqlx": (("migrate run", ("migrations",)),),
    "supabase": (("db push", ("supabase/migrations",)), ("migration up", ("supabase/migrations",))),
    "drizzle-kit": (("migrate", ("drizzle", "migrations")),),
    "rails": (("db:migrate", ("db/migrate",)),),
    "rake": (("db:migrate", ("db/migrate",)),),
    "diesel": (("migration run", ("migrations",)),),
}
DOWN = ("-- migrate:down", "-- +goose Down", "-- +migrate Down", "-- Down Migration")
RUBY = {"drop_table": "DROP TABLE", "drop_join_table": "DROP TABLE"}


def open_migrations(name: str, invocation: Invocation, world: World) -> list[Inner]:
    """The SQL of the newest migrations."""
    given, options = divided(invocation.argv[1:], ("--schema", "--url", "--dir", "-d", "--migrations-dir", "-e", "-u"))
    line = " ".join([word.text or "…" for word in given])
    root = invocation.directory.text
    if (
        root is None
        or invocation.origin.remote
        or any(option in ("--dry-run", "--help", "-h") for option, _ in options)
    ):
        return []
    found: list[Inner] = []
    for words, folders in FORWARD[name]:
        if f"{line} ".startswith(f"{words} "):
            step = enter(invocation, f"{name} {words}")
            for folder in folders:
                names = [each for each in world.files.names(absolute(root, folder)) or () if each[:1].isdigit()]
                for each in sorted(names)[-NEWEST:]:
                    found += _migration(step, f"{folder}/{each}", world)
    return found


def _migration(within: Invocation, path: str, world: World) -> list[Inner]:
    files = [path] if "." in path.rpartition("/")[2] else [f"{path}/migration.sql", f"{path}/up.sql"]
    found: list[Inner] = []
    for file in files:
        text = text_of(file, within, world)
        if isinstance(text, str) and not file.endswith((".down.sql", "down.sql")):
            sql = _ruby(text) if file.endswith(".rb") else _forward(text)
            if sql.strip():
                found.append(code(in_file(within, file, 1), known(sql), "sql", "", (), within))
    return found


def _forward(text: str) -> str:
    for mark in DOWN:
        text = text.partition(mark)[0]
    return text


def _ruby(text: str) -> str:
    """`drop_table :users` of `up` and `change` as SQL, on its own line."""
    lines: list[str] = []
    for line in text.partition("def down")[0].split("\n"):
        word, _, rest = line.strip().partition(" ")
        name = rest.strip("( :").partition(",")[0].strip("\"' )")
        lines.append(f"{RUBY[word]} {name};" if word in RUBY and name.replace("_", "").isalnum() else "")
    return "\n".join(lines)
