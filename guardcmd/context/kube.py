"""Which cluster a kubectl or helm call talks to: the effective context, from options, KUBECONFIG and its files.

Sources: kubernetes.io "Organizing Cluster Access Using kubeconfig Files" (merging: the first file that sets a value
wins), `kubectl options`, `helm --help`.
"""

from __future__ import annotations

from guardcmd.context.environment import variable
from guardcmd.context.kubeconfig import NotPlain, read_yaml
from guardcmd.context.locality import Url, is_local_url
from guardcmd.context.switches import CLUSTER_TOOLS
from guardcmd.policy.verdict import Evidence
from guardcmd.record import Record
from guardcmd.targets.globs import matches_any
from guardcmd.targets.paths import normal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from guardcmd.calls import Call
    from guardcmd.context.kubeconfig import Node
    from guardcmd.policy.settings import Throwaway
    from guardcmd.proposal import Files, Proposal

LOCAL_CONTEXTS = ("kind-*", "minikube", "k3d-*", "docker-desktop", "rancher-desktop", "orbstack")
CONTEXT = ("--context", "--kube-context")
SERVER = ("--server", "-s", "--kube-apiserver")
LARGEST = 262_144
MOST_FILES = 8


class Cluster(Record):
    """What the effective context names. Empty where nothing says so."""

    context: str = ""
    namespace: str = ""
    server: str = ""


def is_kube(call: Call) -> bool:
    return call.tool in CLUSTER_TOOLS or call.program in CLUSTER_TOOLS


def evidence(call: Call, proposal: Proposal, files: Files, thrown: Throwaway) -> Evidence | None:
    """Whether the cluster is one of this machine's own, or one that the user calls throw-away."""
    cluster = cluster_of(call, proposal, files)
    if cluster is None:
        return None
    if cluster.context and matches_any(thrown.contexts, cluster.context):
        return Evidence("throwaway", f"your policy calls the context `{cluster.context}` throw-away", throwaway=True)
    if cluster.server and any(matches_any(thrown.hosts, host) for host in Url(cluster.server).hosts):
        return Evidence("throwaway", f"your policy calls the server `{cluster.server}` throw-away", throwaway=True)
    if matches_any(LOCAL_CONTEXTS, cluster.context) and is_local_url(cluster.server):
        return Evidence("local-cluster", f"the cluster `{cluster.context}` is on this machine", lowers=1)
    return None


def cluster_of(call: Call, proposal: Proposal, files: Files) -> Cluster | None:
    """The effective cluster; None where it cannot be known."""
    try:
        merged = merged_config(call, proposal, files)
    except NotPlain:
        return None
    context = option(call, *CONTEXT)
    if context == "":
        context = variable(call, proposal, "HELM_KUBECONTEXT") if call.tool in ("helm", "helmfile") else ""
    server, cluster_name, namespace = (
        option(call, *SERVER),
        option(call, "--cluster"),
        option(call, "--namespace", "-n"),
    )
    if context is None or server is None or cluster_name is None:
        return None
    name = context or text_of(merged.get("current-context", ""))
    entry = named(merged.get("contexts", []), name, "context")
    cluster = named(merged.get("clusters", []), cluster_name or text_of(entry.get("cluster", "")), "cluster")
    return Cluster(
        name,
        namespace or text_of(entry.get("namespace", "")),
        server or text_of(cluster.get("server", "")),
    )


def option(call: Call, *names: str) -> str | None:
    """The last value; empty if not given, None if not known."""
    found: str | None = ""
    for given in call.options:
        if given.name in names:
            found = given.value.text if given.value is not None else ""
        elif not given.name and given.uncertain:
            return None  # `-$x` may be any of them
    return found


# --- files -------------------------------------------------------------------------------


def merged_config(call: Call, proposal: Proposal, files: Files) -> dict[str, Node]:
    """All configuration files as one; of two that set the same the first wins. Raises NotPlain."""
    merged: dict[str, Node] = {"current-context": "", "contexts": [], "clusters": []}
    for path in paths_of(call, proposal):
        content = files.read(path, LARGEST)
        if not isinstance(content, bytes):
            if files.kind(path) != "missing":
                raise NotPlain(path)
            continue
        node = read_yaml(content.decode("utf-8", "replace"))
        if not isinstance(node, dict):
            raise NotPlain(path)
        merged["current-context"] = merged["current-context"] or node.get("current-context", "")
        for key in ("contexts", "clusters"):
            before, more = merged[key], node.get(key) or []
            if not isinstance(before, list) or not isinstance(more, list):
                raise NotPlain(key)
            merged[key] = [*before, *more]
    return merged


def paths_of(call: Call, proposal: Proposal) -> list[str]:
    given = option(call, "--kubeconfig")
    listed = variable(call, proposal, "KUBECONFIG") if given == "" else given
    if listed is None:
        raise NotPlain("the configuration's path is not known")
    directory = call.directory.text
    found = [part for part in (listed.split(":") if given == "" else [listed]) if part]
    if any(not part.startswith("/") for part in found) and directory is None:
        raise NotPlain("the directory is not known")
    if len(found) > MOST_FILES:
        raise NotPlain("too many files")
    return [normal(part, directory or "/") for part in found] or [f"{proposal.home}/.kube/config"]


def named(entries: Node, name: str, key: str) -> Mapping[str, Node]:
    """The first entry of that name."""
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict) and entry.get("name") == name and name:
            inner = entry.get(key)
            return inner if isinstance(inner, dict) else {}
    return {}


def text_of(node: Node) -> str:
    return node if isinstance(node, str) else ""
