"""Commands that change what later ones talk to: `kubectl config use-context prod && kubectl delete ns x`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guardcmd.calls import Call

# leading words of commands that select
SWITCHES = tuple(
    tuple(each.split())
    for each in (
        "workspace select", "workspace new", "stack select", "stack init", "config use-context", "config set-context",
        "config set-cluster", "config rename-context", "config set", "config configurations activate", "config unset",
        "context use", "account set", "auth login", "login", "link", "use", "switch", "target", "ctx", "ns", "project",
        "container clusters get-credentials", "eks update-kubeconfig", "aks get-credentials", "configure set",
    )
)  # fmt: skip
CLUSTER_TOOLS = (
    "kubectl", "kubecolor", "helm", "helmfile", "kustomize", "flux", "istioctl", "linkerd", "velero", "k9s",
)  # fmt: skip
# programs that do nothing else, or whose calls no tool reads
CLUSTER_WORDS = (
    "use-context", "kubectx", "kubens", "kubie", "get-credentials", "update-kubeconfig", "set-context", "set-cluster",
    ".kube/config", "minikube", "kind create", "kind export", "k3d", "aks-engine", "doctl kubernetes", "tsh kube",
)  # fmt: skip
TUNNELS = (
    "port-forward",
    "cloud-sql-proxy",
    "cloud_sql_proxy",
    "start-iap-tunnel",
    "start-session",
    "sshuttle",
    "autossh",
)
DOCKER_WORDS = ("context use", ".docker/config", "docker-machine env", "minikube docker-env", "podman-env")


def switching(call: Call, calls: Sequence[Call]) -> Iterator[Call]:
    """Other calls of the same tool in the text that select what it talks to."""
    for other in calls:
        if other is not call and other.tool == call.tool and other.words != call.words and selects(other):
            yield other


def selects(call: Call) -> bool:
    """A leading word that is not known may be any."""
    words = [word.text for word in call.words[:3]]
    return None in words[:1] or any(words[: len(switch)] == list(switch) for switch in SWITCHES)


def mentions(texts: Sequence[str], words: Sequence[str]) -> bool:
    return any(word in text for text in texts for word in words)


def has_tunnel(text: str) -> bool:
    """Whether a text opens a way by which a loopback port leads elsewhere."""
    return any(word in text for word in TUNNELS) or ("ssh" in text and (" -L" in text or "LocalForward" in text))
