"""Writes docs/tools/ from the rules: one page for each tool, and an index. Run it from a checkout after changing rules.

python tools/rule_pages.py            writes the pages, and removes those of tools that are gone
python tools/rule_pages.py --check    writes nothing; fails, and names the pages, where they are not today's
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from guardcmd.policy.matrix import cell, decision_of, stricter  # noqa: E402  the checkout's, not an installed one
from guardcmd.policy.settings import Settings, settings_from  # noqa: E402
from guardcmd.ruleset.index import alternatives  # noqa: E402
from guardcmd.ruleset.match import wider  # noqa: E402
from guardcmd.ruleset.model import Rule, RuleFile, Table, Tool  # noqa: E402
from guardcmd.store.rulefiles import read_folder  # noqa: E402

FOLDER = ROOT / "docs" / "tools"
CATEGORIES = ROOT / "tools" / "rule_categories.toml"
OTHER = "Other"
MOST_EXAMPLES = 6
MOST_FORMS = 40
READ = ("read", "create", "tag", "modify", "unknown")
# tools without programs: what their calls are
LANGUAGES = {
    "sql": "SQL statements",
    "python": "Python code",
    "javascript": "JavaScript code",
    "ruby": "Ruby code",
    "perl": "Perl code",
    "php": "PHP code",
    "lua": "Lua code",
    "powershell": "PowerShell code",
    "http": "HTTP requests",
    "mongo": "statements of the MongoDB shell",
    "redis": "Redis commands",
    "redirect": "redirections, and files that code writes",
    "write": "files that an agent's own tools write",
    "opaque": "code that cannot be read",
    "mcp": "calls of MCP tools",
}
HEAD = "<!-- Made by tools/rule_pages.py from the rules: change those, then run it. -->\n"


class Page(NamedTuple):
    """What a page is about: the rules of one tool, and where they are written."""

    name: str
    tool: Tool
    rules: list[Rule]
    table: Table | None
    category: str


# --- from files to pages -----------------------------------------------------------------


def pages_of(files: list[RuleFile], categories: dict[str, list[str]]) -> list[Page]:
    """A page for every tool with rules, by name."""
    rules: dict[str, list[Rule]] = {}
    tools: dict[str, Tool] = {}
    homes: dict[str, str] = {}
    for file in files:
        for tool in file.tools:
            if tool.programs:
                tools[tool.name], homes[tool.name] = tool, file.path
        for rule in file.rules:
            rules.setdefault(rule.tool, []).append(rule)
    tables = {table.name: table for file in files for table in file.tables}
    shelves = {stem: category for category, stems in categories.items() for stem in stems}
    found = []
    for name in sorted(rules, key=str.lower):
        home = homes.get(name, rules[name][0].source)
        category = shelves.get(Path(home).stem, OTHER)
        found.append(Page(name, tools.get(name, Tool(name, ())), rules[name], tables.get(name), category))
    return found


def texts(files: list[RuleFile], categories: dict[str, list[str]], settings: Settings) -> dict[str, str]:
    """File name to text, the index included."""
    pages = pages_of(files, categories)
    found = {f"{page.name}.md": page_text(page, settings) for page in pages}
    return {**found, "README.md": index_text(pages, [*categories, OTHER], settings)}


# --- the index ---------------------------------------------------------------------------


def index_text(pages: list[Page], categories: list[str], settings: Settings) -> str:
    total = len({rule.id for page in pages for rule in page.rules})
    programs = len({program for page in pages for program in page.tool.programs})
    lines = [
        HEAD,
        "# What guardcmd stops\n",
        f"{total} rules about {programs} programs, and about code in SQL, Python, JavaScript and other languages that "
        "commands carry. One page for each tool: what is stopped, why, what to do instead, and what passes.\n",
        "The decisions are those for an agent, before anything is known of here and now: a name that says production "
        "raises them, a throw-away or a clean target lowers them ([policy](../policy.md)). `notify` runs and is "
        "logged; `ask` wants one yes; `confirm` wants a person who types the name of what will be lost, by the quorum "
        "as many as the policy says; `block` is never run.\n",
        "`guardcmd check 'COMMAND'` gives the decision on one command, `guardcmd explain 'COMMAND'` how it came about, "
        "and `guardcmd rules show ID` a rule with its patterns.\n",
    ]
    for category in categories:
        own = [page for page in pages if page.category == category]
        if not own:
            continue
        count = len({rule.id for page in own for rule in page.rules})
        lines += [
            f"## {category}\n",
            f"{counted(count, 'rule')}.\n",
            "| tool | rules | at most | programs |",
            "|---|---|---|---|",
        ]
        for page in own:
            worst = max((at_most(rule, settings) for rule in page.rules), key=ORDER.index)
            link = f"[{page.name}]({page.name}.md)"
            about = shortened(page.tool.programs, 8) or LANGUAGES.get(page.name, "")
            lines.append(f"| {link} | {len(page.rules)} | {worst} | {about} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


# --- one tool ----------------------------------------------------------------------------


def page_text(page: Page, settings: Settings) -> str:
    lines = [HEAD, f"# {page.name}\n", *intro(page)]
    lines += ["| what it does | for an agent | rule |", "|---|---|---|"]
    for rule in page.rules:
        lines.append(f"| {in_cell(rule.title)} | {decision(rule, settings)} | [`{rule.id}`](#{anchor(rule.id)}) |")
    lines.append("")
    if page.table:
        lines += operations(page.table)
    for rule in page.rules:
        lines += section(rule, settings)
    lines += passing(page.tool)
    return "\n".join(lines).rstrip() + "\n"


def intro(page: Page) -> list[str]:
    count = counted(len(page.rules), "rule")
    sources = ", ".join(f"[`{path}`](../../{path})" for path in dict.fromkeys(rule.source for rule in page.rules))
    programs = shortened(page.tool.programs, 24)
    about = programs or f"{LANGUAGES.get(page.name, 'calls of this kind')}, whatever program carries them"
    return [f"{count} about {about}; written in {sources}. ([all tools](README.md))\n"]


def section(rule: Rule, settings: Settings) -> list[str]:
    lines = [f"## {rule.id}\n", f"**{sentence(rule.title)}**\n"]
    lines.append(f"{sentence(rule.why)}\n")
    facts = f"{rule.effect}, {rule.reversibility}, {rule.blast_radius}"
    lines.append(f"- For an agent: **{decision(rule, settings)}** ({facts}){raised(rule, settings)}.")
    if rule.instead:
        lines.append(f"- Instead: {rule.instead.rstrip('.')}.")
    if rule.preview:
        lines.append(f"- See first what it would be: {code(rule.preview)}.")
    if rule.unasked:
        lines.append(f"- Only skips the tool's own question: {shortened(rule.unasked, 12)}.")
    lines += ["", "Stopped by it:\n", *examples(rule.must_match, rule.source)]
    lines += ["Not stopped by it:\n", *examples(rule.must_not_match, rule.source)]
    if rule.references:
        lines.append("Read more: " + " · ".join(f"<{address}>" for address in rule.references) + "\n")
    return lines


def examples(commands: tuple[str, ...], source: str) -> list[str]:
    """A block of commands; the short ones first show most."""
    shown = commands[:MOST_EXAMPLES]
    fence = "```" if not any("```" in command for command in shown) else "~~~~"
    lines = [f"{fence}sh", *(command.rstrip("\n") for command in shown), fence]
    more = len(commands) - len(shown)
    return [*lines, f"and {more} more in `{source}`\n" if more else ""]


def passing(tool: Tool) -> list[str]:
    """What is known to be harmless, and the options that make anything a preview."""
    forms = sorted({form for listed in tool.harmless for form in alternatives(listed)})
    lines = []
    if forms:
        lines += ["## What passes at once\n", f"{shortened(forms, MOST_FORMS)}.\n"]
    if tool.previews:
        lines += ["## Previews\n", f"With {shortened(tool.previews, 12, 'or')} nothing of this is a finding.\n"]
    return lines


def operations(table: Table) -> list[str]:
    """A cloud's table, summed up: which verbs mean what, and how many operations are listed one by one."""
    verbs: dict[str, list[str]] = {}
    for verb, kind in table.verbs.items():
        verbs.setdefault(kind, []).append(verb)
    listed: dict[str, list[str]] = {}
    for operation, kind in table.explicit.items():
        listed.setdefault(kind, []).append(operation)
    lines = [
        "## How an operation is classified\n",
        f"By its verb and its noun, unless it is one of the {len(table.explicit)} that are listed one by one. "
        f"{len(table.data)} nouns are known to hold data ({shortened(table.data, 8)}), "
        f"{len(table.minor)} to be made again in a minute ({shortened(table.minor, 5)}).\n",
        "| class | verbs | listed operations |",
        "|---|---|---|",
    ]
    for kind in sorted({*verbs, *listed}, key=lambda kind: (kind in READ, kind)):
        own = sorted(listed.get(kind, ()))
        shown = f"{len(own)}: {shortened(own, 3)}" if own else ""
        lines.append(f"| {kind} | {shortened(verbs.get(kind, ()), 12)} | {shown} |")
    return [*lines, ""]


