"""Patterns against calls: what holds, what may hold, what excuses, and the facts of the finding."""

from __future__ import annotations

from typing import Any

import pytest

from guardcmd.calls import Call, Input, Invocation, Origin, Target
from guardcmd.ruleset.compile import layer_of
from guardcmd.ruleset.match import match
from guardcmd.ruleset.model import Finding
from guardcmd.ruleset.read import read_file
from guardcmd.ruleset.ruleset import Ruleset
from guardcmd.shell.value import Value, known, one_of, unknown
from guardcmd.tools.read_call import read_call

TOOL = {
    "programs": ["t", "t2"],
    "style": "getopt",
    "value_options": ["-m/--mode", "--role"],
    "optional_value_options": ["--dry-run"],
    "flags": ["-f/--force", "--purge", "-a/--all"],
    "verbs": ["rm", "drop", "list", "show"],
    "nouns": {"namespace": ["ns"], "pod": []},
    "noun_position": 5,
    "previews": ["--help", "--dry-run=client|"],
}
HOLE = unknown("$x")


def ruleset(any_of: Any, tool: dict[str, Any] | None = None, **fields: Any) -> Ruleset:
    facts = {"title": "x", "why": "x", "reversibility": "recoverable", "blast_radius": "collection"}
    rule = {"id": "t.rule", **facts, "any_of": any_of, **fields}
    return Ruleset([layer_of([read_file({"tool": {**TOOL, **(tool or {})}, "rule": [rule]}, "t.toml")])])


def argv(words: str | list[str | Value]) -> tuple[Value, ...]:
    listed = words.split() if isinstance(words, str) else words
    return tuple(known(word) if isinstance(word, str) else word for word in listed)


def findings(
    words: str | list[str | Value], rules: Ruleset, elevated: bool = False, guessed: bool = False, **environment: str
) -> tuple[Finding, ...]:
    variables = {name: known(value) for name, value in environment.items()}
    origin = Origin(elevated=elevated, guessed=guessed)
    invocation = Invocation(argv(words), variables, known("/p"), Input(), origin, (0, 0))
    tool = rules.tool_for(invocation.argv[0].text or "")
    assert tool
    return match(read_call(invocation, tool), rules, lambda path, call: {"/": "root"}.get(path.shown(), "project"))


def matches(words: str | list[str | Value], any_of: Any, **fields: Any) -> bool:
    return bool(findings(words, ruleset(any_of, **fields)))


@pytest.mark.parametrize(
    ("pattern", "words", "expected"),
    [
        ({}, "t", True),
        ({"subcommand": "rm"}, "t rm x", True),
        ({"subcommand": "rm"}, "t drop x", False),
        ({"subcommand": "rm all"}, "t rm", False),
        ({"subcommand": ["rm", "drop"]}, "t drop x", True),
        ({"subcommand": "rm|drop"}, "t drop x", True),
        ({"subcommand": "d*"}, "t drop x", True),
        ({"program": "t2"}, "t rm", False),
        ({"program": "t2"}, "t2 rm", True),
        # options in effect
        ({"option": "--force"}, "t rm x -f", True),
        ({"option": "-f"}, "t rm x --forc", True),
        ({"option": "--force"}, "t rm --force=false", False),
        ({"option": "--force"}, "t rm --force --no-force", False),
        ({"option": "--force"}, "t rm --no-force --force", True),
        ({"option": "--no-force"}, "t rm --no-force", True),
        ({"option": "--no-force"}, "t rm --no-force --force", False),
        ({"option": ["--force", "--purge"]}, "t rm --purge", True),
        ({"all_options": ["--force", "--purge"]}, "t rm --purge", False),
        ({"all_options": ["--force", "--purge"]}, "t rm --purge -f", True),
        ({"not_option": ["--force", "--purge"]}, "t rm --purge", False),
        ({"not_option": "--force"}, "t rm", True),
        ({"option": "--"}, "t rm -- x", True),
        ({"option": "--mode=wipe|erase"}, "t rm -m erase", True),
        ({"option": "--mode=wipe|erase"}, "t rm -m copy", False),
        ({"option": "--mode=wipe"}, "t rm -m wipe -m copy", True),  # any of a repeated option's values
        ({"option": "--mode=*prod*"}, "t rm --mode=my-prod-1", True),
        # operands
        ({"subcommand": "rm", "operand": "x*"}, "t rm a xy", True),
        ({"subcommand": "rm", "operand": "rm"}, "t rm a", False),
        ({"subcommand": "rm", "not_operand": "x*"}, "t rm a xy", False),
        ({"subcommand": "rm", "operands": 1}, "t rm a", True),
        ({"subcommand": "rm", "operands": 1}, "t rm a b", False),
        ({"subcommand": "rm", "operands": [0, 1]}, "t rm", True),
        # verbs
        ({"unknown_verb": True}, "t shred", True),
        ({"unknown_verb": True}, "t rm", False),
        ({"unknown_verb": True}, "t", False),
        ({"unknown_word": True}, "t rm", False),
    ],
)
def test_clauses(pattern: dict[str, Any], words: str, expected: bool) -> None:
    assert matches(words, pattern) is expected


