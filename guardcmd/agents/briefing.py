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
    from guardcmd.proposal import Proposal

LONGEST = 1499  # characters
FIRST = (
    "guardcmd judges every command, file change and server tool of this session before it runs, and refuses what "
    "would destroy, expose or cut off something. A person then decides, not you.",
    "- Refused means that nothing ran. Do not re-form, split, script or delegate it: tell the person what would be "
    "lost and which id the refusal names, then go on with other work. Most refusals name a safer form.",
    "- Know the way back before you change something, and say it. Removing one (backups, snapshots, versioning, "
    "retention, deletion protection, Terraform state, reflogs) always needs a person.",
    "- Prefer previews (`--dry-run`, `plan`, `diff`) and commands that name one thing. `guardcmd check 'COMMAND'` "
    "tells the decision and runs nothing.",
    "- Never approvable: destroying a whole account or organisation; changing guardcmd, its rules and state, or the "
    "settings that make this agent ask it; starting an agent without its hooks.",
)


def briefing(client: Adapter, envelope: Envelope, edge: Edge) -> Answer:
    """The answer to the start of a session. What cannot be read is said; nothing is refused here."""
    from guardcmd.agents.answer import absolute

    place = edge.propose(ShellText(""), absolute(envelope.directory, edge), client=client.name)
    lines = [*FIRST]
    stop = edge.stopped()
    if stop is not None:
        lines.insert(1, f"- guardcmd is stopped, and only reading works: {cut(stop.reason, 200)}")
    elif edge.is_engaged():
        lines.append("- The guard is engaged: every command takes the full analysis.")
    try:
        settings, notes = edge.policy(place)
        lines += [*own_lines(settings, place), *own_rules(edge, place), *[f"- {note.text}" for note in notes]]
    except Exception as error:
        lines.append(f"- The policy here cannot be read ({type(error).__name__}): more is refused than usual.")
    return client.brief(text(lines))


def own_lines(settings: Settings, place: Proposal) -> Iterator[str]:
    """What the policy files of this user and project add."""
    from guardcmd.store.policyfiles import built_in_policy

    if settings.production:
        yield f"- Production here is whatever is called: {listed(settings.production)}."
    if settings.quorum > 1:
        yield f"- What would lose a whole environment needs the approval of {settings.quorum} people."
    least = built_in_policy().get("floors", {})
    raised = [f"{effect}: {floor}" for effect, floor in settings.floors.items() if floor != least.get(effect, "allow")]
    if raised:
        yield f"- Stricter here than elsewhere: {listed(raised)}."
    thrown = settings.throwaway
    kinds = {"contexts": thrown.contexts, "databases": thrown.databases, "hosts": thrown.hosts, "paths": thrown.paths}
    for kind, names in kinds.items():
        if names:
            yield f"- Throw-away {kind}: {listed(names)}."
    allowed = [each.rule for each in settings.allow if each.covers(each.rule, place.directory, place.home)]
    if allowed:
        yield f"- The user lets these rules pass here: {listed(allowed)}."


def own_rules(edge: Edge, place: Proposal) -> Iterator[str]:
    """The rules of the user and of the project, which come on top of the built-in ones."""
    titles: list[str] = []
    for layer in edge.rules(place).ruleset.layers[1:]:
        tools = {layer.tool_of(program): program for program in layer.programs()}
        titles += [f"{program}: {rule.title}" for tool, program in tools.items() if tool for rule in layer.rules(tool)]
    if titles:
        yield f"- Rules of this user and project: {listed(list(dict.fromkeys(titles)))}."


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
