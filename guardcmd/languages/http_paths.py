"""What a URL says: its host, whether that is this machine, the verb that its path ends in, whether it names what
holds others."""

from __future__ import annotations

from guardcmd.languages.reading import HOLE

# verbs that take something away
DESTROYING = frozenset(
    (
        "delete", "destroy", "purge", "drop", "remove", "terminate", "truncate", "wipe", "erase", "clear", "expunge",
        "flush", "uninstall", "deprovision", "deregister", "unregister", "decommission", "obliterate", "abandon",
        "prune", "nuke", "teardown", "trash", "reset", "discard", "evict", "empty", "unpublish",
        "batchdelete", "bulkdelete", "deletions", "deleterange", "flushall", "flushdb", "removeall", "del", "droptable",
        "dropdatabase", "dropcollection", "clearall",
    )
)  # fmt: skip
RUN_TOGETHER = ("delete", "destroy", "purge", "truncate", "obliterate", "terminate")  # deleteuser, purgeall
NOUNS = ("deleted", "deletes", "deletable", "deletion", "destroyed", "purged", "purger", "truncated", "terminated")
# words that may stand before the verb: batchDelete, doDelete, api_delete, force-remove
BEFORE = frozenset(
    (
        "batch", "bulk", "mass", "multi", "many", "initiate", "request", "force", "hard", "soft", "do", "api", "admin",
        "async", "schedule", "permanently", "permanent", "all", "rest", "user", "confirm",
    )
)  # fmt: skip
# with these in front nothing is taken away: cancelWipe, createDeleteRequest, previewPurge
TAKEN_BACK = frozenset(
    (
        "cancel", "undo", "restore", "get", "list", "check", "can", "preview", "create", "count", "search", "find",
        "query", "describe", "validate", "estimate", "simulate", "explain", "un", "is", "no", "test", "dry", "show",
        "enable", "disable", "add", "set", "update", "recover",
    )
)  # fmt: skip
# what is taken out of a picture, a text or a request, and not out of a store: remove-background, reset-password
NO_LOSS = frozenset(
    (
        "background", "bg", "noise", "watermark", "duplicates", "stopwords", "whitespace", "object", "password", "text",
        "pin", "in", "off", "out", "shipping", "box", "channel", "coat", "zone", "down", "point",
    )
)  # fmt: skip
ENDINGS = (
    "php",
    "aspx",
    "asp",
    "jsp",
    "do",
    "action",
    "cgi",
    "json",
    "xml",
    "html",
    "py",
    "rb",
    "pl",
    "v1",
    "v2",
    "v3",
)
EDITS = ("edit", "image", "images", "stable-image", "audio", "video")  # `erase` of an image editor

# paths whose last part names what holds others: host ending, leading parts, how many parts there are at most
CONTAINERS = (
    ("api.github.com", "repos", 3), ("api.github.com", "orgs", 2), ("api.cloudflare.com", "client", 4),
    ("gitlab.com", "api", 4), ("api.heroku.com", "apps", 2), ("api.digitalocean.com", "v2", 3), ("api.vercel.com",
    "v9", 3),
    ("api.netlify.com", "api", 4), ("api.supabase.com", "v1", 3), ("console.neon.tech", "api", 4),
    ("api.machines.dev", "v1", 3),
)  # fmt: skip
# the part before the last: `/topics/orders`
HOLDERS = frozenset(
    (
        "databases", "tables", "topics", "queues", "streams", "collections", "indexes", "indices", "buckets", "volumes",
        "disks", "namespaces", "projects", "repos", "repositories", "apps", "applications", "sites", "clusters",
        "instances", "servers", "droplets", "organizations", "organisations", "orgs", "workspaces", "tenants",
        "vhosts", "domains", "zones", "datasets", "keyspaces", "schemas", "spaces", "vaults", "stacks",
        "environments", "subjects", "realms", "droplet", "index", "drives", "catalogs", "consumergroups",
        "_data_stream", "_database", "persistentvolumeclaims", "persistentvolumes", "customresourcedefinitions",
        "nodes", "groups", "machines", "linodes", "services", "accounts", "vms",
    )
)  # fmt: skip
SEARCH_PORTS = (":9200", ":9243", ":5984")  # Elasticsearch, OpenSearch, CouchDB: `/NAME` is an index or a database
SEARCH_NAMES = frozenset(("es", "elastic", "elasticsearch", "opensearch", "couchdb"))
KUBE_TYPES = ("namespaces", "nodes", "persistentvolumes")
KUBE_GROUPS = ("apps", "batch", "autoscaling", "policy", "extensions")
LOCAL = ("localhost", "127.0.0.1", "[::1]", "0.0.0.0", "host.docker.internal", "::1")


def split_url(url: str) -> tuple[str, str]:
    """(host with port, path with query) of a URL with or without its scheme; user and password are left out."""
    rest = url.split("://", 1)[1] if "://" in url else url
    for mark in "/?#":
        place = rest.find(mark)
        if place >= 0:
            return rest[:place].rpartition("@")[2].lower(), rest[place:]
    return rest.rpartition("@")[2].lower(), "/"


def route_of(path: str) -> list[str]:
    """The parts of a path without its query."""
    return [part for part in path.partition("?")[0].partition("#")[0].split("/") if part]


def query_of(path: str) -> dict[str, str]:
    """The parameters behind `?`; one without a value has an empty one."""
    found: dict[str, str] = {}
    for pair in path.partition("#")[0].partition("?")[2].split("&"):
        name, _, value = pair.partition("=")
        if name:
            found[name] = value
    return found


