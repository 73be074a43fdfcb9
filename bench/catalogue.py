"""How a list of destructive commands fares: as it stands, in disguise, and in its harmless forms.

    python bench/catalogue.py COMMANDS.tsv [--show VARIANT] [--all] [--raw]

COMMANDS.tsv has a header and tab-separated columns `command_form`, `harmless_flags`, `reversibility`,
`safer_or_preview_command` and `category`. Everything is judged by one `check --stdin` in an empty project, where
only the scripts exist that the commands name; nothing runs. `--show sudo` (or `plain`, `flags`, `previews` ...) lists
what was decided the wrong way. `--all` takes all rows, not the irreversible ones alone; `--raw` also those that
catalogue_corrections.toml leaves out.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shlex
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

STOPS = ("ask", "confirm", "block")
# program -> an option of its manual that people really put before the subcommand
GLOBAL = {
    "aws": "--profile prod", "az": "--subscription prod", "gcloud": "--project acme-prod", "kubectl": "--context prod",
    "oc": "--context prod", "helm": "--kube-context prod", "terraform": "-chdir=envs/prod", "tofu": "-chdir=envs/prod",
    "docker": "--context prod", "podman": "--url ssh://h", "git": "-C /srv/app", "psql": "-h db.example.com",
    "mysql": "-h db.example.com", "redis-cli": "-h db.example.com", "mongosh": "--quiet", "pulumi": "--cwd infra",
    "gh": "-R acme/app", "systemctl": "--no-pager", "curl": "-sS --retry 3", "rclone": "--config c.conf",
    "restic": "-r /srv/r", "borg": "--remote-path borg1", "flux": "--context prod", "argocd": "--server cd.example.com",
    "velero": "-n velero", "wrangler": "--config w.toml", "fly": "--verbose", "vercel": "--scope acme",
    "supabase": "--workdir app", "firebase": "--project acme", "doctl": "--context prod", "hcloud": "--context prod",
    "npm": "--loglevel warn", "etcdctl": "--endpoints=https://e:2379", "bq": "--project_id=acme", "dropdb": "-h db",
    "sqlcmd": "-S db.example.com", "rsync": "-e ssh", "nats": "--context prod", "ansible": "-i hosts",
    "ansible-playbook": "-i hosts", "alembic": "-c prod.ini", "flask": "--app web", "dotnet": "-d", "zfs": "",
    "oci": "--profile prod", "ibmcloud": "-q", "openstack": "--os-cloud prod", "scw": "--profile prod",
    "nomad": "", "consul": "", "vault": "", "snow": "--config-file c", "dbt": "--no-use-colors",
}  # fmt: skip


def words_of(command: str) -> list[str]:
    """The words of a plain simple command; empty where it is more than that."""
    if any(sign in command for sign in "|;&<>$`\n("):
        return []
    try:
        return shlex.split(command)
    except ValueError:
        return []


def with_global(command: str) -> str:
    program, _, rest = command.partition(" ")
    option = GLOBAL.get(program, "")
    return f"{program} {option} {rest}" if option and words_of(command) else ""


def by_xargs(command: str) -> str:
    words = words_of(command)
    if len(words) < 3 or "=" in words[0]:
        return ""
    return f"printf '%s\\0' {shlex.quote(words[-1])} | xargs -0 {shlex.join(words[:-1])}"


def by_variable(command: str) -> str:
    words = words_of(command)
    if len(words) < 2 or "=" in words[0]:
        return ""
    return f'target={shlex.quote(words[-1])}; {shlex.join(words[:-1])} "$target"'


def by_program_variable(command: str) -> str:
    words = words_of(command)
    return (
        f"run={shlex.quote(words[0])}; $run {shlex.join(words[1:])}" if len(words) > 1 and "=" not in words[0] else ""
    )


def behind(prefix: str, command: str) -> str:
    """A wrapper takes a simple command; of a list only a shell can be the operand."""
    words = words_of(command)
    if not words:
        return f"{prefix} sh -c {shlex.quote(command)}"
    return f"{prefix} {'env ' if '=' in words[0] else ''}{command}"


DISGUISES = {
    "plain": lambda command: command,
    "global option": with_global,
    "sudo": lambda command: behind("sudo -n", command),
    "env": lambda command: behind("env LANG=C", command),
    "timeout": lambda command: behind("timeout -k 5 60", command),
    "ssh": lambda command: "" if names_a_script(command) else f"ssh -t deploy@h1 {shlex.quote(command)}",
    "bash -c": lambda command: f"bash -lc {shlex.quote(command)}",
    "xargs": by_xargs,
    "variable": by_variable,
    "program variable": by_program_variable,
    "list": lambda command: f"set -e; mkdir -p out && {command}; echo done",
}


def flagged(row: dict[str, str]) -> list[str]:
    """The command with each option that is listed as making it harmless."""
    found = []
    for item in row["harmless_flags"].split(","):
        option = item.strip().split(" ")[0]
        if option.startswith("-") and len(option) > 1 and words_of(row["command_form"]):
            name, equals, values = option.partition("=")
            found += [f"{row['command_form']} {name}{equals}{value}" for value in values.split("|")]
    return found


def previews(row: dict[str, str]) -> list[str]:
    text = row["safer_or_preview_command"]
    return [part.strip() for part in text.split(";") if " " in part.strip() and "..." not in part and "(" not in part]


# what the scripts hold that the listed commands run: there the file decides
SCRIPTS = {
    ".sql": "DROP TABLE users;\n", ".js": "db.users.drop()\n", ".rman": "DELETE NOPROMPT BACKUP;\n",
    "package.json": '{"scripts": {"db:reset": "dropdb app && createdb app"}}\n',
    ".json": '{"Rules": [{"Expiration": {"Days": 1}}], "t": [{"DeleteRequest": {"Key": {"id": {"S": "1"}}}}]}\n',
    "Makefile": "clean-all:\n\tterraform destroy -auto-approve\n",
}  # fmt: skip


def bare(word: str) -> str:
    """The file that `cmdfile=del.rman`, `file://x.json` or `@x.sql` name."""
    return word.strip("@\"'<").removeprefix("cmdfile=").removeprefix("file://")


def write_scripts(project: Path, commands: Sequence[str]) -> None:
    """Every relative script that a command names, and the task files of the project."""
    for name in ("package.json", "Makefile"):
        (project / name).write_text(SCRIPTS[name])
    for word in {bare(word) for command in commands for word in command.split()}:
        path = project / word
        if path.suffix in SCRIPTS and not word.startswith(("/", "-", "~")) and word.replace("/", "").isascii():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(SCRIPTS[path.suffix])


def names_a_script(command: str) -> bool:
    """A script of another machine cannot be read: what it does is not this list's matter."""
    return "npm run" in command or "make " in command or any(ending + " " in command + " " for ending in SCRIPTS)