def test_a_clause_about_the_way_it_runs() -> None:
    rules = ruleset({"elevated": True})
    assert findings("t rm", rules, elevated=True)
    assert not findings("t rm", rules)
    rules = ruleset({"environment": {"STAGE": "prod*"}})
    assert findings("t rm", rules, STAGE="production")
    assert not findings("t rm", rules, STAGE="dev")
    assert not findings("t rm", rules)


# --- what cannot be known ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "words", "expected"),
    [
        ({"subcommand": "rm", "operand": "x"}, ["t", "rm", HOLE], True),
        ({"subcommand": "rm", "known_operand": "x*"}, ["t", "rm", HOLE], False),
        ({"subcommand": "rm", "known_operand": "x*"}, ["t", "rm", unknown("$v", ("x", None))], True),
        ({"subcommand": "rm", "known_operand": "x*"}, ["t", "rm", one_of(("xa", "b"))], True),
        ({"subcommand": "rm", "operand_from": "ls -a"}, ["t", "rm", unknown("output of `ls -a`")], True),
        ({"subcommand": "rm", "operand_from": ["ls", "ls -*"]}, ["t", "rm", unknown("output of `ls -a`")], True),
        ({"subcommand": "rm", "operand_from": "ls"}, ["t", "rm", unknown("output of `ls -a`")], False),
        ({"subcommand": "rm", "operand_from": "ls"}, ["t", "rm", "ls"], False),
        ({"subcommand": "rm", "not_operand": "x"}, ["t", "rm", HOLE], True),
        ({"subcommand": "rm", "not_operand": "x"}, ["t", "rm", one_of(("x", "y"))], True),
        ({"option": "--force"}, ["t", "rm", unknown("$v", ("-", None))], True),
        ({"option": "--force"}, ["t", "rm", unknown("$v", ("--fo", None))], True),
        ({"option": "--force"}, ["t", "rm", unknown("$v", ("--pu", None))], False),
        ({"option": "--force"}, ["t", "rm", HOLE], False),  # a whole unknown word is an operand
        ({"option": "--mode=wipe"}, ["t", "rm", "-m", HOLE], True),
        ({"known_option": "--mode=wipe"}, ["t", "rm", "-m", HOLE], False),
        ({"not_option": "--force"}, ["t", "rm", unknown("$v", ("-", None))], True),
        ({"subcommand": "drop"}, ["t", one_of(("drop", "list"))], True),
        ({"subcommand": "drop"}, ["t", unknown("$v", ("dr", None))], True),
        ({"subcommand": "drop"}, ["t", unknown("$v", ("li", None))], False),
        ({"subcommand": "drop"}, ["t", HOLE], True),
        ({"unknown_word": True}, ["t", HOLE], True),
        ({"unknown_verb": True}, ["t", HOLE], False),
        ({"subcommand": "rm", "operands": 2}, ["t", "rm", Value(("*",), glob=True)], True),
        ({"subcommand": "rm", "operands": 0}, ["t", "rm", Value(("*",), glob=True)], False),
    ],
)
def test_matching_is_may(pattern: dict[str, Any], words: list[str | Value], expected: bool) -> None:
    assert matches(words, pattern) is expected