# --- whose it is -------------------------------------------------------------------------


def is_local(host: str) -> bool:
    """This machine: localhost, 127.0.0.0/8, [::1], *.localhost, a bare port."""
    name = host
    if name.startswith("["):
        name = name.partition("]")[0] + "]"
    elif name.count(":") == 1:
        name = name.partition(":")[0]
    return name in LOCAL or name.endswith(".localhost") or _is_loopback(name)


def _is_loopback(name: str) -> bool:
    parts = name.split(".")
    return len(parts) == 4 and parts[0] == "127" and all(part.isdigit() for part in parts)


def is_kube(path: str) -> bool:
    """A path of the Kubernetes API, which a port on this machine only forwards."""
    parts = route_of(path)
    if parts[:2] == ["api", "v1"] and len(parts) > 2:
        return parts[2] in KUBE_TYPES
    return len(parts) > 3 and parts[0] == "apis" and (parts[1].endswith(".io") or parts[1] in KUBE_GROUPS)


# --- what it holds -----------------------------------------------------------------------


def names_container(host: str, path: str) -> bool:
    """A repository, zone, project, topic or search index, `_all`, or a pattern."""
    route = path.partition("?")[0].partition("#")[0]
    parts = route_of(path)
    if "*" in route or "_all" in parts or _names_many(route):
        return True
    if len(parts) == 1 and not parts[0].startswith("_") and _is_search(host):
        return True
    if is_kube(path):
        return _kube_container(parts)
    if not parts:
        return ".s3" in host or host.startswith("s3")
    if len(parts) > 1 and (parts[-2].lower() in HOLDERS or parts[-3:-2] in (["repos"], ["repositories"])):
        return True
    if "recurse" in query_of(path):
        return True
    name = host.partition(":")[0]
    return any(
        name.endswith(ending) and parts[:1] == [first] and len(parts) == length for ending, first, length in CONTAINERS
    )


def _names_many(route: str) -> bool:
    """A range or a list of curl: `/users/[1-100]`, `/users/{a,b}`."""
    start = route.find("[")
    if start >= 0 and "-" in route[start : route.find("]", start)]:
        return True
    start = route.find("{")
    return start >= 0 and "," in route[start : route.find("}", start)]


def _is_search(host: str) -> bool:
    return host.endswith(SEARCH_PORTS) or bool(SEARCH_NAMES & set(host.partition(":")[0].replace("-", ".").split(".")))


def _kube_container(parts: list[str]) -> bool:
    """A namespace, a volume, a definition, or all objects of a type."""
    rest = parts[2:] if parts[0] == "api" else parts[3:]
    if rest[:1] == ["namespaces"] and len(rest) > 2:
        rest = rest[2:]
        return len(rest) == 1 or rest[0] == "persistentvolumeclaims"
    return len(rest) == 1 or rest[0] in HOLDERS


# --- what it asks for --------------------------------------------------------------------


def path_verb(path: str) -> str:
    """`delete` of `/orders/_delete_by_query`, `/v1/things:batchDelete`, `/admin/purge`; empty for none."""
    parts = route_of(path)
    for back, part in enumerate(reversed(parts[-8:])):
        name = _operation(part)
        verb = verb_of(name)
        before = parts[len(parts) - back - 2] if back + 2 <= len(parts) else ""
        if back and len(parts) - back > 2 and parts[len(parts) - back - 3] in ("repos", "repositories"):
            continue  # a repository's name
        if not verb or before in EDITS or (verb == "reset" and before.startswith(("password", "pin"))):
            continue
        alone = len(words_of(name)) == 1
        if back == 0 or alone or (back == 1 and _is_identifier(parts[-1])):
            return verb
    if "delete" in query_of(path) and not query_of(path)["delete"]:
        return "delete"  # S3's POST /?delete
    return ""


def verb_of(name: str) -> str:
    """The destroying verb of an operation's name: `batchDelete`, `deleteUser`, `user_delete`, `DeleteUser`."""
    words = words_of(name)
    while len(words) > 1 and words[0] in BEFORE:
        words = words[1:]
    if not words or words[0] in TAKEN_BACK:
        return ""
    first = words[0]
    if first in DESTROYING:
        return "" if len(words) > 1 and words[1] in NO_LOSS else first
    if len(words) == 1 and first not in NOUNS:
        verb = next((verb for verb in (*RUN_TOGETHER, "remove") if first.startswith(verb)), "")
        return "" if first[len(verb) :] in NO_LOSS else verb
    return words[-1] if len(words) > 1 and words[-1] in (*RUN_TOGETHER, "remove", "wipe", "deletions") else ""


def _operation(part: str) -> str:
    """`batchDelete` of `things:batchDelete`, `DeleteUser` of `acme.v1.Users.DeleteUser`, `delete` of `delete.php`."""
    pieces = part.rpartition(":")[2].split(".")
    while len(pieces) > 1 and pieces[-1].lower() in ENDINGS:
        pieces.pop()
    return pieces[-1]


def _is_identifier(part: str) -> bool:
    return HOLE in part or "$" in part or "{" in part or any(character.isdigit() for character in part)


def words_of(text: str) -> list[str]:
    """The words of a name in any case style, lower case."""
    words: list[str] = []
    word = ""
    for place, character in enumerate(text):
        if not character.isalnum():
            words.append(word)
            word = ""
            continue
        if character.isupper() and word and not text[place - 1].isupper():
            words.append(word)
            word = ""
        word += character.lower()
    return [each for each in [*words, word] if each]
