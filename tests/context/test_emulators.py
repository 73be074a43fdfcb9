from __future__ import annotations

from typing import Any

import pytest

from guardcmd.calls import Origin
from guardcmd.context.emulators import emulated
from tests.context.fakes import call, proposal


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ("aws s3 rb", {"options": {"--endpoint-url": "http://localhost:4566"}}),
        ("aws dynamodb delete-table", {"environment": {"AWS_ENDPOINT_URL": "http://127.0.0.1:8000"}}),
        ("aws s3api delete-bucket", {"environment": {"AWS_ENDPOINT_URL_S3": "http://localhost:9000"}}),
        ("awslocal s3 rb", {}),
        ("tflocal destroy", {}),
        ("wrangler d1 execute", {"options": {"--local": None}}),
        ("firebase firestore:delete", {"options": {"--project": "demo-shop"}}),
        ("supabase db reset", {}),
        ("supabase stop", {}),
    ],
)
def test_emulators(words: str, fields: dict[str, Any]) -> None:
    assert emulated(call(*words.split(), **fields), proposal())


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ("aws s3 rb", {}),
        ("aws s3 rb", {"options": {"--endpoint-url": "https://s3.example.com"}}),
        ("aws s3 rb", {"options": {"--endpoint-url": "$x"}}),
        (
            "aws s3 rb",
            {
                "options": {"--endpoint-url": "https://x.example"},
                "environment": {"AWS_ENDPOINT_URL": "http://localhost"},
            },
        ),
        (
            "aws s3 rb",
            {"environment": {"AWS_ENDPOINT_URL_S3": "https://x.example", "AWS_ENDPOINT_URL": "http://localhost"}},
        ),
        (
            "aws s3 rb",
            {"environment": {"AWS_ENDPOINT_URL": "http://localhost", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}},
        ),
        ("aws s3 rb", {"options": {"": "$x"}, "environment": {"AWS_ENDPOINT_URL": "http://localhost"}}),
        ("terraform destroy", {"environment": {"AWS_ENDPOINT_URL": "http://localhost"}}),
        ("wrangler d1 execute", {"options": {"--local": None, "--remote": None}}),
        ("wrangler delete", {}),
        ("firebase firestore:delete", {"options": {"--project": "shop-demo-1"}}),
        ("supabase db reset", {"options": {"--linked": None}}),
        ("supabase db reset", {"options": {"--db-url": "postgres://db1/x"}}),
        ("supabase projects delete", {}),
    ],
)
def test_the_real_thing(words: str, fields: dict[str, Any]) -> None:
    assert not emulated(call(*words.split(), **fields), proposal())


def test_the_sessions_variables_count() -> None:
    about = call("aws", "s3", "rb")
    assert emulated(about, proposal(environment={"AWS_ENDPOINT_URL": "http://localhost:4566"}))
    assert not emulated(about, proposal(environment={"AWS_ENDPOINT_URL": "https://s3.example.com"}))


def test_a_wrapper_counts() -> None:
    assert emulated(call("terraform", "destroy", origin=Origin(("tflocal",))), proposal())