def judged(commands: list[str], scripts: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The verdict of each command, as `check --stdin` gives it, in an empty project of an empty home."""
    with tempfile.TemporaryDirectory() as home:
        project = Path(home) / "app"
        (project / ".git").mkdir(parents=True)
        if scripts:
            write_scripts(project, scripts)
        lines = "\n".join(json.dumps({"id": n, "command": text}) for n, text in enumerate(commands))
        done = subprocess.run(
            [sys.executable, "-m", "guardcmd", "check", "--stdin"],
            input=lines.encode(), capture_output=True, cwd=project, check=False,
            env={"PATH": os.environ["PATH"], "HOME": "/home/nobody", "PYTHONPATH": str(Path(__file__).parent.parent)},
        )  # fmt: skip
    if done.returncode:
        sys.exit(f"check --stdin ended with {done.returncode}: {done.stderr.decode()[:500]}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def report(name: str, commands: list[str], wanted: bool, show: bool, scripts: Sequence[str]) -> None:
    commands = list(dict.fromkeys(text for text in commands if text))
    answers = judged(commands, scripts)
    wrong = [
        (text, answer["decision"])
        for text, answer in zip(commands, answers, strict=True)
        if (answer["decision"] in STOPS) != wanted
    ]
    stopped = len(commands) - len(wrong) if wanted else len(wrong)
    decisions = dict(Counter(answer["decision"] for answer in answers))
    print(f"{name:17} {stopped:5} of {len(commands):5} stopped  {stopped / len(commands):7.2%}  {decisions}")
    for text, decision in wrong if show else ():
        print(f"    {decision:7} {text}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("list", type=Path)
    parser.add_argument("--show", default="")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--raw", action="store_true")
    options = parser.parse_args()
    with options.list.open(newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    left_out = {} if options.raw else corrections()
    destructive = [row["command_form"] for row in rows if options.all or row["reversibility"] == "irreversible"]
    forms = {
        "flags": [each for row in rows for each in flagged(row)],
        "previews": [each for row in rows for each in previews(row)],
    }
    scripts = [row["command_form"] for row in rows]
    wanted = [form for form in destructive if form not in left_out.get("row", ())]
    print(f"{len(destructive) - len(wanted)} rows left out")
    for name, disguise in DISGUISES.items():
        report(name, [disguise(form) for form in wanted], True, options.show in (name, "*"), scripts)
    for name, listed in forms.items():
        kept = [form for form in listed if form not in left_out.get(name.removesuffix("s"), ())]
        print(f"{len(listed) - len(kept)} {name} left out")
        report(name, kept, False, options.show in (name, "*"), scripts)


def corrections() -> dict[str, set[str]]:
    given = tomllib.loads(Path(__file__).with_name("catalogue_corrections.toml").read_text())
    return {kind: {form for entry in entries for form in entry["forms"]} for kind, entries in given.items()}


if __name__ == "__main__":
    main()