@pytest.mark.parametrize(
    ("words", "excused"),
    [
        ("t rm x --dry-run", True),
        ("t rm x --dry-run=client", True),
        ("t rm x --dry-run=none", False),
        ("t rm x --dry-run=client --dry-run=none", False),
        ("t rm x --help", True),
        ("t rm x --hel", True),
        ("t rm x --no-help", False),
        (["t", "rm", "x", unknown("$v", ("--dry-run=", None))], False),
        (["t", "rm", "x", unknown("$v", ("-", None))], False),
        ("t rm x --force --keep", True),  # unless
        ("t rm x -q-keep", False),
        ("t rm safe", True),
        ("t rm safe x", True),
        (["t", "rm", one_of(("safe", "x"))], False),
        (["t", "rm", HOLE], False),
    ],
)
def test_an_excuse_must_be_certain(words: str | list[str | Value], excused: bool) -> None:
    assert matches(words, {"subcommand": "rm"}, unless=[{"option": "--keep"}, {"operand": "safe"}]) is not excused


def test_an_excuse_by_path_class_needs_every_path() -> None:
    fields = {"unless": {"target_class": "project"}, "target": {"paths": "operands"}}
    assert not matches("t rm a b", {"subcommand": "rm"}, **fields)
    assert matches("t rm a /", {"subcommand": "rm"}, **fields)


def test_an_ambiguous_prefix_may_be_meant_and_excuses_nothing() -> None:
    tool = {"flags": ["--force", "--forget", "--help"]}
    assert matches("t rm --for", {"option": "--force"}, tool=tool)
    assert matches("t rm --hel", {"subcommand": "rm"}, tool={**tool, "flags": ["--help", "--hello"]})


# --- the finding -------------------------------------------------------------------------


def facts(words: str | list[str | Value], any_of: Any, **fields: Any) -> tuple[str, str]:
    (finding,) = findings(words, ruleset(any_of, **fields))
    return finding.reversibility, finding.blast_radius


def test_worse_and_wider() -> None:
    fields = {"worse": ["--purge"], "wider": ["--all"]}
    assert facts("t rm x", {}, **fields) == ("recoverable", "collection")
    assert facts("t rm x --purge", {}, **fields) == ("irreversible", "collection")
    assert facts("t rm x -a", {}, **fields) == ("recoverable", "environment")
    assert facts("t rm x -a", {}, **fields, blast_radius="account") == ("recoverable", "account")


def test_what_matched_only_because_nothing_is_known_is_one_thing() -> None:
    account = {"blast_radius": "account"}
    assert facts(["t", "rm", HOLE], {"operand": "x"}, **account) == ("irreversible", "resource")
    assert facts(["t", "rm", unknown("$a/", (None, "/"))], {"operand": "x*"}, **account) == (
        "irreversible",
        "collection",
    )
    assert facts(["t", "rm", unknown("x$a", ("x", None))], {"operand": "xy"}, **account) == ("recoverable", "account")
    assert facts(["t", "rm", HOLE], {"subcommand": "rm"}, **account) == ("recoverable", "account")


def test_an_unknown_subcommand_is_one_finding() -> None:
    said = {"title": "x", "why": "x", "reversibility": "recoverable", "blast_radius": "account", "effect": "recovery"}
    rules = [{**said, "id": f"t.{word}", "any_of": [{"subcommand": word}]} for word in ("rm", "drop")]
    ruled = Ruleset([layer_of([read_file({"tool": TOOL, "rule": rules}, "t.toml")])])
    (finding,) = findings(["t", HOLE], ruled)
    assert (finding.effect, finding.reversibility, finding.blast_radius) == ("data", "irreversible", "resource")
    rules.append({**rules[0], "id": "t.unknown", "any_of": [{"unknown_word": True}]})
    ruled = Ruleset([layer_of([read_file({"tool": TOOL, "rule": rules}, "t.toml")])])
    assert [each.rule.id for each in findings(["t", HOLE], ruled)] == ["t.unknown"]


def test_an_unknown_word_behind_a_guessed_command_is_nothing() -> None:
    for pattern in ({"unknown_verb": True}, {"unknown_word": True}, {"subcommand": "rm"}):
        rules = ruleset(pattern, tool={"verbs": ["rm"]})
        assert not findings(["t", HOLE], rules, guessed=True)
        assert not findings("t other", rules, guessed=True)
    assert findings(["t", "rm", HOLE], ruleset({"subcommand": "rm"}), guessed=True)


