"""The order of the steps, once: read, open, match, gather evidence, decide. Every edge calls `judge`."""

from __future__ import annotations

from guardcmd.policy.verdict import Note, Reason, Verdict
from guardcmd.proposal import FileWrite, ShellText, ToolCall
from guardcmd.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from guardcmd.calls import Call
    from guardcmd.policy.settings import Settings
    from guardcmd.policy.verdict import Evidence
    from guardcmd.proposal import Files, Proposal
    from guardcmd.ruleset.model import Finding
    from guardcmd.ruleset.ruleset import Ruleset
    from guardcmd.shell.ir import Script, Unreadable
    from guardcmd.shell.value import Value
    from guardcmd.targets.paths import Place
    from guardcmd.unwrap.state import Disk

    Gather = Callable[[Sequence[Finding], Proposal, Files, Settings, Sequence[Call]], Sequence[tuple[Evidence, ...]]]


WINDOWS_SHELLS = ("powershell", "cmd")
OTHER_SHELLS = ("fish", *WINDOWS_SHELLS)  # the fast path knows the words of bash and zsh
LONGEST_WINDOWS = 1_048_576  # characters


class Guard(Record):
    """What judging works with. Everything that touches the world is handed in.

    `index` is the fast path's list (quick), empty to always analyse. `gather` returns the evidence of each finding.
    `notes` come from the edge: a rule file that could not be read. `refused` are the tools that this session was
    refused within the policy's window; `today` is an ISO date. `disk` is what earlier texts of the session made.
    """

    ruleset: Ruleset
    settings: Settings
    files: Files
    gather: Gather
    place: Callable[[Proposal], Place]
    index: str = ""
    notes: tuple[Note, ...] = ()
    refused: tuple[str, ...] = ()
    today: str = ""
    disk: Disk | None = None


class Judgement(Record):
    """The verdict, and how it came about. `trace` has one line a step; `fast` says that the fast path allowed it."""

    verdict: Verdict
    trace: tuple[str, ...] = ()
    calls: tuple[Call, ...] = ()
    findings: tuple[Finding, ...] = ()
    fast: bool = False


def judge(proposal: Proposal, guard: Guard) -> Judgement:
    """Decide one proposal. Never raises: an internal fault is a verdict of `ask` that names it."""
    try:
        action = proposal.action
        if isinstance(action, ShellText) and guard.index and not guard.notes and _stays_quiet(proposal):
            from guardcmd.quick import allows

            if action.dialect not in OTHER_SHELLS and allows(action.text, guard.index):
                return Judgement(Verdict("allow"), ("read: plain words of harmless programs",), fast=True)
        return _Judging(proposal, guard).judgement()
    except Exception as fault:  # also RecursionError: no fault may end in silence
        return _faulty(fault)
    except MemoryError as fault:
        return _faulty(fault)


def _stays_quiet(proposal: Proposal) -> bool:
    """Whether nothing in the text reads commands that its client would not show."""
    from guardcmd.sessions import stays_quiet

    return stays_quiet(getattr(proposal.action, "text", ""), proposal.client)


def _faulty(fault: BaseException) -> Judgement:
    note = Note("fault", "ask", f"guardcmd itself failed: {type(fault).__name__}: {str(fault)[:200]}")
    return Judgement(Verdict("ask", notes=(note.text,)), (note.text, *_frames(fault)))


def _frames(fault: BaseException) -> list[str]:
    frames: list[str] = []
    step = fault.__traceback__
    while step is not None and len(frames) < 40:
        frames.append(f"  {step.tb_frame.f_code.co_filename.rsplit('/guardcmd/', 1)[-1]}:{step.tb_lineno}")
        step = step.tb_next
    return frames[-6:]


