"""What a model is told when its session starts: what the guard will not let pass here, and what to do instead."""

from __future__ import annotations

from guardcmd.agents.refusal import cut
from guardcmd.proposal import ShellText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guardcmd.agents.adapter import Adapter
    from guardcmd.agents.envelope import Envelope
    from guardcmd.agents.refusal import Answer
    from guardcmd.edge import Edge
    from guardcmd.policy.settings import Settings

LONGEST = 1500  # characters
FIRST = (
    "guardcmd judges every command, file change and server tool of this session before it runs. What would destroy "
    "or expose something is refused with the reason; a person then decides, not you.",
    "- After a refusal nothing has run. Do not re-form, split, script or delegate it: tell the person what would be "
    "lost, and go on with other work. Most refusals name a safer form.",
    "- `guardcmd check 'COMMAND'` tells the decision without running anything. Prefer previews (`--dry-run`, `plan`, "
    "`diff`), backups before changes, and commands that name one thing.",
    "- Never approvable: destroying a whole account or organisation; changing guardcmd, its rules and state, or the "
    "settings that make this agent ask it; starting an agent without its hooks.",
)


def briefing(client: Adapter, envelope: Envelope, edge: Edge) -> Answer:
    """The answer to the start of a session. What cannot be read is said; nothing is refused here."""
    from guardcmd.agents.answer import absolute

    place = edge.propose(ShellText(""), absolute(envelope.directory, edge), client=client.name)
    try:
        settings, notes = edge.policy(place)
        lines = [*FIRST, *own_lines(settings, place.project or place.directory), *[note.text for note in notes]]
    except Exception as error:
        lines = [*FIRST, f"- The policy here cannot be read ({type(error).__name__}): more is refused than usual."]
    if edge.is_engaged():
        lines.append("- The guard is engaged: every command takes the full analysis.")
    return client.brief(text(lines))


def own_lines(settings: Settings, here: str) -> Iterator[str]:
    """What the policy files of this user and project add."""
    if settings.production:
        yield f"- Production here is whatever is called: {listed(settings.production)}."
    thrown = settings.throwaway
    kinds = {"contexts": thrown.contexts, "databases": thrown.databases, "hosts": thrown.hosts, "paths": thrown.paths}
    for kind, names in kinds.items():
        if names:
            yield f"- Throw-away {kind}: {listed(names)}."
    allowed = [each.rule for each in settings.allow if here.startswith(each.directory.rstrip("/"))]
    if allowed:
        yield f"- The user lets these rules pass here: {listed(allowed)}."


def listed(names: tuple[str, ...] | list[str]) -> str:
    shown = ", ".join(f"`{cut(name, 60)}`" for name in names[:8])
    return f"{shown} and {len(names) - 8} more" if len(names) > 8 else shown


def text(lines: list[str]) -> str:
    """The lines that fit, whole; the first ones always do."""
    kept: list[str] = []
    for line in lines:
        if sum(map(len, kept)) + len(kept) + len(line) <= LONGEST:
            kept.append(line)
    return "\n".join(kept)
