"""How what would be lost is named: for people to read, and the word that a person types to confirm."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guardcmd.calls import Origin, Target
    from guardcmd.ruleset.model import Finding

LONGEST = 60  # characters of a name that are shown or typed
SHOWN = 3  # targets that are named before the rest is counted

# what says where, from the nearest to the farthest; what would be lost itself comes before all of these
WHERE = ("database", "namespace", "cluster", "context", "workspace", "stack", "project", "group", "profile", "account")
HOSTS = ("host", "endpoint")
PLURALS = {
    "path": "paths",
    "database": "databases",
    "branch": "branches",
    "index": "indexes",
    "process": "processes",
    "policy": "policies",
    "directory": "directories",
    "repository": "repositories",
    "registry": "registries",
    "key": "keys",
}


def shown(target: Target) -> str:
    """A target as people read it: its name, shortened in the middle, `…` for what is not known."""
    return shortened(target.name.shown())


def shortened(text: str) -> str:
    text = "".join([character if character.isprintable() else "?" for character in text])
    if len(text) <= LONGEST:
        return text
    return f"{text[: LONGEST // 2 - 1]}…{text[-LONGEST // 2 :]}"


def listed(targets: Sequence[Target]) -> str:
    """`a, b and c`, or `a, b, c and 4 more`."""
    names = list(dict.fromkeys([shown(target) for target in targets]))
    if len(names) > SHOWN + 1:
        names = [*names[:SHOWN], f"{len(names) - SHOWN} more"]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def plural(kind: str) -> str:
    return PLURALS.get(kind) or (kind + "es" if kind.endswith(("s", "x", "ch")) else kind + "s")


def counted(targets: Sequence[Target]) -> str:
    """Count and kind of several targets: `3 databases`, `many paths`; of mixed kinds `5 targets`."""
    kinds = {target.kind for target in targets}
    word = plural(kinds.pop()) if len(kinds) == 1 else "targets"
    if any(target.count < 0 for target in targets):
        return f"many {word}"
    return f"{sum(target.count for target in targets)} {word}"


def typed_word(findings: Sequence[Finding], directory: str) -> str:
    """What a person types to confirm: the first that is known of the target, the database, the namespace or cluster,
    the workspace, the last part of the directory, the host. Of several targets: their count and kind.
    """
    lost = _unique([target for finding in findings for target in _lost(finding)])
    if len(lost) > 1:
        return counted(lost)
    if lost and lost[0].name.text:
        return _typable(lost[0])
    known = [target for finding in findings for target in (*finding.targets, *finding.call.targets)]
    for kind in WHERE:
        for target in known:
            if target.kind == kind and target.name.text:
                return _typable(target)
    for place in (*_directories(findings), directory):
        last = place.rstrip("/").rpartition("/")[2]
        if last not in ("", ".", ".."):
            return last
    hosts = [target.name.text or "" for target in known if target.kind in HOSTS]
    hosts += [finding.call.origin.host for finding in findings]
    return next((host for host in hosts if host), "yes")


def _directories(findings: Sequence[Finding]) -> list[str]:
    """Where the commands run: `-chdir=envs/prod`, else the directory that a `cd` led to."""
    named = [target for finding in findings for target in (*finding.targets, *finding.call.targets)]
    texts = [target.name.text for target in named if target.kind == "directory"]
    texts += [finding.call.directory.text for finding in findings]
    return [text for text in texts if text]


def segments_of(name: str) -> list[str]:
    """`shop_test-2.db` is shop, test, db: what stands between other characters, without a number at its end."""
    text = "".join([character if character.isalnum() else " " for character in name.lower()])
    return [segment.rstrip("0123456789") for segment in text.split()]


def _lost(finding: Finding) -> list[Target]:
    """The targets that would be lost; where there are none but those that say where, the nearest of these."""
    own = [target for target in finding.targets if target.kind not in (*WHERE, *HOSTS, "region", "directory")]
    nearest = ([target for target in finding.targets if target.kind == kind] for kind in WHERE)
    return own or next((targets for targets in nearest if targets), [])


def _unique(targets: list[Target]) -> list[Target]:
    found: dict[tuple[str, str], Target] = {}
    for target in targets:
        if target.path_class not in ("scratch", "artefact"):
            found.setdefault((target.kind, target.name.shown()), target)
    return list(found.values())


def _typable(target: Target) -> str:
    """A path is typed by its last part; blanks at the ends cannot be typed."""
    text = target.name.text or ""
    if target.kind == "path":
        text = text.rstrip("/").rpartition("/")[2] or text
    return " ".join(shortened(text).split())


def found_in(origin: Origin) -> str:
    """The file and line of a command that stands in one: `scripts/teardown.sh:4`; empty for the text itself."""
    return next((step for step in reversed(origin.via) if origin.file and step.startswith(origin.file)), origin.file)
