"""Cloud and container libraries of Python: boto3, the Kubernetes and Docker clients, Google's, Azure's and others."""

from __future__ import annotations

from guardcmd.languages.cloud_call import aws, names_container, sdk
from guardcmd.languages.http_call import words_of
from guardcmd.languages.things import Constant, Ref, Text, call_in, value_in
from guardcmd.shell.value import known, unknown
from guardcmd.tools.kebab import kebab

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.languages.python_values import Values as Walk
    from guardcmd.languages.things import Thing
    from guardcmd.shell.value import Value

    Args = list[Thing]
    Named = dict[str, Thing]

AWS = ("boto3", "botocore", "aioboto3", "aiobotocore")
SDKS = (
    "google", "googleapiclient", "azure", "stripe", "openai", "github", "gitlab", "digitalocean", "pydo", "cloudflare",
    "CloudFlare", "hcloud", "openstack", "novaclient", "elasticsearch", "opensearchpy", "pinecone", "qdrant_client",
    "weaviate", "chromadb", "firebase_admin", "supabase", "kafka", "confluent_kafka", "pika", "consul", "hvac",
    "libcloud",
    "oci", "databricks", "twilio", "sendgrid", "slack_sdk", "notion_client", "minio", "pymilvus", "influxdb_client",
    "neo4j", "etcd3", "kazoo", "pulsar", "linode_api4", "scaleway", "ibm_boto3", "oss2", "couchbase", "cassandra",
    "huggingface_hub", "wandb", "mlflow", "meilisearch", "typesense", "algoliasearch", "auth0", "datadog", "pyVmomi",
)  # fmt: skip


def call(walk: Walk, function: Ref, path: str, args: Args, named: Named) -> bool:
    """Report what a call of such a library does; False where it is none."""
    library = path.partition(".")[0].partition("(")[0]
    if library in AWS or set(AWS) & walk.imports:
        return _boto(walk, function, path, args, named)
    if library == "kubernetes" or "kubernetes" in walk.imports:
        return _kubernetes(walk, path, args, named)
    if library == "docker":
        return _docker(walk, function, path, args, named)
    if library in SDKS or _handed_over(walk, path):
        return sdk(walk.reading, "python", path, args)
    return False


def _handed_over(walk: Walk, path: str) -> bool:
    """A client whose making is not seen: `client.delete_bucket(...)` where a library of this kind is imported."""
    if not set(SDKS) & walk.imports or "." not in path:
        return False
    words = words_of(path.rpartition(".")[2])
    return len(words) > 1 and names_container(words[1:])


# --- AWS ---------------------------------------------------------------------------------


def _boto(walk: Walk, function: Ref, path: str, args: Args, named: Named) -> bool:
    client = call_in(function.base, ".client()") or call_in(function.base, ".create_client()")
    last = path.rpartition(".")[2]
    if client is not None and function.base is client:
        aws(walk.reading, value_in(_service(client)), last, named, "python boto3")
        return True
    resource = call_in(function.base, ".resource()")
    if resource is not None:
        return _resource(walk, function, resource, path, named)
    words = words_of(last)
    if (
        client is None
        and len(words) > 1
        and words[0] in ("delete", "terminate", "purge", "deregister", "stop", "remove")
    ):
        aws(walk.reading, unknown("a service"), last, named, "python boto3")
        return True
    return False


def _service(client: Ref) -> Thing | None:
    return client.args[0] if client.args else client.named.get("service_name")


COLLECTION_VERBS = ("delete", "terminate", "stop", "reboot", "deregister")


def _resource(walk: Walk, function: Ref, resource: Ref, path: str, named: Named) -> bool:
    """boto3.resource("s3").Bucket("b").objects.all().delete()."""
    verb = path.rpartition(".")[2]
    if verb not in COLLECTION_VERBS:
        return False
    service = value_in(_service(resource))
    inside = path.partition(".resource().")[2].split(".")[:-1]
    kinds = [part for part in inside if part not in ("all()", "filter()", "limit()", "page_size()")]
    kind = kinds[-1].removesuffix("()") if kinds else ""
    name = _made_with(function)
    if service.text == "s3" and kind in ("objects", "object_versions"):
        bucket = name.text if name is not None and name.text else "…"
        walk.reading.run(["aws", "s3", "rm", f"s3://{bucket}", "--recursive"], "python boto3")
        return True
    noun = kebab(kind).removesuffix("s") if verb == "delete" else kebab(kind) + ("" if kind.endswith("s") else "s")
    named = {**named, **({"id": Text(name)} if name is not None else {})}
    aws(walk.reading, service, f"{verb}_{noun.replace('-', '_')}", named, "python boto3")
    return True


def _made_with(function: Ref) -> Value | None:
    """The name that the resource was made with: `b` of Bucket("b").objects.all()."""
    ref: Thing | None = function.base
    while isinstance(ref, Ref) and not ref.path.endswith(".resource()"):
        if ref.path.endswith("()") and ref.args and isinstance(ref.args[0], Text):
            return ref.args[0].value
        ref = ref.base
    return None


# --- Kubernetes --------------------------------------------------------------------------


def _kubernetes(walk: Walk, path: str, args: Args, named: Named) -> bool:
    """v1.delete_namespaced_pod(name, namespace), v1.delete_namespace(name), delete_collection_namespaced_pod(ns)."""
    words = path.rpartition(".")[2].split("_")
    if words[0] != "delete" or len(words) < 2:
        return False
    collection = words[1:2] == ["collection"]
    kind = "".join([word for word in words[1:] if word not in ("namespaced", "collection")])
    namespaced = "namespaced" in words
    given = [value_in(one) for one in args if isinstance(one, Text | Ref)]
    name = value_in(named["name"]) if "name" in named else None
    if name is None and not collection:
        name = given.pop(0) if given else unknown("a name")
    space = value_in(named["namespace"]) if "namespace" in named else given[0] if given and namespaced else None
    argv: list[str | Value] = ["kubectl", "delete", kind]
    argv += ["--all"] if collection or name is None else [name]
    argv += ["-n", space] if space is not None else []
    walk.reading.run(argv, "python kubernetes")
    return True


# --- Docker ------------------------------------------------------------------------------

DOCKER = {"volumes": "volume", "containers": "container", "images": "image", "networks": "network"}


def _docker(walk: Walk, function: Ref, path: str, args: Args, named: Named) -> bool:
    """docker.from_env().volumes.prune(), client.containers.get("db").remove(force=True)."""
    verb = path.rpartition(".")[2]
    kind = next((DOCKER[part] for part in path.split(".") if part in DOCKER), "")
    if verb not in ("prune", "remove", "remove_volume", "remove_container", "remove_image", "kill") or not kind:
        return False
    if verb == "prune":
        walk.reading.run(["docker", kind, "prune", "-f"], "python docker")
        return True
    got = call_in(function.base, ".get()")
    name = value_in(got.args[0]) if got is not None and got.args else value_in(args[0] if args else None)
    forced = isinstance(named.get("force"), Constant)
    flags = [known("-f")] if forced else []
    walk.reading.run(["docker", kind, "rm", *flags, name], "python docker")
    return True
