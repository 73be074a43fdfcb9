"""What tests share: judging a text as the guard does, with a home and a project that exist nowhere.

`python -m tests.support 'kubectl delete ns prod'` prints the findings.
"""

from __future__ import annotations

import importlib.util
import shlex
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guardcmd.calls import Input, Invocation, Origin
from guardcmd.cli.rule_files import Examples
from guardcmd.guard import Guard
from guardcmd.guard import judge as guard_judge
from guardcmd.policy.settings import settings_from
from guardcmd.policy.verdict import Reason, Verdict
from guardcmd.proposal import Files as ProposalFiles
from guardcmd.proposal import Missing, Proposal, ShellText, UnreadableFile
from guardcmd.ruleset.compile import compiled, layer_of
from guardcmd.ruleset.match import match
from guardcmd.ruleset.read import read_file
from guardcmd.ruleset.ruleset import Ruleset
from guardcmd.shell.value import known
from guardcmd.targets.paths import classify, place_of
from guardcmd.tools.read_call import read_call
from tests.corpus.project import DIRECTORIES, FILES, HOME, PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from guardcmd.calls import Call
    from guardcmd.guard import Judgement
    from guardcmd.policy.settings import Settings
    from guardcmd.policy.verdict import Evidence
    from guardcmd.ruleset.model import Finding, RuleFile

ROOT = Path(__file__).parent.parent
RULES = ROOT / "rules"


class DictFiles(ProposalFiles):
    """Files that exist only here: path to content; `directories` and the folders of files exist too."""

    def __init__(self, contents: Mapping[str, bytes], directories: Iterable[str] = ()) -> None:
        self.contents = contents
        self.directories = {*directories, *(folder for path in contents for folder in folders_of(path))}

    def read(self, path: str, limit: int = 262_144) -> bytes | Missing | UnreadableFile:
        if path in self.contents:
            return self.contents[path] if len(self.contents[path]) <= limit else UnreadableFile("too large")
        return UnreadableFile("a directory") if path in self.directories else Missing()

    def kind(self, path: str) -> str:
        return "file" if path in self.contents else "directory" if path in self.directories else "missing"

    def resolve(self, path: str) -> str:
        return path

    def names(self, path: str, limit: int = 1_000) -> tuple[str, ...] | None:
        inside = {each[len(path) + 1 :].split("/")[0] for each in (*self.contents, *self.directories)
                  if each.startswith(path + "/")}  # fmt: skip
        return tuple(sorted(inside)) if path in self.directories else None


def folders_of(path: str) -> Iterator[str]:
    while "/" in path[1:]:
        path = path.rpartition("/")[0]
        yield path


@cache
def rule_files() -> tuple[RuleFile, ...]:
    paths = sorted(path for path in RULES.glob("*.toml") if path.stem != "policy")
    return tuple(read_file(tomllib.loads(path.read_text()), f"rules/{path.name}") for path in paths)


@cache
def ruleset() -> Ruleset:
    return Ruleset([layer_of(rule_files())])


@cache
def index() -> str:
    return compiled(rule_files())["index"]


@cache
def settings() -> Settings:
    return settings_from(tomllib.loads((RULES / "policy.toml").read_text()))


def proposal(text: str, **fields: Any) -> Proposal:
    fields.setdefault("action", ShellText(text, fields.pop("dialect", "bash")))
    return Proposal(**{"directory": PROJECT, "home": HOME, "project": PROJECT, **fields})


def a_guard(rules: Ruleset | None = None, files: ProposalFiles | None = None, index: str = "") -> Guard:
    """A guard over the built-in rules and the corpus's project, without evidence of this machine."""
    files = files or DictFiles(FILES, DIRECTORIES)
    return Guard(rules or ruleset(), settings(), files, no_evidence, lambda each: place_of(each, files), index)


def no_evidence(findings: Sequence[Finding], *_: object) -> tuple[tuple[Evidence, ...], ...]:
    return tuple(() for _ in findings)


def judge(text: str, **fields: Any) -> Verdict:
    """The verdict on a text, by the full analysis. Fields are of Proposal, and `dialect`."""
    if importlib.util.find_spec("guardcmd.expand"):
        return judge_with(text, a_guard(), proposal(text, **fields)).verdict
    findings = plain_findings(text)
    return Verdict("ask" if findings else "allow", tuple(Reason(each, "ask", ()) for each in findings))


def rules_of(text: str, **fields: Any) -> list[str]:
    """The ids of the rules that match a text."""
    return [reason.finding.rule.id for reason in judge(text, **fields).reasons]


def judge_with(text: str, guard: Guard, proposed: Proposal | None = None) -> Judgement:
    return guard_judge(proposed or proposal(text), guard)


@cache
def examples() -> Examples:
    """The built-in rules' examples, judged as `guardcmd rules test` does, in the corpus's project."""
    return Examples(rule_files(), DictFiles(FILES, DIRECTORIES))


# --- without the shell reader ------------------------------------------------------------


def plain_findings(text: str, rules: Ruleset | None = None) -> tuple[Finding, ...]:
    """Findings of simple commands, split by shlex: no expansion, no wrappers."""
    rules = rules or ruleset()
    calls = [call for command in plain_commands(text) for call in plain_calls(command, rules)]
    place = place_of(proposal(text))
    return match(calls, rules, lambda path, call: classify(path, place.seen_from(call)))


def plain_commands(text: str) -> list[list[str]]:
    lexer = shlex.shlex(text, posix=True, punctuation_chars=";&|\n")
    lexer.whitespace = " \t"
    lexer.whitespace_split = True
    commands: list[list[str]] = [[]]
    for token in lexer:
        if token.strip(";&|\n"):
            commands[-1].append(token)
        else:
            commands.append([])
    return [command for command in commands if command]


def plain_calls(argv: list[str], rules: Ruleset) -> tuple[Call, ...]:
    environment = {}
    while argv and "=" in argv[0].lstrip("=") and argv[0].partition("=")[0].isidentifier():
        name, _, value = argv[0].partition("=")
        environment[name] = known(value)
        argv = argv[1:]
    tool = rules.tool_for(argv[0].rsplit("/", 1)[-1]) if argv else None
    if tool is None:
        return ()
    words = tuple(known(word) for word in argv)
    return read_call(Invocation(words, environment, known(PROJECT), Input(), Origin(), (0, 0)), tool)


def main(texts: list[str]) -> None:
    for text in texts:
        verdict = judge(text)
        print(f"{verdict.decision:8} {text}", *(f"         {note}" for note in verdict.notes), sep="\n")
        for reason in verdict.reasons:
            found = reason.finding
            names = ", ".join(f"{each.kind} {each.name.shown()} {each.path_class}".strip() for each in found.targets)
            print(f"         {found.rule.id}: {found.effect}, {found.reversibility}, {found.blast_radius} [{names}]")
            for note in found.notes:
                print(f"         {note}")


if __name__ == "__main__":
    main(sys.argv[1:])
