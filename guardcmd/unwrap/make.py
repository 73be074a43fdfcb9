"""What `make` runs: the recipe lines of its targets, read from the Makefile."""

from __future__ import annotations

from guardcmd.calls import Opaque
from guardcmd.shell.value import known, unknown
from guardcmd.unwrap.compose import certain_start, concat, cut
from guardcmd.unwrap.inner import code, enter, opaque
from guardcmd.unwrap.makefile import MOST_LINES, Makefile, shell_calls
from guardcmd.unwrap.pathtext import seen_from
from guardcmd.unwrap.program import words
from guardcmd.unwrap.scripts import file_text, is_shell, script_payload
from guardcmd.unwrap.split import split_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.calls import Invocation
    from guardcmd.shell.value import Value
    from guardcmd.unwrap.makefile import Line
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World

MAKEFILES = ("GNUmakefile", "makefile", "Makefile")
MOST_INCLUDES = 5
AUTOMATIC = "@<^*?+%|"
VALUES = words(
    "--directory --file --makefile --include-dir --old-file --what-if --assume-old --assume-new --new-file --eval"
)
LETTERS = "CfIoWlE"  # take a value; -j only if a number is attached or follows
PREVIEWS = ("--just-print", "--dry-run", "--recon", "--question", "--touch", "--version", "--help")


class _Words:
    """make's command line: options may stand anywhere, `NAME=value` words set variables."""

    def __init__(self, given: tuple[Value, ...]) -> None:
        self.directories: list[Value] = []
        self.files: list[Value] = []
        self.targets: list[Value] = []
        self.variables: dict[str, Value] = {}
        self.evaluated: list[Value] = []
        self.preview = False
        position, closed = 0, False
        while position < len(given):
            word, start = given[position], certain_start(given[position])
            position += 1
            if start == "--" and not closed:
                closed = True
            elif start[:1] == "-" and not closed:
                position += self._option(word, start, given[position : position + 1])
            elif "=" in start:
                name = start.partition("=")[0].rstrip(":?+!")
                self.variables[name] = cut(word, start.index("=") + 1)
            else:
                self.targets.append(word)

    def _option(self, word: Value, start: str, following: tuple[Value, ...]) -> int:
        name, equals, _ = start.partition("=")
        if start[:2] == "--":
            if equals:
                self._take(name, cut(word, len(name) + 1))
                return 0
            self.preview = self.preview or name in PREVIEWS
            if name in VALUES and following:
                self._take(name, following[0])
                return 1
            return 0
        for place in range(1, len(start)):
            letter = start[place]
            if letter in LETTERS:
                attached = place + 1 < len(start) or word.text != start
                if attached:
                    self._take("-" + letter, cut(word, place + 1))
                elif following and (letter != "l" or certain_start(following[0])[:1].isdigit()):
                    self._take("-" + letter, following[0])
                    return 1
                return 0
            if letter == "j":
                return int(start[place:] == "j" and bool(following) and certain_start(following[0]).isdigit())
            self.preview = self.preview or letter in "nqtvh"
        return 0

    def _take(self, name: str, value: Value) -> None:
        if name in ("-C", "--directory"):
            self.directories.append(value)
        elif name in ("-f", "--file", "--makefile"):
            self.files.append(value)
        elif name in ("-E", "--eval"):
            self.evaluated.append(value)


