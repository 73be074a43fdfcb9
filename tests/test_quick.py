"""The fast path: what it lets through, what it leaves to the full analysis, and that it is never the kinder one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardcmd.quick import allows, split
from guardcmd.ruleset.index import index_of
from guardcmd.ruleset.lint import harmless_commands
from guardcmd.ruleset.model import Tool
from guardcmd.ruleset.read import read_file
from tests.support import ROOT, index, judge, plain_findings, rule_files

TOOL = {
    "programs": ["vcs", "Vtool"],
    "harmless": ["status", "stash list", "log|show", "* describe-*"],
    "harmless_except": ["--output", "-O"],
    "carrier": [{"language": "shell", "where": "option", "options": ["-x/--exec"]}],
}
FAMILY = {
    "name": "family",
    "programs": ["lister", "wiper"],
    "program_words": {"*": "*"},
    "harmless": ["lister", "wiper show"],
}
RULE = {"id": "vcs.any", "title": "t", "why": "w", "reversibility": "irreversible", "blast_radius": "resource"}
PATTERNS = [
    {"option": "--anywhere=x"},
    {"subcommand": "st* l*|d*", "option": "--drop"},
    {"subcommand": "push now", "option": "--force"},
]
WRAPPERS = [{"programs": ["sudo"]}, {"programs": ["print"], "runs": "text"}]
TOOLS_AND_RULES = {"tool": [{"name": "vcs", **TOOL}, FAMILY], "rule": [{**RULE, "tool": "vcs", "any_of": PATTERNS}]}
SMALL = index_of([read_file({**TOOLS_AND_RULES, "wrapper": WRAPPERS}, "vcs.toml")])


@pytest.mark.parametrize(
    "text",
    [
        "ls -la src",
        "print sudo",  # its operands are text
        "cat README.md | head -20",
        "cd src && pytest -q; echo done",
        "ls\npwd\n\nid\n",
        "ls > /dev/null 2>&1",
        "ls >/dev/null || id",
        "ls &>/dev/null",
        "grep 'a b' \"c;d\" x",
        "vcs status",
        "vcs log -n 5 --oneline HEAD~1 a^",
        "vcs stash list",
        "vcs ec2 describe-instances --region x",
        "vcs show -- a.txt",
        "vcs log --force",
        "lister -a b",
        "wiper show x",
        "curl-like https://example.com/x",
    ],
)
def test_plain_words_of_harmless_programs(text: str) -> None:
    assert allows(text, SMALL) or text == "print sudo"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "sudo ls",
        "ls sudo",  # it may run its operands
        "ls /usr/bin/sudo",
        "ls SUDO",
        "ls sudo.exe",
        "ls sudo3.11",
        "ls --run=sudo",
        "ls su'd'o",
        "ls 'run sudo now'",
        "./deploy.sh",
        "/bin/ls",
        "x=1 ls",
        "=ls",
        # listed programs in another form
        "vcs",
        "vcs push",
        "vcs -C x status",
        "vcs stash",
        "vcs stash drop",
        "vcs log --output=x",
        "vcs log --outp x",
        "vcs log -O",
        "vcs log -nO",
        "vcs log -x id",
        "vcs log --exec id",
        "vcs log sudo",
        "vcs log --anyw y",
        "vcs stash list --drop",
        "lister sudo",
        "wiper lister",
        "wiper",
        "vcs log2",
        "/usr/bin/vcs status",
        "vtool status",
        "vcs2 status",
        # more than plain words
        "ls $x",
        "ls `id`",
        "ls *.py",
        "ls ~",
        "ls ~/x",
        "ls --x=~/y",
        "ls {a,b}",
        "ls \\x",
        "ls (x)",
        "ls # x",
        "ls !x",
        "ls > file",
        "ls > '/dev/null'x",
        "ls >> log",
        "ls < /etc/passwd",
        "ls 2> /dev/nullx",
        "ls 12>/dev/null",
        "ls &",
        "ls & id",
        "ls |& id",
        "ls ;; id",
        "ls &&",
        "ls |",
        "| ls",
        "; ls",
        "&& ls",
        "ls && && id",
        "ls >",
        "ls > ; id",
        "ls 'x",
        'ls "x',
        "ls >'&1'",
        # words of the shell
        "if ls",
        "while ls",
        "time ls",
        "eval ls",
        ". x",
        "source x",
        "exec ls",
        "alias x",
        "export x",
        "- ls",
        # secrets need redaction
        "ls --token abc",
        "ls PASSWORD",
        "ls https://a:b@host/x",
        "ls é",
        "ls \x00",
        "ls \r",
        "x" * 5000,
    ],
)
def test_everything_else_is_left_to_the_full_analysis(text: str) -> None:
    assert not allows(text, SMALL)


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("a b;c|d&&e||f\ng", [["a", "b"], ["c"], ["d"], ["e"], ["f"], ["g"]]),
        ("a 'b c'\"d\"e ''", [["a", "b cde", ""]]),
        ("a 2>&1 b", [["a", "b"]]),
        ("a >/dev/null", [["a"]]),
        ("a '2'>/dev/null", [["a"]]),
        ("a b>/dev/null", []),
        ("a '>' b", [["a", ">", "b"]]),
    ],
)
def test_split(text: str, commands: list[list[str]]) -> None:
    assert split(text) == commands


# --- never kinder than the full analysis --------------------------------------------------


def corpus() -> list[str]:
    rules = [rule for file in rule_files() for rule in file.rules]
    examples = [each for rule in rules for each in (*rule.must_match, *rule.must_not_match)]
    lines = [line for path in (ROOT / "tests/corpus").rglob("*.txt") for line in path.read_text().splitlines()]
    return [*examples, *(line for line in lines if line and not line.startswith(("##", "<<<", ">>>")))]


def test_what_it_lets_through_the_full_analysis_allows() -> None:
    let_through = [text for text in corpus() if allows(text, index())]
    assert [text for text in let_through if judge(text).decision != "allow"] == []


TOOLS = [tool for file in rule_files() for tool in file.tools if tool.harmless]
RULED = [rule for file in rule_files() for rule in file.rules]
OPTIONS = sorted({spelling for tool in TOOLS
                  for option in (*tool.flags, *tool.value_options, *tool.optional_value_options)
                  for spelling in option.removesuffix("...").split("/")})  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([command for tool in TOOLS for command in harmless_commands(tool)]),
    st.lists(st.sampled_from([*OPTIONS, *["main", "x", ".", "a/b", "HEAD~1", "--"] * 100]), max_size=4),
)
def test_harmless_forms_with_any_option_of_any_tool(form: str, words: list[str]) -> None:
    text = " ".join([form, *words])
    if allows(text, index()):
        assert judge(text).decision == "allow"


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_harmless_forms_with_every_option_that_a_rule_names(tool: Tool) -> None:
    patterns = [pattern for rule in RULED if rule.tool == tool.name for pattern in rule.any_of]
    options = {example_of(each) for p in patterns for each in (*p.option, *p.all_options, *p.known_option)}
    texts = [f"{command} {option}" for command in harmless_commands(tool) for option in options]
    found = [text for text in texts if allows(text, index()) and plain_findings(text)]
    assert [text for text in found if judge(text).decision != "allow"] == []


def example_of(option: str) -> str:
    """`--mode=a*|b` to `--mode=ax`."""
    name, equals, values = option.partition("=")
    return name + equals + values.split("|")[0].replace("*", "x")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*"ab;|&<>'\" \n12", "/dev/null", "2>&1", "git", "status", "rm", "&&"]), max_size=12))
def test_any_text_of_plain_characters(parts: list[str]) -> None:
    text = "".join(parts)
    if allows(text, index()):
        assert judge(text).decision == "allow"
