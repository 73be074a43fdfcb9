"""What a shell knows while its text is followed: variables, functions, aliases, directory, and what was written.

A fork costs a few references: the tables are shared until one side writes.
"""

from __future__ import annotations

from guardcmd.calls import Input
from guardcmd.proposal import Missing
from guardcmd.record import Record
from guardcmd.sessions import TYPING
from guardcmd.shell.value import Value, known, unknown
from guardcmd.unwrap.choices import Choice, concat, merge, single
from guardcmd.unwrap.pathtext import absolute, directory_value, normal
from guardcmd.unwrap.provenance import content_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from guardcmd.proposal import Files, Proposal
    from guardcmd.shell.ir import Script, Span

NO_INPUT = Input()
TYPED_INPUT = Input("terminal")
TERMINALS = ("/dev/tty", "/dev/console")
BLANKS = " \t\n"
NOWHERE = "\0"  # stands for a directory that is not known
UNKNOWN = "\0?"  # stands for a hole in the name of a file
MOST_ORIGINALS = 8  # places that one path may stand for
MOST_CONTENTS = 6  # different arrays and unknowns of one variable that are kept apart


class Items(Record):
    """An array: keys (numbers as text) with what stands there, in order."""

    pairs: tuple[tuple[str, Choice], ...]
    associative: bool = False

    def at(self, key: str) -> Choice | None:
        for name, choice in self.pairs:
            if name == key:
                return choice
        return None

    def with_item(self, key: str, choice: Choice) -> Items:
        pairs = tuple([pair for pair in self.pairs if pair[0] != key])
        return Items((*pairs, (key, choice)), self.associative)


Content = Value | Items | None  # None: unset


class Variable(Record):
    """All that a variable may hold, and its attributes."""

    contents: tuple[Content, ...]
    exported: bool = False
    integer: bool = False
    nameref: bool = False
    case: str = ""  # u, l: declare -u, -l

    def scalar(self) -> Choice:
        """What `$x` may be; unset reads as empty."""
        return merge([value for content in self.contents for value in scalar_of(content)])


class FunctionBody(Record):
    """A function, and where its text stands."""

    name: str
    script: Script
    span: Span | None  # where nested text stands in the outermost; None: the spans are right as they are
    why: str = ""  # what the holes of nested text are
    exported: bool = False


class Channel(Record):
    """A descriptor: what is read from it, or the files that are written through it.

    `kind` is `input`, `file`, `null`, `error`, `output` (the shell's own standard output) or `process`. `inputs` are
    alternatives.
    """

    kind: str
    inputs: tuple[Input, ...] = (NO_INPUT,)
    path: Choice = ()
    append: bool = False


TYPED = Channel("input", (TYPED_INPUT,))


class Disk:
    """Files that the text itself makes, by absolute path. One for all forks: a subshell's files stay.

    Every content that a file ever had is kept: which write came last is not always known. `version` counts what is
    new.
    """

    __slots__ = ("_count", "copies", "files", "links", "looked", "unpackers", "version")

    def __init__(self) -> None:
        self.files: dict[str, Choice] = {}
        self.links: dict[str, tuple[str, ...]] = {}  # ln -s, mount: where a path leads
        self.copies: dict[str, tuple[str, ...]] = {}  # cp, mv, ln: what stood on the real disk and is here now too
        self.looked: dict[str, str] = {}  # kinds of places on the real disk, asked once
        self.unpackers: list[str] = []  # programs that make files of unknown names: `git clone`, `tar`
        self.version = 0
        self._count = 63

    def write(self, path: str, content: Choice, append: bool = False) -> None:
        """Note a content. `append` also keeps what stood there before."""
        before = self.files.get(path)
        if before is not None:
            content = merge((*before, *(concat(before, content) if append else content)))
        if content != before:
            self.files[path] = content
            self.version += 1

    def link(self, path: str, place: str) -> None:
        """`ln -s place path`, `mount --bind place path`."""
        self._note(self.links, path, place)

    def copy(self, path: str, source: str) -> None:
        """`cp source path`: a file or a whole folder."""
        self._note(self.copies, path, source)

    def _note(self, table: dict[str, tuple[str, ...]], path: str, other: str) -> None:
        before = table.get(path, ())
        if path != other and other not in before:
            table[path] = (*before[-3:], other)
            self.version += 1

    def originals(self, path: str) -> list[str]:
        """The places on the real disk whose content a path may have by this text's copies and links."""
        return followed(path, (self.copies, self.links)) if self.copies or self.links else []

    def pipe(self, content: Choice) -> str:
        """The `/dev/fd` name of a new process substitution with this output."""
        path = f"/dev/fd/{self._count}"
        self._count += 1
        self.files[path] = content
        return path


