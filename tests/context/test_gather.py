from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from guardcmd.calls import Call, Origin, Target
from guardcmd.context.disk import DiskFiles
from guardcmd.context.gather import gather
from guardcmd.shell.value import known, one_of, unknown
from tests.context.fakes import call, finding, paper, proposal, sql, target
from tests.context.test_git_index import LONG_AGO, commit, git
from tests.policy.samples import settings

SETTINGS = settings()


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    (root / "src").mkdir(parents=True)
    git(tmp_path, "init", "-q", "shop")
    for name in ("README", "src/a.py", "src/b.py"):
        (root / name).write_text(name)
        os.utime(root / name, (LONG_AGO, LONG_AGO))
    commit(root)
    (root / "new").write_text("untracked")
    return root


def kinds(
    root: Path, *targets: Target, beside: tuple[Call, ...] = (), made: tuple[str, ...] = (), **fields: Any
) -> list[str]:
    about = call("rm", *[each.name for each in targets], directory=str(root), **fields)
    here = proposal(directory=str(root), project=str(root), home="/nonexistent")
    calls = [about, *[other.replace(directory=known(str(root)), span=(9, 9)) for other in beside]]
    (found,) = gather([finding(about, *targets)], here, DiskFiles(), SETTINGS, calls, made)
    return [item.kind for item in found]


def path(name: str, path_class: str = "project") -> Target:
    return target("path", name, path_class)


@pytest.mark.parametrize("name", ["README", "./README", "src/a.py", "src", "src/../README"])
def test_tracked_and_clean(shop: Path, name: str) -> None:
    assert kinds(shop, path(name)) == ["tracked-clean"]
    assert kinds(shop, path(f"{shop}/{name}")) == ["tracked-clean"]


@pytest.mark.parametrize(
    "targets",
    [
        (path("new"),),
        (path("none"),),
        (path("README"), path("new")),
        (Target("path", known("*", True), "project"),),
        (Target("path", unknown("$x"), "unknown"),),
        (path("README"), Target("path", unknown("$x"), "unknown")),
        (Target("path", one_of(("README", "new")), "project"),),
        (path(".git", "repository"),),
        (path("~/x"),),
    ],
)
def test_everything_that_would_be_lost_must_be_clean(shop: Path, targets: tuple[Target, ...]) -> None:
    assert kinds(shop, *targets) == []


def test_what_may_be_lost_does_not_count(shop: Path) -> None:
    assert kinds(shop, path("README"), path("dist", "artefact")) == ["tracked-clean"]
    assert kinds(shop, path("dist", "artefact")) == []


def test_alternatives_that_are_all_clean(shop: Path) -> None:
    assert kinds(shop, Target("path", one_of(("README", "src/a.py")), "project")) == ["tracked-clean"]


@pytest.mark.parametrize(
    "other",
    [
        call("mv", "precious", "README"),
        call("redirect", ">", "./README"),
        call("cp", "x", "src"),
        call("git", "rm", "--cached", "x"),
    ],
)
def test_what_the_same_text_changes_is_no_evidence(shop: Path, other: Call) -> None:
    name = "src" if other.program == "cp" else "README"
    assert kinds(shop, path(name), beside=(other,)) == []


def test_other_calls_of_the_text_do_no_harm(shop: Path) -> None:
    assert kinds(shop, path("README"), beside=(call("rm", "new"), call("redirect", ">", "/tmp/log"))) == [
        "tracked-clean"
    ]


def test_nothing_here_is_evidence_elsewhere(shop: Path) -> None:
    assert kinds(shop, path("README"), origin=Origin(("ssh web1",), remote=True)) == []


def test_a_link_out_of_the_repository(shop: Path) -> None:
    (shop.parent / "data").mkdir()
    (shop.parent / "data" / "a.py").write_text("x")
    (shop / "link").symlink_to("../data")
    assert kinds(shop, path("link/a.py")) == []
    assert kinds(shop, path("link/")) == []
    (shop / "inner").symlink_to("src")
    assert kinds(shop, path("inner/a.py")) == ["tracked-clean"]


