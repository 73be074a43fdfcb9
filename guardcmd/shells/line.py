"""One line of a person's own shell: judged before it runs, and asked about on the terminal where need be.

Standard input has the text, all that was typed since the last prompt, then what the shell says of words in it, each
closed by a NUL. Of the latter the first letter is the kind: `a` an alias, `f` a function, `v` a variable; what follows
is the definition in the shell's syntax. Options:

    --state DIR --config DIR   where guardcmd keeps things
    --session ID               this shell's, for what it did before
    --brackets 1               the shell wants pastes marked again after a question
    --drawn 1                  the line stands at the cursor: taken away before anything is printed
    --approved N               so many characters of the text were confirmed before: the head of a loop
    --whole 1                  the shell's own parser has nothing against the text
    --look 1                   ask nothing and print nothing: say by ASKS that it has to be
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import posix

from guardcmd.proposal import ShellText
from guardcmd.record import Record
from guardcmd.shells.entry import ASKS, LEAVE, NOT_READ, RUN, TAKE_AWAY, say
from guardcmd.shells.prefilter import NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import FrameType

    from guardcmd.edge import Edge
    from guardcmd.guard import Judgement
    from guardcmd.proposal import Proposal

LARGEST_INPUT = 8 * 1024 * 1024  # bytes
DEADLINE = 5.0  # seconds that judging may take
UNREADABLE = "cannot be read as shell: "  # how the note begins (guard.judge)
NO_COMMAND = tuple(UNREADABLE + how for how in ("unclosed", "the text ends", "unexpected"))
GRAMMAR = " { } ! do done fi esac then else elif if for case in while until select function "


class Line(Record):
    """What was typed, and the definitions of words in it.

    `functions`: one of these is a function. `reshaped`: one is an alias that changes where commands begin and end.
    """

    text: str
    definitions: tuple[str, ...] = ()
    functions: bool = False
    reshaped: bool = False

    @property
    def preamble(self) -> str:
        return "".join([f"{definition}\n" for definition in self.definitions])


class TooLate(Exception):
    """Judging took longer than a person should wait."""


def line(shell: str, options: Mapping[str, str]) -> int:
    """Judge the line on standard input; RUN or LEAVE. Raises whatever goes wrong before there is a verdict."""
    _signal.signal(_signal.SIGALRM, _too_late)
    _signal.setitimer(_signal.ITIMER_REAL, DEADLINE)
    typed = parsed(read_input())
    if not typed.definitions and passes(typed.text, shell, options):
        return RUN
    import gc

    gc.disable()  # one judgement, then the process ends
    from guardcmd.edge import Edge, environment_of_process
    from guardcmd.store.paths import paths

    edge = Edge(paths(options["state"], options["config"]), environment_of_process())
    return answer(typed, shell, edge, options)


def read_input() -> bytes:
    parts, length = [], 0
    while part := posix.read(0, 1 << 18):
        length += len(part)
        if length > LARGEST_INPUT:
            raise ValueError(f"the line has more than {LARGEST_INPUT} bytes")
        parts.append(part)
    return b"".join(parts)


def parsed(data: bytes) -> Line:
    """The records of standard input. Raises ValueError where the last one is not closed: the shell was cut off."""
    text, *records = data.decode("utf-8", "surrogateescape").split("\0")
    if not records or records.pop():
        raise ValueError("the shell's message is not complete")
    from guardcmd.audit.redact import is_secret_name

    kept = [record for record in records if record[:1] != "v" or not is_secret_name(variable(record[1:]))]
    reshaped = any(record[:1] == "a" and reshapes(record) for record in kept)
    functions = any(record[:1] == "f" for record in kept)
    return Line(text, tuple([record[1:] for record in kept]), functions, reshaped)


def variable(definition: str) -> str:
    """Whose value it is: `NAME=value`, or fish's `set NAME value`."""
    return definition.removeprefix("set ").replace(" ", "=", 1).partition("=")[0]


def reshapes(alias: str) -> bool:
    """Whether an alias is more than plain words, so that the line has other commands than it seems to have."""
    value = alias.partition("=")[2].strip("'\"")
    return not set(f"{NAME}/=:,+@%~ ").issuperset(value) or any(f" {word} " in GRAMMAR for word in value.split())


def passes(text: str, shell: str, options: Mapping[str, str]) -> bool:
    """The fast path, as the agents' hook has it: plain words of harmless programs, and an audit line that stands."""
    from guardcmd.agents.hook import undisturbed
    from guardcmd.audit.log import append, now
    from guardcmd.builtin import load_index
    from guardcmd.quick import allows

    directory = here()
    if not options["state"] or not options["config"] or shell == "fish" or not allows(text, load_index()):
        return False
    if not undisturbed(options["state"], options["config"], directory):
        return False
    fields = {
        "event": "decision",
        "at": now(),
        "client": shell,
        "session": options["session"],
        "actor": "human",
        "cwd": directory,
        "text": text,
        "decision": "allow",
        "answer": "ran",
        "fast": True,
    }
    return not append(options["state"] + "/audit.jsonl", fields)


