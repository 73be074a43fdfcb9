"""What a wrapper runs: sudo, env, timeout, ssh, docker exec, npx and the others of rules/wrappers.toml."""

from __future__ import annotations

from guardcmd.shell.value import known, unknown
from guardcmd.unwrap.compose import certain_start, cut, fill, join
from guardcmd.unwrap.fed import open_fed
from guardcmd.unwrap.found import open_found
from guardcmd.unwrap.grammar import Reading, canonical, own_grammar, read_option, readings, spellings
from guardcmd.unwrap.inner import code, command, enter, opaque, unique
from guardcmd.unwrap.pathtext import seen_from
from guardcmd.unwrap.program import ELSEWHERE
from guardcmd.unwrap.scripts import file_payload, from_input
from guardcmd.unwrap.split import split_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.calls import Invocation
    from guardcmd.ruleset.model import Wrapper
    from guardcmd.shell.value import Value
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World

DEEPEST_SPLIT = 5  # env -S inside env -S
FILTERS = ("sed", "awk")  # with code in an option their operands are files
INTERPRETERS = {".py": "python", ".js": "node", ".mjs": "node", ".ts": "node"}  # uv run x.py, bun x.ts


def open_wrapper(invocation: Invocation, wrapper: Wrapper, world: World) -> list[Inner]:
    """Everything that this invocation runs, read as this wrapper; empty where its words are another subcommand's."""
    if wrapper.runs == "text":
        return []
    if wrapper.command_options and wrapper.terminator:
        return open_found(invocation, wrapper)
    words = split_in_place(invocation.argv[1:], wrapper)
    every, complete = readings(words, wrapper)
    found: list[Inner] = []
    if not complete:
        step = enter(invocation, step_of(invocation, wrapper))
        found.append(opaque(step, "limit", "its options can be read in too many ways"))
    for reading in every:
        if not reading.has(wrapper.no_command) and not only_shows(invocation.argv, wrapper):
            found += opened(invocation, reading, wrapper, world)
    return unique(found) if len(every) > 1 else found


def only_shows(words: tuple[Value, ...], wrapper: Wrapper) -> bool:
    """`del-cli '*.tmp' --dry-run`: its own option behind the words that it hands on to a fixed program."""
    if "*" not in wrapper.names or not wrapper.permute:
        return False
    texts = [word.text for word in words]
    own = [name for option in wrapper.no_command for name in spellings(option)]
    return any(text in own for text in (texts[: texts.index("--")] if "--" in texts else texts))


def opened(invocation: Invocation, reading: Reading, wrapper: Wrapper, world: World) -> list[Inner]:
    """What runs by one reading of the words."""
    host = reading.operands[0].shown() if wrapper.host and reading.operands else ""
    step = step_of(invocation, wrapper, host)
    within = enter(invocation, step, wrapper.elevated, wrapper.remote, host)
    within = assigned(placed(within, reading, wrapper), reading)
    found = coded(within, reading, wrapper) + variables(within, reading, world)
    for path in reading.values(wrapper.file_options):
        found += file_payload(path, within, world, wrapper.language, wrapper.dialect)
    if wrapper.unknown_operands:
        return found + open_fed(within, reading, wrapper, world)
    modules = reading.values(wrapper.module_options)
    if modules:
        return [*found, command(within, (known("python"), known("-m"), modules[0], *reading.command))]
    words = tuple([_filled(word, wrapper) for word in reading.command])
    for program in reading.values(wrapper.program_options):
        if program.text != "":
            found.append(command(within, (program, *words)))
    if wrapper.language in FILTERS:
        behind = next((at for at, word in enumerate(words) if at and certain_start(word)[:1] == "-"), 0)
        if wrapper.language == "sed" and behind:  # sed -e p FILE -e CODE
            for later in readings(words[behind:], wrapper)[0]:
                found += opened(invocation, later.replace(command=(known("p"), *later.command)), wrapper, world)
        if reading.values((*wrapper.code_options, *wrapper.file_options[:1])):
            return found  # sed -e CODE FILE
    if words and wrapper.runs != "none":
        found += RUNNERS[as_line(reading, wrapper)](within, words, wrapper)
        return found + named(within, reading, words, wrapper)
    waits = wrapper.interactive or reading.has(wrapper.shell_options)
    if within.input.source == "terminal":
        waits = opens_session(reading, wrapper, waits)
    if waits and not found:
        return from_input(within, world, wrapper.language, wrapper.dialect)
    return found


