"""From a script to the calls it would make: walk it, open what it runs, and what that runs, within one budget.

A command is opened where the walk meets it: what it writes is there for the next one, and nothing later is.
"""

from __future__ import annotations

from guardcmd.calls import Call, Invocation, Opaque, Origin, Payload
from guardcmd.record import Record
from guardcmd.shell.value import known, unknown
from guardcmd.unwrap.pathtext import seen_from
from guardcmd.unwrap.program import head_names
from guardcmd.unwrap.provenance import GRAVE, short, source_of
from guardcmd.unwrap.state import Channel, Disk, State, Variable
from guardcmd.unwrap.walk import walk, walker_for
from guardcmd.unwrap.walker import DEEPEST
from guardcmd.world import Exhausted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from guardcmd.proposal import Proposal
    from guardcmd.shell.ir import Script, Span
    from guardcmd.unwrap.walker import Item, Walker
    from guardcmd.world import World

MOST_LINES = 200  # of the trace
LONGEST_COUNTED = 65_536  # characters of a file in which the lines of statements are looked for
STATEMENT = 24  # characters by which a statement is recognised
WITHIN = 4  # what a shell within a shell counts of the walker's depth


class Expansion(Record):
    """All calls that the text may make; how they were found, for people; why something was left out, or empty."""

    calls: tuple[Call, ...] = ()
    trace: tuple[str, ...] = ()
    truncated: str = ""
    links: Mapping[str, tuple[str, ...]] = {}  # where paths lead that the text linked or mounted


def expand(script: Script, proposal: Proposal, world: World) -> Expansion:
    """Everything that a script would do, as calls. An internal fault is not caught here."""
    opening = _Opening(proposal, world)
    world.disk = world.disk or Disk()
    action = proposal.action
    dialect, interactive = getattr(action, "dialect", "bash"), getattr(action, "interactive", False)
    try:
        walk(script, State(proposal, world.disk, world.files), opening.walker(Origin(), dialect, interactive))
    except Exhausted as exhausted:
        world.budget.truncate(exhausted.reason)
    return opening.expansion()


def expand_items(items: Sequence[Item], proposal: Proposal, world: World) -> Expansion:
    """The same for what was found elsewhere than in a script: a statement in a tool's arguments."""
    opening = _Opening(proposal, world)
    try:
        opening.take(items)
    except Exhausted as exhausted:
        world.budget.truncate(exhausted.reason)
    return opening.expansion()


