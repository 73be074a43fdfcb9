"""The tables of aws, az and gcloud, and the script that writes their explicit entries."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from guardcmd.glob import glob
from guardcmd.ruleset.read import read_file
from guardcmd.tools.table import classify, singular, without_tracks
from tests.support import rules_of

if TYPE_CHECKING:
    from types import ModuleType

    from guardcmd.ruleset.model import Table

ROOT = Path(__file__).parents[2]
CLOUDS = ("aws", "az", "gcloud")
BY_HAND = ("api-clouds", "atlas", "clouds", "databricks", "dbaas", "ibmcloud", "oci", "openstack", "platforms")

HOLDING = ("data", "minor", "backup", "environment")


def parsed(cloud: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / "rules" / f"{cloud}.toml").read_text())


TABLES = {cloud: read_file(parsed(cloud), f"rules/{cloud}.toml").tables[0] for cloud in (*CLOUDS, *BY_HAND)}


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cloud_tables", ROOT / "tools" / "cloud_tables.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["cloud_tables"] = module
    spec.loader.exec_module(module)
    return module


CLOUD_TABLES = script()


def class_of(command: str) -> str:
    cloud, *words = command.split()
    table = TABLES[cloud]
    return classify(words[without_tracks(words, table) :], table)["class"]


READS = [
    "aws ec2 describe-instances", "aws s3 ls s3://bucket", "aws sts get-caller-identity", "aws iam list-users",
    "aws cloudformation validate-template", "aws logs filter-log-events", "aws dynamodb query",
    "aws sqs receive-message", "aws ec2 wait instance-running", "aws ecr batch-get-image",
    "aws rds describe-db-snapshots", "aws kms decrypt", "aws cloudtrail lookup-events", "aws s3api head-object",
    "aws configservice select-resource-config", "aws logs tail /x", "az vm list", "az vm show", "az group exists",
    "az storage blob download", "az aks get-credentials", "az monitor metrics list", "az deployment group what-if",
    "az keyvault secret show", "az network watcher test-ip-flow", "az version", "az find x",
    "gcloud compute instances list", "gcloud projects describe acme", "gcloud beta run services list",
    "gcloud logging read x", "gcloud sql instances describe prod", "gcloud projects get-iam-policy acme",
    "gcloud storage ls", "gcloud config list", "gcloud alpha firestore databases list", "gcloud builds log 1",
    "gcloud info", "gcloud auth list",
]  # fmt: skip
WRITES = [
    "aws ec2 terminate-instances", "aws s3 rm s3://bucket/a", "aws s3 cp a s3://bucket/a", "aws iam create-user",
    "aws ec2 modify-volume", "aws rds reboot-db-instance", "aws lambda invoke", "aws ssm send-command",
    "aws s3api put-object", "aws dynamodb put-item", "aws ec2 run-instances", "aws kms disable-key",
    "aws route53 change-resource-record-sets", "aws sqs purge-queue", "aws elbv2 deregister-targets",
    "aws codebuild start-build", "aws ecs update-service", "az group delete", "az vm start", "az vm deallocate",
    "az storage blob upload", "az role assignment create", "az keyvault purge", "az deployment group create",
    "az aks upgrade", "az webapp restart", "az sql db restore", "az tag create", "az lock delete",
    "gcloud projects delete acme", "gcloud compute instances stop vm", "gcloud run deploy web",
    "gcloud storage cp a gs://b", "gcloud projects add-iam-policy-binding acme",
    "gcloud beta sql instances patch prod", "gcloud services disable x", "gcloud kms keys versions destroy 1",
    "gcloud compute ssh vm", "gcloud pubsub topics publish t", "gcloud container clusters resize c",
]  # fmt: skip


@pytest.mark.parametrize("command", READS)
def test_a_read_is_a_read(command: str) -> None:
    assert class_of(command) == "read"


@pytest.mark.parametrize("command", WRITES)
def test_a_write_is_none(command: str) -> None:
    assert class_of(command) not in ("read", "unknown")


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("aws dynamodb delete-table", "delete-data"),
        ("aws dynamodb batch-delete-table", "delete-data"),  # by the noun: no service has it yet
        ("aws ec2 delete-route-table", "delete-resource"),
        ("aws ec2 delete-tags", "delete-minor"),
        ("aws future delete-thing-policy", "control"),
        ("aws future delete-widget", "delete-resource"),
        ("aws future delete-thing-tags", "delete-minor"),
        ("aws future delete-thing-backup", "delete-backup"),
        ("aws future delete-thing-records", "delete-leaf"),
        ("aws future authorize-thing", "access"),
        ("aws future update-security-groups-of-thing", "control"),
        ("aws s3api put-bucket-lifecycle-configuration", "modify"),
        ("aws ecr put-lifecycle-policy", "retention"),
        ("aws cloudformation deploy", "deploy"),
        ("aws iam attach-role-policy", "control"),
        ("aws future put-resource-policy", "control"),
        ("aws wafv2 associate-web-acl", "control"),
        ("aws ec2 create-tags", "create"),
        ("aws iam tag-role", "tag"),
        ("aws athena stop-query-execution", "modify"),
        ("aws athena start-query-execution", "carried"),
        ("aws ec2 obliterate-instances", "unknown"),
        ("aws ec2", "read"),
        ("az vm delete", "delete-data"),
        ("az vm run-command invoke", "exec"),
        ("az vm run-command list", "read"),
        ("az network nsg rule create", "control"),
        ("az network vnet peering delete", "delete-resource"),
        ("az sql db export", "read"),
        ("az rest", "rest"),
        ("az newthing", "read"),
        ("gcloud compute disks delete d", "delete-data"),
        ("gcloud alpha compute disks delete d", "delete-data"),
        ("gcloud compute disks remove-labels d", "delete-resource"),
        ("gcloud dataproc jobs submit spark", "exec"),
        ("gcloud spanner databases execute-sql d", "carried"),
        ("gcloud sql backups restore 1", "hidden-data"),
        ("gcloud compute instances delete list", "delete-data"),  # an operand that looks like a verb
        ("gcloud newthing things", "unknown"),
    ],
)
def test_class(command: str, kind: str) -> None:
    assert class_of(command) == kind


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("db delete-row", "delete-leaf"),
        ("db delete-row-copies", "delete-backup"),
        ("db delete-table-policy", "control"),
        ("db remove-tags-from-table", "delete-minor"),
        ("db terminate-table-in-group", "delete-data"),
        ("db update-policies-of-table", "control"),
        ("db delete-node", "delete-resource"),
    ],
)
def test_class_by_verb_and_noun(words: str, kind: str) -> None:
    verbs = {"delete": "destroy", "remove": "destroy", "terminate": "destroy", "update": "modify"}
    given = table(verbs=verbs, leaf=("row",), backup=("copy",))
    assert classify(words.split(), given)["class"] == kind


def test_words_between_service_and_operation_may_say_what_is_controlled() -> None:
    given = table(depth=0, control=("firewall-policy",))
    assert classify(["net", "firewall-policies", "rules", "update"], given)["class"] == "control"
    assert classify(["net", "routes", "rules", "update"], given)["class"] == "modify"


def test_an_unknown_word_hides_the_operation() -> None:
    assert classify(["ec2", None], TABLES["aws"])["class"] == "unknown"
    assert classify([None, "delete-table"], TABLES["aws"])["class"] == "unknown"
    assert classify(["compute", None, "delete"], TABLES["gcloud"])["class"] == "unknown"
    assert classify(["compute", "instances", "delete", None], TABLES["gcloud"])["class"] == "delete-data"


def test_no_words_only_print_the_usage() -> None:
    assert {classify([], table)["class"] for table in TABLES.values()} == {"read"}


# --- the tables themselves ---------------------------------------------------------------


@pytest.mark.parametrize("cloud", TABLES)
def test_a_verb_has_one_class(cloud: str) -> None:
    listed = [verb for verbs in parsed(cloud)["table"]["verbs"].values() for verb in verbs]
    assert sorted(listed) == sorted(set(listed))


@pytest.mark.parametrize("cloud", TABLES)
def test_nouns_are_singular(cloud: str) -> None:
    nouns = parsed(cloud)["table"]["nouns"]
    plural = [noun for kind in HOLDING for noun in nouns.get(kind, ()) if singular(noun) != noun]
    assert plural == []


@pytest.mark.parametrize("cloud", TABLES)
def test_a_noun_holds_one_thing(cloud: str) -> None:
    nouns = [noun for kind in HOLDING for noun in parsed(cloud)["table"]["nouns"].get(kind, ())]
    assert sorted(nouns) == sorted(set(nouns))


@pytest.mark.parametrize("cloud", TABLES)
def test_an_operation_has_one_entry(cloud: str) -> None:
    explicit = parsed(cloud)["table"]["explicit"]
    sections = [item for services in explicit.values() for item in services.items()]
    listed = [f"{service} {operation}" for service, operations in sections for operation in operations]
    assert sorted(listed) == sorted(set(listed))


@pytest.mark.parametrize("cloud", TABLES)
def test_every_class_has_a_rule_or_is_known_to_need_none(cloud: str) -> None:
    facts = [pattern.get("fact", {}) for rule in parsed(cloud)["rule"] for pattern in rule["any_of"]]
    named = {kind for fact in facts for kind in fact.get("class", [])}
    given = {*TABLES[cloud].explicit.values(), *TABLES[cloud].verbs.values()}
    wanted = given - {"read", "create", "tag", "carried", "destroy", "rest", "own"}
    wanted -= {"modify"} if cloud in BY_HAND else set()
    assert [kind for kind in wanted if not any(glob(name, kind) for name in named)] == []


@pytest.mark.parametrize("cloud", CLOUDS)
def test_what_a_rule_says_by_its_words_is_said(cloud: str) -> None:
    own = parsed(cloud)["table"]["explicit"].get("own", {})
    commands = [f"{cloud} {service} {operation}" for service, operations in own.items() for operation in operations]
    assert [command for command in commands if not rules_of(command)] == []


# --- the script --------------------------------------------------------------------------


def table(**fields: Any) -> Table:
    verbs = {"list": "read", "delete": "destroy", "create": "create", "update": "modify", "stop": "disrupt"}
    given = {"name": "cloud", "verbs": verbs, "data": ("table",), "minor": ("tag",), "control": ("policy",)}
    return TABLES["aws"].replace(**{"explicit": {}, "control_services": (), "skip_verbs": (), **given, **fields})


def test_only_what_verbs_get_wrong_becomes_an_entry() -> None:
    wanted = {"db delete-table": "delete-data", "db list-tables": "read", "db update-node": "outage", "db frob": "exec"}
    assert CLOUD_TABLES.explicit_entries(wanted, table()) == {"db update-node": "outage", "db frob": "exec"}


def test_an_entry_that_leads_others_gets_their_entries() -> None:
    wanted = {"run jobs": "exec", "run jobs list": "read", "run jobs delete": "delete-resource"}
    found = CLOUD_TABLES.explicit_entries(wanted, table(depth=0))
    assert found == {"run jobs": "exec", "run jobs list": "read", "run jobs delete": "delete-resource"}


def test_classes_that_rules_treat_alike_need_no_entry() -> None:
    wanted = {"db create-tag": "modify", "db delete-tag": "delete-resource", "db update-policy": "access"}
    assert CLOUD_TABLES.explicit_entries(wanted, table()) == {}


def test_an_operation_of_an_unknown_verb_is_named_unless_somebody_looked_at_it() -> None:
    commands = ["db delete-table", "db frob-table", "db mystify-table"]
    assert CLOUD_TABLES.unclassified(commands, table(), {"db mystify-table": "modify"}) == ["db frob-table"]


def test_an_unclassified_operation_fails_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = tmp_path / "operations.tsv"
    listed.write_text("service\tcli-op\tclass\twhy\ndb\tfrob-table\tmodify\t\n")
    assert CLOUD_TABLES.main(["aws", str(listed), "--check"]) == 1
    assert "unclassified: db frob-table" in capsys.readouterr().out


def test_losing_data_is_one_class_for_the_lists() -> None:
    wanted = {"db delete-row": "delete-data", "db delete-table": "delete-leaf"}
    assert CLOUD_TABLES.explicit_entries(wanted, table(leaf=("row",))) == {}
    certain = {"db delete-table": "delete-leaf"}
    assert CLOUD_TABLES.explicit_entries(wanted, table(leaf=("row",)), certain) == certain


def test_words_that_only_lead_to_operations_are_groups() -> None:
    commands = ["vm stop-rules list", "vm stop", "vm stop-rules delete"]
    assert CLOUD_TABLES.group_words(commands, table(depth=0)) == ["stop-rules"]


def test_a_correction_leads_what_follows() -> None:
    assert CLOUD_TABLES.corrected("jobs submit spark", {"jobs submit": "exec"}) == "exec"
    assert CLOUD_TABLES.corrected("jobs list", {"jobs submit": "exec"}) == ""


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ({"service": "db", "cli-op": "stop-query", "class": "disrupt", "why": "verb stop"}, "modify"),
        ({"service": "db", "cli-op": "stop-node", "class": "disrupt", "why": "verb stop"}, "disrupt"),
        ({"command": "jobs cancel", "class": "disrupt", "why": "verb cancel"}, "modify"),
        ({"command": "x y", "class": "security-control", "why": ""}, "control"),
        ({"command": "x y", "class": "hidden-param", "why": "shortens retention / adds expiry"}, "retention"),
        ({"command": "x y", "class": "hidden-outage", "why": "stack update; may replace"}, "deploy"),
    ],
)
def test_class_that_a_row_means(row: dict[str, str], kind: str) -> None:
    assert CLOUD_TABLES.wanted_class(row) == kind


def test_rows_become_operations(tmp_path: Path) -> None:
    listed = tmp_path / "operations.tsv"
    rows = ["track command class why", "ga disks modify", "ga disks,list read", "beta disks,purge modify"]
    listed.write_text("\n".join(row.replace(" ", "\t").replace(",", " ") for row in rows) + "\n")
    found = CLOUD_TABLES.operations(listed, {"disks purge": "delete-data"})
    assert found == {"disks list": "read", "disks purge": "delete-data"}


def test_a_file_is_rewritten_below_the_marker_only() -> None:
    text = '[[rule]]\nid = "x"\n\n[table]\ndepth = 2\n' + CLOUD_TABLES.MARKER + "\n[table.explicit.old]\na = []\n"
    once = CLOUD_TABLES.rewritten(text, table(), {"db frob": "exec"}, {})
    assert once.endswith(CLOUD_TABLES.MARKER + '\n[table.explicit.exec]\ndb = ["frob"]\n')
    assert CLOUD_TABLES.rewritten(once, table(), {"db frob": "exec"}, {}) == once


def test_long_lists_are_wrapped_and_still_read_the_same() -> None:
    entries = {f"service operation-number-{number:03}": "exec" for number in range(40)}
    text = CLOUD_TABLES.explicit_sections(entries)
    assert max(map(len, text.splitlines())) <= 120
    assert len(tomllib.loads(text)["table"]["explicit"]["exec"]["service"]) == 40


@pytest.mark.parametrize("cloud", CLOUDS)
def test_corrections_are_in_the_table(cloud: str) -> None:
    wrong = {
        command: (kind, found)
        for command, kind in CLOUD_TABLES.corrections_for(cloud).items()
        for found in [classify(command.split(), TABLES[cloud])["class"]]
        if not CLOUD_TABLES.same(kind, found)
    }
    assert wrong == {}


def test_botocore_verbs_are_known() -> None:
    """Of what AWS adds between two releases of this project, at most one operation in a thousand."""
    pytest.importorskip("botocore")
    commands = CLOUD_TABLES.botocore_operations()
    unknown = CLOUD_TABLES.unclassified(commands, TABLES["aws"], CLOUD_TABLES.corrections_for("aws"))
    assert len(commands) > 15_000
    assert len(unknown) <= len(commands) * 0.001


def test_botocore_services_are_named_as_on_the_command_line() -> None:
    pytest.importorskip("botocore")
    commands = set(CLOUD_TABLES.botocore_operations())
    assert {"s3api delete-object", "configservice put-config-rule", "deploy create-deployment"} <= commands


def test_botocore_deletions_ask() -> None:
    """Whatever the noun, an operation that is named a deletion is no plain change."""
    pytest.importorskip("botocore")
    deleting = re.compile(r"\S+ (batch-)?(delete|terminate|purge)-")
    commands = [command for command in CLOUD_TABLES.botocore_operations() if deleting.match(command)]
    quiet = {"read", "create", "modify", "tag", "hidden-param", "carried"}
    assert [each for each in commands if classify(each.split(), TABLES["aws"])["class"] in quiet] == []


def test_botocore_reads_are_harmless_patterns() -> None:
    """`* describe-*` and `* list-*` are on the fast path, whatever the service."""
    pytest.importorskip("botocore")
    fast = re.compile(r"\S+ (describe|list)-")
    commands = [command for command in CLOUD_TABLES.botocore_operations() if fast.match(command)]
    assert {classify(command.split(), TABLES["aws"])["class"] for command in commands} == {"read"}
