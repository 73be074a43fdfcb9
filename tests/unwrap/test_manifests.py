from __future__ import annotations

import pytest

from guardcmd.calls import Invocation
from guardcmd.unwrap.manifests import open_manifests
from tests.unwrap.opening import invocation, shown, world

FILES = {
    "/work/all.yaml": (
        "kind: Namespace\nmetadata:\n  name: shop\n---\nkind: Secret\nmetadata:\n  name: s\n  namespace: shop\n---\n"
        "kind: {{ .kind }}\nmetadata:\n  name: x\n"
    ),
    "/work/list.json": '{"kind": "List", "items": [{"kind": "Pod", "metadata": {"name": "p"}}]}',
    "/work/dir/a.yml": "kind: Pod\nmetadata:\n  name: a\n",
    "/work/dir/note.txt": "kind: Pod\nmetadata:\n  name: b\n",
    "/work/kust/kustomization.yaml": "resources: [../dir/a.yml, ../kust2, https://x/y.yaml]\n",
    "/work/kust2/kustomization.yaml": "resources:\n  - ../all.yaml\n",
}
ALL = ["kubectl delete namespace shop", "kubectl -n shop delete secret s"]


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("kubectl apply -f all.yaml", []),
        ("kubectl replace -f all.yaml", []),
        ("kubectl delete -f all.yaml --dry-run=client", []),
        ("kubectl delete -f missing.yaml", []),
        ("kubectl delete -f https://x/y.yaml", []),
        ("kubectl delete pod x", []),
        ("kubectl delete -f all.yaml", ALL),
        ("kubectl replace --force -f all.yaml", ALL),
        ("kubectl --context p -n x delete --filename=all.yaml", [
            "kubectl --context p -n x delete namespace shop", "kubectl --context p -n x delete secret s"]),
        ("kubectl delete -f dir", ["kubectl delete pod a"]),
        ("kubectl delete -k kust", ["kubectl delete pod a", *ALL]),
        ("kubectl delete -f dir/a.yml,all.yaml", ["kubectl delete pod a", *ALL]),
    ],
)  # fmt: skip
def test_what_a_file_deletes(line: str, inside: list[str]) -> None:
    found = [each for each in shown(open_manifests(invocation(line), world(FILES))) if "kind" not in each]
    assert found == inside


def test_standard_input() -> None:
    found = open_manifests(invocation("kubectl delete -f -", "kind: Pod\nmetadata:\n  name: p\n"), world())
    assert shown(found) == ["kubectl delete pod p"]


def test_the_place_of_each_object() -> None:
    found = open_manifests(invocation("kubectl delete -f all.yaml"), world(FILES))
    assert isinstance(found[1], Invocation)
    assert found[1].origin.via == ("kubectl delete -f", "all.yaml:4")
