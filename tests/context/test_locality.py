from __future__ import annotations

import pytest

from guardcmd.context.locality import host_of, is_local_url, is_loopback


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1", "[::1]", "0.0.0.0", "localhost."]
)
def test_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "db1",
        "10.0.0.1",
        "128.0.0.1",
        "127.0.0.1.example.com",
        "127.1",
        "localhost.example.com",
        "127.0.0.999",
        "::2",
    ],
)
def test_another_machine(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://localhost:4566", True),
        ("https://127.0.0.1:6443", True),
        ("postgres://u:p@localhost/app", True),
        ("postgres://u:p@localhost@evil.example.com/app", False),
        ("https://[::1]:6443/x?y#z", True),
        ("mongodb://localhost,db2/app", False),
        ("https://example.com/localhost", False),
        ("https://example.com#@localhost", False),
        ("https://example.com?@localhost", False),
        ("file:///x", False),
        ("localhost", False),
    ],
)
def test_urls(url: str, local: bool) -> None:
    assert is_local_url(url) is local


@pytest.mark.parametrize(
    ("text", "host"),
    [("db1:5432", "db1"), ("db1", "db1"), ("[::1]:5432", "::1"), ("::1", "::1"), ("", "")],
)
def test_host_of(text: str, host: str) -> None:
    assert host_of(text) == host
