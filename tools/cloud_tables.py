"""Writes the explicit entries of a cloud's rule file from a list of its operations, and reports what verbs do not tell.

    python tools/cloud_tables.py aws OPERATIONS.tsv         rewrite rules/aws.toml below its marker
    python tools/cloud_tables.py aws OPERATIONS.tsv --check report only; exit 1 where the file would change
    python tools/cloud_tables.py aws --botocore             report operations of the installed botocore
    python tools/cloud_tables.py aws --awscli               the same of the installed awscli, its own commands included

An operation whose verb the table does not know, and that no correction names, is named, and the exit code is 1.
OPERATIONS.tsv has a header line and tab-separated columns: aws `service cli-op class why`, az `command class why`,
gcloud `track command class why` (other columns are ignored). `cloud_corrections.toml` beside this script overrules it.
The verbs and nouns above the marker are kept by hand; only what they get wrong becomes an explicit entry.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from guardcmd.ruleset.model import Table  # noqa: E402
from guardcmd.ruleset.read import read_file  # noqa: E402
from guardcmd.tools.table import classify, operation_place, singular  # noqa: E402

MARKER = "# Below: written by tools/cloud_tables.py, not by hand.\n"
CORRECTIONS = Path(__file__).with_name("cloud_corrections.toml")
WIDTH = 118

# Classes that the rules treat alike: which of them an operation has needs no entry.
ALIKE = {
    "create": "harmless", "modify": "harmless", "tag": "harmless",
    "delete-minor": "delete", "delete-resource": "delete",
    "delete-data": "data", "delete-leaf": "data", "delete-backup": "data", "delete-environment": "data",
    "delete-recoverable": "data", "hidden-data": "data",
    "access": "control", "control": "control",
}  # fmt: skip
CHANGING = ("create", "modify", "disrupt", "delete-minor", "delete-resource")
RENAMED = {"security-control": "control", "hidden-outage": "outage"}
BY_REASON = (
    ("stack/deployment operation", "deploy"),
    ("stack update", "deploy"),
    ("service deployment", "deploy"),
    ("shortens retention", "retention"),
    ("drops delete protection", "retention"),
    ("stops backups", "retention"),
    ("Complete mode", "deploy"),
)  # fmt: skip
TRANSIENT = (
    "analysis", "build", "calculation", "crawl", "evaluation", "execution", "export", "export-task", "import", "job",
    "job-run", "operation", "query", "query-execution", "scan", "statement", "task-run", "transcription", "validation",
    "workflow-run",
)  # fmt: skip
STOPPING = ("cancel", "stop", "abort")


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def command_of(row: Mapping[str, str]) -> str:
    return f"{row['service']} {row['cli-op']}" if "service" in row else row["command"]


def wanted_class(row: Mapping[str, str]) -> str:
    """The class that a row of the list means here: hidden effects by their reason."""
    kind, why = row["class"], row.get("why", "")
    if kind in ("hidden-outage", "hidden-param"):
        for reason, better in BY_REASON:
            if reason in why:
                return better
    if kind == "disrupt" and stops_own_work(command_of(row)):
        return "modify"
    return RENAMED.get(kind, kind)


def stops_own_work(command: str) -> bool:
    """Cancelling a query, build or job that was started for a moment is no outage."""
    *_, before, last = command.split()
    verb, _, rest = last.partition("-")
    noun = singular(rest or before)
    return verb in STOPPING and any(noun == word or noun.endswith("-" + word) for word in TRANSIENT)


def operations(path: Path, corrections: Mapping[str, str]) -> dict[str, str]:
    """Every operation of the list with its class, corrected."""
    found = listed(path)
    return {command: corrected(command, corrections) or kind for command, kind in found.items()} | dict(corrections)


def listed(path: Path) -> dict[str, str]:
    """Every operation of the list with the class that its row means."""
    return leaves({command_of(row): wanted_class(row) for row in rows(path)})


def leaves(found: Mapping[str, str]) -> dict[str, str]:
    """Without names that only lead to others: gcloud's completion tree lists some groups as commands."""
    groups = {" ".join(words[:length]) for words in map(str.split, found) for length in range(1, len(words))}
    return {command: kind for command, kind in found.items() if command not in groups}


