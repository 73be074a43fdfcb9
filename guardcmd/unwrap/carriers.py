"""Programs that run text: shells, interpreters of other languages, and tools with a language of their own (psql -c)."""

from __future__ import annotations

from guardcmd.calls import Payload
from guardcmd.shell.value import known
from guardcmd.unwrap.compose import certain_start, join
from guardcmd.unwrap.grammar import readings, spellings
from guardcmd.unwrap.inner import code, command, enter, opaque, unique
from guardcmd.unwrap.program import head_names
from guardcmd.unwrap.scripts import SCRIPT_ENDINGS, TYPED, file_payload, from_input, is_missing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.calls import Call, Invocation
    from guardcmd.ruleset.model import Carrier, Tool, Wrapper
    from guardcmd.shell.value import Value
    from guardcmd.unwrap.grammar import Reading
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World

TASK_RUNNERS = (("bun",), ("deno",))  # their bare words are tasks and subcommands, not files
SHELL_VALUES = ("--rcfile", "--init-file")
# options of database clients that then leave
LISTING = (
    "-l/--list", "--scan", "--bigkeys", "--memkeys", "--hotkeys", "--latency", "--latency-history", "--stat", "--rdb",
    "--cluster", "--pipe",
)  # fmt: skip
# options of interpreters that read commands from the terminal when the script has ended
STAYING = {
    "python": ("-i",), "javascript": ("-i/--interactive",), "php": ("-a/--interactive",), "lua": ("-i",),
    "julia": ("-i",), "perl": ("-d",),
}  # fmt: skip
SESSION_MODULES = ("pdb", "ipdb", "code", "IPython", "asyncio", "ptpython", "bpython", "sqlite3")


def open_interpreter(invocation: Invocation, wrapper: Wrapper, world: World) -> list[Inner]:
    """The code that an interpreter runs: from `-c` or `-e`, a module, a script file, or standard input."""
    if wrapper.language == "shell":
        return _open_shell(invocation, wrapper, world)
    found: list[Inner] = []
    every, complete = readings(invocation.argv[1:], wrapper)
    if not complete:
        within = enter(invocation, _name(invocation))
        found.append(opaque(within, "limit", "its options can be read in too many ways"))
    for reading in every:
        if not reading.has(wrapper.no_command):
            found += _interpreted(invocation, reading, wrapper, world)
    return unique(found) if len(every) > 1 else found


def _interpreted(invocation: Invocation, reading: Reading, wrapper: Wrapper, world: World) -> list[Inner]:
    name, language, dialect = _name(invocation), wrapper.language, wrapper.dialect
    modules = reading.values(wrapper.module_options)
    if modules:
        within = enter(invocation, f"{name} {wrapper.module_options[0]}")
        found = _module(within, modules[0], reading.command, wrapper, world)
        return [*found, *_stays(within)] if modules[0].text in SESSION_MODULES else found
    texts = reading.values(wrapper.code_options)
    files = reading.values(wrapper.file_options)
    found = _stays(enter(invocation, name)) if reading.has(STAYING.get(language, ())) else []
    if texts:
        within = enter(invocation, f"{name} {spellings(wrapper.code_options[0])[0]}")
        found.append(code(within, join(texts, "\n"), language, dialect, reading.command, invocation))
    for path in files:
        found += file_payload(path, enter(invocation, name), world, language, dialect, reading.command, invocation)
    if texts or files:
        return found
    if reading.command:
        return [*found, *_script(invocation, reading.command, wrapper, world)]
    if wrapper.subcommand and invocation.input.source == "terminal":
        return found  # deno test
    return found or from_input(enter(invocation, name), world, language, dialect, (), invocation)


def _stays(within: Invocation) -> list[Inner]:
    """It goes on with what is typed: `python -i x.py`, `python -m pdb x.py`."""
    return [opaque(within, "terminal", TYPED)] if within.input.source == "terminal" else []


def _script(invocation: Invocation, words: tuple[Value, ...], wrapper: Wrapper, world: World) -> list[Inner]:
    """`python x.py`; `python manage.py flush` is the program manage.py, and the file of that name is run as well."""
    within = enter(invocation, _name(invocation))
    if words[0].text == "-":
        return from_input(within, world, wrapper.language, wrapper.dialect, words, invocation)
    if head_names(invocation.argv[0])[:1] in TASK_RUNNERS and not any(mark in words[0].shown() for mark in "./…"):
        return []  # bun run build
    is_name = not invocation.origin.guessed or any(mark in words[0].shown() for mark in "./…")
    named = [command(within, words)] if is_name and _known(words[0], world) else []
    package = _packaged_in(words[0].text or "")
    if package:
        named.append(command(within, (*package, *words[1:])))
    return [*named, *file_payload(words[0], within, world, wrapper.language, wrapper.dialect, words, invocation)]