def opens_session(reading: Reading, wrapper: Wrapper, waits: bool) -> bool:
    """Whether it takes commands from a terminal: `ssh web1`, `docker run -it image`; not `ssh -N web1`, `ssh git@x`."""
    if wrapper.host and not reading.operands:
        return False
    if wrapper.programs[0] == "ssh":
        return not reading.has(("-N", "-n", "-W")) and not certain_start(reading.operands[0]).startswith("git@")
    return waits or (bool(wrapper.host) and reading.has(("-i/--interactive",)))


def named(within: Invocation, reading: Reading, words: tuple[Value, ...], wrapper: Wrapper) -> list[Inner]:
    """The command as arguments of the program that an image is made for: `docker run hashicorp/terraform destroy`."""
    image = reading.operands[0].text if wrapper.names and wrapper.host and reading.operands else None
    if image is None:
        return []
    base = image.partition("@")[0].rpartition("/")[2].partition(":")[0]
    if base not in wrapper.names:
        return []
    return [command(within, (known(wrapper.names[base]), *words))]


def as_line(reading: Reading, wrapper: Wrapper) -> str:
    """How the command is handed on: `sudo -s` and `entr -s` read one word as a line of code."""
    return "line" if reading.has(wrapper.shell_options) else wrapper.runs


def step_of(invocation: Invocation, wrapper: Wrapper, host: str = "") -> str:
    """How people see the wrapper: `sudo`, `docker exec`, `ssh web1`."""
    words = [invocation.argv[0].shown().rpartition("/")[2]]
    words += [word.split("|")[0] for word in wrapper.subcommand]
    return " ".join([*words, host] if host else words)


# --- what the options change ---------------------------------------------------------------


def placed(within: Invocation, reading: Reading, wrapper: Wrapper) -> Invocation:
    """In the directory that an option names."""
    for path in reading.values(wrapper.directory_options):
        within = within.replace(directory=seen_from(within.directory, path))
    return within


def assigned(within: Invocation, reading: Reading) -> Invocation:
    """With `NAME=value` words in the environment."""
    if not reading.assignments:
        return within
    environment = dict(within.environment)
    for word in reading.assignments:
        name = certain_start(word).partition("=")[0]
        environment[name] = cut(word, len(name) + 1)
    return within.replace(environment=environment)


def coded(within: Invocation, reading: Reading, wrapper: Wrapper) -> list[Inner]:
    """Code in options (`su -c`) and in variables (`GIT_SSH_COMMAND`)."""
    found: list[Inner] = []
    for specification in wrapper.code_options:
        option, _, start = specification.partition("=")
        for value in reading.values((option,)):
            length = matching_start(certain_start(value), start)
            if length is not None:
                found.append(code(within, cut(value, length), wrapper.language, wrapper.dialect))
    for name in wrapper.code_environment:
        if name in within.environment:
            found.append(code(within, within.environment[name]))
    return found


def variables(within: Invocation, reading: Reading, world: World) -> list[Inner]:
    """Code in assigned variables that other programs read: `env NODE_OPTIONS=-r./x.js npm test`."""
    found: list[Inner] = []
    for word in reading.assignments:
        name = certain_start(word).partition("=")[0]
        if name in ELSEWHERE:
            from guardcmd.unwrap.environment import code_in

            found += code_in(name, cut(word, len(name) + 1), within, world)
    return found