def corrected(command: str, corrections: Mapping[str, str]) -> str:
    """The class of the longest correction that is the command or leads it."""
    words = command.split()
    leads = (" ".join(words[:length]) for length in range(len(words), 0, -1))
    return next((corrections[lead] for lead in leads if lead in corrections), "")


def corrections_for(cloud: str) -> dict[str, str]:
    given = tomllib.loads(CORRECTIONS.read_text())[cloud]
    return {command: kind for kind, commands in given.items() for command in commands}


def plain(table: Table) -> Table:
    return table.replace(explicit={})


def class_of(command: str, table: Table) -> str:
    return classify(command.split(), table)["class"]


def same(said: str, found: str) -> bool:
    """Whether the class that was found will do for the one that is said."""
    if found in ("control", "access") and said in CHANGING:
        return True  # measured: of fresh operations on access and protection, names tell half, the lists a seventh
    if said == "hidden-param":  # the options that make it worse are rules of their own
        return found in ("create", "modify", "disrupt", "control", "access", "hidden-param")
    return ALIKE.get(said, said) == ALIKE.get(found, found)


def explicit_entries(wanted: Mapping[str, str], table: Table, certain: Iterable[str] = ()) -> dict[str, str]:
    """The operations whose class verbs and nouns get wrong. An entry also speaks for what follows it, so that an
    operation whose name begins with another one may need an entry, too. `certain` are entries in any case."""
    by_rule = plain(table)
    found = {command: kind for command, kind in wanted.items() if not same(kind, class_of(command, by_rule))}
    found.update({command: wanted[command] for command in certain if class_of(command, by_rule) != wanted[command]})
    with_them = by_rule.replace(explicit=found)
    for command, kind in wanted.items():
        if not same(kind, class_of(command, with_them)):
            found[command] = kind
    return found


def group_words(commands: Iterable[str], table: Table) -> list[str]:
    """Words that look like an operation and yet, in every command, only lead to one."""
    if table.depth:
        return []
    split = [command.split() for command in commands]
    last = {words[-1] for words in split}
    bare = plain(table).replace(groups=())
    early = {words[place] for words in split for place in [operation_place(words, bare)] if 0 < place < len(words) - 1}
    return sorted(early - last)


def unclassified(commands: Iterable[str], table: Table, corrections: Mapping[str, str]) -> list[str]:
    """The operations whose verb the table does not know, and that nobody has looked at."""
    by_rule = plain(table)
    return [each for each in commands if class_of(each, by_rule) == "unknown" and not corrected(each, corrections)]


def agreement(wanted: Mapping[str, str], table: Table) -> tuple[int, int]:
    """How many operations are read or write on both sides, of how many."""
    right = sum((class_of(command, table) == "read") == (kind == "read") for command, kind in wanted.items())
    return right, len(wanted)


# --- writing -----------------------------------------------------------------------------


def explicit_sections(entries: Mapping[str, str]) -> str:
    """`[table.explicit.KIND]` sections: service to operations, sorted, one service a line or more."""
    sections: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for command, kind in entries.items():
        service, _, operation = command.rpartition(" ")
        sections[kind][service].append(operation)
    lines = []
    for kind in sorted(sections):
        lines.append(f"\n[table.explicit.{kind}]")
        for service in sorted(sections[kind]):
            key = service if service and service.replace("-", "").replace("_", "").isalnum() else f'"{service}"'
            lines += wrapped(f"{key} = [", sorted(sections[kind][service]))
    return "\n".join(lines) + "\n"


def wrapped(head: str, words: list[str]) -> list[str]:
    quoted = [f'"{word}"' for word in words]
    line = head + ", ".join(quoted) + "]"
    if len(line) <= WIDTH:
        return [line]
    lines, current = [head], " "
    for word in quoted:
        if len(current) + len(word) + 2 > WIDTH:
            lines.append(current)
            current = " "
        current += f" {word},"
    return [*lines, current, "]"]


def rewritten(text: str, table: Table, wanted: Mapping[str, str], certain: Mapping[str, str]) -> str:
    """The rule file with new entries below the marker. With depth 0, `groups` is written there as well."""
    kept, marker, _ = text.partition(MARKER)
    if not marker:
        raise SystemExit(f"no line {MARKER.strip()!r}")
    groups = group_words(wanted, table)
    head = "\n".join(wrapped("groups = [", groups)) + "\n" if groups else ""
    entries = explicit_entries(wanted, table.replace(groups=tuple(groups)), certain)
    return kept + marker + head + explicit_sections(entries)


