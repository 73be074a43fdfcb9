"""`guardcmd rules`: list, show, test, lint, new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from guardcmd.cli.common import edge, here
from guardcmd.cli.rule_files import Examples, read_all
from guardcmd.edge import project_of
from guardcmd.errors import InputError, StateError, UsageError
from guardcmd.ruleset.model import Rule, RuleFile
from guardcmd.ruleset.mutate import unnoticed
from guardcmd.ruleset.shown import pattern_in_words


@click.group("rules")
def command() -> None:
    """List, show, test, lint and draft rules: the built-in ones, yours, and this project's."""


@command.command("list")
@click.argument("tool", required=False)
@click.option("--json", "as_json", is_flag=True, help="one JSON object a line, with everything that `show` shows")
def list_rules(tool: str | None, as_json: bool) -> None:
    """List the rules, of one TOOL or of all."""
    every = _rules()
    rules = [rule for rule in _once(every) if tool in (None, rule.tool, rule.id.partition(".")[0])]
    if not rules:
        raise InputError(f"no rule is about `{tool}`", "`guardcmd rules list` shows all of them")
    if as_json:
        for rule in rules:
            click.echo(_as_json(rule, [each.tool for each in every if each.id == rule.id]))
        return
    width = max(len(rule.id) for rule in rules)
    for rule in rules:
        layer = "" if rule.layer == "built-in" else f"  ({rule.layer}: {rule.source})"
        click.echo(f"{rule.id:{width}}  {rule.title}{layer}")


@command.command("show")
@click.argument("id_", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="as one JSON object")
def show(id_: str, as_json: bool) -> None:
    """Show one rule: its facts, patterns and examples."""
    found = [rule for rule in _rules() if rule.id == id_]
    if not found:
        raise InputError(f"there is no rule `{id_}`", _nearest(id_))
    if as_json:
        click.echo(_as_json(found[0], [each.tool for each in found]))
        return
    for rule in found[:1]:
        for label, text in _facts(rule, [each.tool for each in found]):
            click.echo(f"{label:13} {text}")


@command.command("test")
@click.argument("what", nargs=-1, metavar="[ID|TOOL|FILE]...")
@click.option("--mutants/--no-mutants", default=True, help="whether to weaken every clause in turn", show_default=True)
@click.option("--alternatives", is_flag=True, help="also leave out each option or word that a clause lists")
def test(what: tuple[str, ...], mutants: bool, alternatives: bool) -> int:
    """Judge every rule's examples by the whole guard, and see that they notice a rule that is made wrong.

    All rules, or those of some ids, tools or files.
    """
    files = read_all(edge(), here(), [each for each in what if each.endswith(".toml")])
    examples = Examples(files)
    rules = [rule for file in files for rule in _once(file.rules) if not what or _is_meant(rule, what)]
    if not rules and not {Path(each).resolve() for each in what} & {Path(file.path).resolve() for file in files}:
        raise InputError("no rule is meant by that", "give ids, tools, or rule files")
    failed = unneeded = 0
    for rule in rules:
        wrong = list(_wrong_examples(rule, examples))
        failed += len(wrong)
        for each in wrong:
            click.echo(f"{rule.source}: rule `{rule.id}`: {each}")
        for mutant in unnoticed(rule, examples.matches, alternatives) if mutants and not wrong else ():
            unneeded += 1
            click.echo(f"{rule.source}: rule `{rule.id}`: no example notices {mutant.change}")
            click.echo(f"hint: {mutant.missing}")
    said = f", {unneeded} mutants unnoticed" if mutants else ""
    click.echo(f"{len(rules)} rules tested, {failed} examples failed{said}")
    return 1 if failed or unneeded else 0


@command.command("lint")
@click.argument("paths", nargs=-1, metavar="[FILE]...")
def lint(paths: tuple[str, ...]) -> int:
    """Find rules without examples, out of reach, or said twice, and advice that the guard would refuse.

    Notes say what a rule could have besides; they fail nothing.
    """
    from guardcmd.ruleset.lint import lint as complaints_of

    files = read_all(edge(), here(), paths)
    examples = Examples(files)
    meant = {Path(path).resolve() for path in paths}
    complaints = [
        complaint
        for complaint in complaints_of(files, examples.decide, examples.passes)
        if (not meant and not (complaint.is_note and complaint.file.startswith("rules/")))
        or Path(complaint.file).resolve() in meant
    ]
    for complaint in complaints:
        click.echo(("note: " if complaint.is_note else "") + complaint.shown())
    wrong = sum(not complaint.is_note for complaint in complaints)
    notes = len(complaints) - wrong
    click.echo(f"{wrong} complaints" + (f", {notes} notes" if notes else ""))
    return 1 if wrong else 0