def test_what_the_session_made(shop: Path) -> None:
    made = (f"{shop}/new",)
    assert kinds(shop, path("new"), made=made) == ["session-made"]
    assert kinds(shop, path("./new"), made=made) == ["session-made"]
    assert kinds(shop, path("new"), path("src"), made=made) == []
    assert kinds(shop, path("src"), made=made) == ["tracked-clean"]
    assert kinds(shop, path("new"), made=made, beside=(call("mv", "precious", "new"),)) == []


def test_each_finding_has_its_own() -> None:
    local, there = sql("psql -h localhost shop"), sql("psql -h db1 shop")
    found = gather([finding(local), finding(there)], proposal(), paper(), SETTINGS)
    assert [[item.kind for item in items] for items in found] == [["local-database"], []]


def test_a_tunnel_in_the_session_or_the_text() -> None:
    about = [finding(sql("psql -h localhost shop"))]
    assert gather(about, proposal(), paper(), SETTINGS, tunnel=True) == ((),)
    text = proposal().action.replace(text="ssh -L 5432:db:5432 bastion & psql shop")  # type: ignore[union-attr]
    assert gather(about, proposal(action=text), paper(), SETTINGS) == ((),)


KUBE = paper(
    **{
        "/home/dev/.kube/config": "current-context: kind-a\n"
        "clusters:\n- name: c\n  cluster:\n    server: https://127.0.0.1:1\n"
        "contexts:\n- name: kind-a\n  context:\n    cluster: c\n"
    }
)
DELETE = call("kubectl", "delete", "namespace", "x")


@pytest.mark.parametrize(
    ("text", "beside", "expected"),
    [
        ("kubectl delete ns x", (), ["local-cluster"]),
        ("kubectl delete ns x; kubectl get ns", (call("kubectl", "get", "ns"),), ["local-cluster"]),
        ("kubectx other; kubectl delete ns x", (), []),
        ("cp other ~/.kube/config; kubectl delete ns x", (), []),
        ("kubectl delete ns x", (call("kubectl", "config", "use-context", "dev"),), []),
        ("kubectl delete ns x", (call("kubectl", "config", "use-context", "prod"),), ["production"]),
        ("kubectl delete ns x", (call("kubectl", "$x"),), []),
    ],
)
def test_what_the_text_talks_to_may_change_in_it(text: str, beside: tuple[Call, ...], expected: list[str]) -> None:
    action = proposal().action.replace(text=text)  # type: ignore[union-attr]
    (found,) = gather([finding(DELETE)], proposal(action=action), KUBE, SETTINGS, (DELETE, *beside))
    assert [item.kind for item in found] == expected


def test_a_workspace_that_is_selected_before() -> None:
    about, select = call("terraform", "destroy"), call("terraform", "workspace", "select", "prod")
    (found,) = gather([finding(about)], proposal(), paper(), SETTINGS, (select, about))
    assert [item.kind for item in found] == ["production"]


def test_production_counts_wherever_it_is() -> None:
    about = call("kubectl", origin=Origin(("ssh x",), remote=True))
    (found,) = gather([finding(about, target("namespace", "prod"))], proposal(), paper(), SETTINGS)
    assert [item.kind for item in found] == ["production"]


@pytest.mark.parametrize(
    ("about", "kind"),
    [
        (call("docker", "rm", "web", targets=(target("container", "web"),)), "local-docker"),
        (call("aws", "s3", "rb", options={"--endpoint-url": "http://localhost:4566"}), "emulator"),
        (sql("psql -h localhost shop_test"), "throwaway"),
    ],
)
def test_services(about: Call, kind: str) -> None:
    (found,) = gather([finding(about)], proposal(), paper(), SETTINGS)
    assert [item.kind for item in found] == [kind]


def test_without_findings_nothing_is_read() -> None:
    assert gather([], proposal(), None, SETTINGS) == ()  # type: ignore[arg-type]