def matching_start(text: str, wanted: str) -> int | None:
    """How much of the text a start like `ProxyCommand=` or `alias.*=!` covers; letter case does not count."""
    head, star, tail = wanted.partition("*")
    if text[: len(head)].lower() != head.lower():
        return None
    if not star:
        return len(head)
    place = text.find(tail, len(head))
    return None if place < 0 else place + len(tail)


def split_in_place(words: tuple[Value, ...], wrapper: Wrapper, depth: int = 0) -> tuple[Value, ...]:
    """The words with `env -S 'a b'` replaced by `a b`."""
    if not wrapper.split_options or depth > DEEPEST_SPLIT:
        return words
    grammar = own_grammar(wrapper)
    wanted = canonical(wrapper.split_options)
    position = 0
    while position < len(words) and certain_start(words[position])[:1] == "-" and words[position].text != "--":
        given, pending = read_option(words[position], grammar)[-1]
        used = 2 if pending else 1
        options = [*given, (pending, words[position + 1])] if pending and position + 1 < len(words) else given
        for name, value in options:
            if name in wanted and value is not None:
                rest = words[:position] + tuple(split_words(value)) + words[position + used :]
                return split_in_place(rest, wrapper, depth + 1)
        position += used
    return words


def _filled(word: Value, wrapper: Wrapper) -> Value:
    for placeholder in wrapper.placeholders:
        word = fill(word, placeholder, unknown("what the wrapper finds"))
    return word


# --- how the command is run ----------------------------------------------------------------


def _argv(within: Invocation, words: tuple[Value, ...], wrapper: Wrapper) -> list[Inner]:
    program = [known(word) for word in wrapper.names.get("*", "").split()]
    return [command(within, (*program, *words))]


def _line(within: Invocation, words: tuple[Value, ...], wrapper: Wrapper) -> list[Inner]:
    return _code(within, words, wrapper) if len(words) == 1 else _argv(within, words, wrapper)


def _code(within: Invocation, words: tuple[Value, ...], wrapper: Wrapper) -> list[Inner]:
    return [code(within, words[0], wrapper.language, wrapper.dialect, words[1:])]


def _each(within: Invocation, words: tuple[Value, ...], wrapper: Wrapper) -> list[Inner]:
    return [code(within, word, wrapper.language, wrapper.dialect) for word in words]


def _joined(within: Invocation, words: tuple[Value, ...], wrapper: Wrapper) -> list[Inner]:
    return [code(within, join(words), wrapper.language, wrapper.dialect)]


def _package(within: Invocation, words: tuple[Value, ...], wrapper: Wrapper) -> list[Inner]:
    """`npx prisma@5 migrate reset` runs `prisma`; `uv run x.py` runs python.

    `--` behind the package is npm exec's own, and handed on by npx: both are looked at.
    """
    if len(words) > 1 and words[1].text == "--":
        return [*_packaged(within, words, wrapper), *_packaged(within, (words[0], *words[2:]), wrapper)]
    return _packaged(within, words, wrapper)


def _packaged(within: Invocation, words: tuple[Value, ...], wrapper: Wrapper) -> list[Inner]:
    name = (words[0].text or "").rpartition("#")[2]  # nix run nixpkgs#terraform
    if not name:
        return [command(within, words)]
    suffix = name[name.rfind(".") :] if "." in name else ""
    if suffix in INTERPRETERS:
        return [command(within, (known(INTERPRETERS[suffix]), *words))]
    at = name.find("@", 1)
    bare = name[:at] if at > 0 else name
    program = wrapper.names.get(bare, bare if "/" not in bare or bare[0] != "@" else bare.rpartition("/")[2])
    return [command(within, (known(program), *words[1:]))]


RUNNERS = {
    "argv": _argv,
    "line": _line,
    "code": _code,
    "each": _each,
    "joined": _joined,
    "package": _package,
}
