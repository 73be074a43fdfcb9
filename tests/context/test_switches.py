from __future__ import annotations

import pytest

from guardcmd.calls import Call
from guardcmd.context.switches import CLUSTER_WORDS, has_tunnel, mentions, switching
from tests.context.fakes import call


@pytest.mark.parametrize(
    ("about", "other"),
    [
        (call("terraform", "destroy"), call("terraform", "workspace", "select", "prod")),
        (call("kubectl", "delete"), call("kubectl", "config", "use-context", "prod")),
        (call("docker", "rm"), call("docker", "context", "use", "prod")),
        (call("az", "group", "delete"), call("az", "account", "set")),
        (call("pulumi", "destroy"), call("pulumi", "stack", "select", "prod")),
        (call("kubectl", "delete"), call("kubectl", "$x")),
    ],
)
def test_what_selects(about: Call, other: Call) -> None:
    assert list(switching(about, [other, about])) == [other]


@pytest.mark.parametrize(
    ("about", "other"),
    [
        (call("terraform", "destroy"), call("terraform", "workspace", "list")),
        (call("terraform", "destroy"), call("kubectl", "config", "use-context", "prod")),
        (call("kubectl", "delete"), call("kubectl", "get", "ns")),
        (call("kubectl", "delete"), call("kubectl", "set", "image", "x")),
    ],
)
def test_what_does_not(about: Call, other: Call) -> None:
    assert not list(switching(about, [other, about]))


def test_a_selection_does_not_select_for_itself() -> None:
    about = call("terraform", "workspace", "select", "prod")
    assert not list(switching(about, [about, about.replace(uncertain=True)]))


def test_mentions() -> None:
    assert mentions(["kubectx prod"], CLUSTER_WORDS)
    assert not mentions(["kubectl get pods", ""], CLUSTER_WORDS)


@pytest.mark.parametrize(
    "text",
    ["ssh -L 5432:db:5432 bastion", "kubectl port-forward svc/db 5432", "cloud-sql-proxy x", "ssh -o LocalForward=1 x"],
)
def test_tunnels(text: str) -> None:
    assert has_tunnel(text)


@pytest.mark.parametrize("text", ["psql -L log", "ssh web1 ls", "ls -L"])
def test_no_tunnels(text: str) -> None:
    assert not has_tunnel(text)
