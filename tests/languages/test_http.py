"""The requests of curl, wget, HTTPie and xh."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardcmd.calls import Call
from guardcmd.languages.http_call import mutation_verb
from guardcmd.languages.http_paths import is_local, names_container, path_verb, split_url
from tests.languages.support import found, lines


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("curl https://a", ["http GET https://a"]),
        ("curl -X DELETE https://a", ["http DELETE https://a"]),
        ("curl -XDELETE https://a", ["http DELETE https://a"]),
        ("curl --request=DELETE https://a", ["http DELETE https://a"]),
        ("curl --reque DELETE https://a", ["http DELETE https://a"]),
        ("curl -sSX DELETE https://a", ["http DELETE https://a"]),
        ("curl -X delete https://a", ["http DELETE https://a"]),
        ("curl -X DELETE -X GET https://a", ["http GET https://a"]),
        ("curl -d x https://a", ["http POST https://a"]),
        ("curl --json '{}' https://a", ["http POST https://a"]),
        ("curl -F a=b https://a", ["http POST https://a"]),
        ("curl -G -d x https://a", ["http GET https://a"]),
        ("curl -T f https://a", ["http PUT https://a"]),
        ("curl -I https://a", ["http HEAD https://a"]),
        ("curl -X DELETE https://a https://b", ["http DELETE https://a", "http DELETE https://b"]),
        ("curl --url https://a -X DELETE", ["http DELETE https://a"]),
        ("curl https://a --next -X DELETE https://b", ["http GET https://a", "http DELETE https://b"]),
        ("curl -H 'X: DELETE' -u a:b -o /dev/null https://a", ["http GET https://a"]),
        ("curl -o /tmp/x https://a", ["http GET https://a", "redirect > /tmp/x"]),
        ("curl -K - https://a", ["unread: file", "http GET https://a"]),
        ("curl -K opts https://a", ["http DELETE https://a"]),
        ("curl -Q 'DELE x' ftp://a", ["http DELETE ftp://a"]),
        ("curl", []),
        ("wget https://a", ["http GET https://a"]),
        ("wget --method=DELETE https://a", ["http DELETE https://a"]),
        ("wget --post-data x https://a", ["http POST https://a"]),
        ("wget -O /tmp/x https://a", ["http GET https://a", "redirect > /tmp/x"]),
        ("http https://a", ["http GET https://a"]),
        ("http DELETE https://a", ["http DELETE https://a"]),
        ("http https://a x=1", ["http POST https://a"]),
        ("http https://a x==1", ["http GET https://a"]),
        ("http :3000/x", ["http GET localhost:3000/x"]),
        ("http --offline DELETE https://a", []),
        ("xh delete https://a", ["http DELETE https://a"]),
    ],
)
def test_requests(command: str, expected: list[str]) -> None:
    assert lines("", "http", "", shlex.split(command), files={"/work/app/opts": b'request = "DELETE"\n'}) == expected


def body_of(command: str) -> dict[str, str]:
    (call, *_) = found("", "http", "", shlex.split(command), {"/work/app/q.json": b'{"query":{"match_all":{}}}'})
    assert isinstance(call, Call)
    return dict(call.facts)


def test_bodies() -> None:
    assert (
        body_of('curl -d \'{"query":"mutation { deleteUser(id: 1) { ok } }"}\' https://a/graphql')["mutation"]
        == "delete"
    )
    assert body_of("curl -d @q.json -X POST https://a/x/_delete_by_query")["body"] == "match_all"
    assert body_of('curl -d \'{"method":"user.delete"}\' https://a')["rpc"] == "delete"
    assert "destroys" not in body_of('curl -d \'{"name":"delete me"}\' https://a/users')


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("https://u:p@a.example:8443/x?y", ("a.example:8443", "/x?y")),
        ("a.example", ("a.example", "/")),
        ("es:9200/orders", ("es:9200", "/orders")),
        ("https://A/X", ("a", "/X")),
    ],
)
def test_urls(url: str, parts: tuple[str, str]) -> None:
    assert split_url(url) == parts


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:3000", "127.0.0.1", "127.1.2.3:80", "[::1]:8080", "x.localhost"]
)
def test_local(host: str) -> None:
    assert is_local(host)


@pytest.mark.parametrize(
    "host", ["a.example", "127.0.0.1.evil.example", "10.0.0.1", "localhost.example", "", "1270.0.0.1"]
)
def test_not_local(host: str) -> None:
    assert not is_local(host)


@pytest.mark.parametrize(
    ("path", "verb"),
    [
        ("/x/_delete_by_query", "delete"),
        ("/v1/things:batchDelete", "delete"),
        ("/admin/purge?x=1", "purge"),
        ("/users/1/destroy", "destroy"),
        ("/users/1", ""),
        ("/search?q=delete", ""),
    ],
)
def test_words_of_a_path(path: str, verb: str) -> None:
    assert path_verb(path) == verb


def test_containers() -> None:
    assert names_container("api.github.com", "/repos/a/b")
    assert not names_container("api.github.com", "/repos/a/b/issues/1")
    assert names_container("es.example:9200", "/orders")
    assert not names_container("es.example:9200", "/orders/_doc/1")
    assert names_container("es.example", "/logs-*")


@pytest.mark.parametrize(
    ("body", "verb"),
    [
        ("mutation { deleteUser(id: 1) { ok } }", "delete"),
        ('{"query":"mutation M($a: ID!) {\\n purgeCache(id: $a) { ok } }"}', "purge"),
        ("query { deletedUsers { id } }", ""),
        ("mutation { updateUser(id: 1) { deletedAt } }", ""),
        ("", ""),
    ],
)
def test_mutations(body: str, verb: str) -> None:
    assert mutation_verb(body) == verb


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=12) | st.sampled_from(["-X", "-d", "-K", "--next", "DELETE", "--"]), max_size=8),
       st.sampled_from(["curl", "wget", "http", "xh"]))  # fmt: skip
def test_never_raises(words: list[str], program: str) -> None:
    found("", "http", "", [program, *words])
