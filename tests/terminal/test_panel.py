"""What a person sees of a verdict, without colour and in narrow terminals too."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from guardcmd.calls import Call, Origin, Target
from guardcmd.guard import Judgement
from guardcmd.policy.verdict import Evidence, Reason, Verdict
from guardcmd.proposal import FileWrite, Proposal, ShellText
from guardcmd.ruleset.model import Finding
from guardcmd.shell.value import known
from guardcmd.terminal.panel import console, show
from tests.agents.fakes import RULE

TEXT = "cd infra && " + "true && " * 30 + "terraform destroy -auto-approve && " + "true && " * 30 + "true"


def proposal(text: str = TEXT) -> Proposal:
    return Proposal(ShellText(text), "/srv/app", "/home/me")


def judgement(text: str = TEXT, part: str = "terraform destroy -auto-approve", name: str = "prod") -> Judgement:
    start = text.index(part)
    span = (start, start + len(part))
    target = (Target("workspace", known(name)),)
    call = Call("terraform", "terraform", (), (), known("/p"), {}, Origin(("ssh build", "sh -c")), span, text=part)
    finding = Finding(RULE, call, "data", "irreversible", "environment", target, span)
    evidence = (Evidence("production", "the workspace `prod` is production"),)
    return Judgement(Verdict("confirm", (Reason(finding, "confirm", (), evidence),), ("one note",), typed="prod"))


def shown(width: int, verdict: Judgement | None = None, proposed: Proposal | None = None) -> str:
    out = io.StringIO()
    screen = Console(file=out, width=width, highlight=False, markup=False, emoji=False, color_system=None)
    show(verdict or judgement(), proposed or proposal(), screen)
    return out.getvalue()


def test_says_what_why_instead_and_where() -> None:
    text = shown(100)
    for part in (
        "confirm  destroys every resource in the Terraform state  [terraform.destroy]", "target   prod",
        "through  ssh build > sh -c", "why      deletes", "instead  `terraform plan", "here     the workspace `prod`",
        "note     one note", "in       /srv/app",
    ):  # fmt: skip
        assert part in text


@pytest.mark.parametrize("width", [40, 80, 200])
def test_marks_the_offending_part(width: int) -> None:
    lines = shown(width).splitlines()
    assert all(len(line) <= width for line in lines)
    place = next(n for n, line in enumerate(lines) if line.startswith("command"))
    command, carets = lines[place], lines[place + 1]
    start, end = carets.index("^"), carets.rindex("^") + 1
    assert command[start:end].rstrip("…") in "terraform destroy -auto-approve"
    assert command[start:].startswith("terraform destroy")


def test_names_the_line_of_a_long_text() -> None:
    text = "echo 1\necho 2\nterraform destroy\necho 3"
    lines = [line.rstrip() for line in shown(80, judgement(text, "terraform destroy"), proposal(text)).splitlines()]
    assert "line 3   terraform destroy" in lines


def test_control_characters_do_not_reach_the_terminal() -> None:
    text = "terraform destroy \x1b[2J\x07"
    said = shown(80, judgement(text, text, "pr\x1b[2Jod"), proposal(text))
    assert "\x1b" not in said
    assert "\x07" not in said


def test_a_verdict_without_reasons() -> None:
    assert "cannot be read" in shown(80, Judgement(Verdict("ask", notes=("cannot be read as shell",))))
    assert "allow" in shown(80, Judgement(Verdict("allow")))


def test_a_file_write() -> None:
    assert "writes   /x/settings.json" in shown(80, None, Proposal(FileWrite("/x/settings.json"), "/", "/h"))


def test_markup_is_not_read() -> None:
    text = "terraform destroy [red]x[/red]"
    assert "[red]x[/red]" in shown(80, judgement(text, text), proposal(text))


def test_obeys_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    out = io.StringIO()
    show(judgement(), proposal(), console(out))
    assert "\x1b[3" not in out.getvalue()


def test_production_is_said() -> None:
    assert "PRODUCTION" in shown(40)


def test_for_those_who_listen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUARDCMD_LINEAR", "1")
    said = shown(80, None, None)
    assert "^" not in said
    assert "part     terraform destroy -auto-approve" in said


def test_definitions_of_the_shell_are_told_from_what_was_typed() -> None:
    definition = "alias k='terraform destroy'\n"
    for text, part, label in (
        (f"{definition}k", "terraform destroy", "defined"),
        (f"{definition}echo; k", "k", "command"),
    ):
        start = text.rindex(part)
        verdict = judgement(text, text[start : start + len(part)])
        finding = verdict.verdict.reasons[0].finding.replace(span=(start, start + len(part)))
        reason = verdict.verdict.reasons[0].replace(finding=finding)
        out = io.StringIO()
        screen = Console(file=out, width=80, highlight=False, markup=False, emoji=False, color_system=None)
        show(
            verdict.replace(verdict=verdict.verdict.replace(reasons=(reason,))), proposal(text), screen, len(definition)
        )
        assert f"{label:9}{'alias k=' if label == 'defined' else 'echo; k'}" in out.getvalue()