class State:
    """One shell at one moment. Change it through its methods; `fork` before walking what may not happen."""

    __slots__ = (
        "_exports",
        "_own",
        "aliases",
        "channels",
        "directory",
        "disk",
        "ended",
        "failed",
        "frames",
        "functions",
        "hashed",
        "last",
        "made",
        "options",
        "port",
        "positional",
        "previous",
        "proposal",
        "replaced",
        "stack",
        "variables",
        "zero",
    )

    def __init__(self, proposal: Proposal, disk: Disk | None = None, files: Files | None = None) -> None:
        self.proposal = proposal
        self.disk = disk or Disk()
        self.port = files  # the real disk, where a text only adds to a file or may not have written it
        self.made: frozenset[str] = frozenset()  # directories that certainly are there
        self.replaced: frozenset[str] = frozenset()  # files that certainly hold only what the text put there
        self.variables: dict[str, Variable] = {}
        self.functions: dict[str, tuple[FunctionBody, ...]] = {}
        self.aliases: dict[str, Choice] = {}
        self.hashed: dict[str, Choice] = {}  # hash -p path name
        self.directory = directory_value(proposal.directory)
        self.previous: Value = unknown("$OLDPWD")
        self.stack: tuple[Value, ...] = ()
        self.positional: tuple[tuple[Value, ...] | None, ...] = (None,)  # alternatives; None: unknown
        self.zero: Choice = (unknown("$0"),)
        self.last: Choice = (unknown("$_"),)
        self.options: frozenset[str] = frozenset()
        self.channels: dict[str, Channel] = {"0": TYPED} if proposal.client in TYPING else {}
        self.frames: tuple[dict[str, Variable | None], ...] = ()  # what `local` hid, per running function
        self.ended = False  # behind `exit`
        # directory and the one before it, if the `cd` just done did not succeed
        self.failed: tuple[Value, Value] | None = None
        self._own = True
        self._exports: tuple[dict[str, Variable], dict[str, Value]] | None = None

    def fork(self) -> State:
        """A copy for a subshell, a branch or a nested shell."""
        other = object.__new__(State)
        for name in State.__slots__:
            setattr(other, name, getattr(self, name))
        self._own = other._own = False
        return other

    def become(self, other: State) -> None:
        """Take over everything of another state."""
        for name in State.__slots__:
            setattr(self, name, getattr(other, name))
        self._own = other._own = False

    def _write(self) -> None:
        if not self._own:
            self.variables = dict(self.variables)
            self.functions = dict(self.functions)
            self.aliases = dict(self.aliases)
            self.hashed = dict(self.hashed)
            self._own = True

    # --- variables -------------------------------------------------------------------------

    def variable(self, name: str) -> Variable:
        """The variable, through namerefs; what the text did not assign comes from the environment, or is unknown."""
        for _ in range(8):
            variable = self.variables.get(name)
            if variable is None:
                return Variable(self.inherited(name))
            target = only(variable) if variable.nameref else None
            if not target:
                return variable
            name = target
        return Variable((unknown(f"${name}"),))

    def inherited(self, name: str) -> tuple[Content, ...]:
        """What the surroundings give: a known environment variable, or a hole that may also be empty."""
        value = self.proposal.environment.get(name)
        if value is not None:
            return (known(value),)
        if name == "HOME":
            return (known(self.proposal.home),)
        if name == "PWD":
            return (self.directory,)
        if name == "OLDPWD":
            return (self.previous,)
        if name == "IFS":
            return (known(BLANKS),)
        if name in ("USER", "LOGNAME") and self.proposal.user:
            return (known(self.proposal.user),)
        return (unknown(f"${name}"),)

    def set(self, name: str, contents: tuple[Content, ...], exported: bool | None = None) -> None:
        """Assign, keeping the attributes. Writes through a nameref."""
        self._write()
        old = self.variables.get(name)
        if old is not None and old.nameref:
            target = only(old)
            if target and target != name:
                self.set(target.split("[", 1)[0], contents, exported)
                return
        if old is None:
            inherited = name in self.proposal.environment or name in ("HOME", "PATH") or "allexport" in self.options
            self.variables[name] = Variable(contents, inherited if exported is None else exported)
            return
        if old.case:
            contents = tuple([cased(content, old.case) for content in contents])
        self.variables[name] = old.replace(contents=contents, exported=old.exported if exported is None else exported)

    def put(self, name: str, variable: Variable | None) -> None:
        """Replace a variable with its attributes; None forgets it."""
        self._write()
        if variable is None:
            self.variables.pop(name, None)
        else:
            self.variables[name] = variable

    def exports(self) -> dict[str, Value]:
        """The variables of this text that a program started now would see."""
        if self._exports is None or self._exports[0] is not self.variables:
            found = {}
            for name, variable in self.variables.items():
                if variable.exported:
                    found[name] = single(variable.scalar())
            self._own = False  # the cache is tied to this very table
            self._exports = (self.variables, found)
        return self._exports[1]

    # --- functions, aliases ----------------------------------------------------------------

    def define(self, name: str, body: FunctionBody) -> None:
        self._write()
        self.functions[name] = (body,)

    def forget_function(self, name: str) -> None:
        self._write()
        self.functions.pop(name, None)

    def alias(self, name: str, text: Choice) -> None:
        self._write()
        self.aliases[name] = text

    def unalias(self, name: str) -> None:
        self._write()
        self.aliases.pop(name, None)

    def hash(self, name: str, path: Choice) -> None:
        self._write()
        self.hashed[name] = path

    # --- files and descriptors -------------------------------------------------------------

    def inputs(self, descriptor: str = "0") -> tuple[Input, ...]:
        """What may stand on a descriptor."""
        channel = self.channels.get(descriptor)
        return channel.inputs if channel else (NO_INPUT,)

    def open(self, descriptor: str, channel: Channel) -> None:
        self.channels = {**self.channels, descriptor: channel}

    def written(self, path: Value | str) -> Choice | None:
        """What a path may hold, if this text made it; unknown values say in `why` where the content comes from.

        Takes relative paths, `/dev/stdin`, `/dev/fd/N` and process substitutions. None: not made here.
        """
        value = path if isinstance(path, Value) else known(path)
        descriptor = descriptor_of(value.text or "")
        if descriptor and descriptor in self.channels:
            texts = [given.text for given in self.channels[descriptor].inputs if given.text is not None]
            return merge(texts) if texts else None
        files = self.disk.files
        found: list[Value] = []
        for key in self.keys(value):
            if key in files:
                found += files[key]
                found += self.before(key)
        found += self.somewhere(value)
        return merge(found) if found else None

    def somewhere(self, path: Value) -> list[Value]:
        """Files of the same name where this or that directory is not known."""
        found: list[Value] = []
        for text in path.texts:
            if text.startswith("/"):
                continue
            if self.directory.texts:
                found += self.disk.files.get(absolute(NOWHERE, text), ())
                continue
            end = "/" + normal(text)
            for key, content in self.disk.files.items():
                if key.endswith(end) and not key.startswith(NOWHERE):
                    found += content
        return found

    def before(self, key: str) -> Choice:
        """What the real disk holds, if it may still be so: the text was only appended, or perhaps never written."""
        if self.port is None or key in self.replaced or not key.startswith("/") or key.startswith("/dev/fd/"):
            return ()
        content = self.port.read(key)
        if isinstance(content, bytes):
            text = content.decode("utf-8", "surrogateescape")
            return (*concat((known(text),), self.disk.files[key]), known(text))
        return () if isinstance(content, Missing) else (unknown(content_of(key)),)

    def write(self, path: Value, content: Choice, append: bool = False) -> None:
        """Note what the text puts into a file."""
        keys = self.keys(path)
        for key in keys:
            self.disk.write(key, content, append)
        if len(keys) == 1 and not append:
            self.replaced |= {keys[0]}

    def keys(self, path: Value) -> list[str]:
        """The names under which the disk may know a path: absolute where that can be known."""
        places = [absolute(text, "") for text in self.directory.texts] or [NOWHERE]
        if path.texts:
            return [text if text.startswith("/dev/fd/") else absolute(d, text) for text in path.texts for d in places]
        text = "".join([UNKNOWN if piece is None else piece for piece in path.pieces])
        return [text if text.startswith("/") else f"{place}/{text}" for place in places]

    def child(self, environment: Mapping[str, Value]) -> State:
        """The state in which a nested shell starts: exported variables and functions, and the same files."""
        state = State(self.proposal, self.disk, self.port)
        state.replaced, state.made = self.replaced, self.made
        state.variables = {name: variable for name, variable in self.variables.items() if variable.exported}
        for name, value in environment.items():
            old = state.variables.get(name)
            if old is None or single(old.scalar()) != value:
                state.variables[name] = Variable((value,), True)
        for name, bodies in self.functions.items():
            if any(body.exported for body in bodies):
                state.functions[name] = bodies
        state.directory, state.previous = self.directory, self.previous
        state.channels = self.channels
        return state