def answer(typed: Line, shell: str, edge: Edge, options: Mapping[str, str]) -> int:
    """Judge it in full, ask the person if the verdict wants it, and log what came of it."""
    proposal, judgement, preamble = judged(typed, shell, edge, options["session"])
    if is_no_command(judgement) and not options["whole"] and not typed.reshaped:
        return NOT_READ
    refusal, above = "", TAKE_AWAY if options["drawn"] else ""
    if not judgement.verdict.allows and not was_confirmed(typed, shell, edge, judgement, options):
        if options["look"]:
            return ASKS
        say(2, above)
        from guardcmd.terminal.decline import decline
        from guardcmd.terminal.person import obstacle

        _signal.setitimer(_signal.ITIMER_REAL, 0)
        agent = obstacle(edge.environment)
        if agent or not asks_itself(typed):
            if shell == "fish":  # the cursor is still in the line that was typed
                say(2, "\r\n")
            refusal = decline(judgement, proposal, agent, preamble, bool(options["brackets"]))
    _signal.setitimer(_signal.ITIMER_REAL, 0)
    refusal = logged(proposal.replace(action=ShellText(typed.text, shell, True)), judgement, refusal, edge, above)
    if refusal:
        say(2, f"{above}not run: {refusal}\n")
    return LEAVE if refusal else RUN


def is_no_command(judgement: Judgement) -> bool:
    """Whether nothing speaks against it but its grammar. Complete lines before the mistake were judged."""
    verdict = judgement.verdict
    if not verdict.notes or any(reason.decision not in ("allow", "notify") for reason in verdict.reasons):
        return False
    return all(note.startswith(NO_COMMAND) for note in verdict.notes)


def asks_itself(typed: Line) -> bool:
    """Whether the line is one command of guardcmd's own: a person may, and `run` and `off` ask by themselves."""
    from guardcmd.quick import PLAIN, split

    commands = split(typed.text) if PLAIN.issuperset(typed.text) else []
    return len(commands) == 1 and commands[0][0] == "guardcmd" and not typed.definitions


def was_confirmed(typed: Line, shell: str, edge: Edge, judgement: Judgement, options: Mapping[str, str]) -> bool:
    """Whether everything that speaks against it stands in the part that the person confirmed, just as it was then."""
    length = int(options["approved"] or 0)
    if not 0 < length < len(typed.text):
        return False
    head = judged(typed.replace(text=typed.text[:length]), shell, edge, options["session"])[1]
    return objections(judgement) <= objections(head)


def objections(judgement: Judgement) -> set[tuple[str, ...]]:
    """What speaks against it, comparable between two readings of one text."""
    verdict = judgement.verdict
    found: set[tuple[str, ...]] = {(note,) for note in verdict.notes}
    for reason in verdict.reasons:
        finding = reason.finding
        if reason.decision not in ("allow", "notify"):
            names = [target.name.shown() for target in finding.targets]
            found.add((finding.rule.id, reason.decision, str(finding.span[0]), finding.call.text, *names))
    return found


def judged(typed: Line, shell: str, edge: Edge, session: str) -> tuple[Proposal, Judgement, int]:
    """The stricter of the line behind its definitions and, where a function may hide a program, the line alone.

    With the proposal that it is of, and how many characters of that are definitions.
    """
    from guardcmd.policy.verdict import DECISIONS
    from guardcmd.terminal.person import marker

    directory, actor = here(), "agent" if marker(edge.environment) else "human"
    preambles = [typed.preamble, ""] if typed.functions else [typed.preamble]
    found = []
    for preamble in preambles:
        text = ShellText(preamble + typed.text, shell, True)
        proposal = edge.propose(text, directory, actor=actor, session=session, client=shell)
        found.append((proposal, edge.judge(proposal), len(preamble)))
    return max(found, key=lambda each: DECISIONS.index(each[1].verdict.decision))


def logged(proposal: Proposal, judgement: Judgement, refusal: str, edge: Edge, above: str = "") -> str:
    """Write the audit line. Returns why it is not run: the refusal, or a log that cannot be written.

    `above` is printed before anything else.
    """
    from guardcmd.audit.event import decision_event

    made = edge.made(judgement) if not refusal else ()
    tunnel = edge.tunnels(proposal)
    answered = "not-run" if refusal else "ran"
    failed = edge.log(decision_event(proposal, judgement, answered, edge.now(), made=made, tunnel=tunnel))
    if not failed or refusal:
        return refusal
    if not judgement.verdict.allows or edge.audit_required(proposal):
        return f"the audit log cannot be written: {failed}"
    say(2, f"{above}guardcmd: the audit log cannot be written: {failed}\n")
    return ""


def here() -> str:
    """The current directory as the shell names it, where that is the same place."""
    told = posix.environ.get(b"PWD", b"").decode("utf-8", "surrogateescape")
    try:
        real, same = posix.stat("."), posix.stat(told)
    except (OSError, ValueError):
        told = ""
    else:
        if (real.st_dev, real.st_ino) != (same.st_dev, same.st_ino):
            told = ""
    try:
        return told if told.startswith("/") else posix.getcwd()
    except OSError:
        return "/"


def _too_late(number: int, frame: FrameType | None) -> None:
    raise TooLate(f"judging took more than {DEADLINE:.0f} s")
