from __future__ import annotations

from typing import Any

import pytest

from guardcmd.calls import Call, Origin, Target
from guardcmd.context.production import evidence, says_production
from tests.context.fakes import Paper, call, finding, paper, proposal, sql, target

PATTERNS = ("prod", "production", "prd", "live")


@pytest.mark.parametrize(
    "name",
    ["prod", "PROD", "api-prod-eu", "prod.db.example.com", "shop_production", "prd", "live", "prod2", "cluster/prod",
     "arn:aws:eks:eu-west-1:1:cluster/prod", "prod-test"],
)  # fmt: skip
def test_names_of_production(name: str) -> None:
    assert says_production(name, PATTERNS)


@pytest.mark.parametrize(
    "name",
    ["", "product", "reproduce", "staging", "preprod", "pre-prod", "non-prod", "nonprod", "alive", "deliver", "dev"],
)
def test_other_names(name: str) -> None:
    assert not says_production(name, PATTERNS)


@pytest.mark.parametrize(
    ("name", "pattern", "expected"),
    [
        ("acme-eu-1", "acme-eu-*", True),
        ("my-acme-eu-1", "acme-eu-*", False),
        ("shop-blue", "blue", True),
        ("shop-blue-green", "blue-green", True),
        ("shop-blue-red-green", "blue-green", False),
        ("shop", "", False),
    ],
)
def test_the_users_patterns(name: str, pattern: str, expected: bool) -> None:
    assert says_production(name, (pattern,)) is expected


def is_production(about: Call, *targets: Target, files: Paper | None = None, **fields: Any) -> bool:
    return evidence(finding(about, *targets), proposal(**fields), files or paper(), PATTERNS) is not None


@pytest.mark.parametrize(
    "target_",
    [
        target("context", "prod-eu"),
        target("namespace", "prod"),
        target("workspace", "prod"),
        target("stack", "acme/shop/prod"),
        target("database", "shop_prod"),
        target("host", "db.prod.example.com"),
        target("endpoint", "https://u:x@api.prod.example.com/x"),
        target("profile", "prod"),
        target("instance", "shop-prod-1"),
        target("branch", "production"),
        target("directory", "envs/prod"),
        target("path", "/srv/prod/data"),
    ],
)
def test_what_is_named(target_: Target) -> None:
    assert is_production(call("x"), target_)


@pytest.mark.parametrize(
    "target_",
    [
        target("context", "dev"),
        target("path", "src/prod.py"),
        target("path", "src/live/x"),
        target("path", "docs/preprod"),
        target("table", "prod"),
        target("context", "$x"),
        target("endpoint", "https://prod:prod@api.example.com/x"),
    ],
)
def test_what_names_none(target_: Target) -> None:
    assert not is_production(call("x"), target_)


@pytest.mark.parametrize(
    "about",
    [
        call("terraform", options={"-var-file": "prod.tfvars"}),
        call("helm", options={"--values": "values-prod.yaml"}),
        call("x", options={"--env": "prod"}),
        call("x", options={"-e": "production"}),
        call("ansible-playbook", options={"-i": "inventory/prod"}),
        call("vercel", options={"--prod": None}),
        call("x", environment={"RAILS_ENV": "production"}),
        call("terraform", environment={"TF_WORKSPACE": "prod"}),
        call("x", environment={"DATABASE_URL": "postgres://u:p@db.prod.example.com/x"}),
        call("x", origin=Origin(("ssh web.prod",), remote=True, host="web.prod")),
        call("terraform", directory="/home/dev/shop/envs/prod"),
        call("terraform", directory="/home/dev/infra/production/eu"),
    ],
)
def test_what_the_text_says(about: Call) -> None:
    assert is_production(about)


@pytest.mark.parametrize(
    "about",
    [
        call("git", options={"--message": "prod"}),
        call("x", options={"--output": "prod"}),
        call("x", environment={"MESSAGE": "prod"}),
        call("terraform", directory="/home/dev/shop/envs/dev"),
        call("terraform", directory="/home/dev/shop/live/dev"),
        call("terraform", directory="/home/dev/prod-notes/x"),
        call("x", environment={"DATABASE_URL": "postgres://prod:p@db1/x"}),
    ],
)
def test_what_says_nothing(about: Call) -> None:
    assert not is_production(about)


def test_the_sessions_variables_count_where_the_program_reads_them() -> None:
    assert is_production(call("terraform"), environment={"TF_WORKSPACE": "prod"})
    assert is_production(call("aws"), environment={"AWS_PROFILE": "prod"})
    assert not is_production(call("git"), environment={"NODE_ENV": "production", "AWS_PROFILE": "prod"})
    assert not is_production(
        call("terraform", environment={"TF_WORKSPACE": "dev"}), environment={"TF_WORKSPACE": "prod"}
    )


def test_a_file_is_no_environment() -> None:
    path = target("path", "/home/dev/shop/x", "project")
    assert not is_production(call("rm", environment={"NODE_ENV": "production"}), path)
    assert not is_production(call("rm", directory="/home/dev/shop/envs/prod"), path)


def test_the_selected_workspace() -> None:
    files = paper(**{"/home/dev/shop/infra/.terraform/environment": "prod\n"})
    chdir = (target("directory", "infra"),)
    assert is_production(call("terraform", targets=chdir), files=files)
    assert is_production(call("terraform", directory="/home/dev/shop/infra"), files=files)
    assert not is_production(call("terraform"), files=files)
    there = call("terraform", targets=chdir, environment={"TF_WORKSPACE": "dev"})
    assert not is_production(there, files=files)


def test_the_current_cluster() -> None:
    text = "current-context: prod\ncontexts:\n- name: prod\n  context:\n    cluster: c\n"
    files = paper(**{"/home/dev/.kube/config": text})
    assert is_production(call("kubectl"), files=files)
    assert not is_production(call("kubectl", options={"--context": "dev"}), files=files)
    assert not is_production(call("git"), files=files)


@pytest.mark.parametrize(
    "command", ["psql -h db.prod.example.com x", "psql shop_prod", "mysql -h prod x", "redis-cli -h cache.prod"]
)
def test_what_a_client_connects_to(command: str) -> None:
    assert is_production(sql(command))


def test_it_says_what_it_saw() -> None:
    found = evidence(finding(call("x"), target("namespace", "prod")), proposal(), paper(), PATTERNS)
    assert found is not None
    assert (found.about, found.raises) == ("the namespace `prod` is production", 1)
