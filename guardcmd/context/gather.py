"""What is true here and now about each finding. Reads a few files, runs nothing, contacts nothing."""

from __future__ import annotations

from guardcmd.context import database, docker, emulators, kube, production
from guardcmd.context.git_index import Comparison, index_of
from guardcmd.policy.verdict import Evidence
from guardcmd.targets.paths import normal, place_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guardcmd.calls import Call, Target
    from guardcmd.policy.settings import Settings
    from guardcmd.proposal import Files, Proposal
    from guardcmd.ruleset.model import Finding

NO_LOSS = ("scratch", "artefact")
GUARDING = ("guard", "agent-settings")  # path classes
# calls of these beside a finding may change what git has, or what the path holds
CHANGES_GIT = ("git", "gh", "jj", "hg")


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
        self.calls, self.made = calls, made
        self.place = place_of(proposal, files, throwaway=settings.throwaway.paths)
        text = getattr(proposal.action, "text", "")
        self.tunnel = tunnel or database.has_tunnel(text if isinstance(text, str) else "")
        self.comparisons: dict[str, Comparison | None] = {}

    def evidence(self, finding: Finding) -> Iterator[Evidence]:
        if self.proposal.actor != "human" and any(target.path_class in GUARDING for target in finding.targets):
            yield Evidence("guard", "what guards an agent is for people to change")
        found = production.evidence(finding, self.proposal, self.files, self.settings.production)
        if found is not None:
            yield found
        if finding.call.origin.remote:
            return
        for known in (self.of_paths(finding), self.of_service(finding)):
            if known is not None:
                yield known

    # --- services

    def of_service(self, finding: Finding) -> Evidence | None:
        call, thrown = finding.call, self.settings.throwaway
        if kube.is_kube(call):
            return kube.evidence(call, self.proposal, self.files, thrown)
        if docker.is_docker(call):
            return docker.evidence(finding, self.proposal, self.files)
        emulated = emulators.evidence(call, self.proposal)
        if emulated is not None:
            return emulated
        return database.evidence(finding, self.proposal, self.files, thrown, self.place, self.tunnel)

    # --- paths

    def of_paths(self, finding: Finding) -> Evidence | None:
        """Made by this session, or tracked and clean: only where it holds for every path that would be lost."""
        lost = [target for target in finding.targets if target.kind == "path" and target.path_class not in NO_LOSS]
        paths = [path for target in lost for path in self.literal(target, finding.call)]
        if not paths or len(paths) < len(lost) or self.changed_beside(paths, finding.call):
            return None
        if self.made and all(self.is_made(path) for path in paths):
            return Evidence("session-made", "this session made it", throwaway=True)
        if all(self.is_tracked(path) for path in paths):
            return Evidence("tracked-clean", "tracked and clean in git", lowers=1)
        return None

    def literal(self, target: Target, call: Call) -> list[str]:
        """The absolute paths that the target names; none unless each is certain and exists."""
        directory = call.directory.text
        if target.name.glob or not target.name.texts:
            return []
        found = []
        for text in target.name.texts:
            if text.startswith("~") or (directory is None and not text.startswith("/")):
                return []
            path = normal(text, directory or "/")
            folder, _, name = path.rpartition("/")
            path = f"{self.files.resolve(folder or '/').rstrip('/')}/{name}"
            if self.files.kind(path) not in ("file", "directory") or (
                text.endswith("/") and self.files.kind(path) == "link"
            ):
                return []
            found.append(path)
        return found

    def changed_beside(self, paths: list[str], own: Call) -> bool:
        """Whether another call of the same text names one of the paths, or changes what git knows."""
        return any(self.may_change(call, paths) for call in self.calls if not is_reading_of_same(call, own))

    def may_change(self, call: Call, paths: list[str]) -> bool:
        if call.tool in CHANGES_GIT:
            return True
        names = [*call.words, *[option.value for option in call.options if option.value is not None]]
        names += [target.name for target in call.targets if target.kind == "path"]
        directory = call.directory.text or ""
        for text in [text for name in names for text in name.texts]:
            path = normal(text, directory or "/")
            if any(
                one == path or one.startswith(path.rstrip("/") + "/") or path.startswith(one + "/") for one in paths
            ):
                return True
        return False

    def is_made(self, path: str) -> bool:
        return path in self.made

    def is_tracked(self, path: str) -> bool:
        comparison = self.comparison(path)
        return comparison is not None and comparison.is_clean(path)

    def comparison(self, path: str) -> Comparison | None:
        folder = path.rpartition("/")[0]
        if folder not in self.comparisons:
            index = index_of(path, self.files)
            self.comparisons[folder] = Comparison(index, self.files) if index is not None else None
        return self.comparisons[folder]


def is_reading_of_same(call: Call, own: Call) -> bool:
    """Another reading of the same command line."""
    return (call.span, call.tool, call.origin) == (own.span, own.tool, own.origin)
