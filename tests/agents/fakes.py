"""A world for the edges: scratch directories, and a guard that decides as it is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from guardcmd.calls import Call, Origin, Target
from guardcmd.edge import Edge
from guardcmd.guard import Judgement
from guardcmd.policy.verdict import Reason, Verdict
from guardcmd.proposal import FileWrite, Proposal, ShellText, ToolCall
from guardcmd.ruleset.model import Finding, Rule
from guardcmd.shell.value import known
from guardcmd.store.paths import Paths

ATTENDED = {"AI_AGENT": "claude-code_2-1-329_harness", "CLAUDE_CODE_SESSION_ATTENDED": "1", "SHELL": "/bin/bash"}
RULE = Rule(
    "terraform.destroy",
    "terraform",
    "destroys every resource in the Terraform state",
    "deletes the real infrastructure, databases and their snapshots included; Terraform keeps no undo",
    "`terraform plan -destroy -out=destroy.plan`, and let the workspace's owner apply it",
)


def judgement(decision: str, text: str = "terraform destroy", targets: tuple[str, ...] = ("prod",)) -> Judgement:
    """A verdict with one reason, or without any for `allow`."""
    if decision == "allow":
        return Judgement(Verdict("allow"))
    named = tuple(Target("workspace", known(name)) for name in targets)
    call = Call("terraform", "terraform", (), (), known("/p"), {}, Origin(), (0, len(text)), targets=named, text=text)
    finding = Finding(RULE, call, "data", "irreversible", "environment", named, (0, len(text)))
    return Judgement(Verdict(decision, (Reason(finding, decision, ()),), typed="prod"), ("a", "b"), (call,), (finding,))


def by_text(proposal: Proposal) -> Judgement:
    """The strictest decision that is named in the text, path or tool name: `block it`."""
    action = proposal.action
    text = action.text if isinstance(action, ShellText) else getattr(action, "path", "") or getattr(action, "name", "")
    for decision in ("block", "confirm", "ask", "notify"):
        if decision in text:
            return judgement(decision, text)
    return judgement("allow")


def edge(
    folder: Path,
    environment: Mapping[str, str] | None = None,
    judging: Callable[[Proposal], Judgement] = by_text,
) -> Edge:
    """An edge whose state and configuration lie in a scratch folder."""
    paths = Paths(str(folder / "state"), str(folder / "config"))
    return Edge(paths, {"HOME": str(folder), **(environment or {})}, judging)


def envelope(client: str, name: str, **fields: object) -> bytes:
    """A recorded call of a client, with some fields changed; None takes one out."""
    path = Path(__file__).parent / "envelopes" / client / f"{name}.json"
    call: dict[str, Any] = {**json.loads(path.read_text()), **fields}
    return json.dumps({key: value for key, value in call.items() if value is not None}).encode()


def logged(folder: Path) -> list[dict[str, Any]]:
    """The audit lines in a scratch folder."""
    path = folder / "state" / "audit.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def plainly(actions: object) -> object:
    """Actions without what the readers of files and of server tools add: the pieces of an edit, a name's parts."""
    if not isinstance(actions, tuple):
        return actions
    return tuple(
        action.replace(pieces=())
        if isinstance(action, FileWrite)
        else action.replace(server="", tool="", understood=False)
        if isinstance(action, ToolCall)
        else action
        for action in actions
    )
