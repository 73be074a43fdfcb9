"""Invocations to calls: subcommands, aliases, resource types, environment, targets, and every reading."""

from __future__ import annotations

import pytest

from guardcmd.calls import Call, Input, Invocation, Origin
from guardcmd.ruleset.model import Tool
from guardcmd.shell.value import Value, known, one_of, unknown
from guardcmd.tools.read_call import MOST, read_call

KUBECTL = Tool(
    name="kubectl",
    programs=("kubectl", "oc"),
    style="pflag",
    value_options=("-n/--namespace", "--context"),
    optional_value_options=("--dry-run",),
    nouns={"namespace": ("ns",), "pod": ("po",), "deployment": ("deploy",), "policy": ()},
    noun_position=1,
    verbs=("get", "delete"),
    target_options={"--context": "context", "-n/--namespace": "namespace"},
    target_environment={"KUBECONTEXT": "context"},
    depth=2,
)
TERRAFORM = Tool(
    name="terraform",
    programs=("terraform", "tofu"),
    style="goflag",
    value_options=("-chdir", "-target"),
    flags=("-auto-approve", "-destroy"),
    environment_options={"TF_CLI_ARGS": "*", "TF_CLI_ARGS_<subcommand>": "*", "TF_REPO": "--repo"},
    aliases={"env": "workspace", "image rm": "rmi", "env select": "workspace select"},
    depth=2,
)
FAMILY = Tool("family", ("userdel", "docker-compose"), program_words={"*": "*", "docker-compose": "compose"}, depth=1)


def calls(argv: str | list[Value], tool: Tool, **environment: str | Value) -> tuple[Call, ...]:
    words = tuple(known(word) for word in argv.split()) if isinstance(argv, str) else tuple(argv)
    variables = {name: value if isinstance(value, Value) else known(value) for name, value in environment.items()}
    return read_call(Invocation(words, variables, known("/"), Input(), Origin(), (0, 9), text="as written"), tool)


def words(call: Call) -> str:
    return " ".join(word.shown() for word in call.words)


def options(call: Call) -> dict[str, str | None]:
    return {option.name: option.value.shown() if option.value else None for option in call.options}


@pytest.mark.parametrize(
    ("argv", "expected", "noun"),
    [
        ("kubectl delete ns prod", "delete ns prod", "namespace"),
        ("kubectl -n x delete ns/a po/b", "delete ns,po a b", "namespace,pod"),
        ("kubectl delete po,ns x --all", "delete po,ns x", "pod,namespace"),
        ("kubectl delete Namespaces prod", "delete Namespaces prod", "namespace"),
        ("kubectl delete policies x", "delete policies x", "policy"),
        ("kubectl delete deployments.v1.apps x", "delete deployments.v1.apps x", "deployment"),
        ("kubectl delete widgets x", "delete widgets x", "widgets"),
        ("kubectl rollout restart deploy/x", "rollout restart deploy x", "deployment"),
        ("kubectl delete -f x.yaml", "delete x.yaml", "x.yaml"),
        ("kubectl delete", "delete", ""),
    ],
)
def test_resource_types(argv: str, expected: str, noun: str) -> None:
    (call, *_) = calls(argv, KUBECTL)
    assert words(call) == expected
    assert call.facts.get("noun", "") == noun


def test_a_resource_type_that_cannot_be_known() -> None:
    for word in (unknown("$kind"), unknown("$kind", (None, "/x"))):
        (call,) = calls([known("kubectl"), known("delete"), word, known("x")], KUBECTL)
        assert call.facts["noun"].split(",")[0] == "?"
    (call,) = calls([known("kubectl"), known("delete"), unknown("$x", ("ns/", None))], KUBECTL)
    assert (call.facts["noun"], words(call)) == ("namespace", "delete ns …")


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        ("terraform env list", "workspace list"),
        ("terraform image rm x", "rmi x"),
        ("/usr/bin/tofu destroy", "destroy"),
    ],
)
def test_aliases(argv: str, expected: str) -> None:
    assert words(calls(argv, TERRAFORM)[0]) == expected


