"""Cloud and database libraries of JavaScript: the AWS libraries, SQL clients, object mappers, MongoDB, Redis."""

from __future__ import annotations

from guardcmd.languages.cloud_call import aws, sdk
from guardcmd.languages.mongo_calls import mongo_call
from guardcmd.languages.reading import texts
from guardcmd.languages.things import Constant, Ref, Table, Text, call_in, value_in
from guardcmd.shell.value import known, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.languages.js_values import Values as Walk
    from guardcmd.languages.things import Thing

    Args = list[Thing]

SDKS = (
    "@google-cloud/", "@azure/", "stripe", "googleapis", "@octokit/", "octokit", "@kubernetes/", "dockerode",
    "cloudflare",
    "firebase-admin", "@supabase/", "openai", "@pinecone", "algoliasearch", "@elastic/", "@opensearch", "kafkajs",
    "minio",
)  # fmt: skip
SQL_METHODS = ("query", "execute", "exec", "prepare", "raw", "run", "$executeRawUnsafe", "$queryRawUnsafe", "unsafe")
SQL_WORDS = (
    "DROP", "TRUNCATE", "DELETE", "UPDATE", "ALTER", "CREATE", "GRANT", "REVOKE", "WITH", "MERGE", "INSERT", "REPLACE",
    "SELECT", "CALL", "BEGIN", "DO", "COPY", "SET",
)  # fmt: skip
DIALECTS = {
    "pg": "postgresql", "postgres": "postgresql", "mysql": "mysql", "mysql2": "mysql", "mysql2/promise": "mysql",
    "mariadb": "mysql", "better-sqlite3": "sqlite", "sqlite3": "sqlite", "sqlite": "sqlite", "mssql": "sqlserver",
    "oracledb": "oracle", "bun:sqlite": "sqlite",
}  # fmt: skip
MONGO_METHODS = ("deleteMany", "deleteOne", "dropDatabase", "dropCollection", "updateMany", "drop", "remove")


def call(walk: Walk, function: Ref, args: Args) -> bool:
    """Report what a call of such a library does; False where it is none."""
    return _cloud(walk, function.path, args) or _data(walk, function, args) or _mapper(walk, function, args)


def _cloud(walk: Walk, path: str, args: Args) -> bool:
    """new TerminateInstancesCommand({...}) of @aws-sdk/client-ec2; new AWS.EC2().terminateInstances({...})."""
    module, _, name = path.partition(".")
    given = args[0].items if args and isinstance(args[0], Table) else {}
    if module.startswith("@aws-sdk/client-") and name.endswith("Command"):
        service = known(module.removeprefix("@aws-sdk/client-"))
        aws(walk.reading, service, name.removesuffix("Command"), given, "javascript aws-sdk")
        return True
    if module == "aws-sdk" and "()." in name:
        service_name, _, operation = name.rpartition("().")
        if "." not in operation and "(" not in service_name:
            service = known(service_name.rpartition(".")[2].lower())
            aws(walk.reading, service, operation, given, "javascript aws-sdk")
            return True
    return path.startswith(SDKS) and sdk(walk.reading, "javascript", path, args)


def _data(walk: Walk, function: Ref, args: Args) -> bool:
    path = function.path
    last = path.rpartition(".")[2]
    first = args[0] if args else None
    if last in SQL_METHODS and "." in path and isinstance(first, Text):
        words = texts(first.value)[0][:200].split(None, 1)
        if words and words[0].strip("(").upper() in SQL_WORDS:
            dialect = next((DIALECTS[module] for module in DIALECTS if module in walk.modules), "")
            walk.reading.code("sql", first.value, f"{walk.tool} {last}", dialect)
            return True
    if last.lower() in ("flushall", "flushdb"):
        walk.reading.call("redis", (last.lower(),), None, (), f"{path}()")
        return True
    if last in MONGO_METHODS and {"mongodb", "mongoose"} & walk.modules:
        return mongo_call(walk.reading, function, args)
    return False


def _mapper(walk: Walk, function: Ref, args: Args) -> bool:
    """prisma.user.deleteMany(), Model.destroy({truncate: true}), sequelize.sync({force: true}), knex("t").del()."""
    path = function.path
    last = path.rpartition(".")[2]
    first = args[0] if args else None
    owner = path.split(".")[-2] if "." in path else path
    parts = path.split(".")[:-1]
    if last == "deleteMany" and ({"prisma", "db"} & set(parts) or "PrismaClient" in path):
        where = first.items.get("where") if isinstance(first, Table) else None
        _rows(walk, owner, path, isinstance(where, Table) and bool(where.items))
    elif last == "destroy" and isinstance(first, Table):
        where = first.items.get("where")
        _rows(walk, owner, path, "truncate" not in first.items and not (isinstance(where, Table) and not where.items))
    elif last in ("sync", "drop", "truncate") and ({"sequelize", "db"} & set(parts) or "Sequelize()" in path):
        force = first.items.get("force") if isinstance(first, Table) else None
        if last in ("drop", "truncate") or (isinstance(force, Constant) and force.value):
            walk.reading.call("sql", ("drop", "table", unknown("every table")), None, (), f"{path}()")
    elif last in ("del", "delete") and call_in(function.base, "knex()") is not None:
        _rows(walk, "a table", path, ".where" in path)
    elif last == "truncate" and call_in(function.base, "knex()") is not None:
        walk.reading.call("sql", ("truncate", unknown("a table")), None, (), f"{path}()")
    elif last in ("clear", "delete", "remove", "softDelete") and call_in(function.base, "getRepository()") is not None:
        narrowed = last != "clear" and not (isinstance(first, Table) and not first.items)
        repository = call_in(function.base, "getRepository()")
        entity = repository.args[0] if repository is not None and repository.args else None
        _rows(walk, entity.path if isinstance(entity, Ref) else "a table", path, narrowed)
    elif last == "synchronize" and isinstance(first, Constant) and first.value is True:
        walk.reading.call("sql", ("drop", "table", unknown("every table")), None, (), f"{path}(true)")
    elif last == "delete" and "drizzle-orm" in " ".join(walk.modules) and isinstance(first, Ref):
        _rows(walk, first.path, path, True)
    elif last in ("dropTable", "dropTableIfExists", "dropSchema", "dropDatabase"):
        kind = last.removeprefix("drop").removesuffix("IfExists").lower()
        walk.reading.call("sql", ("drop", kind, value_in(first)), None, (), f"{path}()")
    else:
        return False
    return True


def _rows(walk: Walk, table: str, path: str, narrowed: bool) -> None:
    walk.reading.call("sql", ("delete", table), {"where": "present" if narrowed else "missing"}, (), f"{path}()")
