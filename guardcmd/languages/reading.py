"""What the readers of all languages share: holes in text, and the making of calls, payloads and opaque facts."""

from __future__ import annotations

from guardcmd.calls import Call, Input, Invocation, Opaque, Option, Payload, Target
from guardcmd.proposal import Missing, UnreadableFile
from guardcmd.shell.value import MOST, Value, known, one_of, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    Found = Call | Payload | Invocation | Opaque

HOLE = "\ua66e"  # a letter of no living alphabet: it may stand where a name may, in every language
LONGEST = 1_048_576  # characters of one text
LONGEST_JOINED = 131_072  # characters that parts are joined to
MOST_TEXTS = 16  # alternatives of one text that are read
SHOWN = 160  # characters of a statement that people see
ELSEWHERE = unknown("a directory on another machine")
SOURCES = (("text fetched by ", "network"), ("text decoded by ", "decode"), ("content of ", "file"))  # unwrap's words


def texts(value: Value) -> tuple[str, ...]:
    """The texts to read: every alternative, or the certain pieces with HOLE between them."""
    if value.texts:
        return value.texts
    return ("".join([HOLE if piece is None else piece for piece in value.pieces]),)


def value_of(text: str, glob: bool = False) -> Value:
    """The value that a piece of read text stands for: HOLE becomes a hole again."""
    if HOLE not in text:
        return known(text, glob)
    pieces: list[str | None] = []
    for place, piece in enumerate(text.split(HOLE)):
        if place:
            pieces.append(None)
        if piece:
            pieces.append(piece)
    return unknown("a part that is not known here", tuple(pieces), glob)