class _Opening:
    def __init__(self, proposal: Proposal, world: World) -> None:
        self.proposal = proposal
        self.world = world
        self.calls: list[Call] = []
        self.trace: list[str] = []

    def expansion(self) -> Expansion:
        links = self.world.disk.links if self.world.disk is not None else {}
        return Expansion(tuple(self.calls), tuple(self.trace), self.world.budget.truncated, links)

    def walker(self, origin: Origin, dialect: str, interactive: bool = False, span: Span | None = None) -> Walker:
        return walker_for(self.world, self.guarded, origin, span=span, dialect=dialect, interactive=interactive)

    def take(self, items: Iterable[Item]) -> None:
        for item in items:
            self.guarded(item)

    def guarded(self, item: Item) -> None:
        """A fault in opening one command must not hide what the others do; the verdict is then at least ask."""
        try:
            self.open(item)
        except (Exhausted, MemoryError):
            raise
        except Exception as fault:
            place = fault.__traceback__
            while place is not None and place.tb_next is not None:
                place = place.tb_next
            where = f"{place.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{place.tb_lineno}" if place else ""
            reason = f"guardcmd itself failed: {type(fault).__name__}: {str(fault)[:120]} ({where})"
            self.tell(item.origin, reason)
            self.world.budget.truncate(reason)

    def open(self, item: Item) -> None:
        if isinstance(item, Call):
            self.tell(item.origin, item.text)
            self.calls.append(item)
            if item.tool == "redirect" and item.client is not None and item.facts.get("content") != "known":
                self.keep(item)
        elif isinstance(item, Opaque):
            self.opaque(item)
        elif isinstance(item, Payload):
            self.payload(item)
        else:
            self.invocation(item)

    def tell(self, origin: Origin, text: str) -> None:
        if len(self.trace) < MOST_LINES:
            via = f"  [{' > '.join([short(step) for step in origin.via])}]" if origin.via else ""
            self.trace.append(f"{short(text)}{via}")

    def keep(self, item: Call) -> None:
        """A file that a program in another language writes: whoever runs it later runs what nobody has read."""
        disk, remote = self.world.disk, item.origin.remote
        if disk is None or remote or len(item.words) < 2:
            return
        for path in seen_from(item.directory, item.words[1]).texts[:4]:
            disk.write(path, (unknown(f"text that `{item.program}` writes"),))

    def opaque(self, item: Opaque) -> None:
        """Unread code is a call of the tool `opaque`."""
        self.tell(item.origin, f"unread: {item.carrier}: {item.reason}")
        directory = item.directory or State(self.proposal).directory
        facts = {"carrier": item.carrier, "reason": item.reason, **({"command": item.command} if item.command else {})}
        self.calls.append(
            Call("opaque", "", (known(item.source),), (), directory, item.environment, item.origin, item.span, facts,
                 (), item.carrier)
        )  # fmt: skip

    # --- invocations ---------------------------------------------------------------------

    def invocation(self, item: Invocation) -> None:
        self.world.budget.spend(1)
        self.world.budget.invocation()
        self.tell(item.origin, " ".join([word.shown() for word in item.argv]))
        if item.origin.depth > self.world.budget.depth:
            self.too_deep(item)
            return
        from guardcmd.unwrap.openers import open_invocation

        self.read_calls(item)
        self.take(open_invocation(item, self.world) or ())

    def read_calls(self, item: Invocation) -> None:
        """The command line read by every tool that may know the program."""
        from guardcmd.tools.read_call import read_call

        seen = []
        for name in head_names(item.argv[0]):
            tool = self.world.tool_for(name)
            if tool is not None and tool.name not in seen:
                seen.append(tool.name)
                self.calls.extend(read_call(item, tool))

    def too_deep(self, item: Invocation | Payload) -> None:
        self.world.budget.truncate("commands within commands are nested too deeply to follow")
        carrier = item.origin.via[-1] if item.origin.via else ""
        self.opaque(Opaque("limit", carrier, "it is nested too deeply to follow", item.origin, item.span))

    # --- payloads ------------------------------------------------------------------------

    def payload(self, item: Payload) -> None:
        self.world.budget.spend(1)
        if item.origin.depth > self.world.budget.depth:
            self.too_deep(item)
        elif item.language == "shell":
            self.shell(item)
        else:
            from guardcmd.languages import load

            reader = load(item.language)
            if reader is None:
                self.unread(item, "limit", f"text in the language `{item.language}` is not read")
            else:
                found = reader.read(item, self.world)
                self.take(located(found, item) if is_file(item.origin) else found)

    def shell(self, item: Payload) -> None:
        """Shell text in a shell of its own, with what is exported to it."""
        from guardcmd.unwrap.code import unread
        from guardcmd.unwrap.nested import code_texts, read_code

        value = item.text
        source = source_of(value.why)
        if value.whole_unknown or (not value.texts and source in GRAVE):
            self.unread(item, source, unread(value.why, source))
            if value.whole_unknown:
                return
        depth = self.world.budget.reached + WITHIN
        if depth > DEEPEST:
            self.too_deep(item)
            return
        for text in code_texts(value):
            walker = self.walker(item.origin, item.dialect or "bash", span=item.span)
            walker = walker.replace(why=value.why, depth=depth, lines=text if is_file(item.origin) else "")
            script = read_code(text, walker)
            prefix = getattr(script, "prefix", None)
            if prefix is not None:
                self.unread(item, "variable", f"it cannot be read as shell: {script.reason}")  # type: ignore[union-attr]
            walk(prefix or script, self.inner_state(item), walker)  # type: ignore[arg-type]

    def unread(self, item: Payload, source: str, reason: str) -> None:
        carrier = item.origin.via[-1] if item.origin.via else item.language
        self.opaque(Opaque(source, carrier, reason, item.origin, item.span, item.environment, item.directory))

    def inner_state(self, item: Payload) -> State:
        if isinstance(item.state, State):
            state = item.state.child(item.environment)
        else:
            state = State(self.proposal, self.world.disk, self.world.files)
            for name, value in item.environment.items():
                state.put(name, Variable((value,), True))
        state.directory = item.directory
        if item.client is not None:
            state.channels = {**state.channels, "0": Channel("input", (item.client.input,))}
        state.zero = item.positional[:1] or (known(item.dialect or "sh"),)
        state.positional = (tuple(item.positional[1:]),)
        return state


def is_file(origin: Origin) -> bool:
    """Whether a payload is a file's whole text: nothing in it was counted yet."""
    return bool(origin.file) and not any(step.startswith(f"{origin.file}:") for step in origin.via)


def located(found: Iterable[Item], payload: Payload) -> Iterator[Item]:
    """What a file in another language does, with the line that says so."""
    text = payload.text.text or ""
    text = "\n".join([" ".join(line.split()) for line in text.split("\n")]) if len(text) <= LONGEST_COUNTED else ""
    depth = len(payload.origin.via)
    for item in found:
        origin = item.origin
        if origin.file == payload.origin.file:
            shown = getattr(item, "text", "")
            number = line_of(shown, text) if isinstance(shown, str) else 0
            place = f"{origin.file}:{origin.line + number - 1}" if number else origin.file + ":"
            via = (*origin.via[:depth], place.rstrip(":"), *origin.via[depth:])
            item = item.replace(origin=origin.replace(via=via, line=origin.line + max(number, 1) - 1))
        yield item


def line_of(statement: str, text: str) -> int:
    """The number of the line in which a statement begins; 0 where that is not found."""
    start = " ".join(statement.split())[:STATEMENT].rstrip("…")
    place = text.find(start) if start else -1
    return text.count("\n", 0, place) + 1 if place >= 0 else 0