def followed(path: str, tables: tuple[Mapping[str, tuple[str, ...]], ...]) -> list[str]:
    """Every path that one stands for, itself left out: a folder on the way counts as well."""
    found: list[str] = []
    pending = [path]
    while pending and len(found) < MOST_ORIGINALS:
        current = pending.pop(0)
        start = current
        while len(start) > 1:
            for table in tables:
                for other in table.get(start, ()):
                    place = other.rstrip("/") + current[len(start) :]
                    if place != path and place not in found:
                        found.append(place)
                        pending.append(place)
            start = start.rpartition("/")[0]
    return found


def scalar_of(content: Content) -> Choice:
    """A content as `$x` reads it: an array gives its first element, unset is empty."""
    if content is None:
        return (known(""),)
    if isinstance(content, Items):
        return content.at("0") or (known(""),)
    return (content,)


def only(variable: Variable) -> str | None:
    """The only text of a variable, or None."""
    content = variable.contents[0] if len(variable.contents) == 1 else None
    return content.text if isinstance(content, Value) else None


def cased(content: Content, case: str) -> Content:
    if not isinstance(content, Value) or not content.texts:
        return content
    return content.replace(texts=tuple([t.upper() if case == "u" else t.lower() for t in content.texts]))


def contents_of_all(several: list[tuple[Content, ...]]) -> tuple[Content, ...]:
    """The union of what a variable may hold."""
    first = several[0]
    if all(contents == first for contents in several[1:]):
        return first
    both = [content for contents in several for content in contents]
    values = [content for content in both if isinstance(content, Value)]
    others = list(dict.fromkeys([content for content in both if not isinstance(content, Value)]))
    if len(others) > MOST_CONTENTS:
        others = []
        values.append(unknown("one of many arrays"))
    return (*(merge(values) if values else ()), *others)


def descriptor_of(path: str) -> str:
    """`3` for `/dev/fd/3`, `0` for `/dev/stdin`, else empty."""
    if path in ("/dev/stdin", "/proc/self/fd/0", "/dev/fd/0"):
        return "0"
    for prefix in ("/dev/fd/", "/proc/self/fd/"):
        if path.startswith(prefix) and path[len(prefix) :].isdigit():
            return path[len(prefix) :]
    return ""
