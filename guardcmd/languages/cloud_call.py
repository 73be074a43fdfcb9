"""Calls of cloud libraries as the command lines that do the same, so that the clouds' own tables judge them."""

from __future__ import annotations

from guardcmd.jsontext import dumps
from guardcmd.languages.http_call import words_of
from guardcmd.languages.things import Constant, Many, Table, Text, value_in
from guardcmd.shell.value import Value, known, unknown
from guardcmd.tools.kebab import kebab
from guardcmd.tools.table import singular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guardcmd.languages.reading import Reading
    from guardcmd.languages.things import Thing

DEEPEST = 12  # levels of a structure
# methods of a client that are no operations
NOT_OPERATIONS = {
    "can-paginate", "close", "generate-presigned-url", "generate-presigned-post", "get-paginator", "get-waiter",
    "upload-file", "upload-fileobj", "download-file", "download-fileobj", "paginate", "wait", "exceptions", "meta",
    "copy", "load", "reload", "send", "destroy", "client", "resource",
}  # fmt: skip
# names of services in JavaScript's v2 library and of its v3 packages, where the command line says it otherwise
SERVICES = {
    "rdsdata": "rds-data", "cloudwatch-logs": "logs", "cloudwatchlogs": "logs", "elbv2": "elbv2", "s3": "s3api",
    "elastic-load-balancing-v2": "elbv2", "elastic-load-balancing": "elb", "cognito-identity-provider": "cognito-idp",
    "cognitoidentityserviceprovider": "cognito-idp", "database-migration-service": "dms", "eventbridge": "events",
    "secrets-manager": "secretsmanager", "sfn": "stepfunctions", "auto-scaling": "autoscaling", "cost-explorer": "ce",
    "config-service": "configservice", "route-53": "route53", "elastic-beanstalk": "elasticbeanstalk",
}  # fmt: skip


def aws(reading: Reading, service: Value, operation: str, named: Mapping[str, Thing], step: str) -> None:
    """`aws SERVICE OPERATION --option value`."""
    name = kebab(operation)
    if name in NOT_OPERATIONS or name.startswith("get-waiter"):
        return
    text = service.text
    if text is not None:
        service = known(SERVICES.get(text.lower(), text.lower()))
    argv: list[str | Value] = ["aws", service, name]
    for key, thing in named.items():
        argv += option(kebab(key), thing)
    reading.run(argv, step)


def option(name: str, thing: Thing) -> list[str | Value]:
    """One keyword argument as the option that stands for it."""
    if isinstance(thing, Constant):
        if isinstance(thing.value, bool):
            return [f"--{name}" if thing.value else f"--no-{name}"]
        return [] if thing.value is None else [f"--{name}", str(thing.value)]
    if isinstance(thing, Many) and not any(isinstance(item, Table | Many) for item in thing.items):
        values = [value_in(item) for item in thing.items]
        return [f"--{name}", *(values or [unknown("a list")])]
    if isinstance(thing, Table | Many):
        return [f"--{name}", structure(thing)]
    return [f"--{name}", value_in(thing)]


def structure(thing: Thing) -> Value:
    """A structure as the JSON that the command line takes; unknown where a part of it is."""
    found = plain(thing)
    return unknown("a structure") if found is ... else known(dumps(found))


def plain(thing: Thing, depth: int = 0) -> object:
    """The value that a literal stands for, `...` for what is not known."""
    if isinstance(thing, Text) and len(thing.value.texts) == 1:
        return thing.value.texts[0]
    if isinstance(thing, Constant) and (thing.value is None or isinstance(thing.value, bool | int | float)):
        return thing.value
    if depth > DEEPEST:
        return ...
    if isinstance(thing, Table):
        pairs = {key: plain(value, depth + 1) for key, value in thing.items.items()}
        return ... if any(value is ... for value in pairs.values()) else pairs
    if isinstance(thing, Many) and not thing.open:
        items = [plain(item, depth + 1) for item in thing.items]
        return ... if any(item is ... for item in items) else items
    return ...


CONTAINERS = {  # in the singular
    "account", "all", "application", "backup", "bucket", "cluster", "collection", "database", "dataset", "disk",
    "environment", "group", "index", "indice", "instance", "keyspace", "machine", "many", "namespace", "organization",
    "project", "queue", "repo", "repository", "schema", "server", "share", "snapshot", "stack", "table", "topic",
    "vault", "vm", "volume", "workspace", "zone",
}  # fmt: skip
SDK_VERBS = {
    "delete", "destroy", "drop", "purge", "remove", "terminate", "truncate", "wipe", "erase", "flush", "undeploy",
    "clear", "prune", "deprovision", "uninstall", "revoke", "begin_delete",
}  # fmt: skip


def names_container(words: Iterable[str]) -> bool:
    """Whether one of the words, in the singular or plural, names what holds others."""
    return any(singular(word) in CONTAINERS for word in words)


def sdk(reading: Reading, tool: str, path: str, args: list[Thing]) -> bool:
    """A destroying method of a cloud or service library: the words say whether it names a container."""
    words = words_of(path.rpartition(".")[2].replace("()", ""))
    verb = words[0] if words else ""
    if verb == "begin" and len(words) > 1:
        words = words[1:]
        verb = words[0]
    if verb not in SDK_VERBS:
        return False
    around = set(words[1:]) | set(words_of(".".join(path.split(".")[-3:-1])))
    name = "sdk.delete-container" if names_container(around) else "sdk.delete"
    reading.call(tool, (name, path, *(value_in(one) for one in args if isinstance(one, Text))), None, (), f"{path}(…)")
    return True