def open_make(invocation: Invocation, world: World) -> list[Inner]:
    """The recipe lines of the targets and all that they need, and every `$(shell …)` of the files read."""
    given = _Words((*_flags(invocation), *invocation.argv[1:]))
    within = enter(invocation, " ".join(["make", *[target.shown() for target in given.targets[:2]]]))
    for directory in given.directories:
        within = within.replace(directory=seen_from(within.directory, directory))
    makefile = Makefile()
    makefile.variables["MAKE_COMMAND"] = ["make"]
    trouble = _read_makefiles(makefile, given, within, world)
    if trouble is not None:
        return [trouble]
    shown = _Recipe(within, makefile, given.variables)
    found = [shown.line(line) for line in makefile.shell]
    shell = given.variables.get("SHELL")
    if shell is not None and not is_shell(shell):
        found += [code(within, shell), *script_payload(shell, within, world, (shell, known("-c")))]
    wanted = tuple([text for target in given.targets for text in target.texts])
    if any(not target.texts for target in given.targets):
        wanted = tuple(makefile.goals)  # make "$target"
    lines = makefile.lines_of(wanted)
    if len(lines) > MOST_LINES or len(makefile.includes) > MOST_INCLUDES:
        found.append(opaque(within, "limit", "its Makefile is too long to be followed"))
    for target, line in lines:
        if not given.preview or line.text.lstrip("@- \t")[:1] == "+" or "$(MAKE)" in line.text:
            found.append(shown.line(line, target))
            found += [shown.line(inner, target) for inner in shell_calls(line.text, line.number, line.file)]
    return found


def _flags(invocation: Invocation) -> tuple[Value, ...]:
    """The options in MAKEFLAGS: `--eval=…`, or letters without a dash."""
    found: list[Value] = []
    for name in ("MAKEFLAGS", "GNUMAKEFLAGS"):
        given = invocation.environment.get(name)
        for word in split_words(given) if given is not None else ():
            start = certain_start(word)
            lead = (
                known("-") if name == "MAKEFLAGS" and not found and start[:1] != "-" and "=" not in start else known("")
            )
            found.append(concat((lead, word)))
    return tuple(found)


def _read_makefiles(makefile: Makefile, given: _Words, within: Invocation, world: World) -> Opaque | None:
    for evaluated in given.evaluated:
        makefile.read(_as_text(evaluated), "--eval")
    first = within.environment.get("MAKEFILES")
    for name in (first.text or "").split() if first is not None else ():
        text = _make_text(name, within, world)
        if text is not None and not isinstance(text, Opaque):
            makefile.read(_as_text(text), name)
    makefile.default = ""
    for path in given.files:
        if path.text is None:
            return opaque(within, "file", f"its file is not known: `{path.shown()}`")
    names = [path.text or "" for path in given.files]
    for name in names or MAKEFILES:
        text = _make_text(name, within, world)
        if isinstance(text, Opaque):
            return text
        if text is not None:
            makefile.read(_as_text(text), name)
            if not names:
                break
    own, waits = makefile.default, makefile.waits
    makefile.default = "" if waits else own
    for name in makefile.includes[:MOST_INCLUDES]:
        included = file_text(name, within, world)
        if included is not None and not isinstance(included, Opaque):
            makefile.read(_as_text(included), name)
    makefile.default = makefile.default or own
    return None


def _as_text(value: Value) -> str:
    return "".join([piece or "\ufffd" for piece in value.texts or value.pieces])


def _make_text(name: str, within: Invocation, world: World) -> Value | Opaque | None:
    if name in ("-", "/dev/stdin"):
        return within.input.text or opaque(within, "local", "its Makefile is what another program prints")
    return file_text(name, within, world)


class _Recipe:
    """Lines of shell with the Makefile's variables in place, for the shell that the Makefile names."""

    def __init__(self, within: Invocation, makefile: Makefile, given: dict[str, Value]) -> None:
        self.within = within
        self.makefile = makefile
        inherited = {name: value for name, value in within.environment.items() if name not in makefile.variables}
        self.given = {name: unknown(f"${name}") for name in AUTOMATIC} | inherited | given
        shell = makefile.expand("$(SHELL)").text or ""
        self.dialect = next((name for name in ("zsh", "fish") if shell.endswith(name)), "bash")

    def line(self, line: Line, target: str = "") -> Inner:
        given = {**self.given, "@": known(target)} if target else self.given
        text = self.makefile.expand(line.text.lstrip("@-+ \t"), given)
        origin = self.within.origin.replace(file=line.file, line=line.number)
        return code(self.within.replace(origin=origin), text, "shell", self.dialect)
