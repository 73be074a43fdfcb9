"""What is true here and now about each finding. Reads a few files, runs nothing, contacts nothing."""

from __future__ import annotations

from guardcmd.context import production
from guardcmd.context.paths import Paths
from guardcmd.context.switches import CLUSTER_WORDS, DOCKER_WORDS, has_tunnel, mentions, switching
from guardcmd.policy.verdict import Evidence
from guardcmd.targets.paths import place_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guardcmd.calls import Call
    from guardcmd.policy.settings import Settings
    from guardcmd.proposal import Files, Proposal
    from guardcmd.ruleset.model import Finding

GUARDING = ("guard", "agent-settings")  # path classes


def gather(
    findings: Sequence[Finding],
    proposal: Proposal,
    files: Files,
    settings: Settings,
    calls: Sequence[Call] = (),
    made: Sequence[str] = (),
    tunnel: bool = False,
) -> tuple[tuple[Evidence, ...], ...]:
    """The evidence of each finding, in their order.

    `calls` are all calls of the text: what another of them changes is no evidence. `made` lists absolute paths that
    this session created. `tunnel` says that the session opened one, so that loopback ports may lead elsewhere.
    """
    if not findings:
        return ()
    here = _Here(proposal, files, settings, calls or [finding.call for finding in findings], made, tunnel)
    return tuple([tuple(here.evidence(finding)) for finding in findings])


class _Here:
    def __init__(
        self,
        proposal: Proposal,
        files: Files,
        settings: Settings,
        calls: Sequence[Call],
        made: Sequence[str],
        tunnel: bool,
    ) -> None:
        self.proposal, self.files, self.settings = proposal, files, settings
        self.calls = calls
        self.paths = Paths(files, calls, made)
        self.place = place_of(proposal, files, throwaway=settings.throwaway.paths)
        text = getattr(proposal.action, "text", "")
        self.texts = [text if isinstance(text, str) else "", *[call.text for call in calls]]
        self.tunnel = tunnel or any(has_tunnel(each) for each in self.texts)

    def evidence(self, finding: Finding) -> Iterator[Evidence]:
        if self.proposal.actor != "human" and any(target.path_class in GUARDING for target in finding.targets):
            yield Evidence("guard", "what guards an agent is for people to change")
        found = production.evidence(finding, self.proposal, self.files, self.settings.production, self.calls)
        if found is not None:
            yield found
        if finding.call.origin.remote:
            return
        known = self.paths.evidence(finding) if production.is_about_files(finding) else self.of_service(finding)
        if known is not None:
            yield known

    # --- services

    def of_service(self, finding: Finding) -> Evidence | None:
        from guardcmd.context import database, docker, emulators, kube  # most findings are about files

        call, thrown = finding.call, self.settings.throwaway
        if any(switching(call, self.calls)):
            return None
        if kube.is_kube(call):
            moved = mentions(self.texts, CLUSTER_WORDS)
            return None if moved else kube.evidence(call, self.proposal, self.files, thrown)
        if docker.is_docker(call):
            moved = mentions(self.texts, DOCKER_WORDS)
            return None if moved else docker.evidence(finding, self.proposal, self.files)
        emulated = emulators.evidence(call, self.proposal)
        if emulated is not None:
            return emulated
        return database.evidence(finding, self.proposal, self.files, thrown, self.place, self.tunnel)
