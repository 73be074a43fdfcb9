from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardcmd.context.kubeconfig import NotPlain, read_yaml

KIND = """\
apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: LS0tLS1CRUdJTi==
    server: https://127.0.0.1:45678
  name: kind-shop
contexts:
- context:
    cluster: kind-shop
    namespace: "pay"
    user: kind-shop
  name: kind-shop
current-context: kind-shop
kind: Config
preferences: {}
users:
- name: kind-shop
  user:
    client-key-data: 'LS0t'
    exec:
      command: aws
      args:
        - eks
        - --region
        - eu-west-1
      env: null
"""


def test_what_kind_writes() -> None:
    assert read_yaml(KIND) == {
        "apiVersion": "v1",
        "clusters": [
            {
                "cluster": {
                    "certificate-authority-data": "LS0tLS1CRUdJTi==",
                    "server": "https://127.0.0.1:45678",
                },
                "name": "kind-shop",
            }
        ],
        "contexts": [
            {"context": {"cluster": "kind-shop", "namespace": "pay", "user": "kind-shop"}, "name": "kind-shop"}
        ],
        "current-context": "kind-shop",
        "kind": "Config",
        "preferences": {},
        "users": [
            {
                "name": "kind-shop",
                "user": {
                    "client-key-data": "LS0t",
                    "exec": {"command": "aws", "args": ["eks", "--region", "eu-west-1"], "env": ""},
                },
            }
        ],
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("---\na: b\n", {"a": "b"}),
        ("# c\na: b # c\n\n# d\n", {"a": "b"}),
        ("a:\nb: c\n", {"a": "", "b": "c"}),
        ("a:\n  - b\n  - c\n", {"a": ["b", "c"]}),
        ("a:\n-\n  b: c\n", {"a": [{"b": "c"}]}),
        ("- a: b\n  c: d\n- a: e\n", [{"a": "b", "c": "d"}, {"a": "e"}]),
        ("a: []\n", {"a": []}),
        ('"a b": c\n', {"a b": "c"}),
        ("a: http://x:1/y\n", {"a": "http://x:1/y"}),
        ("a: arn:aws:eks:x\n", {"a": "arn:aws:eks:x"}),
        ("a: 'b: c'\n", {"a": "b: c"}),
    ],
)
def test_plain_documents(text: str, expected: object) -> None:
    assert read_yaml(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a: {b: c}\n",
        "a: [b]\n",
        "a: |\n  b\n",
        "a: >\n  b\n",
        "a: &x b\n",
        "a: *x\n",
        "a: !!str b\n",
        '{"a": "b"}',
        "a: b\n---\nc: d\n",
        "a: b\n    c: d\n",
        "\ta: b\n",
        'a: "b\\n"\n',
        "a: 'b\n",
        "just text\n",
        "a:\n    b: c\n  d: e\n",
        "- a\nb: c\n",
        "a:\n" * 1 + "".join(" " * n + "a:\n" for n in range(1, 30)),
    ],
)
def test_what_is_refused(text: str) -> None:
    with pytest.raises(NotPlain):
        read_yaml(text)


@given(st.text(st.sampled_from("ab:- \n'\"{}#&|"), max_size=60))
def test_every_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(NotPlain):
        read_yaml(text)