def _module(within: Invocation, module: Value, words: tuple[Value, ...], wrapper: Wrapper, world: World) -> list[Inner]:
    """`python -m django flush` is django-admin; `python -m tools.clean` is tools/clean.py."""
    name = module.text
    if name is None:
        return [command(within, (module, *words))]
    program = known(wrapper.names.get(name, name))
    found: list[Inner] = [command(within, (program, *words))]
    if name != program.text or within.origin.remote or _known(program, world):
        return found
    path = name.replace(".", "/")
    for place in (f"{path}.py", f"{path}/__main__.py"):
        parts = file_payload(known(place), within, world, wrapper.language, wrapper.dialect, words, within)
        found += [part for part in parts if not is_missing(part)]
    return found


def _packaged_in(path: str) -> tuple[Value, ...]:
    """Whose program a script is by its place: `node_modules/@a/b/cli.js` of a package, `x/__main__.py` of x."""
    folders = path.split("/")
    if "node_modules" in folders[:-1]:
        inside = folders[len(folders) - folders[::-1].index("node_modules") :]
        name = "/".join(inside[: 2 if inside[0][:1] == "@" else 1])
        return (known("npx"), known(name)) if len(inside) > 1 and inside[0] != ".bin" else ()
    return (known(folders[-2]),) if folders[-1] == "__main__.py" and len(folders) > 1 else ()


def _known(word: Value, world: World) -> bool:
    """Whether a rule file says what the program of this name runs."""
    for name in head_names(word):
        if world.tool_for(name) or any(wrapper.runs != "text" for wrapper in world.wrappers_for(name)):
            return True
    return False


def _name(invocation: Invocation) -> str:
    return invocation.argv[0].shown().rpartition("/")[2]


# --- shells --------------------------------------------------------------------------------


class _ShellWords:
    """What a shell was called with. Its code is the first operand after all options: `bash -c -e CODE`."""

    __slots__ = ("code", "files", "idle", "operands", "stdin")

    def __init__(self, words: tuple[Value, ...]) -> None:
        self.code = self.stdin = self.idle = False
        self.files: list[Value] = []  # --rcfile
        self.operands: tuple[Value, ...] = ()
        position = 0
        while position < len(words):
            start = certain_start(words[position])
            if start in ("-", "--") and words[position].text == start:
                position += 1
                break
            if start[:1] not in ("-", "+") or start == "+":
                break
            position += 1
            if start[:2] == "--":
                position += self._long(start, words[position : position + 1])
            else:
                position += self._letters(start)
        self.operands = words[position:]

    def _long(self, start: str, following: tuple[Value, ...]) -> int:
        if start in ("--version", "--help"):
            self.idle = True
        if start == "--command":
            self.code = True  # fish
        if start not in SHELL_VALUES:
            return 0
        self.files += following
        return 1

    def _letters(self, start: str) -> int:
        """Set what the letters say; how many following words they take."""
        on = start[0] == "-"
        if "c" in start:
            self.code = on
        if "s" in start:
            self.stdin = on
        if "n" in start:
            self.idle = on  # reads commands without running them
        return start.count("o") + start.count("O")


def _open_shell(invocation: Invocation, wrapper: Wrapper, world: World) -> list[Inner]:
    words = invocation.argv[1:]
    found = _shell(invocation, _ShellWords(words), wrapper, world)
    # bash $flags -c CODE: an unknown word may be options, or nothing
    for place, word in enumerate(words):
        if certain_start(word):
            continue
        if word.texts:
            break
        rest = words[place + 1 :]
        if any(certain_start(each)[:1] == "-" for each in rest):
            found += _shell(invocation, _ShellWords((*words[:place], *rest)), wrapper, world)
        break
    return unique(found)


def _shell(invocation: Invocation, given: _ShellWords, wrapper: Wrapper, world: World) -> list[Inner]:
    if given.idle:
        return []
    name, dialect, operands = _name(invocation), wrapper.dialect, given.operands
    within = enter(invocation, f"{name} -c" if given.code else name)
    found = _start_up(within, given, dialect, world)
    if given.code:
        if operands:
            found.append(code(within, operands[0], "shell", dialect, operands[1:]))
    elif given.stdin or not operands:
        found += from_input(within, world, "shell", dialect, (invocation.argv[0], *operands))
    else:
        found += file_payload(operands[0], within, world, "shell", dialect, operands)
    return found


