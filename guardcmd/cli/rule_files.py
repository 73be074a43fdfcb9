"""Rule files as people write them, with their examples: found, read, and judged in a place that exists nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from guardcmd.builtin import CHECKOUT, HERE
from guardcmd.edge import Edge, project_of
from guardcmd.errors import InputError
from guardcmd.guard import Guard, Judgement, judge
from guardcmd.policy.settings import settings_from
from guardcmd.policy.verdict import Evidence
from guardcmd.proposal import Files, Missing, Proposal, ShellText, UnreadableFile
from guardcmd.quick import allows
from guardcmd.ruleset.compile import layer_of
from guardcmd.ruleset.match import match
from guardcmd.ruleset.model import Finding, Rule, RuleFile
from guardcmd.ruleset.ruleset import Ruleset
from guardcmd.store.policyfiles import built_in_policy
from guardcmd.store.rulefiles import project_folders, read_path
from guardcmd.targets.paths import classify, place_of

HOME, PROJECT = "/home/dev", "/home/dev/app"


class Nothing(Files):
    """A machine without files: examples mean the same everywhere."""

    def read(self, path: str, limit: int = 262_144) -> bytes | Missing | UnreadableFile:
        return Missing()

    def kind(self, path: str) -> str:
        return "directory" if path in (HOME, PROJECT) else "missing"

    def resolve(self, path: str) -> str:
        return path


def built_in_folder() -> Path:
    """Where the built-in rules are as TOML."""
    for folder in (Path(CHECKOUT), Path(HERE, "_rules")):
        if (folder / "policy.toml").exists():
            return folder.resolve()
    raise InputError("the built-in rules are not where they belong", "install guardcmd again")


def read_all(own: Edge, directory: str, more: Sequence[str] = ()) -> list[RuleFile]:
    """Every rule file in force in a directory, and those named beside them. Raises RuleError for a broken one."""
    folder = built_in_folder()
    found = [
        _read(path, f"rules/{path.name}", "built-in") for path in sorted(folder.glob("*.toml")) if path.stem != "policy"
    ]
    folders = [(own.paths.rules, "user")]
    folders += [(each, "project") for each in project_folders(directory, project_of(directory, own.home) or "")]
    for place, layer in folders:
        found += [_read(path, str(path), layer) for path in sorted(Path(place).glob("*.toml"))]
    have = {Path(file.path).resolve() for file in found} | {path.resolve() for path in folder.glob("*.toml")}
    return found + [_read(Path(path), path, "user") for path in more if Path(path).resolve() not in have]


def _read(path: Path, name: str, layer: str) -> RuleFile:
    try:
        return read_path(str(path), name, layer)
    except OSError as error:
        raise InputError(f"`{path}` cannot be read: {error.strerror}") from None


class Examples:
    """Judges examples by the whole guard, with the given files as its rules, in a place that exists nowhere."""

    def __init__(self, files: Sequence[RuleFile], disk: Files | None = None) -> None:
        layer = layer_of(list(files))
        self.ruleset, self.index = Ruleset([layer]), layer.index
        self.disk = disk or Nothing()
        self.guard = Guard(
            self.ruleset,
            settings_from(built_in_policy()),
            self.disk,
            no_evidence,
            lambda each: place_of(each, self.disk),
        )
        self.tools: dict[str, tuple[str, ...]] = {}
        for rule in (rule for file in files for rule in file.rules):
            self.tools[rule.id] = (*self.tools.get(rule.id, ()), rule.tool)
        self._judged: dict[str, Judgement] = {}

    def judge(self, text: str) -> Judgement:
        if text not in self._judged:
            self._judged[text] = judge(proposal(text), self.guard)
        return self._judged[text]

    def decide(self, text: str) -> tuple[str, tuple[str, ...]]:
        """The decision, and the ids of the rules that match."""
        verdict = self.judge(text).verdict
        return verdict.decision, tuple(reason.finding.rule.id for reason in verdict.reasons)

    def passes(self, text: str) -> bool:
        """Whether the fast path allows it."""
        return allows(text, self.index)

    def matches(self, rule: Rule, text: str) -> bool:
        """Whether the rule, perhaps a mutant, matches a text if it stands alone, for each of its tools."""
        alone = OneRule(self.ruleset, rule, self.tools.get(rule.id, (rule.tool,)))
        place = place_of(proposal(text), self.disk)
        return bool(match(self.judge(text).calls, alone, lambda path, call: classify(path, place.seen_from(call))))


class OneRule(Ruleset):
    """The tools of a ruleset, and a single rule."""

    def __init__(self, rules: Ruleset, rule: Rule, tools: Sequence[str]) -> None:
        super().__init__(rules.layers)
        self._tools, self._tables = rules._tools, rules._tables
        self.rule, self.its_tools = rule, tools

    def rules_for(self, tool: str, word: str | None = None) -> tuple[Rule, ...]:
        return (self.rule,) if tool in self.its_tools else ()


def proposal(text: str) -> Proposal:
    return Proposal(ShellText(text), PROJECT, HOME, PROJECT)


def no_evidence(findings: Sequence[Finding], *_: object) -> tuple[tuple[Evidence, ...], ...]:
    return tuple(() for _ in findings)