def shown(text: str) -> str:
    """One line of at most SHOWN characters for people."""
    line = " ".join(text[: 4 * SHOWN].replace(HOLE, "…").split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def base_name(program: str) -> str:
    """`psql` of `/usr/bin/psql`."""
    return program.rpartition("/")[2]


def joined(values: Sequence[Value]) -> Value:
    """One text out of several parts: every combination while they are few, else the certain pieces."""
    glob = any(value.glob for value in values)
    alternatives = [""]
    for value in values:
        if not value.texts or len(value.texts) * len(alternatives) > MOST:
            break
        alternatives = [start + text for start in alternatives for text in value.texts]
        if sum([len(text) for text in alternatives]) > LONGEST_JOINED:
            return unknown("a long text")
    else:
        return one_of(tuple(alternatives), glob)
    why = next((value.why for value in values if not value.texts), "")
    pieces: list[str | None] = []
    for value in values:
        parts = value.pieces if not value.texts else (value.texts[0] if len(value.texts) == 1 else None,)
        for part in parts:
            if part is not None and pieces and pieces[-1] is not None:
                pieces[-1] += part
            elif part != "":
                pieces.append(part)
    if len(pieces) > MOST or sum([len(piece or "") for piece in pieces]) > LONGEST_JOINED:
        return unknown(why or "a long text")
    return unknown(why, tuple(pieces) or ("",), glob)


DECODED = "text that was decoded"  # the `why` of a value that is known, but not as it was written


def mapped(value: Value, change: Callable[[str], str]) -> Value:
    """The value whose texts are changed by a function of strings; HOLE stands for what is not known."""
    if value.texts:
        found = one_of(tuple([change(text) for text in value.texts]), value.glob)
        return found.replace(why=value.why) if value.why else found
    changed = value_of(change(texts(value)[0]), value.glob)
    return changed.replace(why=value.why) if changed.pieces else changed


class Reading:
    """Collects what one payload does. Everything found inherits the payload's origin, place and environment."""

    def __init__(self, payload: Payload, world: Any) -> None:
        self.payload = payload
        self.world = world
        self.found: list[Found] = []
        client = payload.client
        first = client.argv[0].text if client is not None and client.argv else None
        self.program = base_name(first) if first else payload.language

    def call(
        self,
        tool: str,
        words: Iterable[str | Value],
        facts: Mapping[str, str] | None = None,
        options: Iterable[Option] = (),
        text: str = "",
        targets: tuple[Target, ...] = (),
    ) -> None:
        payload = self.payload
        self.found.append(
            Call(
                tool,
                self.program,
                tuple([word if isinstance(word, Value) else value_of(word) for word in words]),
                tuple(options),
                payload.directory,
                payload.environment,
                payload.origin,
                payload.span,
                facts or {},
                targets,
                shown(text),
                client=payload.client,
            )
        )

    def code(
        self,
        language: str,
        text: str | Value,
        step: str,
        dialect: str = "",
        remote: bool = False,
        file: str = "",
        client: Invocation | None = None,
        directory: Value | None = None,
    ) -> None:
        """Text in a language that runs inside this one. `step` names what runs it: `python os.system`."""
        payload = self.payload
        value = text if isinstance(text, Value) else value_of(text)
        origin = payload.origin.through(step, remote=remote)
        if file:
            origin = origin.replace(file=file, line=1)
        self.found.append(
            Payload(
                language,
                value,
                origin,
                payload.span,
                ELSEWHERE if remote else directory or payload.directory,
                {} if remote else payload.environment,
                dialect,
                client or (payload.client if language == payload.language else None),
                None if remote else payload.state,
            )
        )

    def run(
        self,
        argv: Sequence[str | Value],
        step: str,
        remote: bool = False,
        stdin: Value | None = None,
        directory: Value | None = None,
        text: str = "",
    ) -> None:
        """A program that runs with its own argv, without a shell in between."""
        payload = self.payload
        values = tuple([word if isinstance(word, Value) else value_of(word) for word in argv])
        self.found.append(
            Invocation(
                values,
                {} if remote else payload.environment,
                ELSEWHERE if remote else directory or payload.directory,
                Input() if stdin is None else Input("text", stdin),
                payload.origin.through(step, remote=remote),
                payload.span,
                None if remote else payload.state,
                None,
                shown(text) or " ".join([value.shown() for value in values]),
            )
        )

    def write(self, path: str | Value, operator: str = ">", text: str = "") -> None:
        """A file that is opened for writing: the same call as a shell's redirect."""
        value = path if isinstance(path, Value) else value_of(path)
        self.call("redirect", (operator, value), None, (), text, (Target("path", value),))

    def content(self, path: Value, text: Value, append: bool = False, whole: bool = True) -> None:
        """What is put into a file, so that running it later in the same text is judged by it.

        `whole`: one call opened, filled and closed it; else more may follow that is not seen here.
        """
        write = getattr(self.payload.state, "write", None)
        if write is None or path.text is None or not text.texts or self.payload.origin.remote:
            return
        write(path, (text,), append)
        opened = self.found[-1] if self.found else None
        if whole and isinstance(opened, Call) and opened.tool == "redirect" and opened.words[1:] == (path,):
            self.found[-1] = opened.replace(facts={**opened.facts, "content": "known"})

    def move(self, source: Value, destination: Value, step: str) -> None:
        """A file that gets another name, as the program of that name."""
        self.run(["mv", "--", source, destination], step)

    def opaque(self, source: str, reason: str, carrier: str = "") -> None:
        payload = self.payload
        self.found.append(
            Opaque(
                source,
                carrier or self.program,
                reason,
                payload.origin,
                payload.span,
                payload.environment,
                payload.directory,
            )
        )

    def file(self, path: str | Value, language: str, step: str, dialect: str = "") -> None:
        """A file whose text runs as `language`: read now. One that does not exist is no finding."""
        value = path if isinstance(path, Value) else value_of(path)
        if self.payload.origin.remote:
            self.opaque("file", f"`{value.shown()}` is on another machine")
            return
        if self._written(value, language, step, dialect):
            return
        place = self.absolute(value)
        if place is None:
            self.opaque("file", f"`{value.shown()}` is run and its path is not known")
            return
        content = self.world.files.read(place)
        if isinstance(content, Missing):
            return
        if isinstance(content, UnreadableFile):
            self.opaque("file", f"`{place}` is run and cannot be read: {content.reason}")
            return
        self.code(language, known(content.decode("utf-8", "replace")), step, dialect, file=place)

    def _written(self, path: Value, language: str, step: str, dialect: str) -> bool:
        """Whether an earlier command of the same text wrote the file: then its text is what was written."""
        written = getattr(self.payload.state, "written", None)
        if written is None or path.text is None:
            return False
        texts_written = written(path.text)
        for text in texts_written or ():
            if text.whole_unknown:
                self.opaque(self.hole_source(text.why), f"`{path.text}` was written by an earlier command: {text.why}")
            else:
                self.code(language, text, step, dialect, file=path.text)
        return texts_written is not None

    def hole_source(self, why: str = "") -> str:
        """Where the text came from that is not known: network, decode, file or variable."""
        reason = why or self.payload.text.why
        for prefix, source in SOURCES:
            if reason.startswith(prefix):
                return source
        return "variable"

    def absolute(self, path: Value) -> str | None:
        text = path.text
        if text is None or path.glob:
            return None
        if text.startswith("~/"):
            home = self.payload.environment.get("HOME")
            text = f"{home.text}{text[1:]}" if home is not None and home.text else text
        if text.startswith("/"):
            return text
        directory = self.payload.directory.text
        return None if directory is None else f"{directory.rstrip('/')}/{text}"

    def readable(self) -> tuple[str, ...]:
        """The texts of the payload that can be read; what cannot is noted as opaque."""
        value = self.payload.text
        if value.whole_unknown:
            self.opaque(
                self.hole_source(), f"the {self.payload.language} text is not known: {value.why or 'a variable'}"
            )
            return ()
        every = texts(value)
        if len(every) > MOST_TEXTS or sum([len(text) for text in every]) > LONGEST:
            self.opaque("limit", f"the {self.payload.language} text is too long to be read")
            return ()
        return every


def unique(found: list[Found]) -> list[Found]:
    """Each thing once, in order."""
    kept: dict[tuple[Any, ...], Found] = {}
    for one in found:
        kept.setdefault(_identity(one), one)
    return list(kept.values())


def _identity(found: Found) -> tuple[Any, ...]:
    if isinstance(found, Call):
        return ("call", found.tool, found.words, found.options, tuple(sorted(found.facts.items())), found.origin)
    if isinstance(found, Payload):
        return ("payload", found.language, found.dialect, found.text, found.origin)
    if isinstance(found, Invocation):
        return ("invocation", found.argv, found.origin)
    return ("opaque", found.source, found.reason, found.origin)
