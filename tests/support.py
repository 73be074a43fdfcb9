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
from guardcmd.policy.verdict import Reason, Verdict
from guardcmd.proposal import Proposal, ShellText
from guardcmd.ruleset.match import match
from guardcmd.ruleset.read import read_file
from guardcmd.ruleset.ruleset import Files, Ruleset
from guardcmd.shell.value import known
from guardcmd.tools.read_call import read_call

if TYPE_CHECKING:
    from guardcmd.calls import Call
    from guardcmd.ruleset.model import Finding, RuleFile

ROOT = Path(__file__).parent.parent
RULES = ROOT / "rules"
HOME = "/home/dev"
PROJECT = "/home/dev/shop"


@cache
def rule_files() -> tuple[RuleFile, ...]:
    paths = sorted(path for path in RULES.glob("*.toml") if path.stem != "policy")
    return tuple(read_file(tomllib.loads(path.read_text()), f"rules/{path.name}") for path in paths)


@cache
def ruleset() -> Ruleset:
    return Ruleset([Files(rule_files())])


def proposal(text: str, **fields: Any) -> Proposal:
    fields.setdefault("action", ShellText(text, fields.pop("dialect", "bash")))
    return Proposal(**{"directory": PROJECT, "home": HOME, "project": PROJECT, **fields})


def judge(text: str, **fields: Any) -> Verdict:
    """The verdict on a text. Fields are of Proposal, and `dialect`."""
    if importlib.util.find_spec("guardcmd.guard"):
        from guardcmd import guard

        return guard.judge(proposal(text, **fields))  # type: ignore[no-any-return]
    findings = plain_findings(text)
    return Verdict("ask" if findings else "allow", tuple(Reason(each, "ask", ()) for each in findings))


def rules_of(text: str, **fields: Any) -> list[str]:
    """The ids of the rules that match a text."""
    return [reason.finding.rule.id for reason in judge(text, **fields).reasons]


# --- without the shell reader ------------------------------------------------------------


def plain_findings(text: str, rules: Ruleset | None = None) -> tuple[Finding, ...]:
    """Findings of simple commands, split by shlex: no expansion, no wrappers."""
    rules = rules or ruleset()
    return match([call for command in plain_commands(text) for call in plain_calls(command, rules)], rules)


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
        print(f"{verdict.decision:8} {text}")
        for reason in verdict.reasons:
            found = reason.finding
            names = ", ".join(f"{each.kind} {each.name.shown()} {each.path_class}".strip() for each in found.targets)
            print(f"         {found.rule.id}: {found.effect}, {found.reversibility}, {found.blast_radius} [{names}]")
            for note in found.notes:
                print(f"         {note}")


if __name__ == "__main__":
    main(sys.argv[1:])