def test_a_project_cannot_settle_an_unknown_subcommand() -> None:
    rule = {"id": "t.rm", "title": "x", "why": "x", "reversibility": "irreversible", "blast_radius": "account"}
    own = {**rule, "id": "t.mine", "reversibility": "reversible", "blast_radius": "resource"}
    built_in = read_file({"tool": TOOL, "rule": [{**rule, "any_of": [{"subcommand": "rm"}]}]}, "t.toml")
    project = read_file({"rule": [{**own, "any_of": [{"unknown_word": True}]}]}, "t.toml", "project")
    found = findings(["t", HOLE], Ruleset([layer_of([built_in]), layer_of([project])]))
    assert {each.rule.id for each in found} == {"t.rm", "t.mine"}


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ({"operands": "database"}, ["database a", "database b"]),
        ({"operand": 1, "kind": "table"}, ["table b"]),
        ({"operand": 5}, []),
        ({"operand": -1, "kind": "table"}, ["table b"]),
        ({"option": "--role", "kind": "role"}, ["role r"]),
        ({"paths": "operands"}, ["path a", "path b"]),
        ({"paths": "last"}, ["path b"]),
        ({"paths": "first"}, ["path a"]),
        ({"paths": "--role"}, ["path r"]),
        ({"probe": "state"}, []),
    ],
)
def test_targets(target: dict[str, Any], expected: list[str]) -> None:
    (finding,) = findings("t rm a b --role r", ruleset({"subcommand": "rm"}, target=target))
    assert [f"{each.kind} {each.name.shown()}" for each in finding.targets] == expected


@pytest.mark.parametrize(
    ("noun", "words", "expected"),
    [
        ("contact-list", "t rm --contact-list-name a --role r", ["thing a"]),
        ("list", "t rm --list-name a --name b", ["thing a"]),
        ("volume", "t rm --name b --role r", ["thing b"]),
        ("volume", "t rm a --role r", ["thing a"]),  # the value of an option that nobody listed
        ("volume", "t rm --role r", ["thing r"]),
        ("", "t rm", []),
    ],
)
def test_what_the_noun_of_an_operation_names(noun: str, words: str, expected: list[str]) -> None:
    options = {
        "nouns": {},
        "noun_position": 0,
        "value_options": ["--role", "--name", "--list-name", "--contact-list-name"],
    }
    rules = ruleset({"subcommand": "rm"}, options, target={"noun": "thing"})
    invocation = Invocation(argv(words), {}, known("/p"), Input(), Origin(), (0, 0))
    tool = rules.tool_for("t")
    assert tool
    calls = [call.replace(facts={"noun": noun}) for call in read_call(invocation, tool)]
    named = {f"{each.kind} {each.name.shown()}" for finding in match(calls, rules) for each in finding.targets}
    assert sorted(named) == expected


def test_paths_are_classified_one_by_one_and_only_the_asked_ones_are_named() -> None:
    rules = ruleset({"subcommand": "rm", "target_class": "root"}, target={"paths": "operands"})
    (finding,) = findings(["t", "rm", "a", one_of(("b", "/"))], rules)
    assert [(each.name.shown(), each.path_class) for each in finding.targets] == [("/", "root")]
    assert not findings("t rm a", rules)


def test_admin_and_unasked() -> None:
    rules = ruleset({"subcommand": "rm"}, admin=["*admin*", "owner"], unasked=["--force"])
    (finding,) = findings("t rm --role roles/admin -f", rules)
    assert finding.admin
    assert finding.notes == ("`--force` skips the tool's own question",)
    assert not findings(["t", "rm", "--role", HOLE], rules)[0].admin


def test_calls_of_a_language_have_no_program() -> None:
    said = {"title": "x", "why": "x", "reversibility": "irreversible", "blast_radius": "collection"}
    pattern = {"subcommand": "drop table|view", "fact": {"transaction": ["none", "commit*"]}}
    rules = Ruleset([layer_of([read_file({"rule": [{"id": "sql.drop", **said, "any_of": pattern}]}, "sql.toml")])])
    call = Call("sql", "psql", argv("drop table users"), (), known("/"), {}, Origin(), (0, 0), {"transaction": "none"})
    (finding,) = match((call,), rules)
    assert finding.targets == ()
    assert not match((call.replace(facts={"transaction": "rollback"}),), rules)
    path = Target("path", known("/"))
    (finding,) = match((call.replace(targets=(path,)),), rules)
    assert finding.targets == (path,)


def test_a_finding_stands_once() -> None:
    rules = ruleset({"subcommand": "rm"})
    assert len(findings(["t", "--new", "v", "rm", "x"], rules)) == 1
