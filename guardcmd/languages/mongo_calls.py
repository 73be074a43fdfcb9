"""MongoDB shell and driver methods as calls of the tool `mongo` (mongosh methods reference)."""

from __future__ import annotations

from guardcmd.languages.reading import HOLE, value_of
from guardcmd.languages.things import Constant, Many, Ref, Table, Text, value_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.languages.reading import Reading
    from guardcmd.languages.things import Thing
    from guardcmd.shell.value import Value

FILTERED = (
    "deleteMany", "deleteOne", "remove", "updateMany", "updateOne", "update", "replaceOne", "findOneAndDelete",
    "findOneAndReplace",
)  # fmt: skip
PLAIN = (
    "drop", "dropDatabase", "dropIndex", "dropIndexes", "dropUser", "dropAllUsers", "dropRole", "dropAllRoles",
    "shutdownServer", "renameCollection", "createUser", "updateUser", "grantRolesToUser", "revokeRolesFromUser",
    "fsyncLock",
    "removeUser", "dropCollection", "changeUserPassword", "dropSearchIndex", "grantRolesToRole",
    "revokePrivilegesFromRole",
)  # fmt: skip
COMMANDS = {
    "drop": "drop", "dropdatabase": "dropDatabase", "dropindexes": "dropIndexes", "shutdown": "shutdownServer",
    "delete": "deleteMany", "renamecollection": "renameCollection", "dropuser": "dropUser", "droprole": "dropRole",
    "dropallusersfromdatabase": "dropAllUsers", "replsetreconfig": "reconfig", "replsetstepdown": "stepDown",
    "removeshard": "removeShard", "update": "updateMany", "converttocapped": "convertToCapped",
    "killallsessions": "killAllSessions", "dropconnections": "dropConnections", "replsetresizeoplog": "resizeOplog",
    "createuser": "createUser", "updateuser": "updateUser", "grantrolestouser": "grantRolesToUser",
    "revokerolesfromuser": "revokeRolesFromUser", "moveprimary": "movePrimary",
}  # fmt: skip
RS = {"reconfig": "reconfig", "stepDown": "stepDown", "remove": "removeMember"}
SH = {"removeShard": "removeShard", "removeShardFromZone": "removeShard", "stopBalancer": "stopBalancer"}


def mongo_call(reading: Reading, function: Ref, args: list[Thing]) -> bool:
    """Report what a method does; False where it is none of MongoDB's that matter."""
    path = function.path
    head, _, _ = path.partition(".")
    last = path.rpartition(".")[2]
    first = args[0] if args else None
    if head == "rs" and last in RS:
        force = args[1].items.get("force") if len(args) > 1 and isinstance(args[1], Table) else None
        _call(reading, RS[last], path, (), {"force": "yes"} if _is_true(force) else {})
    elif head == "sh" and last in SH:
        _call(reading, SH[last], path, (value_in(first),), {})
    elif last in ("runCommand", "adminCommand", "executeDbAdminCommand"):
        _command(reading, path, first)
    elif last == "aggregate":
        _aggregate(reading, path, first)
    elif last == "bulkWrite":
        _bulk(reading, function, first)
    elif last == "findAndModify":
        if isinstance(first, Table) and _is_true(first.items.get("remove")):
            _filtered(reading, function, "findOneAndDelete", first.items.get("query"))
    elif last in FILTERED:
        _filtered(reading, function, last, first)
    elif last in PLAIN:
        _plain(reading, function, last, args)
    else:
        return False
    return True


def _call(reading: Reading, verb: str, path: str, operands: tuple[Value, ...], facts: dict[str, str]) -> None:
    reading.call("mongo", (verb, *operands), facts, (), f"{path}(…)")


def _is_true(thing: Thing | None) -> bool:
    return isinstance(thing, Constant) and bool(thing.value)


def _filtered(reading: Reading, function: Ref, verb: str, condition: Thing | None) -> None:
    collection = _collection(function)
    facts = {"filter": _filter(condition, verb), "collection": collection.replace(HOLE, "…")}
    _call(reading, verb, function.path, (value_of(collection),), facts)