def test_a_programs_name_can_stand_for_words() -> None:
    assert words(calls("userdel bob", FAMILY)[0]) == "userdel bob"
    assert words(calls("docker-compose down", FAMILY)[0]) == "compose down"


def test_the_environment_carries_options() -> None:
    (call,) = calls("terraform destroy", TERRAFORM, TF_CLI_ARGS_destroy="-auto-approve", TF_CLI_ARGS_plan="-destroy")
    assert options(call) == {"-auto-approve": None}
    (call,) = calls("terraform apply", TERRAFORM, TF_CLI_ARGS="-target=a -destroy", TF_REPO="s3:x")
    assert options(call) == {"--repo": "s3:x", "-target": "a", "-destroy": None}
    (call,) = calls("terraform apply", TERRAFORM, TF_CLI_ARGS=unknown("$ARGS"))
    assert call.options[0].name == ""  # any option


def test_targets() -> None:
    (call,) = calls("kubectl --context=a -n x delete po y --context b", KUBECTL, KUBECONTEXT="c")
    assert {(target.kind, target.name.shown()) for target in call.targets} == {("context", "b"), ("namespace", "x")}
    (call,) = calls("kubectl delete po y", KUBECTL, KUBECONTEXT="c")
    assert [(target.kind, target.name.shown()) for target in call.targets] == [("context", "c")]


def test_what_the_call_keeps_of_the_invocation() -> None:
    (call,) = calls("tofu destroy", TERRAFORM)
    assert (call.tool, call.program, call.span, call.text) == ("terraform", "tofu", (0, 9), "as written")
    assert not call.uncertain


# --- several readings --------------------------------------------------------------------


def readings(argv: str | list[Value], tool: Tool) -> set[str]:
    found = calls(argv, tool)
    assert len(found) == 1 or all(call.uncertain for call in found)
    return {words(call) for call in found}


def test_an_undeclared_option_before_the_subcommand_is_read_both_ways() -> None:
    assert readings("kubectl --new v delete ns x", KUBECTL) == {"v delete ns x", "delete ns x"}
    assert readings("kubectl delete --new v ns x", KUBECTL) == {"delete v ns x", "delete ns x"}
    assert readings("kubectl delete ns x --new v", KUBECTL) == {"delete ns x v"}  # too late to change the subcommand


def test_many_undeclared_options_are_not_combined() -> None:
    argv = "kubectl " + " ".join(f"--o{n} v{n}" for n in range(30)) + " delete ns x"
    assert "delete ns x" in readings(argv, KUBECTL)
    assert len(calls(argv, KUBECTL)) <= 9


def test_an_unknown_word_may_be_nothing() -> None:
    argv = [known("kubectl"), unknown("$FLAGS"), known("delete"), known("ns"), known("x")]
    assert readings(argv, KUBECTL) == {"… delete ns x", "delete ns x"}


def test_words_of_the_subcommand_are_settled() -> None:
    argv = [known("terraform"), one_of(("plan", "destroy")), known("x")]
    assert readings(argv, TERRAFORM) == {"plan x", "destroy x"}


def test_a_word_that_may_be_an_option_is_settled() -> None:
    found = calls([known("terraform"), known("apply"), one_of(("-destroy", "x"))], TERRAFORM)
    assert [options(call) for call in found] == [{"-destroy": None}, {}]


def test_readings_are_limited() -> None:
    word = one_of(tuple(f"-{letter}" for letter in "abcdefghij"))
    found = calls([known("terraform"), word, word, word, word, known("apply")], TERRAFORM)
    assert len(found) <= MOST
    assert any(option.name == "" for call in found for option in call.options)


def test_what_standard_input_answers() -> None:
    argv = (known("terraform"), known("apply"))
    told = Invocation(argv, {}, known("/"), Input("text", known("yes\nno")), Origin(), (0, 0))
    assert read_call(told, TERRAFORM)[0].facts == {"answer": "yes"}
    assert calls("terraform apply", TERRAFORM)[0].facts == {}