@command.command("new")
@click.argument("id_", metavar="ID")
@click.option("--project", is_flag=True, help="into this project's .guardcmd/rules")
def new(id_: str, project: bool) -> None:
    """Draft a rule of the given ID, such as `mytool.wipe`, in a file of its own."""
    from guardcmd.ruleset.read import RULE_ID
    from guardcmd.ruleset.scaffold import scaffold

    if not RULE_ID.fullmatch(id_):
        raise UsageError("an id is `tool.what` in lower case", "such as `psql.drop-table`")
    own = edge()
    files = read_all(own, here())
    if any(rule.id == id_ for file in files for rule in file.rules):
        raise UsageError(f"there is a rule `{id_}` already", f"`guardcmd rules show {id_}` prints it")
    name = id_.partition(".")[0]
    tool, program, lead = _known_tool(name, files)
    if project and not tool:
        hint = f"`guardcmd rules new {id_}` drafts it for yourself"
        raise UsageError(f"a project's rules are about tools that are known, and `{name}` is not", hint)
    folder = Path(project_of(here(), own.home) or here(), ".guardcmd", "rules") if project else Path(own.paths.rules)
    path = folder / f"{id_.replace('.', '-')}.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(scaffold(id_, tool, program, lead))
    except FileExistsError:
        raise UsageError(f"`{path}` exists already") from None
    except OSError as error:
        raise StateError(f"`{path}` cannot be written: {error.strerror}") from None
    click.echo(f"drafted {path}")
    click.echo(f"hint: complete it, then run `guardcmd rules lint {path}` and `guardcmd rules test {path}`")


# --- helpers -----------------------------------------------------------------------------


def _rules() -> list[Rule]:
    return [rule for file in read_all(edge(), here()) for rule in file.rules]


def _as_json(rule: Rule, tools: list[str]) -> str:
    """Every key of the rule file that the rule sets, with the tools that it is about, its layer and its file."""
    import json

    from guardcmd.ruleset.compile import row

    fields = {"tools": list(dict.fromkeys(tools)), "effect": rule.effect, "blast_radius": rule.blast_radius}
    fields |= {"reversibility": rule.reversibility, "layer": rule.layer}
    return json.dumps({**{key: value for key, value in row(rule).items() if key != "tool"}, **fields})


def _known_tool(name: str, files: Sequence[RuleFile]) -> tuple[str, str, str]:
    """The tool of this name or with a program of this name, the program, and the words that this stands for."""
    for tool in (tool for file in files for tool in file.tools):
        if tool.programs and (name == tool.name or name in tool.programs):
            program = name if name in tool.programs else tool.programs[0]
            words = tool.program_words.get(program, tool.program_words.get("*", ""))
            return tool.name, program, words.replace("*", program)
    return "", "", ""


def _once(rules: Sequence[Rule]) -> list[Rule]:
    """A rule for several tools stands there once per tool; its examples are the same."""
    return list({rule.id: rule for rule in rules}.values())


def _is_meant(rule: Rule, what: tuple[str, ...]) -> bool:
    sources = {Path(each).resolve() for each in what if each.endswith(".toml")}
    names = (rule.id, rule.tool, rule.id.partition(".")[0])
    return any(name in what for name in names) or Path(rule.source).resolve() in sources


def _wrong_examples(rule: Rule, examples: Examples) -> Iterator[str]:
    for text in rule.must_match:
        if rule.id not in examples.decide(text)[1]:
            yield f"does not match `{text}`"
    for text in rule.must_not_match:
        if rule.id in examples.decide(text)[1]:
            yield f"matches `{text}`"


def _nearest(id_: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(id_, [rule.id for rule in _rules()], 1)
    return f"did you mean `{near[0]}`?" if near else "`guardcmd rules list` shows all of them"


def _facts(rule: Rule, tools: list[str]) -> Iterator[tuple[str, str]]:
    yield "rule", f"{rule.id}  ({rule.layer}: {rule.source})"
    yield "tool", ", ".join(dict.fromkeys(tools))
    yield "title", rule.title
    yield "why", rule.why
    for label in ("instead", "preview", "decision"):
        if getattr(rule, label):
            yield label, getattr(rule, label)
    yield "facts", f"{rule.effect}, {rule.reversibility}, {rule.blast_radius}"
    for label, patterns in (("matches", rule.any_of), ("unless", rule.unless)):
        for pattern in patterns:
            yield label, pattern_in_words(pattern)
    for label in ("worse", "wider", "unasked", "admin"):
        if getattr(rule, label):
            yield label, ", ".join(getattr(rule, label))
    for label, listed in (
        ("matching", rule.must_match),
        ("not matching", rule.must_not_match),
        ("see", rule.references),
    ):
        for text in listed:
            yield label, text