# --- decisions ---------------------------------------------------------------------------

ORDER = ("allow", "notify", "ask", "confirm", "confirm by the quorum", "block")


def decision(rule: Rule, settings: Settings) -> str:
    return "block" if rule.decision else decided(rule.effect, rule.reversibility, rule.blast_radius, settings)


def decided(effect: str, reversibility: str, radius: str, settings: Settings) -> str:
    found = cell(settings.matrix("agent"), reversibility, radius)
    if found == "quorum":
        return "confirm by the quorum"
    return stricter(decision_of(found), settings.floors.get(effect, "allow"))


def at_most(rule: Rule, settings: Settings) -> str:
    """With every option that makes it worse."""
    if rule.decision:
        return "block"
    reversibility = "irreversible" if rule.worse else rule.reversibility
    radius = wider(rule.blast_radius) if rule.wider else rule.blast_radius
    return decided(rule.effect, reversibility, radius, settings)


def raised(rule: Rule, settings: Settings) -> str:
    said = []
    if rule.worse and rule.reversibility != "irreversible":
        said.append(f"irreversible with {shortened(rule.worse, 8, 'or')}")
    if rule.wider:
        said.append(f"{wider(rule.blast_radius)} with {shortened(rule.wider, 8, 'or')}")
    if rule.admin:
        said.append("a step more for admin or wildcard rights")
    worst = at_most(rule, settings)
    if said and worst != decision(rule, settings):
        said.append(f"at most {worst}")
    return "; " + "; ".join(said) if said else ""