def _plain(reading: Reading, function: Ref, last: str, args: list[Thing]) -> None:
    facts: dict[str, str] = {}
    named = [value_in(one) for one in args if isinstance(one, Text)]
    if last == "renameCollection" and len(args) > 1 and _is_true(args[1]):
        facts["drop"] = "yes"
    if last in ("drop", "renameCollection", "dropIndexes", "dropIndex"):
        named = [value_of(_collection(function)), *named]
    if last == "dropDatabase" and not named:
        named = [value_of(_database(function))]
    _call(reading, "drop" if last == "dropCollection" else last, function.path, tuple(named), facts)


def _filter(condition: Thing | None, verb: str) -> str:
    """`empty` where every document matches."""
    if condition is None:
        return "empty" if verb in ("remove", "deleteMany", "updateMany") else "present"
    if isinstance(condition, Table):
        return "present" if any(_narrows(key, value) for key, value in condition.items.items()) else "empty"
    return "present" if isinstance(condition, Ref | Text) else "empty"


def _narrows(key: str, value: Thing) -> bool:
    """`{_id: {$exists: true}}` and `{_id: {$ne: null}}` match every document."""
    if isinstance(value, Table) and key == "_id" and len(value.items) == 1:
        operator, operand = next(iter(value.items.items()))
        if operator == "$exists" or (operator == "$ne" and isinstance(operand, Constant) and operand.value is None):
            return False
    return key != "$comment"


def _collection(function: Ref) -> str:
    """`users` of db.users, db.getCollection("users"), db["users"]."""
    base = function.base
    if not isinstance(base, Ref):
        return HOLE
    if base.path.endswith("()") and base.args:
        return value_in(base.args[0]).text or HOLE
    head, _, rest = base.path.partition(".")
    return rest if head == "db" and rest else base.path.rpartition(".")[2] or HOLE


def _database(function: Ref) -> str:
    base: Thing | None = function.base
    while isinstance(base, Ref):
        if base.path.endswith(("getSiblingDB()", "getDB()", ".db()")) and base.args:
            return value_in(base.args[0]).text or HOLE
        base = base.base
    client = [HOLE] if not isinstance(function.base, Ref) else [function.base.path]
    return client[0]


def _command(reading: Reading, path: str, first: Thing | None) -> None:
    """db.runCommand({drop: "users"})"""
    name, value = HOLE, None
    if isinstance(first, Text):
        name = first.value.text or HOLE
    elif isinstance(first, Table) and first.items:
        name, value = next(iter(first.items.items()))
    if HOLE in name:
        reading.opaque("variable", "a MongoDB command is not known")
        return
    verb = COMMANDS.get(name.lower())
    items = first.items if isinstance(first, Table) else {}
    facts: dict[str, str] = {}
    if verb in ("deleteMany", "updateMany"):
        facts["filter"] = _command_filter(items.get("deletes") or items.get("updates"))
    if _is_true(items.get("dropTarget")):
        facts["drop"] = "yes"
    if verb is not None:
        _call(reading, verb, path, (value_in(value),) if isinstance(value, Text) else (), facts)


def _command_filter(listed: Thing | None) -> str:
    """{deletes: [{q: {}, limit: 0}]}"""
    for item in listed.items if isinstance(listed, Many) else []:
        query = item.items.get("q") if isinstance(item, Table) else None
        if isinstance(query, Table) and not query.items:
            return "empty"
    return "present"


def _aggregate(reading: Reading, path: str, first: Thing | None) -> None:
    """A pipeline that ends in $out replaces a collection."""
    for stage in first.items if isinstance(first, Many) else []:
        if isinstance(stage, Table) and "$out" in stage.items:
            _call(reading, "aggregate-out", path, (value_in(stage.items["$out"]),), {})


def _bulk(reading: Reading, function: Ref, first: Thing | None) -> None:
    for operation in first.items if isinstance(first, Many) else []:
        for verb, body in operation.items.items() if isinstance(operation, Table) else ():
            if verb in FILTERED:
                _filtered(reading, function, verb, body.items.get("filter") if isinstance(body, Table) else None)