class _Judging:
    """One judgement in progress."""

    def __init__(self, proposal: Proposal, guard: Guard) -> None:
        self.proposal = proposal
        self.guard = guard
        self.notes: list[Note] = list(guard.notes)
        self.trace: list[str] = []
        self.calls: list[Call] = []
        self.place: Place | None = None
        self.links: dict[str, tuple[str, ...]] = {}

    def judgement(self) -> Judgement:
        action = self.proposal.action
        if isinstance(action, ShellText):
            return self._shell(action)
        from guardcmd.actions import calls_of

        opened = calls_of(action, self.proposal, self.guard)
        self.calls += opened.calls
        self.trace += opened.trace
        self.notes += opened.notes
        if opened.later:
            self._written(opened.later)
        return self._decided()

    def _written(self, later: Sequence[Call]) -> None:
        """What a script does that is only written now: in full where others run it, else noted, and judged when run."""
        if any(self._class_of(target.name, call) == "startup" for call in self.calls for target in call.targets):
            self.calls += later
            return
        inside = _Judging(self.proposal, self.guard)
        inside.notes, inside.calls = [], list(later)
        found = inside._decided().verdict
        if not found.allows:
            rules = ", ".join(dict.fromkeys([reason.finding.rule.id for reason in found.reasons]))
            self.notes.append(Note("script", "notify", f"what is written here is stopped when it runs: {rules[:200]}"))

    # --- shell text

    def _shell(self, action: ShellText) -> Judgement:
        if action.dialect in WINDOWS_SHELLS:
            self._windows(action)
            return self._decided()
        readings = self._read(action)
        for script in readings:
            self._open(script)
        first = self._decided()
        if not first.verdict.allows or action.dialect == "fish":
            return first
        before = len(self.notes)
        self._second_reading(action, readings[0])
        return self._decided() if len(self.notes) > before else first

    def _read(self, action: ShellText) -> list[Script]:
        """The readings of the text: one, or two where the shell's rules leave both open."""
        from guardcmd.shell.reader import read

        text, dialect = action.text, action.dialect
        readings = [read(text, dialect, action.interactive)]
        if dialect == "unknown":
            readings.append(read(text, "zsh", action.interactive))
        if dialect in ("zsh", "unknown") and action.interactive and "#" in text:
            readings.append(read(text, "zsh", True, comments=False))  # echo a # ; rm x
        if dialect == "unknown" and any(not _unreadable(reading) for reading in readings):
            readings = [reading for reading in readings if not _unreadable(reading)]
        return [self._readable(reading) for reading in readings]

    def _readable(self, reading: Script | Unreadable) -> Script:
        if not _unreadable(reading):
            return reading  # type: ignore[return-value]
        decision = "ask" if self._may_hide(self.proposal.action) else "notify"
        self.notes.append(Note("unreadable", decision, f"cannot be read as shell: {reading.reason}"))  # type: ignore[union-attr]
        self.trace.append(f"read: unreadable at {reading.position}: {reading.reason}")  # type: ignore[union-attr]
        return reading.prefix  # type: ignore[union-attr]

    def _may_hide(self, action: object) -> bool:
        """Whether a text that cannot be read may matter. Of what people type at fish, much has no counterpart."""
        if not isinstance(action, ShellText) or action.dialect != "fish" or not action.interactive:
            return True
        if self.proposal.actor != "human":
            return True
        text = action.text
        for letter in "abefnrtv":  # characters such as the key of `bind \r`
            text = text.replace(f"\\{letter}", " ")
        bare = text.replace("'", "").replace('"', "").replace("\\", "")
        texts = f"{text}\n{bare}"
        return bool(_listed_word(texts, self.guard.ruleset)) or any(f"{word} " in texts for word in ("eval", "source"))

    def _open(self, script: Script) -> None:
        from guardcmd.expand import expand
        from guardcmd.world import World

        world = World(self.proposal, self.guard.files, self.guard.ruleset, disk=self.guard.disk)
        expansion = expand(script, self.proposal, world)
        self.calls += expansion.calls
        self.trace += expansion.trace
        self.links.update(expansion.links)
        if expansion.truncated:
            self.notes.append(Note("limit", "ask", expansion.truncated))

    def _second_reading(self, action: ShellText, script: Script) -> None:
        from guardcmd.shell.agreement import compare

        agreement = compare(script, action.text)
        self.trace.append(f"second reader: {agreement.state}")
        if agreement.state == "agree":
            return
        if agreement.state == "differ":
            from guardcmd.shell.reader import read

            self.notes.append(Note("readers", "ask", agreement.note))
            for extra in agreement.extra:
                self._open(self._readable(read(extra)))
            return
        reached = _listed_word(action.text, self.guard.ruleset)
        decision = "ask" if reached and not _only_zsh_reads(action) else "notify"
        self.notes.append(Note("readers", decision, agreement.note + (f"; `{reached}` is in reach" if reached else "")))

    def _windows(self, action: ShellText) -> None:
        """Text of PowerShell or cmd.exe, which have readers of their own."""
        from guardcmd.calls import Input, Invocation, Origin, Payload
        from guardcmd.expand import expand_items
        from guardcmd.shell.value import known
        from guardcmd.world import World

        if len(action.text) > LONGEST_WINDOWS or "\0" in action.text:
            self.notes.append(
                Note("unreadable", "ask", f"cannot be read as {action.dialect}: too long, or a NUL in it")
            )
            return
        directory, span = known(self.proposal.directory), (0, len(action.text))
        client = Invocation((known(action.dialect),), {}, directory, Input(), Origin(), span, text=action.text)
        text = Payload(action.dialect, known(action.text), Origin(), span, directory, {}, client=client)
        world = World(self.proposal, self.guard.files, self.guard.ruleset, disk=self.guard.disk)
        expansion = expand_items([text], self.proposal, world)
        self.calls += expansion.calls
        self.trace += expansion.trace
        if expansion.truncated:
            self.notes.append(Note("limit", "ask", expansion.truncated))

    # --- from calls to the verdict

    def _decided(self) -> Judgement:
        from guardcmd.ruleset.match import match

        findings = match(self.calls, self.guard.ruleset, self._class_of)
        if not findings and not self.notes:
            return Judgement(Verdict("allow"), tuple(self.trace), tuple(self.calls))
        from guardcmd.policy.decide import decide

        evidence = self._evidence(findings) if findings else ()
        verdict = decide(
            findings,
            evidence,
            self.guard.settings,
            self.proposal,
            tuple(self.notes),
            self.guard.refused,
            self.guard.today,
        )
        trace = [*self.trace, *_told(verdict.reasons)]
        return Judgement(verdict, tuple(trace), tuple(self.calls), tuple(findings))

    def _class_of(self, path: Value, call: Call) -> str:
        from guardcmd.targets.paths import classify

        if self.place is None:
            self.place = self.guard.place(self.proposal)
        if self.links and self.place.files is not None and not call.origin.remote and call.tool != "ln":
            return self._class_behind_links(path, call)
        return classify(path, self.place.seen_from(call, path))

    def _class_behind_links(self, path: Value, call: Call) -> str:
        """The worst of what a path is where the text itself makes links or mounts."""
        from guardcmd.targets.links import LinkedFiles, choices
        from guardcmd.targets.paths import classify, worst

        assert self.place is not None
        assert self.place.files is not None
        readings = [LinkedFiles(self.place.files, self.links, choice) for choice in range(choices(self.links))]
        places = [self.place, *[self.place.replace(files=files) for files in readings]]  # a link may also not be made
        return worst([classify(path, place.seen_from(call, path)) for place in places])

    def _evidence(self, findings: Sequence[Finding]) -> Sequence[tuple[Evidence, ...]]:
        guard, calls = self.guard, tuple(self.calls)
        found = guard.gather(findings, self.proposal, guard.files, guard.settings, calls)
        if not self.links:
            return found
        from guardcmd.targets.links import LinkedFiles, in_both

        linked = LinkedFiles(guard.files, self.links)
        return in_both(found, guard.gather(findings, self.proposal, linked, guard.settings, calls))


def _unreadable(reading: Script | Unreadable) -> bool:
    return hasattr(reading, "reason")


def _only_zsh_reads(action: ShellText) -> bool:
    return action.dialect == "zsh"


def _listed_word(text: str, ruleset: Ruleset) -> str:
    """A program that some rule knows, if its name stands anywhere in the text."""
    for separator in "\"'`$(){}<>|&;\n\t=/\\":
        text = text.replace(separator, " ")
    return next((word for word in text.split(" ") if word and ruleset.listed(word)), "")


def _told(reasons: Sequence[Reason]) -> list[str]:
    lines = []
    for reason in reasons:
        lines.append(f"match: {reason.finding.rule.id} on `{reason.finding.call.text}`")
        lines += [f"decide: {step}" for step in reason.steps]
    return lines


__all__ = ["FileWrite", "Guard", "Judgement", "ToolCall", "judge"]