def _start_up(within: Invocation, given: _ShellWords, dialect: str, world: World) -> list[Inner]:
    """The files that the shell reads first: `BASH_ENV=e.sh bash -c true`, `bash --rcfile e.sh -i`."""
    files = list(given.files)
    files += [within.environment[name] for name in ("BASH_ENV", "ENV") if name in within.environment]
    found: list[Inner] = []
    for path in files:
        if path.text != "":
            found += file_payload(path, within, world, "shell", dialect)
    return found


# --- tools with a language of their own ----------------------------------------------------


def open_carriers(invocation: Invocation, tool: Tool, world: World) -> list[Inner]:
    """The text that a tool's options, operands or standard input hold: `psql -c`, `sqlite3 db 'drop …'`."""
    from guardcmd.tools.read_call import read_call

    found: list[Inner] = []
    tool = _with_carriers(tool)
    for call in read_call(invocation, tool):
        carriers = [each for each in tool.carriers if _below(call, each) and not _only_checked(call, tool, each)]
        carried = [part for carrier in carriers for part in _carried(invocation, call, carrier, world)]
        if not any(isinstance(part, Payload) for part in carried):  # what may be no file leaves the input
            step = enter(invocation, _name(invocation))
            for carrier in carriers:
                if carrier.where == "stdin" and (step.input.source != "terminal" or _waits(call, tool)):
                    carried += from_input(step, world, carrier.language, carrier.dialect, (), invocation)
        found += carried
    return unique(found)


def _waits(call: Call, tool: Tool) -> bool:
    """Whether the client is told nothing to do, so that it reads its terminal: `psql app`, not `psql -l`."""
    from guardcmd.ruleset.fits import SURE
    from guardcmd.ruleset.match import unclassified
    from guardcmd.ruleset.view import View

    view = View(call, tool, None, unclassified)
    given = [option for carrier in tool.carriers for option in carrier.options]
    if any(view.option(option) == SURE for option in (*tool.previews, *given, *LISTING)):
        return False
    operands = [carrier for carrier in tool.carriers if carrier.where == "operand" and _below(call, carrier)]
    for carrier in operands:
        rest = call.words[len(" ".join(carrier.subcommand).split()) + max(carrier.operand, 0) :]
        if rest and (not carrier.file or certain_start(rest[0]).endswith(SCRIPT_ENDINGS)):
            return False
    return True


def _with_carriers(tool: Tool) -> Tool:
    """The tool with its carriers' options among those that take a value."""
    known_options = {name for each in tool.value_options for name in spellings(each)}
    listed = [each for carrier in tool.carriers for each in carrier.options]
    missing = tuple([each for each in listed if known_options.isdisjoint(spellings(each))])
    return tool.replace(value_options=tool.value_options + missing) if missing else tool


def _below(call: Call, carrier: Carrier) -> bool:
    wanted = " ".join(carrier.subcommand).split()
    return all(word.may_be(*each.split("|")) for word, each in zip(call.words, wanted)) and len(call.words) >= len(
        wanted
    )


def _only_checked(call: Call, tool: Tool, carrier: Carrier) -> bool:
    """bq query --dry_run 'delete …'"""
    if not carrier.previews:
        return False
    from guardcmd.ruleset.fits import SURE
    from guardcmd.ruleset.match import unclassified
    from guardcmd.ruleset.view import View

    view = View(call, tool, None, unclassified)
    return any(view.option(option) == SURE for option in carrier.previews)


def _carried(invocation: Invocation, call: Call, carrier: Carrier, world: World) -> list[Inner]:
    name = _name(invocation)
    if carrier.where == "option":
        names = {name for each in carrier.options for name in spellings(each)}
        names |= {name[1:] for name in names if name[:2] == "--"}  # styles with one dash
        values = [option.value for option in call.options if option.name in names and option.value is not None]
        name += f" {spellings(carrier.options[0])[0]}" if carrier.options else ""
    elif carrier.where == "operand":
        operands = call.words[len(" ".join(carrier.subcommand).split()) :]
        values = [join(operands)] if carrier.operand < 0 and operands else []
        values += operands[carrier.operand : carrier.operand + 1] if carrier.operand >= 0 else []
    else:
        return []
    within = enter(invocation, name)
    found: list[Inner] = []
    for value in values:
        if not certain_start(value).startswith(carrier.prefix):
            continue
        if not carrier.file:
            found.append(code(within, value, carrier.language, carrier.dialect, (), invocation))
        elif value.text == "-":
            found += from_input(within, world, carrier.language, carrier.dialect, (), invocation)
        else:
            found += file_payload(value, within, world, carrier.language, carrier.dialect, (), invocation)
    return found