def table_in(text: str, file: str) -> Table:
    return read_file(tomllib.loads(text), file).tables[0]


# --- reports -----------------------------------------------------------------------------


def counted(found: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in found.most_common())


def report(raw: Mapping[str, str], wanted: Mapping[str, str], table: Table) -> None:
    print(f"operations {len(wanted)}, explicit entries {len(table.explicit)}")
    told = (
        ("with the list", raw, table),
        ("with the corrected list", wanted, table),
        ("by verb alone", wanted, plain(table)),
    )
    for name, expected, by in told:
        right, total = agreement(expected, by)
        print(f"read or write agrees {name}: {right} of {total} ({right / total:.4%})")
    print("classes:", counted(Counter(class_of(command, table) for command in wanted)))
    wrong = Counter((kind, class_of(command, table)) for command, kind in wanted.items())
    for (kind, found), count in sorted(wrong.items()):
        if not same(kind, found):
            print(f"  listed as {kind}, classified as {found}: {count}")


def told_unclassified(commands: Iterable[str], table: Table, corrections: Mapping[str, str]) -> bool:
    """Name the operations that nobody has classified; whether there are any."""
    found = unclassified(commands, table, corrections)
    for command in found:
        print(f"unclassified: {command}")
    return bool(found)


# --- the providers' own packages ---------------------------------------------------------

RENAMED_SERVICES = {"config": "configservice", "codedeploy": "deploy", "s3": "s3api"}


def botocore_operations() -> list[str]:
    """`service operation` as the aws command line spells them."""
    from botocore import xform_name
    from botocore.session import Session

    session, found = Session(), []
    for service in session.get_available_services():
        model = session.get_service_model(service)
        name = RENAMED_SERVICES.get(service, service)
        found += [f"{name} {xform_name(operation, '-')}" for operation in model.operation_names]
    return found


def awscli_operations() -> list[str]:
    """Every command of the installed awscli: operations, and what it adds itself (`s3 rm`, `configure set`)."""
    from awscli.clidriver import create_clidriver

    found: list[str] = []
    ours = create_clidriver()
    for name, command in ours._get_command_table().items():
        below(name, command, found)
    return found


def below(path: str, command: object, found: list[str]) -> None:
    inner = getattr(command, "subcommand_table", None) or {}
    if not inner and hasattr(command, "_get_command_table"):
        inner = command._get_command_table()
    for name, each in inner.items():
        below(f"{path} {name}", each, found)
    if not inner:
        found.append(path)


def report_installed(commands: list[str], table: Table, wanted: Mapping[str, str]) -> None:
    print(f"operations that are installed: {len(commands)}")
    print("classes:", counted(Counter(class_of(command, table) for command in commands)))
    if wanted:
        fresh = [command for command in commands if command not in wanted]
        print(f"operations that the list does not have: {len(fresh)}")
        for command in fresh:
            if class_of(command, table) not in ("read", "create", "modify", "tag"):
                print(f"  {command}: {class_of(command, table)}")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cloud", choices=("aws", "az", "gcloud"))
    parser.add_argument("operations", nargs="?", type=Path)
    parser.add_argument("--check", action="store_true", help="report only; exit 1 where the file would change")
    parser.add_argument("--botocore", action="store_true", help="report the operations of the installed botocore")
    parser.add_argument("--awscli", action="store_true", help="report the commands of the installed awscli")
    given = parser.parse_args(arguments)
    file = ROOT / "rules" / f"{given.cloud}.toml"
    text = file.read_text()
    table = table_in(text, f"rules/{given.cloud}.toml")
    corrections = corrections_for(given.cloud)
    wanted: Mapping[str, str] = {}
    failed = False
    if given.operations:
        wanted = operations(given.operations, corrections)
        changed = rewritten(text, table, wanted, corrections)
        table = table_in(changed, f"rules/{given.cloud}.toml")
        if not given.check:
            file.write_text(changed)
        report(listed(given.operations), wanted, table)
        failed = told_unclassified(wanted, table, corrections)
        if given.check and changed != text:
            print(f"{file.name} would change")
            failed = True
    for asked, reading in ((given.botocore, botocore_operations), (given.awscli, awscli_operations)):
        if asked:
            commands = reading()
            report_installed(commands, table, wanted)
            failed = told_unclassified(commands, table, corrections) or failed
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
