"""How a verdict looks to a person: what would happen, to what, why, what instead. Readable without colour."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TextIO

from rich.console import Console
from rich.text import Text

from guardcmd.guard import Judgement
from guardcmd.policy.verdict import Reason
from guardcmd.proposal import FileWrite, Proposal, ShellText
from guardcmd.targets.names import listed
from guardcmd.terminal.excerpt import excerpt, visible
from guardcmd.terminal.prompt import knows_escapes

STYLES = {"allow": "green", "notify": "green", "ask": "yellow", "confirm": "bold red", "block": "bold red"}
LABEL = 9  # columns of the labels
NARROW = 30  # columns, below which a label has a line of its own
LEAST = 8  # columns of text, however narrow the terminal is
MOST = 4  # reasons that are shown in full
ROWS = 25  # what rich assumes where it is told no height

Row = tuple[str, Text]


def console(file: TextIO | None = None, stderr: bool = False, columns: int = 0) -> Console:
    """Where people read. rich obeys NO_COLOR, TERM and, where the width is not known (0), COLUMNS itself."""
    return Console(
        file=file,
        stderr=stderr,
        highlight=False,
        markup=False,
        emoji=False,
        color_system="auto" if knows_escapes() else None,
        width=columns or None,
        height=ROWS if columns else None,  # or rich takes terminals without escapes to be 80 wide
    )


def show(judgement: Judgement, proposal: Proposal, out: Console, preamble: int = 0) -> None:
    """Print the verdict with its reasons, the strictest first.

    The first `preamble` characters of the text were not typed: definitions that a shell has of words in the rest.
    """
    verdict = judgement.verdict
    reasons = [reason for reason in verdict.reasons if reason.decision not in ("allow", "notify")] or list(
        verdict.reasons
    )
    for reason in reasons[:MOST]:
        for row in _rows(reason, proposal, room(out), preamble):
            _print(out, *row)
    if len(reasons) > MOST:
        _print(out, "", Text(f"and {len(reasons) - MOST} more of the kind"))
    for note in verdict.notes:
        _print(out, verdict.decision if not reasons else "note", Text(visible(note)))
    if not reasons and not verdict.notes:
        _print(out, verdict.decision, Text("nothing in it that a rule knows as harmful"))
    _print(out, "in", Text(visible(proposal.directory)))


def room(out: Console) -> int:
    """The columns that the text has."""
    return max(LEAST, out.width - (LABEL if out.width >= NARROW else 0))


def _rows(reason: Reason, proposal: Proposal, width: int, preamble: int) -> Iterator[Row]:
    """What is read aloud begins with the command: one who listens cannot look back to it."""
    command = list(_command(reason, proposal, width, preamble))
    head = _head(reason)
    yield from [*command, *head] if is_linear() else [*head, *command]
    finding = reason.finding
    if finding.targets:
        yield "target", Text(visible(listed(finding.targets)))
    if finding.call.origin.via:
        yield "through", Text(visible(" > ".join(finding.call.origin.via)))
    yield "why", Text(visible(finding.rule.why))
    for evidence in reason.evidence:
        yield "here", Text(visible(evidence.about))
    if finding.rule.instead:
        yield "instead", Text(visible(finding.rule.instead))
    if finding.rule.preview:
        yield "preview", Text(visible(finding.rule.preview))


def _head(reason: Reason) -> list[Row]:
    rule = reason.finding.rule
    head = [(reason.decision, Text(visible(f"{rule.title}  [{rule.id}]"), style="bold"))]
    if any(evidence.kind == "production" for evidence in reason.evidence):
        head.append(("", Text("PRODUCTION", style="bold reverse red")))
    return head


def _command(reason: Reason, proposal: Proposal, width: int, preamble: int) -> Iterator[Row]:
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
        yield label, Text(part.text)
        yield "part", Text(part.text[part.start : part.end])
        return
    line = Text(part.text)
    line.stylize(STYLES[reason.decision], part.start, part.end)
    yield label, line
    yield "", Text(part.underline, style=STYLES[reason.decision])


def is_linear() -> bool:
    """Whether what is read aloud, or by a line printer, is wanted: the marked part in words instead of carets."""
    return bool(os.environ.get("GUARDCMD_LINEAR")) or not knows_escapes()


def _print(out: Console, label: str, text: Text) -> None:
    """One row. Nothing is filled up with blanks: a terminal that is made narrower would break them to empty lines."""
    name = Text(label, style=STYLES.get(label, "dim"))
    if out.width < NARROW:
        margin = ""
        if label:
            out.print(name, soft_wrap=True)
    else:
        margin = " " * LABEL
        name.append(" " * (LABEL - len(label)))
    for place, line in enumerate(text.wrap(out, room(out), overflow="fold")):
        line.rstrip()
        first = place == 0 and margin and label
        out.print(Text.assemble(name if first else margin, line), soft_wrap=True)
