from __future__ import annotations

from typing import Any

import pytest

from guardcmd.calls import Call
from guardcmd.context.kube import Cluster, cluster_of, evidence
from guardcmd.policy.settings import Throwaway
from tests.context.fakes import Paper, call, paper, proposal

NONE = Throwaway()


def config(current: str, *contexts: tuple[str, str], namespace: str = "") -> str:
    lines = ["apiVersion: v1", f"current-context: {current}", "clusters:"]
    for name, server in contexts:
        lines += ["- cluster:", f"    server: {server}", f"  name: c-{name}"]
    lines.append("contexts:")
    for name, _ in contexts:
        lines += ["- context:", f"    cluster: c-{name}"]
        lines += [f"    namespace: {namespace}"] if namespace else []
        lines.append(f"  name: {name}")
    return "\n".join(lines) + "\n"


LOCAL = ("kind-shop", "https://127.0.0.1:4567")
PROD = ("prod", "https://k8s.example.com")
FILES = paper(**{"/home/dev/.kube/config": config("kind-shop", LOCAL, PROD), "/x/prod": config("prod", PROD)})


def cluster(about: Call, files: Paper = FILES, **environment: str) -> Cluster | None:
    return cluster_of(about, proposal(environment=environment), files)


@pytest.mark.parametrize(
    ("fields", "context"),
    [
        ({}, "kind-shop"),
        ({"options": {"--context": "prod"}}, "prod"),
        ({"options": {"--kubeconfig": "/x/prod"}}, "prod"),
        ({"options": {"--kubeconfig": "prod"}, "directory": "/x"}, "prod"),
        ({"environment": {"KUBECONFIG": "/x/prod"}}, "prod"),
        ({"environment": {"KUBECONFIG": "/none:/x/prod:/home/dev/.kube/config"}}, "prod"),
        ({"environment": {"KUBECONFIG": ""}}, "kind-shop"),
        ({"options": {"--context": "other"}}, "other"),
    ],
)
def test_the_effective_context(fields: dict[str, Any], context: str) -> None:
    found = cluster(call("kubectl", "delete", **fields))
    assert found is not None
    assert found.context == context


def test_the_sessions_variables() -> None:
    assert cluster(call("kubectl"), KUBECONFIG="/x/prod") == Cluster("prod", "", "https://k8s.example.com")
    assert cluster(call("helm"), HELM_KUBECONTEXT="prod") == Cluster("prod", "", "https://k8s.example.com")
    assert cluster(call("kubectl"), HELM_KUBECONTEXT="prod") == Cluster("kind-shop", "", "https://127.0.0.1:4567")


def test_the_namespace_and_other_overrides() -> None:
    files = paper(**{"/home/dev/.kube/config": config("kind-shop", LOCAL, PROD, namespace="pay")})
    assert cluster(call("kubectl"), files) == Cluster("kind-shop", "pay", "https://127.0.0.1:4567")
    found = cluster(call("kubectl", options={"--namespace": "dev", "--cluster": "c-prod"}), files)
    assert found == Cluster("kind-shop", "dev", "https://k8s.example.com")
    found = cluster(call("kubectl", options={"--server": "https://x"}), files)
    assert found == Cluster("kind-shop", "pay", "https://x")


@pytest.mark.parametrize(
    "fields",
    [
        {"options": {"--context": "$x"}},
        {"options": {"--kubeconfig": "$x"}},
        {"options": {"--server": "$x"}},
        {"environment": {"KUBECONFIG": "$x"}},
        {"options": {"--kubeconfig": "prod"}, "directory": "$x"},
    ],
)
def test_what_cannot_be_known(fields: dict[str, Any]) -> None:
    assert cluster(call("kubectl", **fields)) is None


@pytest.mark.parametrize("content", ['{"a": 1}', "a: &x b\n", "clusters: none\n"])
def test_a_file_that_is_not_understood(content: str) -> None:
    assert cluster(call("kubectl"), paper(**{"/home/dev/.kube/config": content})) is None


# --- evidence


def about(current: str, server: str, thrown: Throwaway = NONE, **fields: Any) -> str:
    files = paper(**{"/home/dev/.kube/config": config(current, (current, server))})
    found = evidence(call("kubectl", **fields), proposal(), files, thrown)
    return found.kind if found is not None else ""


@pytest.mark.parametrize("context", ["kind-shop", "minikube", "k3d-x", "docker-desktop", "rancher-desktop", "orbstack"])
def test_a_cluster_of_this_machine(context: str) -> None:
    assert about(context, "https://127.0.0.1:6443") == "local-cluster"
    assert about(context, "https://[::1]:6443") == "local-cluster"


@pytest.mark.parametrize(
    ("context", "server"),
    [
        ("kind-shop", "https://k8s.example.com"),  # a name alone is no evidence
        ("minikube", "https://192.168.49.2:8443"),
        ("dev", "https://127.0.0.1:6443"),  # nor is the address: it may be a tunnel
        ("kindly", "https://127.0.0.1:6443"),
        ("kind-shop", ""),
    ],
)
def test_a_name_and_an_address_are_both_needed(context: str, server: str) -> None:
    assert about(context, server) == ""


def test_an_override_leads_elsewhere() -> None:
    assert about("kind-shop", "https://127.0.0.1:1", options={"--server": "https://k8s.example.com"}) == ""
    assert about("kind-shop", "https://127.0.0.1:1", options={"--context": "prod"}) == ""


def test_what_the_user_calls_throwaway() -> None:
    assert about("dev-7", "https://x.example.com", Throwaway(contexts=("dev-*",))) == "throwaway"
    assert about("dev-7", "https://x.example.com", Throwaway(hosts=("x.example.com",))) == "throwaway"
    assert about("prod", "https://x.example.com", Throwaway(contexts=("dev-*",))) == ""
