"""`guardcmd check`: the verdict alone. Nothing runs, nothing is logged."""

from __future__ import annotations

import json
import sys
from typing import Any, TextIO

import click

from guardcmd.cli.common import STATUS, edge, here, verdict_json, verdict_lines
from guardcmd.edge import Edge
from guardcmd.errors import InputError, UsageError
from guardcmd.guard import Judgement
from guardcmd.proposal import ShellText
from guardcmd.unwrap.state import Disk

ACTORS = ("agent", "human", "ci")
DIALECTS = ("bash", "zsh", "posix", "fish", "unknown")


@click.command("check")
@click.argument("text", required=False)
@click.option("--stdin", "from_stdin", is_flag=True, help='judge lines of JSON: {"id", "command", "cwd", "session_id"}')
@click.option("--json", "as_json", is_flag=True, help="print the verdict as JSON")
@click.option("--actor", type=click.Choice(ACTORS), default="agent", show_default=True, help="who wants to run it")
@click.option("--unattended", is_flag=True, help="nobody is there to be asked")
@click.option("--cwd", metavar="DIR", help="where it would run")
@click.option("--shell", type=click.Choice(DIALECTS), default="bash", show_default=True, help="what would read it")
def command(
    text: str | None, from_stdin: bool, as_json: bool, actor: str, unattended: bool, cwd: str | None, shell: str
) -> int:
    """Judge TEXT without running it.

    Exits with 0 (allow, notify), 10 (ask), 11 (confirm), 12 (block), or 64 and above for an error. With --stdin it
    exits with 0 once every line was judged, and prints one line of JSON for each.
    """
    if from_stdin == (text is not None):
        raise UsageError("give either a command or `--stdin`", "as in `guardcmd check 'git clean -n'`")
    checking = Checking(edge(), actor, not unattended, shell)
    directory = absolute(cwd or here())
    if from_stdin:
        return judge_lines(checking, directory, sys.stdin.buffer, sys.stdout)
    judgement = checking.judge(text or "", directory)
    if as_json:
        print(json.dumps(verdict_json(judgement)))
    else:
        print(*verdict_lines(judgement.verdict), sep="\n")
    return STATUS[judgement.verdict.decision]


def absolute(directory: str) -> str:
    return directory if directory.startswith("/") else f"{here()}/{directory}".rstrip("/")


class Checking:
    """Judging without consequences, for one actor."""

    def __init__(self, edge: Edge, actor: str, attended: bool, shell: str) -> None:
        self.edge, self.actor, self.attended, self.shell = edge, actor, attended, shell
        self.disks: dict[str, Disk] = {}  # per session, what its lines would have written

    def judge_after(self, text: str, directory: str, session: str) -> Judgement:
        """Judge the next line of a session, which sees the files that earlier lines make."""
        self.edge.disk = self.disks.setdefault(session, Disk()) if session else None
        return self.judge(text, directory, session)

    def judge(self, text: str, directory: str, session: str = "") -> Judgement:
        proposal = self.edge.propose(
            ShellText(text, self.shell),
            directory,
            actor=self.actor,
            attended=self.attended,
            session=session,
            client="check",
        )
        return self.edge.judge(proposal)


def judge_lines(checking: Checking, directory: str, lines: Any, out: TextIO) -> int:
    """Judge JSON lines in order. A line that cannot be read is answered with `ask` and an error, and ends in 65."""
    status = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            answer = judge_line(checking, directory, line)
        except InputError as error:
            status = error.exit_code
            answer = {"id": None, "line": number, "decision": "ask", "error": error.message}
        out.write(json.dumps(answer) + "\n")
        out.flush()
    return status


def judge_line(checking: Checking, directory: str, line: bytes) -> dict[str, object]:
    """The answer to one line. Lines of one session see what earlier ones would have written."""
    try:
        given = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"not a line of JSON: {error}") from None
    if not isinstance(given, dict) or not isinstance(given.get("command"), str):
        raise InputError('a line needs a text `command`, as in {"id": 1, "command": "ls"}')
    for key in ("cwd", "session_id"):
        if not isinstance(given.get(key, ""), str):
            raise InputError(f"`{key}` must be text")
    where = given.get("cwd") or directory
    session = given.get("session_id") or ""
    judgement = checking.judge_after(given["command"], absolute(where), session)
    return {"id": given.get("id"), **verdict_json(judgement)}