# --- words -------------------------------------------------------------------------------


def shortened(words: tuple[str, ...] | list[str], most: int, last: str = "") -> str:
    """`a`, `b` and 3 more; with `last` = "or": `a`, `b` or `c`."""
    shown = [code(word) for word in words[:most]]
    more = len(words) - len(shown)
    if more:
        return f"{', '.join(shown)} and {more} more"
    return f"{', '.join(shown[:-1])} {last} {shown[-1]}" if last and len(shown) > 1 else ", ".join(shown)


def code(text: str) -> str:
    text = in_cell(text)
    return f"`{text}`" if "`" not in text else f"`` {text} ``"


def in_cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def sentence(text: str) -> str:
    """`deletes a table` to `Deletes a table.`; Markdown's own characters outside of backticks are escaped."""
    pieces = text.split("`")
    pieces[::2] = [re.sub(r"([*_<\[\]])", r"\\\1", piece) for piece in pieces[::2]]
    text = "`".join(pieces)
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def counted(count: int, what: str) -> str:
    return f"{count} {what}" + ("" if count == 1 else "s")


def anchor(heading: str) -> str:
    """As GitHub makes it: lower case, without dots."""
    return heading.lower().replace(".", "")


# --- files -------------------------------------------------------------------------------


def todays() -> dict[str, str]:
    settings = settings_from(tomllib.loads((ROOT / "rules" / "policy.toml").read_text()))
    return texts(read_folder(str(ROOT / "rules")), tomllib.loads(CATEGORIES.read_text())["categories"], settings)


def stale(wanted: dict[str, str], folder: Path) -> list[str]:
    """The pages that are missing, others than wanted, or of a tool that is gone."""
    have = {path.name: path.read_text() for path in folder.glob("*.md")}
    return sorted(name for name in {*wanted, *have} if wanted.get(name) != have.get(name))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    wanted = todays()
    names = stale(wanted, FOLDER)
    if check:
        for name in names:
            print(f"docs/tools/{name} is not today's: run `python tools/rule_pages.py`")
        return 1 if names else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names:
        if name in wanted:
            (FOLDER / name).write_text(wanted[name])
        else:
            (FOLDER / name).unlink()
    print(f"{len(wanted)} pages, {len(names)} changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
