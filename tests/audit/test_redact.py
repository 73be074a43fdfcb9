"""Secrets do not reach the log; commands stay recognisable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardcmd.audit.redact import redact

SECRET = "hunter2hunter2"


@pytest.mark.parametrize(
    "text",
    [
        "ls -la && git status",
        'for f in *.py; do wc -l "$f"; done',
        "TOKEN=$GITHUB_TOKEN deploy",
        'deploy --token "$TOKEN"',
        "curl https://example.com/a?b=c",
        "mkdir -pv build/passing",
        "docker run -p 8080:80 nginx",
        "vault token revoke abc",
        "cd ~/x && PWD=/tmp make",
        "git@github.com:me/it.git",
    ],
)
def test_leaves(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"PGPASSWORD={SECRET} psql -c 'drop table x'", "PGPASSWORD=… psql -c 'drop table x'"),
        (f"mysql -uroot -p{SECRET} db", "mysql -uroot -p… db"),
        (f"/usr/bin/mysqldump -p{SECRET} db", "/usr/bin/mysqldump -p… db"),
        (f"psql postgres://u:{SECRET}@h/db", "psql postgres://u:…@h/db"),
        (f"git clone https://{SECRET}{SECRET}@github.com/x", "git clone https://…@github.com/x"),
        (f"curl -H 'Authorization: Bearer {SECRET}' x", "curl -H 'Authorization: Bearer …' x"),
        (f'curl -H "Authorization: token {SECRET}" x', 'curl -H "Authorization: token …" x'),
        (f"curl -H 'X-Api-Key: {SECRET}' x", "curl -H 'X-Api-Key: …' x"),
        (f"curl -u me:{SECRET} http://x", "curl -u me:… http://x"),
        (f"x --user 'me:{SECRET}'", "x --user 'me:…'"),
        (f"aws configure set aws_secret_access_key {SECRET}", "aws configure set aws_secret_access_key …"),
        (f"export AWS_SECRET_ACCESS_KEY='{SECRET} x'", "export AWS_SECRET_ACCESS_KEY='…'"),
        ("echo AKIAABCDEFGHIJKLMNOP", "echo AKIA…"),
        ("gh auth login --with-token ghp_abcdefghijklmnopqrstuv", "gh auth login --with-token …"),
        ("echo ghp_abcdefghijklmnopqrstuv | gh", "echo ghp_… | gh"),
        (f"docker login -u me -p {SECRET} registry", "docker login -u me -p … registry"),
        (f"deploy --password {SECRET} --x", "deploy --password … --x"),
        (f"deploy --password={SECRET} --x", "deploy --password=… --x"),
        (f"deploy --password '{SECRET} b' --x", "deploy --password '…' --x"),
        (f'curl -d \'{{"password": "{SECRET}", "a": 1}}\'', 'curl -d \'{"password": "…", "a": 1}\''),
        (f'curl -d "{{\\"token\\":\\"{SECRET}\\"}}"', 'curl -d "{\\"token\\":\\"…"}"'),
        (f"psql -c \"ALTER USER x PASSWORD '{SECRET}'\"", "psql -c \"ALTER USER x PASSWORD '…'\""),
        (f"sshpass -p {SECRET} ssh h", "sshpass -p … ssh h"),
        (f"redis-cli -a {SECRET} flushall", "redis-cli -a … flushall"),
        (f"openssl rsa -passin pass:{SECRET}", "openssl rsa -passin pass:…"),
        (f"cat <<E\npassword: {SECRET}\nE", "cat <<E\npassword: …\nE"),
        (f"-----BEGIN RSA PRIVATE KEY-----\n{SECRET}\n-----END RSA PRIVATE KEY-----",
         "-----BEGIN …-----END RSA PRIVATE KEY-----"),
    ],
)  # fmt: skip
def test_hides(text: str, shown: str) -> None:
    assert redact(text) == shown


@given(st.text())
def test_never_fails(text: str) -> None:
    redact(text)


@given(st.text(alphabet="abc -_./\n;|&"))
def test_text_without_markers_stays(text: str) -> None:
    assert redact(text) == text
