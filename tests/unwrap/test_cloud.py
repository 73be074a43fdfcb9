from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guardcmd.proposal import Proposal, ShellText
from guardcmd.unwrap.cloud import open_cloud
from guardcmd.world import World
from tests.support import DictFiles, ruleset
from tests.unwrap.opening import invocation, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guardcmd.unwrap.openers import Inner

SEND = "aws ssm send-command --document-name AWS-RunShellScript --instance-ids i-1 --parameters"


def inside(line: str, files: Mapping[str, str] | None = None, given: str | None = None) -> list[Inner]:
    contents = {f"/work/{name}": text.encode() for name, text in (files or {}).items()}
    proposal = Proposal(ShellText(""), "/work", "/home/me", project="/work")
    called = invocation(line, given)
    cloud = "aws" if line.startswith("aws") else line.split()[0]
    return open_cloud(called, cloud, World(proposal, DictFiles(contents), ruleset()))


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (f"{SEND} commands=uptime", ["shell: uptime"]),
        (f"{SEND} commands='rm -rf /data'", ["shell: rm -rf /data"]),
        (f"""{SEND} 'commands=["df -h","rm x"]'""", ["shell: df -h\nrm x"]),
        (f"""{SEND} '{{"commands":["df -h","rm x"]}}'""", ["shell: df -h\nrm x"]),
        (f"{SEND} 'commands=df,rm x'", ["shell: df,rm x", "shell: df\nrm x"]),
        (f"{SEND} workingDirectory=/x", []),
        ("aws --region r ecs execute-command --cluster c --command 'ls /'", ["shell: ls /"]),
        (
            """aws ecs run-task --overrides '{"containerOverrides":[{"command":["rails","db:drop"]}]}'""",
            ["rails db:drop"],
        ),
        ("aws glue run-statement --session-id s --code 'print(1)'", ["python: print(1)"]),
        ("aws ec2 describe-instances", []),
        ("az vm run-command invoke -n v --command-id RunShellScript --scripts 'rm x' ls", ["shell: rm x", "shell: ls"]),
        ("az vm run-command invoke --command-id RunPowerShellScript --scripts Get-Date", ["powershell: Get-Date"]),
        ("az vm run-command list", []),
        ("az aks command invoke -n c --command 'kubectl get ns'", ["shell: kubectl get ns"]),
        ("""az vm extension set -n x --settings '{"commandToExecute":"rm x"}'""", ["shell: rm x"]),
        ("gcloud compute ssh vm --command='rm x'", ["shell: rm x"]),
        ("gcloud --project p beta compute ssh vm --command 'rm x'", ["shell: rm x"]),
        ("gcloud compute ssh vm -- sudo rm x", ["sudo rm x"]),
        ("gcloud compute ssh vm -- -N -L 80", ["80"]),
        ("gcloud compute ssh vm", []),
        ("gcloud compute instances add-metadata vm --metadata startup-script='rm x'", ["shell: rm x"]),
    ],
)
def test_what_runs_on_a_machine(line: str, parts: list[str]) -> None:
    assert shown(inside(line)) == parts


def test_it_is_another_machine() -> None:
    (part,) = inside("gcloud compute ssh vm --command 'rm x'")
    assert part.origin.remote


def test_what_standard_input_says_runs_there() -> None:
    assert shown(inside("gcloud compute ssh vm", given="rm x")) == ["shell: rm x"]


def test_unknown_text_is_opaque() -> None:
    assert [type(part).__name__ for part in inside(f"{SEND} commands=<?>")] == ["Opaque"]


@pytest.mark.parametrize(
    ("line", "files", "again"),
    [
        (
            "aws rds modify-db-instance --cli-input-json file://p.json",
            {"p.json": '{"DBInstanceIdentifier":"d","DeletionProtection":false,"Tags":[{"Key":"a"}],"Ids":["x","y"]}'},
            'aws rds modify-db-instance --db-instance-identifier d --no-deletion-protection --tags [{"Key":"a"}] '
            "--ids x y",
        ),
        ("aws rds modify-x --cli-input-yaml file://p.yaml", {"p.yaml": "Name: d\n"}, "aws rds modify-x --name d"),
        ("""aws x y --cli-input-json '{"A":1}'""", {}, "aws x y --a 1"),
        ("aws x y --cli-input-json=file://p.json", {"p.json": '{"A":null}'}, "aws x y"),
        ("aws x y --change-batch file://c.json", {"c.json": "DELETE"}, "aws x y --change-batch DELETE"),
        ("aws x y --change-batch=file://c.json", {"c.json": "DELETE"}, "aws x y --change-batch=DELETE"),
        ("az x y --scripts @s.sh", {"s.sh": "rm x"}, "az x y --scripts rm x"),
        (
            "gcloud sql instances patch d --flags-file=f.yaml",
            {"f.yaml": "--no-backup:\n--tier: db\n"},
            "gcloud sql instances patch d --no-backup --tier db",
        ),
        (
            "gcloud storage buckets update b --lifecycle-file l.json",
            {"l.json": '{"rule":[]}'},
            'gcloud storage buckets update b --lifecycle-file {"rule":[]}',
        ),
    ],
)
def test_bodies_stand_where_they_are_named(line: str, files: dict[str, str], again: str) -> None:
    assert shown(inside(line, files)) == [again]


@pytest.mark.parametrize("line", ["aws x y --change-batch file://no.json", "gcloud x y --flags-file no", "az x y @no"])
def test_a_missing_file_is_nothing(line: str) -> None:
    assert inside(line) == []


@pytest.mark.parametrize("content", ["no mapping", "[1]", "{"])
def test_what_is_no_mapping_is_unknown(content: str) -> None:
    (again,) = inside("aws x y --cli-input-json file://p", {"p": content})
    assert again.argv[:4][-1].text == "--cli-input-json"
    assert again.argv[4].whole_unknown


def test_an_unknown_body_stays_as_it_is() -> None:
    assert inside("aws x y --cli-input-json <?>") == []
    (again,) = inside("aws x y --change-batch file:///dev/stdin")
    assert again.argv[-1].whole_unknown
    assert inside("aws x y --change-batch <?>") == []
