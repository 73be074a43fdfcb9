"""How a verdict looks to a person: what would happen, to what, why, what instead. Readable without colour."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from guardcmd.guard import Judgement
from guardcmd.policy.verdict import Reason
from guardcmd.proposal import FileWrite, Proposal, ShellText
from guardcmd.targets.names import listed
from guardcmd.terminal.excerpt import excerpt, visible

STYLES = {"allow": "green", "notify": "green", "ask": "yellow", "confirm": "bold red", "block": "bold red"}
LABEL = 9  # columns of the labels
MOST = 4  # reasons that are shown in full


def console(file: TextIO | None = None, stderr: bool = False) -> Console:
    """Where people read. rich obeys NO_COLOR, TERM and COLUMNS itself."""
    return Console(file=file, stderr=stderr, highlight=False, markup=False, emoji=False)


def show(judgement: Judgement, proposal: Proposal, out: Console, preamble: int = 0) -> None:
    """Print the verdict with its reasons, the strictest first.

    The first `preamble` characters of the text were not typed: definitions that a shell has of words in the rest.
    """
    verdict = judgement.verdict
    reasons = [reason for reason in verdict.reasons if reason.decision not in ("allow", "notify")] or list(
        verdict.reasons
    )
    for reason in reasons[:MOST]:
        out.print(_table(reason, proposal, out.width, preamble))
    if len(reasons) > MOST:
        out.print(f"{'':{LABEL}}and {len(reasons) - MOST} more of the kind")
    for note in verdict.notes:
        out.print(_rows([(verdict.decision if not reasons else "note", Text(visible(note)))]))
    if not reasons and not verdict.notes:
        out.print(_rows([(verdict.decision, Text("nothing in it that a rule knows as harmful"))]))
    out.print(_rows([("in", Text(visible(proposal.directory)))]))


def _table(reason: Reason, proposal: Proposal, width: int, preamble: int) -> Table:
    return _rows(list(_facts(reason, proposal, width, preamble)))


def _facts(reason: Reason, proposal: Proposal, width: int, preamble: int) -> Iterator[tuple[str, Text]]:
    finding = reason.finding
    yield reason.decision, Text(f"{finding.rule.title}  [{finding.rule.id}]", style="bold")
    if any(evidence.kind == "production" for evidence in reason.evidence):
        yield "", Text("PRODUCTION", style="bold reverse red")
    yield from _command(reason, proposal, width - LABEL, preamble)
    if finding.targets:
        yield "target", Text(visible(listed(finding.targets)))
    if finding.call.origin.via:
        yield "through", Text(visible(" > ".join(finding.call.origin.via)))
    yield "why", Text(finding.rule.why)
    if finding.rule.instead:
        yield "instead", Text(finding.rule.instead)
    if finding.rule.preview:
        yield "preview", Text(finding.rule.preview)
    for evidence in reason.evidence:
        yield "here", Text(visible(evidence.about))


def _command(reason: Reason, proposal: Proposal, width: int, preamble: int) -> Iterator[tuple[str, Text]]:
    action = proposal.action
    if isinstance(action, FileWrite):
        yield "writes", Text(visible(action.path))
        return
    if not isinstance(action, ShellText):
        yield "tool", Text(visible(action.name))
        return
    start, end = reason.finding.span
    defined = start < preamble
    text, skipped = (action.text[:preamble], 0) if defined else (action.text[preamble:], preamble)
    part = excerpt(text, (start - skipped, end - skipped), width)
    label = "defined" if defined else "command" if part.lines == 1 else f"line {part.line}"
    if is_linear():
        yield label, Text(part.text, no_wrap=True)
        yield "part", Text(part.text[part.start : part.end])
        return
    line = Text(part.text, no_wrap=True)
    line.stylize(STYLES[reason.decision], part.start, part.end)
    yield label, line
    yield "", Text(part.underline, style=STYLES[reason.decision], no_wrap=True)


def is_linear() -> bool:
    """Whether what is read aloud, or by a line printer, is wanted: the marked part in words instead of carets."""
    return bool(os.environ.get("GUARDCMD_LINEAR")) or os.environ.get("TERM") == "dumb"


def _rows(rows: list[tuple[str, Text]]) -> Table:
    table = Table.grid(padding=(0, 0))
    table.add_column(width=LABEL, no_wrap=True)
    table.add_column(overflow="fold")
    for label, text in rows:
        table.add_row(Text(label, style=STYLES.get(label, "dim")), text)
    return table
