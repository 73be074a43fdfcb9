"""What a file write or another tool's call would do, as calls. Pure."""

from __future__ import annotations

from guardcmd.calls import Call, Input, Invocation, Origin, Payload, Target
from guardcmd.policy.verdict import Note
from guardcmd.proposal import FileWrite, ToolCall
from guardcmd.record import Record
from guardcmd.shell.value import known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.guard import Guard
    from guardcmd.proposal import Proposal
    from guardcmd.world import World

EDITOR_SETTINGS = ("/.vscode/settings.json", "/user/settings.json", "/machine/settings.json")
TELLING = (
    "chat",
    "agent",
    "hook",
    "mcp",
    "approve",
    "trust",
    "terminal",
    "shell",
    "path",
    "command",
    "task",
    "env",
    "\\u",
)


class Opened(Record):
    """The calls of an action, how they were found, and what could not be looked at.

    `later` are the calls that a written script makes when it runs.
    """

    calls: tuple[Call, ...]
    trace: tuple[str, ...]
    notes: tuple[Note, ...] = ()
    later: tuple[Call, ...] = ()


def calls_of(action: FileWrite | ToolCall, proposal: Proposal, guard: Guard) -> Opened:
    """What one tool call of an agent would do.

    A write is one call of the tool `write`, and what the file would do when it is run. Any other tool is one call of
    `mcp`, named by the words of its name, and the statements in its arguments are read as SQL.
    """
    if isinstance(action, FileWrite):
        return _write(action, proposal, guard)
    return _tool_call(action, proposal, guard)


def _write(action: FileWrite, proposal: Proposal, guard: Guard) -> Opened:
    from guardcmd.unwrap.written import result
    from guardcmd.world import World

    world = World(proposal, guard.files, guard.ruleset)
    text, whole = result(action, world)
    verb = "edit" if action.edit and not (whole and not text.strip()) else "write"  # nothing is left of it
    path = known(action.path)
    call = _call("write", (known(verb), path), proposal, f"{verb} {action.path}").replace(
        targets=(Target("path", path),)
    )
    if is_mere_preference(action.path, text) and _is_run_by_others(call, world, guard):
        return Opened((), (f"open: preferences of an editor in `{action.path}`",))
    later, told = _later(action.path, text, call, world, guard)
    return Opened((call,), (f"open: {verb} of `{action.path}`", *told), (), later)


def is_mere_preference(path: str, text: str) -> bool:
    """Whether a file is an editor's settings without what agents, their hooks, trust or programs are set by."""
    return path.lower().endswith(EDITOR_SETTINGS) and not any(word in text.lower() for word in TELLING)


def _later(path: str, text: str, call: Call, world: World, guard: Guard) -> tuple[tuple[Call, ...], tuple[str, ...]]:
    """The calls of a script that is written, and how they were found. What cannot be read is read when it runs."""
    from guardcmd.expand import expand_items
    from guardcmd.unwrap.written import payloads

    items = payloads(path, text, _is_run_by_others(call, world, guard), world)
    if not items:
        return (), ()
    expansion = expand_items(items, world.proposal, world)
    return tuple([each for each in expansion.calls if each.tool != "opaque"]), expansion.trace


def _is_run_by_others(call: Call, world: World, guard: Guard) -> bool:
    """Whether the written file, links followed, is of a kind that other programs run or obey, and nothing stricter."""
    from guardcmd.targets.paths import classify

    return classify(call.words[1], guard.place(world.proposal).seen_from(call)) == "startup"


def _tool_call(action: ToolCall, proposal: Proposal, guard: Guard) -> Opened:
    """The call by its name, unless the operator said what it is, and what its arguments carry."""
    from guardcmd.expand import expand_items
    from guardcmd.languages.reading import Reading
    from guardcmd.languages.tool_call import called
    from guardcmd.policy.servers import told_of
    from guardcmd.world import World

    replaced, raised = told_of(action, guard.settings)
    said = [Note("mcp", decision, _table_text(action, decision)) for decision in (replaced, raised) if decision]
    world = World(proposal, guard.files, guard.ruleset)
    reading = Reading(_empty(action, proposal), world)
    cut = called(
        action.name, action.server, action.tool, action.arguments, reading, not (replaced or action.understood)
    )
    notes = [note for note in said if note.decision != "allow"]
    if cut:
        notes.append(Note("limit", "ask", "the tool call has more arguments than can be looked at"))
    expansion = expand_items(reading.found, proposal, world)
    if expansion.truncated:
        notes.append(Note("limit", "ask", expansion.truncated))
    table = [f"table: {note.text}" for note in said]
    return Opened(expansion.calls, (f"open: tool `{action.name}`", *table, *expansion.trace), tuple(notes))


def _table_text(action: ToolCall, decision: str) -> str:
    return f"the policy's [mcp] table says `{decision}` of the tool `{action.name}`"


def _empty(action: ToolCall, proposal: Proposal) -> Payload:
    """What carries the arguments: nothing in itself."""
    directory, span = known(proposal.directory), (0, len(action.name))
    client = Invocation((known(action.name),), {}, directory, Input(), Origin(), span, text=action.name)
    return Payload("tool-call", known(action.name), Origin(), span, directory, {}, client=client)


def _call(tool: str, words: tuple[object, ...], proposal: Proposal, text: str) -> Call:
    return Call(tool, "", words, (), known(proposal.directory), {}, Origin(), (0, len(text)), text=text)  # type: ignore[arg-type]
