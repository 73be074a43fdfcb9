"""The requests of curl, wget, HTTPie and xh."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardcmd.calls import Call
from guardcmd.languages.http_call import mutation_verb
from guardcmd.languages.http_paths import is_kube, is_local, names_container, path_verb, query_of, split_url, verb_of
from guardcmd.languages.http_shapes import effect_of, follows
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
        ("curl -X POST -H 'X-HTTP-Method-Override: DELETE' https://a", ["http DELETE https://a"]),
        ("curl -H 'X-HTTP-Method-Override: GET' https://a", ["http GET https://a"]),
        ("curl -d _method=delete https://a/x", ["http DELETE https://a/x"]),
        ("curl --request-target /b -X DELETE https://a/c", ["http DELETE https://a/b"]),
        ("curlie DELETE https://a", ["http DELETE https://a"]),
        ("wget --method=DELETE -i urls", ["http DELETE …"]),
        ("grpcurl -d '{}' a:443 s.Users/DeleteUser", ["http POST grpc://a:443/s.Users/DeleteUser"]),
        ("grpcurl -plaintext a:443 s.Users.Get", ["http POST grpc://a:443/s.Users/Get"]),
        ("grpcurl a:443 list", []),
        ("grpcurl a:443 describe s.Users", []),
        ("grpc_cli call a:443 s.Users.Get 'x: 1'", ["http POST grpc://a:443/s.Users/Get"]),
        ("grpc_cli ls a:443", []),
        ("evans --host a -r cli call s.Users.Get", ["http POST grpc://a/s.Users/Get"]),
        ("evans -r repl", []),
        ("hey -m DELETE https://a", ["http DELETE https://a"]),
        ("ab -n 3 -m DELETE https://a", ["http DELETE https://a"]),
        ("restish delete https://a", ["http DELETE https://a"]),
        ("DELETE https://a", ["http DELETE https://a"]),
        ("hurl --variable host=a d.hurl", ["http GET https://a/1", "http DELETE https://a/2"]),
        ("curl -d 'DROP TABLE t' https://a:8443", ["http POST https://a:8443", "sql: DROP TABLE t"]),
        ("curl 'https://a/?query=DROP%20TABLE+t'", ["http GET https://a/?query=DROP%20TABLE+t", "sql: DROP TABLE t"]),
        ("curl -d 'drop shipping' https://a", ["http POST https://a"]),
        ("curl -d 'DROP TABLE t' http://localhost:8123", ["http POST http://localhost:8123"]),
    ],
)
def test_requests(command: str, expected: list[str]) -> None:
    assert lines("", "http", "", shlex.split(command), files=FILES) == expected


FILES = {
    "/work/app/opts": b'request = "DELETE"\n',
    "/work/app/d.hurl": b"GET https://{{host}}/1\nHTTP 200\n\nDELETE https://{{host}}/2\n",
    "/work/app/none": b"",
    "/work/app/some": b"x",
}


@pytest.mark.parametrize(
    ("command", "facts"),
    [
        ("curl -X DELETE http://localhost/x", {"local": "yes"}),
        ("curl -x http://p:1 -X DELETE http://localhost/x", {"forwarded": "yes"}),
        ("curl --unix-socket /run/docker.sock http://localhost/volumes/x", {"engine": "docker", "container": "yes"}),
        ("curl --unix-socket /run/app.sock http://localhost/x", {"local": "yes"}),
        ("curl -X DELETE http://localhost:8001/api/v1/namespaces/x", {"container": "yes"}),
        ("curl -T /dev/null https://a/x", {"empties": "yes"}),
        ("curl -T none https://a/x", {"empties": "yes"}),
        ("curl -T some https://a/x", {}),
        ("curl -T empty.txt https://a/x", {"empties": "yes"}),
        ("curl -u sk_test_1: -d a=1 https://api.stripe.com/v1/refunds", {"effect": "commitment", "test": "yes"}),
        ("curl -d '{\"messages\":[{\"role\":\"user\",\"content\":\"mutation { deleteX }\"}]}' https://a/v1/chat", {}),
        ("curl -d '{\"delete\":{\"_id\":1}}' https://a/_bulk", {"rpc": "delete", "destroys": "yes"}),
        ("curl -d '<delete><query>*:*</query></delete>' https://a/update",
         {"rpc": "delete", "destroys": "yes", "body": "match_all"}),
    ],
)  # fmt: skip
def test_facts(command: str, facts: dict[str, str]) -> None:
    (call, *_) = found("", "http", "", shlex.split(command), FILES)
    assert isinstance(call, Call)
    assert {name: value for name, value in call.facts.items() if name not in ("host", "path", "verb")} == facts


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
        ("/bucket?delete", "delete"),
        ("/api/delete_user/42", "delete"),
        ("/acme.v1.Users/DeleteUser", "delete"),
        ("/api/chat.delete", "delete"),
        ("/delete.php", "delete"),
        ("/job/x/doDelete", "delete"),
        ("/v1/x:undelete", ""),
        ("/v1/x:cancelWipe", ""),
        ("/auth/password/reset", ""),
        ("/auth/reset-password", ""),
        ("/v1/remove-background", ""),
        ("/edit/erase", ""),
        ("/users/deleted/search", ""),
        ("/repos/acme/purge/pulls", ""),
        ("/repos/acme/delete-me/issues", ""),
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
    assert names_container("a", "/users/[1-9]")
    assert names_container("a", "/users/{1,2}")
    assert not names_container("a", "/users/{id}")
    assert names_container("a", "/topics/orders")
    assert names_container("b.s3.amazonaws.com", "/")
    assert names_container("a", "/v1/kv/app?recurse")
    assert names_container("k", "/apis/apps/v1/namespaces/x/deployments")
    assert not names_container("k", "/apis/apps/v1/namespaces/x/deployments/web")


def test_paths() -> None:
    assert is_kube("/api/v1/nodes/x")
    assert not is_kube("/api/v1/users/x")
    assert query_of("/x?a=1&b#c") == {"a": "1", "b": ""}
    assert verb_of("bulk_delete_users") == "delete"
    assert verb_of("updateDelete") == ""


@pytest.mark.parametrize(
    ("method", "host", "path", "body", "effect"),
    [
        ("PUT", "es:9200", "/_cluster/settings", "", "outage"),
        ("GET", "es:9200", "/_cluster/settings", "", ""),
        ("PUT", "es:9200", "/x/_settings", '{"refresh_interval": 1}', ""),
        ("POST", "a", "/actuator/shutdown", "", "outage"),
        ("PUT", "b.s3.amazonaws.com", "/?versioning", "<Status>Suspended</Status>", "recovery"),
        ("PUT", "b.s3.amazonaws.com", "/?acl", "", "access"),
        ("DELETE", "a", "/v1/backups/1", "", "recovery"),
        ("PATCH", "api.github.com", "/repos/a/b", '{"private": false}', "exposure"),
        ("POST", "ci.example", "/scriptText", "", "code"),
        ("POST", "gitlab.example.com", "/api/v4/projects/1/members", "", "access"),
    ],
)
def test_effects(method: str, host: str, path: str, body: str, effect: str) -> None:
    assert effect_of(method, host, path, body) == effect


def test_shapes() -> None:
    assert follows(["a", "b", "c"], "b/*")
    assert not follows(["a", "b", "c"], "^b")
    assert not follows(["a", "b", "c"], "a/b$")


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


WORDS = st.text(max_size=12) | st.sampled_from(["-X", "-d", "-K", "--next", "DELETE", "--", "call", "cli", "-m"])
PROGRAMS = (*("curl", "curlie", "wget", "http", "xh", "grpcurl", "grpc_cli"), *("evans", "hurl", "hey", "restish"))


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=8), st.sampled_from(PROGRAMS))
def test_never_raises(words: list[str], program: str) -> None:
    found("", "http", "", [program, *words])
